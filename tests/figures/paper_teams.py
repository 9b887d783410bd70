"""What the paper of a team for results (AST) should say: plans and follow-ups, and results of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from forms.thai import thai_date
from tests.figures.comparing import Cell, Expected, Said, Table
from tests.figures.facts import share
from tests.figures.paper_groups import spread
from tests.figures.printed import Printed
from tests.figures.shown import NOTHING, Published, change, mean, number, percent
from tests.figures.tables import TEXTS

_TESTS = ("การทดสอบ", "ก่อน (ปี)", "หลัง (ปี)", "เพิ่ม/ลด")


def ast_round(paper: Printed, there: Published) -> Iterator[Expected]:
    """The semester before the sheets': what they call the one before, and results of tests of all years."""
    facts, sheet = there.facts, f"network:{paper.about}"
    calendar = facts.office.calendar
    semester = calendar.previous_semester(calendar.latest_semester(facts.now.date()))
    assert semester.name == paper.period
    form = next(one for one in facts.office.forms.values() if "S8" in one.records and not one.grids)
    plan = form.questions[form.about["kind"]].choices[0].code
    records = [
        (school, kind == plan, day)
        for school, kind, day in facts.ask(
            "SELECT place.code, members ->> '$.kind', day FROM own JOIN response USING (form, id)"
            " JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)"
            " WHERE sheet = ? AND form = ? AND counted AND day >= ? AND day < ?",
            sheet, form.id, semester.start, semester.end,
        )
    ]  # fmt: skip
    stands_on = _stands_on(sheet, semester.start, semester.end, there)
    schools = [one for one in facts.office.organisation.schools.values() if one.network == paper.about]
    opened = [one for one in schools if one.is_open(stands_on)]
    yield from _counts(records, [one.code for one in opened], there.counted(sheet)[form.title][1])
    yield Table(("ระยะเวลา",), [_span(semester.start, semester.end, stands_on), [..., ...], [..., ...]])
    rows: list[list[Cell]] = []
    for school in opened:
        mine = [one for one in records if one[0] == school.code]
        last = max((day for *_, day in mine), default=None)
        plans = sum(planned for _, planned, _ in mine)
        rows.append([
            school.name, number(plans), number(len(mine) - plans), thai_date(last) if last else NOTHING, ...,
        ])  # fmt: skip
    yield Table(("โรงเรียน", "แผน", "ติดตามผล (ครั้ง)", "บันทึกล่าสุด", "สรุปผล"), rows)
    told = list(spread(sheet, form, there, "before"))
    yield Table(("เรื่อง", "จำแนกเป็น", "จำนวน (ฉบับ)", "ภาคเรียนก่อน"), told)
    yield Table(_TESTS, _network(sheet, there))
    yield from _targets(paper, sheet, there)


def _stands_on(sheet: str, first: date, end: date, there: Published) -> date:
    """The day of the latest submission about the semester's days."""
    last = there.facts.ask(
        "SELECT max(first_sent) FROM own JOIN response USING (form, id)"
        " WHERE sheet = ? AND day >= ? AND day < ?",
        sheet, first, end,
    )[0][0]  # fmt: skip
    return min(max(last or first, first), date.fromordinal(end.toordinal() - 1))


def _span(first: date, end: date, on: date) -> list[Cell]:
    last = date.fromordinal(end.toordinal() - 1)
    return [..., f"{thai_date(first)} ถึง {thai_date(last)} (ข้อมูลถึงวันที่ {thai_date(on)})"]


def _counts(records: list[tuple[str, bool, date]], opened: list[str], n: int) -> Iterator[Expected]:
    planned = {school for school, plan, _ in records if plan} & {*opened}
    followed = {school for school, plan, _ in records if not plan} & {*opened}
    figures = [number(len(planned)), number(len(opened)), percent(share(len(planned), len(opened)))]
    figures += [number(len(followed)), percent(share(len(followed), len(opened))), number(n), "0"]
    assert len(records) == n
    yield Said(
        r"วางแผนแล้ว (\d+) จาก (\d+) โรงเรียน คิดเป็นร้อยละ (\d+) ติดตามผลแล้ว (\d+) โรงเรียน"
        r" คิดเป็นร้อยละ (\d+) บันทึกรวม (\d+) ฉบับ \(ภาคเรียนก่อน (\d+) ฉบับ\)",
        tuple(figures),
    )


