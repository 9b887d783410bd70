"""Requests about tables: a range with a header row, whose columns have names and may have types.

A column is called what its header cell says, so names are read from there and not kept. columnIndex
counts from the table's left edge. Alternating colours belong to every table.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, colours, extent, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import backing, banding, dimensions, protection, table_columns
from sync.workspace.sheets.shapes import update_mask
from sync.workspace.sheets.values import formatted

_LOOK: dict[str, Any] = {
    "headerColorStyle": {"rgbColor": {"red": 0.20784314, "green": 0.40784314, "blue": 0.32941177}},
    "firstBandColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
    "secondBandColorStyle": {"rgbColor": {"red": 0.9647059, "green": 0.972549, "blue": 0.9764706}},
}
"""The colours of a table that was given none."""


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addTable."""
    given = request.get("table", {})
    area = grid.area(book, given.get("range", {}))
    protection.check(book, area)
    _check_place(book, area, None)
    table = {
        "tableId": _identity(book, given.get("tableId", "")),
        "name": _name(book, given.get("name", ""), None),
        "range": area.closed(),
        "rowsProperties": _look(given.get("rowsProperties", {})),
        "columnProperties": table_columns.read(given.get("columnProperties", []), area),
    }
    table_columns.write_headers(book, area, given.get("columnProperties", []), named=False)
    table_columns.convert(book, area, table)
    area.sheet.several("tables").append(table)
    return {"table": seen(book, area.sheet, table)}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateTable: columnProperties are replaced whole; a footer that comes or goes takes a row with it."""
    given, mask = request.get("table", {}), update_mask("Table", request.get("fields", ""))
    sheet, old = find(book, given.get("tableId", ""))
    wanted = masks.overlaid(old, given, mask)
    place = dict(wanted.get("range") or {})
    look = _look(wanted.get("rowsProperties", {}))
    change = ("footerColorStyle" in look) - ("footerColorStyle" in old["rowsProperties"])
    if change and "range" not in mask:
        place["endRowIndex"] = place["endRowIndex"] + change
    area = grid.area(book, place)
    if area.sheet is not sheet:
        raise Refusal(400, "A table cannot be moved to another sheet.")
    protection.check(book, area)
    _check_place(book, area, old)
    columns = old["columnProperties"]
    if "columnProperties" in mask or "*" in mask:
        columns = table_columns.read(given.get("columnProperties", []), area)
        table_columns.write_headers(book, area, given.get("columnProperties", []), named=True)
    width = area.right - area.left
    columns = [column for column in columns if column["columnIndex"] < width]
    table = {
        "tableId": old["tableId"],
        "name": _name(book, wanted.get("name", ""), old),
        "range": area.closed(),
        "rowsProperties": look,
        "columnProperties": columns,
    }
    table_columns.convert(book, area, table)
    tables = sheet.several("tables")
    tables[tables.index(old)] = table
    backing.refresh(book)
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteTable: with all that its cells hold, which Google's documents leave open: unverified."""
    sheet, table = find(book, request.get("tableId", ""))
    area = grid.area(book, table["range"])
    protection.check(book, area)
    sheet.several("tables").remove(table)
    if sheet.meta.get("basicFilter", {}).get("tableId") == table["tableId"]:
        del sheet.meta["basicFilter"]
    for index in range(area.top, area.bottom):
        row = list(sheet.row(index))
        row[area.left : area.right] = [None] * len(row[area.left : area.right])
        sheet.put(index, row)
    backing.refresh(book)
    return {}


def find(book: Book, identity: str) -> tuple[Sheet, dict[str, Any]]:
    """The sheet and the table of that id; Refusal 400 for none."""
    for sheet in book.sheets:
        for table in sheet.meta.get("tables", ()):
            if table["tableId"] == identity:
                return sheet, table
    raise Refusal(400, f"No table with id: {identity}")


def seen(book: Book, sheet: Sheet, table: Mapping[str, Any]) -> dict[str, Any]:
    """A table as it is answered: with an entry for every column, called what its header says."""
    place = table["range"]
    header = sheet.row(place["startRowIndex"])
    typed = {column["columnIndex"]: column for column in table["columnProperties"]}
    columns = []
    for offset in range(place["endColumnIndex"] - place["startColumnIndex"]):
        at = place["startColumnIndex"] + offset
        name = formatted.formatted(header[at], book.styles) if at < len(header) else ""
        rest = {key: part for key, part in typed.get(offset, {}).items() if key != "columnIndex"}
        number = {"columnIndex": offset} if offset else {}
        columns.append(number | {"columnName": name or f"Column {offset + 1}"} | rest)
    return {**table, "columnProperties": columns}


