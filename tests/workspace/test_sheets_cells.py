"""Cells over real HTTP: what is entered, what it comes to, what is shown, and masks over all three."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


@pytest.mark.parametrize(
    ("given", "entered", "shown"),
    [
        ({"stringValue": "ดี"}, {"stringValue": "ดี"}, "ดี"),
        ({"stringValue": "=1+1"}, {"stringValue": "=1+1"}, "=1+1"),
        ({"stringValue": "007"}, {"stringValue": "007"}, "007"),
        ({"numberValue": 0}, {"numberValue": 0}, "0"),
        ({"numberValue": 4.25}, {"numberValue": 4.25}, "4.25"),
        ({"boolValue": False}, {"boolValue": False}, "FALSE"),
    ],
)
def test_values_of_each_kind(book: Spreadsheet, given: Any, entered: Any, shown: str) -> None:
    book.do(write_rows([{"userEnteredValue": given}]))
    cell = book.cell("A1")
    assert (cell["userEnteredValue"], cell["effectiveValue"]) == (entered, entered)
    assert cell["formattedValue"] == shown
    assert "userEnteredFormat" not in cell


@pytest.mark.parametrize("given", [{}, {"userEnteredValue": {"stringValue": ""}}, {"note": ""}])
def test_nothing_leaves_nothing(book: Spreadsheet, given: dict[str, Any]) -> None:
    book.do(write_rows([text("x")]))
    book.do(write_rows([given]))
    assert book.cells("A1") == []


def test_a_formula_is_kept_apart_from_what_it_comes_to(book: Spreadsheet) -> None:
    book.do(write_rows([{"userEnteredValue": {"formulaValue": "=1+1"}}]))
    cell = book.cell("A1")
    assert cell["userEnteredValue"] == {"formulaValue": "=1+1"}
    assert cell["effectiveValue"] == {"numberValue": 2}
    assert cell["formattedValue"] == "2"


def test_formats_are_kept_apart_from_what_they_come_to(book: Spreadsheet) -> None:
    look = {"textFormat": {"bold": True}, "backgroundColor": {"red": 0.1}}
    book.do(write_rows([number(0.256, userEnteredFormat=look)]))
    cell = book.cell("A1")
    eighth = {"red": 0.101960786}
    assert cell["userEnteredFormat"] == {
        "backgroundColor": eighth,
        "backgroundColorStyle": {"rgbColor": eighth},
        "textFormat": {"bold": True},
    }
    effective = cell["effectiveFormat"]
    assert effective["textFormat"]["bold"] is True
    assert effective["textFormat"]["fontSize"] == 10
    assert effective["backgroundColor"] == eighth
    assert effective["horizontalAlignment"] == "RIGHT"


def test_a_mask_writes_what_it_names_and_nothing_else(book: Spreadsheet) -> None:
    bold = {"textFormat": {"bold": True, "fontSize": 14}, "wrapStrategy": "WRAP"}
    book.do(write_rows([text("ก", userEnteredFormat=bold, note="หมายเหตุ")]))
    book.do(write_rows([text("ข")], fields="userEnteredValue"))
    assert book.cell("A1")["userEnteredFormat"] == bold
    plain = {"textFormat": {"italic": True}}
    book.do(write_rows([{"userEnteredFormat": plain}], fields="userEnteredFormat.textFormat.bold"))
    assert book.cell("A1")["userEnteredFormat"] == {"textFormat": {"fontSize": 14}, "wrapStrategy": "WRAP"}
    book.do(write_rows([{"userEnteredFormat": plain}], fields="userEnteredFormat(textFormat)"))
    assert book.cell("A1")["userEnteredFormat"] == {"textFormat": {"italic": True}, "wrapStrategy": "WRAP"}
    book.do(write_rows([{}], fields="userEnteredFormat"))
    cell = book.cell("A1")
    assert "userEnteredFormat" not in cell
    assert (cell["formattedValue"], cell["note"]) == ("ข", "หมายเหตุ")


def test_a_colour_is_one_thing_said_twice(book: Spreadsheet) -> None:
    style = {"backgroundColorStyle": {"rgbColor": {"green": 1.0}}}
    book.do(write_rows([text("ก", userEnteredFormat=style)]))
    assert book.cell("A1")["userEnteredFormat"]["backgroundColor"] == {"green": 1}
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1.0}}}
    book.do(write_rows([red], fields="userEnteredFormat.backgroundColor"))
    assert book.cell("A1")["userEnteredFormat"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    theme = {"userEnteredFormat": {"textFormat": {"foregroundColorStyle": {"themeColor": "ACCENT4"}}}}
    book.do(write_rows([theme], fields="userEnteredFormat"))
    look = book.cell("A1")["userEnteredFormat"]["textFormat"]
    assert look["foregroundColor"] == {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}


def test_a_link_brings_its_look(book: Spreadsheet) -> None:
    link = {"textFormat": {"link": {"uri": "https://example.org/"}, "bold": True}}
    book.do(write_rows([text("ดู", userEnteredFormat=link), text("ธรรมดา")]))
    linked, plain = book.cells("A1:B1")[0]
    assert linked["hyperlink"] == "https://example.org/"
    look = linked["userEnteredFormat"]["textFormat"]
    assert look["link"] == {"uri": "https://example.org/"}
    assert (look["bold"], look["underline"]) == (True, True)
    assert look["foregroundColorStyle"] == {"themeColor": "LINK"}
    assert linked["effectiveFormat"]["hyperlinkDisplayType"] == "LINKED"
    assert "hyperlink" not in plain
    book.do(write_rows([text("อื่น")], fields="userEnteredValue"))
    assert "hyperlink" not in book.cell("A1")
    only = {"userEnteredFormat": {"textFormat": {"link": {"uri": "#gid=0"}}}}
    book.do(write_rows([only], fields="userEnteredFormat.textFormat.link"))
    assert book.cell("A1")["hyperlink"] == "#gid=0"


def test_rich_text_runs_go_with_the_text(book: Spreadsheet) -> None:
    runs = [{"format": {}}, {"startIndex": 2, "format": {"bold": True}}]
    book.do(write_rows([text("ดีมาก", textFormatRuns=runs)]))
    assert book.cell("A1")["textFormatRuns"] == runs
    book.do(write_rows([text("ใหม่")], fields="userEnteredValue"))
    assert "textFormatRuns" not in book.cell("A1")
    message = book.refused(write_rows([number(5, textFormatRuns=runs)]))
    assert message.startswith("Invalid requests[0].updateCells: textFormatRuns")


def test_a_range_is_cleared_where_rows_do_not_cover_it(book: Spreadsheet) -> None:
    book.do(write_rows([text("a"), text("b"), text("c")], [text("d"), text("e")]))
    rows = [{"values": [text("x")]}]
    book.do({"updateCells": {"rows": rows, "range": box(0, 0, 2, 2), "fields": "userEnteredValue"}})
    assert book.values() == [["x", "", "c"]]
    book.do({"updateCells": {"range": box(0, 0, 1000, 26), "fields": "*"}})
    assert book.values() == []


def test_repeat_cell_fills_a_range_that_may_be_open(book: Spreadsheet) -> None:
    cell = {"userEnteredFormat": {"horizontalAlignment": "CENTER"}}
    fields = "userEnteredFormat.horizontalAlignment"
    book.do({"repeatCell": {"range": {"sheetId": 0, "endRowIndex": 1}, "cell": cell, "fields": fields}})
    row = book.cells("A1:Z2")
    assert [one["userEnteredFormat"]["horizontalAlignment"] for one in row[0]] == ["CENTER"] * 26
    assert len(row) == 1


def test_append_cells_goes_below_the_last_value_and_grows_the_grid(workspace: Workspace) -> None:
    small = {"properties": {"gridProperties": {"rowCount": 2, "columnCount": 3}}}
    book = Spreadsheet(workspace, sheets=[small])
    book.do(write_rows([text("a")]), {"repeatCell": {"range": box(1, 0, 2, 3), "cell": {}, "fields": "note"}})
    rows = [{"values": [text("b"), number(1)]}, {"values": [text("c")]}]
    book.do({"appendCells": {"sheetId": 0, "rows": rows, "fields": "*"}})
    assert book.values() == [["a"], ["b", "1"], ["c"]]
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 3


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (write_rows([text("x")], row=1000), "GridCoordinate.rowIndex[1000] is after last row in grid[999]"),
        (
            write_rows([text("x")], column=26),
            "GridCoordinate.columnIndex[26] is after last column in grid[25]",
        ),
        (
            write_rows([text("x")], [text("y")], row=999),
            "Attempting to write row: 1000, beyond the last requested row of: 999",
        ),
        (
            write_rows([text("x"), text("y")], column=25),
            "Attempting to write column: 26, beyond the last requested column of: 25",
        ),
        (
            {"updateCells": {"range": box(0, 0, 1001, 1), "fields": "*"}},
            "Range (Sheet1!A1:A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            write_rows([text("x")], fields=""),
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        (
            write_rows([text("ก" * 50_001)]),
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
        (
            write_rows([text("x")], fields="userEnteredFormat.textFormat.bald"),
            "Invalid field: user_entered_format.text_format.bald",
        ),
        (write_rows([text("x")], fields="userEnteredValues"), "Invalid field: user_entered_values"),
    ],
)
def test_cells_that_cannot_be_written(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    assert book.refused(request_) == f"Invalid requests[0].updateCells: {message}"


def test_text_of_fifty_thousand_characters_and_of_every_kind(book: Spreadsheet) -> None:
    texts = ["ก" * 50_000, "😀\u200b", "<b>&amp;</b>", "+1", "-1", "@a", "a\nb"]
    book.do(write_rows([text(one) for one in texts]))
    assert book.values("A1:G1") == [texts]


def test_a_rule_for_what_may_be_entered(book: Spreadsheet) -> None:
    values = [{"userEnteredValue": "ใช่"}, {"userEnteredValue": "ไม่"}]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True}
    book.do({"setDataValidation": {"range": box(1, 0, 3, 1), "rule": rule}})
    assert [row[0]["dataValidation"] for row in book.cells("A2:A3")] == [rule, rule]
    book.do({"setDataValidation": {"range": box(1, 0, 2, 1)}})
    assert book.cells("A2:A2") == []


def test_borders_round_and_inside(book: Spreadsheet) -> None:
    line = {"style": "SOLID", "color": {"red": 1.0}}
    book.do({"updateBorders": {"range": box(0, 0, 2, 2), "top": line, "innerVertical": line}})
    first, second = (cell["userEnteredFormat"]["borders"] for cell in book.cells("A1:B1")[0])
    assert set(first) == {"top", "right"}
    assert set(second) == {"top", "left"}
    assert first["top"]["colorStyle"] == {"rgbColor": {"red": 1}}
    book.do({"updateBorders": {"range": box(0, 0, 2, 2), "top": {"style": "NONE"}}})
    assert set(book.cell("A1")["userEnteredFormat"]["borders"]) == {"right"}


def test_only_the_asked_fields_of_cells_come_back(book: Spreadsheet) -> None:
    book.do(write_rows([number(4.5, "0.00", note="n")]))
    fields = "sheets.data.rowData.values(formattedValue,note)"
    assert book.get(fields=fields) == {
        "sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "4.50", "note": "n"}]}]}]}]
    }


def test_cells_come_when_asked_for_and_ranges_choose_them(book: Spreadsheet) -> None:
    book.do(write_rows([text("a"), text("b")], [text("c"), text("d")]), {"addSheet": {}})
    assert "data" not in book.get()["sheets"][0]
    whole = book.get(includeGridData="true")["sheets"]
    assert len(whole) == 2
    assert len(whole[0]["data"][0]["rowMetadata"]) == 1000
    assert whole[0]["data"][0]["columnMetadata"][0] == {"pixelSize": 100}
    (part,) = book.get(includeGridData="true", ranges="Sheet1!B2:C3")["sheets"]
    data = part["data"][0]
    assert (data["startRow"], data["startColumn"]) == (1, 1)
    assert data["rowData"] == [{"values": [data["rowData"][0]["values"][0]]}]
    assert data["rowData"][0]["values"][0]["formattedValue"] == "d"
