"""The first tab of every spreadsheet: one screen that answers what its reader asks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from forms.thai import thai_datetime, thai_period
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.parts import begin, place, span
from sync.layout.shortened import fitting
from sync.layout.tab import Area, Cell, CellValue, Chart, Series, Style, Tab
from sync.layout.tiles import (
    CHARTS,
    PANEL_HEAD,
    PANEL_ROW,
    PANEL_ROWS,
    Tile,
    chart_widths,
    put_heads,
    put_row,
    put_tiles,
    widths,
)
from sync.layout.view import View

KEY: Final = "overview"
_COLOURS: Final = (styles.PRIMARY, styles.BEFORE)

Columns = tuple[int, ...]
Ends = tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """A small table that feeds a chart: names, and the figures of this semester and the last.

    `marks` are what the chart writes under each point where the names are too long for it. `few` are the
    places (column, line) of means that too few responses stand behind.
    """

    title: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[tuple[CellValue, ...], ...]
    styles: tuple[Style, ...]
    marks: tuple[CellValue, ...] = ()
    few: frozenset[tuple[int, int]] = frozenset()

    def looks(self, line: int) -> tuple[Style, ...]:
        """The looks of a line's figures."""
        return tuple(
            styles.few(look) if (column, line) in self.few else look
            for column, look in enumerate(self.styles)
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """The table on the left of the screen: its heading, five heads and its lines.

    `name_width` is how many pixels its names take. `charted` are the columns that the tall chart
    draws; () where the chart has figures of its own.
    """

    heading: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    name_width: int = 190
    charted: Columns = ()


@dataclass(frozen=True, slots=True)
class Charts:
    """What the charts show: the panel as tall bars, the weeks, and how something is spread.

    `ends` are those of the bars' axis.
    """

    title: str
    weeks: Figures
    spread: Figures
    ends: Ends = (0, None)


def overview(
    view: View, title: str, tiles: Sequence[Tile], panel: Panel, charts: Charts, first: Sequence[Cell] = ()
) -> Tab:
    """The overview of a partition. The tables behind the charts stand below the screen.

    `first` are lines under the tiles, across the screen: what cannot wait.
    """
    draft = begin(view, widths(panel.name_width), title, subtitle(view))
    put_tiles(draft, tiles)
    put_first(draft, first)
    top = draft.row
    put_panel(draft, panel)
    tall = PANEL_HEAD + PANEL_ROW * (draft.row - top - 2)
    draft.gap(16)
    draft.banner(view.texts("overview.behind"), styles.HEADING, height=28)
    _put_charts(draft, panel, charts, top, tall)
    put_legend(view, draft)
    return draft.tab(KEY, title, gridlines=False, colour=styles.PRIMARY)


def _put_charts(draft: Draft, panel: Panel, charts: Charts, top: int, tall: int) -> None:
    """The tables behind the charts from the draft's row on, and the charts from the row `top` on."""
    spread = put_right(draft, draft.row, charts.spread)
    weeks = put_left(draft, draft.row, charts.weeks)
    draft.row = max(weeks.bottom, spread.bottom) + 1
    whole, half = chart_widths(panel.name_width)
    upper, low, row = _halves(tall, top)
    draft.chart(_bars(charts, panel, top, whole, tall))
    draft.chart(_drawn("weeks", "LINE", charts.weeks.title, weeks, (1, 3, 4), top, half, upper))
    draft.chart(_drawn("spread", "COLUMN", charts.spread.title, spread, (7, 10, 11), row, half, low))


def put_legend(view: View, draft: Draft) -> None:
    """Say in the line below the title what grey figures and stars mean, where there are any."""
    if any(styles.is_few(look) for look in draft.looks()):
        draft.put(1, 0, view.texts("common.legend", line=subtitle(view), enough=view.enough), styles.SUBTITLE)


def subtitle(view: View) -> str:
    """What the sheet is about, its semester, and how fresh its figures are."""
    period = f"{thai_period(view.semester)} ({span(view.semester)})"
    if view.as_of is None:
        return view.texts("overview.empty", place=place(view), period=period)
    return view.texts("overview.as_of", place=place(view), period=period, as_of=thai_datetime(view.as_of))


# --- Tables ----------------------------------------------------------------------------


def put_first(draft: Draft, lines: Sequence[Cell]) -> None:
    """Write lines across the screen, each as high as one of the panel."""
    for line in lines:
        look = replace(line.style, border="", size=9, wrap=False)
        draft.merge(Area(draft.row, 0, draft.row + 1, len(draft.widths)), replace(line, style=look))
        draft.size(draft.row, PANEL_ROW)
        draft.row += 1


def put_panel(draft: Draft, panel: Panel, rows: int = PANEL_ROWS) -> None:
    """Write the panel and leave the draft below it, at least so many lines down."""
    top = draft.row
    draft.merge(Area(top, 0, top + 1, 6), panel.heading, styles.HEADING)
    draft.size(top, PANEL_HEAD - 36)
    put_heads(draft, top + 1, panel.heads)
    for offset, cells in enumerate(panel.lines):
        name, *figures = cells
        small = replace(name, style=replace(name.style, size=9))
        put_row(draft, top + 2 + offset, (fitting(small, panel.name_width), *figures), styles.zebra(offset))
    for row in range(top + 2 + len(panel.lines), top + 2 + rows):
        draft.size(row, PANEL_ROW)
    draft.row = top + 2 + max(len(panel.lines), rows)


def put_left(draft: Draft, row: int, figures: Figures) -> Area:
    """A table in the panel's columns: name, mark, two figures; returns its area, the head included."""
    draft.put(row, 0, figures.title, styles.HEADING)
    draft.size(row, 26)
    marked = bool(figures.marks)
    put_heads(draft, row + 1, figures.heads if marked else (figures.heads[0], "", *figures.heads[1:]))
    for offset, name in enumerate(figures.names):
        cells = [
            Cell(name, styles.SMALL_NAME),
            Cell(figures.marks[offset] if marked else None, styles.CENTRE),
            *(
                Cell(column[offset], look)
                for column, look in zip(figures.columns, figures.looks(offset), strict=True)
            ),
        ]
        put_row(draft, row + 2 + offset, cells, styles.zebra(offset))
    return Area(row + 1, 0, row + 2 + len(figures.names), 6)


def put_right(draft: Draft, row: int, figures: Figures) -> Area:
    """A table under the charts: a wide name and two figures; returns its area, the head included."""
    draft.put(row, 7, figures.title, styles.HEADING)
    draft.size(row, 26)
    _right_line(draft, row + 1, figures.heads, (styles.HEAD_LEFT, styles.HEAD, styles.HEAD))
    for offset, name in enumerate(figures.names):
        values = (name, *(column[offset] for column in figures.columns))
        looks = [
            styles.on(look, styles.zebra(offset)) for look in (styles.SMALL_NAME, *figures.looks(offset))
        ]
        _right_line(draft, row + 2 + offset, values, looks)
    return Area(row + 1, 7, row + 2 + len(figures.names), 12)


def _right_line(draft: Draft, row: int, values: Sequence[CellValue], looks: Sequence[Style]) -> None:
    name, *figures = (styles.bare(look) for look in looks)
    draft.merge(Area(row, 7, row + 1, 9), values[0], name)
    draft.put(row, 9, None, name)
    for column, value, look in zip((10, 11), values[1:], figures, strict=True):
        draft.put(row, column, value, look)


# --- Charts ----------------------------------------------------------------------------


def _halves(height: int, top: int) -> tuple[int, int, int]:
    """The heights of two charts one above the other, a line between them, and the row of the lower one."""
    lines = (height - PANEL_HEAD) // PANEL_ROW
    above = (lines - 4) // 2  # the upper one has the panel's heading and head besides
    upper = PANEL_HEAD + PANEL_ROW * above
    return upper, height - upper - PANEL_ROW, top + 3 + above


def _bars(charts: Charts, panel: Panel, top: int, width: int, height: int) -> Chart:
    """The tall bars over the panel's lines."""
    where = Area(top + 1, 0, top + 2 + len(panel.lines), 6)
    return _drawn("main", "BAR", charts.title, where, (0, *panel.charted), top, width, height, charts.ends)


def _drawn(
    key: str,
    kind: Literal["BAR", "COLUMN", "LINE"],
    title: str,
    where: Area,
    columns: Columns,
    row: int,
    width: int,
    height: int,
    ends: Ends = (0, None),
) -> Chart:
    """A chart over a table: `columns` are those of its names and of its series."""
    names, *values = (Area(where.top, column, where.bottom, column + 1) for column in columns)
    series = tuple(Series(area, colour) for area, colour in zip(values, _COLOURS, strict=False))
    side = CHARTS[0] if key == "main" else CHARTS[1]
    return Chart(
        key, kind, title, names, series, row, side, width, height, axis_minimum=ends[0], axis_maximum=ends[1]
    )
