"""Which working days of the week each supervisor logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from forms.calendar import Calendar
from forms.duties.absence import AwayDays
from forms.model import Entry, Organisation, Period, Query, Supervisor
from forms.summary import day_of
from forms.weekly.headline import DISTRICT, Known, within
from forms.weekly.report import LogDays


def log_days(
    week: Period,
    until: date,
    known: Known,
    organisation: Organisation,
    calendar: Calendar,
    away: AwayDays,
    since: date | None = None,
) -> tuple[LogDays, ...]:
    """Each supervisor who owed a log on a working day of the week up to `until`, the latest to log first.

    No day before `since`, that logs are reckoned from, is owed.
    Days owed are those in office, without those away on leave or a journey that were not logged all
    the same; several logs of a day make one day, and those of a day off none.
    """
    if known.log is None:
        return ()
    days = [day for day in calendar.working_days(week) if (since or day) <= day <= until]
    logs: dict[str, list[Entry]] = {}
    for entry in within(week, known.logs):
        logs.setdefault(entry.members.get("supervisor", ""), []).append(entry)
    lines = []
    for person in organisation.supervisors.values():
        mine = logs.get(person.code, [])
        free = away.get(person.code, {}).keys() - {day_of(entry) for entry in mine}
        if owed := [day for day in days if person.in_office(day) and day not in free]:
            query = Query(known.log.id, DISTRICT, week, "supervisor", person.code, "counted")
            lines.append(_line(person, owed, mine, query))
    return tuple(sorted(lines, key=lambda line: line.logged - line.owed))


def _line(person: Supervisor, owed: Sequence[date], mine: Sequence[Entry], query: Query) -> LogDays:
    logged = {day_of(entry) for entry in mine}.intersection(owed)
    return LogDays(person.code, len(logged), len(owed), len(mine), query)
