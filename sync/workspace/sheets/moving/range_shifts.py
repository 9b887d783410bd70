"""insertRange and deleteRange: cells put in or taken out, the others of their columns or rows giving way."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, extent, grid, spans
from sync.workspace.sheets.book import Book, Row
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import (
    condition_formulas,
    condition_ranges,
    formulas_along,
    pasting,
    ranges_along,
)
from sync.workspace.sheets.parts import numbered_columns, protection
from sync.workspace.sheets.rectangles import Rectangle

_AT_A_TIME = 2000


def insert(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """insertRange: the new cells look as those did that lay there; what has no room makes the grid grow."""
    area, dimension = _asked(book, request)
    band = _band(area, dimension)
    _check(book, area, band)
    count = _length(area, dimension)
    _make_room(book, area, dimension, count)
    if dimension == "COLUMNS":
        _insert_in_rows(area)
    else:
        _insert_in_columns(area, count)
    _follow(book, area, dimension, spans.inserted(_start(area, dimension), count))
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteRange: what lies below, or to the right, comes up."""
    area, dimension = _asked(book, request)
    _check(book, area, _band(area, dimension))
    pasting.merges_in(area)
    pasting.put_merges(area, [])
    if dimension == "COLUMNS":
        for index, row in area.sheet.rows(area.top, area.bottom):
            if len(row) > area.left:
                area.sheet.put(index, row[: area.left] + row[area.right :])
    else:
        _delete_in_columns(area)
    start = _start(area, dimension)
    _follow(book, area, dimension, spans.removed(start, start + _length(area, dimension)))
    return {}


def _asked(book: Book, request: dict[str, Any]) -> tuple[Area, str]:
    dimension = request.get("shiftDimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise Refusal(400, "Must specify a shiftDimension.")
    return grid.area(book, request.get("range", {})), dimension


def _band(area: Area, dimension: str) -> Area:
    """The area with all that gives way."""
    sheet = area.sheet
    if dimension == "ROWS":
        return Area(sheet, area.top, area.left, sheet.row_count, area.right)
    return Area(sheet, area.top, area.left, area.bottom, sheet.column_count)


def _start(area: Area, dimension: str) -> int:
    return area.top if dimension == "ROWS" else area.left


def _length(area: Area, dimension: str) -> int:
    return area.bottom - area.top if dimension == "ROWS" else area.right - area.left


def _check(book: Book, area: Area, band: Area) -> None:
    protection.check(book, band)
    pasting.merges_in(band)


def _make_room(book: Book, area: Area, dimension: str, count: int) -> None:
    """Let the grid grow by what would be pushed over its edge."""
    sheet = area.sheet
    if dimension == "COLUMNS":
        highest = max((one.high for one in sheet.extents(area.top, area.bottom).values()), default=0)
        extent.grow(book, sheet, 0, highest + count if highest > area.left else 0)
        return
    last = -1
    for index in reversed(sheet.extents(max(area.top, sheet.row_count - count))):
        if any(cell.value(one) is not None for one in sheet.row(index)[area.left : area.right]):
            last = index
            break
    extent.grow(book, sheet, last + count + 1)


def _is_whole(area: Area) -> bool:
    """Whether rows may move as they are: all their cells do, and nothing else of them is kept."""
    sheet = area.sheet
    wide = area.left == 0 and area.right == sheet.column_count
    return wide and not sheet.has_row_properties(area.top)


def _bare(part: Row) -> Row:
    """New cells where these were: their formats alone."""
    return [cell.made(None, cell.style(one)) for one in part]


def _insert_in_rows(area: Area) -> None:
    sheet, count = area.sheet, area.right - area.left
    for index, row in sheet.rows(area.top, area.bottom):
        if len(row) > area.left:
            new = _bare(row[area.left : area.right])
            kept = row[: area.left] + new + [None] * (count - len(new)) + row[area.left :]
            sheet.put(index, kept[: sheet.column_count])


def _insert_in_columns(area: Area, count: int) -> None:
    sheet, left, width = area.sheet, area.left, area.right - area.left
    sheet.load(area.top, area.bottom)
    new = [_bare(sheet.row(index)[left : area.right]) for index in range(area.top, area.bottom)]
    if _is_whole(area):
        sheet.move_rows(area.top, count)
        sheet.move_rows(sheet.row_count, -count)
    else:
        end = min(sheet.depth() + count, sheet.row_count)
        for chunk_end in range(end, area.bottom, -_AT_A_TIME):
            chunk = max(area.bottom, chunk_end - _AT_A_TIME)
            sheet.release()
            sheet.load(chunk, chunk_end)
            sheet.load(chunk - count, chunk_end - count)
            for index in range(chunk_end - 1, chunk - 1, -1):
                pasting.lay(sheet, index, left, width, sheet.row(index - count)[left : area.right])
    for index, part in enumerate(new, area.top):
        pasting.lay(sheet, index, left, width, part)


def _delete_in_columns(area: Area) -> None:
    sheet, left, width = area.sheet, area.left, area.right - area.left
    count = area.bottom - area.top
    if _is_whole(area):
        sheet.move_rows(area.top, -count)
        return
    end = sheet.depth()
    for chunk in range(area.top, end, _AT_A_TIME):
        chunk_end = min(chunk + _AT_A_TIME, end)
        sheet.release()
        sheet.load(chunk, chunk_end)
        sheet.load(chunk + count, chunk_end + count)
        for index in range(chunk, chunk_end):
            pasting.lay(sheet, index, left, width, sheet.row(index + count)[left : area.right])


def _follow(book: Book, area: Area, dimension: str, shifted: spans.Shift) -> None:
    """Let ranges and formulas follow; a conditional format is split where only some of its cells move."""
    sheet = area.sheet
    across, most = (area.left, area.right), sheet.column_count
    lane = Rectangle(0, area.left, sheet.row_count, area.right)
    if dimension == "COLUMNS":
        across, most = (area.top, area.bottom), sheet.row_count
        lane = Rectangle(area.top, 0, area.bottom, sheet.column_count)
    condition_ranges.split(sheet, lane)
    condition_formulas.follow(sheet, dimension, shifted, across)
    if dimension == "COLUMNS":
        numbered_columns.shift(book, sheet, shifted, across)
    ranges_along.shift(book, sheet, dimension, shifted, across)
    formulas_along.shift(book, sheet, dimension, shifted, None if across == (0, most) else across)
