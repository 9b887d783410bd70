"""insertRange, deleteRange and moveDimension over real HTTP: what moves, and what goes along."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.workspace.sheets.moving.dimension_moves import moved
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, told, write_rows

RED = {"red": 1}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A spreadsheet with nine cells "a1" to "c3", in lower case."""
    made = Spreadsheet(workspace)
    made.write([[f"{letter}{row}" for letter in "abc"] for row in (1, 2, 3)])
    return made


def insert(where: dict[str, int], dimension: str) -> dict[str, Any]:
    """An insertRange request."""
    return {"insertRange": {"range": where, "shiftDimension": dimension}}


def delete(where: dict[str, int], dimension: str) -> dict[str, Any]:
    """A deleteRange request."""
    return {"deleteRange": {"range": where, "shiftDimension": dimension}}


def move(start: int, end: int, to: int, dimension: str = "ROWS") -> dict[str, Any]:
    """A moveDimension request."""
    source = {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}
    return {"moveDimension": {"source": source, "destinationIndex": to}}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (insert(box(0, 1, 1, 2), "ROWS"),
         [["a1", "", "c1"], ["a2", "b1", "c2"], ["a3", "b2", "c3"], ["", "b3"]]),
        (insert(box(1, 0, 2, 2), "COLUMNS"),
         [["a1", "b1", "c1"], ["", "", "a2", "b2", "c2"], ["a3", "b3", "c3"]]),
        (insert({"startRowIndex": 1, "endRowIndex": 3}, "ROWS"),
         [["a1", "b1", "c1"], [], [], ["a2", "b2", "c2"], ["a3", "b3", "c3"]]),
        (delete(box(0, 1, 1, 2), "ROWS"), [["a1", "b2", "c1"], ["a2", "b3", "c2"], ["a3", "", "c3"]]),
        (delete(box(0, 0, 2, 1), "COLUMNS"), [["b1", "c1"], ["b2", "c2"], ["a3", "b3", "c3"]]),
        (delete({"startRowIndex": 0, "endRowIndex": 2}, "ROWS"), [["a3", "b3", "c3"]]),
        (delete(box(1, 0, 3, 3), "ROWS"), [["a1", "b1", "c1"]]),
    ],
)  # fmt: skip
def test_cells_give_way_and_come_up(
    book: Spreadsheet, request_: dict[str, Any], expected: list[list[str]]
) -> None:
    book.do(request_)
    assert book.values() == expected


def test_new_cells_look_as_those_did_that_lay_there(book: Spreadsheet) -> None:
    book.do(
        write_rows([text("x", userEnteredFormat={"backgroundColor": RED}, note="n")], row=0, column=1),
        insert(box(0, 1, 1, 2), "ROWS"),
    )
    assert book.cell("B1")["userEnteredFormat"]["backgroundColor"] == RED
    assert "note" not in book.cell("B1")
    assert book.cell("B2")["note"] == "n"


@pytest.mark.parametrize("properties", [False, True])
def test_whole_rows_of_cells_leave_heights_where_they_are(book: Spreadsheet, properties: bool) -> None:
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    tall = {
        "updateDimensionProperties": {"range": span, "properties": {"pixelSize": 50}, "fields": "pixelSize"}
    }
    book.do(*[tall] * properties, insert({"startRowIndex": 0, "endRowIndex": 1}, "ROWS"))
    assert book.values()[1] == ["a1", "b1", "c1"]
    heights = [
        one["pixelSize"]
        for one in book.get(ranges="A1:A3", includeGridData=True)["sheets"][0]["data"][0]["rowMetadata"]
    ]
    assert heights == [21, 50 if properties else 21, 21]


