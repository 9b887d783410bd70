"""What is owed on each working day, and the week's hand-over that gathers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from forms.calendar.periods import day_period
from forms.duties.due import due_day
from forms.duties.known import Known, by_person
from forms.duties.rules import DutyRule
from forms.duties.states import DutyState, Owed, excused, met, spoilt, unmet
from forms.model import Entry, Period
from forms.response.entries import day_of

_MARGIN = timedelta(days=31)  # a due day may lie that far from the day that it is for
_NOTHING: Mapping[date, Sequence[Entry]] = {}


def daily_states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state a supervisor and working day whose due day lies in the span, in office on both of them."""
    days = [
        (period, due)
        for day in known.calendar.working_days(_wider(span))
        if (due := due_day(rule.due, period := day_period(day), known.calendar)) and due in span
    ]
    yield from _states(known, rule, days)


def _states(known: Known, rule: DutyRule, days: Sequence[tuple[Period, date]]) -> Iterator[DutyState]:
    form = next(iter(known.asked(rule)), "")
    sent = by_person(known.sent(rule))
    days = [(period, due) for period, due in days if known.duties.reckons(period.start)]
    for person in known.organisation.supervisors.values():
        logs = _by_day(sent.get(person.code, ()))
        away = known.away.get(person.code, {})
        for period, due in days:
            day = period.start
            if person.in_office(day) and person.in_office(due):
                owed = Owed(rule.id, form, period, "supervisor", person.code, due)
                state = _state(owed, logs.get(day, ()), known.today)
                absent = away.get(day)
                if absent and state.status != "done":
                    state = excused(owed, absent.why, (absent.response,))
                yield state


def _state(owed: Owed, sent: Sequence[Entry], today: date) -> DutyState:
    counted = [entry for entry in sent if entry.counted]
    if counted:
        on = min(entry.submitted.date() for entry in counted)
        return met(owed, on, [entry.response for entry in counted])
    if sent:
        return unmet(owed, today, "with-errors", spoilt(sent))
    return unmet(owed, today, "day-passed" if owed.period.end <= today <= owed.due else "")


def weekly_states(known: Known, rule: DutyRule, gathered: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state a supervisor and week: all of its days logged by the hand-over, without the excused ones.

    Who is not in office on the day of the hand-over owes none.
    """
    calendar, wide = known.calendar, _wider(span)
    weeks = {
        week: due
        for week in calendar.periods("week", wide.start, wide.end)
        if (due := due_day(rule.due, week, calendar)) and due in span
    }
    days = [
        (period, due)
        for week in weeks
        for day in calendar.working_days(week)
        if (due := due_day(gathered.due, period := day_period(day), calendar))
    ]
    gathering: dict[tuple[Period, str], list[DutyState]] = {}
    for state in _states(known, gathered, days):
        week = calendar.week_of(state.owed.period.start)
        gathering.setdefault((week, state.owed.code), []).append(state)
    people = known.organisation.supervisors
    for (week, code), states in gathering.items():
        if not people[code].in_office(weeks[week]):
            continue
        owed = Owed(rule.id, states[0].owed.form, week, "supervisor", code, weeks[week])
        yield _handed_over(owed, states, known.today)


def _handed_over(owed: Owed, days: Sequence[DutyState], today: date) -> DutyState:
    owing = [state for state in days if state.status != "excused"]
    responses = [response for state in days for response in state.responses]
    if not owing:
        return excused(owed, "away-all-week", responses)
    came = [state.on for state in owing if state.on]
    if len(came) == len(owing):
        return met(owed, max(came), responses)
    return unmet(owed, today, "days-open", responses, logged=str(len(came)), of=str(len(owing)))


def _by_day(entries: Sequence[Entry]) -> Mapping[date, Sequence[Entry]]:
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        found.setdefault(day_of(entry), []).append(entry)
    return found or _NOTHING


def _wider(span: Period) -> Period:
    return Period(span.start - _MARGIN, span.end + _MARGIN, span.kind, span.name)
