"""What answers leave out where it is zero, as Google's do; what is kept is kept as it was given."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, told


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    made = Spreadsheet(workspace)
    made.do({"addSheet": {"properties": {"sheetId": 7}}})
    return made


_RED = {"red": 1.0}
_WHERE = {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}
_ON_FIRST = told(0, 0, 4, 2)
_ON_OTHER = box(0, 0, 4, 2, sheet=7)


def _chart(area: dict[str, int], anchor: dict[str, int]) -> dict[str, Any]:
    data = {"sourceRange": {"sources": [area]}}
    return {
        "spec": {"basicChart": {"chartType": "LINE", "domains": [{"domain": data}]}},
        "position": {"overlayPosition": {"anchorCell": anchor, "offsetXPixels": 0, "offsetYPixels": 5}},
    }


def _everything(area: dict[str, int], sheet: int) -> list[dict[str, Any]]:
    """A request for a part of every kind."""
    boolean = {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": _RED}}
    rows = {"sheetId": sheet, **_WHERE}
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 0}
    below = {**area, "startRowIndex": 10, "endRowIndex": 14}
    key = {"metadataKey": "k", "visibility": "DOCUMENT"}
    return [
        {"mergeCells": {"range": {**area, "startRowIndex": 20, "endRowIndex": 22}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [area], "booleanRule": boolean}}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {"addFilterView": {"filter": {"range": area}}},
        {"addProtectedRange": {"protectedRange": {"range": area, "warningOnly": True}}},
        {"addNamedRange": {"namedRange": {"name": f"of_sheet_{sheet}", "range": area}}},
        {"addBanding": {"bandedRange": {"range": below, "rowProperties": {"firstBandColor": _RED}}}},
        {"addDimensionGroup": {"range": rows}},
        {"addChart": {"chart": _chart(area, start)}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {**key, "location": {"dimensionRange": rows | {"endIndex": 1}}}
            }
        },
        {"createDeveloperMetadata": {"developerMetadata": {**key, "location": {"sheetId": sheet}}}},
    ]


def _parts(sheet: Any) -> dict[str, Any]:
    """Of a sheet's parts all that names the sheet."""
    (chart,) = sheet["charts"]
    return {
        "merges": sheet["merges"],
        "conditionalFormats": sheet["conditionalFormats"][0]["ranges"],
        "basicFilter": sheet["basicFilter"]["range"],
        "filterViews": sheet["filterViews"][0]["range"],
        "protectedRanges": sheet["protectedRanges"][0]["range"],
        "bandedRanges": sheet["bandedRanges"][0]["range"],
        "rowGroups": sheet["rowGroups"][0]["range"],
        "sources": chart["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"],
        "anchorCell": chart["position"]["overlayPosition"]["anchorCell"],
        "of a row": sheet["data"][0]["rowMetadata"][0]["developerMetadata"][0]["location"]["dimensionRange"],
        "of the sheet": sheet["developerMetadata"][0]["location"]["sheetId"],
        "properties": (sheet["properties"]["sheetId"], sheet["properties"]["index"]),
    }


@pytest.mark.parametrize(
    ("place", "sheet", "area", "named"),
    [(0, 0, box(0, 0, 4, 2), {}), (1, 7, _ON_OTHER, {"sheetId": 7}), (0, 0, _ON_FIRST, {})],
    ids=["the sheet 0", "the sheet 7", "the sheet 0, not named by the request either"],
)
def test_ranges_name_their_sheet_unless_its_id_is_0(
    book: Spreadsheet, place: int, sheet: int, area: dict[str, int], named: dict[str, int]
) -> None:
    replies = book.do(*_everything(area, sheet))
    whole = book.get(includeGridData=True)
    rows = {"startColumnIndex": 0, "endColumnIndex": 2} | named
    answered = {"startRowIndex": 0, "endRowIndex": 4} | rows
    assert _parts(whole["sheets"][place]) == {
        "merges": [{"startRowIndex": 20, "endRowIndex": 22} | rows],
        "conditionalFormats": [answered],
        "basicFilter": answered,
        "filterViews": answered,
        "protectedRanges": answered,
        "bandedRanges": {"startRowIndex": 10, "endRowIndex": 14} | rows,
        "rowGroups": _WHERE | named,
        "sources": [answered],
        "anchorCell": named,
        "of a row": {**_WHERE, "endIndex": 1} | named,
        "of the sheet": sheet,
        "properties": (sheet, place),
    }
    assert whole["namedRanges"][0]["range"] == answered
    assert replies[3]["addFilterView"]["filter"]["range"] == answered
    assert replies[4]["addProtectedRange"]["protectedRange"]["range"] == answered
    assert replies[5]["addNamedRange"]["namedRange"]["range"] == answered
    assert replies[7]["addDimensionGroup"]["dimensionGroups"][0]["range"] == _WHERE | named
    position = replies[8]["addChart"]["chart"]["position"]["overlayPosition"]
    assert position == {"anchorCell": named, "offsetYPixels": 5, "widthPixels": 600, "heightPixels": 371}


def test_what_is_answered_can_be_sent_again(book: Spreadsheet) -> None:
    book.do({"mergeCells": {"range": box(0, 0, 1, 2)}})
    (merge,) = book.sheet()["merges"]
    again = [{"unmergeCells": {"range": merge}}, {"mergeCells": {"range": {**merge, "endRowIndex": 2}}}]
    answer = book.call("POST", ":batchUpdate", {"requests": again, "includeSpreadsheetInResponse": True})
    assert answer["updatedSpreadsheet"]["sheets"][0]["merges"] == [told(0, 0, 2, 2)]


def test_filters_of_data_come_back_so_too(book: Spreadsheet) -> None:
    book.write([["a", "b"]])
    (found,) = book.call(
        "POST", "/values:batchGetByDataFilter", {"dataFilters": [{"gridRange": box(0, 0, 1, 2)}]}
    )["valueRanges"]
    assert found["dataFilters"] == [{"gridRange": told(0, 0, 1, 2)}]
    assert found["valueRange"]["values"] == [["a", "b"]]
