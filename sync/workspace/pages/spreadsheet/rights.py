"""Where on a page somebody may write: a tab's protected ranges, as they are told to who asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sync.workspace.pages.spreadsheet.grid import Area, Grid, Place, area_of
from sync.workspace.pages.spreadsheet.window import Window

May = Literal["nothing", "some", "all"]


@dataclass(frozen=True, slots=True)
class Rights:
    """What of a page's cells somebody may write in; `places` are these cells where it is some of them."""

    may: May = "nothing"
    places: frozenset[Place] = frozenset()


def rights_of(sheet: Mapping[str, Any], grid: Grid, window: Window, *, writes: bool) -> Rights:
    """Read a Sheet resource that was made for who asks; `writes`: they may write in the file at all."""
    if not writes or not window.columns:
        return Rights()
    shown = {(row, column) for row in (*window.head, *window.body) for column in window.columns}
    closed = {place for place in _closed(sheet, grid, window) if place in shown}
    if not closed:
        return Rights("all")
    mine = frozenset(shown - closed)
    return Rights("some" if mine else "nothing", mine)


def _closed(sheet: Mapping[str, Any], grid: Grid, window: Window) -> Iterator[Place]:
    for protected in sheet.get("protectedRanges", ()):
        if protected.get("requestingUserCanEdit"):
            continue
        whole = area_of(protected.get("range", {}), grid.rows, grid.columns)
        free = [area_of(one, grid.rows, grid.columns) for one in protected.get("unprotectedRanges", ())]
        for shown in window.areas():
            places = set(_common(whole, shown).places())
            yield from places.difference(*(_common(one, shown).places() for one in free))


def _common(one: Area, other: Area) -> Area:
    return Area(
        max(one.top, other.top),
        max(one.left, other.left),
        min(one.bottom, other.bottom),
        min(one.right, other.right),
    )