def test_what_has_no_room_makes_the_grid_grow(book: Spreadsheet) -> None:
    book.write([["last"]], "B1000")
    book.write([["right"]], "Z5")
    book.do(insert(box(0, 1, 2, 2), "ROWS"), insert(box(4, 0, 5, 3), "COLUMNS"))
    grid = book.sheet()["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (1002, 29)
    assert (book.values("B1002"), book.values("AC5")) == ([["last"]], [["right"]])
    book.do(insert(box(0, 0, 2, 1), "ROWS"))
    assert book.sheet()["properties"]["gridProperties"] == grid


def test_ranges_and_formulas_of_the_cells_follow(book: Spreadsheet) -> None:
    book.write([["=B2", "=SUM(B1:B3)", "=SUM(A1:B3)"]], "E1", "USER_ENTERED")
    rule = {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": RED}}
    book.do(
        {"mergeCells": {"range": box(1, 1, 3, 2)}},
        {"mergeCells": {"range": box(0, 0, 3, 1)}},
        {"addNamedRange": {"namedRange": {"name": "inside", "range": box(1, 1, 3, 2)}}},
        {"addNamedRange": {"namedRange": {"name": "wider", "range": box(0, 0, 3, 2)}}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [box(0, 0, 2, 3)], "booleanRule": rule},
                "index": 0,
            }
        },
        insert(box(1, 1, 2, 2), "ROWS"),
    )
    assert book.values("E1:G1", valueRenderOption="FORMULA") == [["=B3", "=SUM(B1:B4)", "=SUM(A1:B3)"]]
    sheet = book.sheet()
    assert sheet["merges"] == [told(2, 1, 4, 2), told(0, 0, 3, 1)]
    assert {one["name"]: one["range"] for one in book.get()["namedRanges"]} == {
        "inside": told(2, 1, 4, 2), "wider": told(0, 0, 3, 2),
    }  # fmt: skip
    assert sheet["conditionalFormats"][0]["ranges"] == [told(0, 0, 2, 1), told(0, 1, 3, 2), told(0, 2, 2, 3)]
    book.do(delete(box(2, 1, 4, 2), "ROWS"))
    assert book.values("E1:G1", valueRenderOption="FORMULA") == [["=#REF!", "=SUM(B1:B2)", "=SUM(A1:B3)"]]
    assert book.sheet()["merges"] == [told(0, 0, 3, 1)]
    assert [one["name"] for one in book.get()["namedRanges"]] == ["wider"]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (insert(box(0, 0, 1, 2), "ROWS"), "You can't perform a paste that partially intersects a merge."),
        (insert(box(6, 0, 7, 1), "COLUMNS"), "You can't perform a paste that partially intersects a merge."),
        (delete(box(5, 1, 6, 2), "ROWS"), "You can't perform a paste that partially intersects a merge."),
        (insert(box(0, 0, 1, 1), ""), "Must specify a shiftDimension."),
        (delete(box(0, 0, 2000, 1), "ROWS"), "Range (Sheet1!A1:A2000) exceeds grid limits."),
        (move(4, 6, 1), "Sorry, it is not possible to move a row to a position that crosses a merged cell."),
        (move(0, 1, 6), "Sorry, it is not possible to move a row to a position that crosses a merged cell."),
        (move(0, 1, 2, "COLUMNS"), "Sorry, it is not possible to move a column to a position that crosses"),
        (move(0, 1, 1001), "destinationIndex[1001] is after last row in grid[999]"),
        (move(0, 1001, 1), "source.endIndex[1001] is after last row in grid[999]"),
    ],
)
def test_what_cannot_be_moved_is_refused(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    if request_.get("insertRange", {}).get("shiftDimension") == "":
        del request_["insertRange"]["shiftDimension"]
    book.do({"mergeCells": {"range": box(5, 1, 7, 3)}})
    assert message in book.refused(request_)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (move(1, 3, 4), ["0", "3", "1", "2", "4"]),  # the example of Google's description
        (move(3, 5, 1), ["0", "3", "4", "1", "2"]),
        (move(0, 1, 5), ["1", "2", "3", "4", "0"]),
        (move(1, 3, 1), ["0", "1", "2", "3", "4"]),
        (move(1, 3, 2), ["0", "1", "2", "3", "4"]),
        (move(1, 3, 3), ["0", "1", "2", "3", "4"]),
    ],
)
def test_rows_and_columns_move(book: Spreadsheet, request_: dict[str, Any], expected: list[str]) -> None:
    column = [[str(n)] for n in range(5)]
    book.do({"updateCells": {"range": {"sheetId": 0}, "fields": "*"}})
    book.write(column)
    book.do(request_)
    assert [row[0] for row in book.values()] == expected
    request_["moveDimension"]["source"]["dimension"] = "COLUMNS"
    book.do({"updateCells": {"range": {"sheetId": 0}, "fields": "*"}})
    book.write([[one[0] for one in column]])
    book.do(request_)
    assert book.values() == [expected]


