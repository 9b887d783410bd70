"""config/reports.yaml: what is wrong in it is named, all at once, by line and path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from forms.model import Post
from forms.papers.load import load_report_rules
from forms.papers.rules import RHYTHMS, ReminderRules, ReportRules
from tests.forms.builders import CALENDAR, ORGANISATION

CONFIG = Path(__file__).resolve().parents[3] / "config"


def linted(folder: Path, text: str) -> list[tuple[int, str, str, str]]:
    (folder / "reports.yaml").write_text(text, encoding="utf-8")
    _, problems = load_report_rules(folder, ("daily-log", "sar"), ORGANISATION, CALENDAR)
    return [(one.line, one.path, one.message, one.accepted) for one in problems]


def read(folder: Path, text: str) -> ReportRules:
    assert linted(folder, text) == []
    rules, _ = load_report_rules(folder)
    assert rules is not None
    return rules


def test_the_one_that_travels_makes_every_kind_and_reminds() -> None:
    rules, problems = load_report_rules(CONFIG)
    assert problems == ()
    assert rules is not None
    assert {paper.kind for paper in rules.papers} == RHYTHMS.keys()
    assert rules.reminders == ReminderRules(True, time(8, 30), 1, 30)


def test_what_is_left_out_is_not_made_and_nobody_is_reminded(tmp_path: Path) -> None:
    rules = read(tmp_path, "papers:\n  case: {every: record}\n")
    assert [paper.kind for paper in rules.papers] == ["case"]
    assert not rules.reminders.send


def test_everything_that_may_be_said(tmp_path: Path) -> None:
    rules = read(
        tmp_path,
        "papers:\n"
        "  monthly-pack:\n"
        "    {every: month, at: 9.15 น., meetings: {2570-01: 12 ม.ค. 2570}, to: [head, a@b.example]}\n"
        "  yearly: {every: academic-year, working_days_after: 10}\n"
        "reminders: {send: true, at: 10.00, within_days: 0, late_days: 7, without: [sar]}\n",
    )
    pack, yearly = rules.papers
    assert (pack.at, pack.to, pack.meetings) == (
        time(9, 15),
        ("head", "a@b.example"),
        {"2570-01": date(2027, 1, 12)},
    )
    assert (yearly.every, yearly.working_days_after) == ("academic_year", 10)
    assert rules.reminders == ReminderRules(True, time(10), 0, 7, ("sar",))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = (
        "papers:\n"
        "  weekley: {every: week}\n"
        "  daily-logs: {every: month, at: 9.00}\n"
        "  yearly: {every: fiscal-year, at: noon, working_days_after: soon, months_before: 1}\n"
        "  monthly-pack: {every: month, meetings: {2570-13: 1 ม.ค. 2570, 2570-01: 1 เม.ย. 2570}}\n"
        "  case: {every: record, to: [haed, nobody@, owner]}\n"
        "reminders: {send: perhaps, within_days: -1, without: [dialy-log]}\n"
    )
    assert [(line, path) for line, path, *_ in linted(tmp_path, text)] == [
        (2, "papers.weekley"),
        (3, "papers.daily-logs.at"),
        (3, "papers.daily-logs.every"),
        (4, "papers.yearly.at"),
        (4, "papers.yearly.months_before"),
        (4, "papers.yearly.working_days_after"),
        (5, "papers.monthly-pack.meetings.2570-01"),
        (5, "papers.monthly-pack.meetings.2570-13"),
        (6, "papers.case.to[0]"),
        (6, "papers.case.to[1]"),
        (6, "papers.case.to[2]"),
        (7, "reminders.send"),
        (7, "reminders.within_days"),
        (7, "reminders.without[0]"),
    ]


@pytest.mark.parametrize(
    ("paper", "path", "message", "accepted"),
    [
        (
            "weekly: {every: month}",
            "weekly.every",
            'unknown rhythm "month"',
            "week",
        ),
        (
            "weekly: {every: week, at: 9.00}",
            "weekly.at",
            "at says nothing for weekly: it knows no such setting",
            "every",
        ),
        (
            "half-year: {every: fiscal-half, working_days_after: 1}",
            "half-year.working_days_after",
            "working_days_after says nothing for half-year: it knows no such setting",
            "every, at, months_before, to",
        ),
        (
            "minutes: {every: record, to: [hed]}",
            "minutes.to[0]",
            'no paper goes to "hed": did you mean "head"?',
            "director, head, admin-head, clerk, secretariat, committee, or name@office.example",
        ),
        (
            "monthly-pack: {every: month, meetings: {2570-01: 9 ม.ค. 2570}}",  # a Saturday
            "monthly-pack.meetings.2570-01",
            "the office is closed on 2027-01-09",
            "a working day",
        ),
        (
            "minutes: {every: record, to: [secretariat]}",
            "minutes.to[0]",
            "no post secretariat stands in organisation.yaml: the head gets this paper",
            "head",
        ),
    ],
)
def test_it_is_said_what_would_be_accepted(
    paper: str, path: str, message: str, accepted: str, tmp_path: Path
) -> None:
    assert linted(tmp_path, f"papers:\n  {paper}\n") == [(2, f"papers.{path}", message, accepted)]


def test_a_post_that_the_office_has_is_told_of_nothing(tmp_path: Path) -> None:
    there = replace(ORGANISATION, posts={"secretariat": Post("secretariat", "เลขานุการ", "a@b.example")})
    (tmp_path / "reports.yaml").write_text(
        "papers:\n  minutes: {every: record, to: [secretariat, head]}\n", encoding="utf-8"
    )
    assert load_report_rules(tmp_path, organisation=there)[1] == ()
