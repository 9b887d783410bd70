"""Column numbers that stand outside ranges, in filters, slicers and tables: they move with their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sync.workspace.sheets.book import Book, Sheet

Shift = Callable[[int, int], tuple[int, int] | None]
"""As in `spans`: where a half-open span of columns lies afterwards, None if nothing is left of it."""


def shift(book: Book, sheet: Sheet, moved: Shift, across: tuple[int, int] | None = None) -> None:
    """Number the columns of filters, slicers and tables over a sheet anew, before their ranges are moved.

    With `across` only of those that lie wholly in these rows, as when cells are inserted or deleted.
    """

    def goes(place: dict[str, Any]) -> bool:
        top, bottom = place.get("startRowIndex", 0), place.get("endRowIndex", sheet.row_count)
        return across is None or (across[0] <= top and bottom <= across[1])

    for part in filters(sheet):
        if not goes(part.get("range", {})):
            continue
        for name, number in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
            if name in part:
                part[name] = list(_numbered(part[name], number, 0, 0, moved))
    for slicer in (one for each in book.sheets for one in each.meta.get("slicers", ())):
        spec = slicer["spec"]
        place = spec.get("dataRange", {})
        if "columnIndex" in spec and place.get("sheetId") == sheet.id and goes(place):
            (spec,) = list(_inside([spec], spec["dataRange"], moved)) or [
                {name: part for name, part in spec.items() if name not in {"columnIndex", "filterCriteria"}}
            ]
            slicer["spec"] = spec
    for table in sheet.meta.get("tables", ()):
        if not goes(table["range"]):
            continue
        table["columnProperties"] = list(_inside(table["columnProperties"], table["range"], moved))


def step(part: dict[str, Any], columns: int) -> None:
    """Number the columns of a filter anew that goes so many columns further as a whole."""
    for name, number in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
        if name in part:
            part[name] = [{**one, number: one.get(number, 0) + columns} for one in part[name]]


def filters(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The basic filter and the filter views of a sheet."""
    if "basicFilter" in sheet.meta:
        yield sheet.meta["basicFilter"]
    yield from sheet.meta.get("filterViews", ())


def _inside(parts: Iterable[dict[str, Any]], place: dict[str, Any], moved: Shift) -> Iterator[dict[str, Any]]:
    """The parts that are still there, whose columns are counted from the left of a range that moves."""
    after = moved(place["startColumnIndex"], place["endColumnIndex"])
    if after is not None:
        yield from _numbered(parts, "columnIndex", place["startColumnIndex"], after[0], moved)


def _numbered(
    parts: Iterable[dict[str, Any]], name: str, before: int, after: int, moved: Shift
) -> Iterator[dict[str, Any]]:
    """The parts whose columns are still there; their numbers count from column `before`, then `after`."""
    for part in parts:
        column = before + part.get(name, 0)
        span = moved(column, column + 1)
        if span is not None:
            yield {**part, name: span[0] - after}