def test_all_that_is_on_rows_goes_along(book: Spreadsheet) -> None:
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    spec = {"basicChart": {"chartType": "COLUMN", "domains": [_source(0, 2)], "series": []}}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 0, "columnIndex": 5}}}
    mark = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"dimensionRange": span}}
    rule = {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": RED}}
    book.write([["=B1+B3"]], "E9", "USER_ENTERED")
    book.do(
        {
            "updateDimensionProperties": {
                "range": span,
                "properties": {"pixelSize": 50},
                "fields": "pixelSize",
            }
        },
        {"mergeCells": {"range": box(0, 0, 2, 1)}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [box(0, 0, 2, 3)], "booleanRule": rule},
                "index": 0,
            }
        },
        {"addProtectedRange": {"protectedRange": {"range": box(0, 0, 1, 3), "warningOnly": True}}},
        {"addNamedRange": {"namedRange": {"name": "n", "range": box(0, 0, 2, 3)}}},
        {"addBanding": {"bandedRange": {"range": box(0, 0, 2, 3), "rowProperties": {"firstBandColor": RED}}}},
        {"setBasicFilter": {"filter": {"range": box(0, 0, 2, 3)}}},
        {"addChart": {"chart": {"spec": spec, "position": anchor}}},
        {"createDeveloperMetadata": {"developerMetadata": mark}},
        move(0, 2, 5),
    )
    sheet = book.get(ranges="A4", includeGridData=True)["sheets"][0]
    assert book.values("A4:C5") == [["a1", "b1", "c1"], ["", "b2", "c2"]]
    assert sheet["data"][0]["rowMetadata"][0]["pixelSize"] == 50
    assert sheet["data"][0]["rowMetadata"][0]["developerMetadata"][0]["metadataKey"] == "k"
    assert sheet["merges"] == [told(3, 0, 5, 1)]
    assert sheet["conditionalFormats"][0]["ranges"] == [told(3, 0, 5, 3)]
    assert sheet["protectedRanges"][0]["range"] == told(3, 0, 4, 3)
    assert sheet["bandedRanges"][0]["range"] == told(3, 0, 5, 3)
    assert sheet["basicFilter"]["range"] == told(3, 0, 5, 3)
    chart = sheet["charts"][0]
    assert chart["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 3
    assert chart["spec"]["basicChart"]["domains"] == [_source(3, 5)]
    assert book.get()["namedRanges"][0]["range"] == told(3, 0, 5, 3)
    assert book.values("E9", valueRenderOption="FORMULA") == [["=B4+B1"]]


def _source(top: int, bottom: int) -> dict[str, Any]:
    return {"domain": {"sourceRange": {"sources": [told(top, 1, bottom, 2)]}}}


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((2, 4), (5, 7)),  # what moves
        ((3, 4), (6, 7)),
        ((0, 2), (0, 2)),  # before it
        ((4, 7), (2, 5)),  # between
        ((7, 9), (7, 9)),  # after the destination
        ((6, 8), (4, 8)),  # round the destination: it takes in
        ((0, 9), (0, 9)),  # round both
        ((1, 5), (1, 3)),  # round the source: it loses
        ((3, 6), (2, 4)),  # part of the source: it keeps the rest
        ((1, 3), (1, 2)),
    ],
)
def test_spans_follow_a_move_of_rows_2_and_3_to_before_row_7(
    span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert moved(2, 4, 7)(*span) == expected


_index = st.integers(0, 8)


@settings(max_examples=200, deadline=None)
@given(start=_index, length=st.integers(1, 4), to=_index)
def test_a_move_is_a_permutation_of_single_rows(start: int, length: int, to: int) -> None:
    rows = list(range(12))
    end = start + length
    shift = moved(start, end, start if start <= to <= end else to)
    places = [(shift(row, row + 1) or (-1, -1))[0] for row in rows]
    assert sorted(places) == rows
    kept = [row for row in rows if not start <= row < end]
    at = len([row for row in kept if row < to])
    expected = kept[:at] + rows[start:end] + kept[at:] if not start <= to <= end else rows
    assert sorted(rows, key=lambda row: places[row]) == expected


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    top=st.integers(0, 3), left=st.integers(0, 3), height=st.integers(1, 3), width=st.integers(1, 3),
    dimension=st.sampled_from(["ROWS", "COLUMNS"]),
)  # fmt: skip
def test_what_is_inserted_and_deleted_again_leaves_all_as_it_was(
    book: Spreadsheet, top: int, left: int, height: int, width: int, dimension: str
) -> None:
    before = book.values()
    where = box(top, left, top + height, left + width)
    book.do(insert(where, dimension), delete(where, dimension))
    assert book.values() == before


