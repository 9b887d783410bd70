"""Zeros that Google's answers leave out.

A field of Google's that cannot tell 0 from "not given" is left out of an answer where it is 0, so a
range on the sheet with the id 0 names no sheet. Recorded answers of Google's show it of merges, named
and protected ranges, basic filters, groups, conditional formats and charts; they keep the 0 of
`properties.sheetId` and `index`, and of the starts of ranges. Kept is also the 0 of a field that is one
of several to choose from: the `sheetId` of a chart's position, or of developer metadata's location.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sync.workspace.messages import Kind
from sync.workspace.sheets.shapes import SCHEMA

_LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "GridRange": ("sheetId",),
    "DimensionRange": ("sheetId",),
    "GridCoordinate": ("sheetId", "rowIndex", "columnIndex"),
    "OverlayPosition": ("offsetXPixels", "offsetYPixels"),
}


def without(message: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of Google's kind `message` without such zeros. What is given stays as it is.

    Only what can hold such a field is looked at, so cells, the many, are not.
    """
    ways = _ways(message)
    changed = {field: _below(answer[field], *ways[field]) for field in ways if field in answer}
    zeros = [field for field in _LEFT_OUT.get(message, ()) if answer.get(field) == 0]
    if not changed and not zeros:
        return answer
    return {field: part for field, part in (answer | changed).items() if field not in zeros}


def _below(part: Any, message: str, concerned: frozenset[str]) -> Any:
    if isinstance(part, list):
        return [one if concerned.isdisjoint(one) else without(message, one) for one in part]
    return without(message, part)


@lru_cache(maxsize=512)
def _ways(message: str) -> Mapping[str, tuple[str, frozenset[str]]]:
    """The fields of a message below which something may be left out: the kind, and its fields concerned."""
    found = {}
    for field, kind in SCHEMA.shapes[message].fields.items():
        below = _bare(kind)
        if below in _leading():
            found[field] = (below, frozenset(_LEFT_OUT.get(below, ())) | _fields_leading(below))
    return found


@lru_cache(maxsize=1)
def _leading() -> frozenset[str]:
    """The messages that hold such a field anywhere below."""
    found = frozenset(_LEFT_OUT)
    while more := {
        name
        for name, shape in SCHEMA.shapes.items()
        if name not in found and any(_bare(kind) in found for kind in shape.fields.values())
    }:
        found |= more
    return found


def _fields_leading(message: str) -> frozenset[str]:
    fields = SCHEMA.shapes[message].fields
    return frozenset(field for field, kind in fields.items() if _bare(kind) in _leading())


def _bare(kind: Kind) -> str:
    return kind.lstrip("*") if isinstance(kind, str) else ""
