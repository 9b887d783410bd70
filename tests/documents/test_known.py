"""What papers of a period ask of the office's records: the same for each of them, and no one's to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from forms.duties import DutyRule, DutyState, Owed
from forms.model import Entry, Finding, Partition
from forms.model.chains import Standing
from tests.documents.groups import CASE
from tests.documents.knowing import known
from tests.forms.builders import BANGKOK, CALENDAR, LOG, VISIT, log, visit

SEMESTER: Final = CALENDAR.semester_named("2569-S2")
EARLY, LATE = visit("b", date(2026, 11, 9)), visit("a", date(2026, 11, 16), counted=False)
LOGGED: Final = log("c", date(2026, 11, 10), "P1")


def test_records_are_of_these_forms_and_days_by_their_day() -> None:
    office = known(LATE, LOGGED, EARLY, visit("d", date(2026, 6, 10)))
    for _ in range(2):  # as they are read, then as they were kept
        assert office.records([VISIT, LOG], SEMESTER, counted=False) == [EARLY, LOGGED, LATE]
        assert office.records([VISIT], SEMESTER) == [EARLY]
        assert office.records([LOG], SEMESTER) == [LOGGED]


def test_what_a_paper_does_with_its_records_changes_no_other_paper() -> None:
    office = known(EARLY, LATE)
    office.records([VISIT], SEMESTER).clear()
    assert office.records([VISIT], SEMESTER) == [EARLY]
    other = replace(office, entries={VISIT.id: [LATE]})
    assert other.records([VISIT], SEMESTER, counted=False) == [LATE]
    assert other.records([VISIT], SEMESTER) == []


def test_a_summary_is_made_once_for_each_partition_form_and_period() -> None:
    office = known(EARLY, LOGGED)
    mine, others = Partition("network", "N1"), Partition("network", "N2")
    made = office.summary(mine, VISIT, SEMESTER)
    assert office.summary(mine, VISIT, SEMESTER) is made
    before = CALENDAR.previous_semester(SEMESTER)
    counts = [
        office.summary(*asked).tally("all", "", "counted").n
        for asked in ((mine, VISIT, SEMESTER), (others, VISIT, SEMESTER), (mine, VISIT, before))
    ]
    assert counts == [1, 0, 0]
    assert office.summary(Partition("office"), LOG, SEMESTER).tally("all", "", "counted").n == 1


def case(response: str, due: str | None, *, counted: bool = True) -> Entry:
    asked, began = CASE.about["due"], date(2026, 11, 9)
    answers = {asked: due} if due else {}
    sent_at = datetime(2026, 11, 9, 9, tzinfo=BANGKOK)
    return Entry(CASE.id, response, sent_at, began, {"school": "S1"}, {}, counted=counted, answers=answers)


def test_a_case_to_be_mended_is_one_and_the_earliest_due_stands_first() -> None:
    """As in the spreadsheets: a school in need does not wait for a correct date."""
    office = known(
        case("none", None),
        case("late", "2026-12-09"),
        case("wrong", "2026-11-30", counted=False),
        case("left-out", "2026-11-20", counted=False),
        case("soon", "2026-11-23"),
        forms=(CASE,),
        findings={(CASE.id, "wrong"): [Finding("in-the-future", "error", "reported_on")]},
    )
    told = ["soon", "wrong", "late", "none"]
    assert [one.response for one in office.cases()] == told
    assert [one.response for one in office.open_cases()] == told
    closed = replace(office, standings={(CASE.id, "late"): Standing("passed", None, None, (), ())})
    assert [one.response for one in closed.open_cases()] == ["soon", "wrong", "none"]


def test_the_days_that_a_week_lacks_are_told_by_its_hand_over() -> None:
    """Three days and the week's hand-over are one thing that is owed, as in the spreadsheets."""
    rules = (
        DutyRule("day", "ทุกวัน", ("log",), "supervisor", "day"),
        DutyRule("week", "ทุกสัปดาห์", ("log",), "supervisor", "week", gathers="day"),
    )
    owed = Owed("day", "log", SEMESTER, "supervisor", "P1", date(2026, 11, 13))
    days = [DutyState(owed, "missing", "nothing-came")] * 3
    week = DutyState(replace(owed, duty="week"), "missing", "nothing-came")
    office = known(duties=(*days, week), duty_rules={rule.id: rule for rule in rules})
    assert office.owed_once() == [week]
