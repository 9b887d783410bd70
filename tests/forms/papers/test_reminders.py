"""Who is reminded of what on a day: those who owe and are there, once, and never of what is not due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forms.duties import DutyState
from forms.model import Entry
from forms.papers.reminders import Owing, Reminded, reminded
from forms.papers.rules import ReminderRules
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import DUTIES, entry, only, passed, span, states

RULES = ReminderRules(True, time(8, 30), within_days=1, late_days=30)
THERE = replace(ORGANISATION, head="P2", acting=("P1",))
LOGS = only("daily-log", "log-hand-over")
TERM = span(date(2026, 11, 1), date(2026, 12, 31))
# The 18th of November, a Wednesday, is a holiday of this office; the 20th is a Friday.
MONDAY, TUESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (16, 17, 19, 20))


def on(
    day: date, entries: Iterable[Entry] = (), away: Collection[str] = (), rules: ReminderRules = RULES
) -> Reminded:
    found = reminded(
        rules, LOGS, states(LOGS, entries, span(MONDAY, date(2026, 12, 31)), day), THERE, CALENDAR, away, day
    )
    assert found is not None
    return found


def lines(found: Reminded, person: str) -> list[tuple[str, list[int], int]]:
    """Of somebody: the due day, the days that are owed, and for how long."""
    for one in found.reminders:
        if one.person == person:
            return [_line(owing) for owing in (*one.missing, *one.coming)]
    return []


def _line(owing: Owing) -> tuple[str, list[int], int]:
    return (f"{owing.due:%m-%d}", [period.start.day for period in owing.periods], owing.late)


def test_days_of_a_week_are_asked_for_once_they_are_over_and_the_hand_over_is_near() -> None:
    assert on(TUESDAY).reminders == ()
    assert lines(on(THURSDAY), "P1") == [("11-20", [16, 17], 0)]
    assert lines(on(FRIDAY), "P1") == [("11-20", [16, 17, 19, 20], 0)]
    logged = [entry("log", f"l{day.day}", day, "P1") for day in (MONDAY, TUESDAY)]
    assert lines(on(THURSDAY, logged), "P1") == []
    assert lines(on(THURSDAY, logged), "P2") == [("11-20", [16, 17], 0)]


def test_what_is_late_is_asked_for_until_it_is_too_late() -> None:
    assert lines(on(date(2026, 11, 23)), "P1") == [("11-20", [16, 17, 19, 20], 3)]
    few = replace(RULES, late_days=2)
    assert on(date(2026, 11, 23), rules=few).reminders == ()


def test_who_is_away_is_not_reminded_but_stands_on_the_list() -> None:
    found = on(date(2026, 11, 23), away={"P2"})
    assert [one.person for one in found.reminders] == ["P1"]
    assert [one.person for one in found.away] == ["P2"]
    assert found.head == "P1"  # who acts, the head being away
    assert on(date(2026, 11, 23)).head == "P2"
    assert on(date(2026, 11, 23), away={"P1", "P2"}).head == ""


def test_who_has_left_is_asked_for_nothing() -> None:
    assert [one.person for one in on(date(2026, 11, 23)).reminders] == [
        "P1",
        "P2",
    ]  # not P3, gone on the 18th


def test_on_days_off_nobody_is_reminded() -> None:
    for day in (date(2026, 11, 21), date(2026, 11, 18)):
        found = states(LOGS, (), TERM, day)
        assert reminded(RULES, LOGS, found, THERE, CALENDAR, (), day) is None


def test_what_is_due_after_days_off_is_soon_on_the_working_day_before() -> None:
    memo = only("journey-memo")
    journey = entry("permit", "p1", date(2026, 11, 12), "P1", kind="journey", sent=date(2026, 11, 10))
    due = []
    for day in (date(2026, 11, day) for day in (16, 17, 19, 20)):
        found = states(memo, [journey], TERM, day, standings=passed("p1"))
        told = reminded(RULES, memo, found, THERE, CALENDAR, (), day)
        assert told is not None
        due += [(day.day, one.due.day) for reminder in told.reminders for one in reminder.coming]
    assert due == [(19, 20), (20, 20)]  # the fifth working day, the 18th being none


def test_those_whom_a_plan_names_are_asked_for_the_visit() -> None:
    plans = only("planned-visit", "school-visit")
    plan = entry("plan", "v1", FRIDAY, "P1", "P2", school="S1", sent=MONDAY)
    told = reminded(RULES, plans, states(plans, [plan], TERM, FRIDAY), THERE, CALENDAR, (), FRIDAY)
    assert told is not None
    assert [(one.person, [line.about for line in one.coming]) for one in told.reminders] == [
        ("P1", ["บ้านหนองบัว"]),
        ("P2", ["บ้านหนองบัว"]),
    ]


def test_duties_may_be_left_out() -> None:
    found = on(date(2026, 11, 23), rules=replace(RULES, without=("daily-log",)))
    (line,) = found.reminders[0].missing
    assert line.duty == "log-hand-over"  # then it speaks for itself
    assert on(FRIDAY, rules=replace(RULES, without=("daily-log", "log-hand-over"))).reminders == ()


def test_what_came_with_errors_is_told_as_such() -> None:
    spoilt = entry("log", "l1", MONDAY, "P1", counted=False)
    told = on(date(2026, 11, 23), [spoilt])
    first, second = told.reminders[0].missing
    assert (first.spoilt, [p.start.day for p in first.periods]) == (True, [16])
    assert (second.spoilt, [p.start.day for p in second.periods]) == (False, [17, 19, 20])


@given(
    st.sets(st.integers(0, 40)),
    st.integers(0, 45),
    st.sets(st.sampled_from(["P1", "P2"])),
    st.integers(0, 6),
    st.integers(0, 40),
)
def test_each_once_and_only_what_stands_open(
    logged: set[int], after: int, away: set[str], within: int, late: int
) -> None:
    day = MONDAY + timedelta(days=after)
    made = [entry("log", f"l{n}", MONDAY + timedelta(days=n), "P1") for n in logged if n < after]
    found: tuple[DutyState, ...] = states(DUTIES, made, TERM, day)
    rules = replace(RULES, within_days=within, late_days=late)
    told = reminded(rules, DUTIES, found, THERE, CALENDAR, away, day)
    assert (told is None) == (not CALENDAR.is_working_day(day))
    if told is None:
        return
    people = [one.person for one in (*told.reminders, *told.away)]
    assert len(people) == len(set(people))
    assert not away.intersection(one.person for one in told.reminders)
    unmet = {
        (state.owed.code, state.owed.duty, state.owed.period.start)
        for state in found
        if state.status in ("missing", "pending")
    }
    for one in (*told.reminders, *told.away):
        assert one.missing or one.coming
        for line in (*one.missing, *one.coming):
            assert {(one.person, line.duty, period.start) for period in line.periods} <= unmet
            assert 0 <= line.late <= late
            assert len(line.periods) == len(set(line.periods))
