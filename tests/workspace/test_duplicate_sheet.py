"""duplicateSheet and sheets.copyTo over real HTTP: what a copy has, and what it has of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, write_rows

RED = {"red": 1}
_GRID = {"rowCount": 30, "columnCount": 8, "frozenRowCount": 1}
_PROPERTIES = {"title": "ต้นแบบ", "sheetId": 5, "gridProperties": _GRID}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A spreadsheet with one sheet that has some of everything."""
    made = Spreadsheet(workspace, sheets=[{"properties": _PROPERTIES}])
    rule = {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": RED}}
    look = {"userEnteredFormat": {"backgroundColor": RED}}
    check = {"condition": {"type": "BOOLEAN"}, "strict": True}
    source = {"sourceRange": {"sources": [box(0, 0, 3, 1, sheet=5)]}}
    spec = {"basicChart": {"chartType": "COLUMN", "domains": [{"domain": source}], "series": []}}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 5, "rowIndex": 1, "columnIndex": 5}}}
    rows = {"sheetId": 5, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    columns = rows | {"dimension": "COLUMNS"}
    write = write_rows([text("หัว", note="n", **look)], [number(1, dataValidation=check)])
    write["updateCells"]["start"]["sheetId"] = 5
    mark = {"metadataKey": "k", "visibility": "DOCUMENT"}
    whole = box(0, 0, 3, 2, sheet=5)
    banding = {"range": box(0, 3, 3, 4, sheet=5), "rowProperties": {"firstBandColor": RED}}
    conditional = {"ranges": [box(0, 0, 3, 1, sheet=5)], "booleanRule": rule}
    made.do(
        write,
        {"mergeCells": {"range": box(4, 0, 5, 2, sheet=5)}},
        {"addConditionalFormatRule": {"rule": conditional, "index": 0}},
        {"addBanding": {"bandedRange": banding}},
        {"addProtectedRange": {"protectedRange": {"range": whole, "warningOnly": True}}},
        {"addFilterView": {"filter": {"title": "v", "range": whole}}},
        {"setBasicFilter": {"filter": {"range": whole}}},
        {"addChart": {"chart": {"spec": spec, "position": anchor}}},
        {"addNamedRange": {"namedRange": {"name": "ช่วง", "range": whole}}},
        {"createDeveloperMetadata": {"developerMetadata": mark | {"location": {"sheetId": 5}}}},
        {"createDeveloperMetadata": {"developerMetadata": mark | {"location": {"dimensionRange": rows}}}},
        _sized(rows, 50),
        _sized(columns, 70),
    )
    return made


_NUMBERS = {
    "bandedRanges": "bandedRangeId",
    "filterViews": "filterViewId",
    "protectedRanges": "protectedRangeId",
    "charts": "chartId",
}


def _sized(span: dict[str, Any], pixels: int) -> dict[str, Any]:
    given = {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
    return {"updateDimensionProperties": given}


def _told(value: Any, sheet_id: int) -> Any:
    """A sheet without what a copy has of its own."""
    if isinstance(value, list):
        return [_told(part, sheet_id) for part in value]
    if not isinstance(value, dict):
        return value
    left_out = {*_NUMBERS.values(), "title", "index", "metadataId"}
    kept = {name: _told(part, sheet_id) for name, part in value.items() if name not in left_out}
    assert kept.pop("sheetId", sheet_id) == sheet_id
    return kept


def _copies(first: Spreadsheet, second: Spreadsheet) -> tuple[Any, Any]:
    sheets = first.get(includeGridData=True)["sheets"]
    original, *_ = (one for one in sheets if one["properties"]["sheetId"] == 5)
    sheets = second.get(includeGridData=True)["sheets"]
    copy, *_ = (one for one in sheets if "Copy of" in one["properties"]["title"])
    return original, copy


def test_a_duplicate_has_all_that_the_sheet_has_under_ids_of_its_own(book: Spreadsheet) -> None:
    (reply,) = book.do({"duplicateSheet": {"sourceSheetId": 5, "insertSheetIndex": 1}})
    properties = reply["duplicateSheet"]["properties"]
    assert (properties["title"], properties["index"]) == ("Copy of ต้นแบบ", 1)
    original, copy = _copies(book, book)
    assert _told(copy, properties["sheetId"]) == _told(original, 5)
    for name, key in _NUMBERS.items():
        numbers = [part[key] for sheet in (original, copy) for part in sheet[name]]
        assert len(set(numbers)) == 2, name
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]}
    marks = book.call("POST", "/developerMetadata:search", lookup)
    assert len({one["developerMetadata"]["metadataId"] for one in marks["matchedDeveloperMetadata"]}) == 4
    names = {one["name"]: one["range"]["sheetId"] for one in book.get()["namedRanges"]}
    assert names == {"ช่วง": 5, "'Copy of ต้นแบบ'!ช่วง": properties["sheetId"]}
    book.write([["ของสำเนา"]], "'Copy of ต้นแบบ'!A1")
    assert (book.values("ช่วง")[0], book.values("'Copy of ต้นแบบ'!ช่วง")[0]) == (["หัว"], ["ของสำเนา"])
    book.do({"updateSheetProperties": {"properties": {"sheetId": 5, "index": 2}, "fields": "index"}})
    assert book.values("ช่วง")[0] == ["หัว"]
    (scoped,) = (one for one in book.get()["namedRanges"] if "!" in one["name"])
    place = box(0, 0, 1, 1, sheet=properties["sheetId"])
    moved = {"namedRange": {"namedRangeId": scoped["namedRangeId"], "range": place}, "fields": "range"}
    book.do({"updateNamedRange": moved})
    assert book.values("'Copy of ต้นแบบ'!ช่วง") == [["ของสำเนา"]]


