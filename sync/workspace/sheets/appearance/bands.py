"""What alternating colours, and tables, put behind the cells of their ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sync.workspace.sheets import colours, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import Area

Fill = dict[str, Any]
"""A background as a CellFormat says it: backgroundColor and backgroundColorStyle."""
Band = tuple[Area, Callable[[int, int], Fill | None]]
"""An area, and what lies behind its cell at a row and column."""


def of(book: Book, sheet: Sheet) -> list[Band]:
    """The bands of a sheet, those of its tables among them."""
    found = []
    for banded in sheet.meta.get("bandedRanges", ()):
        area = grid.area(book, banded["range"])
        found.append(_band(area, banded.get("rowProperties", {}), banded.get("columnProperties", {})))
    for table in sheet.meta.get("tables", ()):
        found.append(_band(grid.area(book, table["range"]), table["rowsProperties"], {}))
    return found


def _band(area: Area, rows: Mapping[str, Any], columns: Mapping[str, Any]) -> Band:
    row_fills, column_fills = _fills(rows), _fills(columns)

    def fill(row: int, column: int) -> Fill | None:
        of_row = _parts(row_fills, row, area.top, area.bottom)
        of_column = _parts(column_fills, column, area.left, area.right)
        # Google's order: heads and feet, then first colours, then second ones, rows before columns
        for part in zip(of_row, of_column, strict=True):
            for one in part:
                if one is not None:
                    return one
        return None

    return area, fill


def _fills(properties: Mapping[str, Any]) -> dict[str, Fill]:
    names = ("headerColor", "footerColor", "firstBandColor", "secondBandColor")
    return {name: made for name in names if (made := _fill(properties, name))}


def _fill(properties: Mapping[str, Any], name: str) -> Fill | None:
    style = properties.get(f"{name}Style")
    if style is None and name not in properties:
        return None
    colour, style = colours.pair(properties.get(name), style)
    return {"backgroundColor": colour, "backgroundColorStyle": style}


def _parts(fills: Mapping[str, Fill], at: int, start: int, end: int) -> Iterator[Fill | None]:
    """(head or foot, first colour, second colour) of a row or column; None for those it has not."""
    if at == start and "headerColor" in fills:
        yield from (fills["headerColor"], None, None)
    elif at == end - 1 and "footerColor" in fills:
        yield from (fills["footerColor"], None, None)
    elif (at - start - ("headerColor" in fills)) % 2 == 0:
        yield from (None, fills.get("firstBandColor"), None)
    else:
        yield from (None, None, fills.get("secondBandColor"))
