"""Charts in Google Sheets' words, and how those of a tab change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.layout.tab import Area, Chart, Series, Tab
from sync.sheets.formats import FONT, colour, grid_range
from sync.sheets.state import digest, stable_id

Json = dict[str, Any]
Hashes = tuple[str, str]  # of a chart's spec and of its position


def chart_id(tab: str, chart: str) -> int:
    """The id of a chart, chosen by us so that it can be changed without asking for it."""
    return stable_id("chart", tab, chart)


def chart_hashes(tab: Tab, sheet: int) -> dict[str, Hashes]:
    """The hashes of every chart of the tab by its key."""
    return {c.key: (digest(chart_spec(sheet, c)), digest(_position(sheet, c))) for c in tab.charts}


def chart_requests(tab: Tab, sheet: int, known: Mapping[str, Hashes]) -> Iterator[Json]:
    """The requests that make the tab's charts as they should be; those no longer wanted go."""
    wanted = chart_hashes(tab, sheet)
    for key in known:
        if key not in wanted:
            yield {"deleteEmbeddedObject": {"objectId": chart_id(tab.key, key)}}
    for chart in tab.charts:
        identity, spec, position = (
            chart_id(tab.key, chart.key),
            chart_spec(sheet, chart),
            _position(sheet, chart),
        )
        if chart.key not in known:
            yield {"addChart": {"chart": {"chartId": identity, "spec": spec, "position": position}}}
            continue
        spec_then, position_then = known[chart.key]
        if spec_then != digest(spec):
            yield {"updateChartSpec": {"chartId": identity, "spec": spec}}
        if position_then != digest(position):
            moved = {"objectId": identity, "newPosition": position, "fields": "*"}
            yield {"updateEmbeddedObjectPosition": moved}


def chart_spec(sheet: int, chart: Chart) -> Json:
    """A chart as ChartSpec. Bars lie, so their values run along the bottom."""
    values, names = ("BOTTOM_AXIS", "LEFT_AXIS") if chart.kind == "BAR" else ("LEFT_AXIS", "BOTTOM_AXIS")
    basic: Json = {
        "chartType": chart.kind,
        "legendPosition": "BOTTOM_LEGEND" if len(chart.series) > 1 else "NO_LEGEND",
        "headerCount": 1,
        "axis": [{"position": names}, _value_axis(chart, values)],
        "domains": [{"domain": _source(sheet, chart.domain)}],
        "series": [_series(sheet, series, values) for series in chart.series],
    }
    if chart.kind != "LINE":
        basic["stackedType"] = "STACKED" if chart.stacked else "NOT_STACKED"
    return {"title": chart.title, "fontName": FONT, "basicChart": basic}


def _value_axis(chart: Chart, position: str) -> Json:
    axis: Json = {"position": position}
    if chart.axis_title:
        axis["title"] = chart.axis_title
    window: Json = {}
    if chart.axis_minimum is not None:
        window["viewWindowMin"] = chart.axis_minimum
    if chart.axis_maximum is not None:
        window["viewWindowMax"] = chart.axis_maximum
    return axis | ({"viewWindowOptions": window | {"viewWindowMode": "EXPLICIT"}} if window else {})


def _series(sheet: int, series: Series, axis: str) -> Json:
    return {
        "series": _source(sheet, series.area),
        "targetAxis": axis,
        "colorStyle": colour(series.colour),
    }


def _source(sheet: int, area: Area) -> Json:
    return {"sourceRange": {"sources": [grid_range(sheet, area)]}}


def _position(sheet: int, chart: Chart) -> Json:
    anchor = {"sheetId": sheet, "rowIndex": chart.row, "columnIndex": chart.column}
    size = {"widthPixels": chart.width, "heightPixels": chart.height, "offsetXPixels": 0, "offsetYPixels": 0}
    return {"overlayPosition": {"anchorCell": anchor, **size}}
