"""Copies of a ledger: whole and consistent, while others write it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sync.errors import NithetError
from sync.ledger.soundness import unsound
from sync.private import keep_private

_PAGES = 4096  # copied at once: between two lots others may write
_SIDES = ("-wal", "-shm", "-journal")


def write_copy(connection: sqlite3.Connection, to: Path) -> None:
    """Write what is in a database now into a file of its own (owner only), and read it through.

    By SQLite's own way: one state, whoever writes meanwhile. Raises NithetError "copy-unsound" where
    what was written is not whole, sqlite3.Error and OSError.
    """
    forget_file(to)
    keep_private(to)
    with closing(sqlite3.connect(to, isolation_level=None)) as copy:
        connection.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        if unsound(copy):
            raise NithetError("copy-unsound", file=to)
    sync_file(to)


def before_migration(ledger: Path, version: int, newest: int) -> Path:
    """Where a copy of a ledger is kept before it is brought from one version to another."""
    return ledger.with_name(f"ledger-v{version}-before-v{newest}.sqlite3")


def keep_copy(connection: sqlite3.Connection, to: Path) -> None:
    """Keep a copy of a database under a name; one that is there stays as it is."""
    if to.exists():
        return
    draft = to.with_name(f"{to.name}.new")
    try:
        write_copy(connection, draft)
        take_name(draft, to)
    finally:
        forget_file(draft)


def take_name(draft: Path, name: Path) -> None:
    """Give a finished file its name, in one step and never over another file (FileExistsError)."""
    try:
        os.link(draft, name)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first, then given to the file
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        draft.replace(name)
    else:
        draft.unlink()
    sync_folder(name.parent)


def forget_file(path: Path) -> None:
    """Take a draft away, with what SQLite leaves beside it."""
    for name in (path.name, *(f"{path.name}{side}" for side in _SIDES)):
        path.with_name(name).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where the system lets one ask."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
