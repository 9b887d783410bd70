"""trimWhitespace, deleteDuplicates and textToColumns over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def duplicates(where: dict[str, int], *columns: int) -> dict[str, Any]:
    """A deleteDuplicates request."""
    compared = [{"sheetId": 0, "dimension": "COLUMNS", "startIndex": n, "endIndex": n + 1} for n in columns]
    return {"deleteDuplicates": {"range": where} | ({"comparisonColumns": compared} if compared else {})}


def split(kind: str, delimiter: str = "", where: dict[str, int] | None = None) -> dict[str, Any]:
    """A textToColumns of column A."""
    source = where or {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 1}
    given = {"source": source, "delimiterType": kind}
    return {"textToColumns": given | ({"delimiter": delimiter} if delimiter else {})}


def test_white_space_is_trimmed_and_counted(book: Spreadsheet) -> None:
    cells = ["  a  b ", "a b", "\t\na\n\n", " =1+1", "\u00a0a", "   ", "ก  ข"]
    book.write([[one, " outside "] for one in cells])
    book.write([['=" a "', 5, True]], "A8", "USER_ENTERED")
    (reply,) = book.do({"trimWhitespace": {"range": box(0, 0, 8, 1)}})
    assert reply == {"trimWhitespace": {"cellsChangedCount": 5}}
    found = [row[0] if row else "" for row in book.values("A1:A8", valueRenderOption="FORMULA")]
    assert found == ["a b", "a b", "a", "=1+1", "\u00a0a", "", "ก ข", '=" a "']
    assert book.cell("A4")["userEnteredValue"] == {"stringValue": "=1+1"}
    assert book.values("B1") == [[" outside "]]
    assert book.do({"trimWhitespace": {"range": box(0, 0, 8, 1)}}) == [{"trimWhitespace": {}}]


@pytest.mark.parametrize(
    ("columns", "expected", "removed"),
    [
        ([], [["a", "1", "x"], ["b", "1", "x"], ["a", "2", "x"], ["", "", "x"], ["", "", "x"]], 2),
        ([0], [["a", "1", "x"], ["b", "1", "x"], ["", "", "x"], ["", "", "x"], ["", "", "x"]], 3),
        ([1], [["a", "1", "x"], ["a", "2", "x"], ["", "", "x"], ["", "", "x"], ["", "", "x"]], 3),
    ],
)
def test_the_first_of_alike_rows_stays(
    book: Spreadsheet, columns: list[int], expected: list[list[str]], removed: int
) -> None:
    rows: list[list[Any]] = [
        ["a", 1, "x"], ["b", 1, "x"], ["A", 1, "x"], ["a", 2, "x"], ["B", "=0+1", "x"],
    ]  # fmt: skip
    book.write(rows, option="USER_ENTERED")
    (reply,) = book.do(duplicates(box(0, 0, 5, 2), *columns))
    assert reply == {"deleteDuplicates": {"duplicatesRemovedCount": removed}}
    assert book.values() == expected
    assert book.do(duplicates(box(0, 0, 5, 2), *columns)) == [{"deleteDuplicates": {}}]


def test_texts_numbers_and_booleans_differ_and_formats_do_not(book: Spreadsheet) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    values: list[dict[str, Any]] = [{"stringValue": "1"}, {"numberValue": 1}, {"boolValue": True}]
    book.do(write_rows(*([{"userEnteredValue": one}] for one in values), [text("1", note="n", **bold)]))
    (reply,) = book.do(duplicates({"sheetId": 0, "endColumnIndex": 1}))
    assert reply == {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    assert book.values() == [["1"], ["1"], ["TRUE"]]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (duplicates(box(0, 0, 3, 2), 2), "comparisonColumns must lie inside the range."),
        (duplicates(box(0, 4, 3, 5)), "There is a vertical merge at E1:E2"),
        (split("COMMA", where=box(0, 0, 2, 2)), "The source range must span exactly one column."),
        (split("CUSTOM"), "A delimiter must be specified if the delimiterType is CUSTOM."),
    ],
)
def test_what_cannot_be_done_is_refused(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    book.do({"mergeCells": {"range": box(0, 4, 2, 5)}})
    assert message in book.refused(request_)


@pytest.mark.parametrize(
    ("kind", "delimiter", "given_", "expected"),
    [
        ("COMMA", "", ["a,b,3", "c", "d,,e"], [["a", "b", 3], ["c", "kept"], ["d", "", "e"]]),
        ("SEMICOLON", "", ["a;b", "a,b"], [["a", "b"], ["a,b", "kept"]]),
        ("PERIOD", "", ["a.b"], [["a", "b"]]),
        ("SPACE", "", ["a b", "2 3"], [["a", "b"], [2, 3]]),
        ("CUSTOM", "--", ["a--b-c"], [["a", "b-c"]]),
        ("AUTODETECT", "", ["a;b c", "d;e"], [["a", "b c"], ["d", "e"]]),
        ("AUTODETECT", "", ["ครู สมใจ", "ครู ใจดี"], [["ครู", "สมใจ"], ["ครู", "ใจดี"]]),
        ("AUTODETECT", "", ["plain"], [["plain", "kept"]]),
    ],
)
def test_texts_are_split(
    book: Spreadsheet, kind: str, delimiter: str, given_: list[str], expected: list[list[Any]]
) -> None:
    book.write([[one, "kept"] for one in given_])
    book.do(split(kind, delimiter))
    assert book.values(valueRenderOption="UNFORMATTED_VALUE") == expected


def test_the_grid_grows_for_many_parts(book: Spreadsheet) -> None:
    book.write([[",".join("x" * 30)]])
    book.do(split("COMMA"))
    assert book.sheet()["properties"]["gridProperties"]["columnCount"] == 30
    assert book.values() == [["x"] * 30]


_words = st.text(alphabet="กขabc-", min_size=1, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(_words, min_size=1, max_size=5), min_size=1, max_size=5))
def test_joined_words_are_split_again(book: Spreadsheet, rows: list[list[str]]) -> None:
    book.do({"updateCells": {"range": {"sheetId": 0}, "fields": "*"}})
    book.write([[";".join(row)] for row in rows])
    book.do(split("SEMICOLON"))
    assert book.values(valueRenderOption="FORMULA") == rows


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.sampled_from(["a", "A", "b", ""]), min_size=2, max_size=2), max_size=8))
def test_duplicates_are_deleted_once_and_for_all(book: Spreadsheet, rows: list[list[str]]) -> None:
    book.do({"updateCells": {"range": {"sheetId": 0}, "fields": "*"}})
    book.write([*rows, ["end", "end"]])
    book.do(duplicates({"sheetId": 0, "endColumnIndex": 2}))
    once = book.values()
    expected = list(dict.fromkeys(tuple(one.casefold() for one in row) for row in [*rows, ["end", "end"]]))
    padded = [tuple([*row, "", ""][:2]) for row in once]
    assert [tuple(one.casefold() for one in row) for row in padded] == expected
    assert book.do(duplicates({"sheetId": 0, "endColumnIndex": 2})) == [{"deleteDuplicates": {}}]
    assert book.values() == once
