"""Duty journeys: a memo after each that was approved, one for the whole party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from forms.duties.absence import last_day_of, permits
from forms.duties.due import due_day
from forms.duties.known import Known, by_person, people_of
from forms.duties.rules import DutyRule
from forms.duties.states import DutyState, Owed, met, spoilt, unmet
from forms.entries import day_of
from forms.model import Entry, Period

_DAY = timedelta(days=1)


def journey_states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state a member and approved journey whose memo is due in the span.

    Several permits of one person for the same days are one journey; a memo that names a member and
    shares a day with the journey clears it.
    """
    form = next(iter(known.asked(rule)), "")
    memos = by_person(known.sent(rule))
    seen: set[tuple[str, date, date]] = set()
    asking = permits(known.duties.absences.journey, known.forms, known.entries, known.standings)
    for permit in sorted(asking, key=lambda one: (day_of(one), one.response)):
        period = Period(day_of(permit), last_day_of(permit) + _DAY, "day", permit.response)
        due = due_day(rule.due, period, known.calendar)
        if due is None or due not in span:
            continue
        for code in people_of(permit):
            person = known.organisation.supervisors.get(code)
            journey = (code, period.start, period.end)
            if person and person.in_office(due) and journey not in seen:
                seen.add(journey)
                owed = Owed(rule.id, form, period, "supervisor", code, due, permit.response)
                yield _state(owed, memos.get(code, ()), known.today)


def _state(owed: Owed, memos: Sequence[Entry], today: date) -> DutyState:
    about = [
        memo for memo in memos if day_of(memo) < owed.period.end and last_day_of(memo) >= owed.period.start
    ]
    sound = [memo for memo in about if memo.counted]
    if sound:
        on = min(memo.submitted.date() for memo in sound)
        return met(owed, on, [memo.response for memo in sound])
    return unmet(owed, today, "with-errors" if about else "", spoilt(about))
