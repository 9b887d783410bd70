"""Days that supervisors logged, and days on which they owed a log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from forms.model import Period, Supervisor
from sync.layout.reading import Reading
from sync.layout.view import View


def logged_days(reading: Reading) -> Mapping[str, frozenset[date]]:
    """The days of each supervisor's counted logs, by code."""
    found: dict[str, set[date]] = {}
    for member in reading.members("supervisor*day"):
        code, _, day = member.partition("|")
        if reading.n("supervisor*day", member):
            found.setdefault(code, set()).add(date.fromisoformat(day))
    return {code: frozenset(days) for code, days in found.items()}


def working_days(view: View) -> tuple[date, ...]:
    """The working days of the semester, from the day that logs are reckoned from to that of the figures."""
    start = max(view.semester.start, view.since or view.semester.start)
    return view.calendar.working_days(Period(start, view.day + timedelta(days=1), "day", ""))


def days_away(view: View) -> Mapping[str, frozenset[date]]:
    """The days on which supervisors were excused from logging, by code: leave and duty journeys."""
    daily = {rule.id for rule in view.duty_rules.values() if rule.every == "working_day"}
    found: dict[str, set[date]] = {}
    for state in view.duties:
        if state.status == "excused" and state.owed.duty in daily:
            found.setdefault(state.owed.code, set()).add(state.owed.period.start)
    return {code: frozenset(days) for code, days in found.items()}


def owed_days(
    person: Supervisor, working: Iterable[date], logged: Collection[date], away: Collection[date]
) -> list[date]:
    """The working days that a supervisor owed a log: in office, and not away unless logged all the same."""
    return [day for day in working if person.in_office(day) and (day in logged or day not in away)]


def supervisors(view: View, *readings: Reading) -> tuple[Supervisor, ...]:
    """The partition's supervisors in the configured order: who is in office in the semester, and who occurs.

    A network has those of its team, a work group its members, the district everyone.
    """
    occurring = {code for reading in readings for code in reading.members("supervisor")}
    last = view.semester.end - timedelta(days=1)
    return tuple(
        person
        for person in view.organisation.supervisors.values()
        if person.code in occurring
        or (_belongs(view, person) and (person.in_office(view.semester.start) or person.in_office(last)))
    )


def _belongs(view: View, person: Supervisor) -> bool:
    code = view.partition.code
    if view.partition.kind == "group":
        return person.work_group == code
    if view.partition.kind == "network":
        network = view.organisation.networks.get(code)
        return network is not None and person.team == network.team
    return True
