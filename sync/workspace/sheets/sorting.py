"""sortRange: rows of a range in the order of some of its columns."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import cell, grid, protection
from sync.workspace.sheets.book import Book, Row

_KINDS = {int: 0, float: 0, str: 1, bool: 2, dict: 3}


def sort_range(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """Sort by each column in turn; numbers come before texts, texts before booleans, blanks always last."""
    area, specs = grid.area(book, request.get("range", {})), request.get("sortSpecs", [])
    protection.check(book, area)
    if not specs:
        raise Refusal(400, "Must specify at least one sort spec.")
    area.sheet.load(area.top, area.bottom)
    rows = [_padded(area.sheet.row(index), area.right) for index in range(area.top, area.bottom)]
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        if spec.keys() - {"dimensionIndex", "sortOrder"}:
            raise unimplemented("sorting by colour")
        if not area.left <= column < area.right:
            raise Refusal(400, f"sortSpecs.dimensionIndex[{column}] is not in the range.")
        rows = _sorted(rows, column, descending=spec.get("sortOrder") == "DESCENDING")
    moved = [row[area.left : area.right] for row in rows]
    for index, part in enumerate(moved, area.top):
        row = _padded(area.sheet.row(index), area.right)
        area.sheet.put(index, row[: area.left] + part + row[area.right :])
    return {}


def _padded(row: Row, width: int) -> Row:
    return row + [None] * (width - len(row))


def _sorted(rows: list[Row], column: int, *, descending: bool) -> list[Row]:
    filled = [row for row in rows if cell.value(row[column]) is not None]
    blank = [row for row in rows if cell.value(row[column]) is None]
    return sorted(filled, key=lambda row: _key(cell.value(row[column])), reverse=descending) + blank


def _key(value: Any) -> tuple[int, Any]:
    if isinstance(value, str):
        return 1, value.casefold()
    return _KINDS[type(value)], str(value) if isinstance(value, dict) else value