def test_a_duplicate_leads_its_own_life(book: Spreadsheet) -> None:
    book.do({"duplicateSheet": {"sourceSheetId": 5, "newSheetId": 9, "newSheetName": "b"}})
    book.write([["changed"]], "b!A1")
    book.do(
        {"deleteDimension": {"range": {"sheetId": 9, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}}
    )
    assert book.values("ต้นแบบ") == [["หัว"], ["1"]]
    assert book.values("b") == [["changed"]]
    book.do({"deleteSheet": {"sheetId": 5}})
    assert book.values("b") == [["changed"]]


def test_names_ids_and_places_are_as_asked(book: Spreadsheet) -> None:
    requests: list[dict[str, Any]] = [{}, {}, {"newSheetName": "ชื่อ", "newSheetId": 8, "insertSheetIndex": 2}]
    replies = book.do(*({"duplicateSheet": {"sourceSheetId": 5, **one}} for one in requests))
    assert [one["duplicateSheet"]["properties"]["title"] for one in replies] == [
        "Copy of ต้นแบบ", "Copy of ต้นแบบ 1", "ชื่อ",
    ]  # fmt: skip
    sheets = [one["properties"] for one in book.get()["sheets"]]
    assert (sheets[2]["sheetId"], sheets[2]["title"]) == (8, "ชื่อ")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"newSheetName": "ต้นแบบ"},
            'A sheet with the name "ต้นแบบ" already exists. Please enter another name.',
        ),
        ({"newSheetId": 5}, "Sheet with id 5 already exists."),
        ({"newSheetId": -1}, "Sheet id must be non-negative: -1"),
        ({"insertSheetIndex": 3}, "Sheet index 3 must be between 0 and 1."),
        ({"sourceSheetId": 6}, "No sheet with id: 6"),
    ],
)
def test_what_cannot_be_duplicated_is_refused(book: Spreadsheet, given: dict[str, Any], message: str) -> None:
    refused = book.refused({"duplicateSheet": {"sourceSheetId": 5, **given}})
    assert refused == f"Invalid requests[0].duplicateSheet: {message}"


def test_a_copy_in_another_spreadsheet_has_all_with_the_formats_of_its_own(
    book: Spreadsheet, workspace: Workspace
) -> None:
    other = Spreadsheet(workspace)
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    other.do(write_rows([text("x", **look)]))
    properties = book.call("POST", "/sheets/5:copyTo", {"destinationSpreadsheetId": other.id})
    assert (properties["title"], properties["index"]) == ("Copy of ต้นแบบ", 1)
    original, copy = _copies(book, other)
    assert _told(copy, properties["sheetId"]) == _told(original, 5)
    assert other.cell("A1")["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert other.get()["namedRanges"][0]["name"] == "ช่วง"
    again = book.call("POST", "/sheets/5:copyTo", {"destinationSpreadsheetId": other.id})
    assert again["title"] == "Copy of ต้นแบบ 1"
    assert "'Copy of ต้นแบบ 1'!ช่วง" in {one["name"] for one in other.get()["namedRanges"]}
    here = book.call("POST", "/sheets/5:copyTo", {"destinationSpreadsheetId": book.id})
    assert here["index"] == 1


def test_a_copy_needs_a_place_that_one_may_change(book: Spreadsheet, workspace: Workspace) -> None:
    theirs = Spreadsheet(workspace)
    theirs.session = workspace.person("other@example.org")
    made = theirs.session.post(f"{workspace.address}/v4/spreadsheets", json={}).json()
    for target, code in ((made["spreadsheetId"], 404), ("nowhere", 404), ("", 400)):
        answer = book.ask("POST", "/sheets/5:copyTo", {"destinationSpreadsheetId": target})
        assert answer.status_code in {code, 403}, answer.text
    answer = book.ask("POST", "/sheets/6:copyTo", {"destinationSpreadsheetId": book.id})
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "No sheet with id: 6")


def test_tables_and_slicers_are_copied_under_names_and_ids_of_their_own(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)
    book.write([["ชื่อ", "คะแนน"], ["ก", 1]])
    slicer = {
        "spec": {"dataRange": box(0, 0, 2, 2), "columnIndex": 1},
        "position": {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 4}}},
    }
    added, _, reply = book.do(
        {"addTable": {"table": {"name": "Marks", "range": box(0, 0, 2, 2)}}},
        {"addSlicer": {"slicer": slicer}},
        {"duplicateSheet": {"sourceSheetId": 0, "insertSheetIndex": 1}},
    )
    number = reply["duplicateSheet"]["properties"]["sheetId"]
    first, second = book.get()["sheets"]
    assert [table["name"] for table in second["tables"]] == ["Marks_2"]
    assert second["tables"][0]["tableId"] != added["addTable"]["table"]["tableId"]
    assert second["tables"][0]["range"] == box(0, 0, 2, 2, sheet=number)
    assert second["slicers"][0]["slicerId"] != first["slicers"][0]["slicerId"]
    assert second["slicers"][0]["spec"]["dataRange"]["sheetId"] == number