# --- Results of tests ------------------------------------------------------------------


def _network(sheet: str, there: Published) -> list[list[Cell]]:
    """The summary of the network's tab, with how many schools its change compares, by SQL."""
    head = TEXTS("test_results.columns.paper")
    rows: list[list[Cell]] = []
    for line in there.lines(sheet, "test-results", head):
        year, before = years_of(line)
        n = _compared(sheet, line[head], year, before, there)
        rows.append([
            line[head], _of(line, before), _of(line, year),
            f"{change(line[TEXTS('test_results.columns.change')])} ({n})",
        ])  # fmt: skip
    return rows


def years_of(line: dict[str, Any]) -> tuple[int, int]:
    """The latest year with a result, and the one before it."""
    years = sorted(
        int(name[-4:]) for name in line if re.fullmatch(r"ปี 25\d\d", name) and line[name] is not None
    )
    return years[-1], years[-2]


def _of(line: dict[str, Any], year: int) -> str:
    return f"{mean(line[TEXTS('test_results.year', year=year)])} ({year})"


def _compared(sheet: str, label: str, year: int, before: int, there: Published) -> int:
    """The network's schools with results of both years."""
    kind, grade, subject = _paper(label, there)
    own = [
        one.code
        for one in there.facts.office.organisation.schools.values()
        if f"network:{one.network}" == sheet
    ]
    return int(there.facts.ask(
        "SELECT count(*) FROM (SELECT school FROM raw_result WHERE kind = ? AND grade = ? AND subject = ?"
        " AND list_contains(?, school) AND year IN (?, ?) GROUP BY school HAVING count(DISTINCT year) = 2)",
        kind, grade, subject, own, year, before,
    )[0][0])  # fmt: skip


def _paper(label: str, there: Published) -> tuple[str, str, str]:
    """A test's kind, grade and subject by what it is called."""
    for kind, grade, subject in there.facts.ask("SELECT DISTINCT kind, grade, subject FROM raw_result"):
        of = there.facts.office.results.kinds[kind]
        if label == f"{of.title} {of.grades[grade][0]} {of.subjects[subject].title}":
            return kind, grade, subject
    raise AssertionError(f"no test is called {label!r}")


def _targets(paper: Printed, sheet: str, there: Published) -> Iterator[Expected]:
    """A school's own results, as the tables of tests have its line."""
    found = (rows for rows in paper.tables if rows[0] == _TESTS)
    next(found)  # the network's
    named = [one for one in paper.lines if re.match(r"3\.\d+ ", one) and "โรงเรียน" in one]
    schools = {one.name: code for code, one in there.facts.office.organisation.schools.items()}
    later = iter(named)
    for rows in found:
        for heading in later:
            school = next(code for name, code in schools.items() if f" {name} " in f"{heading} ")
            if _has(school, rows[1][0], there):
                break
        body: list[list[Cell]] = []
        for label, *_ in rows[1:]:
            body.append(_own(school, label, there))
        yield Table(_TESTS, body)


def _has(school: str, label: str, there: Published) -> bool:
    asked = "SELECT count(*) FROM raw_result WHERE school = ? AND kind = ? AND grade = ? AND subject = ?"
    return bool(there.facts.ask(asked, school, *_paper(label, there))[0][0])


def _own(school: str, label: str, there: Published) -> list[Cell]:
    asked = (
        "SELECT year, round(100 * score)::INTEGER FROM raw_result"
        " WHERE school = ? AND kind = ? AND grade = ? AND subject = ? ORDER BY year"
    )
    *_, (past, before), (year, after) = there.facts.ask(asked, school, *_paper(label, there))
    return [
        label,
        f"{before / 100:.2f} ({past})",
        f"{after / 100:.2f} ({year})",
        change((after - before) / 100),
    ]
