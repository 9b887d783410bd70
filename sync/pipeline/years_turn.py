"""The academic year's turn: last year's spreadsheets are written a last time, then nobody writes in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from sync import drive
from sync import sheets as tabs_to_google
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of
from sync.pipeline.share import plain
from sync.pipeline.troubles import BESIDE, Troubles

_YEAR = "year"  # where the ledger keeps which academic year's spreadsheets are written
_PATIENCE = timedelta(days=1)  # how long a spreadsheet that cannot be finished holds up the new year's


def shown(ledger: Ledger, office: Office, now: datetime) -> datetime:
    """The moment as of which spreadsheets are written: now, or the last one of a year that is ending.

    What came in on a year's last day, or while the machine was off, belongs into that year's
    spreadsheets: the first cycles after the turn finish those.
    """
    local = now.astimezone(office.settings.timezone)
    year, written = office.calendar.academic_year(local.date()), read_meta(ledger.connection, _YEAR)
    if written is None or int(written) >= year:
        return now
    end = office.calendar.semester_named(f"{int(written) + 1}-S1").start
    return datetime.combine(end, time(), local.tzinfo) - timedelta(seconds=1)


def turn(ledger: Ledger, office: Office, now: datetime) -> None:
    """Go over to the new year once the old one's spreadsheets are finished, or held it up for a day."""
    today = now.astimezone(office.settings.timezone).date()
    year, written = office.calendar.academic_year(today), read_meta(ledger.connection, _YEAR)
    if written == str(year):
        return
    if written is not None and int(written) < year:
        ended = shown(ledger, office, now)
        mine = {name_of(sheet.partition) for sheet in sheets(office, int(written))}
        if mine & set(due(ledger.connection, "sheet:")) and now - ended < _PATIENCE:
            return
    with ledger.transaction() as tx:
        revision = next_revision(tx)
        files = publishing.files(tx)
        mark_due(tx, {f"close:{key}" for key, of in _by_year(files) if of < year}, revision)
        write_meta(tx, _YEAR, str(year))


def close_years(ledger: Ledger, google: Google, now: datetime, troubles: Troubles) -> None:
    """Make spreadsheets of earlier years read-only, each once; who could write may view from then on."""
    waiting = due(ledger.connection, "close:")
    files = publishing.files(ledger.connection) if waiting else {}
    for key, revision in waiting.items():
        if troubles.rests(f"close:{key}"):
            continue
        file = files.get(key)
        try:
            if file is not None:
                tabs_to_google.close(google, file.id, (_account(ledger, google),))
                drive.ensure_viewers(google, file.id, plain(file.viewers), file.viewers)
        except GoogleError as error:
            if error.code != "google-not-found":
                troubles.tell(f"close:{key}", error, now)
                continue
            file = None
        except NithetError as error:
            troubles.tell(f"close:{key}", error, now)
            continue
        with ledger.transaction() as tx:
            if file is None:
                publishing.forget_file(tx, key)
            else:
                publishing.keep_viewers(tx, key, plain(file.viewers))
            settle(tx, f"close:{key}", revision)
        for subject in (f"close:{key}", *troubles.standing(f"{BESIDE}{key}:")):
            troubles.end(subject)


def past_years(ledger: Ledger) -> dict[int, dict[str, int]]:
    """By earlier academic year: how many spreadsheets there are, and how many are read-only."""
    written = read_meta(ledger.connection, _YEAR)
    waiting = due(ledger.connection, "close:")
    found: dict[int, dict[str, int]] = {}
    for key, year in _by_year(publishing.files(ledger.connection)):
        if written and year < int(written):
            of = found.setdefault(year, {"spreadsheets": 0, "read_only": 0})
            of["spreadsheets"] += 1
            of["read_only"] += key not in waiting
    return dict(sorted(found.items()))


def _account(ledger: Ledger, google: Google) -> str:
    """The address that nithet works as, as publishing learnt it."""
    return read_meta(ledger.connection, "account") or drive.account(google)


def _by_year(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The keys of spreadsheets ("sheet:network:N01:2569") with their academic year."""
    for key in keys:
        year = key.rpartition(":")[2]
        if key.startswith("sheet:") and year.isdecimal():
            yield key, int(year)
