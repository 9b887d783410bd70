"""Requests about the basic filter and filter views. They are kept and shown; rows are not hidden by them."""

from __future__ import annotations

from typing import Any

from sync.workspace import masks
from sync.workspace.errors import unimplemented
from sync.workspace.sheets import colours, grid, numbered
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.shapes import update_mask

_APPLYING = ("criteria", "filterSpecs", "sortSpecs")


def set_basic(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """setBasicFilter: the arrows over a range; one with criteria would hide rows, which is refused."""
    given = request.get("filter", {})
    for name in _APPLYING:
        if given.get(name):
            raise unimplemented(f"setBasicFilter with {name}")
    area = grid.area(book, given.get("range", {}))
    area.sheet.meta["basicFilter"] = {"range": area.closed()}
    return {}


def clear_basic(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """clearBasicFilter."""
    book.sheet(request.get("sheetId", 0)).meta.pop("basicFilter", None)
    return {}


def add_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addFilterView."""
    view = _kept(book, request.get("filter", {}))
    sheet = grid.area(book, view["range"]).sheet
    view.setdefault("title", f"Filter {len(sheet.several('filterViews')) + 1}")
    numbered.add(book, sheet, "filterViews", "filterViewId", view)
    return {"filter": view}


def update_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateFilterView."""
    given, mask = request.get("filter", {}), update_mask("FilterView", request.get("fields", ""))
    sheet, old = numbered.find(book, "filterViews", "filterViewId", given.get("filterViewId"))
    new = _kept(book, masks.overlaid(old, given, mask)) | {"filterViewId": old["filterViewId"]}
    numbered.move(sheet, grid.area(book, new["range"]).sheet, "filterViews", old, new)
    return {}


def delete_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteFilterView."""
    sheet, old = numbered.find(book, "filterViews", "filterViewId", request.get("filterId"))
    sheet.several("filterViews").remove(old)
    return {}


def _kept(book: Book, given: dict[str, Any]) -> dict[str, Any]:
    for name in ("namedRangeId", "tableId"):
        if given.get(name):
            raise unimplemented(f"a filter view with {name}")
    grid.area(book, given.get("range", {}))
    view: dict[str, Any] = colours.paired(given)
    return view | {"range": grid.written(given.get("range", {}))}
