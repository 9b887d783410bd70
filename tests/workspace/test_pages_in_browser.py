"""The sheet and the mailbox in a real browser, on a phone of 375 px."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sync.mail.message import Rendered, message
from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.resources import area, cell, chart, sheet

pytestmark = pytest.mark.browser

LONG = "ครูเตรียมการสอนดี ผู้เรียนมีส่วนร่วมตลอดคาบ " * 3


def book() -> dict[str, Any]:
    """A tab with a frozen head, a note, a link inside, a long text and a chart; and one more tab."""
    rows: list[list[Any]] = [
        ["เครือข่าย", "ร้อยละ", *[f"ข้อ {number}" for number in range(1, 31)]],
        [cell("ดงหลวง", note="ปิดสอน 1 แห่ง"), 55, LONG],
        *[[f"เครือข่าย {number}", number] for number in range(3, 120)],
    ]
    linked = {"textFormat": {"link": {"uri": "#gid=7&range=B2"}}}
    rows[2] = [{"userEnteredValue": {"stringValue": "ไปอีกแผ่น"}, "userEnteredFormat": linked}, 3]
    drawn = chart("BAR", "ร้อยละ", area(0, 0, 3, 1), [(area(0, 1, 3, 2), "#0b6b66")], at=(8, 1))
    del drawn["chartId"]
    one = sheet(rows, title="ภาพรวม", size=(200, 40), frozen=(1, 1), widths=[120], charts=[drawn])
    two = sheet([["ก", "ข"], ["ค", "ตรงนี้"]], title="คำตอบ", gid=7, index=1)
    return {"properties": {"title": "สรุปผล"}, "sheets": [_sent(one), _sent(two)]}


def _sent(made: dict[str, Any]) -> dict[str, Any]:
    """The resource without what only Google writes."""
    written = ("userEnteredValue", "userEnteredFormat", "note")
    for line in made["data"][0]["rowData"]:
        line["values"] = [{name: one[name] for name in written if name in one} for one in line["values"]]
    made["data"][0].pop("rowMetadata")
    return made


@pytest.fixture
def opened(workspace: Workspace, browser_page: Page) -> Iterator[tuple[Page, str]]:
    """The page of the book, and the spreadsheet's API address."""
    api = f"{workspace.address}/v4/spreadsheets"
    file_id = workspace.service_account().post(api, json=book()).json()["spreadsheetId"]
    said: list[str] = []
    browser_page.on("console", lambda line: said.append(line.text))
    browser_page.clock.install()
    browser_page.goto(f"{workspace.address}/spreadsheets/d/{file_id}/edit")
    yield browser_page, f"{api}/{file_id}"
    assert said == []  # no rule of the Content-Security-Policy was broken


def box(page: Page, text: str) -> tuple[float, float]:
    """Where the first element with that text stands: x, y."""
    found = page.get_by_text(text, exact=True).first.bounding_box()
    assert found is not None
    return found["x"], found["y"]


def test_the_page_fits_and_the_grid_scrolls(opened: tuple[Page, str]) -> None:
    page, _ = opened
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    (x, y), corner = box(page, "ข้อ 2"), box(page, "เครือข่าย")
    page.evaluate("document.querySelector('.scroller').scrollTo(90, 400)")
    assert box(page, "ข้อ 2") == (x - 90, y)  # the frozen row stays up there
    assert box(page, "เครือข่าย") == corner  # the frozen corner stays altogether
    assert page.evaluate("document.querySelector('.scroller').scrollTop") == 400


def test_a_note_opens_by_tap_and_closes(opened: tuple[Page, str]) -> None:
    page, _ = opened
    note = page.get_by_text("ปิดสอน 1 แห่ง")
    expect(note).to_be_hidden()
    page.get_by_role("button", name="หมายเหตุของช่อง A2").tap()
    expect(note).to_be_in_viewport(ratio=1)
    page.locator("h1").tap()
    expect(note).to_be_hidden()


