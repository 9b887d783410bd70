"""Files in Drive, what Google acknowledged of their tabs, and the rows of the registers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from sync.ledger.store import utc


@dataclass(frozen=True, slots=True)
class File:
    """A file that nithet made. `viewers` are those it was last shared with."""

    key: str
    id: str
    kind: str
    title: str
    viewers: tuple[str, ...]
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Pending:
    """A batch that was sent and not yet acknowledged, and what it changes, as `sync.sheets` wrote it."""

    stamp: str
    changes: str


def files(tx: sqlite3.Connection) -> dict[str, File]:
    """Every file, by key."""
    return {
        row["key"]: File(
            row["key"],
            row["id"],
            row["kind"],
            row["title"],
            tuple(orjson.loads(row["viewers"])),
            datetime.fromisoformat(row["published"]) if row["published"] else None,
        )
        for row in tx.execute("SELECT * FROM file")
    }


def keep_file(tx: sqlite3.Connection, key: str, file_id: str, kind: str, title: str) -> None:
    """Note a file that was made or found; another file under the key is forgotten with all its tabs."""
    known = tx.execute("SELECT id FROM file WHERE key = ?", (key,)).fetchone()
    if known and known["id"] == file_id:
        return
    forget_file(tx, key)
    tx.execute("INSERT INTO file (key, id, kind, title) VALUES (?, ?, ?, ?)", (key, file_id, kind, title))


def name_file(tx: sqlite3.Connection, key: str, title: str) -> None:
    """Note that a file got another name from us."""
    tx.execute("UPDATE file SET title = ? WHERE key = ?", (title, key))


def forget_file(tx: sqlite3.Connection, key: str) -> None:
    """Forget a file that is gone, and what was known of its tabs and rows."""
    for table, column in (
        ("file", "key"),
        ("tab", "file"),
        ("tab_row", "file"),
        ("pending", "file"),
        ("listed", "file"),
    ):
        tx.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))


def forget_tabs(tx: sqlite3.Connection, file: str) -> None:
    """Forget what Google acknowledged of a file's tabs; the rows of its registers stay chosen."""
    for table in ("tab", "tab_row", "pending"):
        tx.execute(f"DELETE FROM {table} WHERE file = ?", (file,))


def keep_viewers(tx: sqlite3.Connection, key: str, viewers: Iterable[str]) -> None:
    """Note with whom a file is shared now."""
    tx.execute("UPDATE file SET viewers = ? WHERE key = ?", (orjson.dumps(list(viewers)).decode(), key))


# --- Tabs as Google acknowledged them --------------------------------------------------


def tab_states(tx: sqlite3.Connection, file: str) -> dict[str, tuple[dict[str, Any], dict[int, str]]]:
    """For each tab of a file its shape, as `sync.sheets` wrote it, and the hash of each row."""
    rows: dict[str, dict[int, str]] = {}
    for row in tx.execute("SELECT tab, row, hash FROM tab_row WHERE file = ?", (file,)):
        rows.setdefault(row[0], {})[row[1]] = row[2]
    shapes = tx.execute("SELECT key, shape FROM tab WHERE file = ?", (file,))
    return {row["key"]: (orjson.loads(row["shape"]), rows.get(row["key"], {})) for row in shapes}


def keep_tab(
    tx: sqlite3.Connection,
    file: str,
    tab: str,
    shape: Mapping[str, Any] | None,
    rows: Mapping[int, str | None],
) -> None:
    """Note what a batch changed in a tab: its shape (None: as before), and rows (None: empty now)."""
    if shape is not None:
        text = orjson.dumps(shape, option=orjson.OPT_NON_STR_KEYS).decode()
        tx.execute("INSERT OR REPLACE INTO tab VALUES (?, ?, ?)", (file, tab, text))
    tx.executemany(
        "INSERT OR REPLACE INTO tab_row VALUES (?, ?, ?, ?)",
        [(file, tab, row, mark) for row, mark in rows.items() if mark is not None],
    )
    tx.executemany(
        "DELETE FROM tab_row WHERE file = ? AND tab = ? AND row = ?",
        [(file, tab, row) for row, mark in rows.items() if mark is None],
    )


