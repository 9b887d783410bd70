"""Hidden sheets on the page: who may open them, over real HTTP and in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.workspace.conftest import Workspace
from tests.workspace.filling import HEAD, READER, Filler, kept_sheet
from tests.workspace.sheet_calls import Spreadsheet

EMPTY = "7"


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """The sheet that people fill in, with an empty register behind it that is hidden."""
    book = kept_sheet(workspace)
    book.do({"addSheet": {"properties": {"sheetId": int(EMPTY), "title": "ทะเบียนว่าง", "hidden": True}}})
    book.write([["หัวตาราง"]], "'ทะเบียนว่าง'!A1")
    return book


@pytest.mark.parametrize(("email", "opens"), [(HEAD, True), ("", True), (READER, False)])
def test_an_editor_opens_a_hidden_sheet_by_its_address_and_a_viewer_does_not(
    workspace: Workspace, book: Spreadsheet, email: str, opens: bool
) -> None:
    visitor = Filler(workspace, book, email)  # "": the clerk
    first = visitor.page()
    assert ("ทะเบียนว่าง" in first, "<h2>ซ่อนอยู่</h2>" in first, "หัวตาราง" in first) == (opens, opens, False)
    assert first.count('aria-current="page"') == 2  # in the list and in the strip
    direct = visitor.page(gid=EMPTY)
    assert ("หัวตาราง" in direct, "ความเห็นหัวหน้า" in direct) == (opens, not opens)
    assert book.get()["sheets"][1]["properties"]["hidden"], "to look at it does not show it to others"


def test_an_editor_fills_in_a_cell_of_a_hidden_sheet(workspace: Workspace, book: Spreadsheet) -> None:
    head = Filler(workspace, book, HEAD)
    assert head.types("B2", "ตรวจแล้ว", gid=EMPTY).status_code == 200
    assert book.values("'ทะเบียนว่าง'!B2") == [["ตรวจแล้ว"]]


def test_a_hidden_sheet_is_downloaded_by_its_id(workspace: Workspace, book: Spreadsheet) -> None:
    address = f"{workspace.address}/spreadsheets/d/{book.id}/export"
    answer = book.session.get(address, params={"format": "csv", "gid": EMPTY}, timeout=30)
    assert answer.content.decode() == "หัวตาราง"


@pytest.mark.browser
def test_hidden_sheets_stand_in_the_list_of_all_and_not_in_the_strip(
    workspace: Workspace, book: Spreadsheet, browser_page: Page
) -> None:
    page = browser_page
    book.do(*({"addSheet": {"properties": {"title": f"ทะเบียนที่ {n}", "index": n}}} for n in range(1, 9)))
    page.request.post(f"{workspace.address}/sign-in", form={"other": HEAD})
    page.goto(f"{workspace.address}/spreadsheets/d/{book.id}/edit")
    strip, everything = page.locator(".tabs"), page.locator("#all-tabs")
    expect(strip.get_by_role("link")).to_have_count(9)
    page.get_by_role("button", name="แผ่นงานทั้งหมด").tap()
    expect(everything.get_by_role("heading")).to_have_text("ซ่อนอยู่")
    box = everything.get_by_role("link", name="ทะเบียนว่าง").bounding_box()
    assert box is not None
    assert box["height"] >= 36
    everything.get_by_role("link", name="ทะเบียนว่าง").tap()
    expect(page.get_by_text("หัวตาราง").first).to_be_visible()
    expect(strip.get_by_role("link")).to_have_count(10)
    expect(strip.get_by_role("link").last).to_have_text("ทะเบียนว่างซ่อนอยู่")
    expect(strip.get_by_role("link").last).to_be_in_viewport(ratio=1)
    strip.get_by_role("link", name="ทะเบียนที่ 8").tap()
    expect(strip.get_by_role("link")).to_have_count(9)

    page.request.post(f"{workspace.address}/sign-in", form={"other": READER})
    page.goto(f"{workspace.address}/spreadsheets/d/{book.id}/edit#gid={EMPTY}")
    expect(page.get_by_text("ความเห็นหัวหน้า").first).to_be_visible()
    expect(page.get_by_text("ทะเบียนว่าง")).to_have_count(0)
