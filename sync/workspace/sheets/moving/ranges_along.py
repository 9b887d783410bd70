"""Ranges that go along when cells move: named and protected ranges, filters, banding, sources of charts."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import places, rectangles
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import Area, is_grid_range
from sync.workspace.sheets.parts import numbered_columns
from sync.workspace.sheets.places import Change
from sync.workspace.sheets.spans import Shift

_SIDES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
_OPEN = 1 << 40
_OF_ONE_SHEET = ("protectedRanges", "bandedRanges", "filterViews", "tables")
_PASTED = frozenset({"merges", "conditionalFormats"})  # pasting itself sees to these


def carry(book: Book, source: Area, target: Sheet, rows: int, columns: int) -> None:
    """Take ranges that lie wholly in cells that were cut to where those were pasted."""
    whole, away = rectangles.of(source), target is not source.sheet

    def change(given: dict[str, Any]) -> dict[str, Any]:
        here = given.get("sheetId", 0) == source.sheet.id
        if not here or not rectangles.read(given, source.sheet).within(whole):
            return given
        moved = {"sheetId": target.id}
        for dimension, by in (("ROWS", rows), ("COLUMNS", columns)):
            for side in _SIDES[dimension]:
                if side in given:
                    moved[side] = given[side] + by
                elif by and side.startswith("start"):
                    moved[side] = by
        return moved

    for part in numbered_columns.filters(source.sheet):
        stays = away and part is source.sheet.meta.get("basicFilter")
        if not stays and rectangles.read(part.get("range", {}), source.sheet).within(whole):
            numbered_columns.step(part, columns)
    skipped = _PASTED | ({"basicFilter", "slicers"} if away else set())
    places.change_all(book, _ranges(change), skipped)
    if away:
        for name in _OF_ONE_SHEET:
            _resettle(source.sheet, target, name)


def _resettle(source: Sheet, target: Sheet, name: str) -> None:
    """Put parts whose range went to another sheet into that sheet's list."""
    parts = source.meta.get(name, ())
    gone = [one for one in parts if one.get("range", {}).get("sheetId") == target.id]
    if gone:
        source.meta[name] = [one for one in parts if not any(one is other for other in gone)]
        target.several(name).extend(gone)


def shift(book: Book, sheet: Sheet, dimension: str, shifted: Shift, across: tuple[int, int]) -> None:
    """Shift the ranges of a sheet that lie wholly in the columns (of rows; or the other way) `across`."""
    start, end = _SIDES[dimension]
    other = _SIDES["COLUMNS" if dimension == "ROWS" else "ROWS"]
    count = sheet.column_count if dimension == "ROWS" else sheet.row_count

    def change(given: dict[str, Any]) -> dict[str, Any] | None:
        if given.get("sheetId", 0) != sheet.id or (start not in given and end not in given):
            return given
        if given.get(other[0], 0) < across[0] or given.get(other[1], count) > across[1]:
            return given
        span = shifted(given.get(start, 0), given.get(end, _OPEN))
        if span is None:
            return None
        return {**given, start: span[0]} | ({end: span[1]} if end in given else {})

    places.change_all(book, _ranges(change))


def _ranges(change: Change) -> Change:
    """A change of GridRanges alone."""
    return lambda place: change(place) if is_grid_range(place) else place
