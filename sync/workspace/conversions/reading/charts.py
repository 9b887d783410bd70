"""Charts of Excel's files as requests, as far as their kinds are Google's and their data cells.

openpyxl forgets the axes of area charts when it reads them, so their titles are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sync.workspace.conversions.reading import formulas
from sync.workspace.conversions.reading.colours import color_style
from sync.workspace.conversions.writing.canvas import MOST_COLUMNS, MOST_ROWS

_EMU_A_PIXEL = 9525
_KINDS = {"LineChart": "LINE", "LineChart3D": "LINE", "AreaChart": "AREA", "AreaChart3D": "AREA",
          "ScatterChart": "SCATTER"}  # fmt: skip
_PIES = {"PieChart", "PieChart3D", "DoughnutChart"}
_STACKS = {"stacked": "STACKED", "percentStacked": "PERCENT_STACKED"}
_LEGENDS = {
    "b": "BOTTOM_LEGEND",
    "l": "LEFT_LEGEND",
    "r": "RIGHT_LEGEND",
    "t": "TOP_LEGEND",
    "tr": "RIGHT_LEGEND",
}
Places = Mapping[str, int]
Sizes = tuple[Mapping[int, int], Mapping[int, int], int, int]
"""Pixels of rows and of columns by index, and of those without a size of their own."""


def requests(charts: Sequence[Any], place: int, places: Places, sizes: Sizes) -> Iterator[dict[str, Any]]:
    """addChart for each chart of openpyxl's that lies on the sheet at `place`."""
    for chart in charts:
        if spec := specification(chart, places):
            overlay = {"anchorCell": {"sheetId": place}, **_anchored(chart.anchor, place, sizes)}
            yield {"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": overlay}}}}


def specification(chart: Any, places: Places) -> dict[str, Any] | None:
    """A ChartSpec, None for a kind or for data that Google's charts have not."""
    kind = type(chart).__name__
    spec = _pie(chart, places) if kind in _PIES else _basic(chart, places)
    if spec is None:
        return None
    if title := _text(chart.title):
        spec["title"] = title
    fill = getattr(chart.graphical_properties, "solidFill", None) if chart.graphical_properties else None
    if back := _solid(fill):
        spec["backgroundColorStyle"] = back
    return spec


def _kind(chart: Any) -> str:
    if type(chart).__name__ in {"BarChart", "BarChart3D"}:
        return "BAR" if chart.barDir == "bar" else "COLUMN"
    return _KINDS.get(type(chart).__name__, "")


def _basic(chart: Any, places: Places) -> dict[str, Any] | None:
    parts = list(chart._charts)  # a combo's other chart among them
    kinds = [_kind(part) for part in parts]
    if not all(kinds):
        return None
    several = len(set(kinds)) > 1
    given = [(one, kind, part) for part, kind in zip(parts, kinds, strict=True) for one in part.ser]
    sources = [_source(one, places) for one, _, _ in given]
    if not sources or not all(sources):
        return None
    headed = all(_head(one, places) for one, _, _ in given)
    series = []
    for (one, kind, part), source in zip(given, sources, strict=True):
        assert source is not None
        right = _is_second(part, parts[0])
        words: dict[str, Any] = {
            "series": _data(_grown(source) if headed else source),
            "targetAxis": "RIGHT_AXIS" if right else "BOTTOM_AXIS" if kinds[0] == "BAR" else "LEFT_AXIS",
        }
        if several:
            words["type"] = kind
        if tint := _colour(one, line=kind == "LINE"):
            words["colorStyle"] = tint
        if one.dLbls is not None and one.dLbls.showVal:
            words["dataLabel"] = {"type": "DATA"}
        series.append(words)
    basic: dict[str, Any] = {
        "chartType": "COMBO" if several else kinds[0],
        "headerCount": int(headed),
        "series": series,
        "axis": list(_axes(parts, kinds[0])),
        "legendPosition": _LEGENDS.get(chart.legend.legendPos, "RIGHT_LEGEND")
        if chart.legend
        else "NO_LEGEND",
    }
    if domain := _domain(given[0][0], places):
        basic["domains"] = [{"domain": _data(_grown(domain) if headed else domain)}]
    if stack := _STACKS.get(getattr(parts[0], "grouping", "") or ""):
        basic["stackedType"] = stack
    return {"basicChart": basic}


def _is_second(part: Any, first: Any) -> bool:
    """Whether a combo's other chart has an axis of numbers of its own; openpyxl forgets those of areas."""
    known = not any(type(one).__name__.startswith("Area") for one in (part, first))
    return part is not first and known and bool(part.y_axis.axId != first.y_axis.axId)


def _pie(chart: Any, places: Places) -> dict[str, Any] | None:
    series = chart.ser[0] if chart.ser else None
    source = _source(series, places) if series is not None else None
    if source is None:
        return None
    pie: dict[str, Any] = {
        "legendPosition": _LEGENDS.get(chart.legend.legendPos, "RIGHT_LEGEND")
        if chart.legend
        else "NO_LEGEND",
        "series": _data(source),
    }
    if domain := _domain(series, places):
        pie["domain"] = _data(domain)
    if type(chart).__name__ == "DoughnutChart":
        pie["pieHole"] = (chart.holeSize or 50) / 100
    return {"pieChart": pie}


