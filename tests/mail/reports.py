"""A week to report on, and the same week in which nothing happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from forms.model import Organisation
from forms.weekly import Compared, Figure, LogDays, NetworkCoverage, Restated, SchoolScore, WeeklyReport
from sync.mail import Rendered, render
from tests.forms.builders import BANGKOK, CALENDAR, LOG, ORGANISATION, VISIT

WEEK = CALENDAR.week_named("2569-W47")
SEMESTER = CALENDAR.semester_named("2569-S2")
FORMS = {form.id: form for form in (VISIT, LOG)}
LINKS = {
    "district": "https://docs.google.com/spreadsheets/d/d1/edit",
    "network:N1": "https://docs.google.com/spreadsheets/d/n1/edit",
    "group:G1": "https://docs.google.com/spreadsheets/d/g1/edit",
}


def compared(now: float | None, before: float | None) -> Compared:
    return Compared(Figure(now, 0, None), Figure(before, 0, None))


BUSY = WeeklyReport(
    week=WEEK,
    semester=SEMESTER,
    semester_covered=SEMESTER,
    cut=datetime(2026, 11, 20, 18, tzinfo=BANGKOK),
    written=datetime(2026, 11, 20, 18, 0, 7, tzinfo=BANGKOK),
    observations=compared(45, 38),
    schools=compared(28, 28),
    logs=compared(1080, 1084),
    score=compared(4.505, 4.08),
    levels={"ดีมาก": 9, "ดี": 25, "ปานกลาง": 11, "พอใช้": 0, "ควรปรับปรุง": 0},
    coverage=(NetworkCoverage("N1", 2, 3), NetworkCoverage("N2", 0, 2), NetworkCoverage("N3", 0, 0)),
    strongest=(SchoolScore("S1", 5, 4.91, "ดีมาก"),),
    weakest=(),
    logdays=(LogDays("P1", 0, 5), LogDays("P2", 3, 5), LogDays("P3", 5, 5)),
    errors=4,
    warnings=9,
    restated=(
        Restated("observations", "", 38, 40, ("v1", "v2")),
        Restated("coverage", "N1", 1, 2, ("v1",)),
        Restated("score", "", None, 4.1, ()),
    ),
    figures={},
    unranked=7,
)
QUIET = replace(
    BUSY,
    observations=compared(0, 38),
    schools=compared(0, 28),
    logs=compared(0, 84),
    score=compared(None, 4.08),
    levels=dict.fromkeys(BUSY.levels, 0),
    errors=0,
    warnings=0,
    restated=(),
)


def rendered(
    report: WeeklyReport = BUSY, organisation: Organisation = ORGANISATION, links: dict[str, str] = LINKS
) -> Rendered:
    """The mail of a report."""
    return render(report, organisation, FORMS, links)
