"""The tables of spreadsheets, and how a spreadsheet comes into being.

A row of cells is one JSON blob; cells name their formats by number (see `styles`). Where a row stands
is kept apart from what it holds, so that rows are moved without being written anew: its place is its
sheet's key times 2**24 plus its index, so that a sheet's rows lie side by side. Beside it stand the
first and the end of the columns that have values, how many have, and whether there is a formula among
them (2 in files older than that question; it is answered when they are opened). What formulas come to
is never kept: `calculations` only tells one state of a spreadsheet that has formulas from another.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

PLACES = 1 << 24
"""How many rows a sheet's key leaves room for; Google's own limit of cells lies below."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS spreadsheets (
    id TEXT PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE, meta BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS sheets (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, meta BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS sheets_spreadsheet ON sheets (spreadsheet);
CREATE TABLE IF NOT EXISTS sheet_rows (id INTEGER PRIMARY KEY, cells BLOB NOT NULL, properties BLOB);
CREATE TABLE IF NOT EXISTS sheet_order (
    place INTEGER PRIMARY KEY, row INTEGER NOT NULL,
    low INTEGER NOT NULL, high INTEGER NOT NULL, filled INTEGER NOT NULL,
    formulas INTEGER NOT NULL DEFAULT 2
);
CREATE INDEX IF NOT EXISTS sheet_formulas ON sheet_order (place) WHERE formulas > 0;
UPDATE sheet_order SET formulas = EXISTS (
    SELECT 1 FROM sheet_rows WHERE id = row AND instr(cells, CAST('{"formulaValue":' AS BLOB)))
WHERE formulas > 0 AND formulas = 2;
CREATE TRIGGER IF NOT EXISTS sheet_gone AFTER DELETE ON sheets BEGIN
    DELETE FROM sheet_rows WHERE id IN (
        SELECT row FROM sheet_order WHERE place BETWEEN old.key << 24 AND (old.key << 24) + 16777215);
    DELETE FROM sheet_order WHERE place BETWEEN old.key << 24 AND (old.key << 24) + 16777215;
END;
CREATE TABLE IF NOT EXISTS styles (
    spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, style BLOB NOT NULL, PRIMARY KEY (spreadsheet, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS calculations (
    spreadsheet TEXT PRIMARY KEY REFERENCES spreadsheets (id) ON DELETE CASCADE, state INTEGER NOT NULL
) WITHOUT ROWID;
INSERT OR IGNORE INTO calculations
SELECT DISTINCT spreadsheet, abs(random())
FROM sheet_order JOIN sheets ON key = place >> 24 WHERE formulas > 0;
CREATE TABLE IF NOT EXISTS developer_metadata (
    spreadsheet TEXT NOT NULL REFERENCES spreadsheets (id) ON DELETE CASCADE,
    id INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (spreadsheet, id)
) WITHOUT ROWID;
"""

FORMULA = b'{"formulaValue":'
"""How a formula begins in a row's JSON; text cannot look like it, for its quotes are escaped."""

ROWS, COLUMNS = 1000, 26
"""The grid of a new sheet."""


def create(tx: sqlite3.Connection, spreadsheet_id: str, resource: dict[str, Any]) -> None:
    """Put an empty spreadsheet behind a file of Drive: the properties of `resource` and its sheets' own.

    The title is the file's name and is not kept here. What else a resource may hold (cells, merges …)
    is written afterwards through `batch`.
    """
    given = {name: value for name, value in resource.get("properties", {}).items() if name != "title"}
    properties = {"locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT"} | given
    tx.execute(
        "INSERT INTO spreadsheets (id, meta) VALUES (?, ?)",
        (spreadsheet_id, orjson.dumps({"properties": properties})),
    )
    for position, sheet in enumerate(resource.get("sheets") or [{}]):
        properties = new_sheet_properties(sheet.get("properties", {}), position)
        add_sheet(tx, spreadsheet_id, position, {"properties": properties})


def new_sheet_properties(given: dict[str, Any], position: int) -> dict[str, Any]:
    """A new sheet's properties: what was given, with Google's defaults; index is where it stands."""
    grid = {"rowCount": ROWS, "columnCount": COLUMNS}
    grid |= {name: value for name, value in given.get("gridProperties", {}).items() if value}
    properties = {"sheetId": position, "title": f"Sheet{position + 1}", "sheetType": "GRID"} | given
    properties.pop("index", None)
    return properties | {"gridProperties": grid}


def add_sheet(tx: sqlite3.Connection, spreadsheet_id: str, position: int, meta: dict[str, Any]) -> int:
    """A row in the table of sheets; returns its key."""
    added = tx.execute(
        "INSERT INTO sheets (spreadsheet, position, meta) VALUES (?, ?, ?)",
        (spreadsheet_id, position, orjson.dumps(meta)),
    )
    return int(added.lastrowid or 0)
