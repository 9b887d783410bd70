"""Periods that need no calendar of the office: days, months, quarters, fiscal halves and fiscal years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from forms.model import Period
from forms.thai import BUDDHIST_ERA

_DAY = timedelta(days=1)
REPORTED_UNTIL = 20  # of March and September: six-month reports are sent by then (manual: part 3, 7.4)
_FIRST_MONTH = 10  # the fiscal year begins in October and is named by its September


def day_period(day: date) -> Period:
    """A single day ("2569-11-20")."""
    return Period(day, day + _DAY, "day", f"{day.year + BUDDHIST_ERA}-{day.month:02d}-{day.day:02d}")


def month_of(day: date) -> Period:
    """The calendar month of a day ("2569-11")."""
    return Period(*_months(day.year, day.month, 1), "month", f"{day.year + BUDDHIST_ERA}-{day.month:02d}")


def quarter_of(day: date) -> Period:
    """The quarter of the fiscal year ("2570-Q1" is October to December 2569)."""
    number = _months_into(day) // 3
    return Period(*_fiscal(day, 3 * number, 3), "quarter", f"{fiscal_year(day)}-Q{number + 1}")


def fiscal_half_of(day: date) -> Period:
    """The half of the fiscal year: "2570-H1" is October 2569 to March 2570, H2 April to September."""
    number = _months_into(day) // 6
    return Period(*_fiscal(day, 6 * number, 6), "fiscal_half", f"{fiscal_year(day)}-H{number + 1}")


def reported_half_of(day: date) -> Period:
    """What the six-month report on a half tells of: from the day after the last report's to its own.

    "2570-H1" is 21 September 2569 to 20 March 2570: what is done after the 20th is carried into the next.
    """
    half = fiscal_half_of(day)
    if day >= _reported(half.end):
        half = fiscal_half_of(half.end)
    return replace(half, start=_reported(half.start), end=_reported(half.end))


def _reported(end: date) -> date:
    """The first day of which the report on a half that ends there tells nothing more."""
    return (end - _DAY).replace(day=REPORTED_UNTIL + 1)


def fiscal_year_of(day: date) -> Period:
    """The whole fiscal year ("2570-FY" is October 2569 to September 2570)."""
    return Period(*_fiscal(day, 0, 12), "fiscal_year", f"{fiscal_year(day)}-FY")


def fiscal_year(day: date) -> int:
    """The fiscal year, October to September, named by its September in the Buddhist era."""
    return day.year + BUDDHIST_ERA + (day.month >= _FIRST_MONTH)


def _months_into(day: date) -> int:
    """How many months of the fiscal year have passed before the day's."""
    return (day.month - _FIRST_MONTH) % 12


def _fiscal(day: date, months: int, length: int) -> tuple[date, date]:
    """So many months from that many into the day's fiscal year."""
    return _months(fiscal_year(day) - BUDDHIST_ERA - 1, _FIRST_MONTH + months, length)


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    """First day of a month, and of the one so many later; months beyond December are of the next years."""
    start, end = ((year + (m - 1) // 12, (m - 1) % 12 + 1) for m in (month, month + length))
    return date(*start, 1), date(*end, 1)
