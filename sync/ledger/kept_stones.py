"""The ledger's copy of the tombstones: a file of them that is lost or damaged is made again from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sync.errors import NithetError
from sync.ledger import tombstones
from sync.ledger.store import Ledger, read_meta, write_meta
from sync.ledger.tombstones import Known, Tombstones, held, is_whole, readable
from sync.private import disk_code

COPY = "tombstones"  # in the ledger's meta: the text of the file
SEEN = "forgotten_seen"  # there, too: which tombstones the ledger was held against last
_HEAD = 80  # letters that tell one text from another: its digest stands first


@contextmanager
def entombed(
    ledger: Ledger, forgotten: Iterable[Known] = (), before: datetime | None = None
) -> Iterator[sqlite3.Connection]:
    """Put tombstones for these on the disk, and keep the copy in a transaction that goes on in the block.

    A file that is lost or damaged is left as it is, for the next cycle to make again and tell. Raises
    NithetError, "forgotten-damaged" where the ledger has no copy of it.
    """
    with held(ledger.path), ledger.transaction() as tx:
        file, copy = _file_of(ledger), read_meta(tx, COPY) or ""
        text, there = readable(file), file.is_file()
        if there and not is_whole(text) and not is_whole(copy):
            raise NithetError("forgotten-damaged", file=file)
        stones = Tombstones(file, text)
        stones.join(copy)
        stones.add(forgotten, before)
        if is_whole(text) or not (there or copy):
            stones.write()
        write_meta(tx, COPY, stones.text)
        yield tx


def reconcile(ledger: Ledger, now: datetime) -> NithetError | None:
    """Let file and copy hold the same, all that one of them knows; give what is to be told.

    That is "forgotten-mended" where the file was gone, damaged or an older one: whoever was forgotten stays
    so; "forgotten-lost" where it is gone and the ledger knows only that there was one. Raises NithetError
    "forgotten-damaged" where the ledger has no copy of a damaged file: nothing may be pulled then.
    """
    file, head = _file_of(ledger), _head(ledger)
    text, there = readable(file), file.is_file()
    if (is_whole(text) or not there) and head == text[:_HEAD]:
        return _lost(ledger, file) if not there else None
    with held(ledger.path), ledger.transaction() as tx:
        copy, text, there = read_meta(tx, COPY) or "", readable(file), file.is_file()
        damaged = there and not is_whole(text)
        if damaged and not is_whole(copy):
            raise NithetError("forgotten-damaged", file=file)
        stones = Tombstones(file, text)
        stones.join(copy)
        if damaged:
            put_aside(file, now)
        if stones.text != text:
            stones.write()
        write_meta(tx, COPY, stones.text)
    return NithetError("forgotten-mended", file=file) if stones.text != text else None


def put_aside(file: Path, now: datetime) -> None:
    """Give a damaged file another name, with the moment in it (UTC). Raises NithetError."""
    at = now.astimezone(UTC)
    try:
        file.replace(file.with_name(f"{tombstones.NAME}-damaged-{at.year + 543}{at:-%m-%d-%H%M%S}"))
    except OSError as error:
        raise NithetError(disk_code(error), file=file) from error


def _lost(ledger: Ledger, file: Path) -> NithetError | None:
    """What is told, once, of a file that an earlier nithet wrote without a copy and that is gone."""
    if read_meta(ledger.connection, SEEN) in {None, ""}:
        return None
    with ledger.transaction() as tx:
        write_meta(tx, SEEN, "")
    return NithetError("forgotten-lost", file=file)


def _file_of(ledger: Ledger) -> Path:
    return ledger.path.with_name(tombstones.NAME)


def _head(ledger: Ledger) -> str:
    row = ledger.connection.execute(
        "SELECT substr(value, 1, ?) FROM meta WHERE key = ?", (_HEAD, COPY)
    ).fetchone()
    return str(row[0]) if row else ""
