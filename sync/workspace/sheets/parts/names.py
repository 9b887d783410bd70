"""Requests about named ranges."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.parts import backing
from sync.workspace.sheets.shapes import update_mask

LONGEST_NAME = 250


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addNamedRange."""
    given = request.get("namedRange", {})
    named = {"namedRangeId": given.get("namedRangeId") or secrets.token_hex(6)}
    if any(other["namedRangeId"] == named["namedRangeId"] for other in _all(book)):
        raise Refusal(400, f"Named range with id {named['namedRangeId']} already exists.")
    named |= _checked(book, given, None)
    _all(book).append(named)
    return {"namedRange": named}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateNamedRange."""
    given, mask = request.get("namedRange", {}), update_mask("NamedRange", request.get("fields", ""))
    old = _find(book, given.get("namedRangeId", ""))
    new = masks.overlaid(old, given, mask)
    named = {"namedRangeId": old["namedRangeId"]} | _checked(book, new, old)
    _all(book)[_all(book).index(old)] = named
    backing.refresh(book)
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteNamedRange."""
    _all(book).remove(_find(book, request.get("namedRangeId", "")))
    backing.refresh(book)
    return {}


def _all(book: Book) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = book.meta.setdefault("namedRanges", [])
    return found


def _find(book: Book, identity: str) -> dict[str, Any]:
    for named in _all(book):
        if named["namedRangeId"] == identity:
            return named
    raise Refusal(400, f"No named range with id: {identity}")


def _is_name(name: str) -> bool:
    """Letters, digits and underscores, no digit first; the marks that Thai letters bear count as letters."""
    letters = all(
        letter.isalnum() or letter == "_" or unicodedata.category(letter)[0] == "M" for letter in name
    )
    return letters and 0 < len(name) <= LONGEST_NAME and not name[0].isdigit()


def _checked(book: Book, given: dict[str, Any], own: dict[str, Any] | None) -> dict[str, Any]:
    name = given.get("name", "")
    # The name of a copied sheet's range begins with the sheet's: nobody can give it, but it may stay.
    same = own is not None and name == own["name"]
    if not same and (not _is_name(name) or a1.parse_box(name) or name.lower() in {"true", "false"}):
        raise Refusal(400, f"Invalid name: {name}")
    if any(other is not own and other["name"].casefold() == name.casefold() for other in _all(book)):
        raise Refusal(400, f'A named range with the name "{name}" already exists.')
    grid.area(book, given.get("range", {}))
    return {"name": name, "range": grid.written(given.get("range", {}))}
