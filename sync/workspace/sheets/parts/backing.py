"""Ranges that stand behind filters and protected ranges: their own, a named range's or a table's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import grid
from sync.workspace.sheets.book import Book

_NAMES = ("range", "namedRangeId", "tableId")


def kept(book: Book, given: Mapping[str, Any], old: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a part is to keep of these fields: the range, and by what it is backed.

    Refusal 400 for more than one of them, and for a named range or table that is not there. `old` is the
    part before an update, whose range goes when it is to be backed by something else.
    """
    present = [name for name in _NAMES if given.get(name) is not None]
    if old is not None:
        changed = [name for name in present if given[name] != old.get(name)]
        present = changed or [name for name in present if name != "range"] or present
    if len(present) > 1:
        raise Refusal(400, f"Only one of range, namedRangeId or tableId may be set, not {present}.")
    name = present[0] if present else "range"
    if name == "range":
        wanted = given.get("range", {})
        grid.area(book, wanted)
        return {"range": grid.written(wanted)}
    return {name: given[name], "range": _backing(book, name, given[name])}


def _backing(book: Book, name: str, identity: str) -> dict[str, Any]:
    found = _find(book, name, identity)
    if found is None:
        kind = "named range" if name == "namedRangeId" else "table"
        raise Refusal(400, f"No {kind} with id: {identity}")
    return found


def _find(book: Book, name: str, identity: str) -> dict[str, Any] | None:
    if name == "namedRangeId":
        parts = book.meta.get("namedRanges", [])
    else:
        parts = [table for sheet in book.sheets for table in sheet.meta.get("tables", ())]
    return next((dict(part["range"]) for part in parts if part[name] == identity), None)


def refresh(book: Book) -> None:
    """Let filters and protected ranges follow the named ranges and tables behind them.

    What stood behind one and is gone leaves it the range that it had.
    """
    for sheet in list(book.sheets):
        basic = [sheet.meta["basicFilter"]] if "basicFilter" in sheet.meta else []
        parts = [*sheet.meta.get("protectedRanges", ()), *sheet.meta.get("filterViews", ()), *basic]
        for part in parts:
            for name in ("namedRangeId", "tableId"):
                if name in part:
                    found = _find(book, name, part[name])
                    if found is None:
                        del part[name]
                    else:
                        part["range"] = found
