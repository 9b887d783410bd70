"""Whose duties they are after somebody moved: of the network, group, team and deputy of their day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.duties import DutyState, belonging, belongs_on
from forms.model import Assignment, Charge, Membership, Organisation, Partition, School, Supervisor
from forms.organisation.dated import network_of, work_group_of
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import DUTIES, entry, only, passed, span, states

YEAR = CALENDAR.academic_year_of(date(2026, 11, 1))
TODAY = date(2026, 11, 30)


def november(day: int) -> date:
    return date(2026, 11, day)


def moving(school: date = date(2026, 11, 16), person: date = date(2026, 11, 18)) -> Organisation:
    """S1 left N1 for N2 on a day, P1 the group G1 for G2 and the area thai for maths."""
    one = School("S1", "ก", "N2", formerly=("N1",), earlier=(Membership(school, "N1"),))
    who = Supervisor(
        "P1", "ศึกษานิเทศก์ 1", "T1", "G2", ("maths",), earlier=(Assignment(person, "T1", "G1", ("thai",)),)
    )
    return replace(ORGANISATION, schools={"S1": one}, supervisors={"P1": who})


def of(
    found: Iterable[DutyState], there: Organisation, kind: str, *codes: str, today: date = TODAY
) -> dict[str, list[DutyState]]:
    """What each of these partitions is told."""
    every = tuple(found)
    return {code: list(belonging(every, Partition(kind, code), there, today)) for code in codes}  # type: ignore[arg-type]


def test_what_was_due_before_a_school_moved_stays_where_it_was() -> None:
    there = moving()
    rules = only("school-visit", "school-profile", "sar")
    found = of(states(rules, [], YEAR, TODAY, organisation=there), there, "network", "N1", "N2", "N3")
    told = {
        code: {(s.owed.duty, s.owed.period.name): s.status for s in of_it} for code, of_it in found.items()
    }
    assert told == {
        "N1": {("school-visit", "2569-S1"): "missing", ("school-profile", "2569-AY"): "missing"},
        "N2": {("school-visit", "2569-S2"): "pending", ("sar", "2569-AY"): "pending"},
        "N3": {},
    }


@pytest.mark.parametrize(
    ("moved", "today", "network"),
    [
        (date(2027, 3, 31), date(2027, 3, 30), "N1"),  # not yet due, and the move still to come
        (date(2027, 3, 31), date(2027, 3, 31), "N2"),  # moved on the due day
        (date(2027, 4, 1), date(2027, 4, 1), "N1"),  # on the day after it
        (date(2027, 4, 1), date(2027, 5, 1), "N1"),
    ],
)
def test_a_visit_that_is_not_yet_due_is_of_the_network_of_today(
    moved: date, today: date, network: str
) -> None:
    there = moving(school=moved)
    second = CALENDAR.semester_named("2569-S2")
    found = states(only("school-visit"), [], second, today, organisation=there)
    told = of(found, there, "network", "N1", "N2", today=today)
    assert [code for code, of_it in told.items() if of_it] == [network]


def test_logs_are_of_the_group_of_their_day_and_the_hand_over_of_its_own() -> None:
    there = moving()
    week = CALENDAR.week_named("2569-W47")
    found = states(only("daily-log", "log-hand-over"), [], week, TODAY, organisation=there)
    for kind, before, after in (("group", "G1", "G2"), ("learning_area", "thai", "maths")):
        told = of(found, there, kind, before, after)
        days = {code: [s.owed.period.name for s in of_it] for code, of_it in told.items()}
        assert days == {
            before: ["2569-11-16", "2569-11-17"],
            after: ["2569-11-19", "2569-11-20", "2569-W47"],
        }


@pytest.mark.parametrize(("day", "network"), [(13, "N1"), (16, "N2"), (20, "N2")])
def test_a_planned_visit_is_of_the_network_of_its_day(day: int, network: str) -> None:
    there = moving()
    plans = [entry("plan", "p", november(day), "P1", school="S1")]
    found = states(only("planned-visit"), plans, YEAR, november(1), organisation=there)
    told = of(found, there, "network", "N1", "N2", today=november(1))
    assert [code for code, of_it in told.items() if of_it] == [network]


def test_a_memo_is_of_the_group_of_its_due_day() -> None:
    """Back on the 12th, it is due on the 20th."""
    journey = entry("permit", "j", november(11), "P1", until=november(12), kind="journey")
    for moved, group in ((november(20), "G2"), (november(21), "G1")):
        there = moving(person=moved)
        found = states(
            only("journey-memo"), [journey], YEAR, TODAY, standings=passed("j"), organisation=there
        )
        told = of(found, there, "group", "G1", "G2")
        assert [code for code, of_it in told.items() if of_it] == [group]


def test_teams_and_deputies_keep_what_was_due_in_their_time() -> None:
    network = replace(
        ORGANISATION.networks["N1"], team="T2", deputy="B", earlier=(Charge(november(16), "T1", "A"),)
    )
    there = replace(
        ORGANISATION,
        networks={"N1": network},
        schools={"S1": School("S1", "ก", "N1")},
        supervisors={
            "P1": Supervisor("P1", "ก", "T1"),
            "P2": Supervisor("P2", "ข", "T2"),
            "P3": Supervisor("P3", "ค", "T2", earlier=(Assignment(november(1), "T1", None, ()),)),
        },
    )
    found = states(only("school-visit"), [], YEAR, TODAY, organisation=there)
    told = {**of(found, there, "deputy", "A", "B"), **of(found, there, "supervisor", "P1", "P2", "P3")}
    semesters = {code: [s.owed.period.name for s in of_it] for code, of_it in told.items()}
    assert semesters == {
        "A": ["2569-S1"], "B": ["2569-S2"],
        "P1": ["2569-S1"], "P2": ["2569-S2"], "P3": ["2569-S1", "2569-S2"],
    }  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.dates(YEAR.start, YEAR.end - timedelta(days=1)), max_size=3, unique=True),
    st.lists(st.dates(YEAR.start, YEAR.end - timedelta(days=1)), max_size=3, unique=True),
    st.dates(YEAR.start, YEAR.end - timedelta(days=1)),
)
def test_every_duty_is_of_one_network_or_group_whoever_moves_and_that_is_the_one_of_its_day(
    schools: list[date], people: list[date], today: date
) -> None:
    networks, groups = ("N1", "N2", "N3", "N1"), ("G1", "G2", "G3", "G1")
    school = School(
        "S1", "ก", networks[len(schools)],
        earlier=tuple(Membership(day, one) for day, one in zip(sorted(schools), networks, strict=False)),
    )  # fmt: skip
    person = Supervisor(
        "P1", "ข", "T1", groups[len(people)],
        earlier=tuple(
            Assignment(day, "T1", one, ()) for day, one in zip(sorted(people), groups, strict=False)
        ),
    )  # fmt: skip
    there = replace(ORGANISATION, schools={"S1": school}, supervisors={"P1": person})
    plans = [entry("plan", "p", date(2026, 12, 3), "P1", school="S1")]
    whole = states(DUTIES, plans, span(YEAR.start, YEAR.end), today, organisation=there)
    told = {
        **of(whole, there, "network", *sorted(set(networks)), today=today),
        **of(whole, there, "group", *sorted(set(groups)), today=today),
    }
    assert sum(len(of_it) for of_it in told.values()) == len(whole)
    for code, of_it in told.items():
        for state in of_it:
            day = belongs_on(state.owed, today)
            expected = (
                work_group_of(person, day) if state.owed.owed_by == "supervisor" else network_of(school, day)
            )
            assert expected == code
