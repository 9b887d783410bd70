"""Everything that was known at a moment, as the report of a closed period tells it: records and duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from forms.duties import DutyState, duty_states
from forms.duties.absence import Standings
from forms.model import Entry, Period, Severity
from forms.summary import day_of
from forms.weekly import Records
from sync.ledger import Ledger, entries
from sync.pipeline.duties import EARLIER, by_form, reckoned, standings_at
from sync.pipeline.office import Office

_AHEAD = timedelta(days=45)  # duties of the next week, and of plans that last beyond it


def entries_at(ledger: Ledger, office: Office, moment: datetime) -> list[Entry]:
    """Every response to the office's forms as it stood at a moment."""
    always = date.min, date.max
    return [
        entry for form in office.forms for entry in entries.as_of(ledger.connection, form, always, moment)
    ]


def severities(ledger: Ledger, office: Office, known: Sequence[Entry]) -> Mapping[str, Severity]:
    """The worst open finding of each response: as they stand now, for nobody notes when one was found."""
    found: dict[str, Severity] = {}
    of_form = by_form(known)
    for form in office.forms:
        mine = (entry.response for entry in of_form.get(form, ()))
        found |= entries.severities(entries.findings(ledger.connection, form, mine))
    return found


def records_at(
    ledger: Ledger,
    office: Office,
    known: Sequence[Entry],
    findings: Mapping[str, Severity],
    moment: datetime,
) -> Records:
    """What the lines of a report are composed from, of `known`, all that stood there at the moment."""
    today = moment.astimezone(office.settings.timezone).date()
    since = office.calendar.academic_year_of(today).start - EARLIER
    kept = by_form(entry for entry in known if _lasts(office, entry, since))
    standings = standings_at(ledger, office, kept, moment)
    first = {form: _first_sent(ledger, office, form, of) for form, of in kept.items()}
    return Records(
        today,
        office.organisation,
        office.forms,
        first,
        standings,
        findings,
        _duties(ledger, office, first, standings, today),
        office.duties.rules,
        max((entry.submitted for entry in known), default=None),
    )


def _lasts(office: Office, entry: Entry, since: date) -> bool:
    """Whether a record is looked at: one of the year, of what duties look back at, or one that may go on."""
    form = office.forms[entry.form]
    return bool(form.chains or form.needs_help) or day_of(entry) >= since


def _first_sent(ledger: Ledger, office: Office, form: str, known: Sequence[Entry]) -> list[Entry]:
    sent, zone = entries.first_sent(ledger.connection, form), office.settings.timezone
    return [replace(entry, submitted=sent[entry.response].astimezone(zone)) for entry in known]


def _duties(
    ledger: Ledger,
    office: Office,
    known: Mapping[str, Sequence[Entry]],
    standings: Standings,
    today: date,
) -> tuple[DutyState, ...]:
    """What falls due from a day on, for some weeks, as it stood on that day."""
    span = Period(today, today + _AHEAD, "week", "ahead")
    duties, there = reckoned(ledger, office), office.organisation
    return duty_states(duties, office.forms, there, office.calendar, known, standings, span, today)
