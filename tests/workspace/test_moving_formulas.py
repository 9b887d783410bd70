"""Formulas of conditional formats, worked out for many cells at once: every cell gets its own answer."""

from __future__ import annotations

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box

_SHADE = {"red": 1}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    return Spreadsheet(workspace)


def shade(book: Spreadsheet, formula: str, area: dict[str, int]) -> None:
    """Make the first rule of the sheet: cells are red for which the formula is true."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"condition": condition, "format": {"backgroundColor": _SHADE}}
    book.do({"addConditionalFormatRule": {"rule": {"ranges": [area], "booleanRule": rule}, "index": 0}})


def shaded(book: Spreadsheet, where: str) -> list[str]:
    """The rows of a range, "x" for a cell that is red."""
    looks = [[one.get("effectiveFormat", {}) for one in row] for row in book.cells(where)]
    return ["".join("x" if one.get("backgroundColor") == _SHADE else "." for one in row) for row in looks]


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("=A1>4", ["..x", ".x.", "x.x"]),
        ("=$A1>1", ["...", "xxx", "xxx"]),
        ("=A$1>1", [".xx", ".xx", ".xx"]),
        ("=$A$3=7", ["xxx", "xxx", "xxx"]),
        ("=MOD(ROW(),2)=0", ["...", "xxx", "..."]),  # the same for all, but it asks where it stands
        ("=ISEVEN(COLUMN())", [".x.", ".x.", ".x."]),
        ("=COUNTIF($A$1:$C$3,A1)>1", ["...", ".x.", "..x"]),
        ("=SUM(B$1:B1)>4", [".x.", "xx.", "xx."]),  # a single cell here, a range further down
        ("=OFFSET(A1,1,0)=4", ["..x", "...", "..."]),
        ("=INDEX(SORT($A$1:$A$3,1,FALSE),1)=A1", ["...", "...", "x.."]),  # comes by an array
        ("=A1:B1=4", ["...", "..x", "..."]),
        ("=LEN(", ["...", "...", "..."]),
        ("=A1/0", ["...", "...", "..."]),
        ("=D1000=\"\"", ["xxx", "...", "..."]),  # beyond the grid from the second row on
    ],
)  # fmt: skip
def test_every_cell_has_its_own_answer(book: Spreadsheet, formula: str, rows: list[str]) -> None:
    book.write([[1, 3, 5], [2, 6, 4.0], [7, 0, 6]])
    shade(book, formula, box(0, 0, 3, 3))
    one_by_one = ["".join(shaded(book, f"{column}{row}")[0] for column in "ABC") for row in (1, 2, 3)]
    assert (shaded(book, "A1:C3"), one_by_one) == (rows, rows)


def test_more_formulas_than_are_worked_out_at_once(book: Spreadsheet) -> None:
    book.write([[row * column % 11 for column in range(10)] for row in range(1000)])
    shade(book, "=A1>5", box(0, 0, 1000, 10))
    book.cells("A1:J1")
    found = shaded(book, "A1:J1000")
    assert found == [
        "".join("x" if row * column % 11 > 5 else "." for column in range(10)) for row in range(1000)
    ]
