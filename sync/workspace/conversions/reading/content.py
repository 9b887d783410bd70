"""What a file brings for a spreadsheet, read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from sync.workspace.sheets.cell import Cell

ROWS, COLUMNS = 1000, 26
"""The least grid that an imported sheet gets, as a new one has."""


@dataclass
class SheetContent:
    """A sheet to be: properties, rows (index -> cells as `sheets.cell` keeps them), and requests.

    A cell's format is a place in its `Content.looks`. Requests, and links inside, name sheets by their
    place in the file.
    """

    properties: dict[str, Any]
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    row_properties: dict[int, dict[str, Any]] = field(default_factory=dict)
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


def sized(sheet: SheetContent, rows: int, columns: int) -> None:
    """Give a sheet a grid that holds so many rows and columns, and no less than a new one has."""
    sheet.properties.setdefault("gridProperties", {}).update(
        {"rowCount": max(rows, ROWS), "columnCount": max(columns, COLUMNS)}
    )


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
