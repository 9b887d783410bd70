"""The office's calendar: working days and holidays, weeks, semesters, academic and fiscal years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import holidays

from forms.model import Period, Problem
from forms.places import Place, open_yaml
from forms.thai import BUDDHIST_ERA, read_day_of_year, read_time

DayOfYear = tuple[int, int]  # month, day

_DAY = timedelta(days=1)
_OCTOBER = 10
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers about days. All of them are local dates; years in names and answers are Buddhist-era.

    `semesters` maps a semester's number to its first and last day in any year; `exceptions` maps a
    semester's name ("2569-S1") to the dates it really had. `added` are office holidays by date,
    `struck` the dates of holidays on which the office works, `not_for_the_office` the names of
    national holidays that are none here.
    """

    semesters: Mapping[int, tuple[DayOfYear, DayOfYear]]
    exceptions: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    added: Mapping[date, str] = field(default_factory=dict)
    struck: frozenset[date] = frozenset()
    not_for_the_office: frozenset[str] = frozenset()
    opens: time = time(8, 30)
    closes: time = time(16, 30)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on that day, None where there is none."""
        if day in self.struck:
            return None
        return self.added.get(day) or _national_holidays(day.year, self.not_for_the_office).get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on that day: Monday to Friday and no holiday."""
        return day.weekday() < _SATURDAY and self.holiday(day) is None

    def semester_of(self, day: date) -> Period | None:
        """The semester that the day lies in; None in the breaks."""
        semester = self.latest_semester(day)
        return semester if day in semester else None

    def latest_semester(self, day: date) -> Period:
        """The semester that the day lies in, or in a break the one that ended last."""
        named = (self._semester(year, n) for year in (day.year, day.year - 1) for n in self._numbers())
        return next(semester for semester in named if semester.start <= day)

    def previous_semester(self, semester: Period) -> Period:
        """The semester before that one."""
        return self.latest_semester(semester.start - _DAY)

    def semester_named(self, name: str) -> Period:
        """The semester of a name like "2569-S1". Raises ValueError for any other name."""
        match = re.fullmatch(r"(\d{4})-S(\d)", name)
        if match is None or int(match[2]) not in self.semesters:
            raise ValueError(f"{name!r} names no semester")
        return self._semester(int(match[1]) - BUDDHIST_ERA, int(match[2]))

    def academic_year(self, day: date) -> int:
        """The academic year, named by its May; the break before it belongs to the year before."""
        return int(self.latest_semester(day).name[:4])

    def fiscal_year(self, day: date) -> int:
        """The fiscal year, October to September, named by its September."""
        return day.year + BUDDHIST_ERA + (day.month >= _OCTOBER)

    def week_of(self, day: date) -> Period:
        """The reporting week, Saturday to Friday, named by the ISO week of its Friday ("2569-W47")."""
        start = day - timedelta(days=(day.weekday() - _SATURDAY) % 7)
        friday = (start + timedelta(days=6)).isocalendar()
        name = f"{friday.year + BUDDHIST_ERA}-W{friday.week:02d}"
        return Period(start, start + timedelta(days=7), "week", name)

    def week_named(self, name: str) -> Period:
        """The week of a name like "2569-W47". Raises ValueError for any other name."""
        match = re.fullmatch(r"(\d{4})-W(\d{2})", name)
        if match is None:
            raise ValueError(f"{name!r} names no week")
        return self.week_of(date.fromisocalendar(int(match[1]) - BUDDHIST_ERA, int(match[2]), 5))

    def working_days(self, period: Period) -> tuple[date, ...]:
        """The working days of a period, in order."""
        days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days))
        return tuple(day for day in days if self.is_working_day(day))

    def last_working_day(self, period: Period) -> date | None:
        """The last working day of a period, None where it has none."""
        return max(self.working_days(period), default=None)

    def _numbers(self) -> list[int]:
        return sorted(self.semesters, reverse=True)

    def _semester(self, year: int, number: int) -> Period:
        """The semester of the academic year that begins in that common-era year."""
        name = f"{year + BUDDHIST_ERA}-S{number}"
        if name in self.exceptions:
            first, last = self.exceptions[name]
        else:
            (month, day), end = self.semesters[number]
            begun = self.semesters[min(self.semesters)][0]
            first = _day_in(year + ((month, day) < begun), (month, day))
            last = _day_in(first.year + (end < (month, day)), end)
        return Period(first, last + _DAY, "semester", name)


def load_calendar(folder: Path) -> tuple[Calendar | None, tuple[Problem, ...]]:
    """Read and lint calendar.yaml in a folder; no calendar where anything is wrong with it."""
    root = open_yaml(folder / "calendar.yaml")
    calendar = None if root.problems else _read(root)
    return (None if root.problems else calendar), tuple(sorted(root.problems))


