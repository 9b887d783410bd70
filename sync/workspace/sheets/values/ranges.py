"""The `values` methods: plain values of ranges, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.messages import snake
from sync.workspace.sheets import a1, cell, entered, extent, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import dimensions, protection
from sync.workspace.sheets.shapes import SCHEMA
from sync.workspace.sheets.styles import PLAIN
from sync.workspace.sheets.values import blocks as tables
from sync.workspace.sheets.values import entering
from sync.workspace.sheets.values import rows as value_rows
from sync.workspace.sheets.values.patterns import general

_DATED = {"DATE", "TIME", "DATE_TIME"}
_PLAIN = {str, int, float}


@dataclass(frozen=True, slots=True)
class Rendering:
    """How values are read: `values` FORMATTED_VALUE, UNFORMATTED_VALUE or FORMULA; `dates` as text or not."""

    values: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def rendering(given: Mapping[str, Any], prefix: str = "") -> Rendering:
    """The rendering that parameters, or a body's fields with a prefix, ask for; Refusal 400 for no such."""

    def named(name: str, usual: str, *others: str) -> str:
        key = prefix + name[0].upper() + name[1:] if prefix else name
        value = str(given.get(key) or usual)
        if value not in {usual, *others}:
            kind = "Dimension" if name == "majorDimension" else name[0].upper() + name[1:]
            raise value_rows.no_such(snake(key), kind, value)
        return value

    return Rendering(
        named("valueRenderOption", "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"),
        named("dateTimeRenderOption", "SERIAL_NUMBER", "FORMATTED_STRING"),
        "ROWS" if prefix else named("majorDimension", "ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED"),
    )


def get(book: Book, text: str, how: Rendering) -> dict[str, Any]:
    """A ValueRange; empty cells at the ends of rows, and empty rows at the end, are left out."""
    return read(book, grid.find(book, text, clip=True), how)


def read(book: Book, area: Area, how: Rendering) -> dict[str, Any]:
    """A ValueRange of an area."""
    rows: list[list[Any]] = []
    for index, kept, _ in calculate.rows(book, area.sheet, area.top, area.bottom):
        row = calculate.padded(book, area.sheet, index, kept)
        cells = enumerate(row[area.left : area.right], area.left)
        # Most cells by far are plain texts, which show as they are, however they are asked for.
        shown = [
            one[0]
            if one and type(one[0]) is str and one[1] == PLAIN
            else _shown(book, area.sheet, index, column, one, how)
            for column, one in cells
        ]
        if any(value != "" for value in shown):
            rows += [[] for _ in range(index - area.top - len(rows))]
            rows.append(shown)
    columns = how.major == "COLUMNS"
    if columns:
        width = max(map(len, rows), default=0)
        rows = [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]
    for values in rows:
        while values and values[-1] == "":
            values.pop()
    while rows and not rows[-1]:
        rows.pop()
    body: dict[str, Any] = {"range": area.a1, "majorDimension": "COLUMNS" if columns else "ROWS"}
    return body | ({"values": rows} if rows else {})


def _shown(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell, how: Rendering) -> Any:
    kept, formatted = cell.value(one), how.values == "FORMATTED_VALUE"
    if type(kept) in _PLAIN and cell.style(one) == PLAIN:
        # So are most cells of most sheets; a text shows as it is, however it is asked for.
        return general(kept, book.styles.locale) if formatted and type(kept) is not str else kept
    if how.values == "FORMULA" and isinstance(kept, dict):
        return kept["formulaValue"]
    value = calculate.effective(book, sheet, row, column, one)
    if isinstance(value, calculate.CellError):
        # Only formatted, an error is its sign alone.
        return value.shown if formatted else f"{value.shown} ({value.message})"
    if formatted or (how.dates == "FORMATTED_STRING" and _is_dated(book, sheet, row, column, one, value)):
        return calculate.shown(book, sheet, row, column, one)
    return "" if value is None else value


def _is_dated(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell, value: Any) -> bool:
    """Whether a cell comes to a number that its format shows as a date or a time."""
    if type(value) not in {int, float}:
        return False
    return calculate.style(book, sheet, row, column, one).get("numberFormat", {}).get("type") in _DATED


