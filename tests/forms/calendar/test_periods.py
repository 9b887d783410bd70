"""Months, quarters, fiscal halves and years: their borders, and that they leave no day out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.calendar.periods import reported_half_of
from forms.model import PeriodKind
from forms.thai import thai_period
from tests.forms.builders import CALENDAR

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
FIXED: tuple[PeriodKind, ...] = ("day", "month", "quarter", "fiscal_half", "fiscal_year")


@pytest.mark.parametrize(
    ("kind", "day", "name", "first", "last"),
    [
        ("fiscal_half", date(2026, 9, 30), "2569-H2", date(2026, 4, 1), date(2026, 9, 30)),
        ("fiscal_half", date(2026, 10, 1), "2570-H1", date(2026, 10, 1), date(2027, 3, 31)),
        ("fiscal_half", date(2028, 2, 29), "2571-H1", date(2027, 10, 1), date(2028, 3, 31)),
        ("fiscal_half", date(2028, 4, 1), "2571-H2", date(2028, 4, 1), date(2028, 9, 30)),
        ("fiscal_year", date(2026, 9, 30), "2569-FY", date(2025, 10, 1), date(2026, 9, 30)),
        ("fiscal_year", date(2026, 10, 1), "2570-FY", date(2026, 10, 1), date(2027, 9, 30)),
        ("quarter", date(2026, 12, 31), "2570-Q1", date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2027, 1, 1), "2570-Q2", date(2027, 1, 1), date(2027, 3, 31)),
        ("quarter", date(2027, 9, 1), "2570-Q4", date(2027, 7, 1), date(2027, 9, 30)),
        ("month", date(2028, 2, 29), "2571-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("month", date(2026, 12, 31), "2569-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("day", date(2028, 2, 29), "2571-02-29", date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_borders(kind: PeriodKind, day: date, name: str, first: date, last: date) -> None:
    period = CALENDAR.period_of(kind, day)
    assert period is not None
    assert (period.kind, period.name, period.start, period.end) == (
        kind,
        name,
        first,
        last + timedelta(days=1),
    )


@given(DAYS)
def test_reported_halves_leave_no_day_out(day: date) -> None:
    half = reported_half_of(day)
    assert day in half
    assert {reported_half_of(half.start).name, reported_half_of(half.end - timedelta(days=1)).name} == {
        half.name
    }
    assert reported_half_of(half.end).name != half.name
    assert {(one.month, one.day) for one in (half.start, half.end)} == {(3, 21), (9, 21)}


def test_a_reported_half_has_the_name_of_the_half_that_its_report_is_for() -> None:
    assert [reported_half_of(date(2027, 3, day)).name for day in (20, 21)] == ["2570-H1", "2570-H2"]


def test_people_read_their_names() -> None:
    half, quarter = (CALENDAR.period_of(kind, date(2026, 10, 1)) for kind in ("fiscal_half", "quarter"))
    assert half
    assert quarter
    assert thai_period(half) == "รอบ 6 เดือน ครั้งที่ 1 ปีงบประมาณ 2570"
    assert thai_period(quarter) == "ไตรมาสที่ 1 ปีงบประมาณ 2570"


@given(DAYS)
def test_each_holds_its_day_and_the_next_begins_where_it_ends(day: date) -> None:
    for kind in FIXED:
        period = CALENDAR.period_of(kind, day)
        assert period is not None
        assert day in period
        after = CALENDAR.period_of(kind, period.end)
        assert after is not None
        assert after.start == period.end
        assert after.name != period.name


@given(DAYS)
def test_halves_and_quarters_make_up_the_fiscal_year(day: date) -> None:
    year = CALENDAR.period_of("fiscal_year", day)
    assert year is not None
    for kind, count in (("fiscal_half", 2), ("quarter", 4), ("month", 12)):
        parts = list(CALENDAR.periods(kind, year.start, year.end))  # type: ignore[arg-type]
        assert len(parts) == count
        assert (parts[0].start, parts[-1].end) == (year.start, year.end)


def test_periods_about_a_span() -> None:
    names = [p.name for p in CALENDAR.periods("semester", date(2026, 10, 10), date(2026, 11, 2))]
    assert names == ["2569-S1", "2569-S2"]
    assert list(CALENDAR.periods("semester", date(2026, 10, 11), date(2026, 11, 1))) == []
