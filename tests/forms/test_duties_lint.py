"""config/duties.yaml: what is wrong in it is named, all at once, by line and path."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.duties import load_duties
from forms.duties.rules import Absences, Due, Duties, DutyRule

CONFIG = Path(__file__).resolve().parents[2] / "config"
GOOD = """\
duties:
  log: {title: บันทึก, asks: [log], owed_by: supervisor, every: working-day}
  week: {title: ส่ง, gathers: log, every: week, due: {last_working_day_of: week}}
  report:
    title: รายงาน
    asks: [sar]
    owed_by: school
    every: fiscal-half
    due: {on: [20 มีนาคม, 20 ก.ย.], on_holiday: after}
absences: {leave: [leave], journey: [journey], half_day: [am, pm]}
"""


def lint(folder: Path, text: str) -> list[tuple[int, str, str, str]]:
    (folder / "duties.yaml").write_text(text, encoding="utf-8")
    duties, problems = load_duties(folder)
    assert (duties is None) == bool(problems)
    return [(p.line, p.path, p.message, p.accepted) for p in problems]


def test_what_is_read(tmp_path: Path) -> None:
    assert lint(tmp_path, GOOD) == []
    assert load_duties(tmp_path)[0] == Duties(
        (
            DutyRule("log", "บันทึก", ("log",), "supervisor", "working_day"),
            DutyRule("week", "ส่ง", (), "supervisor", "week", Due(last_working_day_of="week"), gathers="log"),
            DutyRule(
                "report", "รายงาน", ("sar",), "school", "fiscal_half",
                Due(on=((3, 20), (9, 20)), on_holiday="after"),
            ),
        ),
        Absences(("leave",), ("journey",), ("am", "pm")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [
        (
            "every: working-day",
            "every: workday",
            2,
            "duties.log.every",
            'unknown rhythm "workday"',
            "working-day",
        ),
        ("asks: [log]", "asks: [logs]", 2, "duties.log.asks[0]", 'did you mean "log"', "observation"),
        ("asks: [log], ", "", 2, "duties.log", '"asks" is missing', "gathers"),
        ("owed_by: school", "owed_by: pupil", 7, "duties.report.owed_by", 'unknown owner "pupil"', "network"),
        ("    owed_by: school\n", "", 4, "duties.report", '"owed_by" is missing', "supervisor, school"),
        (
            "owed_by: supervisor",
            "owed_by: school",
            2,
            "duties.log.owed_by",
            "owed by a supervisor",
            "owed_by: supervisor",
        ),
        (
            "gathers: log",
            "gathers: report",
            3,
            "duties.week.gathers",
            "unknown duty of each working day",
            "log",
        ),
        ("every: week,", "every: month,", 3, "duties.week.gathers", "only a week's duty", "every: week"),
        ("20 มีนาคม", "30 กุมภาพันธ์", 9, "duties.report.due.on[0]", "is no day of the year", "20 มีนาคม"),
        (
            "on_holiday: after",
            "on_holiday: later",
            9,
            "duties.report.due.on_holiday",
            'unknown way "later"',
            "stays",
        ),
        (
            "of: week}",
            "of: week, on: 1 มี.ค.}",
            3,
            "duties.week.due.last_working_day_of",
            '"on" stands',
            "one way",
        ),
        ("journey: [journey]", "journey: [leave]", 10, "absences.journey", '"leave" is leave, too', "once"),
        ("title: รายงาน", "late_days: two", 4, "duties.report", '"title" is missing', "title"),
        (
            "title: รายงาน",
            "title: ก\n    late_days: 9.5",
            6,
            "duties.report.late_days",
            "no number of days",
            "366",
        ),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    assert old in GOOD
    found = lint(tmp_path, GOOD.replace(old, new, 1))
    assert any(
        (at, where) == (line, path) and message in said and accepted in good
        for at, where, said, good in found
    ), found


@pytest.mark.parametrize(
    ("duty", "unknown", "known"),
    [
        (
            "asks: [log], owed_by: supervisor, every: working-day",
            ("by", "early_days", "late_days", "least_days", "since"),
            (),
        ),
        ("asks: [visit], every: plan", ("by", "early_days", "least_days"), ("late_days", "since")),
        ("asks: [journey], every: journey", ("by", "early_days", "least_days"), ("late_days", "since")),
        ("gathers: days, every: week", ("by", "early_days", "least_days", "since"), ("late_days",)),
        (
            "asks: [visit], owed_by: school, every: semester, by: day",
            ("early_days", "late_days"),
            ("least_days", "since"),
        ),
        (
            "asks: [sar], owed_by: school, every: month",
            (),
            ("by", "early_days", "late_days", "least_days", "since"),
        ),
        (
            "asks: [sar], owed_by: school, every: week",
            (),
            ("by", "early_days", "late_days", "least_days", "since"),
        ),
    ],
)
def test_a_setting_that_says_nothing_is_named_with_those_that_do(
    tmp_path: Path, duty: str, unknown: tuple[str, ...], known: tuple[str, ...]
) -> None:
    values = {
        "by": "submission",
        "early_days": "5",
        "late_days": "5",
        "least_days": "5",
        "since": "2026-11-01",
    }
    text = "duties:\n  days: {title: ก, asks: [log], owed_by: supervisor, every: working-day}\n"
    text += "  one:\n    title: ก\n"
    text += "".join(f"    {part}\n" for part in duty.split(", "))
    text += "".join(f"    {name}: {values[name]}\n" for name in (*unknown, *known))
    text += "absences: {leave: [leave]}\n"
    found = lint(tmp_path, text)
    lines = text.splitlines()
    wanted = {name: lines.index(f"    {name}: {values[name]}") + 1 for name in unknown}
    assert {(path, line) for line, path, *_ in found} == {(f"duties.one.{n}", at) for n, at in wanted.items()}
    for _, _, message, accepted in found:
        assert "says nothing here" in message
        assert set(known) <= set(accepted.split(", "))
        assert not set(unknown) & set(accepted.split(", "))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("1 พ.ย. 2569", date(2026, 11, 1)),
        ("1/11/2569", date(2026, 11, 1)),
        ("1 พฤศจิกายน", None),
        ("2569-02-29", None),
        ("เปิดเทอม", None),
        ("[2026-11-01]", None),
    ],
)
def test_the_day_to_reckon_from_is_a_date(tmp_path: Path, written: str, day: date | None) -> None:
    found = lint(tmp_path, f"since: {written}\n{GOOD}")
    duties, _ = load_duties(tmp_path)
    if day:
        assert duties is not None
        assert (found, duties.since) == ([], day)
    else:
        assert [(line, path) for line, path, *_ in found] == [(1, "since")]
        assert "is not a date" in found[0][2]
        assert "22 พ.ย. 2569" in found[0][3]


def test_a_duty_may_be_reckoned_from_a_day_of_its_own(tmp_path: Path) -> None:
    late = GOOD.replace("    every: fiscal-half", "    every: fiscal-half\n    since: 1 พ.ค. 2570")
    text = f"since: 1 พ.ย. 2569\n{late}"
    assert lint(tmp_path, text) == []
    duties, problems = load_duties(tmp_path, today=date(2026, 11, 1))
    assert duties is not None
    assert (duties.since, [rule.since for rule in duties.rules]) == (
        date(2026, 11, 1),
        [None, None, date(2027, 5, 1)],
    )
    assert [(one.line, one.path, one.message) for one in problems] == [
        (10, "duties.report.since", "nothing is owed before 2027-05-01")
    ]
    wrong = lint(tmp_path, text.replace("1 พ.ค. 2570", "1 พ.ค."))
    assert [(line, path) for line, path, *_ in wrong] == [(10, "duties.report.since")]


def test_the_sample_agrees_with_the_forms_that_travel_with_it() -> None:
    forms, problems = load_forms(packaged_definitions())
    assert problems == ()
    assert load_duties(CONFIG, forms)[1] == ()


def test_what_the_forms_do_not_ask_is_named(tmp_path: Path) -> None:
    text = """\
duties:
  report: {title: ก, asks: [sar], owed_by: school, every: semester}
absences: {leave: [leave, holiday], half_day: [am, night]}
"""
    (tmp_path / "duties.yaml").write_text(text, encoding="utf-8")
    forms, _ = load_forms(packaged_definitions())
    found = [(p.line, p.path, p.message) for p in load_duties(tmp_path, forms)[1]]
    assert found == [
        (2, "duties.report.every", "the form sar tells the year of a report, but not which semester of it"),
        (3, "absences.half_day[1]", 'the question leave_part has no choice "night"'),
        (3, "absences.leave[1]", 'the form permit knows no kind "holiday"'),
    ]
    assert load_duties(tmp_path, {})[1] == ()


def test_everything_wrong_is_told_together(tmp_path: Path) -> None:
    found = lint(tmp_path, "duties:\n  a: {every: often, asks: [x]}\n  b: {title: ข}\nabsence: {}\n")
    assert {line for line, *_ in found} == {2, 3, 4}


@pytest.mark.parametrize("text", ["", "duties: []\n", "- one\n", "duties: {a: 1}\n"])
def test_other_shapes_are_refused(tmp_path: Path, text: str) -> None:
    assert lint(tmp_path, text)
