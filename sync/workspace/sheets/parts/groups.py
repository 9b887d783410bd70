"""Requests about groups of rows or columns, one inside another, that a reader folds and unfolds.

A sheet's groups follow from how deep each of its rows (or columns) lies: adding a group over a span
makes it deeper by one, deleting one shallower. The groups of a depth are the runs that lie at least
so deep, which is what Google's rules about supersets, subsets and overlaps come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts import dimensions
from sync.workspace.sheets.shapes import update_mask

DEEPEST = 8
"""How many groups may lie one inside another."""

_LISTS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}
Depths = dict[int, int]
"""How deep rows or columns lie, by index; those in no group are left out."""


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addDimensionGroup: answers with all groups of the dimension."""
    sheet, dimension, start, end = _span(book, request)
    depths = _depths(sheet, dimension)
    for index in range(start, end):
        depths[index] = depths.get(index, 0) + 1
        if depths[index] > DEEPEST:
            raise Refusal(400, f"Cannot create a group deeper than the maximum depth of {DEEPEST}.")
    return _kept(sheet, dimension, depths)


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteDimensionGroup: the span lies one group less deep; answers with the groups that are left."""
    sheet, dimension, start, end = _span(book, request)
    depths = _depths(sheet, dimension)
    if not any(index in depths for index in range(start, end)):
        raise Refusal(400, "Cannot delete a group: there is no group over the range.")
    for index in range(start, end):
        if index in depths:
            depths[index] -= 1
    return _kept(sheet, dimension, depths)


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateDimensionGroup: fold or unfold a group, which hides or shows all that is in it."""
    given = request.get("dimensionGroup", {})
    mask = update_mask("DimensionGroup", request.get("fields", ""))
    sheet, dimension, start, end = _span(book, given)
    group = _found(sheet, dimension, start, end, given.get("depth", 0))
    if "collapsed" in mask or "*" in mask:
        folded = bool(given.get("collapsed"))
        group.pop("collapsed", None)
        if folded:
            group["collapsed"] = True
        dimensions.hide(sheet, dimension, start, end, hidden=folded)
    return {}


def _span(book: Book, given: Mapping[str, Any]) -> tuple[Sheet, str, int, int]:
    """(sheet, dimension, start, end) of the range in a request; Refusal 400 beyond the grid."""
    sheet, dimension, start, end = dimensions.span(book, given.get("range", {}))
    dimensions.check_end(sheet, dimension, end)
    return sheet, dimension, start, end


def _found(sheet: Sheet, dimension: str, start: int, end: int, depth: int) -> dict[str, Any]:
    for group in sheet.several(_LISTS[dimension]):
        place = group["range"]
        if (place["startIndex"], place["endIndex"], group["depth"]) == (start, end, depth):
            return group
    raise Refusal(400, f"No group with range [{start}, {end}) and depth {depth} on the sheet.")


def _depths(sheet: Sheet, dimension: str) -> Depths:
    depths: Depths = {}
    for group in sheet.meta.get(_LISTS[dimension], ()):
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _kept(sheet: Sheet, dimension: str, depths: Depths) -> dict[str, Any]:
    """Keep the groups that the depths come to, folded where their old selves were, and answer with them."""
    name = _LISTS[dimension]
    folded = [group for group in sheet.meta.pop(name, ()) if group.get("collapsed")]
    groups = []
    for start, end, depth in _runs(depths):
        place = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
        groups.append({"range": place, "depth": depth})
    for old in folded:
        for group in _become_of(old, groups):
            group["collapsed"] = True
    if not groups:
        return {}
    sheet.meta[name] = groups
    return {"dimensionGroups": groups}


def _become_of(old: Mapping[str, Any], groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of an old group: the deepest of the same span, else those as deep that share a part."""
    its = old["range"]
    same = [group for group in groups if group["range"] == its]
    if same:
        return same[-1:]
    return [
        group
        for group in groups
        if group["depth"] == old["depth"]
        and group["range"]["startIndex"] < its["endIndex"]
        and its["startIndex"] < group["range"]["endIndex"]
    ]


def _runs(depths: Depths) -> Iterator[tuple[int, int, int]]:
    """(start, end, depth) of every group, by start, then by depth."""
    found = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        deep = sorted(index for index, own in depths.items() if own >= depth)
        start = None
        for place, index in enumerate(deep):
            start = index if start is None else start
            if place + 1 == len(deep) or deep[place + 1] != index + 1:
                found.append((start, index + 1, depth))
                start = None
    yield from sorted(found, key=lambda run: (run[0], run[2]))
