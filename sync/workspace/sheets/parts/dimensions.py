"""Requests about rows and columns: how many, how large, hidden or not."""

from __future__ import annotations

import unicodedata
from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import cell, extent, spans
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import condition_formulas, formulas_along
from sync.workspace.sheets.parts import metadata, protection
from sync.workspace.sheets.shapes import update_mask

ROW_PIXELS, COLUMN_PIXELS = 21, 100
"""The size of a row and of a column that nobody has sized."""

_PIXELS_A_LETTER, _PIXELS_ROUND_A_TEXT = 7, 18
_WRITABLE = {"pixelSize", "hiddenByUser"}


def span(book: Book, given: dict[str, Any]) -> tuple[Sheet, str, int, int]:
    """(sheet, dimension, start, end) of a DimensionRange; open sides end at the grid's edge."""
    sheet, dimension = book.sheet(given.get("sheetId", 0)), given.get("dimension", "")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise Refusal(400, "Must specify a dimension.")
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    start, end = given.get("startIndex", 0), given.get("endIndex", count)
    if min(start, end) < 0:
        raise Refusal(400, "DimensionRange indexes must be >= 0")
    if start >= end:
        raise Refusal(400, f"endIndex[{end}] must be after startIndex[{start}]")
    return sheet, dimension, start, end


def check_end(sheet: Sheet, dimension: str, end: int) -> None:
    """Refusal 400 for a span that ends beyond the grid."""
    count = _count(sheet, dimension)
    if end > count:
        raise Refusal(
            400, f"range.endIndex[{end}] is after last {dimension[:-1].lower()} in grid[{count - 1}]"
        )


def hide(sheet: Sheet, dimension: str, start: int, end: int, *, hidden: bool) -> None:
    """Hide rows or columns `[start, end)` as a person does, or show them."""
    _put(sheet, dimension, start, end, {"hiddenByUser": hidden})


def _count(sheet: Sheet, dimension: str) -> int:
    return sheet.row_count if dimension == "ROWS" else sheet.column_count


def _whole(sheet: Sheet, dimension: str, start: int, end: int) -> Area:
    if dimension == "ROWS":
        return Area(sheet, start, 0, end, sheet.column_count)
    return Area(sheet, 0, start, sheet.row_count, end)


