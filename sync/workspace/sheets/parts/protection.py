"""Requests about protected ranges, and the check that keeps others out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import backing, numbered
from sync.workspace.sheets.shapes import update_mask

_REFUSED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
    "protection if you need to edit."
)


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addProtectedRange: unless it only warns, its editors are those named, the owner and the caller."""
    protected = _kept(book, request.get("protectedRange", {}))
    sheet = grid.area(book, protected["range"]).sheet
    numbered.add(book, sheet, "protectedRanges", "protectedRangeId", protected)
    return {"protectedRange": seen(book, protected)}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateProtectedRange."""
    given, mask = request.get("protectedRange", {}), update_mask("ProtectedRange", request.get("fields", ""))
    sheet, old = _editable(book, given.get("protectedRangeId"))
    new = _kept(book, masks.overlaid(old, given, mask), old) | {"protectedRangeId": old["protectedRangeId"]}
    numbered.move(sheet, grid.area(book, new["range"]).sheet, "protectedRanges", old, new)
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteProtectedRange."""
    sheet, old = _editable(book, request.get("protectedRangeId"))
    sheet.several("protectedRanges").remove(old)
    return {}


def _editable(book: Book, number: int | None) -> tuple[Any, dict[str, Any]]:
    sheet, old = numbered.find(book, "protectedRanges", "protectedRangeId", number)
    if not may_edit(book, old):
        raise Refusal(400, _REFUSED)
    return sheet, old


def _kept(book: Book, given: dict[str, Any], old: dict[str, Any] | None = None) -> dict[str, Any]:
    backed = {"range", "namedRangeId", "tableId"}
    protected = {name: part for name, part in given.items() if name not in backed | {"requestingUserCanEdit"}}
    protected |= backing.kept(book, given, old)
    if "unprotectedRanges" in given:
        protected["unprotectedRanges"] = [grid.written(one) for one in given["unprotectedRanges"]]
        for one in protected["unprotectedRanges"]:
            grid.area(book, one)
    if protected.get("warningOnly"):
        protected.pop("editors", None)
        return protected
    editors = dict(given.get("editors", {}))
    users = [*editors.get("users", []), book.owner, book.editor]
    editors["users"] = [user for user in dict.fromkeys(users) if user]
    return protected | {"editors": editors}


def may_edit(book: Book, protected: dict[str, Any]) -> bool:
    """Whether whoever the book is open for may edit what a protected range protects."""
    editors = protected.get("editors", {})
    if protected.get("warningOnly") or book.editor == book.owner:
        return True
    same_domain = book.editor.rpartition("@")[2] == book.owner.rpartition("@")[2]
    named = {*editors.get("users", ()), *editors.get("groups", ())}
    return book.editor in named or (bool(editors.get("domainUsersCanEdit")) and same_domain)


def seen(book: Book, protected: dict[str, Any]) -> dict[str, Any]:
    """A protected range as the caller sees it: only its editors learn who its editors are."""
    mine = may_edit(book, protected)
    kept = {name: part for name, part in protected.items() if mine or name != "editors"}
    return kept | ({"requestingUserCanEdit": True} if mine else {})


def check(book: Book, area: Area) -> None:
    """Refusal 400 if the area touches cells that are protected from the caller."""
    if any(not may_edit(book, protected) for protected in over(book, area)):
        raise Refusal(400, _REFUSED)


def over(book: Book, area: Area) -> Iterator[dict[str, Any]]:
    """The protected ranges that protect any cell of an area."""
    for protected in area.sheet.meta.get("protectedRanges", ()):
        touched = _common(area, grid.area(book, protected["range"]))
        free = [grid.area(book, one) for one in protected.get("unprotectedRanges", ())]
        if touched and not _covered(touched, free):
            yield protected


def _common(one: Area, other: Area) -> Area | None:
    if not one.overlaps(other):
        return None
    return Area(
        one.sheet,
        max(one.top, other.top),
        max(one.left, other.left),
        min(one.bottom, other.bottom),
        min(one.right, other.right),
    )


def _covered(area: Area, parts: list[Area]) -> bool:
    """Whether parts together cover an area: what the first leaves over must be covered by the rest."""
    if not parts:
        return False
    inside = _common(area, parts[0])
    if inside is None:
        return _covered(area, parts[1:])
    sheet = area.sheet
    rest = [
        Area(sheet, area.top, area.left, inside.top, area.right),
        Area(sheet, inside.bottom, area.left, area.bottom, area.right),
        Area(sheet, inside.top, area.left, inside.bottom, inside.left),
        Area(sheet, inside.top, inside.right, inside.bottom, area.right),
    ]
    return all(_covered(one, parts[1:]) for one in rest if one.top < one.bottom and one.left < one.right)
