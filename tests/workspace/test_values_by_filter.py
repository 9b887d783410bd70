"""Values read, written and cleared by data filters; and Google's complaints of requests about values."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    made = Spreadsheet(workspace)
    made.write([["a", "b"], ["c", "d"], ["e", "f"]])
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    tag = {"metadataKey": "row", "location": {"dimensionRange": row}, "visibility": "DOCUMENT"}
    made.do({"createDeveloperMetadata": {"developerMetadata": tag}})
    return made


_TAGGED = {"developerMetadataLookup": {"metadataKey": "row"}}


def test_reading(book: Spreadsheet) -> None:
    filters = [{"a1Range": "A1:B1"}, {"gridRange": box(0, 0, 1, 2)}, _TAGGED]
    found = book.call("POST", "/values:batchGetByDataFilter", {"dataFilters": filters})["valueRanges"]
    assert [one["valueRange"]["values"] for one in found] == [[["a", "b"]], [["c", "d"]]]
    assert [one["valueRange"]["range"] for one in found] == ["Sheet1!A1:B1", "Sheet1!A2:Z2"]
    assert [len(one["dataFilters"]) for one in found] == [2, 1]
    columns = {"dataFilters": [{"a1Range": "A:B"}], "majorDimension": "COLUMNS"}
    found = book.call("POST", "/values:batchGetByDataFilter", columns)["valueRanges"]
    assert found[0]["valueRange"]["values"] == [["a", "c", "e"], ["b", "d", "f"]]


def test_what_nothing_carries_is_not_read(book: Spreadsheet) -> None:
    filters = [{"developerMetadataLookup": {"metadataKey": "none"}}]
    answer = book.call("POST", "/values:batchGetByDataFilter", {"dataFilters": filters})
    assert answer == {"spreadsheetId": book.id}


def test_writing(book: Spreadsheet) -> None:
    data = [
        {"dataFilter": _TAGGED, "values": [["x", "=1+1"]]},
        {"dataFilter": {"a1Range": "D1"}, "values": [[5]]},
    ]
    body = {"valueInputOption": "USER_ENTERED", "data": data, "includeValuesInResponse": True}
    answer = book.call("POST", "/values:batchUpdateByDataFilter", body)
    assert (answer["totalUpdatedCells"], answer["totalUpdatedRows"], answer["totalUpdatedSheets"]) == (
        3,
        2,
        1,
    )
    assert [one["updatedRange"] for one in answer["responses"]] == ["Sheet1!A2:B2", "Sheet1!D1"]
    assert answer["responses"][0]["updatedData"]["values"] == [["x", "2"]]
    assert answer["responses"][1]["dataFilter"] == {"a1Range": "D1"}
    assert book.values() == [["a", "b", "", "5"], ["x", "2"], ["e", "f"]]


def test_values_that_the_range_does_not_hold_are_refused(book: Spreadsheet) -> None:
    data = [{"dataFilter": {"a1Range": "A1"}, "values": [["x", "y"]]}]
    refused = book.ask("POST", "/values:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data})
    assert refused.json()["error"]["message"] == (
        "Invalid data[0]: Requested writing within range [Sheet1!A1], but tried writing to column [B]"
    )
    assert book.values()[0] == ["a", "b"]


def test_clearing(book: Spreadsheet) -> None:
    answer = book.call(
        "POST", "/values:batchClearByDataFilter", {"dataFilters": [_TAGGED, {"a1Range": "B3"}]}
    )
    assert answer["clearedRanges"] == ["Sheet1!A2:Z2", "Sheet1!B3"]
    assert book.values() == [["a", "b"], [], ["e"]]


@pytest.mark.parametrize(
    ("method", "path", "params", "body", "message"),
    [
        (
            "PUT",
            "/values/A1",
            {"valueInputOption": "TEXT"},
            {"values": [["x"]]},
            "Invalid value at 'value_input_option' "
            '(type.googleapis.com/google.apps.sheets.v4.ValueInputOption), "TEXT"',
        ),
        ("PUT", "/values/A1", {}, {"values": [["x"]]}, "'valueInputOption' is required but not specified"),
        (
            "GET",
            "/values/A1",
            {"valueRenderOption": "RAW"},
            None,
            "Invalid value at 'value_render_option' "
            '(type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), "RAW"',
        ),
        (
            "GET",
            "/values/A1",
            {"majorDimension": "ROW"},
            None,
            "Invalid value at 'major_dimension' "
            '(type.googleapis.com/google.apps.sheets.v4.Dimension), "ROW"',
        ),
        (
            "PUT",
            "/values/A1",
            {"valueInputOption": "RAW"},
            {"values": ["x", "y"]},
            "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"x\"\n"
            "Invalid value at 'data.values[1]' (type.googleapis.com/google.protobuf.ListValue), \"y\"",
        ),
        (
            "PUT",
            "/values/A1",
            {"valueInputOption": "RAW"},
            {"values": [["x", {}]]},
            "Invalid values[0][1]: struct_value {\n}\n",
        ),
        (
            "PUT",
            "/values/A1",
            {"valueInputOption": "RAW"},
            {"values": [[{"name": "Jane", "age": 5}]]},
            'Invalid values[0][0]: struct_value {\n  fields {\n    key: "name"\n    value {\n'
            '      string_value: "Jane"\n    }\n  }\n  fields {\n    key: "age"\n    value {\n'
            "      number_value: 5\n    }\n  }\n}\n",
        ),
        (
            "POST",
            "/values:batchUpdate",
            {},
            {"valueInputOption": "RAW", "data": [{"range": "ideas!N0", "values": [["x"]]}]},
            "Invalid data[0]: Unable to parse range: ideas!N0",
        ),
        (
            "POST",
            "/values:batchClear",
            {},
            {"ranges": ["A1001:B"]},
            "Invalid range[0]: Range (Sheet1!A1001:B) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            "PUT",
            "/values/AA1:2",
            {"valueInputOption": "RAW"},
            {"values": [["x"]]},
            "Range (Sheet1!AA1:2) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            "PUT",
            "/values/A990",
            {"valueInputOption": "RAW"},
            {"values": [["x"]] * 12},
            "Requested writing within range [Sheet1!A990], but tried writing to row [1001]",
        ),
    ],
)
def test_mistakes_in_googles_words(
    book: Spreadsheet, method: str, path: str, params: dict[str, str], body: Any, message: str
) -> None:
    refused = book.ask(method, quote(path), body, **params)
    error = refused.json()["error"]
    assert (refused.status_code, error["status"], error["message"]) == (400, "INVALID_ARGUMENT", message)


def test_ten_million_cells(book: Spreadsheet) -> None:
    grid = {"gridProperties": {"rowCount": 500_000, "columnCount": 26}}
    assert book.refused({"addSheet": {"properties": grid}}) == (
        "Invalid requests[0].addSheet: This action would increase the number of cells in the workbook above "
        "the limit of 10000000 cells."
    )


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ("R1C1:R2C1", [["a"], ["c"]]),
        ("Sheet1!R3C2", [["f"]]),
        ("A:A", [["a"], ["c"], ["e"]]),
        ("2:2", [["c", "d"]]),
        ("A2:B", [["c", "d"], ["e", "f"]]),
        ("'Sheet1'!B2:B", [["d"], ["f"]]),
        ("A3:B2000", [["e", "f"]]),
    ],
)
def test_ranges(book: Spreadsheet, where: str, values: list[list[str]]) -> None:
    assert book.values(where) == values
