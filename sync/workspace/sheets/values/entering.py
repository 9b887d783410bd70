"""A value put into a cell as if a person typed it there, or as it is."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import cell, clock, entered
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.values import user_entered

_TYPES = frozenset({"TEXT", "NUMBER", "PERCENT", "CURRENCY", "DATE", "TIME", "DATE_TIME", "SCIENTIFIC"})


class Entering:
    """Puts values into cells of a book, in its locale; dates without a year are of the present one."""

    def __init__(self, book: Book) -> None:
        self._styles = book.styles
        self._locale = str(book.meta["properties"].get("locale") or "")
        self._year = clock.today(book).year

    def typed(self, old: cell.Cell, value: Any, where: str = "value") -> cell.Cell:
        """The cell with what a value means: a number, a date, a formula …; one formatted as text keeps it.

        `where` names the value in Google's words, "values[0][0]", should it be a list or an object.
        """
        if not isinstance(value, str):
            return self.raw(old, value, where)
        style = self._styles[cell.style(old)]
        kind = style.get("numberFormat", {}).get("type")
        if kind == "TEXT":
            return cell.with_value(old, entered.text(value))
        meant, shown = user_entered.typed(value, where, self._locale, self._year)
        new = cell.with_value(old, meant)
        if shown and kind not in _TYPES:
            return cell.with_style(new, self._styles.number(style | {"numberFormat": shown}))
        return new

    def raw(self, old: cell.Cell, value: Any, where: str = "value") -> cell.Cell:
        """The cell with a value as it is."""
        return cell.with_value(old, user_entered.raw(value, where)[0])
