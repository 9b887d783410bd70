"""What cells come to: a formula's result, or the value that was entered."""

from __future__ import annotations

from dataclasses import dataclass

from sync.workspace.sheets import cell
from sync.workspace.sheets.book import Book, Sheet

Value = str | float | bool | None
"""What a cell comes to where nothing is wrong; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula's error: Google's ErrorValue type ("DIVIDE_BY_ZERO", "REF" …) and message."""

    type: str
    message: str

    @property
    def shown(self) -> str:
        """The text in the cell: "#DIV/0!"."""
        return SHOWN.get(self.type, "#ERROR!")


SHOWN = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
"""What a cell shows for each type of error."""

_NOT_CALCULATED = CellError("ERROR", "The embedded workspace does not calculate formulas.")


def effective(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell) -> Value | CellError:
    """What a cell comes to: `one` is the cell as kept, which need not be looked up again."""
    value = cell.value(one)
    if isinstance(value, dict):
        return _NOT_CALCULATED
    return value if value is not None else spilled(book, sheet, row, column)


def spilled(book: Book, sheet: Sheet, row: int, column: int) -> Value | CellError:
    """What an array's formula elsewhere puts into a cell that has no content of its own; None mostly."""
    return None
