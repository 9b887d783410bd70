"""Duties once a period: visits each semester, reports of six months and of a year, and their borders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.duties.due import due_day
from forms.duties.rules import Due
from forms.model import School, Supervisor
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import DUTIES, entry, only, passed, span, states, told

VISITS, REPORTS, PROFILE, SAR = (
    only(i) for i in ("school-visit", "half-year-report", "school-profile", "sar")
)
SECOND = CALENDAR.semester_named("2569-S2")  # 1 November 2026 to 31 March 2027
LATER = date(2030, 1, 1)
FISCAL = CALENDAR.period_of("fiscal_year", date(2027, 1, 1)) or SECOND


# --- A visit each semester -------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [
        (date(2026, 5, 16), "done", "missing"),  # the first day of the first semester
        (date(2026, 10, 10), "done", "missing"),  # its last
        (date(2026, 10, 20), "missing", "missing"),  # in the break
        (date(2026, 11, 1), "missing", "done"),
        (date(2027, 3, 31), "missing", "done"),
        (date(2027, 4, 1), "missing", "missing"),
    ],
)
def test_a_visit_counts_in_its_semester(day: date, first: str, second: str) -> None:
    visits = [entry("observe", "v", day, "P1", school="S1", sent=date(2028, 1, 1))]
    found = told(states(VISITS, visits, span(date(2026, 5, 16), date(2027, 3, 31)), LATER), "S1")
    assert [(name, status) for name, status, _ in found] == [("2569-S1", first), ("2569-S2", second)]


def test_coaching_is_a_visit_too_and_one_with_errors_is_none() -> None:
    visits = [
        entry("coach", "a", date(2026, 12, 1), "P1", school="S1"),
        entry("observe", "b", date(2026, 12, 1), "P1", school="S2", counted=False),
    ]
    found = states(VISITS, visits, SECOND, date(2027, 3, 31))
    assert told(found, "S1") == [("2569-S2", "done", "in-time")]
    assert told(found, "S2") == [("2569-S2", "pending", "with-errors")]


def test_closed_schools_owe_nothing_and_new_ones_have_time() -> None:
    schools = {
        s.code: s
        for s in (
            School("old", "ก", "N1", closed=date(2027, 3, 31)),  # closed on the last day
            School("open", "ข", "N1", closed=date(2027, 4, 1)),
            School("new", "ค", "N1", opened=date(2027, 3, 15)),
            School("grown", "ง", "N1", opened=date(2027, 3, 2)),  # thirty days there
            School("visited", "จ", "N1", opened=date(2027, 3, 15)),
        )
    }
    visits = [entry("observe", "v", date(2027, 3, 20), "P1", school="visited")]
    found = states(VISITS, visits, SECOND, LATER, organisation=replace(ORGANISATION, schools=schools))
    assert {state.owed.code: state.status for state in found} == {
        "open": "missing", "new": "excused", "grown": "missing", "visited": "done",
    }  # fmt: skip


def test_a_school_that_was_merged_owes_nothing_more_and_its_visits_stay_its_own() -> None:
    """The one that takes it in owes its own visit: one paid to the other before is none for it."""
    schools = {
        s.code: s for s in (School("gone", "ก", "N1", closed=date(2026, 12, 1)), School("into", "ข", "N2"))
    }
    there = replace(ORGANISATION, schools=schools)
    visits = [entry("observe", "v", date(2026, 11, 20), "P1", school="gone")]
    found = states(VISITS, visits, SECOND, LATER, organisation=there)
    assert [(s.owed.code, s.status) for s in found] == [("into", "missing")]
    more = [*visits, entry("observe", "w", date(2026, 12, 1), "P1", school="into")]
    found = states(VISITS, more, SECOND, LATER, organisation=there)
    assert [(s.owed.code, s.status, s.responses) for s in found] == [("into", "done", ("w",))]


@pytest.mark.parametrize(
    ("opened", "closed", "owing"),
    [
        (date(2027, 4, 1), None, ["missing"]),  # there for thirty days
        (date(2027, 4, 2), None, ["excused"]),
        (date(2027, 4, 30), None, ["excused"]),  # opened on the day that the report of the year is due
        (date(2027, 5, 1), None, []),
        (None, date(2027, 4, 30), []),  # closed on that day
        (None, date(2027, 5, 1), ["missing"]),
    ],
)
def test_a_yearly_report_is_owed_by_a_school_that_is_open_on_its_due_day(
    opened: date | None, closed: date | None, owing: list[str]
) -> None:
    there = replace(ORGANISATION, schools={"S": School("S", "ก", "N1", opened, closed)})
    year = CALENDAR.academic_year_of(date(2026, 11, 1))
    found = states(SAR, [], year, LATER, organisation=there)
    assert [status for _, status, _ in told(found, "S")] == owing


def test_a_visit_on_the_29th_of_february_counts_for_its_semester() -> None:
    visits = [entry("observe", "v", date(2028, 2, 29), "P1", school="S1")]
    semester = CALENDAR.semester_named("2570-S2")
    assert told(states(VISITS, visits, semester, LATER), "S1") == [("2570-S2", "done", "in-time")]


# --- Reports of six months -------------------------------------------------------------


def report(response: str, sent: date, *, counted: bool = True, **told_by: str) -> object:
    return entry("half", response, sent, "P1", counted=counted, **told_by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "name", "status"),
    [
        (date(2027, 3, 19), "2570-H1", "done"),
        (date(2027, 3, 22), "2570-H1", "done"),  # the 20th is a Saturday: up to Monday
        (date(2027, 3, 23), "2570-H1", "late"),
        (date(2027, 7, 20), "2570-H1", "late"),  # 120 days
        (date(2027, 7, 21), "", ""),  # too late for one, too early for the other
        (date(2027, 7, 22), "2570-H2", "done"),  # 60 days before
        (date(2027, 9, 20), "2570-H2", "done"),
        (date(2027, 9, 21), "2570-H2", "late"),
        (date(2027, 10, 1), "2570-H2", "late"),  # the next fiscal year has begun
    ],
)
def test_a_report_belongs_to_a_half_by_its_day(sent: date, name: str, status: str) -> None:
    found = told(states(REPORTS, [report("r", sent)], FISCAL, LATER), "P1")  # type: ignore[list-item]
    assert [(n, s) for n, s, _ in found if s != "missing"] == ([(name, status)] if name else [])


def test_the_report_itself_says_for_which_half_it_is() -> None:
    told_late = report("r", date(2027, 9, 10), fiscal_year="2570", half="1")
    found = told(states(REPORTS, [told_late], FISCAL, LATER), "P1")  # type: ignore[list-item]
    assert found == [("2570-H1", "late", "late"), ("2570-H2", "missing", "nothing-came")]


def test_a_second_report_for_a_half_is_none_for_the_next() -> None:
    sent = [report("a", date(2027, 3, 15)), report("b", date(2027, 3, 25))]
    found = told(states(REPORTS, sent, FISCAL, LATER), "P1")  # type: ignore[arg-type]
    assert [status for _, status, _ in found] == ["done", "missing"]


@pytest.mark.parametrize(
    ("since", "until", "owing"),
    [
        (None, None, ["missing", "missing"]),
        (None, date(2027, 3, 22), ["missing"][:0]),  # left on the due day
        (None, date(2027, 3, 23), ["missing"]),
        (date(2027, 3, 1), None, ["excused", "missing"]),  # 22 days before the first is due
        (date(2027, 2, 21), None, ["missing", "missing"]),  # thirty
        (date(2027, 9, 21), None, []),
    ],
)
def test_who_came_and_who_left(since: date | None, until: date | None, owing: list[str]) -> None:
    person = Supervisor("P1", "ศึกษานิเทศก์ 1", "T1", since=since, until=until)
    organisation = replace(ORGANISATION, supervisors={"P1": person})
    found = told(states(REPORTS, [], FISCAL, LATER, organisation=organisation), "P1")
    assert [status for _, status, _ in found] == owing


@pytest.mark.parametrize(
    ("first", "last", "sent", "status", "due"),
    [
        (date(2026, 12, 1), date(2027, 3, 31), None, "missing", date(2027, 4, 1)),
        (date(2026, 12, 1), date(2027, 3, 31), date(2027, 4, 1), "done", date(2027, 4, 1)),
        (date(2026, 12, 1), date(2027, 3, 31), date(2027, 4, 2), "late", date(2027, 4, 1)),
        (date(2026, 12, 1), date(2027, 3, 21), None, "missing", date(2027, 3, 22)),  # back on the due day
        (date(2027, 3, 22), date(2027, 3, 22), None, "missing", date(2027, 3, 23)),
        (date(2027, 3, 1), date(2027, 7, 15), None, "missing", date(2027, 7, 16)),
        (date(2027, 3, 1), date(2027, 7, 16), None, "excused", date(2027, 3, 22)),  # 121 days: holidays
        (date(2027, 3, 1), date(2027, 7, 20), date(2027, 3, 20), "done", date(2027, 3, 22)),
        (date(2027, 3, 1), date(2027, 7, 20), date(2027, 4, 20), "late", date(2027, 3, 22)),  # came, if late
    ],
)
def test_who_is_away_on_the_20th_owes_the_report_when_back(
    first: date, last: date, sent: date | None, status: str, due: date
) -> None:
    given = [
        entry("permit", "l", first, "P1", until=last, kind="leave"),
        *([report("r", sent)] if sent else []),
    ]
    found = states(REPORTS, given, FISCAL, LATER, standings=passed("l"))  # type: ignore[arg-type]
    first_half = {s.owed.code: (s.status, s.owed.due) for s in found if s.owed.period.name == "2570-H1"}
    assert (first_half["P1"], first_half["P2"]) == ((status, due), ("missing", date(2027, 3, 22)))


def test_a_due_day_put_off_is_owed_in_the_period_that_it_moved_to() -> None:
    leave = entry("permit", "l", date(2027, 3, 1), "P1", until=date(2027, 5, 31), kind="leave")
    for period, owing in (
        (span(date(2027, 3, 1), date(2027, 5, 31)), []),
        (span(date(2027, 6, 1), date(2027, 6, 30)), ["2570-H1"]),
    ):
        found = states(REPORTS, [leave], period, LATER, standings=passed("l"))
        assert [name for name, *_ in told(found, "P1")] == owing


@pytest.mark.parametrize(
    ("first", "last", "visit", "status"),
    [
        (date(2027, 3, 29), date(2027, 4, 9), None, "missing"),  # away on the last day alone
        (date(2027, 3, 29), date(2027, 4, 9), date(2027, 3, 3), "done"),
        (date(2027, 3, 29), date(2027, 4, 9), date(2027, 4, 19), "missing"),  # in the next period
        (date(2027, 3, 1), date(2027, 4, 9), None, "excused"),
        (date(2027, 3, 1), date(2027, 4, 9), date(2027, 3, 3), "done"),  # went all the same
        (date(2027, 3, 2), date(2027, 4, 9), None, "missing"),
    ],
)
def test_what_counts_by_its_day_is_owed_in_its_period_whoever_is_away_at_its_end(
    first: date, last: date, visit: date | None, status: str
) -> None:
    monthly = replace(VISITS.rules[0], owed_by="supervisor", every="month", least_days=0)
    given = [
        entry("permit", "l", first, "P1", until=last, kind="leave"),
        *([entry("observe", "v", visit, "P1", school="S1")] if visit else []),
    ]
    found = states(replace(VISITS, rules=(monthly,)), given, SECOND, LATER, standings=passed("l"))
    march = [s for s in found if s.owed.code == "P1" and s.owed.period.start == date(2027, 3, 1)]
    assert [(s.status, s.owed.due) for s in march] == [(status, date(2027, 3, 31))]


# --- Once a year -----------------------------------------------------------------------


def test_the_profile_is_due_in_june_and_the_sar_after_the_year() -> None:
    year = CALENDAR.academic_year_of(date(2026, 11, 1))
    found = states(only("school-profile", "sar"), [], year, date(2026, 12, 1))
    assert {(s.owed.duty, s.owed.period.name, s.owed.due, s.status) for s in found} == {
        ("school-profile", "2569-AY", date(2026, 6, 30), "missing"),
        ("sar", "2569-AY", date(2027, 4, 30), "pending"),
    }


def test_a_profile_names_its_year() -> None:
    year = CALENDAR.academic_year_of(date(2026, 11, 1))
    given = [entry("profile", "p", date(2026, 8, 1), school="S1", academic_year="2569")]
    assert told(states(PROFILE, given, year, LATER), "S1") == [("2569-AY", "late", "late")]
    assert told(states(SAR, given, year, LATER), "S1") == [("2569-AY", "missing", "nothing-came")]


def test_a_network_owes_while_it_has_an_open_school() -> None:
    rule = replace(SAR.rules[0], owed_by="network")
    year = CALENDAR.academic_year_of(date(2026, 11, 1))
    lone = replace(ORGANISATION, networks={**ORGANISATION.networks, "N9": ORGANISATION.networks["N1"]})
    found = states(replace(SAR, rules=(rule,)), [], year, LATER, organisation=lone)
    assert [state.owed.code for state in found] == ["N1", "N2", "N3"]


# --- Due days --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "kind", "day", "expected"),
    [
        (Due(), "semester", date(2026, 12, 1), date(2027, 3, 31)),
        (Due(on=((3, 20),)), "fiscal_half", date(2026, 12, 1), date(2027, 3, 20)),  # a Saturday stays
        (Due(on=((3, 20),), on_holiday="after"), "fiscal_half", date(2026, 12, 1), date(2027, 3, 22)),
        (Due(on=((3, 20),), on_holiday="before"), "fiscal_half", date(2026, 12, 1), date(2027, 3, 19)),
        (Due(on=((10, 23),), on_holiday="after"), "month", date(2026, 10, 1), date(2026, 10, 26)),
        (Due(on=((2, 29),)), "fiscal_year", date(2026, 12, 1), date(2027, 2, 28)),
        (Due(on=((2, 29),)), "fiscal_year", date(2027, 12, 1), date(2028, 2, 29)),
        (Due(last_working_day_of="month"), "week", date(2026, 10, 5), date(2026, 10, 30)),
        (Due(working_days=5), "day", date(2026, 11, 13), date(2026, 11, 23)),  # over the 18th
        (Due(working_days=0), "day", date(2026, 11, 14), date(2026, 11, 14)),
    ],
)
def test_due_days(due: Due, kind: str, day: date, expected: date) -> None:
    period = CALENDAR.period_of(kind, day)  # type: ignore[arg-type]
    assert period is not None
    assert due_day(due, period, CALENDAR) == expected


def test_every_rule_of_the_sample_says_what_it_is() -> None:
    assert [rule.id for rule in DUTIES.rules] == [
        "daily-log", "log-hand-over", "journey-memo", "half-year-report", "school-visit", "planned-visit",
        "sar", "school-profile",
    ]  # fmt: skip
    assert all(rule.title and rule.records for rule in DUTIES.rules)
