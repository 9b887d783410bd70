"""Which working days of the week each supervisor logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from forms.calendar import Calendar
from forms.model import Entry, Organisation, Period, Query, Supervisor
from forms.summary import day_of
from forms.weekly.headline import DISTRICT, Known, within
from forms.weekly.report import LogDays


def log_days(
    week: Period, until: date, known: Known, organisation: Organisation, calendar: Calendar
) -> tuple[LogDays, ...]:
    """Each supervisor who was in office on a working day of the week up to `until`, the latest to log first.

    Days owed are those in office; several logs of a day make one day, and those of a day off none.
    """
    if known.log is None:
        return ()
    days = [day for day in calendar.working_days(week) if day <= until]
    logs: dict[str, list[Entry]] = {}
    for entry in within(week, known.logs):
        logs.setdefault(entry.members.get("supervisor", ""), []).append(entry)
    lines = [
        _line(person, owed, logs, Query(known.log.id, DISTRICT, week, "supervisor", person.code, "counted"))
        for person in organisation.supervisors.values()
        if (owed := [day for day in days if person.in_office(day)])
    ]
    return tuple(sorted(lines, key=lambda line: line.logged - line.owed))


def _line(
    person: Supervisor, owed: Sequence[date], logs: Mapping[str, Sequence[Entry]], query: Query
) -> LogDays:
    mine = logs.get(person.code, ())
    logged = {day_of(entry) for entry in mine}.intersection(owed)
    return LogDays(person.code, len(logged), len(owed), len(mine), query)
