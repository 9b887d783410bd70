"""How far a sheet goes: down to its last content, without reading it, and its grid, made larger."""

from __future__ import annotations

import sqlite3

from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.store import PLACES


def filled_rows(connection: sqlite3.Connection, spreadsheet_id: str, sheet_id: int) -> int:
    """How many rows a sheet has down to the last that holds anything, a format or a height among it."""
    first = Book(connection, spreadsheet_id).sheet(sheet_id).key * PLACES
    (last,) = connection.execute(
        "SELECT max(place) FROM sheet_order WHERE place BETWEEN ? AND ?", (first, first + PLACES - 1)
    ).fetchone()
    return 0 if last is None else int(last) - first + 1


def grow(book: Book, sheet: Sheet, rows: int, columns: int = 0) -> None:
    """Make the grid at least that large."""
    properties = sheet.meta["properties"]["gridProperties"]
    properties["rowCount"] = max(sheet.row_count, rows)
    properties["columnCount"] = max(sheet.column_count, columns)
    book.check_size()
