"""Backups: one file with the ledger of a moment and what belongs to it, read through before it counts."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from sync.errors import InputError, NithetError
from sync.ledger import tombstones
from sync.ledger.copies import forget_file, sync_file, take_name, write_copy
from sync.ledger.soundness import BACKUPS, backup_files, check_ours, unsound
from sync.ledger.store import NEWEST, Ledger, read_meta, utc
from sync.private import disk_code, keep_private

_FORMAT = 1
_LEDGER, _MANIFEST = "ledger.sqlite3", "manifest.json"
_AT_WORK_SECONDS = 3600.0
_DEFLATED = zipfile.ZIP_DEFLATED
_NOT_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, KeyError)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read: its file, the moment that it is of (aware), whose it is, what it holds."""

    file: Path
    made: datetime
    installation: str
    version: int  # of the ledger's schema
    responses: int
    holds: tuple[str, ...]  # the names inside


def folder_of(data: Path) -> Path:
    """Where the backups of a data folder lie."""
    return data / BACKUPS


def name_of(moment: datetime) -> str:
    """The name of a backup made at a local moment: "nithet-2569-11-23-020000.zip"."""
    return f"nithet-{moment.year + 543}{moment:-%m-%d-%H%M%S}.zip"


def moment_of(file: Path, zone: tzinfo) -> datetime:
    """The moment (aware) that a backup's name tells, else that of its file."""
    try:
        era, _, rest = file.stem.removeprefix("nithet-").partition("-")
        return datetime.strptime(f"{int(era) - 543}-{rest}", "%Y-%m-%d-%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def newest_of(data: Path, zone: tzinfo) -> tuple[Path, datetime] | None:
    """The newest backup of a data folder, and the moment (aware) that it is of."""
    found = backup_files(data)
    return (found[0], moment_of(found[0], zone)) if found else None


def write_backup(ledger: Ledger, to: Path, beside: Mapping[str, Path], now: datetime) -> Backup:
    """Back the ledger up into a file, while others write it; give what was read back from there.

    `beside` are files that go along, by their names inside. The file is its owner's alone, appears whole
    or not at all, and never takes another's place: InputError "backup-exists". Raises NithetError
    "disk-full" or "folder-unwritable", "copy-unsound" where it could not be read back.
    """
    if to.exists():
        raise InputError("backup-exists", file=to)
    draft, copy = to.with_name(f".{to.name}.new"), to.with_name(f".{to.name}.sqlite3")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_drafts(to.parent)
        try:
            with ledger.told():
                write_copy(ledger.connection, copy)
            _pack(draft, copy, beside, now)
            forget_file(copy)
            made = read_backup(draft)
            taken_out(made, copy)
            _name(draft, to)
        finally:
            forget_file(copy)
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise NithetError(disk_code(error), file=to) from error
    return read_backup(to)


def _name(draft: Path, to: Path) -> None:
    try:
        take_name(draft, to)
    except FileExistsError as error:  # since it was looked for
        raise InputError("backup-exists", file=to) from error


def _pack(draft: Path, copy: Path, beside: Mapping[str, Path], now: datetime) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.row_factory = sqlite3.Row
        told = {
            "format": _FORMAT,
            "made": utc(now),
            "installation": read_meta(connection, "installation"),
            "version": connection.execute("PRAGMA user_version").fetchone()[0],
            "responses": connection.execute("SELECT count(*) FROM response").fetchone()[0],
        }
    keep_private(draft)
    with zipfile.ZipFile(draft, "w", _DEFLATED, compresslevel=1, strict_timestamps=False) as packed:
        packed.write(copy, _LEDGER)
        for name, file in beside.items():
            packed.write(file, name)
        packed.writestr(_MANIFEST, json.dumps(told, indent=1))
    sync_file(draft)


def read_backup(file: Path) -> Backup:
    """Look into a backup. Raises InputError "backup-missing", "backup-foreign" or "backup-damaged"."""
    if not file.is_file():
        raise InputError("backup-missing", file=file)
    try:
        with zipfile.ZipFile(file) as packed:
            if _MANIFEST not in packed.namelist() or _LEDGER not in packed.namelist():
                raise InputError("backup-foreign", file=file)
            told = json.loads(packed.read(_MANIFEST))
            return Backup(
                file,
                datetime.fromisoformat(told["made"]),
                str(told["installation"]),
                int(told["version"]),
                int(told["responses"]),
                tuple(packed.namelist()),
            )
    except zipfile.BadZipFile as error:
        if file.name.endswith(".zip"):
            raise InputError("backup-damaged", file=file) from error
        raise InputError("backup-foreign", file=file) from error
    except (*_NOT_ZIP, ValueError, KeyError, TypeError, OSError) as error:
        raise InputError("backup-damaged", file=file) from error


def installation_of(backup: Backup) -> str:
    """What stood beside the ledger of whose it is and since when. Raises InputError "backup-damaged"."""
    told = _read(backup, "installation") or f"{backup.installation}\n"
    if told.split()[:1] != [backup.installation]:
        raise InputError("backup-damaged", file=backup.file)
    return told


def forgotten_of(backup: Backup) -> str:
    """The tombstones of what was forgotten before the backup was made; "" for none.

    Raises InputError "backup-damaged".
    """
    return _read(backup, tombstones.NAME)


def _read(backup: Backup, name: str) -> str:
    """A text in a backup, "" where it has none of that name."""
    if name not in backup.holds:
        return ""
    try:
        with zipfile.ZipFile(backup.file) as packed:
            return packed.read(name).decode("ascii", errors="replace")
    except (*_NOT_ZIP, ValueError, RuntimeError) as error:
        raise InputError("backup-damaged", file=backup.file) from error


def taken_out(backup: Backup, to: Path) -> None:
    """Write a backup's ledger into a file of its own (owner only), looked at as a whole.

    Raises InputError "backup-damaged", "backup-newer" or "backup-foreign", and OSError.
    """
    forget_file(to)
    keep_private(to)
    try:
        with zipfile.ZipFile(backup.file) as packed, packed.open(_LEDGER) as source, to.open("wb") as file:
            shutil.copyfileobj(source, file)
        with closing(sqlite3.connect(to)) as copy:
            check_ours(copy, to, NEWEST)
            copy.row_factory = sqlite3.Row
            if unsound(copy) or read_meta(copy, "installation") != backup.installation:
                raise InputError("backup-damaged", file=backup.file)
    except NithetError as error:
        forget_file(to)
        if error.code == "ledger-newer":
            raise InputError("backup-newer", file=backup.file) from error
        if error.code == "ledger-foreign":
            raise InputError("backup-foreign", file=backup.file) from error
        raise
    except (*_NOT_ZIP, sqlite3.DatabaseError, RuntimeError) as error:
        forget_file(to)
        raise InputError("backup-damaged", file=backup.file) from error
    sync_file(to)


def remove_drafts(folder: Path) -> None:
    """Take away what backups that were killed left in a folder: whole ledgers under hidden names.

    One that was written within the hour may be another's that is at work.
    """
    now = datetime.now(UTC).timestamp()
    for file in folder.glob(".nithet-[0-9]*.zip.*"):
        with contextlib.suppress(OSError):
            if abs(now - file.stat().st_mtime) > _AT_WORK_SECONDS:
                file.unlink()


def remove_old(data: Path, keep: int) -> None:
    """Take the oldest backups of a data folder away, so that `keep` stay."""
    for file in backup_files(data)[keep:]:
        file.unlink(missing_ok=True)