def _rows(kind: str, start: int, end: int) -> dict[str, Any]:
    return {kind: {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": end}}}


@pytest.mark.parametrize(
    ("request_", "formula", "ranges"),
    [
        (_rows("insertDimension", 0, 2), "=A5>$B$11+B5+C$3", [told(4, 0, 8, 1)]),
        (_rows("insertDimension", 5, 6), "=A3>$B$10+B3+C$1", [told(2, 0, 7, 1)]),
        (_rows("deleteDimension", 2, 3), "=A3>$B$8+B3+C$1", [told(2, 0, 5, 1)]),
        (_rows("deleteDimension", 1, 2), "=A2>$B$8+B2+C$1", [told(1, 0, 5, 1)]),
        (_rows("deleteDimension", 8, 9), "=A3>#REF!+B3+C$1", [told(2, 0, 6, 1)]),
        (move(2, 3, 8), "=A3>$B$9+B3+C$1", [told(2, 0, 5, 1)]),
        (move(2, 6, 1), "=A2>$B$9+B2+C$1", [told(1, 0, 5, 1)]),
        (insert(box(0, 0, 1, 1), "ROWS"), "=A4>$B$9+B4+C$1", [told(3, 0, 7, 1)]),
        (insert(box(0, 1, 1, 2), "ROWS"), "=A3>$B$10+B3+C$1", [told(2, 0, 6, 1)]),
    ],
)
def test_formulas_of_conditional_formats_count_from_their_first_cell(
    book: Spreadsheet, request_: dict[str, Any], formula: str, ranges: list[dict[str, int]]
) -> None:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A3>$B$9+B3+C$1"}]}
    rule = {"condition": condition, "format": {"backgroundColor": RED}}
    given = {"ranges": [box(2, 0, 6, 1)], "booleanRule": rule}
    book.do({"addConditionalFormatRule": {"rule": given, "index": 0}}, request_)
    (found,) = book.sheet()["conditionalFormats"]
    assert found["booleanRule"]["condition"]["values"][0]["userEnteredValue"] == formula
    assert found["ranges"] == ranges


@pytest.mark.parametrize(
    ("request_", "column", "columns"),
    [
        (insert(box(0, 0, 4, 2), "COLUMNS"), 3, (3, 5)),
        (insert(box(0, 2, 4, 3), "COLUMNS"), 1, (1, 4)),
        (insert(box(0, 0, 2, 1), "COLUMNS"), 1, (1, 3)),  # not all of its rows: it stays
        ({"cutPaste": {"source": box(0, 0, 4, 3), "destination": {"columnIndex": 4}}}, 5, (5, 7)),
    ],
)  # fmt: skip
def test_filters_go_with_their_columns(
    book: Spreadsheet, request_: dict[str, Any], column: int, columns: tuple[int, int]
) -> None:
    criteria = {"columnIndex": 1, "filterCriteria": {"condition": {"type": "NOT_BLANK"}}}
    book.do({"setBasicFilter": {"filter": {"range": box(0, 1, 4, 3), "filterSpecs": [criteria]}}}, request_)
    found = book.sheet()["basicFilter"]
    assert (found["range"]["startColumnIndex"], found["range"]["endColumnIndex"]) == columns
    assert [one["columnIndex"] for one in found["filterSpecs"]] == [column]
