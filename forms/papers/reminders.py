"""Reminders: who owes what on a day, told to those who owe it, and as a list to whoever leads the group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forms.calendar import Calendar
from forms.duties import Duties, DutyRule, DutyState
from forms.model import Organisation, Period
from forms.organisation.posts import heads, present_heads
from forms.papers.rules import ReminderRules

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owing:
    """What somebody owes of one duty by one day: the periods that it is for, oldest first.

    `about` is the name of the school that a plan is about, "" for the person's own duties. `late` is the
    number of days since the due day, 0 up to and on it. `spoilt`: something came, but must be corrected.
    """

    duty: str
    title: str
    about: str
    periods: tuple[Period, ...]
    due: date
    late: int
    spoilt: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a supervisor (by code) is reminded of: first what is late, then what is due soon."""

    person: str
    missing: tuple[Owing, ...] = ()
    coming: tuple[Owing, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminded:
    """A day's reminders, in the order of the organisation, and for whom the list of all of them is.

    `away` are those who owe and are away for the whole day: they are reminded another day. `head` is the
    code of the supervisor who leads the group on that day, "" where none is there.
    """

    day: date
    reminders: tuple[Reminder, ...]
    away: tuple[Reminder, ...]
    head: str


def reminded(
    rules: ReminderRules,
    duties: Duties,
    states: Iterable[DutyState],
    organisation: Organisation,
    calendar: Calendar,
    away: Collection[str],
    day: date,
) -> Reminded | None:
    """The reminders of a day; None on a day on which the office is closed.

    `states` are as of that day, `away` the codes of those who are on leave or a journey for the whole of it.
    What schools and networks owe is asked of nobody but those whom a plan names.
    """
    if not calendar.is_working_day(day):
        return None
    asked = _asked(rules, duties)
    soon = _soon(rules, calendar, day)
    owed: dict[str, list[Owing]] = {}
    for state in states:
        rule = asked.get(state.owed.duty)
        if rule and _is_told(rules, rule, state, day, soon):
            for person in _people(state, organisation, day):
                owed.setdefault(person, []).append(_owing(rule, state, organisation, day))
    every = [_reminder(code, owed[code]) for code in organisation.supervisors if code in owed]
    present = present_heads(organisation, day, away) if heads(organisation) else ()
    return Reminded(
        day,
        tuple(one for one in every if one.person not in away),
        tuple(one for one in every if one.person in away),
        next(iter(present), ""),
    )


def _asked(rules: ReminderRules, duties: Duties) -> Mapping[str, DutyRule]:
    """The duties that people are reminded of; of one that gathers single days, these days say it all."""
    asked = {rule.id: rule for rule in duties.rules if rule.id not in rules.without}
    return {name: rule for name, rule in asked.items() if rule.gathers not in asked}


def _soon(rules: ReminderRules, calendar: Calendar, day: date) -> date:
    """The last due day that is soon: so many working days ahead."""
    ahead = Period(day + _DAY, day + timedelta(days=3 * rules.within_days + 30), "day", "")
    days = (day, *calendar.working_days(ahead))
    return days[min(rules.within_days, len(days) - 1)]


def _is_told(rules: ReminderRules, rule: DutyRule, state: DutyState, day: date, soon: date) -> bool:
    owed = state.owed
    if state.status == "missing":
        return 0 < (day - owed.due).days <= rules.late_days
    if state.status != "pending" or not day <= owed.due <= soon:
        return False
    # Nobody is asked for the log of a day that is not over, unless it is due on that day itself.
    return rule.every != "working_day" or owed.period.start < day or owed.due == day


def _people(state: DutyState, organisation: Organisation, day: date) -> Iterator[str]:
    owed = state.owed
    for code in (owed.code,) if owed.owed_by == "supervisor" else owed.people:
        person = organisation.supervisors.get(code)
        if person and person.in_office(day):
            yield code


def _owing(rule: DutyRule, state: DutyState, organisation: Organisation, day: date) -> Owing:
    owed = state.owed
    school = organisation.schools.get(owed.code) if owed.owed_by == "school" else None
    late = max((day - owed.due).days, 0)
    about = school.name if school else ""
    return Owing(rule.id, rule.title, about, (owed.period,), owed.due, late, state.reason == "with-errors")


def _reminder(person: str, owed: Iterable[Owing]) -> Reminder:
    """Days of one duty that fall due together are one line; what is due first comes first."""
    together: dict[tuple[str, str, date, bool], Owing] = {}
    for one in sorted(owed, key=lambda one: (one.due, one.periods[0].start)):
        key = (one.duty, one.about, one.due, one.spoilt)
        before = together.get(key)
        together[key] = replace(one, periods=(*before.periods, *one.periods)) if before else one
    lines = together.values()
    return Reminder(
        person,
        tuple(one for one in lines if one.late),
        tuple(one for one in lines if not one.late),
    )
