"""autoFill: what a range begins is gone on with."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, grid
from sync.workspace.sheets.book import Book, Row
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import condition_ranges, pasting
from sync.workspace.sheets.moving.series import series
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.rectangles import Rectangle


def fill(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """autoFill: series, formulas and formats; from a given source, or from what the range has at one side."""
    alternate = bool(request.get("useAlternateSeries"))
    if ("range" in request) == ("sourceAndDestination" in request):
        raise Refusal(400, "Must specify exactly one of range or sourceAndDestination.")
    if "range" in request:
        for source, target in _found(grid.area(book, request["range"])):
            _fill(book, source, target, alternate)
        return {}
    given = request["sourceAndDestination"]
    source, length = grid.area(book, given.get("source", {})), given.get("fillLength", 0)
    if given.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise Refusal(400, "Must specify a dimension.")
    if length:
        _fill(book, source, _beside(source, given["dimension"], length), alternate)
    return {}


def _beside(source: Area, dimension: str, length: int) -> Area:
    """The rows or columns that follow a source, or go before it where the length is negative."""
    sheet, top, left, bottom, right = source.sheet, source.top, source.left, source.bottom, source.right
    if dimension == "ROWS":
        start, end = (bottom, bottom + length) if length > 0 else (top + length, top)
        target = Area(sheet, start, left, end, right)
    else:
        start, end = (right, right + length) if length > 0 else (left + length, left)
        target = Area(sheet, top, start, bottom, end)
    if min(target.top, target.left) < 0:
        raise Refusal(400, "GridRange indexes must be >= 0")
    if target.bottom > sheet.row_count or target.right > sheet.column_count:
        raise grid.beyond(sheet, target.a1)
    return target


def _found(area: Area) -> list[tuple[Area, Area]]:
    """(source, target) pairs by where a range has values: first down its columns, then along its rows."""
    box = _filled(area)
    if box is None or box == area:
        return []
    sheet, pairs = area.sheet, []
    if box.bottom < area.bottom:
        pairs.append((box, Area(sheet, box.bottom, box.left, area.bottom, box.right)))
    if box.top > area.top:
        pairs.append((box, Area(sheet, area.top, box.left, box.top, box.right)))
    tall = Area(sheet, area.top, box.left, area.bottom, box.right)
    if box.right < area.right:
        pairs.append((tall, Area(sheet, area.top, box.right, area.bottom, area.right)))
    if box.left > area.left:
        pairs.append((tall, Area(sheet, area.top, area.left, area.bottom, box.left)))
    return pairs


def _filled(area: Area) -> Area | None:
    """The smallest area round all values of an area."""
    rows: list[int] = []
    columns: list[int] = []
    for index, row in area.sheet.rows(area.top, area.bottom):
        here = [
            column
            for column in range(area.left, min(area.right, len(row)))
            if cell.value(row[column]) is not None
        ]
        if here:
            rows.append(index)
            columns += (here[0], here[-1])
    if not rows:
        return None
    return Area(area.sheet, rows[0], min(columns), rows[-1] + 1, max(columns) + 1)


def _fill(book: Book, source: Area, target: Area, alternate: bool) -> None:
    protection.check(book, target)
    pasting.merges_in(target)
    sheet, down = source.sheet, target.left == source.left and target.right == source.right
    rows = pasting.taken(book, source, pasting.NORMAL)
    width = source.right - source.left
    padded = [row + [None] * (width - len(row)) for row in rows]
    lines = [list(line) for line in zip(*padded, strict=True)] if down else padded
    first = target.top - source.top if down else target.left - source.left
    length = target.bottom - target.top if down else target.right - target.left
    new = [_continued(book, line, range(first, first + length), down, alternate) for line in lines]
    laid: list[Row] = [list(row) for row in zip(*new, strict=True)] if down else new
    sheet.load(target.top, target.bottom)
    for index, part in enumerate(laid, target.top):
        old = sheet.row(index)[target.left : target.right]
        old += [None] * (len(part) - len(old))
        kept = [_over(one, other) for one, other in zip(part, old, strict=True)]
        pasting.lay(sheet, index, target.left, target.right - target.left, kept)
    _fill_conditions(source, target, down)


def _over(new: cell.Cell, old: cell.Cell) -> cell.Cell:
    """A note stays where it is."""
    return cell.with_extra(new, "note", cell.extras(old).get("note"))


def _continued(book: Book, line: Row, indexes: range, down: bool, alternate: bool) -> Row:
    """The cells at some indexes of a line; formats are repeated, formulas refer further."""
    values = [cell.value(one) for one in line]
    kinds = {book.styles[cell.style(one)].get("numberFormat", {}).get("type", "") for one in line}
    kind = kinds.pop() if len(kinds) == 1 else ""
    locale = str(book.meta["properties"].get("locale", ""))
    going_on = series(values, kind, locale, alternate=alternate)
    made: Row = []
    for index in indexes:
        one = line[index % len(line)]
        by = index - index % len(line)
        if going_on is not None:
            made.append(cell.with_value(one, going_on(index)))
        else:
            made.append(pasting.stepped(one, by if down else 0, 0 if down else by))
    return made


def _fill_conditions(source: Area, target: Area, down: bool) -> None:
    """Let rules that hold all along the source hold along the target; others are not repeated."""
    held = condition_ranges.pieces(source)
    condition_ranges.clear(target)
    for piece in held:
        where = piece.where
        if down and (where.top, where.bottom) == (source.top, source.bottom):
            new = Rectangle(target.top, where.left, target.bottom, where.right)
        elif not down and (where.left, where.right) == (source.left, source.right):
            new = Rectangle(where.top, target.left, where.bottom, target.right)
        else:
            continue
        condition_ranges.lay(source.sheet, piece, [new])
