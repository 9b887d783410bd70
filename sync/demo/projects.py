"""The demo's projects: who answers for each, and by when; the manual names neither."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from forms.calendar import Calendar
from forms.model import Organisation, Project, Supervisor

# Days from the demo's day on which reports fall due: one in eight is over its day already.
_DUE = (24, 47, -6, 75, 103, 12, 131, 160)


def with_owners(organisation: Organisation, calendar: Calendar, today: date) -> Organisation:
    """The projects each with an owner and a due day, where the configuration names none.

    The people of the project's work group or learning area who are in office take turns.
    """
    people = [one for one in organisation.supervisors.values() if one.in_office(today)]
    known: dict[str, Project] = {}
    turns: Counter[str] = Counter()
    for code, project in organisation.projects.items():
        place = project.work_group or project.learning_area or ""
        own = _people_of(people, project)
        owner = project.owner or (own[turns[place] % len(own)].code if own else None)
        due = project.due or _working(calendar, today + timedelta(days=_DUE[turns[place] % len(_DUE)]))
        turns[place] += 1
        known[code] = replace(project, owner=owner, due=due)
    return replace(organisation, projects=known)


def _people_of(people: list[Supervisor], project: Project) -> list[Supervisor]:
    if project.work_group:
        return [one for one in people if one.work_group == project.work_group]
    return [one for one in people if project.learning_area in one.learning_areas]


def _working(calendar: Calendar, day: date) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
