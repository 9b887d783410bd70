"""What papers of a period ask of the office's records: the same for each of them, and no one's to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from forms.model import Partition
from tests.documents.knowing import known
from tests.forms.builders import CALENDAR, LOG, VISIT, log, visit

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
