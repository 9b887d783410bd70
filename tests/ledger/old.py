"""Ledgers of earlier versions, as those wrote them: unpacked, and their rows by table."""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "versions"
VERSIONS = tuple(sorted(int(file.name.removesuffix(".tar.xz")) for file in FOLDER.glob("*.tar.xz")))
Rows = dict[str, list[tuple[Any, ...]]]


def unpacked(version: int, to: Path) -> Path:
    """What that version left, in a folder; gives its ledger."""
    to.mkdir(parents=True, exist_ok=True)
    with tarfile.open(FOLDER / f"{version}.tar.xz") as archive:
        archive.extractall(to, filter="data")
    return to / "data" / "ledger.sqlite3"


def rows_of(ledger: Path, columns: dict[str, list[str]] | None = None) -> Rows:
    """Every row by table, in an order of its own; of later files only the tables and columns asked for."""
    with closing(sqlite3.connect(ledger)) as connection:
        asked = columns or columns_of(ledger)
        return {
            table: sorted(connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall(), key=repr)
            for table, names in asked.items()
        }


def columns_of(ledger: Path) -> dict[str, list[str]]:
    """The columns of each table."""
    with closing(sqlite3.connect(ledger)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for (table,) in tables
        }


def whole(ledger: Path) -> list[str]:
    """All that a file says, its schema too."""
    with closing(sqlite3.connect(ledger)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return [str(version), *connection.iterdump()]
