"""Sharing by hand that goes beyond the configuration: found in what Drive tells of our files, and told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sync import drive
from sync.access import Beyond, Permission, beyond, given_roles
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.store import read_meta
from sync.pipeline.troubles import SHARED, Troubles

_NAMED = 8  # of those who have access so many are named


def look_at(
    ledger: Ledger,
    google: Google,
    files: Iterable[drive.File],
    known: frozenset[str],
    now: datetime,
    troubles: Troubles,
    *,
    since: datetime | None = None,
) -> None:
    """Judge who has access to files of ours that changed: whoever we let in, by the ledger, and no one else.

    What Drive says beside the change is enough, so that nothing more is asked; in a shared drive, where it
    does not say it, the permissions are read, but for a spreadsheet that we wrote in ourselves `since` the
    last look, which the nightly one sees. `known` are the addresses of the
    settings that have access by other ways. Nothing is taken away: a person gave it, and may have had a
    reason that we do not know.
    """
    ours = {file.id: file for file in publishing.files(ledger.connection).values()}
    account = read_meta(ledger.connection, "account") or ""
    for file in files:
        if file.trashed:
            continue
        mine = ours.get(file.id)
        allowed = given_roles(mine.viewers) if mine else {}
        subject = f"{SHARED}{mine.key if mine else file.id}"
        permissions = file.permissions
        if permissions is None:
            if since and mine and mine.published and mine.published >= since:
                continue
            permissions = _read(google, file.id)
        found = beyond(permissions, allowed, account=account, known=known)
        if found:
            _tell(subject, file, found, now, troubles)
        else:
            troubles.end(subject)


def look_everywhere(
    ledger: Ledger, google: Google, known: frozenset[str], now: datetime, troubles: Troubles
) -> None:
    """The same of every file of this installation: the nightly look, a request for each hundred files."""
    every = drive.every_file(google, ledger.installation)
    look_at(ledger, google, every, known, now, troubles)
    there = {file.id: file for file in publishing.files(ledger.connection).values()}
    standing = {f"{SHARED}{there[f.id].key if f.id in there else f.id}" for f in every}
    for subject in troubles.standing(SHARED) - standing:  # of files that are gone
        troubles.end(subject)


def _read(google: Google, file_id: str) -> tuple[Permission, ...]:
    try:
        return tuple(drive.list_permissions(google, file_id))
    except GoogleError as error:
        if error.code == "google-not-found":
            return ()
        raise


def _tell(
    subject: str, file: drive.File, found: tuple[Beyond, ...], now: datetime, troubles: Troubles
) -> None:
    """Tell the gravest, with all who have access; one that stands as it was is not told again."""
    people = ", ".join(dict.fromkeys(one.who for one in found[:_NAMED]))
    people += "…" if len(found) > _NAMED else ""
    values = {"file": file.name, "link": file.link, "people": people}
    match found[0].how:
        case "anyone":
            error = NithetError("shared-anyone", **values)
        case "owner":
            error = NithetError("shared-owner", **values)
        case "inherited":
            error = NithetError("shared-inherited", **values)
        case "person":
            error = NithetError("shared-beyond", **values)
        case "role":
            error = NithetError("shared-role", **values)
    troubles.tell(subject, error, now)
