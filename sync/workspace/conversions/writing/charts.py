"""Charts of Google's in the words of XlsxWriter: columns, bars, lines, areas, combos, scatters and pies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sync.workspace.conversions.writing import looks
from sync.workspace.conversions.writing.canvas import Canvas, clipped
from sync.workspace.sheets import cell, colours
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

WIDTH, HEIGHT = 600, 371
_KINDS = {
    "COLUMN": "column", "BAR": "bar", "LINE": "line", "AREA": "area", "STEPPED_AREA": "area",
    "SCATTER": "scatter", "COMBO": "column",
}  # fmt: skip
_STACKS = {"STACKED": "stacked", "PERCENT_STACKED": "percent_stacked"}
_LEGENDS = {
    "BOTTOM_LEGEND": "bottom", "LEFT_LEGEND": "left", "RIGHT_LEGEND": "right", "TOP_LEGEND": "top",
    "NO_LEGEND": "none", "INSIDE_LEGEND": "overlay_right", "LABELED_LEGEND": "none",
}  # fmt: skip
_ACCENTS = tuple(
    "#{:02X}{:02X}{:02X}".format(*rgb) for name, rgb in colours.THEME.items() if name.startswith("ACCENT")
)


def write(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """Put a sheet's charts over its cells; a kind that Excel's files of this sort have not is left out."""
    for one in sheet.meta.get("charts", ()):
        overlay = one.get("position", {}).get("overlayPosition")
        if overlay is None or (chart := drawn(canvas, one.get("spec", {}))) is None:
            continue
        chart.set_size({
            "width": overlay.get("widthPixels", WIDTH), "height": overlay.get("heightPixels", HEIGHT),
        })  # fmt: skip
        anchor = overlay["anchorCell"]
        worksheet.insert_chart(
            anchor.get("rowIndex", 0),
            anchor.get("columnIndex", 0),
            chart,
            {"x_offset": overlay.get("offsetXPixels", 0), "y_offset": overlay.get("offsetYPixels", 0)}
            | ({"description": one["spec"]["altText"]} if one["spec"].get("altText") else {}),
        )


def drawn(canvas: Canvas, spec: dict[str, Any]) -> Chart | None:
    """A chart of a specification, None for a kind that is not written."""
    if spec.get("basicChart", {}).get("chartType") in _KINDS:
        chart = _basic(canvas, spec["basicChart"])
    elif "pieChart" in spec:
        chart = _pie(canvas, spec["pieChart"])
    else:
        return None
    if chart is None:
        return None
    if title := spec.get("title"):
        words = looks.text(spec.get("titleTextFormat") or {})
        chart.set_title({"name": title, "name_font": _font(words), "overlay": False})
    else:
        chart.set_title({"none": True})
    if back := looks.colour(spec, "backgroundColor"):
        chart.set_chartarea({"fill": {"color": back}})
    return chart


def _font(words: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "font_name": "name",
        "font_size": "size",
        "font_color": "color",
        "bold": "bold",
        "italic": "italic",
    }
    return {names[word]: part for word, part in words.items() if word in names} | (
        {} if "bold" in words else {"bold": False}
    )


def _basic(canvas: Canvas, basic: dict[str, Any]) -> Chart | None:
    kind, stack = basic["chartType"], _STACKS.get(basic.get("stackedType", ""), "")
    given = basic.get("series", [])
    headers = basic.get("headerCount", _guessed_headers(canvas, given))
    domain = _reference(canvas, (basic.get("domains") or [{}])[0].get("domain", {}), headers)
    kinds = [_series_kind(one, kind) for one in given]
    if not kinds:
        return None
    charts: dict[str, Chart] = {}
    for index, (one, own) in enumerate(zip(given, kinds, strict=True)):
        if own not in charts:
            own = own if len(charts) < 2 else list(charts)[-1]  # noqa: PLW2901 - Excel combines two kinds
        if own not in charts:
            charts[own] = _added(canvas, own, stack, smooth=bool(basic.get("lineSmoothing")))
        if words := _series(canvas, one, index, own, domain, headers):
            charts[own].add_series(words)
    first, *others = charts.values()
    if not first.series:
        return None
    if others and others[0].series:
        first.combine(others[0])
    _axes(first, basic, kind)
    if others:
        _second_axis(others[0], basic)
    several = len(given) > 1
    legend = basic.get("legendPosition", "")
    first.set_legend({"position": _LEGENDS.get(legend, "right" if several else "none")})
    return first


def _added(canvas: Canvas, kind: str, stack: str, *, smooth: bool) -> Chart:
    words = {"type": kind}
    if stack and kind in {"column", "bar", "area"}:
        words["subtype"] = stack
    elif kind == "scatter":
        words["subtype"] = "marker_only"
    elif kind == "line" and smooth:
        words["subtype"] = ""
    return canvas.workbook.add_chart({name: part for name, part in words.items() if part})


def _series_kind(one: dict[str, Any], kind: str) -> str:
    return _KINDS.get(one.get("type") or kind, "column") if kind == "COMBO" else _KINDS[kind]


def _series(
    canvas: Canvas, one: dict[str, Any], index: int, kind: str, domain: str, headers: int
) -> dict[str, Any]:
    areas = _areas(canvas, one.get("series", {}))
    if not areas:
        return {}
    words: dict[str, Any] = {"values": _joined(canvas, _without_headers(areas, headers))}
    if domain:
        words["categories"] = domain
    if headers:
        words["name"] = canvas.reference(_head(areas[0]))
    tint = looks.colour(one, "color") or _ACCENTS[index % len(_ACCENTS)]
    if kind == "line":
        words["line"] = {"color": tint, "width": (one.get("lineStyle") or {}).get("width", 2)}
        if (one.get("lineStyle") or {}).get("type") in {"DOTTED", "MEDIUM_DASHED", "LONG_DASHED"}:
            words["line"]["dash_type"] = "dash"
    elif kind == "scatter":
        words["marker"] = {"type": "circle", "size": 7, "fill": {"color": tint}, "border": {"color": tint}}
    else:
        words["fill"] = {"color": tint}
    if one.get("dataLabel", {}).get("type") == "DATA":
        words["data_labels"] = {"value": True}
    if one.get("targetAxis") == "RIGHT_AXIS":
        words["y2_axis"] = True
    if points := _points(one.get("styleOverrides", [])):
        words["points"] = points
    return words


def _points(overrides: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """Single points of other colours, by their place."""
    own = {style.get("index", 0): looks.colour(style, "color") for style in overrides}
    last = max((index for index, tint in own.items() if tint), default=-1)
    return [{"fill": {"color": own[place]}} if own.get(place) else None for place in range(last + 1)]


def _axes(chart: Chart, basic: dict[str, Any], kind: str) -> None:
    axes = {axis.get("position", ""): axis for axis in basic.get("axis", [])}
    categories, numbers = ("LEFT_AXIS", "BOTTOM_AXIS") if kind == "BAR" else ("BOTTOM_AXIS", "LEFT_AXIS")
    across, along = _axis(axes.get(categories, {})), _axis(axes.get(numbers, {}))
    if kind == "BAR":  # Google's first bar is the uppermost, Excel's the lowest
        across["reverse"] = True
        across["crossing"] = "max"
    for limit, word in (("viewWindowMin", "min"), ("viewWindowMax", "max")):
        found = [axis["viewWindowOptions"] for axis in axes.values() if "viewWindowOptions" in axis]
        value = next((one[limit] for one in found if limit in one), None)
        if value is not None:
            along[word] = value
    along = {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}} | along
    chart.set_x_axis(along if kind == "BAR" else across)
    chart.set_y_axis(across if kind == "BAR" else along)


def _axis(axis: dict[str, Any]) -> dict[str, Any]:
    if not axis.get("title"):
        return {}
    return {"name": axis["title"], "name_font": _font(looks.text(axis.get("format") or {}))}


def _second_axis(chart: Chart, basic: dict[str, Any]) -> None:
    for axis in basic.get("axis", []):
        if axis.get("position") == "RIGHT_AXIS" and axis.get("title"):
            chart.set_y2_axis({"name": axis["title"]})


def _pie(canvas: Canvas, pie: dict[str, Any]) -> Chart | None:
    areas = _areas(canvas, pie.get("series", {}))
    if not areas:
        return None
    headers = _guessed_headers(canvas, [pie])
    hole = float(pie.get("pieHole") or 0)
    chart: Chart = canvas.workbook.add_chart({"type": "doughnut" if hole else "pie"})
    values = _without_headers(areas, headers)
    count = sum((area.bottom - area.top) * (area.right - area.left) for area in values)
    words: dict[str, Any] = {
        "values": _joined(canvas, values),
        "points": [{"fill": {"color": _ACCENTS[place % len(_ACCENTS)]}} for place in range(min(count, 100))],
    }
    if domain := _reference(canvas, pie.get("domain", {}), headers):
        words["categories"] = domain
    if headers:
        words["name"] = canvas.reference(_head(areas[0]))
    legend = pie.get("legendPosition", "RIGHT_LEGEND")
    words["data_labels"] = {"percentage": True}
    if legend == "LABELED_LEGEND":
        words["data_labels"] = {"percentage": True, "category": True, "leader_lines": True}
    chart.add_series(words)
    if hole:
        chart.set_hole_size(min(90, max(10, round(hole * 100))))
    chart.set_legend({"position": _LEGENDS.get(legend, "right")})
    return chart


def _areas(canvas: Canvas, data: dict[str, Any]) -> list[Area]:
    sources = data.get("sourceRange", {}).get("sources", [])
    return [area for one in sources if (area := clipped(canvas.book, one))]


def _reference(canvas: Canvas, data: dict[str, Any], headers: int) -> str:
    return _joined(canvas, _without_headers(_areas(canvas, data), headers))


def _joined(canvas: Canvas, areas: list[Area]) -> str:
    """`='a'!$A$1:$A$9`, or several such in brackets."""
    parts = [canvas.reference(area).removeprefix("=") for area in areas]
    return "" if not parts else f"={parts[0]}" if len(parts) == 1 else f"=({','.join(parts)})"


def _without_headers(areas: list[Area], headers: int) -> list[Area]:
    """The areas without the first cells of the first."""
    if not areas or not headers:
        return areas
    first, *others = areas
    if first.right - first.left == 1 and first.bottom - first.top > headers:
        return [Area(first.sheet, first.top + headers, first.left, first.bottom, first.right), *others]
    if first.bottom - first.top == 1 and first.right - first.left > headers:
        return [Area(first.sheet, first.top, first.left + headers, first.bottom, first.right), *others]
    return others or [first]


def _head(area: Area) -> Area:
    return Area(area.sheet, area.top, area.left, area.top + 1, area.left + 1)


def _guessed_headers(canvas: Canvas, series: Sequence[dict[str, Any]]) -> int:
    """Google guesses a heading where a series of numbers begins with a text."""
    for one in series:
        for area in _areas(canvas, one.get("series", {}))[:1]:
            row = area.sheet.row(area.top)
            kept = row[area.left] if area.left < len(row) else None
            value = calculate.effective(canvas.book, area.sheet, area.top, area.left, kept)
            if isinstance(value, str) and cell.value(kept) is not None:
                return 1
    return 0
