"""The values methods over real HTTP: RAW and USER_ENTERED, ranges, appending, and their errors."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, number, text, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


@pytest.mark.parametrize(
    ("given", "option", "entered", "shown"),
    [
        ("=1+1", "RAW", {"stringValue": "=1+1"}, "=1+1"),
        ("5", "RAW", {"stringValue": "5"}, "5"),
        (5, "RAW", {"numberValue": 5}, "5"),
        (True, "RAW", {"boolValue": True}, "TRUE"),
        ("5", "USER_ENTERED", {"numberValue": 5}, "5"),
        ("-1.50", "USER_ENTERED", {"numberValue": -1.5}, "-1.5"),
        ("1,234", "USER_ENTERED", {"numberValue": 1234}, "1,234"),
        ("25%", "USER_ENTERED", {"numberValue": 0.25}, "25%"),
        ("1e3", "USER_ENTERED", {"numberValue": 1000}, "1.00E+03"),
        ("true", "USER_ENTERED", {"boolValue": True}, "TRUE"),
        ("2026-11-22", "USER_ENTERED", {"numberValue": 46348}, "2026-11-22"),
        ("2026-13-22", "USER_ENTERED", {"stringValue": "2026-13-22"}, "2026-13-22"),
        ("'5", "USER_ENTERED", {"stringValue": "5"}, "5"),
        ("'=1", "USER_ENTERED", {"stringValue": "=1"}, "=1"),
        ("บ้าน 5", "USER_ENTERED", {"stringValue": "บ้าน 5"}, "บ้าน 5"),
        ("1,23", "USER_ENTERED", {"stringValue": "1,23"}, "1,23"),
        (".", "USER_ENTERED", {"stringValue": "."}, "."),
        ("=SUM(A2:A3)", "USER_ENTERED", {"formulaValue": "=SUM(A2:A3)"}, "0"),
    ],
)
def test_what_is_entered(book: Spreadsheet, given: Any, option: str, entered: Any, shown: str) -> None:
    book.write([[given]], option=option)
    cell = book.cell("A1")
    assert (cell["userEnteredValue"], cell["formattedValue"]) == (entered, shown)


def test_an_update_tells_what_it_covered(book: Spreadsheet) -> None:
    answer = book.call(
        "PUT",
        "/values/B2",
        {"values": [["a", "b"], ["c"]]},
        valueInputOption="RAW",
        includeValuesInResponse="true",
    )
    assert answer == {
        "spreadsheetId": book.id,
        "updatedRange": "Sheet1!B2:C3",
        "updatedRows": 2,
        "updatedColumns": 2,
        "updatedCells": 4,
        "updatedData": {"range": "Sheet1!B2:C3", "majorDimension": "ROWS", "values": [["a", "b"], ["c"]]},
    }


def test_null_leaves_a_cell_and_empty_text_clears_it(book: Spreadsheet) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.do(write_rows([text("a", **bold), text("b", note="n", **bold)]))
    book.write([[None, ""]])
    first, second = book.cells("A1:B1")[0]
    assert first["formattedValue"] == "a"
    assert "formattedValue" not in second
    assert second["note"] == "n"
    assert second["userEnteredFormat"] == bold["userEnteredFormat"]


@pytest.mark.parametrize(
    ("where", "values", "full"),
    [
        ("Sheet1", [["a", "1"], [], ["", "b"]], "Sheet1!A1:Z1000"),
        ("A1:C2", [["a", "1"]], "Sheet1!A1:C2"),
        ("B:B", [["1"], [], ["b"]], "Sheet1!B1:B1000"),
        ("3:3", [["", "b"]], "Sheet1!A3:Z3"),
        ("A2:B", [[], ["", "b"]], "Sheet1!A2:B1000"),
        ("Sheet1!A1:ZZ5000", [["a", "1"], [], ["", "b"]], "Sheet1!A1:Z1000"),
        ("sheet1!R3C2", [["b"]], "Sheet1!B3"),
        ("D4", [], "Sheet1!D4"),
    ],
)
def test_reading_ranges(book: Spreadsheet, where: str, values: list[Any], full: str) -> None:
    book.write([["a", 1], [], ["", "b"]])
    answer = book.call("GET", f"/values/{quote(where)}")
    assert answer.get("values", []) == values
    assert (answer["range"], answer["majorDimension"]) == (full, "ROWS")


@pytest.mark.parametrize("title", ["ผล 1/2569", "it's", "a:b", "A1", "100%", "ก&ข?"])
def test_sheets_of_every_name(book: Spreadsheet, title: str) -> None:
    book.do({"addSheet": {"properties": {"title": title}}})
    where = "'" + title.replace("'", "''") + "'!A1:B1"
    path = f"/values/{quote(where, safe='')}"
    book.call("PUT", path, {"values": [["x"]]}, valueInputOption="RAW")
    assert book.call("GET", path)["values"] == [["x"]]
    book.call("POST", f"{path}:clear", {})
    assert "values" not in book.call("GET", path)


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({}, [["0.50", "22/11/2026", "1"]]),
        ({"valueRenderOption": "UNFORMATTED_VALUE"}, [[0.5, 46348, 1]]),
        (
            {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"},
            [[0.5, "22/11/2026", 1]],
        ),
        ({"valueRenderOption": "FORMULA"}, [[0.5, 46348, "=1"]]),
        ({"majorDimension": "COLUMNS"}, [["0.50"], ["22/11/2026"], ["1"]]),
    ],
)
def test_rendering(book: Spreadsheet, params: dict[str, str], shown: list[list[Any]]) -> None:
    day = number(46348)
    day["userEnteredFormat"] = {"numberFormat": {"type": "DATE", "pattern": "d/m/yyyy"}}
    formula = {"userEnteredValue": {"formulaValue": "=1"}}
    book.do(write_rows([number(0.5, "0.00"), day, formula]))
    assert book.values("A1:C1", **params) == shown


def test_writing_by_columns(book: Spreadsheet) -> None:
    body = {"values": [["a", "b"], ["c"]], "majorDimension": "COLUMNS"}
    answer = book.call("PUT", "/values/A1", body, valueInputOption="RAW")
    assert answer["updatedRange"] == "Sheet1!A1:B2"
    assert book.values() == [["a", "c"], ["b"]]


def test_several_ranges_at_once(book: Spreadsheet) -> None:
    data = [{"range": "A1", "values": [["a"]]}, {"range": "Sheet1!B2:C2", "values": [["b", "c"]]}]
    answer = book.call("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert (answer["totalUpdatedCells"], answer["totalUpdatedSheets"]) == (3, 1)
    found = book.call("GET", "/values:batchGet", ranges=["A1", "B2:C2"])["valueRanges"]
    assert [one["values"] for one in found] == [[["a"]], [["b", "c"]]]
    cleared = book.call("POST", "/values:batchClear", {"ranges": ["A1", "B2:C2"]})
    assert cleared["clearedRanges"] == ["Sheet1!A1", "Sheet1!B2:C2"]
    assert book.values() == []


def _append(book: Spreadsheet, where: str, values: list[list[Any]], **params: Any) -> Any:
    path = f"/values/{quote(where)}:append"
    return book.call("POST", path, {"values": values}, valueInputOption="RAW", **params)


def test_appending_goes_below_the_table(book: Spreadsheet) -> None:
    first = _append(book, "Sheet1", [["a", "b"]])
    assert "tableRange" not in first
    assert first["updates"]["updatedRange"] == "Sheet1!A1:B1"
    second = _append(book, "A1", [["c", "d"]])
    assert (second["tableRange"], second["updates"]["updatedRange"]) == ("Sheet1!A1:B1", "Sheet1!A2:B2")
    book.write([["x"]], "D7")
    assert _append(book, "D7:D9", [["y"]])["updates"]["updatedRange"] == "Sheet1!D8"


def test_appending_drifts_right_where_google_does(book: Spreadsheet) -> None:
    book.write([["", "b"]])
    assert _append(book, "Sheet1", [["c", "d"]])["updates"]["updatedRange"] == "Sheet1!B2:C2"


def test_appending_grows_the_grid_and_may_insert_rows(workspace: Workspace) -> None:
    small = {"properties": {"gridProperties": {"rowCount": 1, "columnCount": 1}}}
    book = Spreadsheet(workspace, sheets=[small])
    _append(book, "A1", [["a"]])
    _append(book, "A1", [["b", "c"]])
    assert book.sheet()["properties"]["gridProperties"] == {"rowCount": 2, "columnCount": 2}
    _append(book, "A1:B1", [["below"]], insertDataOption="INSERT_ROWS")
    book.write([["far"]], "A3")
    assert book.values() == [["a"], ["b", "c"], ["far"]]


@pytest.mark.parametrize(
    ("where", "values", "message"),
    [
        ("None!A1", [["x"]], "Unable to parse range: None!A1"),
        ("Sheet1!none", [["x"]], "Unable to parse range: Sheet1!none"),
        ("Sheet1!", [["x"]], "Unable to parse range: Sheet1!"),
        (
            "A1001",
            [["x"]],
            "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            "Z1",
            [["x", "y"]],
            "Requested writing within range [Sheet1!Z1], but tried writing to column [AA]",
        ),
        (
            "A1:B2",
            [["x", "y", "z"]],
            "Requested writing within range [Sheet1!A1:B2], but tried writing to column [C]",
        ),
        (
            "A1:B1",
            [["x"], ["y"]],
            "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
        ),
        (
            "A1",
            ["x"],
            "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"x\"",
        ),
        (
            "A1",
            "x",
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"x\"",
        ),
        ("A1", [[["x"]]], 'Invalid values[0][0]: list_value {\n  values {\n    string_value: "x"\n  }\n}\n'),
        (
            "A1",
            [["ก" * 50_001]],
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
    ],
)
def test_values_that_cannot_be_written(book: Spreadsheet, where: str, values: Any, message: str) -> None:
    refused = book.ask("PUT", f"/values/{quote(where)}", {"values": values}, valueInputOption="RAW")
    error = refused.json()["error"]
    assert (error["code"], error["message"], error["status"]) == (400, message, "INVALID_ARGUMENT")
    assert book.values() == []


def test_other_mistakes(book: Spreadsheet) -> None:
    missing = book.ask("PUT", "/values/A1", {"values": [["x"]]})
    assert missing.json()["error"]["message"] == "'valueInputOption' is required but not specified"
    other = book.ask("PUT", "/values/A1", {"range": "A2", "values": [["x"]]}, valueInputOption="RAW")
    assert other.json()["error"]["message"] == "Request range[A1] does not match value's range[A2]"
    unknown = book.ask("PUT", "/values/A1", {"valuse": []}, valueInputOption="RAW")
    assert "Unknown name" in unknown.json()["error"]["message"]
    beyond = book.ask("GET", "/values/A1001:B1002").json()["error"]["message"]
    assert beyond == "Range (Sheet1!A1001:B1002) exceeds grid limits. Max rows: 1000, max columns: 26"
    broken = book.session.post(
        f"{book._base}/{book.id}:batchUpdate", data=b"{", headers={"Content-Type": "application/json"}
    )
    assert broken.status_code == 400
    assert broken.json()["error"]["message"].startswith("Invalid JSON payload received.")


def test_a_file_of_another_kind_is_no_spreadsheet(workspace: Workspace, book: Spreadsheet) -> None:
    made = book.session.post(
        f"{workspace.address}/drive/v3/files", json={"mimeType": "application/vnd.google-apps.folder"}
    ).json()
    refused = Spreadsheet(workspace, made["id"]).ask("GET", "/values/A1")
    assert refused.json()["error"]["message"] == "This operation is not supported for this document"
