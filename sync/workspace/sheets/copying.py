"""A whole spreadsheet copied inside the database: its sheets, their rows as they lie, its formats."""

from __future__ import annotations

import sqlite3

from sync.workspace.sheets.store import PLACES

_CHUNK = 2000  # rows that pass from one database to another at a time


def copy(tx: sqlite3.Connection, source: str, target: str) -> None:
    """Put a copy of the spreadsheet `source` behind the file `target`, in place of what it has there.

    Sheet ids and those of all parts stay the same, as Google leaves them. No row is read: however long
    the sheets are, the database copies them itself, with whatever columns its tables have.
    """
    tx.execute("DELETE FROM spreadsheets WHERE id = ?", (target,))
    _copy(tx, "spreadsheets", "id", source, target)
    for table in _tables_of_spreadsheets(tx):
        _copy(tx, table, "spreadsheet", source, target)
    for key, position, meta in tx.execute(
        "SELECT key, position, meta FROM sheets WHERE spreadsheet = ? ORDER BY position", (source,)
    ).fetchall():
        added = tx.execute(
            "INSERT INTO sheets (spreadsheet, position, meta) VALUES (?, ?, ?)", (target, position, meta)
        )
        _copy_rows(tx, key, int(added.lastrowid or 0))


def _tables_of_spreadsheets(tx: sqlite3.Connection) -> list[str]:
    """The tables that keep something of a whole spreadsheet, by its id; sheets have keys of their own."""
    found = tx.execute(
        "SELECT t.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND c.name = 'spreadsheet' AND t.name != 'sheets'"
    )
    return [str(name) for (name,) in found]


def _others(tx: sqlite3.Connection, table: str, *names: str) -> str:
    """The columns of a table but for some, with a comma before each."""
    columns = [str(row[1]) for row in tx.execute(f"PRAGMA table_info({table})")]
    return "".join(f", {column}" for column in columns if column not in names)


def _copy(tx: sqlite3.Connection, table: str, column: str, source: str, target: str) -> None:
    rest = _others(tx, table, column)
    tx.execute(
        f"INSERT INTO {table} ({column}{rest}) SELECT ?{rest} FROM {table} WHERE {column} = ?",  # noqa: S608 - names of our own tables
        (target, source),
    )


def _copy_rows(tx: sqlite3.Connection, source: int, target: int) -> None:
    """Copy all rows of one sheet (its key) to another that has none."""
    span = (source * PLACES, source * PLACES + PLACES - 1)
    (last,) = tx.execute("SELECT coalesce(max(id), 0) FROM sheet_rows").fetchone()
    (first,) = tx.execute(
        "SELECT coalesce(min(row), 1) FROM sheet_order WHERE place BETWEEN ? AND ?", span
    ).fetchone()
    shift = last - first + 1  # every copied row gets a number above all there are
    rest = _others(tx, "sheet_rows", "id")
    tx.execute(
        f"INSERT INTO sheet_rows (id{rest}) SELECT id + ?{rest} FROM sheet_rows "  # noqa: S608 - names of our own tables
        "WHERE id IN (SELECT row FROM sheet_order WHERE place BETWEEN ? AND ?)",
        (shift, *span),
    )
    rest = _others(tx, "sheet_order", "place", "row")
    tx.execute(
        f"INSERT INTO sheet_order (place, row{rest}) SELECT place + ?, row + ?{rest} FROM sheet_order "  # noqa: S608 - names of our own tables
        "WHERE place BETWEEN ? AND ?",
        ((target - source) * PLACES, shift, *span),
    )


def pour_styles(
    source: sqlite3.Connection, source_id: str, target: sqlite3.Connection, target_id: str
) -> None:
    """Give a spreadsheet whose cells are all gone the formats of one in another database."""
    target.execute("DELETE FROM styles WHERE spreadsheet = ?", (target_id,))
    target.executemany(
        "INSERT INTO styles (spreadsheet, number, style) VALUES (?, ?, ?)",
        (
            (target_id, number, style)
            for number, style in source.execute(
                "SELECT number, style FROM styles WHERE spreadsheet = ?", (source_id,)
            )
        ),
    )


def pour_rows(
    source: sqlite3.Connection, source_key: int, target: sqlite3.Connection, target_key: int
) -> None:
    """Give a sheet that has no rows those of a sheet in another database, unread."""
    span = (source_key * PLACES, source_key * PLACES + PLACES - 1)
    (last,) = target.execute("SELECT coalesce(max(id), 0) FROM sheet_rows").fetchone()
    found = source.execute(
        "SELECT place, low, high, filled, formulas, cells, properties FROM sheet_order "
        "JOIN sheet_rows ON id = row WHERE place BETWEEN ? AND ? ORDER BY place",
        span,
    )
    shift = (target_key - source_key) * PLACES
    while chunk := found.fetchmany(_CHUNK):
        rows = list(enumerate(map(tuple, chunk), last + 1))
        last += len(rows)
        target.executemany(
            "INSERT INTO sheet_rows (id, cells, properties) VALUES (?, ?, ?)",
            [(number, row[5], row[6]) for number, row in rows],
        )
        target.executemany(
            "INSERT INTO sheet_order (place, row, low, high, filled, formulas) VALUES (?, ?, ?, ?, ?, ?)",
            [(row[0] + shift, number, *row[1:5]) for number, row in rows],
        )
