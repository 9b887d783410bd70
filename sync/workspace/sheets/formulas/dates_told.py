"""ISDATE: whether a value is a date. Numbers do not tell; the formats of the cells they stand in do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace.sheets.book import Book
from sync.workspace.sheets.formulas import looks
from sync.workspace.sheets.formulas.looks import Look
from sync.workspace.sheets.formulas.outcomes import Formats, Formulas
from sync.workspace.sheets.values import locales, typed_dates

DATES = frozenset({"DATE", "TIME", "DATE_TIME"})
_DEEPEST = 8  # formulas that a format is handed on through


class DatesTold:
    """What ISDATE answers on one spreadsheet; `formulas` and `formats` are its own as they stand."""

    def __init__(self, book: Book, formulas: Formulas) -> None:
        self._ways = locales.of(book.meta["properties"])
        self._keys: Mapping[str, int] = {sheet.title: sheet.key for sheet in book.sheets}
        self._formulas = formulas
        self._formats: Formats = {}
        self._dated = frozenset[int]()

    def renew(self, formats: Formats, dated: frozenset[int]) -> None:
        """Go by the formats as they are now; `dated` are the numbers of the styles of dates and times."""
        self._formats, self._dated = formats, dated

    def isdate(self, value: Any, dated: Any = False, title: Any = "", row: Any = 0, column: Any = 0) -> Any:
        """ISDATE of a value or rows of values; `dated` if known to be one, else the first cell's place."""
        if isinstance(value, list):
            return [
                [
                    self.isdate(one, dated, title, row + down, column + across)
                    for across, one in enumerate(line)
                ]
                for down, line in enumerate(value)
            ]
        if isinstance(value, str):
            return typed_dates.read(value, self._ways, None) is not None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return bool(dated) or (title in self._keys and self._at(self._keys[title], int(row), int(column), 0))

    def _at(self, key: int, row: int, column: int, depth: int) -> bool:
        number = self._formats.get((key, row), {}).get(column)
        if number is not None:
            return number in self._dated
        formula = self._formulas.get(key, {}).get(row, {}).get(column)
        return self._of(getattr(formula, "look", None), depth + 1)

    def _of(self, look: Look, depth: int) -> bool:
        match look if depth <= _DEEPEST else None:
            case looks.Typed(type_):
                return type_ in DATES
            case looks.At(read):
                return self._at(self._keys[read.title], read.top, read.left, depth)
            case looks.Difference(first, second):
                return self._of(first, depth + 1) != self._of(second, depth + 1)
        return False
