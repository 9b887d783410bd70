"""The day from which duties are reckoned: what was due earlier is not owed, what is due later is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from forms.duties import Duties, first_day
from forms.model import Period
from tests.forms.builders import CALENDAR
from tests.forms.duties import DUTIES, entry, only, passed, span, states, told
from tests.forms.test_duties_properties import DAYS, WHOLE, Term, terms, tried

YEAR = CALENDAR.academic_year_of(date(2026, 11, 1))
LATER = date(2027, 6, 1)


def since(day: date, *rules: str) -> Duties:
    return replace(only(*rules) if rules else DUTIES, since=day)


@pytest.mark.parametrize(
    ("day", "name", "first"),
    [
        (date(2026, 10, 10), "2569-S1", "missing"),  # the last day of the first semester: due that day
        (date(2026, 10, 11), "", ""),
        (date(2026, 11, 20), "", ""),
    ],
)
def test_a_visit_of_a_semester_that_was_over_is_not_owed(day: date, name: str, first: str) -> None:
    found = told(states(since(day, "school-visit"), [], YEAR, LATER), "S1")
    assert [(n, s) for n, s, _ in found] == [*([(name, first)] if name else []), ("2569-S2", "missing")]


def test_a_rule_may_be_reckoned_from_a_day_of_its_own() -> None:
    """The reports of a year are asked for from May on, visits from November on."""
    both = since(date(2026, 11, 20), "school-visit", "school-profile")
    rules = tuple(
        replace(one, since=date(2026, 5, 16)) if one.id == "school-profile" else one for one in both.rules
    )
    found = states(replace(both, rules=rules), [], YEAR, LATER)
    assert {s.owed.duty: s.owed.due for s in found if s.owed.code == "S1"} == {
        "school-visit": date(2027, 3, 31),
        "school-profile": date(2026, 6, 30),
    }


def test_a_visit_paid_before_that_day_counts_for_its_semester() -> None:
    visit = entry("observe", "v", date(2026, 11, 3), "P1", school="S1")
    found = told(states(since(date(2026, 11, 21), "school-visit"), [visit], YEAR, LATER), "S1")
    assert found == [("2569-S2", "done", "in-time")]


def test_a_report_is_owed_of_the_half_in_which_nithet_came() -> None:
    found = told(states(since(date(2027, 3, 1), "half-year-report"), [], YEAR, LATER), "P1")
    assert found == [("2570-H1", "missing", "nothing-came")]


def test_a_memo_is_owed_of_a_journey_that_ended_before() -> None:
    journey = entry("permit", "j", date(2026, 11, 11), "P1", until=date(2026, 11, 12), kind="journey")
    for day, owed in ((date(2026, 11, 20), 1), (date(2026, 11, 21), 0)):  # the memo is due on the 20th
        found = states(since(day, "journey-memo"), [journey], YEAR, LATER, standings=passed("j"))
        assert len(found) == owed


def test_no_log_is_owed_of_a_day_before_and_the_week_gathers_the_rest() -> None:
    week = CALENDAR.week_named("2569-W47")  # 16, 17, 19, 20 November
    rules = since(date(2026, 11, 19), "daily-log", "log-hand-over")
    logs = [entry("log", f"l{day}", date(2026, 11, day), "P1") for day in (19, 20)]
    found = told(states(rules, logs, week, LATER), "P1")
    assert found == [
        ("2569-11-19", "done", "in-time"), ("2569-11-20", "done", "in-time"), ("2569-W47", "done", "in-time"),
    ]  # fmt: skip


@tried
@given(terms(), DAYS, DAYS)
def test_it_takes_away_what_was_due_before_and_nothing_else(term: Term, day: date, today: date) -> None:
    whole = term.states(WHOLE, today)
    cut = states(
        replace(DUTIES, since=day), term.entries, WHOLE, today,
        standings=term.standings, organisation=term.organisation, calendar=term.calendar,
    )  # fmt: skip
    # A week whose first days are before that day is handed in by the rest of it alone.
    split = term.calendar.week_of(day)
    asked = [
        one for one in whole
        if one.owed.due >= day and (one.owed.duty != "daily-log" or one.owed.period.start >= day)
    ]  # fmt: skip
    assert [one for one in cut if one.owed.period != split] == [
        one for one in asked if one.owed.period != split
    ]


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        (date(2026, 11, 14), date(2026, 11, 14)),  # a Saturday: the week begins
        (date(2026, 11, 16), date(2026, 11, 16)),  # Monday, its first working day
        (date(2026, 11, 17), date(2026, 11, 21)),  # Tuesday: from the next week on
        (date(2026, 11, 20), date(2026, 11, 21)),  # Friday
        (date(2026, 10, 27), date(2026, 10, 31)),
        (date(2026, 12, 8), date(2026, 12, 8)),  # Monday the 7th is a day off in place of the 5th
        (date(2028, 2, 29), date(2028, 3, 4)),
    ],
)
def test_left_out_it_is_the_first_week_that_is_seen_whole(installed: date, expected: date) -> None:
    assert first_day(installed, CALENDAR) == expected


@given(DAYS)
def test_the_first_week_is_never_before_and_seven_days_off_at_most(installed: date) -> None:
    found = first_day(installed, CALENDAR)
    assert 0 <= (found - installed).days < 7
    week = CALENDAR.week_of(found)
    assert all(day >= found for day in CALENDAR.working_days(week))


def test_a_day_to_come_asks_for_what_is_due_from_then_on() -> None:
    year = Period(YEAR.start, YEAR.end, YEAR.kind, YEAR.name)
    found = states(since(date(2027, 4, 1)), [], year, date(2026, 11, 1))
    assert found
    assert all(one.owed.due >= date(2027, 4, 1) and one.status == "pending" for one in found)
    assert states(since(YEAR.end), [], span(YEAR.start, date(2026, 12, 1)), LATER) == ()
