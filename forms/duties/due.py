"""The day on which a duty falls due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from forms.calendar import Calendar
from forms.calendar.dates import DayOfYear
from forms.duties.rules import Due, OnHoliday
from forms.model import Period

_DAY = timedelta(days=1)
_MOST_DAYS_OFF = 60  # no office is closed for longer: a calendar that says so is not followed for ever


def due_day(due: Due, period: Period, calendar: Calendar) -> date | None:
    """When a duty of that period is due; None where the period holds no working day and one is asked for."""
    if due.last_working_day_of:
        whole = calendar.period_of(due.last_working_day_of, period.start)
        return calendar.last_working_day(whole) if whole else None
    if due.working_days is not None:
        return _working_days_after(period.end - _DAY, due.working_days, calendar)
    day = nominal_day(due, period)
    return _moved(day, due.on_holiday, calendar)


def nominal_day(due: Due, period: Period) -> date:
    """The day that the rule names, before a holiday moves it: one of `on`, else the period's last."""
    return _first_of(due.on, period.start) if due.on else period.end - _DAY


def _first_of(days: Iterable[DayOfYear], start: date) -> date:
    every = (on_day(year, day) for year in (start.year, start.year + 1) for day in days)
    return min(day for day in every if day >= start)


def on_day(year: int, day: DayOfYear) -> date:
    """That day of a year; 29 February is the 28th in common years."""
    try:
        return date(year, *day)
    except ValueError:
        return date(year, 2, 28)


def _moved(day: date, on_holiday: OnHoliday, calendar: Calendar) -> date:
    if on_holiday == "stays":
        return day
    step = _DAY if on_holiday == "after" else -_DAY
    tried = (day + n * step for n in range(_MOST_DAYS_OFF))
    return next((one for one in tried if calendar.is_working_day(one)), day)


def _working_days_after(day: date, count: int, calendar: Calendar) -> date:
    for _ in range(count):
        day = _moved(day + _DAY, "after", calendar)
    return day
