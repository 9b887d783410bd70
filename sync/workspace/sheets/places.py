"""Where parts of a spreadsheet lie, found in its JSON: GridRanges, DimensionRanges and anchors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import is_grid_range

Change = Callable[[dict[str, Any]], "dict[str, Any] | None"]
"""What becomes of a place; None if it vanished."""

_SPAN = {"dimension", "startIndex", "endIndex"}


def is_span(value: dict[str, Any]) -> bool:
    """Whether this is a DimensionRange."""
    return value.keys() >= _SPAN


def change_all(book: Book, change: Change, skipped: frozenset[str] = frozenset()) -> None:
    """Change the places of all parts of the spreadsheet but those skipped; what vanishes is dropped."""
    for sheet in book.sheets:
        for name in sheet.meta.keys() - {"properties", "columns"} - skipped:
            new = _changed(sheet.meta[name], change)
            if new is None:
                del sheet.meta[name]
            else:
                sheet.meta[name] = new
    if "namedRanges" in book.meta:
        book.meta["namedRanges"] = _changed(book.meta["namedRanges"], change)


def _changed(value: Any, change: Change) -> Any:
    """A JSON value with its places changed; None for one that vanished and for what stood on it alone."""
    if isinstance(value, list):
        return [new for part in value if (new := _changed(part, change)) is not None]
    if not isinstance(value, dict):
        return value
    if is_grid_range(value) or is_span(value) or _is_anchor(value):
        return change(value)
    kept = {name: _changed(part, change) for name, part in value.items()}
    lost = kept.get("range", value) is None or (value.get("ranges") and not kept["ranges"])
    return None if lost else {name: part for name, part in kept.items() if part is not None}


def _is_anchor(value: dict[str, Any]) -> bool:
    return "sheetId" in value and ("rowIndex" in value or "columnIndex" in value)
