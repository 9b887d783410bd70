"""Reminders of a day: made from the duties as they stand, sent once to each who is reminded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from forms.calendar.periods import day_period
from forms.duties.absence import away_on
from forms.model import Organisation
from forms.papers.reminders import Reminded, Reminder, reminded
from sync.ledger import Ledger, reports
from sync.ledger.store import read_meta, write_meta
from sync.mail.reminder import render_reminder
from sync.pipeline.duties import reckoned
from sync.pipeline.mails.sending import Sending
from sync.pipeline.office import Office
from sync.pipeline.partitions import DISTRICT
from sync.pipeline.records import Records

KIND = "reminder"
REACHED, LAST = "reminders.reached", "reminders.last"

_Mail = tuple[Reminder | None, bool]  # what somebody owes, and whether the list goes with it


def send_reminders(
    ledger: Ledger,
    office: Office,
    records: Records,
    links: Mapping[str, str],
    now: datetime,
    sending: Sending,
) -> int:
    """Send what is still to be sent of today's reminders; give the number of mails.

    Only within the office's hours of a working day, from the configured hour on: a day that was missed stays
    missed, the next one tells what is owed then. `records` are as of today. Who was not among a day's first
    reminders is not reminded on that day any more; who has met everything since is not, either.
    """
    period = day_period(_today(office, now)).name
    if not _is_time(office, now) or read_meta(ledger.connection, REACHED) == period:
        return 0
    found = _reminded(ledger, office, records, now)
    mails = dict(_mails(found, office.organisation)) if found else {}
    begun = _begun(ledger, period, sending, mails)
    wanted = tuple(who for who in mails if not begun or who in begun)
    sending.begin(KIND, period, wanted)
    sent = 0
    for who in sending.due(KIND, period, wanted):
        assert found  # else nobody would be wanted
        mine, listed = mails[who]
        rendered = render_reminder(found, mine, listed, office.organisation, links)
        sent += sending.send(KIND, period, who, rendered)
    if not _waiting(ledger, period):
        with ledger.transaction() as tx:
            write_meta(tx, REACHED, period)
    return sent


def _today(office: Office, now: datetime) -> date:
    return now.astimezone(office.settings.timezone).date()


def _is_time(office: Office, now: datetime) -> bool:
    """Whether reminders go out at all, and at this moment."""
    rules, closes = office.reports.reminders, office.calendar.closes
    moment = now.astimezone(office.settings.timezone).time()
    return (
        rules.send
        and office.calendar.is_working_day(_today(office, now))
        and rules.at <= moment
        and (moment < closes or rules.at >= closes)
    )


def _reminded(ledger: Ledger, office: Office, records: Records, now: datetime) -> Reminded | None:
    today = _today(office, now)
    known = records.excuses(), records.standings()
    return reminded(
        office.reports.reminders,
        reckoned(ledger, office),
        records.duties(DISTRICT),
        office.organisation,
        office.calendar,
        tuple(away_on(office.duties.absences, office.forms, *known, today)),
        today,
    )


def _waiting(ledger: Ledger, period: str) -> tuple[str, ...]:
    """Who is still to have a reminder of a day."""
    known = reports.deliveries(ledger.connection, KIND, period)
    return tuple(who for who, delivery in known.items() if delivery.delivered is None)


def _begun(ledger: Ledger, period: str, sending: Sending, mails: Mapping[str, _Mail]) -> tuple[str, ...]:
    """Who was among the day's first reminders; what waits of another day, or is owed no more, is struck."""
    last = read_meta(ledger.connection, LAST)
    if last and last != period:
        sending.forget(KIND, last, _waiting(ledger, last))
    if last != period:
        with ledger.transaction() as tx:
            write_meta(tx, LAST, period)
    begun = tuple(reports.deliveries(ledger.connection, KIND, period))
    sending.forget(KIND, period, [who for who in _waiting(ledger, period) if who not in mails])
    return begun


def _mails(found: Reminded, organisation: Organisation) -> Iterator[tuple[str, _Mail]]:
    """Each address with its mail; whoever leads the group today has the list beside the own part."""
    people = organisation.supervisors
    mine = {one.person: one for one in found.reminders}
    head = _head_address(found, organisation) if mine or found.away else None
    for code, one in mine.items():
        address = people[code].email
        if address and code != found.head and address != head:
            yield address, (one, False)
    if head:
        yield head, (mine.get(found.head), True)


def _head_address(found: Reminded, organisation: Organisation) -> str | None:
    """Where the list goes: to who leads, else to the head's post; nowhere while nobody is there."""
    if organisation.head and not found.head:
        return None
    person = organisation.supervisors.get(found.head)
    post = organisation.posts.get("head")
    return (person and person.email) or (post and post.email) or None
