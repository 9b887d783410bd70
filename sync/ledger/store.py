"""The ledger's file: opening, migrating, transactions, and the counter that dates every change."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from filelock import FileLock

from sync.errors import NithetError
from sync.ledger.copies import before_migration, keep_copy
from sync.ledger.soundness import check_ours, damaged, has_tail, is_cut, unsound
from sync.private import disk_code, keep_private

_STEPS = (
    "schema.sql",
    "schema2.sql",
    "schema3.sql",
    "schema4.sql",
    "schema5.sql",
    "schema6.sql",
    "schema7.sql",
    "schema8.sql",
    "schema9.sql",
    "schema10.sql",
    "schema11.sql",
)
NEWEST = len(_STEPS)  # the version of a ledger that this nithet writes


class Ledger:
    """One open ledger. Not shared between threads; readers elsewhere open their own.

    Raises NithetError "ledger-damaged" (`is_damage`) when the file is no sound SQLite database,
    "ledger-foreign" when it is another application's, "ledger-newer" when a later nithet wrote it,
    "folder-unwritable" when it cannot be written and "disk-full" when there is no room,
    "ledger-busy" when another program holds it for longer than `patience` seconds. The file, and
    the folder where there was none, are their owner's alone. Before a file of an earlier version
    is brought to this one, a copy of it is kept beside.
    """

    def __init__(self, path: Path, *, patience: float = 30.0) -> None:
        self.path = path
        with _told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.began = beginning(path)
            if self.began and path.exists() and path.stat().st_size == 0 and not has_tail(path):
                raise damaged(path)  # SQLite would take it for a new one
            keep_private(path)
            self.connection = sqlite3.connect(path, isolation_level=None, timeout=patience)
            try:
                self._open()
            except BaseException:
                self.connection.close()
                raise

    def _open(self) -> None:
        self.connection.row_factory = sqlite3.Row
        # Two commands may open a new ledger at once: one makes it, the other finds it made.
        with FileLock(self.path.with_name("ledger.lock"), mode=0o600):
            check_ours(self.connection, self.path, NEWEST)
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = FULL")
            told = self.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if told != "ok" or is_cut(self.connection, self.path):
                raise damaged(self.path)
            self._migrate()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write: all of it or nothing."""
        with _told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    @property
    def installation(self) -> str:
        """The id of this installation: it marks every file that belongs to this ledger."""
        return str(read_meta(self.connection, "installation"))

    @contextmanager
    def told(self) -> Iterator[None]:
        """While the block reads and writes, what SQLite says of the file comes as a NithetError."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if (known := _known(error, self.path)) is None:
                raise
            raise known from error

    def examine(self) -> bool:
        """Look at every row and index, which takes longer than opening does.

        Indices that are out of step with their tables are made again: nothing is lost by that; True
        where it was done. Raises NithetError "ledger-damaged" for anything else.
        """
        with _told(self.path):
            wrong = unsound(self.connection)
            if wrong and all(_OF_INDEX.search(line) for line in wrong):
                self.connection.execute("REINDEX")
                if not unsound(self.connection):
                    return True
            if wrong:
                raise damaged(self.path)
        return False

    def _migrate(self) -> None:
        version = int(self.connection.execute("PRAGMA user_version").fetchone()[0])
        if 0 < version < NEWEST:
            keep_copy(self.connection, before_migration(self.path, version, NEWEST))
        for number, name in enumerate(_STEPS[version:], start=version + 1):
            script = files("sync.ledger").joinpath(name).read_text(encoding="utf-8")
            self.connection.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
        if read_meta(self.connection, "installation") is None:
            write_meta(self.connection, "installation", self._identity())

    def _identity(self) -> str:
        """The installation's id, in a file of its own, too: a ledger made anew finds its forms and sheets."""
        file = self._beside
        if not file.exists():
            file.write_text(secrets.token_hex(8), encoding="ascii")
        lines = _lines(file)
        if not lines or not _ID.fullmatch(lines[0]):
            raise NithetError("installation-damaged", file=file)
        return lines[0]

    def note_beginning(self, moment: datetime) -> None:
        """Keep beside the id when this installation first ran; once noted, it stays."""
        if self.began is not None:
            return
        with _told(self.path):
            draft = self._beside.with_name("installation.new")
            draft.write_text(f"{self.installation}\n{utc(moment)}\n", encoding="ascii")
            draft.replace(self._beside)
        self.began = moment

    @property
    def _beside(self) -> Path:
        return self.path.with_name("installation")


