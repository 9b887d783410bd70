"""The form in a real browser on a phone: filled in by tapping, mended, sent, edited by its link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.workspace.questions import NETWORKS, Client, grid, latest, question, section, served, texts

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


def press(page: Page, name: str) -> None:
    page.locator(".actions").get_by_role("button", name=name, exact=True).tap()


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("radiogroup", name=title)


def test_a_form_is_filled_in_on_a_phone_mended_sent_and_edited(client: Client, browser_page: Page) -> None:
    form_id = client.published(*NETWORKS, title="แบบบันทึกการนิเทศ")
    page = browser_page
    page.goto(f"{client.address}/forms/d/e/{form_id}/viewform")
    page.get_by_label("วันที่").fill("2026-11-18")
    expect(page.locator(".thai-date")).to_have_text("18 พฤศจิกายน 2569")
    press(page, "ต่อไป")  # the network is left empty
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("มี 1 ข้อที่ต้องแก้ไข")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="เครือข่าย").tap()
    message = page.locator(".problem")
    expect(message).to_have_text("ยังไม่ได้เลือก โปรดเลือกหนึ่งตัวเลือก")
    expect(message).to_be_in_viewport()
    expect(page.get_by_label("วันที่")).to_have_value("2026-11-18")

    page.get_by_label("เครือข่าย").select_option("หนองสูง")
    press(page, "ต่อไป")
    expect(page.get_by_label("โรงเรียน").locator("option")).to_have_text(["เลือก…", "บ้านสอง"])
    page.get_by_label("โรงเรียน").select_option("บ้านสอง")
    press(page, "ต่อไป")
    expect(page.get_by_text("ส่วนที่ 3 จาก 3")).to_be_visible()
    row(page, "จุดประสงค์").get_by_text("5").tap()
    page.get_by_label("จุดเด่น").fill("นักเรียนลงมือทำจริง")
    press(page, "ส่งคำตอบ")  # the second row is left empty
    expect(row(page, "สื่อ").locator(".problem")).to_have_text("ยังไม่ได้เลือก โปรดเลือกหนึ่งช่อง")
    expect(page.get_by_label("จุดเด่น")).to_have_value("นักเรียนลงมือทำจริง")
    row(page, "สื่อ").get_by_text("4").tap()
    expect(row(page, "สื่อ").locator(".problem")).to_have_count(0)
    expect(row(page, "สื่อ")).not_to_have_attribute("aria-invalid", "true")
    press(page, "ส่งคำตอบ")
    expect(page.get_by_text("ได้รับคำตอบของท่านเรียบร้อยแล้ว")).to_be_visible()
    page.reload()  # sends nothing again
    [sent] = client.responses(form_id)

    page.get_by_role("link", name="แก้ไขคำตอบของท่าน").tap()
    expect(page.get_by_text("กำลังแก้ไขคำตอบเดิม")).to_be_visible()
    press(page, "ต่อไป")
    press(page, "ต่อไป")
    expect(row(page, "สื่อ").get_by_label("4")).to_be_checked()
    row(page, "สื่อ").get_by_text("3").tap()
    press(page, "ส่งคำตอบที่แก้ไข")
    expect(page.get_by_text("แก้ไขล่าสุด")).to_be_visible()
    [edited] = client.responses(form_id)
    assert (edited["responseId"], edited["createTime"]) == (sent["responseId"], sent["createTime"])
    assert edited["lastSubmittedTime"] > sent["lastSubmittedTime"]
    assert texts(edited) == texts(sent) | {"00000006": ["3"]}


@pytest.mark.parametrize(("width", "shape"), [(375, "flex"), (1280, "table-row")])
def test_a_grid_is_cards_of_big_targets_on_a_phone_and_a_table_on_a_pc(
    client: Client, browser_page: Page, width: int, shape: str
) -> None:
    form_id = client.published(
        grid(["5 ดีมาก", "4 ดี", "3 ปานกลาง", "2 พอใช้", "1 ควรปรับปรุง"], ["จุดประสงค์การเรียนรู้"])
    )
    page = browser_page
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"{client.address}/forms/d/e/{form_id}/viewform")
    assert row(page, "จุดประสงค์").evaluate("e => getComputedStyle(e).display") == shape
    for target in page.locator("td .cell").all():
        box = target.bounding_box()
        assert box
        assert (box["width"] >= 48, box["height"] >= 48) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_form_works_where_no_script_runs(client: Client, browser_page: Page) -> None:
    form_id = client.published(question("textQuestion", {}, "ชื่อ", "0000000a"), section("ต่อ"))
    browser = browser_page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{client.address}/forms/d/e/{form_id}/viewform")
    page.get_by_label("ชื่อ", exact=True).fill("=1+1")
    page.get_by_label("ชื่อ", exact=True).press("Enter")  # goes on, as the button does
    page.get_by_text("ส่วนที่ 2 จาก 2").wait_for()
    page.locator(".actions").get_by_role("button", name="ย้อนกลับ").click()
    page.locator(".actions").get_by_role("button", name="ต่อไป").click()
    page.locator(".actions").get_by_role("button", name="ส่งคำตอบ").click()
    page.get_by_text("ได้รับคำตอบของท่านเรียบร้อยแล้ว").wait_for()
    context.close()
    assert texts(latest(client, form_id)) == {"0000000a": ["=1+1"]}
