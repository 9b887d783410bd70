"""A duty's due day fits how often it is asked, or is named with what would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.calendar import load_calendar
from forms.definition import load_forms, packaged_definitions
from forms.duties import load_duties
from forms.model import Problem

CONFIG = Path(__file__).resolve().parents[2] / "config"
DUTIES = """\
duties:
  report: {{title: รายงาน, asks: [register], {owner}every: {every}, due: {{{due}}}}}
absences: {{leave: [leave]}}
"""
LAST = "last_working_day_of"
QUARTERS = "on: [20 ม.ค., 20 เม.ย., 20 ก.ค., 20 ต.ค.]"
MONTHS = (
    "on: [5 ม.ค., 5 ก.พ., 5 มี.ค., 5 เม.ย., 5 พ.ค., 5 มิ.ย., 5 ก.ค., 5 ส.ค., 5 ก.ย., 5 ต.ค., 5 พ.ย., 5 ธ.ค.]"
)


def lint(folder: Path, every: str, due: str) -> tuple[bool, list[Problem]]:
    """Whether the duty can be worked with, and what is said of it."""
    owner = "" if every == "plan" else "owed_by: supervisor, "
    (folder / "duties.yaml").write_text(DUTIES.format(every=every, due=due, owner=owner), encoding="utf-8")
    calendar, _ = load_calendar(CONFIG)
    duties, problems = load_duties(folder, calendar=calendar)
    return duties is not None, [p for p in problems if p.path.startswith("duties.report.due")]


@pytest.mark.parametrize(
    ("every", "due"),
    [
        ("working-day", "last_working_day_of: day"),
        ("working-day", f"{LAST}: week"),
        ("working-day", "working_days_after: 3"),
        ("week", f"{LAST}: week"),
        ("month", "last_working_day_of: month"),
        ("semester", "last_working_day_of: semester"),
        ("semester", "on: [15 ก.ย., 1 มี.ค.]"),
        ("fiscal-half", "on: [20 มีนาคม, 20 กันยายน], on_holiday: after"),
        ("quarter", "on: [20 ธ.ค., 20 มี.ค., 20 มิ.ย., 20 ก.ย.]"),
        ("academic-year", "on: 30 มิถุนายน"),
        ("fiscal-year", "on: 29 กุมภาพันธ์"),
        ("plan", "working_days_after: 0"),
        ("journey", "working_days_after: 5"),
    ],
)
def test_what_fits(tmp_path: Path, every: str, due: str) -> None:
    assert lint(tmp_path, every, due) == (True, [])


@pytest.mark.parametrize(
    ("every", "due", "path", "message", "accepted"),
    [
        ("week", "last_working_day_of: day", LAST, "each week is not due on the last working day of a day",
         f"{LAST}: week"),
        ("week", "last_working_day_of: month", LAST, "of a month", f"{LAST}: week"),
        ("semester", "last_working_day_of: week", LAST, "each semester is not due",
         "last_working_day_of: semester"),
        ("fiscal-half", "last_working_day_of: month", LAST, "each fiscal-half is not due",
         "last_working_day_of: fiscal-half"),
        ("working-day", "last_working_day_of: semester", LAST, "within month", "day, week, month"),
        ("journey", "last_working_day_of: week", LAST, "before it ends", "working_days_after"),
        ("plan", "last_working_day_of: month", LAST, "before it ends", "working_days_after"),
        ("fiscal-half", "on: [20 มีนาคม]", "on", "1 day of the year for 2 fiscal-halfs a year", "20 กันยายน"),
        ("fiscal-half", "on: 20 มีนาคม", "on", "1 day of the year", "on: [20 มีนาคม, 20 กันยายน]"),
        ("academic-year", "on: [20 มีนาคม, 20 กันยายน]", "on", "2 days of the year for 1 academic-year",
         "on: 30 เมษายน"),
        ("quarter", "on: [20 มีนาคม, 20 กันยายน]", "on", "2 days of the year for 4 quarters", "20 ธันวาคม"),
        ("working-day", "on: [20 มีนาคม]", "on", "each working-day is not due on a day of the year",
         f"{LAST}: week"),
        ("week", "on: 20 มีนาคม", "on", "each week is not due on a day", f"{LAST}: week"),
        ("journey", "on: 20 มีนาคม", "on", "each journey is not due on a day", "working_days_after"),
        ("fiscal-half", "on: [20 มีนาคม, 25 มีนาคม]", "on", "on the day of the fiscal-half after it",
         "one day in each fiscal-half"),
        ("semester", "on: [20 มกราคม, 20 กุมภาพันธ์]", "on", "on the day of the semester after it",
         "one day in each semester"),
    ],
)  # fmt: skip
def test_what_would_quietly_ask_something_else(
    tmp_path: Path, every: str, due: str, path: str, message: str, accepted: str
) -> None:
    works, found = lint(tmp_path, every, due)
    assert not works
    assert [(p.line, p.path, p.severity) for p in found] == [(2, f"duties.report.due.{path}", "error")]
    assert message in found[0].message
    assert accepted in found[0].accepted


@pytest.mark.parametrize(
    ("every", "due", "path", "message"),
    [
        ("fiscal-half", "on: [10 เมษายน, 10 ตุลาคม]", "on", "soon after it began"),
        ("quarter", QUARTERS, "on", "soon after it began"),
        ("month", MONTHS, "on", "soon after it began"),
        ("week", "last_working_day_of: week, on_holiday: after", "on_holiday", "says nothing here"),
        ("month", "working_days_after: 5, on_holiday: before", "on_holiday", "says nothing here"),
    ],
)
def test_what_is_odd_is_warned_of(tmp_path: Path, every: str, due: str, path: str, message: str) -> None:
    works, found = lint(tmp_path, every, due)
    assert works
    assert [(p.path, p.severity) for p in found] == [(f"duties.report.due.{path}", "warning")]
    assert message in found[0].message


def test_records_are_those_of_the_manual(tmp_path: Path) -> None:
    text = "duties:\n  r: {title: ก, asks: [sar], owed_by: school, every: month, records: [S20, S99]}\n"
    (tmp_path / "duties.yaml").write_text(text, encoding="utf-8")
    duties, problems = load_duties(tmp_path)
    assert duties is None
    assert [(p.path, p.message, p.accepted) for p in problems] == [
        ("duties.r.records[1]", '"S99" is no record of the manual', "S1 to S27")
    ]


@pytest.mark.parametrize("absences", ["", "absences: {journey: [journey]}\n"])
def test_logs_that_no_leave_excuses_are_warned_of(tmp_path: Path, absences: str) -> None:
    text = "duties:\n  log: {title: ก, asks: [log], owed_by: supervisor, every: working-day}\n"
    (tmp_path / "duties.yaml").write_text(text + absences, encoding="utf-8")
    duties, problems = load_duties(tmp_path)
    assert duties is not None
    assert [(p.severity, "no kind of leave" in p.message) for p in problems] == [("warning", True)]


@pytest.mark.parametrize(
    ("old", "new", "path", "severity", "message"),
    [
        ("asks: [sar]", "asks: []", "duties.sar.asks", "error", "nothing is asked"),
        ("asks: [sar]", "asks: [half-year-report]", "duties.sar.owed_by", "warning", "does not ask for one"),
        ("# since: 1 พ.ย. 2569", "since: 1 พ.ย. 2579", "since", "warning", "owed before 2036-11-01"),
    ],
)
def test_what_would_ask_nothing_or_always_be_missing(
    tmp_path: Path, old: str, new: str, path: str, severity: str, message: str
) -> None:
    text = (CONFIG / "duties.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "duties.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    forms, _ = load_forms(packaged_definitions())
    calendar, _ = load_calendar(CONFIG)
    duties, problems = load_duties(tmp_path, forms, calendar, date(2026, 11, 23))
    assert (duties is None) == (severity == "error")
    assert [(p.path, p.severity) for p in problems] == [(path, severity)]
    assert message in problems[0].message
