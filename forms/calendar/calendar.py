"""The office's calendar: working days and holidays, weeks, semesters, academic and fiscal years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

from forms.calendar.dates import DayOfYear, read_days_off, read_exceptions, read_hours, read_semesters
from forms.calendar.lint import lint_calendar
from forms.calendar.periods import (
    day_period,
    fiscal_half_of,
    fiscal_year,
    fiscal_year_of,
    month_of,
    quarter_of,
)
from forms.calendar.thai_holidays import national_holidays
from forms.model import Period, PeriodKind, Problem
from forms.places import Place, is_wrong, open_yaml
from forms.thai import BUDDHIST_ERA

_DAY = timedelta(days=1)
_FRIDAY, _SATURDAY = 4, 5
_HOURS = (time(8, 30), time(16, 30))
_OPTIONAL = ("semester_exceptions", "office_hours", "not_for_the_office", "holidays_added", "holidays_struck")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers about days. All of them are local dates; years in names and answers are Buddhist-era.

    `semesters` maps the numbers 1 and 2 to the first and last day in any year; `exceptions` maps a
    semester's name ("2569-S1") to the first and last date that it really has. `added` are office
    holidays by date, `struck` the dates of holidays on which the office works, `not_for_the_office`
    the names of national holidays that are none here. `opens` and `closes` are the office hours.
    """

    semesters: Mapping[int, tuple[DayOfYear, DayOfYear]]
    exceptions: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    added: Mapping[date, str] = field(default_factory=dict)
    struck: frozenset[date] = frozenset()
    not_for_the_office: frozenset[str] = frozenset()
    opens: time = _HOURS[0]
    closes: time = _HOURS[1]

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on that day, None where there is none."""
        if day in self.struck:
            return None
        return self.added.get(day) or national_holidays(day.year, self.not_for_the_office).get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on that day: Monday to Friday and no holiday."""
        return day.weekday() < _SATURDAY and self.holiday(day) is None

    def working_days(self, period: Period) -> tuple[date, ...]:
        """The working days of a period, in order."""
        days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days))
        return tuple(day for day in days if self.is_working_day(day))

    def last_working_day(self, period: Period) -> date | None:
        """The last working day of a period, None where it has none."""
        return max(self.working_days(period), default=None)

    def semester_of(self, day: date) -> Period | None:
        """The semester that the day lies in; None in the breaks."""
        semester = self.latest_semester(day)
        return semester if day in semester else None

    def latest_semester(self, day: date) -> Period:
        """The semester that the day lies in, or in a break the one that ended last."""
        year = day.year + BUDDHIST_ERA
        nearby = [self._semester(named, number) for named in (year - 1, year) for number in (1, 2)]
        nearby.append(self._semester(year - 2, 2))
        return max(semester for semester in nearby if semester.start <= day)

    def previous_semester(self, semester: Period) -> Period:
        """The semester before that one."""
        return self.latest_semester(semester.start - _DAY)

    def semester_after(self, semester: Period) -> Period:
        """The semester after that one; the days between them are the break."""
        year, _, number = semester.name.partition("-S")
        return self._semester(int(year), 2) if number == "1" else self._semester(int(year) + 1, 1)

    def semester_named(self, name: str) -> Period:
        """The semester of a name like "2569-S1". Raises ValueError for any other name."""
        match = re.fullmatch(r"(\d{4})-S([12])", name)
        if match is None:
            raise ValueError(f"{name!r} names no semester")
        return self._semester(int(match[1]), int(match[2]))

    def academic_year(self, day: date) -> int:
        """The academic year, named by its May; the break before it belongs to the year before."""
        return int(self.latest_semester(day).name[:4])

    def academic_year_of(self, day: date) -> Period:
        """The whole academic year that the day counts to, its breaks among it ("2569-AY")."""
        year = self.academic_year(day)
        start, end = (self._semester(named, 1).start for named in (year, year + 1))
        return Period(start, end, "academic_year", f"{year}-AY")

    def fiscal_year(self, day: date) -> int:
        """The fiscal year, October to September, named by its September."""
        return fiscal_year(day)

    def week_of(self, day: date) -> Period:
        """The reporting week, Saturday to Friday, named by the ISO week of its Friday ("2569-W47")."""
        friday = day + timedelta(days=(_FRIDAY - day.weekday()) % 7)
        year, week, _ = friday.isocalendar()
        start = friday - timedelta(days=6)
        return Period(start, friday + _DAY, "week", f"{year + BUDDHIST_ERA}-W{week:02d}")

    def week_named(self, name: str) -> Period:
        """The week of a name like "2569-W47". Raises ValueError for any other name."""
        match = re.fullmatch(r"(\d{4})-W(\d{2})", name)
        if match is None:
            raise ValueError(f"{name!r} names no week")
        return self.week_of(date.fromisocalendar(int(match[1]) - BUDDHIST_ERA, int(match[2]), 5))

    def period_of(self, kind: PeriodKind, day: date) -> Period | None:
        """The period of that kind that the day lies in; None for a semester in the breaks."""
        own: Mapping[PeriodKind, Callable[[date], Period | None]] = {
            "week": self.week_of,
            "semester": self.semester_of,
            "academic_year": self.academic_year_of,
        }
        return (own.get(kind) or _FIXED[kind])(day)

    def periods(self, kind: PeriodKind, start: date, end: date) -> Iterator[Period]:
        """Every period of that kind that has a day in `[start, end)`, in order."""
        day = start
        while day < end:
            period = self.period_of(kind, day)
            if period:
                yield period
            day = period.end if period else day + _DAY

    def _semester(self, year: int, number: int) -> Period:
        """A semester of a Buddhist-era academic year, by the exceptions or else by the rule."""
        name = f"{year}-S{number}"
        first, last = self.exceptions.get(name) or self._by_rule(year - BUDDHIST_ERA, number)
        return Period(first, last + _DAY, "semester", name)

    def _by_rule(self, year: int, number: int) -> tuple[date, date]:
        """First and last day of a semester of the academic year that begins in that common-era year."""
        begins = self.semesters[1][0]
        first, last = (_in_year(year + (day < begins), day) for day in self.semesters[number])
        return first, last


