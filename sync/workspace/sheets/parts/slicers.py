"""Requests about slicers: filters that lie over a sheet as a small box and hide rows of their data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.parts import criteria, hiding, objects
from sync.workspace.sheets.shapes import update_mask

WIDTH, HEIGHT = 200, 36
"""Pixels of a slicer that was given no size."""


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addSlicer."""
    given = request.get("slicer", {})
    slicer: dict[str, Any] = {"spec": _spec(book, given.get("spec", {}))}
    position = given.get("position", {})
    if position.get("newSheet") or "sheetId" in position:
        raise Refusal(400, "A slicer can only be placed on an existing grid sheet.")
    sheet, slicer["position"] = objects.overlaid(book, position, WIDTH, HEIGHT)
    if "slicerId" in given:
        slicer["slicerId"] = given["slicerId"]
    objects.add(book, sheet, "slicers", slicer)
    _apply(book, slicer["spec"])
    return {"slicer": slicer}


def update_spec(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateSlicerSpec."""
    mask = update_mask("SlicerSpec", request.get("fields", ""))
    _, name, slicer = objects.find(book, request.get("slicerId"))
    if name != "slicers":
        raise Refusal(400, f"No slicer with id: {request.get('slicerId', 0)}")
    old = slicer["spec"]
    slicer["spec"] = _spec(book, masks.overlaid(old, request.get("spec", {}), mask))
    _apply(book, old)
    _apply(book, slicer["spec"])
    return {}


def _apply(book: Book, spec: Mapping[str, Any]) -> None:
    sheet = hiding.sheet_of(book, spec)
    if sheet is not None:
        hiding.refresh(book, sheet)


def _spec(book: Book, given: Mapping[str, Any]) -> dict[str, Any]:
    """A specification as it is kept, with Google's defaults; Refusal 400 without data or beyond it."""
    if "dataRange" not in given:
        raise Refusal(400, "SlicerSpec.dataRange must be set.")
    area = grid.area(book, given["dataRange"])
    spec: dict[str, Any] = colours.paired(given)
    spec["dataRange"] = area.closed()
    if "filterCriteria" in given:
        if "columnIndex" not in given:
            raise Refusal(400, "SlicerSpec.columnIndex must be set where there are filter criteria.")
        spec["filterCriteria"] = criteria.criterion(given["filterCriteria"], book.styles.locale)
    column = given.get("columnIndex")
    if column is not None and not 0 <= column < area.right - area.left:
        raise Refusal(400, f"SlicerSpec.columnIndex[{column}] is not in the data range.")
    if "link" in spec.get("textFormat", {}):
        raise Refusal(400, "SlicerSpec.textFormat.link is not supported.")
    return {"applyToPivotTables": True, "horizontalAlignment": "LEFT"} | spec
