"""Requests about alternating colours."""

from __future__ import annotations

from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours, grid, numbered
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.shapes import update_mask

_OVERLAP = (
    "You cannot add alternating background colors to a range that already has alternating background colors."
)


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addBanding."""
    given = request.get("bandedRange", {})
    area = grid.area(book, given.get("range", {}))
    _check(book, area, None)
    if "rowProperties" not in given and "columnProperties" not in given:
        raise Refusal(400, "At least one of rowProperties or columnProperties must be specified.")
    banded = colours.paired(given) | {"range": grid.written(given.get("range", {}))}
    numbered.add(book, area.sheet, "bandedRanges", "bandedRangeId", banded)
    return {"bandedRange": banded}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateBanding."""
    given, mask = request.get("bandedRange", {}), update_mask("BandedRange", request.get("fields", ""))
    sheet, old = numbered.find(book, "bandedRanges", "bandedRangeId", given.get("bandedRangeId"))
    new = colours.paired(masks.overlaid(old, given, mask)) | {"bandedRangeId": old["bandedRangeId"]}
    new["range"] = grid.written(new["range"])
    area = grid.area(book, new["range"])
    _check(book, area, old)
    numbered.move(sheet, area.sheet, "bandedRanges", old, new)
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteBanding."""
    sheet, old = numbered.find(book, "bandedRanges", "bandedRangeId", request.get("bandedRangeId"))
    sheet.several("bandedRanges").remove(old)
    return {}


def _check(book: Book, area: grid.Area, own: dict[str, Any] | None) -> None:
    for other in area.sheet.several("bandedRanges"):
        if other is not own and grid.area(book, other["range"]).overlaps(area):
            raise Refusal(400, _OVERLAP)
