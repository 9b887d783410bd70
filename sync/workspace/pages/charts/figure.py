"""Google's EmbeddedChart, with the cells it is drawn from, as a Figure that can be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.workspace.pages.spreadsheet.colours import Theme, colour
from sync.workspace.pages.spreadsheet.contents import number_in, text_in
from sync.workspace.pages.spreadsheet.grid import CellData, Grid, Place, area_of

WIDTH, HEIGHT = 600, 371  # Google's own size of a chart
_ACCENTS = ("ACCENT1", "ACCENT2", "ACCENT3", "ACCENT4", "ACCENT5", "ACCENT6")
_KINDS = ("BAR", "COLUMN", "LINE", "AREA", "COMBO", "SCATTER")


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour of a chart shows. `texts` are the values as their cells write them."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    colour: str
    kind: str  # BAR, COLUMN, LINE, AREA or SCATTER
    labelled: bool = False
    right: bool = False  # measured by the axis on the right
    colours: Mapping[int, str] = field(default_factory=dict)  # of single points, where they differ


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart ready to be drawn. `kind` "" is one that is not drawn here; sizes are pixels.

    `titles` are the axes' titles by Google's position (BOTTOM_AXIS, LEFT_AXIS, RIGHT_AXIS); `right` holds
    the limits of the axis on the right, None for open ones; `hole` is the share of a pie that is cut out.
    """

    kind: str
    title: str
    subtitle: str
    spoken: str
    width: int
    height: int
    background: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    stacked: str = ""  # "", "STACKED" or "PERCENT_STACKED"
    legend: str = ""  # TOP, BOTTOM, LEFT, RIGHT or ""
    titles: Mapping[str, str] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    percent: bool = False
    right: tuple[float | None, float | None] = (None, None)
    right_percent: bool = False
    hole: float = 0.0


def anchor_of(chart: Mapping[str, Any]) -> tuple[Place, tuple[int, int], tuple[int, int]]:
    """The anchor cell of an EmbeddedChart, its offset (x, y) from there and its (width, height)."""
    overlay = chart.get("position", {}).get("overlayPosition", {})
    cell = overlay.get("anchorCell", {})
    offset = overlay.get("offsetXPixels", 0), overlay.get("offsetYPixels", 0)
    size = overlay.get("widthPixels", WIDTH), overlay.get("heightPixels", HEIGHT)
    return (cell.get("rowIndex", 0), cell.get("columnIndex", 0)), offset, size


def read_figure(chart: Mapping[str, Any], grids: Mapping[int, Grid], theme: Theme) -> Figure:
    """Read an EmbeddedChart; `grids` are the tabs by sheet id, with the cells that it is drawn from."""
    spec = chart.get("spec", {})
    _, _, (width, height) = anchor_of(chart)
    title = spec.get("title", "")
    frame: dict[str, Any] = {
        "title": title,
        "subtitle": spec.get("subtitle", ""),
        "spoken": spec.get("altText") or title,
        "width": width,
        "height": height,
        "background": colour(spec, "backgroundColor", theme) or "#ffffff",
    }
    if spec.get("basicChart", {}).get("chartType") in _KINDS:
        return Figure(**frame, **_basic(spec["basicChart"], grids, theme))
    if "pieChart" in spec:
        return Figure(**frame, **_pie(spec["pieChart"], grids, theme))
    return Figure(kind="", **frame)


def _basic(basic: Mapping[str, Any], grids: Mapping[int, Grid], theme: Theme) -> dict[str, Any]:
    columns = [_source(one.get("series", {}), grids) for one in basic.get("series", ())]
    domain = [cell for one in basic.get("domains", ())[:1] for cell in _source(one.get("domain", {}), grids)]
    headers = basic.get("headerCount", _guessed_headers(columns))
    kind = basic["chartType"]
    series = tuple(
        _series(one, cells, headers, place, kind, theme)
        for place, (one, cells) in enumerate(zip(basic.get("series", ()), columns, strict=True))
    )
    axes = {axis.get("position", ""): axis for axis in basic.get("axis", ())}
    others = {position: axis for position, axis in axes.items() if position != "RIGHT_AXIS"}
    window = _window(others, "BOTTOM_AXIS" if kind == "BAR" else "LEFT_AXIS")
    right = axes.get("RIGHT_AXIS", {}).get("viewWindowOptions", {})
    firsts = [(one.right, cells[headers : headers + 1]) for one, cells in zip(series, columns, strict=True)]
    stacked = basic.get("stackedType", "")
    return {
        "kind": kind,
        "categories": tuple(text_in(cell) for cell in domain[headers:]),
        "series": series,
        "stacked": stacked if stacked in ("STACKED", "PERCENT_STACKED") and kind != "LINE" else "",
        "legend": _legend(basic.get("legendPosition", ""), several=len(series) > 1),
        "titles": {position: axis.get("title", "") for position, axis in axes.items()},
        "low": window.get("viewWindowMin"),
        "high": window.get("viewWindowMax"),
        "percent": any(_is_percent(cell) for on_right, cells in firsts if not on_right for cell in cells),
        "right": (right.get("viewWindowMin"), right.get("viewWindowMax")),
        "right_percent": any(_is_percent(cell) for on_right, cells in firsts if on_right for cell in cells),
    }