# --- Reading ---------------------------------------------------------------------------

_OPTIONAL = (
    "semester_exceptions", "office_hours", "not_for_the_office", "holidays_added", "holidays_struck",
)  # fmt: skip


def _read(root: Place) -> Calendar | None:
    fields = root.fields(("semesters",), _OPTIONAL)
    semesters = _semesters(fields["semesters"]) if "semesters" in fields else {}
    exceptions = _exceptions(fields["semester_exceptions"]) if "semester_exceptions" in fields else {}
    opens, closes = (
        _hours(fields["office_hours"]) if "office_hours" in fields else (time(8, 30), time(16, 30))
    )
    added = _days(fields.get("holidays_added"))
    struck = _days(fields.get("holidays_struck"), other=added)
    ignored = fields["not_for_the_office"].texts() if "not_for_the_office" in fields else ()
    if not semesters:
        return None
    return Calendar(semesters, exceptions, added, frozenset(struck), frozenset(ignored), opens, closes)


def _semesters(place: Place) -> dict[int, tuple[DayOfYear, DayOfYear]]:
    semesters = {}
    for number in ("1", "2"):
        ends = place.fields(("1", "2")).get(number) if number == "1" else dict(_pairs(place)).get("2")
        if ends is None:
            continue
        fields = ends.fields(("first", "last"))
        first, last = (_day_of_year(fields[name]) if name in fields else None for name in ("first", "last"))
        if first and last:
            semesters[int(number)] = (first, last)
    return semesters


def _pairs(place: Place) -> list[tuple[str, Place]]:
    return [(key.said, value) for key, value in place.pairs()]


def _day_of_year(place: Place) -> DayOfYear | None:
    day = read_day_of_year(place.said)
    if day is None:
        place.wrong(f'"{place.said}" is no day of the year', "a day and a month, such as 16 พฤษภาคม")
    return day


def _exceptions(place: Place) -> dict[str, tuple[date, date]]:
    exceptions = {}
    for name, ends in place.pairs():
        if not re.fullmatch(r"\d{4}-S[12]", name.said):
            name.wrong(f'"{name.said}" names no semester', "an academic year and S1 or S2, such as 2570-S1")
        fields = ends.fields(("first", "last"))
        first, last = (fields[end].day() if end in fields else None for end in ("first", "last"))
        if first and last and first >= last:
            ends.wrong("the first day does not come before the last", "first: earlier, last: later")
        if first and last:
            exceptions[name.said] = (first, last)
    return exceptions


def _hours(place: Place) -> tuple[time, time]:
    fields = place.fields(("from", "to"))
    hours = {}
    for name, value in fields.items():
        hours[name] = read_time(value.said)
        if hours[name] is None:
            value.wrong(f'"{value.said}" is no time of day', "a time, such as 08.30")
    opens, closes = hours.get("from") or time(8, 30), hours.get("to") or time(16, 30)
    if opens >= closes:
        place.wrong("office hours end before they begin", 'from: "08.30", to: "16.30"')
    return opens, closes


def _days(place: Place | None, other: Mapping[date, str] | None = None) -> dict[date, str]:
    days: dict[date, str] = {}
    for element in place.elements() if place else ():
        fields = element.fields(("date", "name"))
        day = fields["date"].day() if "date" in fields else None
        name = fields["name"].text() if "name" in fields else ""
        if day is None:
            continue
        if day in days or (other and day in other):
            fields["date"].wrong(f"{day.isoformat()} stands here twice", "each date once, added or struck")
        elif day.weekday() >= _SATURDAY:
            fields["date"].wrong(f"{day.isoformat()} is a Saturday or Sunday", "a day from Monday to Friday")
        days[day] = name
    return days


# --- Holidays --------------------------------------------------------------------------


@cache
def _national_holidays(year: int, ignored: frozenset[str]) -> Mapping[date, str]:
    """The year's public and government holidays in Thai, without the ignored ones and their substitutes."""
    known = holidays.country_holidays(
        "TH", years=[year], language="th", categories=("public", "government"), expand=False
    )
    named = {}
    for day, joined in known.items():
        names = [name for name in joined.split("; ") if name.removeprefix("ชดเชย") not in ignored]
        if names:
            named[day] = "; ".join(names)
    return named


def _day_in(year: int, day: DayOfYear) -> date:
    """That day of a year; the 29th of February is the 28th in common years."""
    try:
        return date(year, *day)
    except ValueError:
        return date(year, 2, 28)
