"""Duties: worked out from the ledger once a cycle, and again when a new day makes something fall due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import orjson

from forms.chains import Standing
from forms.duties import DutyState, belonging, duty_states
from forms.model import Entry, Form, Period
from forms.standing import chain_of, standing
from sync.ledger import Ledger, decisions, entries
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.summarise import name_of

_AHEAD = timedelta(days=31)  # what falls due soon is told when the academic year ends, too
_EVERY_DAY = ("log", "observation", "visit")  # many responses, of which only the year's own are asked for
_BEFORE = {True: timedelta(days=45), False: timedelta(days=460)}
_DIGESTS, _REACHED = "duties", "duties.reached"


def duties_of(ledger: Ledger, office: Office, today: date) -> tuple[DutyState, ...]:
    """Every duty that falls due in today's academic year or within a month of today, and how it stands.

    Reads the year's responses: work it out once a cycle, and hand it on (`Reckoning`).
    """
    span = _span(office, today)
    found = {form.id: list(_sent(ledger, office, form, span)) for form in _asked(office)}
    last_edit = {form: [entry for entry, _ in sent] for form, sent in found.items()}
    return duty_states(
        office.duties,
        office.forms,
        office.organisation,
        office.calendar,
        {form: [replace(entry, submitted=first) for entry, first in sent] for form, sent in found.items()},
        standings_of(ledger, office, last_edit),
        span,
        today,
    )


def standings_of(
    ledger: Ledger, office: Office, known: Mapping[str, Sequence[Entry]]
) -> dict[tuple[str, str], Standing]:
    """Where each of these entries (by form id) stands that goes up a chain, by (form, response)."""
    found = {}
    for form, of_form in known.items():
        chains = office.forms[form].chains
        if chains is None or not of_form:
            continue
        decided = decisions.of(ledger.connection, form, [entry.response for entry in of_form])
        for entry in of_form:
            chain = chain_of(chains, entry.answers)
            if chain:
                made = decided.get(entry.response, ())
                found[form, entry.response] = standing(chain, entry.submitted, made)
    return found


class Reckoning:
    """The duties of an office, worked out anew only when the ledger, the day or the rules have changed."""

    def __init__(self, ledger: Ledger, office: Office) -> None:
        self._ledger, self._office = ledger, office
        self._known: tuple[str, tuple[DutyState, ...]] = ("", ())

    def states(self, today: date) -> tuple[DutyState, ...]:
        """The duties as they stand today."""
        reached = self._reached(today)
        if self._known[0] != reached:
            self._known = (reached, duties_of(self._ledger, self._office, today))
        return self._known[1]

    def mark_changes(self, today: date) -> set[str]:
        """Mark the spreadsheets due in which a duty stands differently than before; give their partitions.

        Does nothing while nothing came, nothing was decided, and it is the same day.
        """
        tx = self._ledger.connection
        if read_meta(tx, _REACHED) == self._reached(today):
            return set()
        before: dict[str, str] = orjson.loads(read_meta(tx, _DIGESTS) or "{}")
        now = self._digests(today)
        changed = {name for name, digest in now.items() if before.get(name) != digest}
        with self._ledger.transaction() as writing:
            if changed:
                mark_due(writing, {f"sheet:{name}" for name in changed}, next_revision(writing))
                write_meta(writing, _DIGESTS, orjson.dumps(now).decode())
            write_meta(writing, _REACHED, self._reached(today))
        return changed

    def _digests(self, today: date) -> dict[str, str]:
        states, office = self.states(today), self._office
        year = office.calendar.academic_year(today)
        return {
            name_of(sheet.partition): _digest(belonging(states, sheet.partition, office.organisation))
            for sheet in sheets(office, year)
        }

    def _reached(self, today: date) -> str:
        """What the duties depend on: another text means that they may stand differently."""
        tx = self._ledger.connection
        decided = tx.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()[0]
        return f"{read_meta(tx, 'revision')} {decided} {today} {self._office.rules}"


def _span(office: Office, today: date) -> Period:
    year = office.calendar.academic_year_of(today)
    return replace(year, end=max(year.end, today + _AHEAD))


def _asked(office: Office) -> Iterator[Form]:
    """The forms that duties are judged by: those that meet one, and those that ask for or excuse one."""
    meeting = {what for rule in office.duties.rules for what in rule.asks}
    return (f for f in office.forms.values() if f.counts_as in meeting | {"permit", "plan", "journey"})


def _sent(ledger: Ledger, office: Office, form: Form, span: Period) -> Iterator[tuple[Entry, datetime]]:
    """A form's entries about the span, each with its first submission in local time."""
    first_day = span.start - _BEFORE[form.counts_as in _EVERY_DAY]
    zone = office.settings.timezone
    for entry, created in entries.first_sent(ledger.connection, form.id, first_day):
        yield entry, created.astimezone(zone)


def _digest(states: Iterable[DutyState]) -> str:
    told = ((s.owed, s.status, s.reason, dict(s.places), s.on, s.responses) for s in states)
    return hashlib.sha256(repr(tuple(told)).encode()).hexdigest()[:16]