def _series(
    one: Mapping[str, Any], cells: Sequence[CellData], headers: int, place: int, kind: str, theme: Theme
) -> Series:
    overrides = {
        style.get("index", 0): colour(style, "color", theme) or "" for style in one.get("styleOverrides", ())
    }
    return Series(
        name=" ".join(text_in(cell) for cell in cells[:headers]),
        values=tuple(number_in(cell) for cell in cells[headers:]),
        texts=tuple(text_in(cell) for cell in cells[headers:]),
        colour=colour(one, "color", theme) or theme[_ACCENTS[place % len(_ACCENTS)]],
        kind=one.get("type", "COLUMN") if kind == "COMBO" else kind,
        labelled=one.get("dataLabel", {}).get("type") == "DATA",
        right=one.get("targetAxis") == "RIGHT_AXIS" and kind != "BAR",
        colours={index: own for index, own in overrides.items() if own},
    )


def _pie(pie: Mapping[str, Any], grids: Mapping[int, Grid], theme: Theme) -> dict[str, Any]:
    cells = _source(pie.get("series", {}), grids)
    headers = _guessed_headers([cells])
    values = tuple(number_in(cell) for cell in cells[headers:])
    texts = tuple(text_in(cell) for cell in cells[headers:])
    colours = {index: theme[_ACCENTS[index % len(_ACCENTS)]] for index in range(len(values))}
    return {
        "kind": "PIE",
        "categories": tuple(text_in(cell) for cell in _source(pie.get("domain", {}), grids)[headers:]),
        "series": (Series("", values, texts, theme["ACCENT1"], "PIE", colours=colours),),
        "legend": _legend(pie.get("legendPosition", ""), several=True),
        "hole": float(pie.get("pieHole", 0)),
    }


def _source(chart_data: Mapping[str, Any], grids: Mapping[int, Grid]) -> list[CellData]:
    """The cells of a ChartData in their order, without hidden rows and columns."""
    cells: list[CellData] = []
    for wide in chart_data.get("sourceRange", {}).get("sources", ()):
        grid = grids.get(wide.get("sheetId", 0))
        if grid is not None:
            places = area_of(wide, grid.rows, grid.columns).places()
            cells += [
                grid.cell(row, column)
                for row, column in places
                if row not in grid.hidden_rows and column not in grid.hidden_columns
            ]
    return cells


def _guessed_headers(columns: Sequence[Sequence[CellData]]) -> int:
    """Google guesses a heading where a column of numbers begins with a text."""
    firsts = [cells[0] for cells in columns if cells]
    return int(any(number_in(cell) is None and text_in(cell) for cell in firsts))


def _window(axes: Mapping[str, Mapping[str, Any]], position: str) -> Mapping[str, Any]:
    """The limits of the axis of numbers, wherever the chart's maker wrote them."""
    found = [axis["viewWindowOptions"] for axis in axes.values() if "viewWindowOptions" in axis]
    own = axes.get(position, {}).get("viewWindowOptions")
    return own or next(iter(found), {})


def _legend(position: str, *, several: bool) -> str:
    if position in ("TOP_LEGEND", "BOTTOM_LEGEND", "LEFT_LEGEND", "RIGHT_LEGEND"):
        return position.removesuffix("_LEGEND")
    if position == "NO_LEGEND":
        return ""
    return "RIGHT" if several else ""


def _is_percent(cell: CellData) -> bool:
    kinds = (cell.get(name, {}).get("numberFormat", {}) for name in ("effectiveFormat", "userEnteredFormat"))
    return any(kind.get("type") == "PERCENT" or "%" in kind.get("pattern", "") for kind in kinds)
