"""The grid of an overview: five tiles of figures above a table on the left and charts on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.tab import Area, Cell, CellValue

TABLE: Final = (0, 1, 3, 4, 5)  # the columns of the table; a sliver stands after the second
CHARTS: Final = (7, 11)  # the columns where charts begin
PANEL_ROW: Final = 17  # pixels: with its small letters the whole panel stands on a screen
PANEL_ROWS: Final = 16  # at least so many rows, so that the charts have room
PANEL_HEAD: Final = 60  # pixels of the heading and the head above them

_FIGURES: Final = (68, 8, 68, 74, 72, 12)
_SCREEN: Final = 1180  # pixels: what a screen of 1280 shows beside row numbers and scroll bar
_TILES: Final = ((0, 2), (3, 6), (7, 9), (10, 12), (13, 15))


def widths(name: int) -> tuple[int, ...]:
    """The columns' widths where the table's names take `name` pixels: together a screen."""
    third = (_SCREEN - name - sum(_FIGURES) - 16) // 6
    return (name, *_FIGURES, third, third, 8, third, third, 8, third, third)


def chart_widths(name: int) -> tuple[int, int]:
    """The widths of the two charts side by side."""
    third = widths(name)[7]
    return 3 * third + 2, 3 * third + 8


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
    for offset, height in enumerate((22, 36, 34)):
        draft.size(top + offset, height)
    draft.row = top + 3
    draft.gap(8)


def put_row(draft: Draft, row: int, cells: Sequence[Cell], paper: str = "") -> None:
    """Write a line of the table, five cells or fewer, small and borderless; `paper` is its background.

    The sliver in it takes the line's background, so that the line looks whole.
    """
    bare = [
        replace(cell.style, border="", size=9, background=cell.style.background or paper) for cell in cells
    ]
    for column, cell, look in zip(TABLE, cells, bare, strict=False):
        draft.put(row, column, replace(cell, style=look))
    draft.put(row, 2, None, styles.on(styles.TEXT, bare[0].background))
    draft.size(row, PANEL_ROW)


def put_heads(draft: Draft, row: int, titles: Sequence[str]) -> None:
    """Write the table's head."""
    looks = (styles.HEAD_LEFT, *[styles.HEAD] * (len(titles) - 1))
    put_row(draft, row, [Cell(title, look) for title, look in zip(titles, looks, strict=True)])
    draft.size(row, 36)
