"""sortRange and randomizeRange: rows of a range in another order."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import cell, colours, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import row_orders
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.styles import DEFAULT_FORMAT, laid_over

_NUMBER, _TEXT, _BOOLEAN, _ERROR = range(4)
_HIDING = {"hiddenByUser", "hiddenByFilter"}


class _Spec(NamedTuple):
    """What one column is sorted by: its values, or the cells of one colour first (`colour`, in `field`)."""

    column: int
    descending: bool
    field: str = ""
    colour: dict[str, Any] | None = None


def sort_range(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """sortRange: numbers before texts before booleans before errors, blanks always last.

    Equals keep their order. Rows that are hidden stay where they are.
    """
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    specs = [_spec(area, given) for given in request.get("sortSpecs", [])]
    if not specs:
        raise Refusal(400, "Must specify at least one sort spec.")
    sort(book, area, specs)
    return {}


def sort(book: Book, area: Area, specs: list[_Spec]) -> None:
    """Sort an area's rows; Refusal 400 where a merge spans several of them."""
    row_orders.check_merges(area, "sort")
    sheet = area.sheet
    sheet.load(area.top, area.bottom)
    places = [
        index for index in range(area.top, area.bottom) if not _HIDING & sheet.row_properties(index).keys()
    ]
    rows = list(places)
    for spec in reversed(specs):
        rows = _sorted(book, area, rows, spec)
    order = list(range(area.top, area.bottom))
    for place, row in zip(places, rows, strict=True):
        order[place - area.top] = row
    row_orders.arrange(area, order)


def randomize(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """randomizeRange."""
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    row_orders.check_merges(area, "randomize")
    order = list(range(area.top, area.bottom))
    random.shuffle(order)
    row_orders.arrange(area, order)
    return {}


def _spec(area: Area, given: dict[str, Any]) -> _Spec:
    if "dataSourceColumnReference" in given:
        raise unimplemented("sorting by a data source's column")
    column, descending = given.get("dimensionIndex", 0), given.get("sortOrder") == "DESCENDING"
    if not area.left <= column < area.right:
        raise Refusal(400, f"sortSpecs.dimensionIndex[{column}] is not in the range.")
    chosen = [
        name for name in ("backgroundColor", "foregroundColor") if {name, name + "Style"} & given.keys()
    ]
    if len(chosen) > 1:
        raise Refusal(400, "Cannot sort by both a foreground color and a background color.")
    if not chosen:
        return _Spec(column, descending)
    if "themeColor" in given.get(chosen[0] + "Style", {}):
        raise Refusal(400, f"{chosen[0]}Style must be an RGB color.")
    colour, _ = colours.pair(given.get(chosen[0]), given.get(chosen[0] + "Style"))
    return _Spec(column, descending, chosen[0], colour)


def _sorted(book: Book, area: Area, rows: list[int], spec: _Spec) -> list[int]:
    if spec.colour is not None:
        wanted: dict[int, bool] = {}

        def other(index: int) -> bool:
            style = cell.style(_at(area, index, spec.column))
            if style not in wanted:
                wanted[style] = _colour(book, style, spec.field) != spec.colour
            return wanted[style]

        return sorted(rows, key=other)
    keys = {index: _key(book, area, index, spec.column) for index in rows}
    filled = [index for index in rows if keys[index] is not None]
    blank = [index for index in rows if keys[index] is None]
    return sorted(filled, key=lambda index: keys[index] or (0, 0), reverse=spec.descending) + blank


def _at(area: Area, index: int, column: int) -> cell.Cell:
    row = area.sheet.row(index)
    return row[column] if column < len(row) else None


def _colour(book: Book, style: int, field: str) -> dict[str, Any]:
    look = laid_over(DEFAULT_FORMAT, book.styles[style])
    found: dict[str, Any] = (look if field == "backgroundColor" else look["textFormat"]).get(field, {})
    return found


def _key(book: Book, area: Area, index: int, column: int) -> tuple[int, Any] | None:
    """What a cell is sorted by, None for a blank one; descending, equals keep their order too."""
    value = calculate.effective(book, area.sheet, index, column, _at(area, index, column))
    match value:
        case None | "":
            return None
        case calculate.CellError():
            return _ERROR, value.type
        case bool():
            return _BOOLEAN, value
        case str():
            return _TEXT, value.casefold()
    return _NUMBER, value
