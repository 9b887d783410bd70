"""A spreadsheet as Google answers it: its description, and its cells where they are asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sync.workspace import masks
from sync.workspace.sheets import (
    cell,
    colours,
    criteria,
    dimensions,
    formatted,
    grid,
    metadata,
    protection,
    sheet_properties,
    typed_tables,
)
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.styles import DEFAULT_FORMAT, PLAIN, Styles, laid_over
from sync.workspace.store import Store

_LISTS = (
    "conditionalFormats", "charts", "slicers", "bandedRanges", "rowGroups", "columnGroups", "merges",
)  # fmt: skip
_CELL = (
    "userEnteredValue", "effectiveValue", "formattedValue", "userEnteredFormat", "effectiveFormat",
    "hyperlink", "note", "textFormatRuns", "dataValidation",
)  # fmt: skip


@contextmanager
def snapshot(store: Store) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the workspace, whatever is written meanwhile."""
    connection = store.connection
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("COMMIT")


def spreadsheet(
    store: Store,
    spreadsheet_id: str,
    *,
    grid: bool,
    ranges: Sequence[str] = (),
    email: str = "",
    address: str = "",
    fields: str = "*",
) -> dict[str, Any]:
    """Google's Spreadsheet resource; with `grid` it has the cells, of the A1 `ranges` only if there are any.

    `email` is who asks (for what protected ranges allow), `address` the server's own. `fields` only
    saves work: parts that it does not name may be missing. Refusal 404 for no such spreadsheet.
    """
    with snapshot(store) as connection:
        book = Book(connection, spreadsheet_id, email)
        areas = find_areas(book, ranges)
        return resource(book, areas, with_grid=grid, address=address, fields=fields)


def find_areas(book: Book, ranges: Sequence[str]) -> list[Area] | None:
    """The areas of A1 ranges; None if there are none, which means everything."""
    return [grid.find(book, text, clip=True) for text in ranges] if ranges else None


def resource(
    book: Book, areas: list[Area] | None, *, with_grid: bool, address: str = "", fields: str = "*"
) -> dict[str, Any]:
    """The Spreadsheet resource of an open book, limited to the sheets that the areas lie on."""
    mask = {} if fields == "*" else masks.parse(fields)
    sheets = book.sheets if areas is None else [s for s in book.sheets if any(a.sheet is s for a in areas)]
    everything = metadata.everything(book)
    body: dict[str, Any] = {
        "spreadsheetId": book.id,
        "properties": _properties(book),
        "sheets": [_sheet(book, one, areas, with_grid, mask, everything) for one in sheets],
        "spreadsheetUrl": f"{address}/spreadsheets/d/{book.id}/edit",
    }
    if book.meta.get("namedRanges"):
        body["namedRanges"] = book.meta["namedRanges"]
    own = [one for one in everything if one["location"].get("spreadsheet")]
    return body | ({"developerMetadata": own} if own else {})


def _properties(book: Book) -> dict[str, Any]:
    rgb = [{"colorType": name, "color": {"rgbColor": colours.of_theme(name)}} for name in colours.THEME]
    return {
        "title": book.title,
        **book.meta["properties"],
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": rgb},
    }


def _sheet(
    book: Book,
    sheet: Sheet,
    areas: list[Area] | None,
    with_grid: bool,
    mask: masks.Mask,
    everything: list[dict[str, Any]],
) -> dict[str, Any]:
    body: dict[str, Any] = {"properties": sheet_properties.described(book, sheet)}
    if with_grid and not sheet.is_object:
        wanted = areas or [Area(sheet, 0, 0, sheet.row_count, sheet.column_count)]
        below = _below(_below(mask, "sheets"), "data")
        body["data"] = [_data(book, area, below, everything) for area in wanted if area.sheet is sheet]
    for name in _LISTS:
        if sheet.meta.get(name):
            body[name] = sheet.meta[name]
    if sheet.meta.get("protectedRanges"):
        body["protectedRanges"] = [protection.seen(book, one) for one in sheet.meta["protectedRanges"]]
    if sheet.meta.get("filterViews"):
        body["filterViews"] = [criteria.seen(view) for view in sheet.meta["filterViews"]]
    if "basicFilter" in sheet.meta:
        body["basicFilter"] = criteria.seen(sheet.meta["basicFilter"])
    if sheet.meta.get("tables"):
        body["tables"] = [typed_tables.seen(book, sheet, table) for table in sheet.meta["tables"]]
    own = [one for one in everything if one["location"].get("sheetId") == sheet.id]
    return body | ({"developerMetadata": own} if own else {})


def _below(mask: masks.Mask, name: str) -> masks.Mask:
    """The mask under a name; {} (everything) where the mask does not narrow it."""
    found: masks.Mask = mask[name] if name in mask else mask.get("*", {})
    return found


