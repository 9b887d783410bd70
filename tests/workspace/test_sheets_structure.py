"""Sheets, rows and columns over real HTTP: what moves when they come and go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, told, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def _titles(book: Spreadsheet) -> list[str]:
    return [sheet["properties"]["title"] for sheet in book.get(fields="sheets.properties(title)")["sheets"]]


def _span(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def test_a_new_spreadsheet_has_googles_defaults(workspace: Workspace) -> None:
    book = Spreadsheet(
        workspace, properties={"title": "ผลการนิเทศ", "locale": "th_TH", "timeZone": "Asia/Bangkok"}
    )
    made = book.get()
    properties = made["properties"]
    assert (properties["title"], properties["locale"], properties["timeZone"]) == (
        "ผลการนิเทศ",
        "th_TH",
        "Asia/Bangkok",
    )
    assert made["spreadsheetUrl"] == f"{workspace.address}/spreadsheets/d/{book.id}/edit"
    assert made["sheets"] == [
        {
            "properties": {
                "sheetId": 0,
                "title": "Sheet1",
                "index": 0,
                "sheetType": "GRID",
                "gridProperties": {"rowCount": 1000, "columnCount": 26},
            }
        }
    ]


def test_a_spreadsheet_is_made_with_all_that_its_resource_holds(workspace: Workspace) -> None:
    sheet = {
        "properties": {"sheetId": 7, "title": "สรุป", "gridProperties": {"rowCount": 5, "columnCount": 3}},
        "data": [
            {"startRow": 1, "rowData": [{"values": [text("a")]}], "columnMetadata": [{"pixelSize": 200}]}
        ],
        "merges": [box(3, 0, 4, 2, sheet=7)],
    }
    named = {"name": "ช่วง", "range": box(0, 0, 1, 1, sheet=7)}
    book = Spreadsheet(workspace, sheets=[sheet], namedRanges=[named])
    assert book.values("สรุป") == [[], ["a"]]
    (made,) = book.get(includeGridData="true")["sheets"]
    assert made["merges"] == [box(3, 0, 4, 2, sheet=7)]
    assert made["data"][0]["columnMetadata"][0] == {"pixelSize": 200}
    assert book.get()["namedRanges"][0]["name"] == "ช่วง"


def test_a_spreadsheet_is_a_file_and_shares_its_name(book: Spreadsheet, workspace: Workspace) -> None:
    rename = {"updateSpreadsheetProperties": {"properties": {"title": "ใหม่"}, "fields": "title"}}
    book.do(rename)
    file = f"{workspace.address}/drive/v3/files/{book.id}"
    assert book.session.get(file).json()["name"] == "ใหม่"
    book.session.patch(file, json={"name": "อีก"})
    assert book.get()["properties"]["title"] == "อีก"


def test_adding_sheets(book: Spreadsheet) -> None:
    (reply, other) = book.do(
        {"addSheet": {"properties": {"title": "ก", "sheetId": 5, "index": 0, "hidden": True}}},
        {"addSheet": {}},
    )
    assert reply["addSheet"]["properties"]["sheetId"] == 5
    assert reply["addSheet"]["properties"]["index"] == 0
    assert other["addSheet"]["properties"]["title"] == "Sheet3"
    assert _titles(book) == ["ก", "Sheet1", "Sheet3"]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"addSheet": {"properties": {"title": "sheet1"}}},
            'addSheet: A sheet with the name "sheet1" already exists. Please enter another name.',
        ),
        ({"deleteSheet": {"sheetId": 0}}, "deleteSheet: You can't remove all the sheets in a document."),
        ({"deleteSheet": {"sheetId": 9}}, "deleteSheet: No sheet with id: 9"),
        (
            {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}},
            "updateSheetProperties: You can't hide all the sheets in a document.",
        ),
        (
            {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "x"}}},
            "updateSheetProperties: At least one field must be listed in 'fields'. "
            "(Use '*' to indicate all fields.)",
        ),
        (
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 1000}},
                    "fields": "gridProperties.frozenRowCount",
                }
            },
            "updateSheetProperties: You can't freeze all visible rows on the sheet.",
        ),
        (
            {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 400_000}},
            "appendDimension: This action would increase the number of cells in the workbook above the limit "
            "of 10000000 cells.",
        ),
        (
            {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": -1, "endIndex": 2}}},
            "insertDimension: DimensionRange indexes must be >= 0",
        ),
        (
            {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1000}}},
            "deleteDimension: You can't delete all the rows on the sheet.",
        ),
    ],
)
def test_requests_that_are_refused_in_googles_words(
    book: Spreadsheet, request_: dict[str, Any], message: str
) -> None:
    assert book.refused(request_) == f"Invalid requests[0].{message}"


@pytest.mark.parametrize(
    "fields", ["sheet", "sheets.title", "sheets(properties(name))", "sheets.data.rowData.value"]
)
def test_fields_that_an_answer_does_not_have(book: Spreadsheet, fields: str) -> None:
    refused = book.ask("GET", "", fields=fields).json()["error"]
    assert refused["message"] == "Request contains an invalid argument."
    said = refused["details"][0]["fieldViolations"][0]["description"]
    assert said.startswith("Error expanding 'fields' parameter. Cannot find matching fields for path 'sheet")


def test_fields_that_a_sheet_does_not_have(book: Spreadsheet) -> None:
    properties = {"properties": {"sheetId": 0, "title": "x"}, "fields": "title,gridProperties.frozenRow"}
    message = book.refused({"updateSheetProperties": properties})
    assert message.endswith("Invalid field: grid_properties.frozen_row")


def test_a_batch_is_done_whole_or_not_at_all(book: Spreadsheet) -> None:
    message = book.refused(write_rows([text("x")]), {"addSheet": {"properties": {"title": "Sheet1"}}})
    assert message.startswith("Invalid requests[1].addSheet: ")
    assert book.values() == []


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ([], "Must specify at least one request."),
        ([{}], "Invalid requests[0]: No request set."),
        (
            [{"addShet": {}}],
            "Invalid JSON payload received. Unknown name \"addShet\" at 'requests[0]': Cannot find field.",
        ),
        (
            [{"addSheet": {"properties": {"tilte": "x"}}}],
            "Invalid JSON payload received. Unknown name \"tilte\" at 'requests[0].add_sheet.properties': "
            "Cannot find field.",
        ),
    ],
)
def test_bodies_that_google_does_not_understand(book: Spreadsheet, requests: list[Any], message: str) -> None:
    assert book.refused(*requests) == message


def test_two_kinds_in_one_request(book: Spreadsheet) -> None:
    assert "oneof" in book.refused({"addSheet": {}, "deleteSheet": {"sheetId": 0}})


@pytest.mark.parametrize("kind", ["addDataSource", "refreshDataSource", "deleteDataSource"])
def test_kinds_that_are_refused_by_name(book: Spreadsheet, kind: str) -> None:
    refused = book.ask("POST", ":batchUpdate", {"requests": [{kind: {}}]})
    assert refused.status_code == 501
    assert refused.json()["error"]["message"].endswith(f"spreadsheets.batchUpdate {kind}.")


@pytest.mark.parametrize(("index", "order"), [(0, "CAB"), (1, "ACB"), (2, "ABC"), (3, "ABC")])
def test_moving_a_sheet_counts_from_before_the_move(book: Spreadsheet, index: int, order: str) -> None:
    rename = {"properties": {"sheetId": 0, "title": "A"}, "fields": "title"}
    book.do(
        {"updateSheetProperties": rename},
        {"addSheet": {"properties": {"sheetId": 1, "title": "B"}}},
        {"addSheet": {"properties": {"sheetId": 2, "title": "C"}}},
        {"updateSheetProperties": {"properties": {"sheetId": 2, "index": index}, "fields": "index"}},
    )
    assert "".join(_titles(book)) == order


def test_properties_by_mask(book: Spreadsheet) -> None:
    properties = {"sheetId": 0, "gridProperties": {"frozenRowCount": 2}, "tabColor": {"red": 1.0}}
    fields = "gridProperties.frozenRowCount,tabColor"
    book.do({"updateSheetProperties": {"properties": properties, "fields": fields}})
    kept = book.sheet()["properties"]
    assert kept["gridProperties"] == {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 2}
    assert kept["tabColorStyle"] == {"rgbColor": {"red": 1}}
    book.do({"updateSheetProperties": {"properties": {"sheetId": 0}, "fields": fields}})
    assert book.sheet()["properties"].keys() == {"sheetId", "title", "index", "sheetType", "gridProperties"}
    assert book.sheet()["properties"]["gridProperties"].keys() == {"rowCount", "columnCount"}


def test_a_smaller_grid_loses_what_lay_beyond(book: Spreadsheet) -> None:
    book.do(write_rows([text("a"), text("b")], [text("c")]), {"mergeCells": {"range": box(5, 0, 6, 3)}})
    for rows, columns in ((1, 1), (1000, 26)):
        grid = {"rowCount": rows, "columnCount": columns}
        fields = "gridProperties(rowCount,columnCount)"
        properties = {"sheetId": 0, "gridProperties": grid}
        book.do({"updateSheetProperties": {"properties": properties, "fields": fields}})
    assert book.values() == [["a"]]
    assert "merges" not in book.sheet()


def test_inserting_and_deleting_rows_moves_all_that_lies_below(book: Spreadsheet) -> None:
    rule = {"ranges": [box(2, 0, 4, 1)], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
    book.do(
        write_rows([text("1")], [text("2")], [text("3")]),
        {"mergeCells": {"range": box(2, 1, 3, 3)}},
        {"addConditionalFormatRule": {"rule": rule}},
        {"addNamedRange": {"namedRange": {"name": "สาม", "range": box(2, 0, 3, 1)}}},
        {
            "updateDimensionProperties": {
                "range": _span("ROWS", 2, 3),
                "properties": {"pixelSize": 40},
                "fields": "*",
            }
        },
        {"insertDimension": {"range": _span("ROWS", 1, 3)}},
    )
    assert book.values() == [["1"], [], [], ["2"], ["3"]]
    sheet = book.get(includeGridData="true")["sheets"][0]
    assert sheet["merges"] == [told(4, 1, 5, 3)]
    assert sheet["conditionalFormats"][0]["ranges"] == [told(4, 0, 6, 1)]
    assert sheet["data"][0]["rowMetadata"][4]["pixelSize"] == 40
    assert sheet["properties"]["gridProperties"]["rowCount"] == 1002
    assert book.get()["namedRanges"][0]["range"] == told(4, 0, 5, 1)
    book.do({"deleteDimension": {"range": _span("ROWS", 1, 5)}})
    sheet = book.sheet()
    assert book.values() == [["1"]]
    assert "merges" not in sheet
    assert sheet["conditionalFormats"][0]["ranges"] == [told(1, 0, 2, 1)]
    assert "namedRanges" not in book.get()


def test_inserting_and_deleting_columns(book: Spreadsheet) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    span = _span("COLUMNS", 1, 2)
    book.do(
        write_rows([text("a", **bold), text("b")]),
        {
            "updateDimensionProperties": {
                "range": span,
                "properties": {"pixelSize": 50},
                "fields": "pixelSize",
            }
        },
        {"insertDimension": {"range": span, "inheritFromBefore": True}},
    )
    assert book.values() == [["a", "", "b"]]
    assert book.cell("B1")["userEnteredFormat"] == bold["userEnteredFormat"]
    columns = book.get(includeGridData="true")["sheets"][0]["data"][0]["columnMetadata"]
    assert [column["pixelSize"] for column in columns[:3]] == [100, 100, 50]
    book.do({"deleteDimension": {"range": _span("COLUMNS", 0, 2)}})
    assert book.values() == [["b"]]
    assert book.sheet()["properties"]["gridProperties"]["columnCount"] == 25


def test_sizes_hiding_and_fitting(book: Spreadsheet) -> None:
    hide = {"properties": {"hiddenByUser": True, "pixelSize": 30}, "fields": "hiddenByUser,pixelSize"}
    book.do(
        write_rows([text("สั้น"), text("ข้อความที่ยาวกว่ามากทีเดียว")]),
        {"updateDimensionProperties": {"range": _span("ROWS", 0, 2), **hide}},
        {"autoResizeDimensions": {"dimensions": _span("COLUMNS", 0, 3)}},
    )
    data = book.get(includeGridData="true")["sheets"][0]["data"][0]
    assert data["rowMetadata"][:3] == [{"pixelSize": 30, "hiddenByUser": True}] * 2 + [{"pixelSize": 21}]
    short, long, empty = (column["pixelSize"] for column in data["columnMetadata"][:3])
    assert short < 100 < long
    assert empty == 100


def test_merging_keeps_the_first_value(book: Spreadsheet) -> None:
    book.do(write_rows([text(""), text("b")], [text("c")]), {"mergeCells": {"range": box(0, 0, 2, 2)}})
    assert book.values() == [["b"]]
    assert book.sheet()["merges"] == [told(0, 0, 2, 2)]
    part = book.refused({"mergeCells": {"range": box(1, 1, 3, 3)}})
    assert part.endswith("You must select all cells in a merged range to merge or unmerge them.")
    book.do({"unmergeCells": {"range": box(0, 0, 5, 5)}})
    assert "merges" not in book.sheet()


@pytest.mark.parametrize(
    ("kind", "merges"),
    [
        ("MERGE_ROWS", [told(0, 0, 1, 2), told(1, 0, 2, 2)]),
        ("MERGE_COLUMNS", [told(0, 0, 2, 1), told(0, 1, 2, 2)]),
    ],
)
def test_merging_by_row_or_column(book: Spreadsheet, kind: str, merges: list[Any]) -> None:
    book.do({"mergeCells": {"range": box(0, 0, 2, 2), "mergeType": kind}})
    assert book.sheet()["merges"] == merges


def test_frozen_parts_and_merges_do_not_cross(book: Spreadsheet) -> None:
    freeze = {
        "updateSheetProperties": {
            "properties": {"sheetId": 0, "gridProperties": {"frozenColumnCount": 1}},
            "fields": "gridProperties.frozenColumnCount",
        }
    }
    merge = {"mergeCells": {"range": box(0, 0, 1, 3)}}
    assert book.refused(freeze, merge).endswith("You can't merge frozen and non-frozen columns.")
    assert book.refused(merge, freeze).endswith("which contain only part of a merged cell.")


def test_sorting_a_range(book: Spreadsheet) -> None:
    rows = [[text("ข"), number(1)], [text("ก"), number(3)], [{}, number(2)], [number(5), number(0)]]
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    book.do(write_rows(*rows), {"sortRange": {"range": box(0, 0, 4, 2), "sortSpecs": specs}})
    assert book.values() == [["5", "0"], ["ก", "3"], ["ข", "1"], ["", "2"]]


def test_what_is_answered_beside_the_replies(book: Spreadsheet) -> None:
    body = {
        "requests": [write_rows([text("x")])],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["A1"],
        "responseIncludeGridData": True,
    }
    answer = book.call("POST", ":batchUpdate", body)
    assert answer["replies"] == [{}]
    (sheet,) = answer["updatedSpreadsheet"]["sheets"]
    assert sheet["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"
