"""Groups of rows and columns: how they nest, fold and move, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet

Group = tuple[str, int]


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def span(letters: str, dimension: str = "COLUMNS") -> dict[str, Any]:
    """The DimensionRange of "B:E", of rows as if they had letters too."""
    first, last = (ord(letter) - ord("A") for letter in letters.split(":"))
    return {"sheetId": 0, "dimension": dimension, "startIndex": first, "endIndex": last + 1}


def add(letters: str, dimension: str = "COLUMNS") -> dict[str, Any]:
    return {"addDimensionGroup": {"range": span(letters, dimension)}}


def delete(letters: str, dimension: str = "COLUMNS") -> dict[str, Any]:
    return {"deleteDimensionGroup": {"range": span(letters, dimension)}}


def fold(letters: str, depth: int, collapsed: bool, dimension: str = "COLUMNS") -> dict[str, Any]:
    group = {"range": span(letters, dimension), "depth": depth, "collapsed": collapsed}
    return {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}


def told(groups: list[dict[str, Any]]) -> list[Group]:
    """("B:E", 1) of each group."""
    return [
        (f"{chr(65 + one['range']['startIndex'])}:{chr(64 + one['range']['endIndex'])}", one["depth"])
        for one in groups
    ]


@pytest.mark.parametrize(
    ("requests", "groups"),
    [
        # Google's own examples, from the descriptions of the requests
        ([add("C:D"), add("B:E")], [("B:E", 1), ("C:D", 2)]),
        ([add("B:E"), add("C:D")], [("B:E", 1), ("C:D", 2)]),
        ([add("B:D"), add("C:E")], [("B:E", 1), ("C:D", 2)]),
        ([add("B:E"), add("C:D"), delete("D:E")], [("B:D", 1), ("C:C", 2)]),
        # others
        ([add("B:C"), add("E:F")], [("B:C", 1), ("E:F", 1)]),
        ([add("B:C"), add("B:C")], [("B:C", 1), ("B:C", 2)]),
        ([add("A:F"), delete("C:D")], [("A:B", 1), ("E:F", 1)]),
        ([add("B:C"), delete("B:C")], []),
    ],
)
def test_groups_nest_as_google_says(book: Spreadsheet, requests: list[Any], groups: list[Group]) -> None:
    replies = book.do(*requests)
    (last,) = replies[-1].values()
    assert told(last.get("dimensionGroups", [])) == groups
    assert told(book.sheet().get("columnGroups", [])) == groups


def test_a_reply_says_so_when_no_group_is_left(book: Spreadsheet) -> None:
    _, reply = book.do(add("A:B"), delete("A:B"))
    assert reply == {"deleteDimensionGroup": {}}


def test_folding_hides_and_unfolding_shows(book: Spreadsheet) -> None:
    book.do(add("C:E", "ROWS"), fold("C:E", 1, True, "ROWS"))
    (group,) = book.sheet()["rowGroups"]
    assert group["collapsed"] is True
    assert hidden_rows(book) == [2, 3, 4]
    book.do(fold("C:E", 1, False, "ROWS"))
    assert "collapsed" not in book.sheet()["rowGroups"][0]
    assert hidden_rows(book) == []


def hidden_rows(book: Spreadsheet) -> list[int]:
    (data,) = book.get(ranges="Sheet1!A1:A9", fields="sheets(data(rowMetadata))")["sheets"][0]["data"]
    return [index for index, row in enumerate(data["rowMetadata"]) if row.get("hiddenByUser")]


def test_a_folded_group_stays_folded_inside_a_new_one(book: Spreadsheet) -> None:
    book.do(add("C:D"), fold("C:D", 1, True), add("B:E"))
    assert [(one["depth"], one.get("collapsed")) for one in book.sheet()["columnGroups"]] == [
        (1, None),
        (2, True),
    ]


def test_groups_move_with_their_rows_and_go_with_them(book: Spreadsheet) -> None:
    book.do(add("C:E", "ROWS"), add("H:H", "ROWS"))
    book.do({"insertDimension": {"range": span("A:B", "ROWS")}})
    assert told(book.sheet()["rowGroups"]) == [("E:G", 1), ("J:J", 1)]
    book.do({"deleteDimension": {"range": span("J:J", "ROWS")}})
    book.do({"deleteDimension": {"range": span("E:E", "ROWS")}})
    assert told(book.sheet()["rowGroups"]) == [("E:F", 1)]


def test_what_is_refused(book: Spreadsheet) -> None:
    assert "no group" in book.refused(delete("B:C"))
    book.do(add("B:C"))
    assert "No group with range" in book.refused(fold("B:C", 2, True))
    assert "after last column" in book.refused({"addDimensionGroup": {"range": span("Y:]")}})
    assert "deeper than" in book.refused(*[add("B:C")] * 8)


def test_a_spreadsheet_is_made_with_groups_slicers_and_tables(workspace: Workspace) -> None:
    groups = [
        {"range": span("B:E", "ROWS"), "depth": 1},
        {"range": span("C:D", "ROWS"), "depth": 2, "collapsed": True},
    ]
    place = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "columnIndex": 5}}}
    sheet = {
        "rowGroups": groups,
        "tables": [{"range": place, "name": "ก"}],
        "slicers": [{"spec": {"dataRange": place}, "position": anchor}],
    }
    made = Spreadsheet(workspace, sheets=[sheet]).sheet()
    assert told(made["rowGroups"]) == [("B:E", 1), ("C:D", 2)]
    assert [one.get("collapsed") for one in made["rowGroups"]] == [None, True]
    assert made["tables"][0]["name"] == "ก"
    assert len(made["slicers"]) == 1
