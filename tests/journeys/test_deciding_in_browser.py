"""A permit is decided on the sheet's page: somebody signs in and chooses, and the next cycle obeys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from sync import embedded
from sync.google import SHEETS
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Sheet
from tests.journeys.office import write_config

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked"),
]

FORM, TITLE, DISTRICT, HEAD = "permit", "ขออนุญาต", "sheet:district:", "ผอ.กลุ่มนิเทศฯ"
PERMIT = f"""\
id: {FORM}
records: [S18]
title: {TITLE}
seen_in: [district]
about: {{who: person, when: day}}
once_per: [person, day]
state:
  chains:
    all:
      - {{step: head, by: head, title: {HEAD}, passes: [อนุญาต], returns: [ส่งกลับแก้ไข], refuses: [ไม่อนุญาต]}}
sections:
  - id: first
    title: เรื่อง
    questions:
      - {{id: person, ask: ผู้ขอ, type: supervisor, required: true}}
      - {{id: day, ask: วันที่ขอ, type: date, required: true}}
"""
POSTS = f"\nposts:\n  head: {{name: {HEAD}, email: head@office.example}}\n"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    config = write_config(tmp_path / "config")
    (config / "forms" / f"{FORM}.yaml").write_text(PERMIT, encoding="utf-8")
    organisation = config / "organisation.yaml"
    organisation.write_text(organisation.read_text(encoding="utf-8") + POSTS, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        embedded.introduce(base, world.office_in(tmp_path).organisation)
        yield Work(tmp_path, base)


def test_the_head_chooses_a_word_and_the_rows_state_moves(work: Work, browser_page: Page) -> None:
    permit = work.fill(FORM, {"person": "ศึกษานิเทศก์ 1", "day": "2026-11-20"}, "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    register = Sheet(work, DISTRICT, TITLE, 1)
    word, note = register.at(permit, HEAD), register.at(permit, f"หมายเหตุ {HEAD}")
    assert register.text(permit, "สถานะการพิจารณา").startswith("รอ")

    refused(work, word)
    assert Sheet(work, DISTRICT, TITLE, 1).text(permit, HEAD) == ""

    page = browser_page
    page.goto(f"{work.base}/spreadsheets/d/{work.file(DISTRICT)}/edit")
    page.get_by_role("button", name="แผ่นงานทั้งหมด").tap()
    page.locator("#all-tabs").get_by_role("link", name=TITLE, exact=True).tap()
    expect(page.locator(".tab[aria-current]")).to_have_text(TITLE)
    open_cell(page, word)
    page.get_by_role("dialog").get_by_role("link", name="ลงชื่อเข้าใช้").tap()
    page.get_by_text(HEAD, exact=True).tap()
    page.get_by_role("button", name="เข้าใช้").tap()
    expect(page.get_by_text("แก้ไขได้เฉพาะช่องสีเหลือง")).to_be_visible()
    open_cell(page, word)
    page.get_by_role("dialog").get_by_role("button", name="อนุญาต", exact=True).tap()
    expect(page.get_by_role("status").filter(has_text=f"บันทึกในช่อง {word} แล้ว")).to_be_visible()
    open_cell(page, note)
    page.get_by_role("dialog").get_by_role("textbox").fill("ให้ส่งรายงานเมื่อกลับ")
    page.get_by_role("dialog").get_by_role("button", name="บันทึก").tap()
    expect(page.get_by_role("status").filter(has_text=f"บันทึกในช่อง {note} แล้ว")).to_be_visible()

    assert work.cycle("2026-11-17T10:00:00").troubles == 0
    register = Sheet(work, DISTRICT, TITLE, 1)
    assert register.text(permit, "สถานะการพิจารณา") == f"อนุญาต ({HEAD})"
    assert register.text(permit, f"หมายเหตุ {HEAD}") == "ให้ส่งรายงานเมื่อกลับ"


def open_cell(page: Page, name: str) -> None:
    """Tap a cell by its name."""
    found = page.evaluate_handle("name => cellNamed(name)", name).as_element()
    assert found is not None
    found.scroll_into_view_if_needed()
    found.tap()


def refused(work: Work, cell: str) -> None:
    """Whoever the step is not for is refused by the server itself, whatever their page sends."""
    file = work.file(DISTRICT)
    url, params = f"{SHEETS}/{file}", {"fields": "sheets(properties(sheetId,title))"}
    sheets = work.google.call("GET", url, what="sheet", params=params)["sheets"]
    gid = next(one["properties"]["sheetId"] for one in sheets if one["properties"]["title"] == TITLE)
    for email, status in {"": 401, "director@office.example": 403, "s02@office.example": 403}.items():
        browser = requests.Session()
        if email:
            browser.post(f"{work.base}/sign-in", data={"other": email}, timeout=10)
        sent = {"gid": gid, "cell": cell, "value": "อนุญาต"}
        answer = browser.post(f"{work.base}/spreadsheets/d/{file}/cell", data=sent, timeout=10)
        assert answer.status_code == status, email
