"""The day from which duties are reckoned where nobody named one: the first week that is seen whole."""

from __future__ import annotations

from datetime import date

from forms.calendar import Calendar


def first_day(installed: date, calendar: Calendar) -> date:
    """The first day to reckon from, of an office whose forms are there since a day.

    That day itself, as long as no working day of its week has passed before it; else the beginning of
    the next week: nobody could log the first days of a week that began without nithet.
    """
    week = calendar.week_of(installed)
    passed = any(day < installed for day in calendar.working_days(week))
    return week.end if passed else installed
