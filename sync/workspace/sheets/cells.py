"""Requests that write cells: updateCells, repeatCell, appendCells."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, extent, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate, references
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import protection, typed_tables

_NOTHING: dict[str, Any] = {}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateCells: rows from a start on, or a range whose cells that the rows do not cover are cleared."""
    plan = cell.plan(book.styles, request.get("fields", ""))
    rows = [row.get("values") or [] for row in request.get("rows", [])]
    if "range" in request:
        area = grid.area(book, request["range"])
        _check_inside(rows, area)
        protection.check(book, area)
        _write(area, plan, rows, clear=True)
    else:
        sheet, top, left = grid.coordinate(book, request.get("start", {}))
        _check_inside(rows, Area(sheet, top, left, sheet.row_count, sheet.column_count))
        if rows and (width := max(map(len, rows))):
            area = Area(sheet, top, left, top + len(rows), left + width)
            protection.check(book, area)
            _write(area, plan, rows, clear=False)
    return {}


def _check_inside(rows: list[list[Any]], area: Area) -> None:
    if len(rows) > area.bottom - area.top:
        raise Refusal(
            400,
            f"Attempting to write row: {area.bottom}, beyond the last requested row of: {area.bottom - 1}",
        )
    if rows and max(map(len, rows)) > area.right - area.left:
        raise Refusal(
            400,
            f"Attempting to write column: {area.right}, beyond the last requested column of: "
            f"{area.right - 1}",
        )


def _write(area: Area, plan: cell.Plan, rows: list[list[Any]], *, clear: bool) -> None:
    """Write rows of CellData at the area's corner; with `clear` the mask empties the rest of it."""
    sheet, left, apply = area.sheet, area.left, plan.apply
    sheet.load(area.top, area.bottom)
    for offset in range(area.bottom - area.top if clear else len(rows)):
        given = rows[offset] if offset < len(rows) else []
        width = area.right - left if clear else len(given)
        kept = sheet.row(area.top + offset)
        if len(kept) < left + width:
            kept += [None] * (left + width - len(kept))
        for column in range(width):
            new = given[column] if column < len(given) else _NOTHING
            kept[left + column] = apply(kept[left + column], new or _NOTHING)
        sheet.put(area.top + offset, kept)


def repeat(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """repeatCell: one cell's parts all over a range; what of it lies beyond the grid is of no account."""
    plan = cell.plan(book.styles, request.get("fields", ""))
    area, given = grid.area(book, request.get("range", {}), clip=True), request.get("cell", {})
    protection.check(book, area)
    formula = (given.get("userEnteredValue") or {}).get("formulaValue")
    if plan.value and isinstance(formula, str) and formula.startswith("="):
        _repeat_formula(area, plan, given, formula)
    else:
        change(area, lambda old: plan.apply(old, given))
    return {}


def _repeat_formula(area: Area, plan: cell.Plan, given: dict[str, Any], formula: str) -> None:
    """A formula over a range refers further in each cell, as if it were copied from the first."""
    area.sheet.load(area.top, area.bottom)
    for index in range(area.top, area.bottom):
        row = area.sheet.row(index)
        row = row + [None] * (area.right - len(row))
        for column in range(area.left, area.right):
            value = {"formulaValue": references.moved(formula, index - area.top, column - area.left)}
            row[column] = plan.apply(row[column], {**given, "userEnteredValue": value})
        area.sheet.put(index, row)


def change(area: Area, new: Any) -> None:
    """Put `new(old cell)` for every cell of an area."""
    sheet = area.sheet
    sheet.load(area.top, area.bottom)
    for index in range(area.top, area.bottom):
        kept = sheet.row(index)
        if len(kept) < area.right:
            kept += [None] * (area.right - len(kept))
        kept[area.left : area.right] = [new(old) for old in kept[area.left : area.right]]
        sheet.put(index, kept)


def append(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """appendCells: rows below the last row that has a value; the grid grows where it must."""
    plan = cell.plan(book.styles, request.get("fields", ""))
    rows = [row.get("values") or [] for row in request.get("rows", [])]
    if request.get("tableId"):
        _append_to_table(book, plan, request["tableId"], rows)
        return {}
    sheet = book.sheet(request.get("sheetId", 0))
    _check_inside(rows[:1] and [max(rows, key=len)], Area(sheet, 0, 0, 1, sheet.column_count))
    top = last_row_with_value(book, sheet) + 1
    extent.grow(book, sheet, top + len(rows))
    if rows and (width := max(map(len, rows))):
        area = Area(sheet, top, 0, top + len(rows), width)
        protection.check(book, area)
        _write(area, plan, rows, clear=False)
    return {}


def _append_to_table(book: Book, plan: cell.Plan, identity: str, rows: list[list[Any]]) -> None:
    """Write rows below those of a table that hold values; the table grows."""
    area = typed_tables.append_at(book, identity, len(rows))
    _check_inside(rows, area)
    protection.check(book, area)
    if rows:
        _write(area, plan, rows, clear=False)
    typed_tables.settle(book, identity)


def last_row_with_value(book: Book, sheet: Sheet) -> int:
    """The index of the last row with content, what arrays have spread over among it; -1 for none."""
    return max(calculate.extents(book, sheet), default=-1)
