"""Formats and validation rules, each kept once a spreadsheet; cells name them by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import orjson

from sync.workspace.sheets import colours

PLAIN = 0
"""The number of having no format."""

_WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: dict[str, Any] = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}


class Styles:
    """The styles of one spreadsheet, by number and by content. Styles are added, never taken away."""

    def __init__(self, tx: sqlite3.Connection, spreadsheet_id: str) -> None:
        self._tx, self._spreadsheet = tx, spreadsheet_id
        self.locale = ""
        """The spreadsheet's locale, in which its formats are shown; "" is en_US."""
        self._by_number: list[dict[str, Any]] = [{}]
        self._numbers: dict[bytes, int] = {}
        self._memo: dict[bytes, int] = {}
        for row in tx.execute(
            "SELECT style FROM styles WHERE spreadsheet = ? ORDER BY number", (spreadsheet_id,)
        ):
            self._remember(row["style"])
        self._kept = len(self._by_number)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._by_number)

    def __getitem__(self, number: int) -> dict[str, Any]:
        return self._by_number[number]

    def number(self, style: dict[str, Any]) -> int:
        """The number of a style, a new one where it is new; PLAIN for {}."""
        if not style:
            return PLAIN
        given = orjson.dumps(style)
        if (known := self._memo.get(given)) is None:
            content = orjson.dumps(colours.paired(style), option=orjson.OPT_SORT_KEYS)
            known = self._numbers.get(content) or self._remember(content)
            self._memo[given] = known
        return known

    def _remember(self, content: bytes) -> int:
        self._by_number.append(orjson.loads(content))
        self._numbers[content] = number = len(self._by_number) - 1
        return number

    def save(self) -> None:
        """Write the styles that are new."""
        new = range(self._kept, len(self._by_number))
        self._tx.executemany(
            "INSERT INTO styles (spreadsheet, number, style) VALUES (?, ?, ?)",
            [
                (self._spreadsheet, n, orjson.dumps(self._by_number[n], option=orjson.OPT_SORT_KEYS))
                for n in new
            ],
        )
        self._kept = len(self._by_number)


def laid_over(default: dict[str, Any], style: dict[str, Any]) -> dict[str, Any]:
    """A default format with a cell's own over it, field by field."""
    merged = dict(default)
    for name, part in style.items():
        below = default.get(name)
        deeper = (
            isinstance(part, dict) and isinstance(below, dict) and not name.endswith(("Color", "ColorStyle"))
        )
        merged[name] = laid_over(below or {}, part) if deeper else part
    return merged
