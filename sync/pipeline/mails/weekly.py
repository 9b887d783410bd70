"""Deliver: reports whose period has closed, once to each recipient, the missed ones too and in order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from forms.duties.absence import EXCUSING
from forms.model import Entry, Form, Period
from forms.summary import day_of
from forms.visits import visiting
from forms.weekly import Reported, WeeklyReport, weekly_report
from sync.ledger import Ledger, reports
from sync.ledger.reports import Told
from sync.mail import Attachment, render
from sync.pipeline.duties import EARLIER, away_at, since_of
from sync.pipeline.failing import failing
from sync.pipeline.known_at import entries_at, records_at, severities
from sync.pipeline.mails.sending import Sending, file_name
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles
from sync.settings import Settings

WEEKLY = "weekly"
Attach = Callable[[WeeklyReport], tuple[Attachment | None, str] | None]
"""Gives the paper that goes with a week's mail, and in Thai why it is .docx where it is no PDF.

None: the mail waits for its paper."""


def cut_of(office: Office, week: Period) -> datetime | None:
    """When a week's figures are cut: its last working day at the set hour; None for a week without one."""
    day = office.calendar.last_working_day(week)
    settings = office.settings
    return datetime.combine(day, settings.cut, settings.timezone) if day else None


def closed_weeks(office: Office, since: datetime, now: datetime) -> Iterator[tuple[Period, datetime]]:
    """Weeks whose cut lies in `(since, now]`, oldest first."""
    zone = office.settings.timezone
    day, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    while (week := office.calendar.week_of(day)).start <= last:
        cut = cut_of(office, week)
        if cut and since < cut <= now:
            yield week, cut
        day = week.end


def latest_closed(office: Office, now: datetime) -> Period:
    """The last week whose figures have been cut."""
    weeks = closed_weeks(office, now - timedelta(days=28), now)
    return max(week for week, _ in weeks)


def deliver_closed(
    ledger: Ledger,
    office: Office,
    links: Mapping[str, str],
    since: datetime,
    now: datetime,
    sending: Sending,
    attach: Attach,
) -> int:
    """Deliver what has closed since the installation and has not gone out; give the number of deliveries.

    `attach` gives what goes with the mail of a week. While one waits for its paper the later ones do, too:
    each tells what changed since the one before it.
    """
    turns: list[tuple[Period, datetime, tuple[str, ...]]] = []
    newer: set[str] = set()
    for week, cut in reversed(list(closed_weeks(office, since, now))):
        due = _due(ledger, office.settings, week, sending, newer)
        newer.update(due)
        turns.append((week, cut, due))
    delivered = 0
    for turn in reversed(turns):
        sent = _send(ledger, office, links, *turn, now, sending, attach)
        if sent is None:
            break
        delivered += sent
    return delivered


def _due(
    ledger: Ledger, settings: Settings, week: Period, sending: Sending, newer: Container[str] = ()
) -> tuple[str, ...]:
    """Whose turn it is for a week's report, the deliveries noted."""
    entitled = _entitled(ledger, settings, week, sending)
    if not entitled:
        return ()
    sending.begin(WEEKLY, week.name, entitled)
    return sending.due(WEEKLY, week.name, entitled, newer)


def _entitled(ledger: Ledger, settings: Settings, week: Period, sending: Sending) -> list[str]:
    """Who is still to have a week's report.

    Once somebody has had it nobody is added to it, but who takes the place of an address that never worked.
    """
    known = reports.deliveries(ledger.connection, WEEKLY, week.name)
    wanted = recipients(settings)
    gone = [who for who in known if known[who].delivered is None and who not in wanted]
    sending.forget(WEEKLY, week.name, gone)
    added = [who for who in wanted if who not in known]
    if any(delivery.delivered for delivery in known.values()):
        added = added[: len(gone)]
    return [who for who in wanted if who in added or (who in known and known[who].delivered is None)]


