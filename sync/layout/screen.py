"""A first tab with lists: tiles on top, a table on the left, lists and a chart on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.overview import KEY, Figures, Panel, put_left, put_legend, put_panel, put_right, subtitle
from sync.layout.parts import begin
from sync.layout.shortened import fitting
from sync.layout.tab import Area, Cell, Chart, Series, Style, Tab
from sync.layout.tiles import CHARTS, PANEL_HEAD, PANEL_ROW, PANEL_ROWS, Tile, chart_widths, put_tiles, widths
from sync.layout.view import View

# Where the three columns of a list begin and end.
_LIST: Final = ((7, 8), (8, 11), (11, 15))
EVEN: Final = ((7, 9), (9, 12), (12, 15))
NAMED_FIRST: Final = ((7, 11), (11, 12), (12, 15))
_LEAST: Final = 9  # lines that a chart under the panel needs
_COLOURS: Final = (styles.PRIMARY, styles.BEFORE)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of `room` lines of cells, mostly three: short, middling, long; `empty` says why there is none.

    `columns` says where each begins and ends, `rows` how many rows of the screen a line is high. What has no
    room in its cell is cut at a word, and stands in the cell's note.
    """

    heading: str
    heads: tuple[str, ...]
    lines: Sequence[tuple[Cell, ...]]
    empty: str
    room: int = 5
    link: str = ""
    columns: tuple[tuple[int, int], ...] = _LIST
    rows: int = 1

    @property
    def height(self) -> int:
        """How many rows of the screen it takes, its heading and head included."""
        return self.room * self.rows + 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart over figures whose table stands below the screen; `series` of its columns are drawn."""

    kind: Literal["COLUMN", "LINE", "BAR"]
    figures: Figures
    ends: tuple[float, float | None] = (0, None)
    series: int = 2


Block = Listing | tuple[Drawing, ...]


def screen(
    view: View,
    title: str,
    tiles: Sequence[Tile],
    panel: Panel,
    blocks: Sequence[Block],
    *,
    under: Drawing | None = None,
    rows: int = PANEL_ROWS,
) -> Tab:
    """The first tab; its blocks stand one above the other, and a row of charts takes what room is left.

    `under` is drawn below a panel that is short; the screen is at least so many `rows` of it high.
    """
    draft = begin(view, widths(panel.name_width), title, subtitle(view))
    put_tiles(draft, tiles)
    top = draft.row
    put_panel(draft, panel, max(rows, len(panel.lines) + 1 + _LEAST) if under else rows)
    row = top
    drawn: list[tuple[tuple[Drawing, ...], int, int, bool]] = []
    if under:
        below_panel = top + 3 + len(panel.lines)
        drawn.append(((under,), below_panel, PANEL_ROW * (draft.row - below_panel), True))
    for number, block in enumerate(blocks):
        if isinstance(block, Listing):
            row = _put_list(draft, row, block)
        else:
            below = sum(one.height for one in blocks[number + 1 :] if isinstance(one, Listing))
            end = draft.row - below
            drawn.append((block, row, _height(top, row, end), False))
            row = end
    _put_charts(draft, panel, drawn, view.texts("overview.behind"))
    put_legend(view, draft)
    return draft.tab(KEY, title, gridlines=False, colour=styles.PRIMARY)


def _put_list(draft: Draft, top: int, listing: Listing) -> int:
    """Write a list; returns the row below it."""
    heading = Cell(listing.heading, replace(styles.HEADING, size=11), link=listing.link)
    draft.merge(Area(top, _LIST[0][0], top + 1, _LIST[-1][1]), heading)
    _put_line(draft, top + 1, [Cell(head, styles.HEAD_LEFT) for head in listing.heads], listing)
    shown = listing.lines[: listing.room]
    for offset, cells in enumerate(shown):
        row = top + 2 + offset * listing.rows
        _put_line(draft, row, cells, listing, listing.rows, styles.zebra(offset))
    if not shown:
        area = Area(top + 2, _LIST[0][0], top + 3, _LIST[-1][1])
        draft.merge(area, listing.empty, styles.SMALL)
    return top + listing.height


def _put_line(
    draft: Draft, row: int, cells: Sequence[Cell], listing: Listing, rows: int = 1, paper: str = ""
) -> None:
    for (left, right), cell in zip(listing.columns, cells, strict=True):
        paper = cell.style.background or paper
        look = replace(cell.style, border="", size=9, wrap=rows > 1, background=paper)
        shown = fitting(replace(cell, style=look), sum(draft.widths[left:right]), rows)
        draft.merge(Area(row, left, row + rows, right), shown)


def _height(top: int, row: int, end: int) -> int:
    """The pixels of the rows from one to another; the panel's heading and head are higher."""
    head = PANEL_HEAD if row == top else 0
    return head + PANEL_ROW * (end - row - (2 if head else 0))


def _put_charts(
    draft: Draft, panel: Panel, drawn: Sequence[tuple[tuple[Drawing, ...], int, int, bool]], behind: str
) -> None:
    """The tables of the charts below the screen, and the charts over them; at most two in a row.

    Each row of charts comes with the row that it begins at, its height, and whether it is under the panel.
    """
    if not drawn:
        return
    draft.gap(16)
    draft.banner(behind, styles.HEADING, height=28)
    sides = chart_widths(panel.name_width)
    for drawings, row, height, left in drawn:
        start, ends = draft.row, [draft.row]
        for number, drawing in enumerate(drawings):
            put, columns = ((put_left, (0, 3, 4)), (put_right, (7, 10, 11)))[number]
            if number == 0 and drawing.figures.marks:
                columns = (1, 3, 4)
            area = put(draft, start, drawing.figures)
            ends.append(area.bottom)
            width = sides[number] if len(drawings) > 1 else sum(sides)
            column = CHARTS[number]
            if left:
                column, width = 0, sum(widths(panel.name_width)[: CHARTS[0] - 1])
            key = f"{drawing.kind.lower()}:{row}:{column}"
            draft.chart(_chart(key, drawing, area, columns, row, column, width, height))
        draft.row = max(ends) + 1


def _chart(
    key: str,
    drawing: Drawing,
    where: Area,
    columns: Sequence[int],
    row: int,
    column: int,
    width: int,
    height: int,
) -> Chart:
    names, *values = (Area(where.top, one, where.bottom, one + 1) for one in columns)
    used = values[: min(drawing.series, len(drawing.figures.columns))]
    series = tuple(Series(area, colour) for area, colour in zip(used, _COLOURS, strict=False))
    return Chart(
        key, drawing.kind, drawing.figures.title, names, series, row, column, width, height,
        axis_minimum=drawing.ends[0], axis_maximum=drawing.ends[1],
    )  # fmt: skip


def small(text: str | None, link: str = "", style: Style = styles.CELL, note: str = "") -> Cell:
    """A cell of a list."""
    return Cell(text or None, styles.linked(style) if link else style, note=note, link=link)
