"""Retention: responses that are older than the office keeps them are forgotten, told a month before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from forms.thai import thai_date
from sync.errors import NithetError
from sync.ledger import Ledger, forgetting
from sync.ledger.kept_stones import entombed
from sync.ledger.store import read_meta, write_meta
from sync.pipeline.office import Office
from sync.pipeline.troubles import RETENTION, Troubles

_NOTICE = timedelta(days=30)  # between telling that a year will be forgotten, and forgetting it
_TOLD = "retention_told"  # in the ledger's meta: before which day, and when that was told first


def keep_to_time(ledger: Ledger, office: Office, now: datetime, troubles: Troubles) -> None:
    """Have forgotten what was last sent before the academic years that are kept; in the nightly round.

    Nothing goes that was not told for thirty days, also where the setting is new. What was edited since
    stays: it is still in use. Afterwards it is told how many went, until the next nightly round.
    """
    troubles.end(f"{RETENTION}done")
    first = first_day_kept(office, now.astimezone(office.settings.timezone).date())
    if first is None:
        _tell_no_more(ledger, troubles)
        return
    before = datetime.combine(first, time(), office.settings.timezone)
    meant = forgetting.sent_before(ledger.connection, before)
    if not meant:
        _tell_no_more(ledger, troubles)
        return
    due = _told_since(ledger, first, now) + _NOTICE
    places = {"count": len(meant), "first": first.isoformat(), "first_in_thai": thai_date(first)}
    if now < due:
        day = due.astimezone(office.settings.timezone).date()
        told = {**places, "day": day.isoformat(), "day_in_thai": thai_date(day)}
        troubles.tell(f"{RETENTION}soon", NithetError("retention-soon", **told), now)
        return
    with entombed(ledger, before=before) as tx:
        forgetting.ask(tx, (one.known for one in meant), now)
    _tell_no_more(ledger, troubles)
    troubles.tell(f"{RETENTION}done", NithetError("retention-done", **places), now)


def first_day_kept(office: Office, today: date) -> date | None:
    """The first day of the earliest academic year that is kept; None where all are."""
    if office.settings.keep_years is None:
        return None
    year = office.calendar.academic_year(today) - office.settings.keep_years + 1
    return office.calendar.semester_named(f"{year}-S1").start


def _told_since(ledger: Ledger, first: date, now: datetime) -> datetime:
    """When it was first told that what is before this day will be forgotten; now, where it was not yet."""
    told = (read_meta(ledger.connection, _TOLD) or "").split()
    if len(told) == 2 and told[0] == first.isoformat():
        return datetime.fromisoformat(told[1])
    with ledger.transaction() as tx:
        write_meta(tx, _TOLD, f"{first.isoformat()} {now.isoformat()}")
    return now


def _tell_no_more(ledger: Ledger, troubles: Troubles) -> None:
    troubles.end(f"{RETENTION}soon")
    if read_meta(ledger.connection, _TOLD):
        with ledger.transaction() as tx:
            write_meta(tx, _TOLD, "")
