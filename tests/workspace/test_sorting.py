"""sortRange and randomizeRange over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, told, write_rows

RED, BLUE = {"red": 1}, {"blue": 1}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def sort(where: dict[str, int], *specs: dict[str, Any]) -> dict[str, Any]:
    """A sortRange request."""
    return {"sortRange": {"range": where, "sortSpecs": list(specs)}}


def by(column: int, order: str = "ASCENDING", **more: Any) -> dict[str, Any]:
    """A SortSpec."""
    return {"dimensionIndex": column, "sortOrder": order, **more}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("ASCENDING", [-1, 2, 10, "a", "B", "c", False, True, "=1/0"]),
        ("DESCENDING", ["=1/0", True, False, "c", "B", "a", 10, 2, -1]),
    ],
)
def test_values_of_all_kinds_are_sorted_and_blanks_come_last(
    book: Spreadsheet, order: str, expected: list[Any]
) -> None:
    book.write(
        [[one] for one in ["c", 10, None, True, "a", 2, "=1/0", "B", False, -1]], option="USER_ENTERED"
    )
    book.do(sort(box(0, 0, 10, 1), by(0, order)))
    found = book.values(valueRenderOption="FORMULA")
    assert [row[0] for row in found] == expected


def test_equals_keep_their_order_and_later_specs_decide(book: Spreadsheet) -> None:
    book.write([["b", 1, 1], ["a", 2, 2], ["b", 2, 3], ["a", 1, 4], ["a", 2, 5]])
    book.do(sort(box(0, 0, 5, 3), by(0), by(1, "DESCENDING")))
    assert [row[2] for row in book.values()] == ["2", "5", "4", "3", "1"]
    book.do(sort(box(0, 0, 5, 3), by(0, "DESCENDING")))
    assert [row[2] for row in book.values()] == ["3", "1", "2", "5", "4"]


def test_cells_go_whole_and_only_in_the_range(book: Spreadsheet) -> None:
    look = {"userEnteredFormat": {"backgroundColor": RED}}
    book.do(write_rows([text("b", note="n", **look), text("B")], [text("a"), text("A")]))
    book.do(sort(box(0, 0, 2, 1), by(0)))
    assert book.values() == [["a", "B"], ["b", "A"]]
    assert book.cell("A2")["note"] == "n"
    assert book.cell("A2")["userEnteredFormat"]["backgroundColor"] == RED
    assert "userEnteredFormat" not in book.cell("A1")


def test_formulas_are_sorted_by_what_they_come_to_and_refer_from_their_row(book: Spreadsheet) -> None:
    book.write([[3, "=A1*10"], [1, "=A2*10"], [2, "=A3*10"]], option="USER_ENTERED")
    book.do(sort(box(0, 0, 3, 2), by(0)))
    assert book.values("A1:B3", valueRenderOption="FORMULA") == [[1, "=A1*10"], [2, "=A2*10"], [3, "=A3*10"]]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (by(0, backgroundColor=RED), ["c", "a", "b", "d"]),
        (by(0, backgroundColorStyle={"rgbColor": RED}), ["c", "a", "b", "d"]),
        (by(0, foregroundColorStyle={"rgbColor": BLUE}), ["b", "d", "a", "c"]),
        (by(0, backgroundColor={"red": 1, "green": 1, "blue": 1}), ["a", "b", "d", "c"]),
    ],
)
def test_cells_of_a_colour_come_first(book: Spreadsheet, spec: dict[str, Any], expected: list[str]) -> None:
    red = {"userEnteredFormat": {"backgroundColor": RED}}
    blue = {"userEnteredFormat": {"textFormat": {"foregroundColor": BLUE}}}
    book.do(write_rows([text("a")], [text("b", **blue)], [text("c", **red)], [text("d", **blue)]))
    book.do(sort(box(0, 0, 4, 1), spec))
    assert [row[0] for row in book.values()] == expected


def test_hidden_rows_stay_where_they_are(book: Spreadsheet) -> None:
    book.write([[4], [3], [2], [1]])
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    hide = {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    book.do({"updateDimensionProperties": hide}, sort(box(0, 0, 4, 1), by(0)))
    assert [row[0] for row in book.values()] == ["1", "3", "2", "4"]


def test_merges_along_a_row_go_with_it(book: Spreadsheet) -> None:
    book.write([["b"], ["a"]])
    book.do({"mergeCells": {"range": box(0, 0, 1, 2)}}, sort(box(0, 0, 2, 3), by(0)))
    assert book.sheet()["merges"] == [told(1, 0, 2, 2)]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (sort(box(0, 0, 2, 1)), "Must specify at least one sort spec."),
        (sort(box(0, 0, 2, 1), by(1)), "sortSpecs.dimensionIndex[1] is not in the range."),
        (sort(box(3, 0, 9, 1), by(0)),
         "You can't sort a range containing vertical merges. There is a vertical merge at A5:A6"),
        ({"randomizeRange": {"range": box(3, 0, 9, 1)}}, "containing vertical merges"),
        (sort(box(0, 0, 2, 1), by(0, backgroundColor=RED, foregroundColor=RED)), "both a foreground color"),
        (sort(box(0, 0, 2, 1), by(0, backgroundColorStyle={"themeColor": "TEXT"})), "must be an RGB color"),
    ],
)  # fmt: skip
def test_what_cannot_be_sorted_is_refused(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    book.do({"mergeCells": {"range": box(4, 0, 6, 1)}})
    assert message in book.refused(request_)


def test_a_data_sources_column_is_refused_by_name(book: Spreadsheet) -> None:
    spec = {"dataSourceColumnReference": {"name": "c"}, "sortOrder": "ASCENDING"}
    answer = book.ask("POST", ":batchUpdate", {"requests": [sort(box(0, 0, 2, 1), spec)]})
    assert (answer.status_code, "data source" in answer.json()["error"]["message"]) == (501, True)


def test_shuffled_rows_are_the_same_rows(book: Spreadsheet) -> None:
    rows = [[str(n), f"n{n}", "stays"] for n in range(40)]
    book.write(rows)
    book.do({"randomizeRange": {"range": box(0, 0, 40, 2)}})
    found = book.values()
    assert found != rows
    assert sorted(found, key=lambda row: int(row[0])) == rows


def test_shuffled_formulas_refer_from_their_row(book: Spreadsheet) -> None:
    book.do(
        write_rows(*([number(n), {"userEnteredValue": {"formulaValue": f"=A{n + 1}"}}] for n in range(9)))
    )
    book.do({"randomizeRange": {"range": box(0, 0, 9, 2)}})
    assert [row[1] for row in book.values(valueRenderOption="FORMULA")] == [f"=A{n + 1}" for n in range(9)]
