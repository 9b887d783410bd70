"""Requests that merge and unmerge cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import protection


def merge(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """mergeCells: the value of the first cell that has one is kept, the others go."""
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    _check_frozen(area)
    _take_away(book, area)
    for part in _parts(area, request.get("mergeType", "MERGE_ALL")):
        if (part.bottom - part.top) * (part.right - part.left) > 1:
            _gather(part)
            area.sheet.several("merges").append(_range(part))
    return {}


def _parts(area: Area, kind: str) -> Iterator[Area]:
    match kind:
        case "MERGE_ALL":
            yield area
        case "MERGE_COLUMNS":
            for column in range(area.left, area.right):
                yield Area(area.sheet, area.top, column, area.bottom, column + 1)
        case "MERGE_ROWS":
            for row in range(area.top, area.bottom):
                yield Area(area.sheet, row, area.left, row + 1, area.right)


def _check_frozen(area: Area) -> None:
    properties = area.sheet.meta["properties"]["gridProperties"]
    for name, start, end in (("row", area.top, area.bottom), ("column", area.left, area.right)):
        if start < properties.get(f"frozen{name.capitalize()}Count", 0) < end:
            raise Refusal(400, f"You can't merge frozen and non-frozen {name}s.")


def _gather(area: Area) -> None:
    """Keep the first value of an area, in its first cell."""
    first: Any = None
    for index in range(area.top, area.bottom):
        row = list(area.sheet.row(index))
        for column in range(area.left, min(area.right, len(row))):
            if cell.value(row[column]) is None:
                continue
            first = first if first is not None else row[column]
            row[column] = cell.with_value(row[column], None)
        area.sheet.put(index, row)
    if first is None:
        return
    row = list(area.sheet.row(area.top))
    row += [None] * (area.left + 1 - len(row))
    row[area.left] = cell.made(
        cell.value(first), cell.style(row[area.left]) or cell.style(first), cell.extras(first)
    )
    area.sheet.put(area.top, row)


def unmerge(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """unmergeCells: every merge that lies in the range."""
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    _take_away(book, area)
    return {}


def _take_away(book: Book, area: Area) -> None:
    kept = []
    for given in area.sheet.several("merges"):
        known = grid.area(book, given)
        if not known.overlaps(area):
            kept.append(given)
        elif not area.contains(known):
            raise Refusal(400, "You must select all cells in a merged range to merge or unmerge them.")
    area.sheet.meta["merges"] = kept


def _range(area: Area) -> dict[str, Any]:
    return {
        "sheetId": area.sheet.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
