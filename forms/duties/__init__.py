"""Duties: who owes what in which period, by when, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from forms.calendar import Calendar
from forms.duties.absence import Standings
from forms.duties.belonging import belonging, belongs_on
from forms.duties.daily import daily_states, weekly_states
from forms.duties.journeys import journey_states
from forms.duties.known import Known, known_of
from forms.duties.load import load_duties
from forms.duties.periodic import periodic_states
from forms.duties.plans import plan_states
from forms.duties.reasons import explain
from forms.duties.rules import Absences, Duties, DutyRule
from forms.duties.since import first_day
from forms.duties.states import DutyState, Owed, Status
from forms.model import Entry, Form, Organisation, Period


def duty_states(
    duties: Duties,
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
    period: Period,
    today: date,
) -> tuple[DutyState, ...]:
    """Every duty whose due day lies in the period, in the order of the rules, and how it stands today.

    `entries` are by form id, their `submitted` the first submission in local time; for what was late or
    early they reach beyond the period by as much as the rules do. A rule whose forms the office
    does not have asks for nothing; nothing is owed that was due before `duties.since`, or the rule's own.
    Each duty stands in one of two periods that follow each other, never in both.
    """
    known = known_of(duties, forms, organisation, calendar, entries, standings, today)
    return tuple(
        state for rule in duties.rules for state in _states(known, rule, _reckoned(duties, rule, period))
    )


def _reckoned(duties: Duties, rule: DutyRule, period: Period) -> Period:
    """The part of a period that is reckoned with."""
    start = min(max(period.start, rule.since or duties.since or period.start), period.end)
    return replace(period, start=start)


def _states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    gathered = {one.id: one for one in known.duties.rules}.get(rule.gathers)
    if not known.asked(gathered or rule):
        return iter(())
    if gathered:
        return weekly_states(known, rule, gathered, span)
    by_rhythm = {"working_day": daily_states, "plan": plan_states, "journey": journey_states}
    return by_rhythm.get(rule.every, periodic_states)(known, rule, span)


__all__ = [
    "Absences",
    "Duties",
    "DutyRule",
    "DutyState",
    "Owed",
    "Status",
    "belonging",
    "belongs_on",
    "duty_states",
    "explain",
    "first_day",
    "load_duties",
]
