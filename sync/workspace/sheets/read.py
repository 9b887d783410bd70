"""A spreadsheet as Google answers it: its description, and its cells where they are asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sync.workspace import masks
from sync.workspace.sheets import grid, grid_data
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import (
    comment_threads,
    criteria,
    metadata,
    protection,
    sheet_properties,
    themes,
    typed_tables,
)
from sync.workspace.store import Store

_LISTS = (
    "conditionalFormats", "charts", "slicers", "bandedRanges", "rowGroups", "columnGroups", "merges",
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
    book: Book,
    areas: list[Area] | None,
    *,
    with_grid: bool,
    address: str = "",
    fields: str = "*",
    comments: bool = False,
    tables_banded: bool = True,
) -> dict[str, Any]:
    """The Spreadsheet resource of an open book, limited to the sheets that the areas lie on.

    It has comments only if they are asked for; tables stand among the bandedRanges unless unwanted.
    """
    mask = {} if fields == "*" else masks.parse(fields)
    sheets = book.sheets if areas is None else [s for s in book.sheets if any(a.sheet is s for a in areas)]
    everything = metadata.everything(book)
    body: dict[str, Any] = {
        "spreadsheetId": book.id,
        "properties": _properties(book),
        "sheets": [_sheet(book, one, areas, with_grid, mask, everything) for one in sheets],
        "spreadsheetUrl": f"{address}/spreadsheets/d/{book.id}/edit",
    }
    for sheet, described in zip(sheets, body["sheets"], strict=True):
        if tables_banded and sheet.meta.get("tables"):
            bands = described.get("bandedRanges", [])
            described["bandedRanges"] = [*bands, *map(typed_tables.banded, sheet.meta["tables"])]
        if comments and sheet.meta.get("commentAnchors"):
            described["commentAnchors"] = sheet.meta["commentAnchors"]
    if comments:
        body |= {"commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED"}
        body |= {"comments": found} if (found := comment_threads.threads(book)) else {}
    if book.meta.get("namedRanges"):
        body["namedRanges"] = book.meta["namedRanges"]
    own = [one for one in everything if one["location"].get("spreadsheet")]
    return body | ({"developerMetadata": own} if own else {})


def _properties(book: Book) -> dict[str, Any]:
    return {
        "title": book.title,
        **book.meta["properties"],
        "defaultFormat": themes.default_format(book),
        "spreadsheetTheme": themes.theme(book),
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
        below = grid_data.below(grid_data.below(mask, "sheets"), "data")
        body["data"] = [grid_data.of(book, area, below, everything) for area in wanted if area.sheet is sheet]
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
