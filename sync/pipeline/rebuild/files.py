"""The files of a rebuilding: the damaged one kept aside, the new one built beside it and put in its place."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sync.errors import NithetError
from sync.ledger.restoring import aside_of
from sync.ledger.store import utc

NAME: Final = "ledger.sqlite3"
_FOLDER: Final = "rebuild"
_WAL: Final = "-wal"
_FORGOTTEN: Final = "forgotten"


class Workshop:
    """Where a new ledger is built: a folder of its own within the data folder, gone at the end."""

    def __init__(self, data: Path) -> None:
        self.data, self.folder = data, data / _FOLDER
        self.old, self.new = self.folder / "old" / NAME, self.folder / NAME

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The folder without what an earlier try left in it, with a copy of the old ledger."""
        with _told(self.folder):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.old.parent.mkdir(mode=0o700, parents=True)
            for file, suffix in self._damaged():
                shutil.copyfile(file, self.old.with_name(NAME + suffix))
            if (self.data / _FORGOTTEN).is_file():  # beside the ledger: what was forgotten does not return
                shutil.copyfile(self.data / _FORGOTTEN, self.folder / _FORGOTTEN)
        try:
            yield
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _damaged(self) -> Iterator[tuple[Path, str]]:
        """The files of the old ledger; those kept aside, where an earlier try came as far as that."""
        there = self.data / NAME
        aside = next((one for one in self._aside() if _same(one, there)), None)
        for suffix in ("", _WAL):
            file = (aside or there).with_name((aside or there).name + suffix)
            if file.is_file():
                yield file, suffix

    def _aside(self) -> list[Path]:
        return sorted(self.data.glob("ledger-damaged-*.sqlite3"), reverse=True)

    def give_identity(self, installation: str, began: datetime | None) -> None:
        """Write the installation's id, and when it began, beside the new ledger."""
        lines = [installation, *([utc(began)] if began else [])]
        with _told(self.folder):
            self.new.with_name("installation").write_text("\n".join(lines) + "\n", encoding="ascii")

    def put_in_place(self, now: datetime) -> Path | None:
        """Keep the old ledger aside, and put the new one in its place; give where the old one lies.

        Killed anywhere within, the old one lies aside as a whole, and the next try builds the same again.
        """
        there = self.data / NAME
        with _told(there):
            _settle(self.new)
            aside = self._keep_aside(there, now) if there.is_file() else None
            identity = self.folder / "installation"
            identity.replace(self.data / "installation")
            for suffix in (_WAL, "-shm"):  # of the old one: SQLite would read them into the new one
                there.with_name(NAME + suffix).unlink(missing_ok=True)
            self.new.replace(there)
            there.chmod(0o600)
        return aside

    def _keep_aside(self, there: Path, now: datetime) -> Path:
        kept = next((one for one in self._aside() if _same(one, there)), None)
        if kept is not None:
            return kept
        aside = aside_of(there, "damaged", now)
        for suffix in (_WAL, ""):  # the ledger itself last: where it is, the rest is, too
            file = there.with_name(NAME + suffix)
            if file.is_file():
                draft = self.folder / "aside"
                shutil.copyfile(file, draft)
                draft.chmod(0o600)
                draft.replace(aside.with_name(aside.name + suffix))
        return aside


def remove_left(data: Path) -> None:
    """Take away what a rebuilding that was killed left: whole copies of the ledger, of use to nobody.

    For who holds the data folder. What was there before lies in its place, or aside.
    """
    shutil.rmtree(data / _FOLDER, ignore_errors=True)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _settle(ledger: Path) -> None:
    """Bring all that was written into the one file."""
    connection = sqlite3.connect(ledger, isolation_level=None)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    with ledger.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what the disk says into what the operator can act on."""
    try:
        yield
    except OSError as error:
        code = "disk-full" if error.errno == errno.ENOSPC else "folder-unwritable"
        raise NithetError(code, file=file) from error
