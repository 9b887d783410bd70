"""What a file brings for a spreadsheet, read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from sync.workspace.sheets.book import MOST_CELLS
from sync.workspace.sheets.cell import Cell

ROWS, COLUMNS = 1000, 26
"""The least grid that an imported sheet gets, as a new one has, unless that were too much with the others."""

Row = tuple[int, list[Cell], dict[str, Any]]
"""A row's index, its cells as `sheets.cell` keeps them, its properties."""


def _no_rows() -> Iterable[Row]:
    return ()


@dataclass
class SheetContent:
    """A sheet to be: properties, rows, which are read from the file as they are asked for, and requests.

    A cell's format is a place in its `Content.looks`. Requests, and links inside, name sheets by their
    place in the file. `merges` are GridRanges that do not overlap.
    """

    properties: dict[str, Any]
    rows: Callable[[], Iterable[Row]] = _no_rows
    merges: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Content:
    """All sheets of a file, the formats of their cells (the first is none), and requests about the whole."""

    sheets: list[SheetContent] = field(default_factory=list)
    looks: list[Mapping[str, Any]] = field(default_factory=lambda: [{}])
    requests: list[dict[str, Any]] = field(default_factory=list)
    _places: dict[bytes, int] = field(default_factory=dict)

    def look(self, look: Mapping[str, Any]) -> int:
        """The place of a format, a new one where it is new."""
        if not look:
            return 0
        key = orjson.dumps(look)
        if (place := self._places.get(key)) is None:
            place = self._places[key] = len(self.looks)
            self.looks.append(look)
        return place


def sized(sheets: list[tuple[SheetContent, int, int]]) -> None:
    """Give sheets grids of so many rows and columns; where there is room, no less than new ones have."""
    least = [(sheet, max(1, rows), max(1, columns)) for sheet, rows, columns in sheets]
    left = MOST_CELLS - sum(rows * columns for _, rows, columns in least)
    for sheet, rows, columns in least:
        wider = min(max(columns, COLUMNS), columns + max(0, left) // rows)
        left -= (wider - columns) * rows
        deeper = min(max(rows, ROWS), rows + max(0, left) // wider)
        left -= (deeper - rows) * wider
        sheet.properties.setdefault("gridProperties", {}).update({"rowCount": deeper, "columnCount": wider})


def renumbered(value: Any, ids: Mapping[int, int]) -> Any:
    """A JSON value with sheets' places in the file replaced by their ids."""
    if isinstance(value, list):
        return [renumbered(part, ids) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: ids[part] if name == "sheetId" else renumbered(part, ids) for name, part in dict(value).items()
    }


def titles(given: list[str]) -> Iterator[str]:
    """Titles that a spreadsheet takes: not empty, at most 100 letters, each different from the others."""
    taken: set[str] = set()
    for title in given:
        name = title.strip()[:100] or "Sheet"
        tried, number = name, 2
        while tried.casefold() in taken:
            tried, number = f"{name[:90]} ({number})", number + 1
        taken.add(tried.casefold())
        yield tried
