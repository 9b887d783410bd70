"""What a permit or a plan asks for: the memo after a journey, and the visit that was planned."""

from __future__ import annotations

from datetime import date

import pytest

from forms.duties import explain
from forms.duties.reasons import catalogue
from forms.model import Entry
from tests.forms.builders import CALENDAR
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
