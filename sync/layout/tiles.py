"""The grid of an overview: five tiles of figures above a table on the left and charts on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.tab import Area, Cell, CellValue

# Left: a table of five columns with a sliver after the second; right: room for charts.
# The slivers part the tiles.
WIDTHS: Final = (186, 60, 8, 74, 74, 74, 12, 110, 110, 8, 110, 110, 8, 110, 110)
TABLE: Final = (0, 1, 3, 4, 5)  # columns of the table
CHARTS: Final = (7, 11)  # columns where the charts begin
CHART_WIDTHS: Final = (332, 338)
PANEL_ROW: Final = 20
PANEL_ROWS: Final = 20  # at least so many rows, so that the charts have room
_TILES: Final = ((0, 2), (3, 6), (7, 9), (10, 12), (13, 15))


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: what it is, its value with its unit in the pattern, and what it stands on."""

    label: str
    value: CellValue
    pattern: str
    note: str
    colour: str = styles.PRIMARY
    link: str = ""


def put_tiles(draft: Draft, tiles: Sequence[Tile]) -> None:
    """Write the tiles side by side, at most five, and move on below them."""
    top = draft.row
    for tile, (left, right) in zip(tiles, _TILES, strict=False):
        label, figure, note = styles.tile(tile.colour, tile.pattern)
        draft.merge(Area(top, left, top + 1, right), Cell(tile.label, label, link=tile.link))
        draft.merge(Area(top + 1, left, top + 2, right), tile.value, figure)
        draft.merge(Area(top + 2, left, top + 3, right), tile.note, note)
    for offset, height in enumerate((24, 40, 34)):
        draft.size(top + offset, height)
    draft.row = top + 3
    draft.gap(10)


def put_row(draft: Draft, row: int, cells: Sequence[Cell]) -> None:
    """Write a line of the table, five cells or fewer; the sliver in it takes the look of the line."""
    for column, cell in zip(TABLE, cells, strict=False):
        draft.put(row, column, cell)
    draft.put(row, 2, None, styles.plain_of(cells[0].style))
    draft.size(row, PANEL_ROW)


def put_heads(draft: Draft, row: int, titles: Sequence[str]) -> None:
    """Write the table's head."""
    looks = (styles.HEAD_LEFT, *[styles.HEAD] * (len(titles) - 1))
    put_row(draft, row, [Cell(title, look) for title, look in zip(titles, looks, strict=True)])
    draft.size(row, 38)
