"""Requests about what lies over a sheet's cells, charts and slicers alike: position, border, taking away."""

from __future__ import annotations

from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts import hiding, numbered, object_sheets
from sync.workspace.sheets.shapes import update_mask

LISTS = {"charts": "chartId", "slicers": "slicerId"}
"""The lists of a sheet that hold embedded objects, and the field of each that holds its id."""


def find(book: Book, number: int | None) -> tuple[Sheet, str, dict[str, Any]]:
    """(sheet, list, part) of the embedded object of that id; Refusal 400 for none."""
    for sheet in book.sheets:
        for name, key in LISTS.items():
            for part in sheet.meta.get(name, ()):
                if part[key] == number:
                    return sheet, name, part
    raise Refusal(400, f"No embedded object with id: {number or 0}")


def add(book: Book, sheet: Sheet, name: str, part: dict[str, Any]) -> None:
    """Add a chart or slicer to a sheet, under the id it brings or a new one that no object has."""
    key = LISTS[name]
    taken = {
        other[own] for each in book.sheets for kind, own in LISTS.items() for other in each.meta.get(kind, ())
    }
    if key in part and part[key] in taken:
        raise Refusal(400, f"Embedded object with id {part[key]} already exists.")
    part.setdefault(key, numbered.free(taken))
    sheet.several(name).append(part)


def update_position(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateEmbeddedObjectPosition; the mask counts from the overlay position, as Google's does.

    A chart may go to a sheet of its own and come back from there, which takes that sheet away.
    """
    sheet, name, part = find(book, request.get("objectId"))
    given = request.get("newPosition", {})
    if given.get("newSheet") or "sheetId" in given:
        if name != "charts":
            raise Refusal(400, "A slicer can only be placed on an existing grid sheet.")
        target, position = object_sheets.placed(book, given)
    else:
        mask = update_mask("OverlayPosition", request.get("fields", ""))
        old = part["position"].get("overlayPosition", {})
        overlay = masks.overlaid(old, given.get("overlayPosition", {}), mask)
        target, position = overlaid(book, {"overlayPosition": overlay}, *_size(old))
    numbered.move(sheet, target, name, part, part | {"position": position})
    if sheet.is_object and target is not sheet:
        object_sheets.remove(book, sheet)
    return {"position": position}


def _size(old: dict[str, Any]) -> tuple[int, int]:
    return old.get("widthPixels", WIDTH), old.get("heightPixels", HEIGHT)


WIDTH, HEIGHT = 600, 371
"""Pixels of a chart that was given no size."""


def overlaid(book: Book, given: dict[str, Any], width: int, height: int) -> tuple[Sheet, dict[str, Any]]:
    """(the sheet that an object lies on, its position with the size it has where none is given)."""
    overlay = given.get("overlayPosition", {})
    if "anchorCell" not in overlay:
        raise Refusal(400, "position.overlayPosition.anchorCell must be set.")
    sheet, row, column = grid.coordinate(book, overlay["anchorCell"])
    kept: dict[str, Any] = {"anchorCell": {"sheetId": sheet.id, "rowIndex": row, "columnIndex": column}}
    for name in ("offsetXPixels", "offsetYPixels"):
        if overlay.get(name):
            kept[name] = overlay[name]
    kept["widthPixels"] = overlay.get("widthPixels") or width
    kept["heightPixels"] = overlay.get("heightPixels") or height
    return sheet, {"overlayPosition": kept}


def update_border(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateEmbeddedObjectBorder: a chart's border; without a colour it has none."""
    mask = update_mask("EmbeddedObjectBorder", request.get("fields", ""))
    _, name, part = find(book, request.get("objectId"))
    if name != "charts":
        raise Refusal(400, "Borders can only be set on charts.")
    border = colours.paired(masks.overlaid(part.get("border", {}), request.get("border", {}), mask))
    part.pop("border", None)
    if border:
        part["border"] = border
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteEmbeddedObject: with a chart goes the sheet that it has to itself."""
    sheet, name, part = find(book, request.get("objectId"))
    if sheet.is_object:
        object_sheets.remove(book, sheet, alone=True)
    else:
        sheet.several(name).remove(part)
    if name == "slicers":
        hiding.refresh(book, hiding.sheet_of(book, part["spec"]) or sheet)
    return {}
