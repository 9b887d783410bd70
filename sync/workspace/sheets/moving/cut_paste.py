"""cutPaste: cells moved, with what refers to them and the ranges that lie over them."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import extent, grid
from sync.workspace.sheets.book import Book, Row
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import condition_ranges, formulas_along, pasting, ranges_along
from sync.workspace.sheets.parts import protection


def cut(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """All of the source is cut, whatever is pasted of it; the grid grows where it must."""
    source = grid.area(book, request.get("source", {}))
    sheet, top, left = grid.coordinate(book, request.get("destination", {}))
    kind, by = pasting.paste_kind(request), (top - source.top, left - source.left)
    target = Area(sheet, top, left, source.bottom + by[0], source.right + by[1])
    protection.check(book, source)
    protection.check(book, target)
    if source == target:
        return {}
    extent.grow(book, sheet, target.bottom, target.right)
    merges, held = pasting.merges_in(source), condition_ranges.pieces(source)
    rows = pasting.taken(book, source, kind)
    _clear(source)
    pasting.merges_in(target)
    _put_down(book, kind, source, target, rows)
    if kind in pasting.WITH_MERGES:
        pasting.put_merges(target, [one.by(*by) for one in merges])
    if kind in pasting.WITH_CONDITIONS:
        condition_ranges.clear(target)
        for piece in held:
            condition_ranges.lay(sheet, piece, [piece.where.by(*by)])
    if kind in pasting.WITH_FORMULAS:
        ranges_along.carry(book, source, sheet, *by)
        formulas_along.carry(book, source, sheet, *by)
    return {}


def _clear(area: Area) -> None:
    for index, _ in area.sheet.rows(area.top, area.bottom):
        pasting.lay(area.sheet, index, area.left, area.right - area.left, [])
    pasting.put_merges(area, [])
    condition_ranges.clear(area)


def _put_down(book: Book, kind: str, source: Area, target: Area, rows: list[Row]) -> None:
    sheet, width = target.sheet, target.right - target.left
    for index in pasting.row_by_row(target):
        old = sheet.row(index)[target.left : target.right]
        new = list(rows[index - target.top])
        if source.sheet is not sheet:
            new = [formulas_along.named(one, source.sheet.title) for one in new]
        length = max(len(old), len(new))
        old += [None] * (length - len(old))
        new += [None] * (length - len(new))
        laid = [pasting.pasted(book, kind, *both) for both in zip(old, new, strict=True)]
        pasting.lay(sheet, index, target.left, width, laid)
