"""updateBorders: lines round and inside a range, kept in each cell's format."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import cell, colours, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.parts import protection

_SIDES = ("top", "bottom", "left", "right")


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """Set the lines that the request names; those it leaves out stay as they are."""
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    area.sheet.load(area.top, area.bottom)
    for index in range(area.top, area.bottom):
        row = area.sheet.row(index)
        row += [None] * (area.right - len(row))
        for column in range(area.left, area.right):
            edges = {
                "top": "top" if index == area.top else "innerHorizontal",
                "bottom": "bottom" if index == area.bottom - 1 else "innerHorizontal",
                "left": "left" if column == area.left else "innerVertical",
                "right": "right" if column == area.right - 1 else "innerVertical",
            }
            lines = {side: request[edges[side]] for side in _SIDES if edges[side] in request}
            row[column] = _lined(book, row[column], lines)
        area.sheet.put(index, row)
    return {}


def _lined(book: Book, old: cell.Cell, lines: dict[str, Any]) -> cell.Cell:
    style = book.styles[cell.style(old)]
    borders = colours.lined({**style.get("borders", {}), **lines})
    new = {name: part for name, part in style.items() if name != "borders"}
    return cell.with_style(old, book.styles.number(new | ({"borders": borders} if borders else {})))
