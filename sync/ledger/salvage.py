"""What a damaged ledger still gives: facts that once stood there and never change, table by table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from sync.ledger.kept_stones import COPY, reconcile
from sync.ledger.store import Ledger, next_revision, write_meta
from sync.ledger.tombstones import Tombstones, beside

Row = Mapping[str, Any]

# Facts: each row is certain by itself, wherever its table breaks off. Their order is the order in which
# they are taken in.
_FACTS: Final = (
    "raw",
    "version",
    "settled",
    "decision",
    "correction",
    "number",
    "report",
    "delivery",
    "school_text",
)
# Of these all of a file or nothing: half a file of results would be a figure that nobody can trust.
_WHOLE: Final = ("result_file", "result_row", "result")
_META: Final = ("duties.since", "results-dropped:", "form_made:", "demo")  # what begins so is kept


@dataclass(frozen=True, slots=True)
class Table:
    """How much of a table could be read; `whole` where it was read to its end without a break."""

    name: str
    rows: int
    whole: bool

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {"table": self.name, "rows": self.rows, "whole": self.whole}


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was taken over from a damaged ledger. `meta` are its facts about the installation."""

    tables: tuple[Table, ...] = ()
    meta: Mapping[str, str] | None = None

    def has_whole(self, name: str) -> bool:
        """Whether a table was read to its end."""
        return any(one.name == name and one.whole for one in self.tables)

    def rows(self, name: str) -> int:
        """How many rows of a table were taken over."""
        return next((one.rows for one in self.tables if one.name == name), 0)


def meta_of(path: Path) -> dict[str, str]:
    """What a ledger's file still tells about its installation; {} where nothing can be read."""
    rows, _ = _read(path, "meta", ("key",))
    return {str(row["key"]): str(row["value"]) for row in rows}


def take_over(path: Path, ledger: Ledger, now: datetime) -> Salvage:
    """Take over what a damaged ledger's file (a copy: opening it changes it) still gives for certain."""
    meta = meta_of(path) if path.is_file() else {}
    with ledger.transaction() as tx:
        write_meta(tx, COPY, meta.get(COPY, ""))
    reconcile(ledger, now)  # a file that is lost or damaged is made again before anything is taken in
    if not path.is_file():
        return Salvage()
    tables, stones = list[Table](), beside(ledger.path)
    connection = ledger.connection
    with ledger.transaction() as tx:
        known = {row["name"] for row in tx.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in _FACTS:
            rows, whole = _read(path, name, _key_of(connection, name))
            rows = [row for row in rows if _CERTAIN.get(name, _anything)(row) and not _forgotten(row, stones)]
            tables.append(Table(name, _insert(tx, name, rows), whole))
        tables.append(_responses(tx, path, stones))
        results = {name: _read(path, name, _key_of(connection, name)) for name in _WHOLE}
        sound = all(whole for _, whole in results.values())
        for name, (rows, whole) in results.items():
            tables.append(Table(name, _insert(tx, name, rows) if sound else 0, whole and sound))
        for name in sorted(known & {"forgotten"}):
            rows, whole = _read(path, name, _key_of(connection, name))
            tables.append(Table(name, _insert(tx, name, rows), whole))
        for key, value in meta.items():
            if key.startswith(_META):
                write_meta(tx, key, value)
    return Salvage(tuple(tables), meta)


def count_of(tx: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(tx.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def waiting_in(path: Path) -> list[Row]:
    """The mails that a damaged ledger still tells to have begun and never left."""
    rows, _ = _read(path, "delivery", ("kind", "period", "recipient")) if path.is_file() else ([], False)
    return [row for row in rows if not row.get("delivered")]


def results_named(path: Path) -> list[Row]:
    """The files of test results that a damaged ledger still names."""
    return _read(path, "result_file", ("id",))[0] if path.is_file() else []


def _responses(tx: sqlite3.Connection, path: Path, stones: Tombstones) -> Table:
    """Responses whose raw was read: those that Google has no more are gone from anywhere else."""
    rows, whole = _read(path, "response", ("form", "id"))
    kept = {(row[0], row[1], row[2]) for row in tx.execute("SELECT form, id, submitted FROM raw")}
    names = ("form", "id", "created", "submitted", "origin", "deleted")
    revision = next_revision(tx)
    found = [
        {**{name: row.get(name) for name in names}, "revision": revision}
        for row in rows
        if (row.get("form"), row.get("id"), row.get("submitted")) in kept and row.get("created")
        if not _forgotten(row, stones)
    ]
    return Table("response", _insert(tx, "response", found), whole)


def _forgotten(row: Row, stones: Tombstones) -> bool:
    """Whether a row is about a response that was forgotten: nothing of it returns."""
    response = row.get("id") if isinstance(row.get("id"), str) else row.get("response")
    return bool(row.get("form") and response) and stones.holds(str(row["form"]), str(response))


# --- Reading -----------------------------------------------------------------------------


def _read(path: Path, table: str, key: Sequence[str]) -> tuple[list[Row], bool]:
    """The rows of a table from its beginning to where it breaks, and from its end back to there."""
    rows, whole = _until_break(path, f"SELECT * FROM {table}")
    if not whole and key:
        order = ", ".join(f"{name} DESC" for name in key)
        behind, _ = _until_break(path, f"SELECT * FROM {table} ORDER BY {order}")
        known = {tuple(row.get(name) for name in key) for row in rows}
        rows += [row for row in reversed(behind) if tuple(row.get(name) for name in key) not in known]
    return rows, whole


def _until_break(path: Path, query: str) -> tuple[list[Row], bool]:
    rows = list[Row]()
    try:
        connection = sqlite3.connect(path)
    except sqlite3.Error:
        return rows, False
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA writable_schema = ON")  # else a file that was cut short is refused whole
        rows.extend(dict(row) for row in connection.execute(query))
    except (sqlite3.Error, UnicodeDecodeError):
        return rows, False
    finally:
        connection.close()
    return rows, True


def _key_of(tx: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The columns of a table's primary key, in their order."""
    found = [(row["pk"], row["name"]) for row in tx.execute(f"PRAGMA table_info({table})") if row["pk"]]
    return tuple(name for _, name in sorted(found))


def _insert(tx: sqlite3.Connection, table: str, rows: Sequence[Row]) -> int:
    """Insert rows by the columns that both know; give how many there are then."""
    columns = [row["name"] for row in tx.execute(f"PRAGMA table_info({table})")]
    for row in rows:
        names = [name for name in columns if row.get(name) is not None]
        places = ", ".join("?" * len(names))
        query = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({places})"
        tx.execute(query, [row[name] for name in names])
    return count_of(tx, table)


# --- What is certain ---------------------------------------------------------------------


def _anything(_: Row) -> bool:
    return True


def _is_json(row: Row, column: str) -> bool:
    try:
        orjson.loads(row[column])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return False
    return True


_CERTAIN: Final[Mapping[str, Callable[[Row], bool]]] = {
    "raw": lambda row: _is_json(row, "body"),
    "version": lambda row: _is_json(row, "entry"),
    "settled": lambda row: _is_json(row, "places"),
    "report": lambda row: _is_json(row, "figures"),
    "delivery": lambda row: bool(row.get("delivered")),  # what never left is of a closed period
}