def recipients(settings: Settings) -> tuple[str, ...]:
    """Everyone who is to have the weekly report, each once."""
    return tuple(dict.fromkeys((*settings.to, *settings.cc)))


def send_week(
    ledger: Ledger,
    office: Office,
    links: Mapping[str, str],
    week: Period,
    cut: datetime,
    now: datetime,
    troubles: Troubles,
    attach: Attach,
) -> int:
    """Send a week's report to those who have not had it, who were refused for good, too."""
    sending = Sending(ledger, office.settings, now, troubles, anew=True)
    due = _due(ledger, office.settings, week, sending)
    return _send(ledger, office, links, week, cut, due, now, sending, attach) or 0


def _send(
    ledger: Ledger,
    office: Office,
    links: Mapping[str, str],
    week: Period,
    cut: datetime,
    due: tuple[str, ...],
    now: datetime,
    sending: Sending,
    attach: Attach,
) -> int | None:
    """Send a week's report to those whose turn it is; one that fails stops no other. None: it waits."""
    if not due:
        return 0
    report = make_weekly(ledger, office, week, cut, now)
    attached = attach(report)
    if attached is None:
        return None
    attachment, why = attached
    rendered = render(
        report,
        office.organisation,
        office.forms,
        links,
        attachment=attachment,
        as_word=why,
        failing=failing(ledger, office),
    )
    with ledger.transaction() as tx:
        reports.keep_report(tx, WEEKLY, Told(week.name, cut, report.figures, report.visiting))
    return sum(sending.send(WEEKLY, week.name, who, rendered) for who in due)


def mail_name(week: Period, recipient: str) -> str:
    """The name of a week's mail in the outbox."""
    return file_name(WEEKLY, week.name, recipient)


# --- The report itself -----------------------------------------------------------------


def make_weekly(ledger: Ledger, office: Office, week: Period, cut: datetime, now: datetime) -> WeeklyReport:
    """The report of a week from what was known at its cut, beside what the last report told."""
    told = reports.last_report(ledger.connection, WEEKLY, cut)
    last_week = office.calendar.week_named(told.period) if told else None
    every = entries_at(ledger, office, cut)
    known, findings = _spanned(office, every, week, last_week), severities(ledger, office, every)
    last = None
    if told and last_week:
        then = _spanned(office, entries_at(ledger, office, told.cut), last_week, None)
        last = Reported(last_week, told.cut, told.figures, then, told.visiting)
    return weekly_report(
        week,
        cut,
        now.astimezone(office.settings.timezone),
        known,
        findings,
        _counting_as(office, "observation"),
        _counting_as(office, "log"),
        office.organisation,
        office.calendar,
        others=visiting(office.forms.values()),
        last=last,
        away=away_at(ledger, office, _excuses(office, every, week), cut),
        since=since_of(ledger, office),
        records=records_at(ledger, office, every, findings, cut),
    )


def _spanned(office: Office, every: Sequence[Entry], week: Period, earlier: Period | None) -> list[Entry]:
    """Everything that a week's figures, and those of the last report, may stand on."""
    before = min(earlier.start if earlier else week.start, week.start - timedelta(days=7))
    semesters = [office.calendar.latest_semester(d).start for d in (before, week.start)]
    first = min(before, *semesters)
    return [entry for entry in every if first <= day_of(entry) < week.end]


def _excuses(office: Office, every: Sequence[Entry], week: Period) -> list[Entry]:
    """By what people may be away in a week: leave goes on that began long before, in another year too."""
    excusing = {form.id for form in office.forms.values() if form.counts_as in EXCUSING}
    first = week.start - EARLIER
    return [entry for entry in every if entry.form in excusing and first <= day_of(entry) < week.end]


def _counting_as(office: Office, what: str) -> Form | None:
    """The form that visits are counted by ("observation"), or the one in which days are logged ("log")."""
    return next((form for form in office.forms.values() if form.counts_as == what), None)
