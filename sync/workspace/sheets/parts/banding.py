"""Requests about alternating colours."""

from __future__ import annotations

from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.parts import numbered
from sync.workspace.sheets.shapes import update_mask

_OVERLAP = (
    "You cannot add alternating background colors to a range that already has alternating background colors."
)


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addBanding."""
    given = request.get("bandedRange", {})
    area = grid.area(book, given.get("range", {}))
    check(book, area, None)
    _check_tables(book, area)
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
    check(book, area, old)
    _check_tables(book, area)
    numbered.move(sheet, area.sheet, "bandedRanges", old, new)
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteBanding."""
    sheet, old = numbered.find(book, "bandedRanges", "bandedRangeId", request.get("bandedRangeId"))
    sheet.several("bandedRanges").remove(old)
    return {}


def check(book: Book, area: grid.Area, own: dict[str, Any] | None) -> None:
    """Refusal 400 where alternating colours other than `own` lie already; tables bring theirs."""
    for other in area.sheet.meta.get("bandedRanges", ()):
        if other is not own and grid.area(book, other["range"]).overlaps(area):
            raise Refusal(400, _OVERLAP)


def _check_tables(book: Book, area: grid.Area) -> None:
    if any(grid.area(book, table["range"]).overlaps(area) for table in area.sheet.meta.get("tables", ())):
        raise Refusal(400, _OVERLAP)


def style(given: dict[str, Any]) -> dict[str, Any]:
    """A ColorStyle as it is kept where no Color stands beside it."""
    return colours.pair(None, given)[1]
