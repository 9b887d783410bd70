"""What happens to ranges when rows or columns come and go: every GridRange of a spreadsheet moves along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.workspace.sheets import places
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import is_grid_range
from sync.workspace.sheets.parts import numbered_columns

Shift = Callable[[int, int], tuple[int, int] | None]
"""Where a half-open span lies afterwards; None if nothing is left of it."""

_SIDES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
_ANCHORS = {"ROWS": "rowIndex", "COLUMNS": "columnIndex"}
_OPEN = 1 << 40


def inserted(at: int, count: int) -> Shift:
    """Rows or columns put in at an index: what begins there or later moves, what spans it grows."""

    def shift(start: int, end: int) -> tuple[int, int] | None:
        return start + count * (start >= at), end + count * (end > at)

    return shift


def removed(first: int, end_of_removed: int) -> Shift:
    """Rows or columns `[first, end)` taken away."""

    def after(index: int) -> int:
        return index - max(0, min(index, end_of_removed) - first)

    def shift(start: int, end: int) -> tuple[int, int] | None:
        new = after(start), after(end)
        return new if new[0] < new[1] else None

    return shift


def shift_all(book: Book, sheet: Sheet, dimension: str, shift: Shift) -> None:
    """Move every range and anchor of the spreadsheet that lies on `sheet`; what vanishes is dropped."""
    if dimension == "COLUMNS":
        numbered_columns.shift(book, sheet, shift)
    places.change_all(book, lambda place: _moved(place, sheet.id, dimension, shift))


def _moved(place: dict[str, Any], sheet_id: int, dimension: str, shift: Shift) -> dict[str, Any] | None:
    if is_grid_range(place):
        return _moved_range(place, sheet_id, dimension, shift)
    if places.is_span(place):
        return _moved_span(place, sheet_id, dimension, shift)
    return _moved_anchor(place, sheet_id, dimension, shift)


def _moved_range(value: dict[str, Any], sheet_id: int, dimension: str, shift: Shift) -> dict[str, Any] | None:
    if value.get("sheetId", 0) != sheet_id:
        return value
    start, end = _SIDES[dimension]
    if start not in value and end not in value:
        return value
    span = shift(value.get(start, 0), value.get(end, _OPEN))
    if span is None:
        return None
    sides = {start: span[0]} | ({end: span[1]} if end in value else {})
    return {name: sides.get(name, part) for name, part in value.items()}


def _moved_span(value: dict[str, Any], sheet_id: int, dimension: str, shift: Shift) -> dict[str, Any] | None:
    """A DimensionRange (of a group) with what became of it."""
    if value.get("sheetId", 0) != sheet_id or value["dimension"] != dimension:
        return value
    span = shift(value["startIndex"], value["endIndex"])
    return {**value, "startIndex": span[0], "endIndex": span[1]} if span else None


def _moved_anchor(value: dict[str, Any], sheet_id: int, dimension: str, shift: Shift) -> dict[str, Any]:
    """An anchor whose row or column is gone stays where that was."""
    name = _ANCHORS[dimension]
    if value["sheetId"] != sheet_id or name not in value:
        return value
    span = shift(value[name], value[name] + 1)
    if span is not None:
        return {**value, name: span[0]}
    before = shift(0, value[name] + 1)
    return {**value, name: before[1] if before else 0}


def forget_sheet(book: Book, sheet_id: int) -> None:
    """Drop named ranges that lie on a sheet that goes."""
    if "namedRanges" in book.meta:
        book.meta["namedRanges"] = [
            named for named in book.meta["namedRanges"] if named["range"].get("sheetId", 0) != sheet_id
        ]