def append(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """appendDimension."""
    sheet, dimension = book.sheet(request.get("sheetId", 0)), request.get("dimension")
    length = request.get("length", 0)
    if length < 1:
        raise Refusal(400, "Length must be greater than 0.")
    if dimension == "ROWS":
        extent.grow(book, sheet, sheet.row_count + length)
    elif dimension == "COLUMNS":
        extent.grow(book, sheet, 0, sheet.column_count + length)
    else:
        raise Refusal(400, "Must specify a dimension.")
    return {}


def insert(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """insertDimension: new rows or columns that look like their neighbours."""
    sheet, dimension, start, end = span(book, request.get("range", {}))
    count, inherit = end - start, bool(request.get("inheritFromBefore"))
    size = _count(sheet, dimension)
    for name in ("startIndex", "endIndex"):
        if name not in request.get("range", {}):
            raise Refusal(400, f"range.{name} must be set")
    if start > size:
        raise Refusal(400, f"range.startIndex is larger than current grid size ({size})")
    if start == size and not inherit:
        raise Refusal(
            400, f"range.startIndex must be less than the grid size ({size}) if inheritFromBefore is false."
        )
    if inherit and start == 0:
        raise Refusal(400, "inheritFromBefore cannot be set to true when inserting at the first index.")
    protection.check(book, _whole(sheet, dimension, start, start + 1))
    grid = sheet.meta["properties"]["gridProperties"]
    if dimension == "ROWS":
        grid["rowCount"] += count
        book.check_size()
        _insert_rows(sheet, start, count, start - 1 if inherit else start)
    else:
        grid["columnCount"] += count
        book.check_size()
        _insert_columns(sheet, start, count, start - 1 if inherit else start)
    shift = spans.inserted(start, count)
    follow(book, sheet, dimension, shift)
    return {}


def follow(book: Book, sheet: Sheet, dimension: str, shift: spans.Shift) -> None:
    """Let all that lies on rows or columns, or refers to them, go where they go."""
    condition_formulas.follow(sheet, dimension, shift)
    spans.shift_all(book, sheet, dimension, shift)
    metadata.shift(book, sheet, dimension, shift)
    formulas_along.shift(book, sheet, dimension, shift, None)


def _insert_rows(sheet: Sheet, at: int, count: int, like: int) -> None:
    model = [cell.made(None, cell.style(one)) for one in sheet.row(like)]
    height = {k: v for k, v in sheet.row_properties(like).items() if k == "pixelSize"}
    sheet.move_rows(at, count)
    for index in range(at, at + count):
        if any(model):
            sheet.put(index, list(model))
        if height:
            sheet.put_row_properties(index, dict(height))


def _insert_columns(sheet: Sheet, at: int, count: int, like: int) -> None:
    for index, row, _ in list(sheet.filled()):
        if len(row) > min(at, like):
            model = cell.made(None, cell.style(row[like])) if like < len(row) else None
            kept = row + [None] * (at - len(row))
            sheet.row(index)
            sheet.put(index, kept[:at] + [model] * count + kept[at:])
    moved = {str(int(i) + count * (int(i) >= at)): part for i, part in sheet.columns.items()}
    size = {k: v for k, v in sheet.columns.get(str(like), {}).items() if k == "pixelSize"}
    if size:
        moved |= {str(index): dict(size) for index in range(at, at + count)}
    sheet.meta["columns"] = moved


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteDimension."""
    sheet, dimension, start, end = span(book, request.get("range", {}))
    count, one = _count(sheet, dimension), dimension[:-1].lower()
    if end > count:
        raise Refusal(
            400,
            f"Cannot delete a {one} that doesn't exist. Tried to delete {one} index {max(start, count)} "
            f"but there are only {count} {one}s.",
        )
    if end - start == count:
        raise Refusal(400, f"You can't delete all the {one}s on the sheet.")
    frozen = sheet.meta["properties"]["gridProperties"].get(f"frozen{one.capitalize()}Count", 0)
    if frozen and start <= frozen and end >= count:
        raise Refusal(400, f"Sorry, it is not possible to delete all non-frozen {one}s.")
    protection.check(book, _whole(sheet, dimension, start, end))
    remove(book, sheet, dimension, start, end)
    grid = sheet.meta["properties"]["gridProperties"]
    grid[f"{one}Count"] = count - (end - start)
    if frozen:
        grid[f"frozen{one.capitalize()}Count"] = frozen - max(0, min(end, frozen) - start)
    return {}


def remove(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Take rows or columns `[start, end)` away with what they hold; the grid's counts are the caller's."""
    if dimension == "ROWS":
        sheet.move_rows(start, start - end)
    else:
        for index, row, _ in list(sheet.filled()):
            if len(row) > start:
                sheet.row(index)
                sheet.put(index, row[:start] + row[end:])
        sheet.meta["columns"] = {
            str(int(i) - (end - start) * (int(i) >= end)): part
            for i, part in sheet.columns.items()
            if not start <= int(i) < end
        }
    shift = spans.removed(start, end)
    follow(book, sheet, dimension, shift)


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateDimensionProperties: pixelSize and hiddenByUser."""
    mask = update_mask("DimensionProperties", request.get("fields", ""))
    if "dataSourceSheetRange" in request:
        raise unimplemented("updateDimensionProperties of a data source sheet")
    if "developerMetadata" in mask:
        raise unimplemented("updateDimensionProperties of developerMetadata")
    sheet, dimension, start, end = span(book, request.get("range", {}))
    given = request.get("properties", {})
    check_end(sheet, dimension, end)
    names = _WRITABLE if "*" in mask else _WRITABLE & mask.keys()
    if given.get("pixelSize", 1) < 0 or given.get("pixelSize", 1) > 2000:
        raise Refusal(400, "pixelSize must be between 0 and 2000.")
    _put(sheet, dimension, start, end, {name: given.get(name) for name in names})
    return {}


def _put(sheet: Sheet, dimension: str, start: int, end: int, new: dict[str, Any]) -> None:
    if dimension == "ROWS":
        sheet.load(start, end)
        for index in range(start, end):
            sheet.put_row_properties(index, _merged(sheet.row_properties(index), new))
    else:
        for index in range(start, end):
            sheet.columns[str(index)] = _merged(sheet.columns.get(str(index), {}), new)


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (old | new).items() if value}


def auto_resize(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """autoResizeDimensions: columns as wide as their longest text, about; rows back to the default height."""
    if "dimensions" not in request:
        raise unimplemented("autoResizeDimensions of a data source sheet")
    sheet, dimension, start, end = span(book, request["dimensions"])
    end = min(end, _count(sheet, dimension))
    if dimension == "ROWS":
        for index, _, properties in list(sheet.filled(start, end)):
            if properties.pop("pixelSize", None):
                sheet.put_row_properties(index, properties)
        return {}
    widest: dict[int, int] = {}
    for index, kept, _ in calculate.rows(book, sheet, 0, sheet.row_count):
        row = calculate.padded(book, sheet, index, kept)
        for column in range(start, min(end, len(row))):
            shown = calculate.shown(book, sheet, index, column, row[column])
            letters = max((_letters(line) for line in shown.splitlines()), default=0)
            widest[column] = max(widest.get(column, 0), letters)
    for column, letters in widest.items():
        if letters:
            size = _PIXELS_A_LETTER * letters + _PIXELS_ROUND_A_TEXT
            sheet.columns[str(column)] = sheet.columns.get(str(column), {}) | {"pixelSize": size}
    return {}


def _letters(text: str) -> int:
    """Letters that take room: marks above and below others take none."""
    return sum(not unicodedata.combining(letter) and unicodedata.category(letter) != "Mn" for letter in text)
