"""When papers close: the manual's rules, holidays, months without gaps, whatever the clock does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.calendar.periods import month_of
from forms.model import Period
from forms.papers.load import load_report_rules
from forms.papers.model import PaperKind
from forms.papers.occasions import Occasion, closing, meeting_of, next_of, occasions
from forms.papers.rules import PaperRule, ReportRules
from tests.forms.builders import BANGKOK, CALENDAR

CONFIG = Path(__file__).resolve().parents[3] / "config"
KINDS: tuple[PaperKind, ...] = get_args(PaperKind)


def sample() -> ReportRules:
    rules, problems = load_report_rules(CONFIG)
    assert problems == ()
    assert rules is not None
    return replace(rules, zone=BANGKOK)


RULES = sample()


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=BANGKOK)


def told(
    kind: PaperKind, since: datetime, now: datetime, rules: ReportRules = RULES
) -> list[tuple[str, str]]:
    return [
        (one.period.name, f"{one.closes:%Y-%m-%d %H}")
        for one in occasions(rules, CALENDAR, since, now)
        if one.kind == kind
    ]


YEAR = moment(2026, 10, 1), moment(2027, 10, 20)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (  # the 10th of October is a Saturday, in the next year a Sunday
            "network-semester",
            [("2569-S1", "2026-10-09 18"), ("2569-S2", "2027-03-31 18"), ("2570-S1", "2027-10-08 18")],
        ),
        (
            "committee-pack",
            [
                ("2570-Q1", "2026-12-30 18"),
                ("2570-Q2", "2027-03-31 18"),
                ("2570-Q3", "2027-06-30 18"),
                ("2570-Q4", "2027-09-30 18"),
            ],
        ),
        # a month before 20 March, a Saturday, and 20 September: what they tell of begins on the 21st
        ("half-year", [("2570-H1", "2027-02-19 18"), ("2570-H2", "2027-08-20 18")]),
        ("yearly", [("2569-FY", "2026-10-07 18"), ("2570-FY", "2027-10-07 18")]),
        ("minutes", []),  # made from records
    ],
)
def test_a_year_of_papers(kind: PaperKind, expected: list[tuple[str, str]]) -> None:
    assert told(kind, *YEAR) == expected


def test_six_month_drafts_tell_of_what_the_report_tells() -> None:
    halves = [one.period for one in occasions(RULES, CALENDAR, *YEAR) if one.kind == "half-year"]
    assert [(half.start, half.end) for half in halves] == [
        (date(2026, 9, 21), date(2027, 3, 21)),
        (date(2027, 3, 21), date(2027, 9, 21)),
    ]


@pytest.mark.parametrize(
    ("month", "meeting", "closes"),
    [
        (date(2026, 11, 1), date(2026, 11, 2), "2026-10-30 12"),
        (date(2026, 12, 1), date(2026, 12, 8), "2026-12-04 12"),  # the 7th stands in for the 5th
        (date(2027, 1, 1), date(2027, 1, 4), "2026-12-30 12"),  # the days between are New Year's
        (date(2027, 2, 1), date(2027, 2, 1), "2027-01-29 12"),  # before the month that it tells of is over
    ],
)
def test_the_pack_is_there_before_the_months_meeting(month: date, meeting: date, closes: str) -> None:
    rule = RULES.of("monthly-pack")
    assert rule is not None
    assert meeting_of(rule, CALENDAR, month_of(month)) == meeting
    before = month_of(month - timedelta(days=1))
    assert f"{closing(RULES, CALENDAR, 'monthly-pack', before):%Y-%m-%d %H}" == closes


def test_a_meeting_that_was_put_off_takes_its_pack_with_it() -> None:
    rule = PaperRule("monthly-pack", "month", time(9), meetings={"2570-01": date(2027, 1, 12)})
    rules = ReportRules((rule,), zone=BANGKOK)
    packs = told("monthly-pack", moment(2026, 12, 5), moment(2027, 1, 31), rules)
    assert packs == [("2569-12", "2027-01-11 09"), ("2570-01", "2027-01-29 09")]


def test_a_week_closes_on_its_last_working_day_and_one_without_any_never() -> None:
    closed = {date(2026, 12, day): "ปิดทำการ" for day in (*range(14, 19), 24, 25)}
    calendar = replace(CALENDAR, added=closed)
    found = occasions(ReportRules((PaperRule("weekly", "week"),), zone=BANGKOK), calendar, *YEAR)
    weeks = {one.period.name: one.closes.date() for one in found}
    assert weeks["2569-W50"] == date(2026, 12, 11)
    assert "2569-W51" not in weeks
    assert weeks["2569-W52"] == date(2026, 12, 23)
    week = calendar.week_of(date(2026, 12, 16))
    assert closing(RULES, calendar, "weekly", week) is None


def test_what_was_missed_comes_in_order_with_its_own_period() -> None:
    found = occasions(RULES, CALENDAR, moment(2026, 11, 30), moment(2026, 12, 12))
    assert [(one.kind, one.period.name) for one in found] == [
        ("monthly-pack", "2569-11"),
        ("weekly", "2569-W49"),
        ("daily-logs", "2569-W49"),
        ("weekly", "2569-W50"),
        ("daily-logs", "2569-W50"),
    ]


def test_next_is_told() -> None:
    coming = next_of(RULES, CALENDAR, "yearly", moment(2026, 11, 1))
    assert coming is not None
    assert coming.period.name == "2570-FY"
    assert next_of(RULES, CALENDAR, "case", moment(2026, 11, 1)) is None


# --- Whatever the cuts -----------------------------------------------------------------

MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: moment(2025, 6, 1) + timedelta(minutes=n))


@given(st.lists(MOMENTS, min_size=2, max_size=6))
def test_any_cuts_of_a_time_tell_what_the_whole_does_each_once_in_order(cuts: list[datetime]) -> None:
    cuts.sort()
    whole = occasions(RULES, CALENDAR, cuts[0], cuts[-1])
    assert tuple(one for span in pairwise(cuts) for one in occasions(RULES, CALENDAR, *span)) == whole
    assert len({(one.kind, one.period) for one in whole}) == len(whole)
    assert [one.closes for one in whole] == sorted(one.closes for one in whole)
    assert all(cuts[0] < one.closes <= cuts[-1] for one in whole)


@given(MOMENTS, MOMENTS)
def test_every_kinds_periods_follow_each_other_without_gaps(since: datetime, now: datetime) -> None:
    found = occasions(RULES, CALENDAR, since, now)
    if now <= since:
        assert found == ()  # a clock that was set back
    for kind in KINDS:
        mine = [one for one in found if one.kind == kind]
        assert all(_follows(one, after) for one, after in pairwise(mine))
        assert all(one.closes == closing(RULES, CALENDAR, kind, one.period) for one in mine)
        assert all(CALENDAR.is_working_day(one.closes.date()) for one in mine)


def _follows(one: Occasion, after: Occasion) -> bool:
    """Nothing that has a working day and is of their kind lies between two periods."""
    if one.period.kind == "semester":
        return CALENDAR.semester_after(one.period) == after.period
    between = Period(one.period.end, after.period.start, "day", "")
    if one.period.kind == "week":
        return between.start <= between.end and CALENDAR.working_days(between) == ()
    return between.start == between.end
