"""What the yearly report should say: coverage, cases, needs and results by the sheets, some sums by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from forms.calendar.periods import fiscal_year_of
from tests.figures.comparing import Cell, Expected, Table
from tests.figures.facts import Facts
from tests.figures.paper_networks import cases
from tests.figures.paper_office import covered, needs, observed_in, owed_in, scored, visits_in
from tests.figures.paper_teams import years_of
from tests.figures.printed import Printed
from tests.figures.shown import NOTHING, Published, change, mean, number
from tests.figures.tables import TEXTS


def yearly(paper: Printed, there: Published) -> Iterator[Expected]:
    """The fiscal year so far."""
    facts = there.facts
    year = fiscal_year_of(facts.now.date())
    before = fiscal_year_of(year.start - timedelta(days=1))
    assert year.name == paper.period
    yield _coverage(paper, there)
    now, past, visits = observed_in(facts, year), observed_in(facts, before), visits_in(facts, year)
    networks = [(one.code, one.name) for one in facts.office.organisation.networks.values()]
    rows: list[list[Cell]] = [["เครือข่าย", "นิเทศ (ครั้ง)", "สังเกต (ครั้ง)", "เฉลี่ย", "ระดับ", "สังเกต (ครั้ง)", "เฉลี่ย"]]
    for code, name in [*networks, ("", "รวม")]:
        n = visits.get(code, 0) if code else sum(visits.values())
        rows.append([name, number(n), *scored(now.get(code)), *scored(past.get(code))[:2]])
    names = [f"ปีงบประมาณ {facts.office.calendar.fiscal_year(one.start)}" for one in (year, before)]
    yield Table(("", *[names[0]] * 4, *[names[1]] * 2), rows)
    yield _forms(facts, paper)
    yield _tests(there)
    heads = ("รายการ", "ทั้งหมด", "ส่งแล้ว", "ส่งหลังกำหนด", "ได้รับยกเว้น", "ค้างส่ง", "ยังไม่ครบกำหนด")
    owed, states = owed_in(facts, year), ("done", "late", "excused", "missing")
    told = next(rows for rows in paper.tables if rows[0] == heads)[1:]
    ids = {rule.title: rule.id for rule in facts.office.duties.rules}
    # What falls due after the academic year stands in no sheet yet: all and what is to come are more.
    yield Table(heads, [
        [row[0], ..., *(number(owed.get(ids[row[0]], {}).get(one, 0)) for one in states), ...] for row in told
    ])  # fmt: skip
    yield cases(there.lines("office:", "cases", "กำหนดแก้ไข"))
    yield needs(there)


def _coverage(paper: Printed, there: Published) -> Table:
    """The semester of the sheets; the one that is to come has no figures yet."""
    tab = there.lines("district:", "networks", "เครือข่าย")
    end = next(n for n, line in enumerate(tab) if line["เครือข่าย"].startswith("รวม"))
    rows: list[list[Cell]] = [["เครือข่าย", *("เปิดสอน", "นิเทศแล้ว", "ร้อยละ") * 2]]
    for place, line in enumerate(tab[: end + 1]):
        name = "รวม" if place == end else line["เครือข่าย"]
        rows.append([name, *covered(line), NOTHING, NOTHING, NOTHING])
    head = next(rows[0] for rows in paper.tables if rows[0][1].startswith("ภาคเรียนที่"))
    return Table(head, rows)


def _forms(facts: Facts, paper: Printed) -> Table:
    """Records by form in this year and in the one before."""
    year = fiscal_year_of(facts.now.date())
    before = fiscal_year_of(year.start - timedelta(days=1))
    now, past = (
        dict(facts.ask(
            "SELECT form, count(*) FROM response WHERE counted AND day >= ? AND day < ? GROUP BY ALL",
            one.start, one.end,
        ))
        for one in (year, before)
    )  # fmt: skip
    return Table(("แบบบันทึก", "จำนวน (ฉบับ)", "ปีก่อน (ฉบับ)", "จำแนกตามประเภท"), [
        [form.title, number(now.get(form.id, 0)), number(past.get(form.id, 0)), ...]
        for form in facts.office.forms.values()
        if form.id in now or form.id in past
    ])  # fmt: skip


def _tests(there: Published) -> Table:
    """The latest year of each test beside the one before, as the district's tab has them."""
    head = TEXTS("test_results.columns.paper")
    rows: list[list[Cell]] = []
    lines = there.lines("district:", "test-results", head) if there.facts.office.results.kinds else []
    for line in lines:
        year, before = years_of(line)
        schools, moved = (line[TEXTS(f"test_results.columns.{name}")] for name in ("schools", "change"))
        means = [mean(line[TEXTS("test_results.year", year=one)]) for one in (year, before)]
        rows.append([line[head], number(schools), *means, change(moved)])
    return Table(("การทดสอบ", "โรงเรียน", "เฉลี่ย", "ปีก่อน", "เพิ่ม/ลด (โรงเรียนเดียวกัน)"), rows)
