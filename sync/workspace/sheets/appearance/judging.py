"""Cells as conditions and filters see them: what they come to, what they show, and how they look."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import cell
from sync.workspace.sheets.appearance.conditions import Held
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.values import formatted

_DATES = frozenset({"DATE", "DATE_TIME"})


def held(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell) -> Held:
    """A kept cell as conditions see it."""
    value = calculate.effective(book, sheet, row, column, one)
    if isinstance(value, calculate.CellError):
        return Held(value, value.shown)
    style = calculate.style(book, sheet, row, column, one)
    return Held(value, formatted.shown(value, style, book.styles.locale), is_date(style))


def is_date(style: dict[str, Any]) -> bool:
    """Whether numbers in a format are days."""
    return style.get("numberFormat", {}).get("type") in _DATES
