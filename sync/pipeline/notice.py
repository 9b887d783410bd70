"""Notice what people did in Drive since the last cycle: files that went, forms that were touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from sync import drive
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.ledger import Ledger, changed, publishing
from sync.ledger.store import mark_due, next_revision, read_meta, utc, write_meta
from sync.pipeline import look
from sync.pipeline.aside import subjects_of
from sync.pipeline.beyond import look_at
from sync.pipeline.troubles import Troubles

_DOUBLE = "remade:double:"  # before the id of a file that has the key of another
_LOOKED = "drive_looked"  # where the ledger keeps when changes were last taken note of
_REFUSED = {400, 404, 410}  # what Google answers where it does not take a token


def notice_changes(
    ledger: Ledger, google: Google, known: frozenset[str], now: datetime, troubles: Troubles
) -> None:
    """One `changes.list`.

    A spreadsheet that was trashed or deleted is forgotten, so that it is made again; a form only
    when it was deleted, for one in the trash can be brought back and may still be filled. A form
    that was touched is due to be looked at, a spreadsheet to be read: what people wrote shows up like
    our own writing. Who has access is judged at once, before the token moves on (`beyond`, also for `known`).
    A token that Google does not take any more, as that of an old backup, is begun anew: every file counts as
    touched then.
    """
    token = read_meta(ledger.connection, "drive_token")
    if token is None:
        fresh = drive.start_page_token(google)
        with ledger.transaction() as tx:
            write_meta(tx, "drive_token", fresh)
        return
    files = publishing.files(ledger.connection)
    try:
        changes, following = drive.changes(google, token)
    except GoogleError as error:
        if error.status not in _REFUSED:
            raise
        changes, following = _as_they_are(google, ledger.installation, files)
    if not changes and following == token:
        return
    ours = {file.id: file for file in files.values()}
    touched = {ours[change.file_id].key: change for change in changes if change.file_id in ours}
    touched |= _gone_with_folders(google, files, touched)
    looked = read_meta(ledger.connection, _LOOKED)
    there = [change.file for change in touched.values() if change.file is not None]
    since = datetime.fromisoformat(looked) if looked else None
    look_at(ledger, google, there, known, now, troubles, since=since)
    troubles.try_at_once(subject for key in touched for subject in subjects_of(key))
    with ledger.transaction() as tx:
        for key, change in touched.items():
            _take_note(tx, key, change, looked)
        write_meta(tx, "drive_token", following)
        write_meta(tx, _LOOKED, utc(now))
    for key, change in touched.items():
        if key.startswith("form:") and change.file is not None:
            _tell_trash(key, change.file, now, troubles)
        elif key.startswith("sheet:") and _is_gone(change):
            troubles.tell(f"remade:{key}", NithetError("sheet-remade", file=files[key].title), now)
    for change in changes:
        if change.file_id in ours:
            troubles.end(f"{_DOUBLE}{change.file_id}")
        elif change.file is not None:
            _tell_double(ledger.installation, files, change.file, now, troubles)


def _as_they_are(
    google: Google, installation: str, files: Mapping[str, publishing.File]
) -> tuple[tuple[drive.Change, ...], str]:
    """Every file of ours as if it had just changed, and a token for what comes after."""
    fresh = drive.start_page_token(google)
    there = {file.id: file for file in drive.every_file(google, installation)}
    # One that is not listed may be in the trash, or gone: it is asked for by itself before that is believed.
    missing = {file.id: drive.look_up(google, file.id) for file in files.values() if file.id not in there}
    return tuple(drive.Change(*one) for one in {**there, **missing}.items()), fresh


def _gone_with_folders(
    google: Google, files: Mapping[str, publishing.File], touched: Mapping[str, drive.Change]
) -> dict[str, drive.Change]:
    """The files that went with a folder of ours: Drive need not tell of each of them."""
    if not any(key.startswith("folder:") and _is_gone(change) for key, change in touched.items()):
        return {}
    found = {
        key: drive.Change(file.id, drive.look_up(google, file.id))
        for key, file in files.items()
        if key not in touched
    }
    return {key: change for key, change in found.items() if _is_gone(change)}


def _take_note(tx: sqlite3.Connection, key: str, change: drive.Change, looked: str | None) -> None:
    gone = change.file is None
    if key.startswith("form:"):
        if gone:
            publishing.forget_file(tx, key)
            tx.execute("UPDATE form SET google_id = NULL WHERE id = ?", (key.removeprefix("form:"),))
        else:
            changed.touched(tx, key.removeprefix("form:"), looked)
            mark_due(tx, {key}, next_revision(tx))
    elif _is_gone(change):
        publishing.forget_file(tx, key)
        if key.startswith("sheet:"):
            mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))
    elif key.startswith("sheet:"):
        mark_due(tx, {f"people:{key}"}, next_revision(tx))
        look.notice(tx, key, by_us=change.file is not None and change.file.by_us)


def _is_gone(change: drive.Change) -> bool:
    return change.file is None or change.file.trashed


def _tell_double(
    installation: str,
    known: Mapping[str, publishing.File],
    file: drive.File,
    now: datetime,
    troubles: Troubles,
) -> None:
    """Tell of a copy of a spreadsheet, or one restored from the trash: what is decided there nobody hears.

    Nothing is told of what we made ourselves and put in the trash, nor of a file that has another name.
    """
    subject = f"{_DOUBLE}{file.id}"
    ours = known.get(file.key)
    if file.installation != installation or ours is None or not file.key.startswith("sheet:"):
        return
    if file.trashed or file.name != ours.title:
        troubles.end(subject)
    else:
        troubles.tell(subject, NithetError("file-doubled", file=file.name), now)


def _tell_trash(key: str, file: drive.File, now: datetime, troubles: Troubles) -> None:
    subject = f"trashed:{key.removeprefix('form:')}"
    if file.trashed:
        troubles.tell(subject, NithetError("form-trashed", form=file.name), now)
    else:
        troubles.end(subject)