def test_a_tap_shows_all_that_a_cell_holds(opened: tuple[Page, str]) -> None:
    page, _ = opened
    page.locator("tbody tr").first.locator("td").nth(2).tap(position={"x": 5, "y": 8})
    expect(page.locator("#cell-name")).to_have_text("C2")
    assert page.locator("#cell-text").text_content() == LONG


def test_a_link_inside_leads_to_its_cell(opened: tuple[Page, str]) -> None:
    page, _ = opened
    page.get_by_role("link", name="ไปอีกแผ่น").tap()
    expect(page.locator("#chosen")).to_have_text("ตรงนี้")
    expect(page.locator(".tab[aria-current]")).to_have_text("คำตอบ")


def test_googles_addresses_with_a_hash_lead_there_too(opened: tuple[Page, str]) -> None:
    page, _ = opened
    page.goto(page.url + "#gid=7")
    expect(page.locator(".tab[aria-current]")).to_have_text("คำตอบ")


def test_news_come_without_losing_the_readers_place(workspace: Workspace, opened: tuple[Page, str]) -> None:
    page, api = opened
    page.evaluate("document.querySelector('.scroller').scrollTo(50, 300)")
    page.evaluate("window.stillHere = true")
    written = {"range": "ภาพรวม!A20:B20", "values": [["เพิ่งมา", 1]]}
    body = {"valueInputOption": "RAW", "data": [written]}
    answer = workspace.service_account().post(f"{api}/values:batchUpdate", json=body)
    assert answer.status_code == 200, answer.text
    page.clock.run_for(5000)
    expect(page.get_by_text("เพิ่งมา")).to_be_visible()
    expect(page.get_by_text("ปรับปรุงแล้ว")).to_be_visible()
    assert page.evaluate("window.stillHere")
    scrolled = page.evaluate(
        "[document.querySelector('.scroller').scrollLeft, document.querySelector('.scroller').scrollTop]"
    )
    assert scrolled == [50, 300]
    assert (
        page.locator("tbody td").first.evaluate("one => getComputedStyle(one).left") == "34px"
    )  # styles came too


def test_a_letter_fits_the_phone_and_runs_nothing(
    tmp_path: Path, key_file: bytes, browser_page: Page
) -> None:
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    html = (
        '<html><head><meta name="viewport" content="width=device-width"></head><body><p>เรียน ผอ.สพป.</p>'
        '<img src="cid:dot" alt="จุด" width="9"><script>top.ran = true</script></body></html>'
    )
    mail = message(
        Rendered("สรุปประจำสัปดาห์", "ข้อความ", html),
        sender="nithet@example.org",
        to=["director@example.org"],
        message_id="<w47@example.org>",
        date=datetime(2026, 11, 20, 11, 0, tzinfo=UTC),
    )
    body = mail.get_body(("html",))
    assert body is not None
    body.add_related(DOT, "image", "gif", cid="<dot>")
    (outbox / "w47.eml").write_bytes(mail.as_bytes())
    place = tmp_path / "workspace"
    place.mkdir()
    (place / "service-account.json").write_bytes(key_file)
    with running(place, mailbox=outbox) as address:
        browser_page.goto(f"{address}/mail/")
        browser_page.get_by_role("link", name="สรุปประจำสัปดาห์").tap()
        frame = browser_page.frame_locator("iframe.letter")
        expect(frame.get_by_text("เรียน ผอ.สพป.")).to_be_visible()
        assert frame.get_by_alt_text("จุด").evaluate("image => image.naturalWidth") == 1
        assert browser_page.evaluate("window.ran") is None
        assert browser_page.evaluate("document.documentElement.scrollWidth") == 375
        browser_page.get_by_role("link", name="ข้อความล้วน").tap()
        expect(browser_page.locator("pre")).to_have_text("ข้อความ")


DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
