"""Restoring: a ledger out of a backup takes the present one's place, which is kept beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import orjson

from sync.errors import InputError, NithetError
from sync.ledger import tombstones
from sync.ledger.backups import Backup, forgotten_of, installation_of, taken_out
from sync.ledger.copies import forget_file, keep_copy, sync_folder
from sync.ledger.soundness import damaged, is_damage, unsound
from sync.ledger.store import Ledger, read_meta, utc, write_meta
from sync.private import disk_code, keep_private

RESTORED = "restored"  # where a ledger keeps that it is one of a backup, until it has caught up with Google
_STAGED = "ledger-restored.sqlite3"
_SIDES = ("", "-wal", "-shm", "-journal")


def stage(path: Path, backup: Backup) -> None:
    """Put a backup's ledger, looked at and brought to this version, beside the one at `path`, to be taken up.

    Nothing of the present one is touched. Raises InputError "backup-other" where another installation made
    the backup, what `taken_out` and Ledger raise, NithetError "disk-full" or "folder-unwritable".
    """
    _check_installation(path, backup)
    _join_forgotten(path, backup)
    draft = path.with_name(f".{_STAGED}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken_out(backup, draft)
        restored = Ledger(draft)
        try:
            with restored.transaction() as tx:
                write_meta(tx, RESTORED, orjson.dumps({"since": utc(backup.made)}).decode())
            restored.connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            restored.close()
        draft.replace(path.with_name(_STAGED))
        sync_folder(path.parent)
    except OSError as error:
        raise NithetError(disk_code(error), file=path) from error
    finally:
        forget_file(draft)


def _check_installation(path: Path, backup: Backup) -> None:
    """A backup is of this installation; where nothing ever ran, it brings its own id along."""
    beside = path.with_name("installation")
    lines = beside.read_text(encoding="ascii", errors="replace").split() if beside.is_file() else []
    if lines and lines[0] != backup.installation:
        raise InputError(
            "backup-other", file=backup.file, theirs=backup.installation, ours=lines[0], beside=beside
        )
    if not lines:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(beside)
        beside.write_bytes(installation_of(backup))


def _join_forgotten(path: Path, backup: Backup) -> None:
    """What was forgotten stays so, whichever of the two knows of it."""
    if told := forgotten_of(backup):
        brought = path.with_name("forgotten-restored")
        keep_private(brought)
        brought.write_bytes(told)
        tombstones.beside(path).join(brought)
        brought.unlink()


def is_staged(path: Path) -> bool:
    """Whether a ledger waits to be taken up in place of the one at `path`."""
    return path.with_name(_STAGED).exists()


def take_up(ledger: Ledger, now: datetime) -> Path:
    """Let the open ledger hold what is staged from here on; give where a copy of what it held is kept.

    By SQLite's own way, as one transaction: whoever else has the file open goes on reading, first the old,
    then the new. Killed anywhere, it is done again: what is staged goes last.
    """
    staged, aside = ledger.path.with_name(_STAGED), _aside(ledger.path, "before-restore", now)
    try:
        with ledger.told():
            keep_copy(ledger.connection, aside)
            with closing(sqlite3.connect(staged)) as source:
                source.backup(ledger.connection)
            if unsound(ledger.connection):
                raise damaged(ledger.path)
        with ledger.transaction() as tx:
            note(tx, aside=aside.name)
        forget_file(staged)
    except OSError as error:
        raise NithetError(disk_code(error), file=aside) from error
    return aside


def take_up_at(path: Path, now: datetime) -> Path | None:
    """The same where nobody works with the ledger at `path`; one that is damaged is put aside as it is.

    Gives None where there was none.
    """
    aside: Path | None = None
    try:
        if path.exists():
            with closing(Ledger(path)) as ledger:
                return take_up(ledger, now)
    except NithetError as error:
        if not is_damage(error) and error.code != "ledger-foreign":
            raise
        aside = _put_aside(path, now)
    path.with_name(_STAGED).replace(path)
    sync_folder(path.parent)
    with closing(Ledger(path)) as restored, restored.transaction() as tx:
        note(tx, aside=aside.name if aside else "")
    return aside


def note(tx: sqlite3.Connection, **told: str) -> None:
    """Note more about a restoring that is under way."""
    kept = orjson.loads(read_meta(tx, RESTORED) or "{}")
    write_meta(tx, RESTORED, orjson.dumps({**kept, **told}).decode())


def _put_aside(path: Path, now: datetime) -> Path:
    """Give a damaged ledger another name, with its log; the ledger itself last."""
    aside = _aside(path, "damaged", now)
    try:
        for side in reversed(_SIDES):
            if (there := path.with_name(f"{path.name}{side}")).exists():
                there.replace(aside.with_name(f"{aside.name}{side}"))
    except OSError as error:
        raise NithetError("folder-unwritable", file=path) from error
    return aside


def _aside(path: Path, why: str, now: datetime) -> Path:
    """A name that no file has, with the moment in it (UTC)."""
    stem = f"ledger-{why}-{now.year + 543}{now:-%m-%d-%H%M%S}"
    names = (f"{stem}{f'-{again}' if again else ''}.sqlite3" for again in range(1000))
    return next(file for name in names if not (file := path.with_name(name)).exists())
