"""Requests about charts: kept as specified, placed over cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import colours, grid, numbered
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.shapes import update_mask

WIDTH, HEIGHT = 600, 371
"""Pixels of a chart that was given no size."""

_KINDS = {
    "basicChart", "pieChart", "bubbleChart", "candlestickChart", "orgChart", "histogramChart",
    "waterfallChart", "treemapChart", "scorecardChart",
}  # fmt: skip


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addChart."""
    given = request.get("chart", {})
    chart = {"spec": _spec(book, given.get("spec", {}))}
    sheet, chart["position"] = _position(book, given.get("position", {}), {})
    if "chartId" in given:
        chart["chartId"] = given["chartId"]
    if "border" in given:
        chart["border"] = colours.paired(given["border"])
    numbered.add(book, sheet, "charts", "chartId", chart)
    return {"chart": chart}


def update_spec(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateChartSpec: the whole specification anew."""
    _, chart = numbered.find(book, "charts", "chartId", request.get("chartId"))
    chart["spec"] = _spec(book, request.get("spec", {}))
    return {}


def update_position(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateEmbeddedObjectPosition; the mask counts from the overlay position, as Google's does."""
    mask = update_mask("OverlayPosition", request.get("fields", ""))
    sheet, chart = numbered.find(book, "charts", "chartId", request.get("objectId"))
    given = request.get("newPosition", {})
    old = chart["position"]["overlayPosition"]
    overlay = masks.overlaid(old, given.get("overlayPosition", {}), mask)
    target, position = _position(book, given | {"overlayPosition": overlay}, chart["position"])
    numbered.move(sheet, target, "charts", chart, chart | {"position": position})
    return {"position": position}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteEmbeddedObject."""
    sheet, chart = numbered.find(book, "charts", "chartId", request.get("objectId"))
    sheet.several("charts").remove(chart)
    return {}


def _position(book: Book, given: dict[str, Any], old: dict[str, Any]) -> tuple[Sheet, dict[str, Any]]:
    """(the sheet that a chart lies on, its position with Google's defaults)."""
    if given.get("newSheet") or "sheetId" in given:
        raise unimplemented("a chart on a sheet of its own")
    overlay = given.get("overlayPosition", {})
    if "anchorCell" not in overlay:
        raise Refusal(400, "position.overlayPosition.anchorCell must be set.")
    sheet, row, column = grid.coordinate(book, overlay["anchorCell"])
    before = old.get("overlayPosition", {"widthPixels": WIDTH, "heightPixels": HEIGHT})
    kept: dict[str, Any] = {"anchorCell": {"sheetId": sheet.id, "rowIndex": row, "columnIndex": column}}
    for name in ("offsetXPixels", "offsetYPixels"):
        if overlay.get(name):
            kept[name] = overlay[name]
    for name in ("widthPixels", "heightPixels"):
        kept[name] = overlay.get(name) or before[name]
    return sheet, {"overlayPosition": kept}


def _spec(book: Book, given: dict[str, Any]) -> dict[str, Any]:
    if len(kinds := _KINDS & given.keys()) != 1:
        raise Refusal(400, f"A chart spec must have exactly one chart, not {len(kinds)}.")
    for one in _sources(given):
        grid.area(book, one)
    spec: dict[str, Any] = colours.paired(_written(given))
    spec.setdefault("fontName", "Roboto")
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