def drop_rows(tx: sqlite3.Connection, file: str, tab: str) -> None:
    """Note that a batch made a tab anew: nothing is known of its rows."""
    tx.execute("DELETE FROM tab_row WHERE file = ? AND tab = ?", (file, tab))


def drop_tab(tx: sqlite3.Connection, file: str, tab: str) -> None:
    """Note that a batch deleted a tab."""
    drop_rows(tx, file, tab)
    tx.execute("DELETE FROM tab WHERE file = ? AND key = ?", (file, tab))


def pending(tx: sqlite3.Connection, file: str) -> Pending | None:
    """The batch of this file whose outcome is not known."""
    row = tx.execute("SELECT stamp, changes FROM pending WHERE file = ?", (file,)).fetchone()
    return Pending(row["stamp"], row["changes"]) if row else None


def begin(tx: sqlite3.Connection, file: str, batch: Pending) -> None:
    """Note a batch before it is sent."""
    tx.execute("INSERT OR REPLACE INTO pending VALUES (?, ?, ?)", (file, batch.stamp, batch.changes))


def end(tx: sqlite3.Connection, file: str, now: datetime) -> None:
    """The batch's outcome is known."""
    tx.execute("DELETE FROM pending WHERE file = ?", (file,))
    tx.execute("UPDATE file SET published = ? WHERE key = ?", (utc(now), file))


def count_rows(tx: sqlite3.Connection, file: str) -> int:
    """How many rows of a file's tabs were written."""
    return int(tx.execute("SELECT count(*) FROM tab_row WHERE file = ?", (file,)).fetchone()[0])


# --- Registers: a row for each response, chosen once -----------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """The row of a response in a register, counted from the first row below the header."""

    row: int
    revision: int


def listed(tx: sqlite3.Connection, file: str, form: str) -> dict[str, Listed]:
    """The rows of a register, by response id."""
    rows = tx.execute("SELECT response, row, revision FROM listed WHERE file = ? AND form = ?", (file, form))
    return {row[0]: Listed(row[1], row[2]) for row in rows}


def registers(tx: sqlite3.Connection, file: str) -> dict[str, tuple[int, int, int]]:
    """Of each register of a file, by form: its last row, how many have one, how many are to be written."""
    rows = tx.execute(
        "SELECT form, max(row), count(*), sum(revision = 0) FROM listed WHERE file = ? GROUP BY form", (file,)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def give_rows(tx: sqlite3.Connection, file: str, form: str, responses: Iterable[str]) -> None:
    """Choose the next free rows of a register for responses that have none."""
    last = tx.execute("SELECT coalesce(max(row), -1) FROM listed WHERE file = ? AND form = ?", (file, form))
    first_free = int(last.fetchone()[0]) + 1
    tx.executemany(
        "INSERT INTO listed (file, form, response, row) VALUES (?, ?, ?, ?)",
        [(file, form, response, first_free + n) for n, response in enumerate(responses)],
    )


def keep_listed(tx: sqlite3.Connection, file: str, form: str, written: Mapping[str, int]) -> None:
    """Note which revision of each response a register shows now."""
    tx.executemany(
        "UPDATE listed SET revision = ? WHERE file = ? AND form = ? AND response = ?",
        [(revision, file, form, response) for response, revision in written.items()],
    )


def list_again(tx: sqlite3.Connection, responses: Iterable[tuple[str, str]]) -> set[str]:
    """Have the rows of these responses (form, id) written anew; give the spreadsheets that list them."""
    files: set[str] = set()
    for form, response in responses:
        rows = tx.execute(
            "UPDATE listed SET revision = 0 WHERE form = ? AND response = ? AND revision > 0 RETURNING file",
            (form, response),
        )
        files.update(row[0] for row in rows.fetchall())
    return files


def list_rows_again(tx: sqlite3.Connection, file: str, form: str, rows: Iterable[int]) -> None:
    """Have these rows of a register, counted from the first below the header, be written anew."""
    tx.executemany(
        "UPDATE listed SET revision = 0 WHERE file = ? AND form = ? AND row = ?",
        [(file, form, row) for row in rows],
    )


def forget_listed(tx: sqlite3.Connection, file: str, form: str) -> None:
    """Note that a register shows nothing any more; every response keeps its row."""
    tx.execute("UPDATE listed SET revision = 0 WHERE file = ? AND form = ?", (file, form))
