"""The days of the demo's term, and how many responses come in each part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from forms.calendar import Calendar
from forms.model import Period

_YOUNG = timedelta(weeks=8)  # a semester younger than this is shown together with the one before
_SHARE_OF_A_YOUNG_ONE = 0.55
_LOGS_OF_A_YOUNG_ONE = 0.85  # a log is owed each day, so that few of the earlier part are enough to show
_DAYS_FOR_THAT_SHARE = 10  # on its second day a semester has not seen half of a term's visits
_END_OF_DAY = time(18)


@dataclass(frozen=True, slots=True)
class Part:
    """A semester with the break after it: days with visits, days with logs, its share of all responses."""

    visiting: tuple[date, ...]
    working: tuple[date, ...]
    share: float


def parts_of_term(calendar: Calendar, began: datetime) -> tuple[Part, ...]:
    """The parts of the term up to `began` (local time), earlier first; a part without days is left out."""
    today = began.date()
    end = today + timedelta(days=1) if began.time() >= _END_OF_DAY else today
    semester = calendar.latest_semester(today)
    current = _part(calendar, semester.start, end, 1.0)
    if today - semester.start >= _YOUNG:
        return (current,)
    share = _SHARE_OF_A_YOUNG_ONE * min(1.0, len(current.visiting) / _DAYS_FOR_THAT_SHARE)
    earlier = _part(calendar, calendar.previous_semester(semester).start, semester.start, 1 - share)
    if not current.visiting:
        return (Part(earlier.visiting, earlier.working, 1.0),)
    return (earlier, Part(current.visiting, current.working, share))


def _part(calendar: Calendar, start: date, end: date, share: float) -> Part:
    working = calendar.working_days(Period(start, max(start, end), "day", "term"))
    return Part(tuple(day for day in working if calendar.semester_of(day)), working, share)


def shared_out(total: int, parts: tuple[Part, ...], *, logs: bool = False) -> list[int]:
    """How many of `total` fall to each part; the last takes what rounding leaves."""
    more = _LOGS_OF_A_YOUNG_ONE / _SHARE_OF_A_YOUNG_ONE if logs else 1.0
    counts = [round(total * (1 - (1 - part.share) * more)) for part in parts[:-1]]
    return [*counts, total - sum(counts)]
