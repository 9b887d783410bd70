"""Filling in a sheet's cells in a real browser: by touch on a phone, by keyboard alone on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.workspace.conftest import Workspace
from tests.workspace.filling import DEPUTY, HEAD, Filler, kept_sheet, listed
from tests.workspace.sheet_calls import Spreadsheet, box

pytestmark = pytest.mark.browser

Open = Callable[[Page, str], Page]


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    return kept_sheet(workspace)


@pytest.fixture
def opened(workspace: Workspace, book: Spreadsheet) -> Open:
    """The sheet's page, by whom it is looked at."""

    def opened(page: Page, email: str) -> Page:
        if email:
            page.request.post(f"{workspace.address}/sign-in", form={"other": email})
        page.goto(f"{workspace.address}/spreadsheets/d/{book.id}/edit")
        return page

    return opened


def cell(page: Page, name: str) -> Locator:
    row = page.locator(".grid tr", has=page.locator("th[scope=row]", has_text=name[1:]))
    return row.locator("td").nth("ABCDE".index(name[0]))


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_word_is_chosen_and_taken_back_by_touch(
    book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    page = opened(browser_page, HEAD)
    expect(page.get_by_text("แก้ไขได้เฉพาะช่องสีเหลือง")).to_be_visible()
    cell(page, "C2").tap()
    expect(panel(page)).to_be_in_viewport(ratio=1)
    expect(panel(page).get_by_role("heading")).to_have_text("ความเห็นหัวหน้า C2")
    for word in panel(page).locator(".word").all():
        place = word.bounding_box()
        assert place is not None
        assert place["height"] >= 44
    assert fits(page)
    panel(page).get_by_role("button", name="ไม่อนุญาต").tap()
    expect(page.get_by_role("status").filter(has_text="บันทึกในช่อง C2 แล้ว")).to_be_visible()
    expect(cell(page, "C2")).to_have_text("ไม่อนุญาต")
    assert book.values("C2") == [["ไม่อนุญาต"]]
    cell(page, "C2").tap()
    panel(page).get_by_role("button", name="ล้างช่อง").tap()
    expect(cell(page, "C2")).to_have_text("")
    assert book.values("C2") == []


def test_a_row_is_filled_in_without_a_mouse(book: Spreadsheet, opened: Open, browser_page: Page) -> None:
    page = opened(browser_page, HEAD)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".scroller").focus()
    page.keyboard.press("Tab")
    expect(cell(page, "C2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="อนุญาต", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, "C2")).to_have_text("ไม่อนุญาต")
    expect(cell(page, "C2")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    expect(panel(page).get_by_role("textbox")).to_be_focused()
    page.keyboard.type("=ขาดเอกสาร")
    page.keyboard.press("Control+Enter")
    expect(cell(page, "D2")).to_have_text("=ขาดเอกสาร")
    expect(cell(page, "D2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("textbox")).to_be_focused()
    page.keyboard.type(" ไม่บันทึก")
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(cell(page, "D2")).to_be_focused()
    assert book.values("C2:D2") == [["ไม่อนุญาต", "=ขาดเอกสาร"]]


def test_what_is_given_up_while_it_is_asked_for_does_not_open(
    book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    page, held = opened(browser_page, HEAD), list[Route]()

    def hold(route: Route) -> None:  # Playwright takes no built-in method
        held.append(route)

    page.route("**/cell?*", hold)
    cell(page, "C2").focus()
    with page.expect_request("**/cell?*"):
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    with page.expect_response("**/cell?*"):
        held[0].continue_()
    page.unroute("**/cell?*")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "D2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("textbox")).to_be_focused()


def test_a_long_list_is_searched_and_enter_presses_no_word_out_of_sight(
    book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    schools = [f"โรงเรียน {number}" for number in range(1, 41)]
    book.do({"setDataValidation": {"range": box(1, 3, 2, 4), "rule": listed(*schools)}})
    page = opened(browser_page, HEAD)
    cell(page, "D2").tap()
    expect(panel(page)).to_be_in_viewport(ratio=1)
    panel(page).get_by_role("searchbox").fill("37")
    expect(panel(page).locator(".word:visible")).to_have_text(["โรงเรียน 37"])
    page.keyboard.press("Enter")
    expect(panel(page).locator(".word:visible")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, "D2")).to_have_text("โรงเรียน 37")
    assert book.values("D2") == [["โรงเรียน 37"]]


def test_who_did_not_sign_in_is_led_there_and_back_to_the_cell(
    book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    page = opened(browser_page, "")
    expect(page.get_by_text("ดูอย่างเดียว")).to_be_visible()
    cell(page, "C2").tap()
    panel(page).get_by_role("link", name="ลงชื่อเข้าใช้").tap()
    page.get_by_text("ผอ.กลุ่มนิเทศฯ").tap()
    page.get_by_role("button", name="เข้าใช้").tap()
    cell(page, "C2").tap()
    panel(page).get_by_role("button", name="อนุญาต", exact=True).tap()
    expect(cell(page, "C2")).to_have_text("อนุญาต")
    assert book.values("C2") == [["อนุญาต"]]


def test_who_may_not_is_told_who_may(opened: Open, browser_page: Page) -> None:
    page = opened(browser_page, DEPUTY)
    cell(page, "C2").tap()
    expect(panel(page)).to_contain_text("ผู้ที่กรอกได้คือ")
    expect(panel(page)).to_contain_text("ผอ.กลุ่มนิเทศฯ")
    expect(panel(page).locator("form")).to_have_count(0)
    panel(page).get_by_role("button", name="ปิด").tap()
    expect(panel(page)).to_have_count(0)


def test_what_was_typed_stays_until_the_network_is_back(
    book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    page = opened(browser_page, HEAD)
    cell(page, "D2").tap()
    panel(page).get_by_role("textbox").fill("ขาดเอกสารแนบ")
    page.context.set_offline(True)
    panel(page).get_by_role("button", name="บันทึก").tap()
    expect(panel(page).get_by_role("alert")).to_contain_text("ขาดการเชื่อมต่อ ยังไม่ได้บันทึก")
    panel(page).evaluate("one => one.click()")  # beside the panel
    expect(panel(page).get_by_role("textbox")).to_have_value("ขาดเอกสารแนบ")
    page.context.set_offline(False)
    panel(page).get_by_role("button", name="บันทึก").tap()
    expect(cell(page, "D2")).to_have_text("ขาดเอกสารแนบ")
    assert book.values("D2") == [["ขาดเอกสารแนบ"]]


def test_what_came_meanwhile_is_seen_and_the_last_word_stands(
    workspace: Workspace, book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    page = opened(browser_page, HEAD)
    cell(page, "D2").tap()
    panel(page).get_by_role("textbox").fill("หัวหน้า")
    deputy = Filler(workspace, book, DEPUTY)
    deputy.types("E2", "อนุญาต")
    deputy.types("D2", "รอง")
    panel(page).get_by_role("button", name="บันทึก").tap()
    expect(cell(page, "D2")).to_have_text("หัวหน้า")
    expect(cell(page, "E2")).to_have_text("อนุญาต")
    assert book.values("C2:E2") == [["", "หัวหน้า", "อนุญาต"]]


def test_a_refusal_of_the_server_is_told_and_the_text_stays(
    book: Spreadsheet, opened: Open, browser_page: Page
) -> None:
    page = opened(browser_page, HEAD)
    cell(page, "D3").tap()
    panel(page).get_by_role("textbox").fill("เขียนไว้")

    def for_another(route: Route) -> None:
        route.continue_(post_data=(route.request.post_data or "").replace("D3", "E3"))

    page.route("**/cell", for_another)  # what a page that cheats would send
    panel(page).get_by_role("button", name="บันทึก").tap()
    expect(panel(page).get_by_role("alert")).to_contain_text("รอง ผอ. คนที่ ๑")
    expect(panel(page).get_by_role("textbox")).to_have_value("เขียนไว้")
    assert book.values("C3:E3") == []
