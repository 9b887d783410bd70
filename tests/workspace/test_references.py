"""References in formulas when cells are copied, cut, inserted, deleted, or their sheet renamed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workspace.sheets import spans
from sync.workspace.sheets.a1 import Box, column_letters
from sync.workspace.sheets.formulas import references
from sync.workspace.sheets.spans import Shift
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("=A1", 1, 2, "=C2"),
        ("=$A1+A$1+$A$1", 1, 1, "=$A2+B$1+$A$1"),
        ("=SUM(A1:B2)", 1, 0, "=SUM(A2:B3)"),
        ("=SUM($A$1:A1)", 2, 0, "=SUM($A$1:A3)"),
        ("=SUM(A:B)", 5, 1, "=SUM(B:C)"),
        ("=SUM(2:3)", 1, 5, "=SUM(3:4)"),
        ("=SUM(A2:A)", 1, 1, "=SUM(B3:B)"),
        ("='ผล ก'!A1&Sheet2!B2&ผล!C3", 1, 1, "='ผล ก'!B2&Sheet2!C3&ผล!D4"),
        ('="A1"&A1', 1, 0, '="A1"&A2'),
        ("=LOG10(A1)+ABC1X+ชื่อA1", 1, 0, "=LOG10(A2)+ABC1X+ชื่อA1"),
        ("=B2", -2, 0, "=#REF!"),
        ("=SUM(A1:B2)", 0, -1, "=SUM(#REF!)"),
        ("=1.5E3+A1", 1, 0, "=1.5E3+A2"),
        ("A1", 1, 0, "A1"),
    ],
)
def test_copying(formula: str, rows: int, columns: int, moved: str) -> None:
    assert references.moved(formula, rows, columns) == moved


@pytest.mark.parametrize(
    ("formula", "dimension", "shift", "shifted"),
    [
        ("=A1+A5", "ROWS", spans.inserted(2, 3), "=A1+A8"),
        ("=SUM(A1:A5)", "ROWS", spans.inserted(2, 1), "=SUM(A1:A6)"),
        ("=SUM(A1:A5)", "ROWS", spans.inserted(5, 1), "=SUM(A1:A5)"),
        ("=SUM(A3:A)", "ROWS", spans.inserted(0, 1), "=SUM(A4:A)"),
        ("=SUM(A:B)", "ROWS", spans.inserted(0, 1), "=SUM(A:B)"),
        ("=SUM(A:B)", "COLUMNS", spans.inserted(1, 1), "=SUM(A:C)"),
        ("=$A$5", "ROWS", spans.removed(0, 2), "=$A$3"),
        ("=A2", "ROWS", spans.removed(1, 2), "=#REF!"),
        ("=SUM(A1:A5)", "ROWS", spans.removed(3, 9), "=SUM(A1:A3)"),
        ("=SUM(A2:A3)*2", "ROWS", spans.removed(1, 3), "=SUM(#REF!)*2"),
        ("=SUM(2:3)", "ROWS", spans.removed(1, 2), "=SUM(2:2)"),
        ("=Other!A5+Home!A5", "ROWS", spans.inserted(0, 1), "=Other!A5+Home!A6"),
        ("=B1&C1", "COLUMNS", spans.removed(0, 1), "=A1&B1"),
    ],
)
def test_rows_and_columns_come_and_go(formula: str, dimension: str, shift: Shift, shifted: str) -> None:
    assert references.shifted(formula, "Home", "home", dimension, shift) == shifted


def test_what_another_sheet_says_of_this_one() -> None:
    shift = spans.removed(0, 1)
    assert references.shifted("='ผล ก'!A1+A1", "Home", "ผล ก", "ROWS", shift) == "='ผล ก'!#REF!+A1"


def test_a_shift_of_some_columns_only() -> None:
    shifted = references.shifted("=A5+C5+SUM(A5:C5)", "S", "S", "ROWS", spans.inserted(0, 1), (0, 2))
    assert shifted == "=A6+C5+SUM(A5:C5)"


def test_cutting_takes_references_along() -> None:
    box = Box(0, 0, 5, 2)
    carried = references.carried("=$A1+SUM(A1:B5)+A1:C1+Z9", "S", "S", box, 10, 1, "T x")
    assert carried == "='T x'!$B11+SUM('T x'!B11:C15)+A1:C1+Z9"
    assert references.carried("=T!A1+A1", "S", "T", box, 1, 0, "T") == "=T!A2+A1"


def test_renaming() -> None:
    formula = "='ผล ก'!A1+Sheet2!A1+\"Sheet2!A1\"+Sheet22!A1"
    assert references.renamed(formula, "sheet2", "It's") == ("='ผล ก'!A1+'It''s'!A1+\"Sheet2!A1\"+Sheet22!A1")
    assert references.without_sheet(formula, "ผล ก") == '=#REF!+Sheet2!A1+"Sheet2!A1"+Sheet22!A1'


@given(
    row=st.integers(0, 50),
    column=st.integers(0, 50),
    at=st.integers(0, 60),
    count=st.integers(1, 9),
    fixed=st.sampled_from(["", "$"]),
)
def test_what_is_inserted_and_removed_again_changes_nothing(
    row: int, column: int, at: int, count: int, fixed: str
) -> None:
    formula = f"=f({fixed}{column_letters(column)}{fixed}{row + 1},A{row + 1}:B{row + 3})"
    there = references.shifted(formula, "S", "S", "ROWS", spans.inserted(at, count))
    assert references.shifted(there, "S", "S", "ROWS", spans.removed(at, at + count)) == formula


def test_formulas_of_all_sheets_follow(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)
    book.do({"addSheet": {"properties": {"sheetId": 7, "title": "ผล รวม"}}})
    book.write([[1], [2], [3]], "A1")
    book.write([["=SUM(A1:A3)"]], "C5", "USER_ENTERED")
    book.write([["=Sheet1!A3", "=SUM(Sheet1!A:A)"]], "'ผล รวม'!A1", "USER_ENTERED")

    def formulas(where: str) -> list[list[str]]:
        return book.values(where, valueRenderOption="FORMULA")

    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    book.do({"insertDimension": {"range": rows}})
    assert formulas("C6") == [["=SUM(A1:A4)"]]
    assert formulas("'ผล รวม'!A1:B1") == [["=Sheet1!A4", "=SUM(Sheet1!A:A)"]]
    book.do({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "ข้อมูล"}, "fields": "title"}})
    assert formulas("'ผล รวม'!A1:B1") == [["='ข้อมูล'!A4", "=SUM('ข้อมูล'!A:A)"]]
    assert book.values("'ผล รวม'!A1:B1") == [["3", "6"]]
    book.do({"deleteDimension": {"range": {**rows, "startIndex": 3, "endIndex": 4}}})
    assert book.values("'ผล รวม'!A1:B1") == [["#REF!", "3"]]
    assert formulas("'ข้อมูล'!C5") == [["=SUM(A1:A3)"]]
    book.do({"deleteSheet": {"sheetId": 0}})
    assert formulas("A1:B1") == [["='ข้อมูล'!#REF!", "=SUM(#REF!)"]]
