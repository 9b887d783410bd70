"""Formulas of conditions, which are moved along to each cell that is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate, references
from sync.workspace.sheets.formulas.calculate import CellError, Value
from sync.workspace.sheets.grid import Area

Place = tuple[int, int]

_AT_ONCE = 2000  # cells; more would have who asks for a few pay for many
_OF_PLACES = re.compile(r"\b(?:ROW|COLUMN|CELL|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)


class MovingFormula:
    """A formula written for the cell at `origin`, worked out for other cells of its sheet.

    Cells of the `areas` will be asked for one after the other: with one of them those that follow are
    worked out too. A formula that reads the same for many cells is worked out once for all of them,
    unless it asks where it stands.
    """

    def __init__(
        self, book: Book, sheet: Sheet, formula: str, origin: Place, areas: Sequence[Area] = ()
    ) -> None:
        self._book, self._sheet, self._origin, self._areas = book, sheet, origin, areas
        self._formula = formula if formula.startswith("=") else "=" + formula
        self._everywhere = not _OF_PLACES.search(formula)
        self._by_text: dict[str, Value | CellError] = {}
        self._known: dict[Place, Value | CellError] = {}

    def __call__(self, row: int, column: int) -> Value | CellError:
        """What the formula comes to for a cell."""
        if (row, column) not in self._known:
            self._work_out([(row, column), *self._following(row, column)])
        return self._known[row, column]

    def _following(self, row: int, column: int) -> Iterator[Place]:
        """The cells that will be asked for next: the rows from here on of the area that the cell is in."""
        for area in self._areas:
            if area.top <= row < area.bottom and area.left <= column < area.right:
                bottom = min(area.bottom, row + max(1, _AT_ONCE // (area.right - area.left)))
                for below in range(row, bottom):
                    yield from ((below, beside) for beside in range(area.left, area.right))
                return

    def _work_out(self, places: Sequence[Place]) -> None:
        moved = {
            (row, column): references.moved(self._formula, row - self._origin[0], column - self._origin[1])
            for row, column in places
            if (row, column) not in self._known
        }
        if not self._everywhere:
            self._known |= calculate.worked_out(self._book, self._sheet, moved)
            return
        new = {text: place for place, text in moved.items() if text not in self._by_text}
        if new:
            found = calculate.worked_out(self._book, self._sheet, {new[text]: text for text in new})
            self._by_text |= {text: found[place] for text, place in new.items()}
        self._known |= {place: self._by_text[text] for place, text in moved.items()}