def update(book: Book, text: str, body: dict[str, Any], option: str, where: str = "data") -> Area:
    """Write a ValueRange at a range; returns the area that its values cover. Nulls change nothing.

    `where` is the ValueRange's place in the request, for Google's complaints.
    """
    SCHEMA.read("ValueRange", {name: part for name, part in body.items() if name != "values"})
    named = body.get("range")
    if named and named != text:
        _check_same(book, text, named)
    area = grid.find(book, text, clip=True)
    written = write(book, area, value_rows.of(body, where), option, Area(*_rest(area)))
    return written or Area(area.sheet, area.top, area.left, area.top + 1, area.left + 1)


def _rest(area: Area) -> tuple[Sheet, int, int, int, int]:
    """Where values may lie that are written to an area: one cell means from there on."""
    sheet = area.sheet
    if area.bottom - area.top == 1 and area.right - area.left == 1:
        return sheet, area.top, area.left, sheet.row_count, sheet.column_count
    return sheet, area.top, area.left, area.bottom, area.right


def _check_same(book: Book, text: str, named: str) -> None:
    if grid.find(book, text, clip=False) != grid.find(book, named, clip=False):
        raise Refusal(400, f"Request range[{text}] does not match value's range[{named}]")


def write(book: Book, area: Area, rows: list[list[Any]], option: str, limit: Area) -> Area | None:
    """Write rows at an area's corner inside `limit`; returns what was covered, None for no values."""
    value_rows.check_option(option)
    width = max(map(len, rows), default=0)
    if not width:
        return None
    _check_limit(area, rows, limit)
    covered = Area(area.sheet, area.top, area.left, area.top + len(rows), area.left + width)
    protection.check(book, covered)
    plain = option == "RAW"
    entry = entering.Entering(book)
    enter = entry.raw if plain else entry.typed
    area.sheet.load(covered.top, covered.bottom)
    for offset, given in enumerate(rows):
        row = area.sheet.row(area.top + offset)
        row += [None] * (area.left + len(given) - len(row))
        for column, value in enumerate(given):
            old = row[area.left + column]
            if plain and type(value) is str and value and (not old or len(old) == 2):
                # So are most values by far, and most cells have neither notes nor links nor rules.
                row[area.left + column] = [entered.text(value), old[1] if old else PLAIN]
            elif value is not None:
                row[area.left + column] = enter(old, value, f"values[{offset}][{column}]")
        area.sheet.put(area.top + offset, row)
    return covered


def _check_limit(area: Area, rows: list[list[Any]], limit: Area) -> None:
    """Refusal 400 for values that run beyond the range asked for, or from a single cell off the grid."""
    if area.top + len(rows) > limit.bottom:
        over = f"row [{limit.bottom + 1}]"
    elif area.left + max(map(len, rows)) > limit.right:
        over = f"column [{a1.column_letters(limit.right)}]"
    else:
        return
    raise Refusal(400, f"Requested writing within range [{area.a1}], but tried writing to {over}")


def clear(book: Book, text: str) -> Area:
    """Take the values of a range away; formats, notes and rules stay."""
    return clear_area(book, grid.find(book, text, clip=True))


def clear_area(book: Book, area: Area) -> Area:
    """Take the values of an area away."""
    protection.check(book, area)
    for index, row, _ in list(area.sheet.filled(area.top, area.bottom)):
        kept = list(area.sheet.row(index))
        for column in range(area.left, min(area.right, len(row))):
            if cell.value(kept[column]) is not None:
                kept[column] = cell.with_value(kept[column], None)
        area.sheet.put(index, kept)
    return area


def append(
    book: Book, text: str, body: dict[str, Any], option: str, insert: str
) -> tuple[Area | None, Area | None]:
    """Write rows below the table that the range touches; returns (the table, what was covered)."""
    area = grid.find(book, text, clip=True)
    table = tables.below(book, area)
    rows = value_rows.of(body)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    sheet = area.sheet
    if insert == "INSERT_ROWS":
        extent.grow(book, sheet, top)
        span = {
            "sheetId": sheet.id,
            "dimension": "ROWS",
            "startIndex": top,
            "endIndex": top + max(1, len(rows)),
        }
        if top < sheet.row_count:
            dimensions.insert(book, {"range": span})
    width = max(map(len, rows), default=0)
    extent.grow(book, sheet, top + len(rows), left + width)
    corner = Area(sheet, top, left, sheet.row_count, sheet.column_count)
    return table, write(book, corner, rows, option, corner)