def beginning(path: Path) -> datetime | None:
    """When the installation first ran, which a ledger made anew does not know by itself."""
    lines = _lines(path.with_name("installation"))
    try:
        return datetime.fromisoformat(lines[1]) if len(lines) > 1 else None
    except ValueError:  # damaged: the ledger knows it, too, and writes the file anew
        return None


def is_lost(path: Path) -> bool:
    """Whether there is no ledger where one was at work."""
    return not path.exists() and len(_lines(path.with_name("installation"))) > 1


def _lines(beside: Path) -> list[str]:
    """The installation's id and when it began, as far as they are noted."""
    return beside.read_text(encoding="ascii", errors="replace").split() if beside.is_file() else []


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into what the operator can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if (known := _known(error, path)) is None:
            raise
        raise known from error
    except OSError as error:
        raise NithetError(disk_code(error), file=path) from error


def _known(error: sqlite3.DatabaseError, path: Path) -> NithetError | None:
    """What SQLite said as the operator reads it; None for a fault of our own."""
    code = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if code == "ledger-damaged":
        return damaged(path)
    return NithetError(code, file=path) if code else None


_ID = re.compile(r"[0-9A-Za-z_-]+")
_OF_INDEX = re.compile(r"^(row \d+ missing from|wrong # of entries in|row \d+ values differ from) index ")
_CODES = {
    sqlite3.SQLITE_CORRUPT: "ledger-damaged",
    sqlite3.SQLITE_NOTADB: "ledger-damaged",
    sqlite3.SQLITE_READONLY: "folder-unwritable",
    sqlite3.SQLITE_CANTOPEN: "folder-unwritable",
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_IOERR: "disk-full",
    sqlite3.SQLITE_BUSY: "ledger-busy",
}


def utc(moment: datetime) -> str:
    """A moment (aware) as text whose order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_meta(tx: sqlite3.Connection, key: str) -> str | None:
    """A fact about the installation, None when it was never set."""
    row = tx.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row["value"] if row else None


def write_meta(tx: sqlite3.Connection, key: str, value: str) -> None:
    """Set a fact about the installation."""
    tx.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def next_revision(tx: sqlite3.Connection) -> int:
    """The next number of the counter that dates every change of a response."""
    revision = int(read_meta(tx, "revision") or 0) + 1
    write_meta(tx, "revision", str(revision))
    return revision


def mark_due(tx: sqlite3.Connection, subjects: set[str], revision: int) -> None:
    """Note that these partitions or spreadsheets must be made again."""
    tx.executemany(
        "INSERT OR REPLACE INTO due VALUES (?, ?)", [(subject, revision) for subject in sorted(subjects)]
    )


def due(tx: sqlite3.Connection, prefix: str) -> dict[str, int]:
    """What is due under a prefix ("summary:", "file:"), with the revision it became due by."""
    rows = tx.execute(
        "SELECT subject, revision FROM due WHERE substr(subject, 1, ?) = ?", (len(prefix), prefix)
    )
    return {row["subject"].removeprefix(prefix): row["revision"] for row in rows}


def settle(tx: sqlite3.Connection, subject: str, revision: int) -> None:
    """Strike what was due, unless it became due again since."""
    tx.execute("DELETE FROM due WHERE subject = ? AND revision <= ?", (subject, revision))
