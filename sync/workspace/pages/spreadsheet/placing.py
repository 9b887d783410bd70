"""Where charts stand over the cells: each hangs on one cell, so that it moves with what it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sync.workspace.pages.charts.figure import anchor_of, read_figure
from sync.workspace.pages.charts.plot import draw
from sync.workspace.pages.spreadsheet.colours import Theme, colour
from sync.workspace.pages.spreadsheet.grid import Grid, Place
from sync.workspace.pages.spreadsheet.marks import marks
from sync.workspace.pages.spreadsheet.styles import Stylesheet
from sync.workspace.pages.spreadsheet.window import Window


def chart_edge(sheet: Mapping[str, Any], grid: Grid) -> Place:
    """The row and column at which the last chart ends."""
    bottom = right = 0
    for chart in (*sheet.get("charts", ()), *sheet.get("slicers", ())):
        (row, column), (x, y), (width, height) = anchor_of(chart)
        bottom = max(bottom, _reached(row, y + height, grid.rows, grid.height))
        right = max(right, _reached(column, x + width, grid.columns, grid.width))
    return bottom, right


def _reached(start: int, length: int, count: int, size: Callable[[int], int]) -> int:
    place = start
    while length > 0 and place < count:
        length -= size(place)
        place += 1
    return place


def objects_by_place(
    sheet: Mapping[str, Any], grids: Mapping[int, Grid], window: Window, theme: Theme, stylesheet: Stylesheet
) -> dict[Place, Markup]:
    """Each chart and slicer, at the cell of this page that carries it."""
    grid = grids[sheet["properties"].get("sheetId", 0)]
    over: dict[Place, Markup] = {}
    drawn = [(chart, "chart", _chart(chart, grids, theme)) for chart in sheet.get("charts", ())]
    drawn += [(slicer, "slicer", _slicer(slicer)) for slicer in sheet.get("slicers", ())]
    for one, kind, html in drawn:
        (row, column), (x, y), (width, height) = anchor_of(one)
        carrier = _carrier(grid, window, row, column)
        if carrier is None:
            continue
        x += _distance(column, carrier[1], grid.width)
        y += _distance(row, carrier[0], grid.height)
        look = f"left:{x}px;top:{y}px;width:{width}px;height:{height}px;" + _drawn_round(one, kind, theme)
        css = stylesheet.name(look)
        above = " above" if column < grid.frozen_columns or row < grid.frozen_rows else ""
        box = Markup('<div class="{} {}{}">{}</div>').format(kind, css, above, html)
        over[carrier] = over.get(carrier, Markup("")) + box
    return over


def _chart(chart: Mapping[str, Any], grids: Mapping[int, Grid], theme: Theme) -> Markup:
    figure = read_figure(chart, grids, theme)
    return draw(figure) if figure.kind else marks.unknown_chart(figure.title)


def _slicer(slicer: Mapping[str, Any]) -> Markup:
    spec = slicer.get("spec", {})
    return marks.slicer(spec.get("title", ""), bool(spec.get("filterCriteria")))


def _drawn_round(one: Mapping[str, Any], kind: str, theme: Theme) -> str:
    """A chart's border, a slicer's background, as declarations; "" for none of its own."""
    if kind == "chart":
        tint = colour(one.get("border", {}), "color", theme)
        return f"border-color:{tint};" if tint else ""
    fill = colour(one.get("spec", {}), "backgroundColor", theme)
    return f"background:{fill};" if fill else ""


def _carrier(grid: Grid, window: Window, row: int, column: int) -> Place | None:
    """The cell of this page's scrolling part that a chart hangs on: it must not stick with frozen ones."""
    page_rows = [one for one in window.body if one >= row]
    first = window.body[0] if window.body else 0
    if not page_rows or (row < first and row >= grid.frozen_rows):
        return None
    free = [one for one in window.columns if one >= max(column, grid.frozen_columns)]
    if not free:
        return None
    place = page_rows[0], free[0]
    covering = next((merge for merge in grid.merges if place in merge), None)
    return (max(covering.top, first), _first_shown(window.columns, covering.left)) if covering else place


def _first_shown(columns: Sequence[int], column: int) -> int:
    return next((one for one in columns if one >= column), column)


def _distance(wanted: int, carrier: int, size: Callable[[int], int]) -> int:
    """How far the wanted row or column lies from the one that carries the chart, in pixels."""
    if wanted < carrier:
        return -sum(size(place) for place in range(wanted, carrier))
    return sum(size(place) for place in range(carrier, wanted))


def objects(sheet: Mapping[str, Any], grids: Mapping[int, Grid], theme: Theme) -> tuple[Markup, ...]:
    """The charts of a tab that is nothing but charts."""
    if sheet["properties"].get("sheetType") != "OBJECT":
        return ()
    return tuple(_chart(chart, grids, theme) for chart in sheet.get("charts", ()))
