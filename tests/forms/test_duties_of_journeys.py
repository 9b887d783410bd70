"""What a permit or a plan asks for: the memo after a journey, and the visit that was planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.duties import explain
from forms.duties.reasons import catalogue
from forms.model import Entry, Supervisor
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import entry, only, passed, span, states

MEMOS, PLANS = only("journey-memo"), only("planned-visit")
YEAR = CALENDAR.academic_year_of(date(2026, 11, 1))
AFTER = date(2027, 5, 1)


def november(day: int) -> date:
    return date(2026, 11, day)


# --- Memos -----------------------------------------------------------------------------

# Back on Thursday the 12th; Wednesday the 18th is a day off: the fifth working day is Friday the 20th.
JOURNEY = entry("permit", "j", november(11), "P1", "P2", until=november(12), kind="journey")


@pytest.mark.parametrize(
    ("memo", "first", "second"),
    [
        (None, "missing", "missing"),
        (entry("memo", "m", november(11), "P1", "P2", until=november(12), sent=november(20)), "done", "done"),
        (entry("memo", "m", november(12), "P2", "P1", sent=november(21)), "late", "late"),
        (entry("memo", "m", november(12), "P2", sent=november(13)), "missing", "done"),
        (entry("memo", "m", november(9), "P1", "P2", until=november(10)), "missing", "missing"),  # another
        (entry("memo", "m", november(11), "P1", "P2", counted=False), "missing", "missing"),
    ],
)
def test_one_memo_clears_whom_it_names(memo: Entry | None, first: str, second: str) -> None:
    given = [JOURNEY, *([memo] if memo else [])]
    found = states(MEMOS, given, YEAR, AFTER, standings=passed("j"))
    assert [(s.owed.code, s.status) for s in found] == [("P1", first), ("P2", second)]
    assert {(s.owed.due, s.owed.asked_by) for s in found} == {(november(20), "j")}


def test_only_approved_journeys_ask_for_a_memo() -> None:
    leave = entry("permit", "l", november(11), "P1", kind="leave")
    assert states(MEMOS, [JOURNEY, leave], YEAR, AFTER, standings=passed("j", state="open")) == ()
    assert states(MEMOS, [JOURNEY], YEAR, AFTER) == ()
    assert len(states(MEMOS, [JOURNEY, leave], YEAR, AFTER, standings=passed("j", "l"))) == 2


def test_two_permits_for_one_journey_ask_once() -> None:
    twin = entry("permit", "k", november(11), "P2", until=november(12), kind="journey")
    found = states(MEMOS, [JOURNEY, twin], YEAR, AFTER, standings=passed("j", "k"))
    assert [state.owed.code for state in found] == ["P1", "P2"]


def test_an_end_that_makes_no_sense_is_that_day() -> None:
    odd = entry("permit", "j", november(11), "P1", until=date(3000, 1, 1), sent=november(1), kind="journey")
    found = states(MEMOS, [odd], YEAR, AFTER, standings=passed("j"))
    assert [state.owed.due for state in found] == [november(19)]


def test_who_has_left_by_the_due_day_owes_no_memo() -> None:
    journey = entry("permit", "j", november(11), "P3", kind="journey")  # P3 leaves on the 18th
    assert states(MEMOS, [journey], YEAR, AFTER, standings=passed("j")) == ()


@pytest.mark.parametrize(
    ("memo", "cleared"),
    [
        ((10, 12), {10}),  # it shares a day with the second
        ((12, 13), {12}),
        ((10, 13), {10, 12}),  # one memo for both
        ((12, 12), {10}),  # a day of each: the earlier
        ((11, 13), {12}),  # all of the second, a part of the first
        ((13, 13), {12}),
        ((14, 14), set()),
    ],
)
def test_a_memo_clears_what_it_reports_whole_or_else_the_journey_that_it_shares_most_with(
    memo: tuple[int, int], cleared: set[int]
) -> None:
    first, last = memo
    given = [
        entry("permit", "j", november(10), "P1", until=november(12), kind="journey"),
        entry("permit", "k", november(12), "P1", until=november(13), kind="journey"),
        entry("memo", "m", november(first), "P1", until=november(last), sent=november(15)),
    ]
    found = states(MEMOS, given, YEAR, AFTER, standings=passed("j", "k"))
    assert {s.owed.period.start.day for s in found if s.status == "done"} == cleared
    assert len(found) == 2


# --- Away on the due day ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("away", "last", "due"),
    [
        ("leave", 19, 20),  # back on the due day
        ("leave", 20, 23),  # the due day is the only one: over the week's end to Monday
        ("journey", 20, 23),
        ("leave", 24, 25),
        ("out", 24, 20),  # three hours are no day
    ],
)
def test_who_is_away_on_the_due_day_owes_the_memo_on_the_first_working_day_back(
    away: str, last: int, due: int
) -> None:
    permit = entry("permit", "l", november(16), "P1", until=november(last), kind=away)
    memos = [entry("memo", "n", november(16), "P1", until=november(last), sent=november(17))]
    given = [JOURNEY, permit, *(memos if away == "journey" else [])]
    on = {
        today: [(s.owed.due, s.status) for s in states(
            MEMOS, given, YEAR, november(today), standings=passed("j", "l"),
        ) if (s.owed.code, s.owed.asked_by) == ("P1", "j")]
        for today in (due, due + 1)
    }  # fmt: skip
    assert on == {due: [(november(due), "pending")], due + 1: [(november(due), "missing")]}


def test_it_says_why_the_due_day_is_a_later_one() -> None:
    leave = entry("permit", "l", november(16), "P1", until=november(24), kind="leave")
    found = states(MEMOS, [JOURNEY, leave], YEAR, november(20), standings=passed("j", "l"))
    assert [(s.owed.code, s.reason) for s in found] == [("P1", "not-yet-back"), ("P2", "not-yet")]
    memo = entry("memo", "m", november(11), "P1", until=november(12), sent=november(25))
    found = states(MEMOS, [JOURNEY, leave, memo], YEAR, AFTER, standings=passed("j", "l"))
    assert ("P1", "done", "in-time") in [(s.owed.code, s.status, s.reason) for s in found]


@pytest.mark.parametrize(
    ("last", "status", "due"),
    [
        (date(2027, 2, 17), "missing", date(2027, 2, 18)),  # ninety days after the due day
        (date(2027, 2, 18), "excused", november(20)),
    ],
)
def test_who_does_not_come_back_while_it_may_come_late_is_excused(last: date, status: str, due: date) -> None:
    leave = entry("permit", "l", november(16), "P1", until=last, kind="leave")
    found = states(MEMOS, [JOURNEY, leave], YEAR, AFTER, standings=passed("j", "l"))
    assert [(s.status, s.owed.due) for s in found if s.owed.code == "P1"] == [(status, due)]


def test_who_leaves_the_office_before_coming_back_owes_nothing() -> None:
    leave = entry("permit", "l", november(16), "P1", until=november(24), kind="leave")
    there = replace(ORGANISATION, supervisors={"P1": Supervisor("P1", "ก", "T1", until=november(25))})
    given = [JOURNEY, leave]
    assert states(MEMOS, given, YEAR, AFTER, standings=passed("j", "l"), organisation=there) == ()


# --- Plans -----------------------------------------------------------------------------

PLAN = entry("plan", "p", november(16), "P1", "P2", until=november(17), school="S1")


def visit(day: int, *people: str, school: str = "S1", counted: bool = True) -> Entry:
    return entry("observe", f"v{day}", november(day), *people, school=school, counted=counted)


@pytest.mark.parametrize(
    ("visits", "status", "reason"),
    [
        ([], "missing", "nothing-came"),
        ([visit(16, "P1")], "done", "in-time"),
        ([visit(17, "P2", "P9")], "done", "in-time"),
        ([visit(17)], "done", "in-time"),  # an observer of the school's network, no supervisor
        ([visit(16, "P3")], "done", "by-others"),
        ([visit(15, "P1")], "missing", "nothing-came"),  # the day before
        ([visit(18, "P1")], "late", "late"),
        ([visit(18, "P3")], "missing", "nothing-came"),
        ([visit(16, "P1", school="S2")], "missing", "nothing-came"),
        ([visit(16, "P1", counted=False)], "missing", "with-errors"),
    ],
)
def test_a_planned_visit(visits: list[Entry], status: str, reason: str) -> None:
    found = states(PLANS, [PLAN, *visits], YEAR, AFTER)
    assert [(s.owed.code, s.owed.asked_by, s.owed.people) for s in found] == [("S1", "p", ("P1", "P2"))]
    assert (found[0].status, found[0].reason) == (status, reason)


def test_a_visit_that_another_plan_asks_for_makes_up_for_none() -> None:
    second = entry("plan", "q", november(19), "P1", school="S1")
    found = states(PLANS, [PLAN, second, visit(19, "P1")], YEAR, AFTER)
    assert [(s.owed.asked_by, s.status) for s in found] == [("p", "missing"), ("q", "done")]


def met_by(plans: list[Entry], visits: list[Entry]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """How each plan stands, and by which visits."""
    found = states(PLANS, [*plans, *visits], YEAR, AFTER)
    return {s.owed.asked_by: (s.status, s.responses) for s in found}


def planned(name: str, first: int, *people: str, last: int | None = None) -> Entry:
    return entry("plan", name, november(first), *people, until=november(last or first), school="S1")


def seen(name: str, day: int, *people: str) -> Entry:
    return entry("observe", name, november(day), *people, school="S1")


NEVER = ("missing", ())


@pytest.mark.parametrize(
    ("plans", "visits", "expected"),
    [
        (  # one visit makes up for the nearest plan alone
            [planned("p", 10, "P1"), planned("q", 12, "P1")],
            [seen("v", 16, "P1")],
            {"p": NEVER, "q": ("late", ("v",))},
        ),
        (  # so do two records of one day: the class of each observer
            [planned("p", 10, "P1"), planned("q", 12, "P1")],
            [seen("v", 16, "P1"), seen("w", 16, "P1", "P2")],
            {"p": NEVER, "q": ("late", ("v", "w"))},
        ),
        (
            [planned("p", 10, "P1"), planned("q", 12, "P1")],
            [seen("v", 16, "P1"), seen("w", 17, "P1")],
            {"p": ("late", ("w",)), "q": ("late", ("v",))},
        ),
        (  # two plans of one day: by different records
            [planned("p", 10, "P1"), planned("q", 10, "P1")],
            [seen("v", 10, "P1")],
            {"p": ("done", ("v",)), "q": NEVER},
        ),
        (
            [planned("p", 10, "P1"), planned("q", 10, "P1")],
            [seen("v", 10, "P1"), seen("w", 10, "P1")],
            {"p": ("done", ("v",)), "q": ("done", ("w",))},
        ),
        (  # and each by its own people
            [planned("p", 10), planned("q", 10, "P2")],
            [seen("v", 10, "P2"), seen("w", 10, "P1")],
            {"p": ("done", ("w",)), "q": ("done", ("v",))},
        ),
        (  # made up for on one day, too
            [planned("p", 10, "P1"), planned("q", 10, "P2")],
            [seen("v", 16, "P1"), seen("w", 16, "P2")],
            {"p": ("late", ("v",)), "q": ("late", ("w",))},
        ),
        (  # several records of a plan are all its own
            [planned("p", 10, "P1", "P2")],
            [seen("v", 10, "P1"), seen("w", 10, "P2")],
            {"p": ("done", ("v", "w"))},
        ),
        (  # of days that overlap the plan that is due first comes first
            [planned("p", 9, "P1", last=13), planned("q", 11, "P1")],
            [seen("v", 11, "P1")],
            {"p": NEVER, "q": ("done", ("v",))},
        ),
        (
            [planned("p", 9, "P1", last=13), planned("q", 11, "P1")],
            [seen("v", 11, "P1"), seen("w", 9, "P1")],
            {"p": ("done", ("w",)), "q": ("done", ("v",))},
        ),
    ],
)
def test_a_visit_is_paid_for_one_plan(
    plans: list[Entry], visits: list[Entry], expected: dict[str, tuple[str, tuple[str, ...]]]
) -> None:
    assert met_by(plans, visits) == expected


@pytest.mark.parametrize(
    ("day", "status", "due"),
    [(7, "done", 8), (8, "done", 8), (9, "late", 8)],  # Monday, 7 December, is a holiday in place of Saturday
)
def test_a_plan_on_a_holiday_is_met_on_the_next_working_day(day: int, status: str, due: int) -> None:
    december = date(2026, 12, 7)
    given = [
        entry("plan", "p", december, "P1", school="S1"),
        entry("observe", "v", december.replace(day=day), "P1", school="S1"),
    ]
    assert CALENDAR.holiday(december)
    found = states(PLANS, given, YEAR, AFTER)
    assert [(s.status, s.owed.due.day) for s in found] == [(status, due)]


def test_a_plan_whose_people_were_all_on_leave_is_excused() -> None:
    leave = [entry("permit", p, november(16), p, until=november(17), kind="leave") for p in ("P1", "P2")]
    assert states(PLANS, [PLAN, *leave], YEAR, AFTER, standings=passed("P1", "P2"))[0].status == "excused"
    assert states(PLANS, [PLAN, *leave], YEAR, AFTER, standings=passed("P1"))[0].status == "missing"
    found = states(PLANS, [PLAN, *leave, visit(20, "P2")], YEAR, AFTER, standings=passed("P1", "P2"))
    assert found[0].status == "excused"


def test_a_plan_for_a_school_that_has_closed_or_that_was_refused_asks_for_nothing() -> None:
    closed = entry("plan", "p", november(10), "P1", school="S4")  # S4 closed on the 10th
    unknown = entry("plan", "u", november(10), "P1", school="S99")
    assert states(PLANS, [closed, unknown], YEAR, AFTER) == ()
    assert states(PLANS, [PLAN], YEAR, AFTER, standings=passed("p", state="refused", of="plan")) == ()


def test_plans_stay_in_the_period_that_they_are_due_in() -> None:
    assert states(PLANS, [PLAN], span(november(1), november(16)), AFTER) == ()
    assert len(states(PLANS, [PLAN], span(november(17), november(17)), AFTER)) == 1


# --- Reasons ---------------------------------------------------------------------------


def test_people_read_why() -> None:
    late = states(PLANS, [PLAN, visit(18, "P1")], YEAR, AFTER)[0]
    assert explain(late) == "หลังกำหนด 1 วัน"
    assert explain(states(PLANS, [PLAN], YEAR, AFTER)[0]) == catalogue()["nothing-came"]
