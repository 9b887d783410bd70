"""Groups, filters, tables, slicers and lists of a sheet in a real browser, on a phone of 375 px."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box

pytestmark = pytest.mark.browser

_LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "ดี"}]}}
_ROWS: list[list[Any]] = [
    ["โรงเรียน", "ระดับ", "ส่งแล้ว"],
    ["บ้านดงหลวง", "ดี", True],
    ["บ้านหนองสูง", "พอใช้", False],
    ["", "", ""],
    ["หัวข้อ", "คะแนน", ""],
    ["ก", 1, ""],
    ["ข", 2, ""],
    ["ป่าไร่", 3, ""],
    ["กลุ่ม", "", ""],
    ["ในกลุ่ม", "", ""],
    ["นอกกลุ่ม", "", ""],
]


def made(workspace: Workspace) -> str:
    """The address of a page with all these parts."""
    book = Spreadsheet(workspace)
    book.write(_ROWS)
    columns = [
        {"columnIndex": 1, "columnName": "ระดับ", "columnType": "DROPDOWN", "dataValidationRule": _LIST},
        {"columnIndex": 2, "columnName": "ส่งแล้ว", "columnType": "BOOLEAN"},
    ]
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 9, "endIndex": 10}
    spec = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["2"]}}
    formula = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B6>2"}]}
    rule = {"condition": formula, "format": {"backgroundColor": {"red": 1.0}}}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 11, "columnIndex": 0}}}
    slicer = {"dataRange": box(4, 0, 8, 2), "title": "เลือก"}
    book.do(
        {"addTable": {"table": {"range": box(0, 0, 3, 3), "columnProperties": columns}}},
        {"setBasicFilter": {"filter": {"range": box(4, 0, 8, 2), "filterSpecs": [spec]}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [box(5, 0, 8, 2)], "booleanRule": rule}}},
        {"addDimensionGroup": {"range": span}},
        {"updateDimensionGroup": {
            "dimensionGroup": {"range": span, "depth": 1, "collapsed": True}, "fields": "collapsed",
        }},
        {"addSlicer": {"slicer": {"spec": slicer, "position": anchor}}},
    )  # fmt: skip
    return f"{workspace.address}/spreadsheets/d/{book.id}/edit"


def background(page: Page, text: str) -> str:
    cell = page.locator("td").filter(has_text=text).first
    return str(cell.evaluate("one => getComputedStyle(one).backgroundColor"))


def test_the_parts_of_a_sheet_are_seen(workspace: Workspace, browser_page: Page) -> None:
    page = browser_page
    page.goto(made(workspace))
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    numbers = page.locator("tbody th").all_inner_texts()[:9]
    assert [number.strip() for number in numbers] == ["1", "2", "3", "4", "5", "6", "8", "9", "11"]
    expect(page.get_by_label("กลุ่มที่ย่อไว้")).to_be_visible()
    expect(page.get_by_label("คอลัมน์นี้กรองอยู่")).to_be_visible()
    expect(page.locator(".chip", has_text="พอใช้")).to_be_visible()
    assert page.locator(".tick").all_inner_texts() == ["☑", "☐"]
    expect(page.locator(".slicer")).to_contain_text("เลือก")
    assert background(page, "โรงเรียน") == "rgb(53, 104, 84)"
    assert background(page, "ป่าไร่") == "rgb(255, 0, 0)"
    assert background(page, "บ้านหนองสูง") == "rgb(246, 248, 249)"


def test_a_cell_beside_a_groups_sign_keeps_its_name(workspace: Workspace, browser_page: Page) -> None:
    page = browser_page
    page.goto(made(workspace))
    page.locator("td", has_text="กลุ่ม").first.tap(position={"x": 5, "y": 8})
    expect(page.locator("#cell-name")).to_have_text("A9")