def banded(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table as one of the sheet's bandedRanges, which Google answers it as too."""
    rows = colours.paired(table["rowsProperties"])
    return {"bandedRangeReference": table["tableId"], "range": table["range"], "rowProperties": rows}


def _identity(book: Book, given: str) -> str:
    taken = {table["tableId"] for sheet in book.sheets for table in sheet.meta.get("tables", ())}
    if given in taken:
        raise Refusal(400, f"Table with id {given} already exists.")
    return given or str(secrets.randbelow(2**31))


def _name(book: Book, given: str, own: Mapping[str, Any] | None) -> str:
    taken = {
        table["name"].casefold()
        for sheet in book.sheets
        for table in sheet.meta.get("tables", ())
        if table is not own
    }
    if given.casefold() in taken:
        raise Refusal(400, f'A table with the name "{given}" already exists.')
    if given:
        return given
    number = 1
    while f"table{number}" in taken:
        number += 1
    return f"Table{number}"


def _look(given: Mapping[str, Any]) -> dict[str, Any]:
    return _LOOK | {name: banding.style(part) for name, part in given.items() if part}


def _check_place(book: Book, area: Area, own: Mapping[str, Any] | None) -> None:
    """Refusal 400 where another table, alternating colours, a filter or a merged cell lies in the way."""
    if area.bottom - area.top < 2:
        raise Refusal(400, "A table must have a header row and at least one more row.")
    for table in area.sheet.meta.get("tables", ()):
        if table is not own and grid.area(book, table["range"]).overlaps(area):
            raise Refusal(400, "You can't create a table that overlaps with another table.")
    banding.check(book, area, None)
    for merge in area.sheet.meta.get("merges", ()):
        if grid.area(book, merge).overlaps(area):
            raise Refusal(400, "You can't create a table over merged cells.")


def append_at(book: Book, identity: str, count: int) -> Area:
    """Where rows that are appended to a table go; the table grows, and rows are put in where it cannot."""
    sheet, table = find(book, identity)
    place = table["range"]
    footer = "footerColorStyle" in table["rowsProperties"]
    end = place["endRowIndex"] - footer
    top = _last_filled(sheet, place, end) + 1
    missing = top + count - end
    if missing > 0:
        if footer or _occupied(book, sheet, place, end, end + missing):
            extent.grow(book, sheet, end)
            span = {"sheetId": sheet.id, "dimension": "ROWS", "startIndex": end, "endIndex": end + missing}
            dimensions.insert(book, {"range": span, "inheritFromBefore": True})
            place = table_range(book, identity)
        else:
            extent.grow(book, sheet, end + missing)
        _, table = find(book, identity)
        table["range"] = place | {"endRowIndex": end + missing + footer}
        backing.refresh(book)
    left = place["startColumnIndex"]
    return Area(sheet, top, left, top + count, place["endColumnIndex"])


def settle(book: Book, identity: str) -> None:
    """Give the cells of a table's typed columns what their types ask for."""
    _, table = find(book, identity)
    table_columns.convert(book, grid.area(book, table["range"]), table)


def table_range(book: Book, identity: str) -> dict[str, Any]:
    """The range of the table of that id."""
    _, table = find(book, identity)
    return dict(table["range"])


def _last_filled(sheet: Sheet, place: Mapping[str, Any], end: int) -> int:
    """The last row of a table's body that holds a value, else its header row."""
    for index in range(end - 1, place["startRowIndex"], -1):
        row = sheet.row(index)[place["startColumnIndex"] : place["endColumnIndex"]]
        values = [cell.value(one) for one in row]
        if any(value is not None and value is not False for value in values):  # an unticked box is no value
            return index
    return int(place["startRowIndex"])


def _occupied(book: Book, sheet: Sheet, place: Mapping[str, Any], top: int, bottom: int) -> bool:
    """Whether anything stands where a table would grow to."""
    area = Area(sheet, top, place["startColumnIndex"], bottom, place["endColumnIndex"])
    for table in sheet.meta.get("tables", ()):
        if table["range"] != place and grid.area(book, table["range"]).overlaps(area):
            return True
    for index in range(top, min(bottom, sheet.row_count)):
        if any(cell.value(one) is not None for one in sheet.row(index)[area.left : area.right]):
            return True
    return False


def typed_column(book: Book, area: Area) -> bool:
    """Whether an area touches cells of a table's column that has a type."""
    for table in area.sheet.meta.get("tables", ()):
        place = grid.area(book, table["range"])
        for column in table["columnProperties"]:
            left = place.left + column["columnIndex"]
            if column.get("columnType") and Area(
                area.sheet, place.top + 1, left, place.bottom, left + 1
            ).overlaps(area):
                return True
    return False
