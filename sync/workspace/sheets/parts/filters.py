"""Requests about the basic filter, which hides and sorts rows, and filter views, kept for readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import sorting
from sync.workspace.sheets.parts import backing, criteria, hiding, numbered
from sync.workspace.sheets.shapes import update_mask


def set_basic(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """setBasicFilter: the sheet's one filter anew; its rows are sorted and hidden at once."""
    given = request.get("filter", {})
    if given.get("namedRangeId"):
        raise Refusal(400, "A basic filter cannot be backed by a named range.")
    basic = backing.kept(book, given)
    area = grid.area(book, basic["range"])
    basic |= {"range": area.closed()} | criteria.kept(given, area, book.styles.locale)
    area.sheet.meta.pop("basicFilter", None)
    hiding.refresh(book, area.sheet)  # what the old filter hid is sorted along
    _sort(book, area, basic)
    area.sheet.meta["basicFilter"] = basic
    hiding.refresh(book, area.sheet)
    return {}


def _sort(book: Book, area: Area, basic: Mapping[str, Any]) -> None:
    """Sort what lies below the header row."""
    if basic.get("sortSpecs") and area.bottom > area.top + 1:
        body = area.closed() | {"startRowIndex": area.top + 1}
        sorting.sort_range(book, {"range": body, "sortSpecs": basic["sortSpecs"]})


def clear_basic(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """clearBasicFilter: the rows that it hid are shown again."""
    sheet = book.sheet(request.get("sheetId", 0))
    sheet.meta.pop("basicFilter", None)
    hiding.refresh(book, sheet)
    return {}


def add_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addFilterView."""
    given = request.get("filter", {})
    view, area = _kept(book, given, None)
    view.setdefault("title", _title(book))
    if "filterViewId" in given:
        view["filterViewId"] = given["filterViewId"]
    numbered.add(book, area.sheet, "filterViews", "filterViewId", view)
    return {"filter": criteria.seen(view)}


def update_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateFilterView."""
    given, mask = request.get("filter", {}), update_mask("FilterView", request.get("fields", ""))
    sheet, old = numbered.find(book, "filterViews", "filterViewId", given.get("filterViewId"))
    wanted = masks.overlaid(criteria.seen(old), given, mask)
    if "criteria" in mask and "filterSpecs" not in mask:
        wanted.pop("filterSpecs", None)  # the older map was given alone
    view, area = _kept(book, wanted, old)
    view["filterViewId"] = old["filterViewId"]
    numbered.move(sheet, area.sheet, "filterViews", old, view)
    return {}


def duplicate_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """duplicateFilterView: the same under a new id and a title of its own."""
    sheet, old = numbered.find(book, "filterViews", "filterViewId", request.get("filterId"))
    view = {name: part for name, part in old.items() if name != "filterViewId"}
    view["title"] = f"Copy of {old.get('title', '')}".strip()
    numbered.add(book, sheet, "filterViews", "filterViewId", view)
    return {"filter": criteria.seen(view)}


def delete_view(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteFilterView."""
    sheet, old = numbered.find(book, "filterViews", "filterViewId", request.get("filterId"))
    sheet.several("filterViews").remove(old)
    return {}


def _title(book: Book) -> str:
    """ "Filter 1", or the next number that no view of the spreadsheet has."""
    taken = {view.get("title") for sheet in book.sheets for view in sheet.meta.get("filterViews", ())}
    number = 1
    while f"Filter {number}" in taken:
        number += 1
    return f"Filter {number}"


def _kept(book: Book, given: Mapping[str, Any], old: Mapping[str, Any] | None) -> tuple[dict[str, Any], Area]:
    """(a view as it is kept, without an id; the area that it covers)."""
    view = backing.kept(book, given, old)
    area = grid.area(book, view["range"])
    if given.get("title"):
        view["title"] = given["title"]
    view["range"] = area.closed()
    return view | criteria.kept(given, area, book.styles.locale), area
