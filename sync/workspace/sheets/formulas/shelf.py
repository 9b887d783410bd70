"""Where calculations are kept between requests, and how a book finds the one that fits it.

A calculation is kept by spreadsheet and state (see `states`). Whoever changes a book takes it along,
so that what is read on the way counts the changes, and gives it back when the book is saved.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sync.workspace.sheets import clock
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import outcomes
from sync.workspace.sheets.formulas.calculation import Calculation
from sync.workspace.sheets.formulas.formula_errors import CellError, Value
from sync.workspace.sheets.formulas.outcomes import Outcome
from sync.workspace.sheets.formulas.states import steps

_MOST_BOOKS = 16


class _Kept:
    """The calculation of one spreadsheet, and the state that it has."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.calculation: Calculation | None = None
        self.state = 0


class Shelf:
    """The calculations of the spreadsheets read last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def _of(self, spreadsheet: str) -> _Kept:
        with self._lock:
            found = self._kept.setdefault(spreadsheet, _Kept())
            self._kept.move_to_end(spreadsheet)
            while len(self._kept) > _MOST_BOOKS:
                self._kept.popitem(last=False)
            return found

    def read(self, book: Book, state: int) -> Outcome:
        """The outcome of a book as saved; one thread calculates, the others that need the same wait."""
        with self._at(book, state) as calculation:
            return calculation.outcome(clock.now(book))

    def worked_out(
        self, book: Book, state: int, sheet: Sheet, formulas: Mapping[tuple[int, int], str]
    ) -> dict[tuple[int, int], Value | CellError]:
        """What formulas that stand in no cell would come to in the book as saved."""
        with self._at(book, state) as calculation:
            calculation.outcome(clock.now(book))
            return calculation.worked_out(book, sheet, formulas)

    @contextmanager
    def _at(self, book: Book, state: int) -> Iterator[Calculation]:
        """The calculation of a book as saved, for this thread alone."""
        kept = self._of(book.id)
        with kept.lock:
            calculation = kept.calculation
            if calculation is None or not _brought(calculation, book, kept.state, state):
                calculation = Calculation(book)
            kept.calculation, kept.state = calculation, state
            yield calculation

    def take(self, book: Book) -> Calculation | None:
        """The calculation for the state in which a book was opened that is being changed; it is lent."""
        kept = self._of(book.id)
        with kept.lock:
            calculation, kept.calculation = kept.calculation, None
            if calculation is None or book.state is None:
                return None
            between = steps.between(kept.state, book.state)
            fits = between is not None and calculation.change(book, between)
            return calculation if fits else None

    def put(self, book: Book, calculation: Calculation, state: int) -> None:
        """Keep the calculation of a book that was saved in a new state."""
        kept = self._of(book.id)
        with kept.lock:
            kept.calculation, kept.state = calculation, state


def _brought(calculation: Calculation, book: Book, old: int, new: int) -> bool:
    """Whether the calculation could be brought from one state to another by what is remembered."""
    if old == new:
        return True
    edits = steps.between(old, new)
    return edits is not None and calculation.fits(book) and calculation.change(book, edits)


_shelf = Shelf()  # of the whole process: states are never used twice, so that workspaces do not meet


class Lent:
    """The calculation of a book that is being changed, as of so many changes."""

    def __init__(self, calculation: Calculation, edit_count: int) -> None:
        self.calculation, self.edit_count = calculation, edit_count

    def saved(self, book: Book) -> None:
        """Give it back for those who read the saved book next, if it has all changes."""
        if book.state is not None and self.edit_count == book.edit_count and self.calculation.fits(book):
            _shelf.put(book, self.calculation, book.state)


def outcome(book: Book) -> Outcome:
    """What a book's formulas come to as it stands, with changes that are not saved yet."""
    if not book.has_formulas():
        return outcomes.NOTHING
    if book.is_as_saved() and book.state is not None:
        return _shelf.read(book, book.state)
    return _lent(book).calculation.outcome(clock.now(book))


def worked_out(
    book: Book, sheet: Sheet, formulas: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], Value | CellError]:
    """What formulas that stand in no cell would come to in cells of a sheet, by (row, column)."""
    if book.is_as_saved() and book.state is not None:
        return _shelf.worked_out(book, book.state, sheet, formulas)
    calculation = _lent(book).calculation
    calculation.outcome(clock.now(book))
    return calculation.worked_out(book, sheet, formulas)


def _lent(book: Book) -> Lent:
    lent, edits = book.calculated, book.edits
    assert lent is None or isinstance(lent, Lent)
    calculation = lent.calculation if lent else _shelf.take(book)
    if calculation is None or edits is None or not calculation.fits(book):
        calculation = Calculation(book)
    elif lent is None or lent.edit_count != book.edit_count:
        calculation = calculation if calculation.change(book, edits) else Calculation(book)
    book.calculated = Lent(calculation, book.edit_count)
    return book.calculated
