"""Requests about charts: kept as specified, placed over cells or on a sheet of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import colours, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts import object_sheets, objects

_KINDS = {
    "basicChart", "pieChart", "bubbleChart", "candlestickChart", "orgChart", "histogramChart",
    "waterfallChart", "treemapChart", "scorecardChart",
}  # fmt: skip
# What Google does not draw a chart without.
_NEEDED = {
    "basicChart": ("chartType",),
    "pieChart": ("domain", "series"),
    "bubbleChart": ("domain", "series"),
    "candlestickChart": ("domain", "data"),
    "orgChart": ("labels",),
    "histogramChart": ("series",),
    "waterfallChart": ("domain", "series"),
    "treemapChart": ("labels",),
    "scorecardChart": ("keyValueData",),
}


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addChart."""
    given = request.get("chart", {})
    chart = {"spec": _spec(book, given.get("spec", {}))}
    sheet, chart["position"] = _position(book, given.get("position", {}))
    if "chartId" in given:
        chart["chartId"] = given["chartId"]
    if "border" in given:
        chart["border"] = colours.paired(given["border"])
    objects.add(book, sheet, "charts", chart)
    return {"chart": chart}


def update_spec(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateChartSpec: the whole specification anew."""
    _, name, chart = objects.find(book, request.get("chartId"))
    if name != "charts":
        raise Refusal(400, f"No chart with id: {request.get('chartId', 0)}")
    chart["spec"] = _spec(book, request.get("spec", {}))
    return {}


def _position(book: Book, given: dict[str, Any]) -> tuple[Sheet, dict[str, Any]]:
    """(the sheet that a chart lies on, its position with Google's defaults)."""
    if given.get("newSheet") or "sheetId" in given:
        return object_sheets.placed(book, given)
    return objects.overlaid(book, given, objects.WIDTH, objects.HEIGHT)


def _spec(book: Book, given: dict[str, Any]) -> dict[str, Any]:
    if len(kinds := _KINDS & given.keys()) != 1:
        raise Refusal(400, f"A chart spec must have exactly one chart, not {len(kinds)}.")
    if "dataSourceChartProperties" in given:
        raise unimplemented("charts of data sources")
    (kind,) = kinds
    for name in _NEEDED[kind]:
        if not given[kind].get(name):
            raise Refusal(400, f"chart.spec.{kind}.{name} must be set.")
    for one in _sources(given):
        grid.area(book, one)
    spec: dict[str, Any] = colours.paired(_written(given))
    spec.setdefault("fontName", "Roboto")
    if spec.get("title"):
        spec["titleTextFormat"] = {"fontFamily": spec["fontName"]} | spec.get("titleTextFormat", {})
    spec.setdefault("hiddenDimensionStrategy", "SKIP_HIDDEN_ROWS_AND_COLUMNS")
    return spec


def _written(value: Any) -> Any:
    """A specification with its ranges in full form."""
    if isinstance(value, list):
        return [_written(part) for part in value]
    if grid.is_grid_range(value):
        return grid.written(value)
    return {name: _written(part) for name, part in value.items()} if isinstance(value, dict) else value


def _sources(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _sources(part)
    elif grid.is_grid_range(value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _sources(part)
