"""The first tab of every spreadsheet: one screen that answers what its reader asks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from forms.thai import thai_datetime, thai_period
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.parts import begin, place, span
from sync.layout.tab import Area, Cell, CellValue, Chart, Series, Style, Tab
from sync.layout.tiles import (
    CHART_WIDTHS,
    CHARTS,
    PANEL_ROW,
    PANEL_ROWS,
    WIDTHS,
    Tile,
    put_heads,
    put_row,
    put_tiles,
)
from sync.layout.view import View

KEY: Final = "overview"


@dataclass(frozen=True, slots=True)
class Figures:
    """A small table that stands on its own and feeds a chart: names, and one or two columns of figures.

    `marks` are what the chart writes under each point where the names are too long for it.
    """

    title: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[tuple[CellValue, ...], ...]
    styles: tuple[Style, ...]
    marks: tuple[CellValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The table on the left of the screen: its heading, five column heads, its lines, and a total if any."""

    heading: str
    heads: tuple[str, str, str, str, str]
    lines: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Main:
    """The tall bar chart beside the panel. `columns` are the panel's; None: `figures` of its own."""

    title: str
    columns: tuple[int, ...] | None = None
    figures: Figures | None = None
    maximum: float | None = None


def overview(
    view: View, title: str, tiles: Sequence[Tile], panel: Panel, main: Main, weeks: Figures, levels: Figures
) -> Tab:
    """The overview of a partition. The tables behind the charts stand below the screen."""
    draft = begin(view, WIDTHS, title, _subtitle(view))
    put_tiles(draft, tiles)
    top = draft.row
    _put_panel(draft, panel)
    tall = 64 + PANEL_ROW * (draft.row - top - 2)
    draft.gap(16)
    draft.banner(view.texts("overview.behind"), styles.HEADING, height=28)
    first = draft.row
    left = _put_left(draft, first, weeks)
    right = _put_right(draft, first, levels)
    third = None
    if main.figures is not None:
        third = _put_right(draft, first + len(levels.names) + 3, main.figures)
    draft.row = max(left.bottom, right.bottom, third.bottom if third else 0) + 1
    draft.chart(_main_chart(main, top, tall, third, len(panel.lines)))
    draft.chart(_chart("weeks", "LINE", weeks, left, (1, 3, 4), top, 240))
    low = top + 2 + (240 - 64) // PANEL_ROW + 1
    height = tall - 64 - PANEL_ROW * (low - top - 2)
    draft.chart(_chart("levels", "COLUMN", levels, right, (7, 10, 11), low, height))
    return draft.tab(KEY, title, gridlines=False, colour=styles.PRIMARY)


def _subtitle(view: View) -> str:
    period = f"{thai_period(view.semester)} ({span(view.semester)})"
    if view.as_of is None:
        return view.texts("overview.empty", place=place(view), period=period)
    return view.texts("overview.as_of", place=place(view), period=period, as_of=thai_datetime(view.as_of))


def _put_panel(draft: Draft, panel: Panel) -> None:
    top = draft.row
    draft.merge(Area(top, 0, top + 1, 6), panel.heading, styles.HEADING)
    draft.size(top, 26)
    put_heads(draft, top + 1, panel.heads)
    lines = [*panel.lines, panel.total] if panel.total else list(panel.lines)
    for offset, cells in enumerate(lines):
        put_row(draft, top + 2 + offset, cells)
    for row in range(top + 2 + len(lines), top + 2 + PANEL_ROWS):
        draft.size(row, PANEL_ROW)
    draft.row = top + 2 + max(len(lines), PANEL_ROWS)


def _put_left(draft: Draft, row: int, figures: Figures) -> Area:
    """A table in the panel's columns: name, mark, figures; returns its area with the head."""
    draft.put(row, 0, figures.title, styles.HEADING)
    draft.size(row, 26)
    put_heads(draft, row + 1, figures.heads)
    for offset, name in enumerate(figures.names):
        values = [column[offset] for column in figures.columns]
        cells = [Cell(name, styles.CELL), Cell(figures.marks[offset], styles.CENTRE)]
        cells += [Cell(value, look) for value, look in zip(values, figures.styles, strict=True)]
        put_row(draft, row + 2 + offset, cells)
    return Area(row + 1, 0, row + 2 + len(figures.names), 6)


def _put_right(draft: Draft, row: int, figures: Figures) -> Area:
    """A table under the charts: a wide name and two figures; returns its area with the head."""
    draft.put(row, 7, figures.title, styles.HEADING)
    draft.size(row, 26)
    _right_line(draft, row + 1, figures.heads, (styles.HEAD_LEFT, styles.HEAD, styles.HEAD))
    for offset, name in enumerate(figures.names):
        values = (name, *(column[offset] for column in figures.columns))
        _right_line(draft, row + 2 + offset, values, (styles.CELL, *figures.styles))
    return Area(row + 1, 7, row + 2 + len(figures.names), 12)


def _right_line(draft: Draft, row: int, values: Sequence[CellValue], looks: Sequence[Style]) -> None:
    draft.merge(Area(row, 7, row + 1, 9), values[0], looks[0])
    draft.put(row, 9, None, styles.plain_of(looks[0]))
    for column, value, look in zip((10, 11), values[1:], looks[1:], strict=False):
        draft.put(row, column, value, look)


def _main_chart(main: Main, top: int, height: int, own: Area | None, lines: int) -> Chart:
    if own is not None and main.figures is not None:
        return _chart("main", "BAR", main.figures, own, (7, 10, 11), top, height, main.title, main.maximum)
    rows = (top + 1, top + 2 + lines)
    colours = (styles.PRIMARY, styles.BEFORE)
    series = tuple(
        Series(Area(rows[0], column, rows[1], column + 1), colour)
        for column, colour in zip(main.columns or (), colours, strict=False)
    )
    domain = Area(rows[0], 0, rows[1], 1)
    return Chart(
        "main", "BAR", main.title, domain, series, top, CHARTS[0], CHART_WIDTHS[0], height,
        axis_minimum=0, axis_maximum=main.maximum,
    )  # fmt: skip


def _chart(
    key: str,
    kind: Literal["BAR", "COLUMN", "LINE"],
    figures: Figures,
    area: Area,
    columns: Sequence[int],
    row: int,
    height: int,
    title: str = "",
    maximum: float | None = None,
) -> Chart:
    """A chart over a table of figures: `columns` are those of its domain and series."""
    domain, *values = (Area(area.top, column, area.bottom, column + 1) for column in columns)
    series = tuple(
        Series(where, colour)
        for where, colour, _ in zip(values, (styles.PRIMARY, styles.BEFORE), figures.columns, strict=False)
    )
    place_of = 0 if key == "main" else 1
    return Chart(
        key, kind, title or figures.title, domain, series, row,
        CHARTS[place_of], CHART_WIDTHS[place_of], height, axis_minimum=0, axis_maximum=maximum,
    )  # fmt: skip
