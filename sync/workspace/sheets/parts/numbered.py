"""Parts of a sheet that have an id of their own: banded ranges, filter views, protected ranges, charts."""

from __future__ import annotations

import secrets
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets.book import Book, Sheet

_WORDS = {
    "bandedRanges": "banded range",
    "filterViews": "filter view",
    "protectedRanges": "protected range",
    "charts": "embedded object",
    "slicers": "embedded object",
}


def add(book: Book, sheet: Sheet, name: str, key: str, part: dict[str, Any]) -> None:
    """Add a part to a sheet's list `name`, under the id it brings in field `key` or a new one."""
    taken = {other[key] for each in book.sheets for other in each.meta.get(name, ())}
    if key not in part:
        part[key] = free(taken)
    elif part[key] in taken:
        raise Refusal(400, f"{_WORDS[name].capitalize()} with id {part[key]} already exists.")
    sheet.several(name).append(part)


def free(taken: set[int]) -> int:
    """A random id that is not taken."""
    while (number := 1 + secrets.randbelow(2**31 - 1)) in taken:
        pass
    return number


def find(book: Book, name: str, key: str, number: int | None) -> tuple[Sheet, dict[str, Any]]:
    """The sheet and the part of that id; Refusal 400 for none."""
    for sheet in book.sheets:
        for part in sheet.meta.get(name, ()):
            if part[key] == number:
                return sheet, part
    raise Refusal(400, f"No {_WORDS[name]} with id: {number or 0}")


def move(old_sheet: Sheet, new_sheet: Sheet, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Put a part in place of its old self, on another sheet if it moved there."""
    parts = old_sheet.several(name)
    if old_sheet is new_sheet:
        parts[parts.index(old)] = new
    else:
        parts.remove(old)
        new_sheet.several(name).append(new)