_FIXED: Mapping[PeriodKind, Callable[[date], Period]] = {
    "day": day_period,
    "month": month_of,
    "quarter": quarter_of,
    "fiscal_half": fiscal_half_of,
    "fiscal_year": fiscal_year_of,
}


def load_calendar(folder: Path, today: date | None = None) -> tuple[Calendar | None, tuple[Problem, ...]]:
    """Read and lint calendar.yaml in a folder; None where anything is wrong. Warnings stop nothing.

    Days off are held against `today` (None: not at all): nobody knows those far ahead.
    """
    root = open_yaml(folder / "calendar.yaml")
    calendar = None if root.problems else _read(root, today)
    return (None if is_wrong(root.problems) else calendar), tuple(sorted(set(root.problems)))


def _read(root: Place, today: date | None) -> Calendar:
    fields = root.fields(("semesters",), _OPTIONAL)
    added = read_days_off(fields.get("holidays_added"), {})
    struck = read_days_off(fields.get("holidays_struck"), added)
    opens, closes = read_hours(fields["office_hours"]) if "office_hours" in fields else _HOURS
    calendar = Calendar(
        read_semesters(fields["semesters"]) if "semesters" in fields else {},
        read_exceptions(fields["semester_exceptions"]) if "semester_exceptions" in fields else {},
        added,
        frozenset(struck),
        frozenset(fields["not_for_the_office"].texts() if "not_for_the_office" in fields else ()),
        opens,
        closes,
    )
    if not is_wrong(root.problems):
        lint_calendar(fields, calendar, today)
    return calendar


def _in_year(year: int, day: DayOfYear) -> date:
    """That day of a year; the 29th of February is the 28th in common years."""
    return date(year, 2, 28) if day == (2, 29) and year % 4 else date(year, *day)
