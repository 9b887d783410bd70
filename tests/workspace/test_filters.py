"""The basic filter hides and sorts rows, filter views keep what they are told, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, told, write_rows

_ROWS: list[list[Any]] = [["โรงเรียน", "คะแนน"], ["ก", 3], ["ข", 1], ["ค", 2], ["", 4], ["ข", 5]]
_RED = {"userEnteredFormat": {"backgroundColor": {"red": 1.0}}}
_BLUE_INK = {"userEnteredFormat": {"textFormat": {"foregroundColor": {"blue": 1.0}}}}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A sheet whose A1:B6 has a head and five rows."""
    made = Spreadsheet(workspace)
    made.write(_ROWS)
    return made


def basic(**more: Any) -> dict[str, Any]:
    return {"setBasicFilter": {"filter": {"range": box(0, 0, 6, 2), **more}}}


def spec(column: int, **criteria: Any) -> dict[str, Any]:
    return {"columnIndex": column, "filterCriteria": criteria}


def condition(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def hidden(book: Spreadsheet) -> list[int]:
    """The rows, as people count them, that a filter hides."""
    (data,) = book.get(ranges="Sheet1!A1:A9", fields="sheets(data(rowMetadata))")["sheets"][0]["data"]
    return [index for index, row in enumerate(data["rowMetadata"], 1) if row.get("hiddenByFilter")]


@pytest.mark.parametrize(
    ("specs", "rows"),
    [
        ([spec(0, hiddenValues=["ข"])], [3, 6]),
        ([spec(0, hiddenValues=[""])], [5]),
        ([spec(1, hiddenValues=["3", "4"])], [2, 5]),
        ([spec(1, condition=condition("NUMBER_GREATER", "2"))], [3, 4]),
        ([spec(1, condition=condition("NUMBER_BETWEEN", "2", "4"))], [3, 6]),
        ([spec(0, condition=condition("TEXT_EQ", "ข")), spec(1, hiddenValues=["5"])], [2, 4, 5, 6]),
        ([spec(0, condition=condition("NOT_BLANK"))], [5]),
        ([spec(0, condition={"type": "BLANK"})], [2, 3, 4, 6]),
        ([spec(0, condition=condition("TEXT_CONTAINS", "ก"), hiddenValues=["ก"])], [2, 3, 4, 5, 6]),
    ],
)
def test_rows_are_hidden_when_the_filter_is_set(book: Spreadsheet, specs: Any, rows: list[int]) -> None:
    book.do(basic(filterSpecs=specs))
    assert hidden(book) == rows
    book.do({"clearBasicFilter": {"sheetId": 0}})
    assert hidden(book) == []


def test_criteria_are_read_and_answered_in_both_forms(book: Spreadsheet) -> None:
    book.do(basic(criteria={"0": {"hiddenValues": ["ข"]}}))
    kept = book.sheet()["basicFilter"]
    assert kept["criteria"] == {"0": {"hiddenValues": ["ข"]}}
    assert kept["filterSpecs"] == [spec(0, hiddenValues=["ข"])]
    assert hidden(book) == [3, 6]
    # where both are given the newer form goes first
    book.do(basic(criteria={"0": {"hiddenValues": ["ข"]}}, filterSpecs=[spec(1, hiddenValues=["4"])]))
    assert hidden(book) == [5]


def test_colours_filter_too(book: Spreadsheet) -> None:
    book.do(write_rows([text("ก", **_RED)], row=1), write_rows([text("ค", **_BLUE_INK)], row=3))
    book.do(basic(filterSpecs=[spec(0, visibleBackgroundColor={"red": 1.0})]))
    assert hidden(book) == [3, 4, 5, 6]
    book.do(basic(filterSpecs=[spec(0, visibleForegroundColorStyle={"rgbColor": {"blue": 1.0}})]))
    assert hidden(book) == [2, 3, 5, 6]


def test_colours_of_conditional_formats_filter_as_well(book: Spreadsheet) -> None:
    boolean = {"condition": condition("NUMBER_LESS", "3"), "format": {"backgroundColor": {"red": 1.0}}}
    book.do({"addConditionalFormatRule": {"rule": {"ranges": [box(1, 1, 6, 2)], "booleanRule": boolean}}})
    book.do(basic(filterSpecs=[spec(1, visibleBackgroundColor={"red": 1.0})]))
    assert hidden(book) == [2, 5, 6]


def test_sorting_really_sorts_below_the_head(book: Spreadsheet) -> None:
    book.do(basic(sortSpecs=[{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]))
    assert [row[1] for row in book.values("A1:B6")] == ["คะแนน", "5", "4", "3", "2", "1"]
    assert book.sheet()["basicFilter"]["sortSpecs"] == [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]


def test_a_filter_stays_as_it_was_worked_out(book: Spreadsheet) -> None:
    book.do(basic(filterSpecs=[spec(0, hiddenValues=["ข"])]))
    book.write([["ข"]], "A2")
    assert hidden(book) == [3, 6]
    book.do(basic(filterSpecs=[spec(0, hiddenValues=["ข"])]))
    assert hidden(book) == [2, 3, 6]


def test_rows_hidden_by_hand_stay_hidden(book: Spreadsheet) -> None:
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    hide = {"range": place, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    book.do({"updateDimensionProperties": hide}, basic(filterSpecs=[spec(0, hiddenValues=["ข"])]))
    book.do({"clearBasicFilter": {}})
    (data,) = book.get(ranges="Sheet1!A3", fields="sheets(data(rowMetadata))")["sheets"][0]["data"]
    assert data["rowMetadata"][0]["hiddenByUser"] is True


def test_criteria_move_with_their_column(book: Spreadsheet) -> None:
    book.do(basic(filterSpecs=[spec(1, hiddenValues=["4"])], sortSpecs=[{"dimensionIndex": 0}]))
    first = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    book.do({"insertDimension": {"range": first}})
    kept = book.sheet()["basicFilter"]
    assert kept["range"] == told(0, 1, 6, 3)
    assert [one["columnIndex"] for one in kept["filterSpecs"]] == [2]
    assert [one["dimensionIndex"] for one in kept["sortSpecs"]] == [1]
    book.do({"deleteDimension": {"range": first | {"startIndex": 1, "endIndex": 2}}})
    kept = book.sheet()["basicFilter"]
    assert [one["columnIndex"] for one in kept["filterSpecs"]] == [1]
    assert not kept.get("sortSpecs")


def test_a_filter_view_by_criteria_hides_nothing(book: Spreadsheet) -> None:
    view = {"title": "ผ่าน", "range": box(0, 0, 6, 2), "criteria": {"1": {"hiddenValues": ["1"]}}}
    (reply,) = book.do({"addFilterView": {"filter": view}})
    kept = reply["addFilterView"]["filter"]
    assert kept["filterSpecs"] == [spec(1, hiddenValues=["1"])]
    assert hidden(book) == []
    change = {"filterViewId": kept["filterViewId"], "criteria": {"0": {"hiddenValues": ["ก"]}}}
    book.do({"updateFilterView": {"filter": change, "fields": "criteria"}})
    (view,) = book.sheet()["filterViews"]
    assert view["filterSpecs"] == [spec(0, hiddenValues=["ก"])]
    assert view["title"] == "ผ่าน"


def test_a_filter_view_is_duplicated(book: Spreadsheet) -> None:
    view = {"title": "ผ่าน", "range": box(0, 0, 6, 2), "filterSpecs": [spec(1, hiddenValues=["1"])]}
    (reply,) = book.do({"addFilterView": {"filter": view}})
    first = reply["addFilterView"]["filter"]
    (reply,) = book.do({"duplicateFilterView": {"filterId": first["filterViewId"]}})
    second = reply["duplicateFilterView"]["filter"]
    assert second["title"] == "Copy of ผ่าน"
    assert second["filterViewId"] != first["filterViewId"]
    assert second["filterSpecs"] == first["filterSpecs"]
    assert book.sheet()["filterViews"] == [first, second]


def test_a_view_and_a_protected_range_by_a_named_range(book: Spreadsheet) -> None:
    (named,) = book.do({"addNamedRange": {"namedRange": {"name": "ข้อมูล", "range": box(0, 0, 6, 2)}}})
    identity = named["addNamedRange"]["namedRange"]["namedRangeId"]
    book.do(
        {"addFilterView": {"filter": {"title": "ก", "namedRangeId": identity}}},
        {"addProtectedRange": {"protectedRange": {"namedRangeId": identity}}},
    )
    change = {"namedRangeId": identity, "range": box(0, 0, 9, 2)}
    book.do({"updateNamedRange": {"namedRange": change, "fields": "range"}})
    sheet = book.sheet()
    for part in (sheet["filterViews"][0], sheet["protectedRanges"][0]):
        assert (part["namedRangeId"], part["range"]) == (identity, told(0, 0, 9, 2))
    book.do({"deleteNamedRange": {"namedRangeId": identity}})
    assert "namedRangeId" not in book.sheet()["protectedRanges"][0]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (basic(filterSpecs=[spec(2, hiddenValues=["x"])]), "columnIndex[2] is not in the filter's range"),
        (basic(sortSpecs=[{"dimensionIndex": 7}]), "dimensionIndex[7]"),
        (
            basic(filterSpecs=[spec(0, condition=condition("ONE_OF_LIST", "ก"))]),
            "ConditionType 'ONE_OF_LIST' is not supported in filters.",
        ),
        (basic(filterSpecs=[spec(0, condition=condition("NUMBER_EQ"))]), "requires 1 values, but 0"),
        (basic(filterSpecs=[spec(0, condition={"values": []})]), "Invalid ConditionType"),
        (
            {"addFilterView": {"filter": {"range": box(0, 0, 6, 2), "namedRangeId": "x"}}},
            "Only one of range, namedRangeId or tableId",
        ),
        ({"addFilterView": {"filter": {"namedRangeId": "x"}}}, "No named range with id: x"),
        ({"duplicateFilterView": {"filterId": 4}}, "No filter view with id: 4"),
    ],
)
def test_what_is_refused(book: Spreadsheet, request_: dict[str, Any], words: str) -> None:
    assert words in book.refused(request_)


def test_a_filter_on_dates_of_the_workspaces_clock(book: Spreadsheet, workspace: Workspace) -> None:
    book.session.put(
        f"{workspace.address}/_workspace/clock",
        json={"now": "2026-11-20T09:30:00+07:00"},
        headers={"X-Workspace-Control": "1"},
    )
    day = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    days = [[number(serial, userEnteredFormat=day)] for serial in (46345, 46346, 46347)]  # 19 to 21 November
    book.do(write_rows(*days, row=1))
    before = {"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}
    book.do(
        {"setBasicFilter": {"filter": {"range": box(0, 0, 4, 2), "filterSpecs": [spec(0, condition=before)]}}}
    )
    assert hidden(book) == [3, 4]
