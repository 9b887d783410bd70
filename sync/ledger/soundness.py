"""Whether a file is a sound ledger of nithet's, and what is told of one that is not."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sync.errors import NithetError

BACKUPS = "backups"  # the folder beside the ledger in which backups lie
_DAMAGE = {"ledger-damaged", "ledger-damaged-backups", "ledger-lost"}
_SHOWN = 3  # backups that are named
_MESSAGES = 20  # of what is wrong


def damaged(path: Path) -> NithetError:
    """The error that a ledger is damaged: which backups there are, and how many days old the newest is."""
    found = backup_files(path.parent)
    if not found:
        return NithetError("ledger-damaged", file=path)
    made = datetime.fromtimestamp(found[0].stat().st_mtime, UTC)
    days, names = (datetime.now(UTC) - made).days, _names(found)
    return NithetError("ledger-damaged-backups", file=path, newest=found[0], days=days, names=names)


def lost(path: Path) -> NithetError:
    """The error that a ledger is gone from where one was."""
    return NithetError("ledger-lost", file=path, names=_names(backup_files(path.parent)) or "-")


def _names(backups: list[Path]) -> str:
    return ", ".join(one.name for one in backups[:_SHOWN]) + (" …" if len(backups) > _SHOWN else "")


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the ledger is damaged: nothing goes on with it."""
    return isinstance(error, NithetError) and error.code in _DAMAGE


def backup_files(data: Path) -> list[Path]:
    """The backups of a data folder, the newest first: their names tell their moment."""
    return sorted((data / BACKUPS).glob("nithet-[0-9]*.zip"), reverse=True)


def has_tail(path: Path) -> bool:
    """Whether a ledger's log (-wal) holds what its file does not: killed early, all of it stands there."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def is_cut(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a ledger's file ends within a page, of which SQLite takes the rest for zeros."""
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    return path.stat().st_size % int(page) != 0 and not has_tail(path)


def tables_of(connection: sqlite3.Connection) -> frozenset[str]:
    """The names of a database's tables."""
    return frozenset(
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    )


def check_ours(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Refuse what is no ledger of this nithet, before anything in it is touched.

    Raises NithetError "ledger-newer" for one of a version above `newest`, "ledger-foreign" for a
    database of something else.
    """
    version, tables = int(connection.execute("PRAGMA user_version").fetchone()[0]), tables_of(connection)
    ours = {"meta", "form", "raw", "response"} <= tables if version else not tables
    if not ours:
        raise NithetError("ledger-foreign", file=path)
    if version > newest:
        raise NithetError("ledger-newer", file=path)


def unsound(connection: sqlite3.Connection) -> list[str]:
    """What is wrong in a database, every row, index and reference looked at; empty for a sound one."""
    told = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MESSAGES})")]
    lost = [f"foreign key: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")]
    return ([] if told == ["ok"] else told) + lost
