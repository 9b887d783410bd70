"""Formulas of a whole spreadsheet that follow when cells move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sync.workspace.sheets import a1, cell
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import references
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.spans import Shift

_AT_A_TIME = 2000


def rewrite(book: Book, change: Callable[[str, str], str]) -> None:
    """Put `change(formula, title of its sheet)` for every formula; next to no work where there are none."""
    for sheet in book.sheets:
        for index in _read_ahead(sheet, sheet.rows_with_formulas()):
            row = [_changed(one, change, sheet.title) for one in sheet.row(index)]
            if row != sheet.row(index):
                sheet.put(index, row)


def _read_ahead(sheet: Sheet, indexes: list[int]) -> Iterator[int]:
    """The indexes, their rows read some thousands at a time where they lie close together."""
    for start in range(0, len(indexes), _AT_A_TIME):
        some = indexes[start : start + _AT_A_TIME]
        sheet.release()
        if some[-1] - some[0] < _AT_A_TIME * 2:
            sheet.load(some[0], some[-1] + 1)
        yield from some


def _changed(one: cell.Cell, change: Callable[[str, str], str], title: str) -> cell.Cell:
    if one is None or not isinstance(one[0], dict):
        return one
    return [{"formulaValue": change(one[0]["formulaValue"], title)}, *one[1:]]


def carry(book: Book, source: Area, target: Sheet, rows: int, columns: int) -> None:
    """References to cells that were cut follow them."""
    box = a1.Box(source.top, source.left, source.bottom, source.right)
    title = source.sheet.title
    rewrite(
        book,
        lambda formula, home: references.carried(formula, home, title, box, rows, columns, target.title),
    )


def shift(book: Book, sheet: Sheet, dimension: str, shifted: Shift, across: tuple[int, int] | None) -> None:
    """References to cells that were shifted follow them."""
    rewrite(
        book,
        lambda formula, home: references.shifted(formula, home, sheet.title, dimension, shifted, across),
    )


def rename(book: Book, old: str, new: str) -> None:
    """References to a sheet that was given another title follow it."""
    if old != new:
        rewrite(book, lambda formula, _: references.renamed(formula, old, new))


def forget_sheet(book: Book, title: str) -> None:
    """References to a sheet that was deleted become errors."""
    rewrite(book, lambda formula, _: references.without_sheet(formula, title))


def named(one: cell.Cell, title: str) -> cell.Cell:
    """A cell whose formula leaves its sheet: it refers back to what is there by the sheet's name."""

    def change(reference: references.Reference) -> references.Reference:
        return reference if reference.sheet else replace(reference, sheet=f"{a1.quote(title)}!")

    return _changed(one, lambda formula, _: references.rewritten(formula, change), title)