def _data(source: dict[str, Any]) -> dict[str, Any]:
    return {"sourceRange": {"sources": [source]}}


def _formula(part: Any) -> str:
    """The reference of a part of a series: numbers, or texts."""
    for name in ("numRef", "strRef", "multiLvlStrRef"):
        found = getattr(part, name, None)
        if found is not None and found.f:
            return str(found.f)
    return ""


def _source(one: Any, places: Places) -> dict[str, Any] | None:
    return formulas.grid_range(_formula(one.val if one.val is not None else one.yVal), places)


def _domain(one: Any, places: Places) -> dict[str, Any] | None:
    part = one.cat if one.cat is not None else one.xVal
    return formulas.grid_range(_formula(part), places) if part is not None else None


def _head(one: Any, places: Places) -> bool:
    """Whether a series is named by the cell before its values."""
    name = formulas.grid_range(one.tx.strRef.f, places) if one.tx is not None and one.tx.strRef else None
    source = _source(one, places)
    if name is None or source is None or min(_start(source, _side(source)), 1) < 1:
        return False
    grown = _grown(source)
    return all(
        grown.get(key, 0) == name.get(key, 0) for key in ("sheetId", "startRowIndex", "startColumnIndex")
    )


def _side(source: dict[str, Any]) -> str:
    """The dimension along which a range runs."""
    across = source.get("endRowIndex", 0) - source.get("startRowIndex", 0) == 1
    wide = source.get("endColumnIndex", 0) - source.get("startColumnIndex", 0) > 1
    return "startColumnIndex" if across and wide else "startRowIndex"


def _start(source: dict[str, Any], side: str) -> int:
    return int(source.get(side, 0))


def _grown(source: dict[str, Any]) -> dict[str, Any]:
    """A range with the cell before it, where a heading stands."""
    side = _side(source)
    return source | {side: max(0, _start(source, side) - 1)}


def _colour(one: Any, *, line: bool) -> dict[str, Any] | None:
    shown = one.graphicalProperties
    if shown is None:
        return None
    fill = shown.line.solidFill if line and shown.line is not None else shown.solidFill
    if fill is None and one.marker is not None and one.marker.graphicalProperties is not None:
        fill = one.marker.graphicalProperties.solidFill
    return _solid(fill)


def _solid(fill: Any) -> dict[str, Any] | None:
    """The ColorStyle of a fill, None for none and for one of the theme."""
    found = getattr(fill, "srgbClr", None)
    written = getattr(found, "val", found)
    return color_style(written) if isinstance(written, str) else None


def _axes(parts: Sequence[Any], kind: str) -> Iterator[dict[str, Any]]:
    first = parts[0]
    across, along = ("LEFT_AXIS", "BOTTOM_AXIS") if kind == "BAR" else ("BOTTOM_AXIS", "LEFT_AXIS")
    named = [(across, first.x_axis), (along, first.y_axis)]
    named += [("RIGHT_AXIS", part.y_axis) for part in parts[1:] if _is_second(part, first)]
    for position, axis in named:
        words: dict[str, Any] = {"position": position}
        if title := _text(axis.title):
            words["title"] = title
        limits = {
            name: limit
            for name, limit in (("viewWindowMin", axis.scaling.min), ("viewWindowMax", axis.scaling.max))
            if limit is not None
        }
        if limits:
            words["viewWindowOptions"] = limits | {"viewWindowMode": "EXPLICIT"}
        if len(words) > 1:
            yield words


def _text(title: Any) -> str:
    if title is None or title.tx is None or title.tx.rich is None:
        return ""
    return "\n".join("".join(run.t or "" for run in line.r or ()) for line in title.tx.rich.p)


def _anchored(anchor: Any, place: int, sizes: Sizes) -> dict[str, Any]:
    rows, columns, row, column = sizes
    start = anchor._from
    found = {
        "anchorCell": {"sheetId": place, "rowIndex": start.row, "columnIndex": start.col},
        "offsetXPixels": round(start.colOff / _EMU_A_PIXEL),
        "offsetYPixels": round(start.rowOff / _EMU_A_PIXEL),
    }
    if getattr(anchor, "ext", None) is not None:
        width, height = anchor.ext.width / _EMU_A_PIXEL, anchor.ext.height / _EMU_A_PIXEL
    else:
        end = anchor.to
        right, bottom = min(end.col, MOST_COLUMNS), min(end.row, MOST_ROWS)
        width = sum(columns.get(index, column) for index in range(start.col, right))
        height = sum(rows.get(index, row) for index in range(start.row, bottom))
        width += (end.colOff - start.colOff) / _EMU_A_PIXEL
        height += (end.rowOff - start.rowOff) / _EMU_A_PIXEL
    return found | {"widthPixels": max(1, round(width)), "heightPixels": max(1, round(height))}
