"""The packaged forms, filled in as people do, meet and excuse the duties of the sample."""

from __future__ import annotations

from datetime import date

from forms.visits import VISITS, visiting
from tests.forms.builders import CALENDAR
from tests.forms.duties import DUTIES, passed, states
from tests.forms.packaged import OFFICE, entry, packaged
from tests.forms.test_definitions_duty_reports import HALF_YEAR, JOURNEY
from tests.forms.test_definitions_permits import LEAVE

YEAR = CALENDAR.academic_year_of(date(2026, 11, 20))


def test_reports_journeys_and_leave_are_understood() -> None:
    report, memo = entry("half-year-report", HALF_YEAR), entry("journey-report", JOURNEY)
    leave = entry("permit", LEAVE)
    found = states(
        DUTIES,
        [report, memo, leave],
        YEAR,
        date(2027, 5, 1),
        standings=passed(leave.response),
        organisation=OFFICE,
        forms=packaged(),
    )
    told = {(s.owed.duty, s.owed.period.name, s.owed.code): s.status for s in found}
    assert told["half-year-report", "2570-H1", report.people[0]] == "done"
    away = {(s.owed.code, s.owed.period.start, s.reason) for s in found if s.status == "excused"}
    assert leave.when
    assert (leave.people[0], leave.when, "leave") in away
    assert memo.when
    assert {(code, memo.when, "journey") for code in memo.people} <= away


def test_the_duties_of_visits_ask_for_what_makes_a_visit() -> None:
    """Coverage and the weekly report take a school as visited exactly where the duty is met."""
    asks = {rule.id: rule.asks for rule in DUTIES.rules if set(rule.asks) & set(VISITS)}
    assert asks == {"school-visit": VISITS, "planned-visit": VISITS}
    assert {form.id for form in visiting(packaged().values())} >= {"classroom-observation", "school-visit"}
