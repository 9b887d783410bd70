"""What repeatCell, updateBorders, updateSheetProperties, insertDimension and deleteDimension do in detail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def test_a_repeated_formula_refers_further(book: Spreadsheet) -> None:
    given = {"cell": {"userEnteredValue": {"formulaValue": "=A1+$A1+A$1+$A$1"}}, "fields": "userEnteredValue"}
    book.do({"repeatCell": {"range": box(1, 1, 3, 3), **given}})
    assert book.values("B2:C3", valueRenderOption="FORMULA") == [
        ["=A1+$A1+A$1+$A$1", "=B1+$A1+B$1+$A$1"],
        ["=A2+$A2+A$1+$A$1", "=B2+$A2+B$1+$A$1"],
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"style": "SOLID"}, {"style": "SOLID", "width": 1, "color": {}, "colorStyle": {"rgbColor": {}}}),
        ({"style": "SOLID_THICK", "width": 1, "color": {"red": 1}},
         {"style": "SOLID_THICK", "width": 3, "color": {"red": 1}, "colorStyle": {"rgbColor": {"red": 1}}}),
        ({"style": "NONE"}, None),
    ],
)  # fmt: skip
def test_borders_are_as_wide_as_their_style(book: Spreadsheet, line: Any, expected: Any) -> None:
    book.do(
        write_rows([text("x", userEnteredFormat={"borders": {"top": line}})]),
        {"updateBorders": {"range": box(1, 0, 2, 1), "top": line}},
    )
    for where in ("A1", "A2"):
        assert book.cell(where).get("userEnteredFormat", {}).get("borders", {}).get("top") == expected


def _titles(book: Spreadsheet) -> str:
    return "".join(sheet["properties"]["title"] for sheet in book.get()["sheets"])


@pytest.mark.parametrize(
    ("index", "expected"), [(0, "cab"), (1, "acb"), (2, "abc"), (3, "abc"), (None, "abc")]
)
def test_an_index_counts_before_the_move(workspace: Workspace, index: int | None, expected: str) -> None:
    sheets = [{"properties": {"sheetId": n, "title": title}} for n, title in enumerate("abc")]
    book = Spreadsheet(workspace, sheets=sheets)
    properties = {"sheetId": 2} | ({} if index is None else {"index": index})
    book.do({"updateSheetProperties": {"properties": properties, "fields": "index"}})
    assert _titles(book) == expected


@pytest.mark.parametrize(
    ("properties", "fields", "message"),
    [
        ({"hidden": True}, "hidden", "You can't hide all the sheets in a document."),
        ({"title": ""}, "title", "Sheet name cannot be empty."),
        ({"gridProperties": {"frozenRowCount": 1000}}, "gridProperties.frozenRowCount",
         "You can't freeze all visible rows on the sheet."),
        ({"gridProperties": {"rowCount": 0}}, "gridProperties.rowCount",
         "gridProperties.rowCount must be greater than 0."),
        ({"index": 5}, "index", "Sheet index 5 must be between 0 and 1."),
    ],
)  # fmt: skip
def test_properties_that_no_sheet_can_have(
    book: Spreadsheet, properties: dict[str, Any], fields: str, message: str
) -> None:
    request = {"updateSheetProperties": {"properties": {"sheetId": 0, **properties}, "fields": fields}}
    assert book.refused(request) == f"Invalid requests[0].updateSheetProperties: {message}"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"deleteSheet": {"sheetId": 7}}, "No sheet with id: 7"),
        ({"updateSheetProperties": {"properties": {"sheetId": 7}, "fields": "title"}}, "No sheet with id: 7"),
        ({"mergeCells": {"range": box(0, 0, 1, 2, sheet=7)}}, "No grid with id: 7"),
        ({"addSheet": {"properties": {"gridProperties": {"rowCount": -1}}}},
         "gridProperties.rowCount must be greater than 0."),
    ],
)  # fmt: skip
def test_sheets_that_there_are_not(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    (kind,) = request_
    assert book.refused(request_) == f"Invalid requests[0].{kind}: {message}"


def test_a_tab_has_its_colour_and_direction(book: Spreadsheet) -> None:
    properties = {"sheetId": 0, "tabColorStyle": {"themeColor": "ACCENT1"}, "rightToLeft": True}
    book.do({"updateSheetProperties": {"properties": properties, "fields": "tabColorStyle,rightToLeft"}})
    found = book.sheet()["properties"]
    assert found["tabColorStyle"] == {"themeColor": "ACCENT1"}
    assert found["tabColor"]["blue"] == pytest.approx(0.95686275)
    assert found["rightToLeft"] is True
    book.do({"updateSheetProperties": {"properties": {"sheetId": 0}, "fields": "tabColor,rightToLeft"}})
    assert book.sheet()["properties"].keys().isdisjoint({"tabColor", "tabColorStyle", "rightToLeft"})


def _span(start: int | None, end: int | None) -> dict[str, Any]:
    sides = {"startIndex": start, "endIndex": end}
    return {"sheetId": 0, "dimension": "ROWS"} | {n: side for n, side in sides.items() if side is not None}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"insertDimension": {"range": _span(1000, 1001)}},
         "range.startIndex must be less than the grid size (1000) if inheritFromBefore is false."),
        ({"insertDimension": {"range": _span(1001, 1002), "inheritFromBefore": True}},
         "range.startIndex is larger than current grid size (1000)"),
        ({"insertDimension": {"range": _span(None, 2)}}, "range.startIndex must be set"),
        ({"deleteDimension": {"range": _span(1000, 1001)}},
         "Cannot delete a row that doesn't exist. "
         "Tried to delete row index 1000 but there are only 1000 rows."),
        ({"deleteDimension": {"range": _span(0, 1000)}}, "You can't delete all the rows on the sheet."),
    ],
)  # fmt: skip
def test_rows_that_cannot_come_or_go(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    (kind,) = request_
    assert book.refused(request_) == f"Invalid requests[0].{kind}: {message}"
