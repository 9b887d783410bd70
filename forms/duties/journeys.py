"""Duty journeys: a memo after each that was approved, one for the whole party."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from forms.duties.absence import last_day_of, permits
from forms.duties.back import due_when_back, unless_away
from forms.duties.due import due_day
from forms.duties.known import Known, by_person, people_of
from forms.duties.rules import DutyRule
from forms.duties.states import DutyState, Owed, met, spoilt, unmet
from forms.model import Entry, Period
from forms.response.entries import day_of

_DAY = timedelta(days=1)
_Days = tuple[date, date]  # the first and the last of a journey


def journey_states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state a member and approved journey whose memo is due in the span.

    Several permits of one person for the same days are one journey. A memo that names a member clears the
    journeys of whose days it leaves none out; where there are none, the one that it shares most days with.
    """
    form = next(iter(known.asked(rule)), "")
    asking = permits(known.duties.absences.journey, known.forms, known.entries, known.standings)
    journeys = _by_member(sorted(asking, key=lambda one: (day_of(one), one.response)))
    memos = by_person(known.sent(rule))
    about = {code: _about(memos.get(code, ()), of) for code, of in journeys.items()}
    for (first, last), permit, code in _in_order(journeys):
        period = Period(first, last + _DAY, "day", permit)
        usual = due_day(rule.due, period, known.calendar)
        person = known.organisation.supervisors.get(code)
        if usual and person:
            due = due_when_back(known, rule, code, usual)
            if due in span and person.in_office(due):
                owed = Owed(rule.id, form, period, "supervisor", code, due, permit)
                state = _state(owed, about[code].get((first, last), ()), known.today)
                yield unless_away(known, rule, state, usual)


def _by_member(asking: Sequence[Entry]) -> Mapping[str, dict[_Days, str]]:
    """The days of each member's journeys, with the first permit for each."""
    found: dict[str, dict[_Days, str]] = {}
    for permit in asking:
        for code in people_of(permit):
            found.setdefault(code, {}).setdefault((day_of(permit), last_day_of(permit)), permit.response)
    return found


def _in_order(journeys: Mapping[str, Mapping[_Days, str]]) -> list[tuple[_Days, str, str]]:
    """Days, permit and member of each journey, the earliest first."""
    every = [(days, permit, code) for code, of in journeys.items() for days, permit in of.items()]
    return sorted(every, key=lambda one: (one[0][0], one[1]))


def _about(memos: Sequence[Entry], journeys: Collection[_Days]) -> Mapping[_Days, list[Entry]]:
    """A person's memos by the journeys that they report."""
    found: dict[_Days, list[Entry]] = {}
    for memo in memos:
        first, last = day_of(memo), last_day_of(memo)
        shared = {one: (min(last, one[1]) - max(first, one[0])).days + 1 for one in journeys}
        whole = [one for one, days in shared.items() if days == (one[1] - one[0]).days + 1]
        most = sorted((-days, *one) for one, days in shared.items() if days > 0)
        for one in whole or [(begun, ended) for _, begun, ended in most[:1]]:
            found.setdefault(one, []).append(memo)
    return found


def _state(owed: Owed, memos: Sequence[Entry], today: date) -> DutyState:
    sound = [memo for memo in memos if memo.counted]
    if sound:
        on = min(memo.submitted.date() for memo in sound)
        return met(owed, on, [memo.response for memo in sound])
    return unmet(owed, today, "with-errors" if memos else "", spoilt(memos))
