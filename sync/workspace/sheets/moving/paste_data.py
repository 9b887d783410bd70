"""pasteData: delimited text or HTML put into cells as a person pastes it."""

from __future__ import annotations

import csv
import io
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, extent, grid
from sync.workspace.sheets.book import Book, Row
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import html_tables, pasting
from sync.workspace.sheets.moving.html_tables import Pasted
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.rectangles import Rectangle
from sync.workspace.sheets.values import entering

_ENTERING = {pasting.NORMAL, pasting.VALUES, pasting.NO_BORDERS, pasting.FORMULA}
_FORMATTING = {pasting.NORMAL, pasting.NO_BORDERS, pasting.FORMAT}


def paste(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """pasteData: the grid grows by what has no room."""
    sheet, top, left = grid.coordinate(book, request.get("coordinate", {}))
    kind = pasting.paste_kind(request, "type")
    rows, merges = _read(request)
    width = max(map(len, rows), default=0)
    if not width:
        return {}
    area = Area(sheet, top, left, top + len(rows), left + width)
    protection.check(book, area)
    pasting.merges_in(area)
    extent.grow(book, sheet, area.bottom, area.right)
    enter = entering.Entering(book)
    for index in pasting.row_by_row(area):
        given = rows[index - top]
        old: Row = list(sheet.row(index)[left : left + len(given)])
        old += [None] * (len(given) - len(old))
        new = [_pasted(book, kind, enter, one, part) for one, part in zip(old, given, strict=True)]
        pasting.lay(sheet, index, left, len(given), new)
    if kind in _FORMATTING and request.get("html"):
        pasting.put_merges(area, [one.by(top, left) for one in merges])
    return {}


def _read(request: dict[str, Any]) -> tuple[list[list[Pasted]], list[Rectangle]]:
    data = request.get("data", "")
    if request.get("html"):
        return html_tables.read(data)
    delimiter = request.get("delimiter")
    if not delimiter:
        raise Refusal(400, "Must specify a delimiter or html.")
    return [[Pasted(text) for text in row] for row in _rows(data, str(delimiter))], []


def _rows(data: str, delimiter: str) -> list[list[str]]:
    """Lines of fields; a field in double quotes may hold the delimiter and line breaks."""
    if len(delimiter) > 1 or delimiter in '"\r\n':
        return [line.split(delimiter) for line in data.splitlines()]
    try:
        return list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise Refusal(400, f"Could not parse the data: {problem}") from None


def _pasted(book: Book, kind: str, enter: entering.Entering, old: cell.Cell, part: Pasted) -> cell.Cell:
    new = old
    if kind in _FORMATTING and part.look:
        style = book.styles[cell.style(old)]
        text_format = style.get("textFormat", {}) | part.look.get("textFormat", {})
        look = style | part.look | ({"textFormat": text_format} if text_format else {})
        new = cell.with_style(new, book.styles.number(look))
    if kind in _ENTERING:
        new = enter.typed(new, part.text)
        new = cell.with_extra(new, "link", part.link or None)
    return new
