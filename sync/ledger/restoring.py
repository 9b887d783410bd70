"""Restoring: a ledger out of a backup takes the present one's place, which is kept beside."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import orjson

from sync.errors import InputError, NithetError
from sync.ledger import kept_stones, reports, tombstones
from sync.ledger.backups import Backup, forgotten_of, installation_of, taken_out
from sync.ledger.copies import forget_file, keep_copy, sync_folder
from sync.ledger.soundness import damaged, is_damage, unsound
from sync.ledger.store import Ledger, read_meta, utc, write_meta
from sync.private import disk_code, keep_private

MENDED = "remade:forgotten"  # the trouble that the tombstones were made again: nothing is to be done
RESTORED = "restored"  # where a ledger keeps that it is one of a backup, until it has caught up with Google
_STAGED = "ledger-restored.sqlite3"
_SIDES = ("", "-wal", "-shm", "-journal")


def stage(path: Path, backup: Backup, now: datetime) -> Path | None:
    """Put a backup's ledger, looked at and brought to this version, beside the one at `path`, to be taken up.

    Gives where a copy of the present one will be kept, None where there is none. All of the backup is
    read before anything is written that stays. Raises InputError "backup-other" where another installation
    made the backup, what `read_backup`, `taken_out` and Ledger raise, NithetError "disk-full" or
    "folder-unwritable".
    """
    _check_installation(path, backup)
    identity, stones = installation_of(backup), forgotten_of(backup)
    draft, folder_is_new = path.with_name(f".{_STAGED}.new"), not path.parent.exists()
    aside = aside_of(path, "before-restore", now) if path.exists() else None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken_out(backup, draft)
        restored = Ledger(draft)
        try:
            with restored.transaction() as tx:
                told = {"since": utc(backup.made), "aside": aside.name if aside else ""}
                write_meta(tx, RESTORED, orjson.dumps(told).decode())
                # What was thought of another day's clock, maybe another machine's, says nothing of today's.
                tx.execute("DELETE FROM meta WHERE key = 'clock' OR substr(key, 1, 6) = 'clock_'")
                _join_forgotten(tx, path, stones, now)
            restored.connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            restored.close()
        _give_identity(path, identity)
        draft.replace(path.with_name(_STAGED))
        sync_folder(path.parent)
    except OSError as error:
        raise NithetError(disk_code(error), file=path) from error
    finally:
        forget_file(draft)
        if folder_is_new:
            with contextlib.suppress(OSError):  # something is in it: the backup was sound
                path.parent.rmdir()
    return aside


def _check_installation(path: Path, backup: Backup) -> None:
    """A backup is of this installation; where nothing ever ran, it brings its own id along."""
    beside = path.with_name("installation")
    lines = _lines(beside)
    if lines and lines[0] != backup.installation:
        raise InputError(
            "backup-other", file=backup.file, theirs=backup.installation, ours=lines[0], beside=beside
        )


def _give_identity(path: Path, told: str) -> None:
    beside = path.with_name("installation")
    if not _lines(beside):
        keep_private(beside)
        beside.write_text(told, encoding="ascii")


def _lines(beside: Path) -> list[str]:
    return beside.read_text(encoding="ascii", errors="replace").split() if beside.is_file() else []


def _join_forgotten(tx: sqlite3.Connection, path: Path, told: str, now: datetime) -> None:
    """What was forgotten stays so, whichever of the two knows it; a damaged file is put aside and told."""
    file = path.with_name(tombstones.NAME)
    with tombstones.held(path):
        text = tombstones.readable(file)
        stones = tombstones.Tombstones(file, text)
        stones.join(told)
        if file.is_file() and not tombstones.is_whole(text):
            kept_stones.put_aside(file, now)
            reports.keep_trouble(tx, MENDED, NithetError("forgotten-mended", file=file), now)
        if stones.text != text:
            stones.write()


def is_staged(path: Path) -> bool:
    """Whether a ledger waits to be taken up in place of the one at `path`."""
    return path.with_name(_STAGED).exists()


def take_up(ledger: Ledger, now: datetime) -> Path:
    """Let the open ledger hold what is staged from here on; give where a copy of what it held is kept.

    By SQLite's own way, as one transaction: whoever else has the file open goes on reading, first the old,
    then the new. Killed anywhere, it is done again: what is staged goes last.
    """
    staged = ledger.path.with_name(_STAGED)
    mended = kept_stones.reconcile(ledger, now)  # what this one alone knows of goes along in the file
    try:
        with ledger.told():
            aside = _named(staged) or aside_of(ledger.path, "before-restore", now)
            keep_copy(ledger.connection, aside)
            with closing(sqlite3.connect(staged)) as source:
                source.backup(ledger.connection)
            if unsound(ledger.connection):
                raise damaged(ledger.path)
        with ledger.transaction() as tx:
            note(tx, aside=aside.name)
            if mended:
                reports.keep_trouble(tx, MENDED, mended, now)
        forget_file(staged)
    except OSError as error:
        raise NithetError(disk_code(error), file=aside) from error
    return aside


def _named(staged: Path) -> Path | None:
    """Where a copy of the present ledger is to be kept, as was said when the other was staged."""
    with closing(sqlite3.connect(staged)) as source:
        source.row_factory = sqlite3.Row
        told = orjson.loads(read_meta(source, RESTORED) or "{}")
    return staged.with_name(told["aside"]) if told.get("aside") else None


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
        aside = _putaside_of(path, now)
    path.with_name(_STAGED).replace(path)
    sync_folder(path.parent)
    with closing(Ledger(path)) as restored, restored.transaction() as tx:
        note(tx, aside=aside.name if aside else "")
    return aside


def note(tx: sqlite3.Connection, **told: str) -> None:
    """Note more about a restoring that is under way."""
    kept = orjson.loads(read_meta(tx, RESTORED) or "{}")
    write_meta(tx, RESTORED, orjson.dumps({**kept, **told}).decode())


def _putaside_of(path: Path, now: datetime) -> Path:
    """Give a damaged ledger another name, with its log; the ledger itself last."""
    aside = aside_of(path, "damaged", now)
    try:
        for side in reversed(_SIDES):
            if (there := path.with_name(f"{path.name}{side}")).exists():
                there.replace(aside.with_name(f"{aside.name}{side}"))
    except OSError as error:
        raise NithetError("folder-unwritable", file=path) from error
    return aside


def aside_of(path: Path, why: str, now: datetime) -> Path:
    """A name for a ledger kept aside, which no file has, with the moment in it (Buddhist era, UTC)."""
    now = now.astimezone(UTC)
    stem = f"ledger-{why}-{now.year + 543}{now:-%m-%d-%H%M%S}"
    names = (f"{stem}{f'-{again}' if again else ''}.sqlite3" for again in range(1000))
    return next(file for name in names if not (file := path.with_name(name)).exists())