def _data(book: Book, area: Area, mask: masks.Mask, everything: list[dict[str, Any]]) -> dict[str, Any]:
    """GridData of an area, as far as the mask wants its parts."""
    sheet = area.sheet
    body: dict[str, Any] = {}
    if area.top:
        body["startRow"] = area.top
    if area.left:
        body["startColumn"] = area.left
    rows: list[dict[str, Any]] = []
    heights: dict[int, dict[str, Any]] = {}
    names = _names(mask)
    reader = Reader(book.styles, names)
    for index, row, properties in sheet.filled(area.top, area.bottom):
        if properties:
            heights[index] = properties
        values = [reader.cell(one) for one in row[area.left : area.right]] if names else []
        if values:
            rows += [{}] * (index - area.top - len(rows))
            rows.append({"values": values})
    if rows and names:
        body["rowData"] = rows
    tagged = partial(_tagged, sheet, everything)
    if not mask or "rowMetadata" in mask:
        plain = {"pixelSize": dimensions.ROW_PIXELS}
        body["rowMetadata"] = tagged(
            "ROWS", area.top, [plain | heights.get(index, {}) for index in range(area.top, area.bottom)]
        )
    if not mask or "columnMetadata" in mask:
        plain = {"pixelSize": dimensions.COLUMN_PIXELS}
        widths = [plain | sheet.columns.get(str(index), {}) for index in range(area.left, area.right)]
        body["columnMetadata"] = tagged("COLUMNS", area.left, widths)
    return body


def _names(mask: masks.Mask) -> tuple[str, ...]:
    """The fields of CellData that a mask over GridData wants."""
    if not mask or "*" in mask:
        return _CELL
    if "rowData" not in mask:
        return ()
    below = _below(mask["rowData"], "values")
    return _CELL if not below or "*" in below else tuple(name for name in _CELL if name in below)


def _tagged(
    sheet: Sheet, everything: list[dict[str, Any]], dimension: str, first: int, listed: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Dimension properties with the developer metadata of their rows or columns."""
    for one in everything:
        span = one["location"].get("dimensionRange")
        if span and span["sheetId"] == sheet.id and span["dimension"] == dimension:
            index = span["startIndex"] - first
            if 0 <= index < len(listed):
                tags = [*listed[index].get("developerMetadata", []), one]
                listed[index] = listed[index] | {"developerMetadata": tags}
    return listed


class Reader:
    """Turns kept cells into CellData with the fields asked for; what formats come to is worked out once."""

    def __init__(self, styles: Styles, names: Sequence[str] = _CELL) -> None:
        self._styles, self._names = styles, frozenset(names)
        self._effective: dict[tuple[int, str], dict[str, Any]] = {}

    def cell(self, one: cell.Cell) -> dict[str, Any]:
        """CellData of a kept cell; {} for an empty one."""
        if one is None:
            return {}
        value, style = one[0], one[1]
        extras = one[2] if len(one) > 2 else {}
        names = self._names
        body: dict[str, Any] = {}
        if value is not None:
            entered = entered_value(value)
            if "userEnteredValue" in names:
                body["userEnteredValue"] = entered
            if "effectiveValue" in names:
                body["effectiveValue"] = effective_value(value, entered)
            if "formattedValue" in names:
                body["formattedValue"] = formatted.formatted(one, self._styles)
        if "userEnteredFormat" in names and (style or "link" in extras):
            body["userEnteredFormat"] = _linked(self._styles[style], extras)
        if "effectiveFormat" in names:
            body["effectiveFormat"] = _linked(self._effective_format(style, value), extras)
        return body | self._extras(extras) if extras else body

    def _effective_format(self, style: int, value: Any) -> dict[str, Any]:
        kind = _ALIGNMENT.get(type(value), "")
        if (known := self._effective.get((style, kind))) is None:
            known = laid_over(DEFAULT_FORMAT, self._styles[style])
            if kind and "horizontalAlignment" not in known:
                known = {**known, "horizontalAlignment": kind}
            known.setdefault("hyperlinkDisplayType", "PLAIN_TEXT")
            self._effective[style, kind] = known
        return known

    def _extras(self, extras: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if "link" in extras:
            body["hyperlink"] = extras["link"]
        for name in ("note", "textFormatRuns"):
            if name in extras:
                body[name] = extras[name]
        if extras.get("rule", PLAIN):
            body["dataValidation"] = self._styles[extras["rule"]]
        return {name: part for name, part in body.items() if name in self._names}


_ALIGNMENT = {str: "LEFT", int: "RIGHT", float: "RIGHT", bool: "CENTER"}


def _linked(style: dict[str, Any], extras: dict[str, Any]) -> dict[str, Any]:
    if "link" not in extras:
        return style
    look = {**style.get("textFormat", {}), "link": {"uri": extras["link"]}}
    return {**style, "textFormat": look, "hyperlinkDisplayType": "LINKED"}


def entered_value(value: Any) -> dict[str, Any]:
    """ExtendedValue of what was entered."""
    match value:
        case str():
            return {"stringValue": value}
        case bool():
            return {"boolValue": value}
        case dict():
            return value
    return {"numberValue": value}


def effective_value(value: Any, entered: dict[str, Any]) -> dict[str, Any]:
    """ExtendedValue of what the cell comes to: a formula's is an error, for none is calculated."""
    if isinstance(value, dict):
        return {"errorValue": {"type": "ERROR", "message": formatted.NOT_CALCULATED}}
    return entered
