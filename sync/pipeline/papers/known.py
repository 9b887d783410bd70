"""What papers about a period are composed from, read from the ledger as its records stand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from forms.duties import DutyState, duty_states
from forms.model import Entry, Form, Period
from forms.model.chains import Standing
from forms.needs import needing
from forms.papers.known import Findings, Known, summed_up
from forms.response.entries import day_of
from sync.ledger import Ledger, entries
from sync.pipeline.duties import EARLIER, reckoned, standings_at
from sync.pipeline.office import Office
from sync.pipeline.results import book_of

_AHEAD = timedelta(days=62)  # what falls due in the month after, and is planned for it

Entries = Mapping[str, Sequence[Entry]]


def known_of(ledger: Ledger, office: Office, period: Period, now: datetime) -> Known:
    """The office's records about a period and the one before it, with all that goes on from earlier days.

    Entries tell the moment of their first submission, as in the spreadsheets.
    """
    today = now.astimezone(office.settings.timezone).date()
    last_sent, first_sent = _read(ledger, office, _first_day(office, period), period.end)
    standings = standings_at(ledger, office, last_sent, now)
    findings = _findings(ledger, office, first_sent)
    return Known(
        today=today,
        forms=office.forms,
        organisation=office.organisation,
        calendar=office.calendar,
        entries=first_sent,
        summary=summed_up(first_sent, office.calendar, findings),
        standings=standings,
        findings=findings,
        duties=_duties(ledger, office, first_sent, standings, period, today),
        duty_rules={rule.id: rule for rule in office.duties.rules},
        needs=needing(office.forms.values(), first_sent, _open_schools(office, today)),
        results=book_of(ledger, office),
    )


def _first_day(office: Office, period: Period) -> date:
    """From when on records are read: duties of the period look back, figures at the period before."""
    yesterday = period.start - timedelta(days=1)
    before = office.calendar.period_of(period.kind, yesterday) or office.calendar.latest_semester(yesterday)
    return min(before.start, office.calendar.latest_semester(yesterday).start, period.start - EARLIER)


def _read(ledger: Ledger, office: Office, since: date, until: date) -> tuple[Entries, Entries]:
    """Every form's entries from a day on, with when they were sent last, and with when first.

    What goes on until somebody ends it is told of as far as it began before `until`.
    """
    zone = office.settings.timezone
    lasting = [form.id for form in office.forms.values() if _lasts(form)]
    last_sent: dict[str, list[Entry]] = {form: [] for form in office.forms}
    first_sent: dict[str, list[Entry]] = {form: [] for form in office.forms}
    for one in entries.changed(ledger.connection, -1, since.isoformat(), lasting):
        if one.entry is None or one.form not in office.forms:
            continue
        if one.form not in lasting or day_of(one.entry) < until:
            last_sent[one.form].append(replace(one.entry, submitted=one.submitted))
            first_sent[one.form].append(replace(one.entry, submitted=one.created.astimezone(zone)))
    return last_sent, first_sent


def _lasts(form: Form) -> bool:
    """Whether a record goes on until somebody ends it."""
    return form.counts_as == "case" or bool(form.needs_help)


def _findings(ledger: Ledger, office: Office, known: Entries) -> Findings:
    return {
        (form, response): found
        for form in office.forms
        for response, found in entries.findings(
            ledger.connection, form, [entry.response for entry in known[form]]
        ).items()
    }


def _duties(
    ledger: Ledger,
    office: Office,
    known: Entries,
    standings: Mapping[tuple[str, str], Standing],
    period: Period,
    today: date,
) -> tuple[DutyState, ...]:
    span = replace(period, end=period.end + _AHEAD)
    there, duties = office.organisation, reckoned(ledger, office)
    return duty_states(duties, office.forms, there, office.calendar, known, standings, span, today)


def _open_schools(office: Office, today: date) -> set[str]:
    schools = office.organisation.schools
    return {code for code, school in schools.items() if school.is_open(today)}
