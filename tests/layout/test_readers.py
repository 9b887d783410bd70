"""First tabs of supervisors, learning areas and the office: what each reader asks first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from forms.duties import DutyRule, DutyState, Owed
from forms.model import Form, Partition, Period, Question, QuestionType, Section
from forms.model.chains import Chain, Chains, Standing, Step
from sync.layout import district, findings, learning_area, office, remarks, series, supervisor
from sync.layout.reading import Reading
from sync.layout.tab import CellValue, Tab
from sync.layout.view import View
from sync.layout.waiting import cases_tile
from tests.forms.builders import ORGANISATION
from tests.layout.views import DISTRICT, ENTRIES, FINDINGS, cells, named, texts, view_of

DAILY = DutyRule("daily-log", "บันทึกประจำวัน", ("log",), "supervisor", "working_day")
PLAN = DutyRule("planned-visit", "การนิเทศตามปฏิทิน", ("visit",), "school", "plan")


def day(number: int) -> Period:
    return Period(date(2026, 11, number), date(2026, 11, number + 1), "day", f"2026-11-{number}")


def owed(number: int, status: str, on: int | None = None) -> DutyState:
    what = Owed("daily-log", "log", day(number), "supervisor", "P1", date(2026, 11, 20))
    met = date(2026, 11, on) if on else None
    return DutyState(what, status, "x", on=met)  # type: ignore[arg-type]  # one of the five


DUTIES = (
    owed(16, "done", 16),
    owed(17, "missing"),
    owed(18, "missing"),
    DutyState(
        Owed("planned-visit", "plan", day(24), "school", "S2", date(2026, 11, 24), "p1", ("P1",)),
        "pending",
        "x",
    ),
)


def view(partition: Partition) -> View:
    known: dict[str, list[object]] = {}
    for entry in ENTRIES:
        known.setdefault(entry.form, []).append(entry)
    rules = {rule.id: rule for rule in (DAILY, PLAN)}
    return replace(view_of(partition), entries=known, duties=DUTIES, duty_rules=rules)  # type: ignore[arg-type]


def figure(tab: Tab, label: str) -> CellValue:
    """The figure below a tile's label."""
    row, column = next((r, c) for r, c, cell in cells(tab) if cell.value == label)
    return tab.rows[row + 1].cells[column].value


def test_a_supervisor_sees_days_not_logged_and_the_next_plan() -> None:
    tab = named(supervisor.tabs(view(Partition("supervisor", "P1"))), "overview")
    assert figure(tab, "วันที่ยังไม่ได้บันทึกประจำวัน") == 2
    assert figure(tab, "แผนการนิเทศที่จะถึง") == 1
    assert any(text.startswith("ครั้งต่อไป 24 พ.ย. 2569") for text in texts(tab))


def test_a_supervisor_reads_as_overdue_what_everybody_does() -> None:
    """Days that no hand-over sums up are overdue themselves; those of a week that is, are one with it."""
    own = view(Partition("supervisor", "P1"))
    assert texts(named(supervisor.tabs(own), "overview")).count(DAILY.title) == 2
    week = DutyRule("week", "การส่งประจำสัปดาห์", (), "supervisor", "week", gathers=DAILY.id)
    late = replace(owed(20, "missing"), owed=replace(owed(20, "missing").owed, duty="week"))
    summed = replace(own, duties=(*DUTIES, late), duty_rules={**own.duty_rules, week.id: week})
    shown = texts(named(supervisor.tabs(summed), "overview"))
    assert (shown.count(DAILY.title), shown.count(week.title)) == (0, 1)


def test_cases_that_were_open_when_the_year_began_are_no_cases_of_this_year() -> None:
    form = Form("urgent", "กรณี", (), (), {"when": "day"}, counts_as="case")
    case = replace(ENTRIES[0], form=form.id, response="c1", when=date(2026, 3, 2), texts={})
    own = replace(view(DISTRICT), forms={form.id: form}, entries={form.id: [case]}, findings=())
    assert cases_tile(own).note.startswith("จาก 1 เรื่อง รวมที่ค้างจากปีก่อน")


def test_a_learning_area_sees_each_network_and_its_weakest_items_first() -> None:
    own = replace(view(Partition("learning_area", "thai")), enough=2)
    tabs = learning_area.tabs(own)
    assert figure(named(tabs, "overview"), "การสังเกตชั้นเรียน") == 2
    means = [r.cells[3].value for r in named(tabs, "items").rows.values() if r.key]
    known = [mean for mean in means if isinstance(mean, float)]
    assert known == sorted(known)


def test_items_that_few_rated_are_not_ranked() -> None:
    own = view(Partition("learning_area", "thai"))
    rows = [r for r in named(learning_area.tabs(own), "items").rows.values() if r.key]
    numbers = [str(r.cells[0].value) for r in rows]
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    assert all(r.cells[3].style.italic for r in rows if r.cells[2].value)


def test_a_week_that_is_not_over_tells_no_nought() -> None:
    """Nothing came on Saturday and Monday of a week: the line of the chart ends before it."""
    own = view(Partition("district"))
    semester, monday = own.semester, date(2026, 11, 23)
    began = replace(own, as_of=datetime.combine(monday, time(9)), summaries={})
    form = began.observation
    assert form is not None
    told = series.weekly(began, *began.readings(form)).columns[0]
    over = [week.end <= monday for week in series.weeks_of(own.calendar, semester)]
    assert list(told) == [0 if passed else None for passed in over]


def test_the_office_sees_everyone_who_is_in_office() -> None:
    tab = named(office.tabs(view(Partition("office"))), "overview")
    people = [one.name for one in ORGANISATION.supervisors.values() if one.in_office(date(2026, 11, 20))]
    assert set(people) <= set(texts(tab))
    assert "1/3" in texts(tab)  # of the week's three days that are owed one is logged


def told_by(tab: Tab, label: str) -> tuple[CellValue, str, CellValue]:
    """A tile's figure, the pattern that it is shown by, and the note below it."""
    row, column = next((r, c) for r, c, cell in cells(tab) if cell.value == label)
    shown = tab.rows[row + 1].cells[column]
    return shown.value, shown.style.number, tab.rows[row + 2].cells[column].value


@pytest.mark.parametrize(
    ("of_each", "value", "said", "excused"),
    [
        ({"P1": ["done", "done"], "P2": ["missing", "done"]}, 1, "จาก 2 คน", 0),
        # Away all week is neither handed in nor owed.
        ({"P1": ["excused", "excused"], "P2": ["missing", "done"]}, 0, "จาก 1 คน", 1),
        ({"P1": ["excused", "done"], "P2": ["pending", "done"]}, 1, "จาก 2 คน", 0),
        ({"P1": ["excused", "excused"], "P2": ["excused", "excused"]}, "–", "", 2),
        ({}, "–", "", 0),
    ],
)
def test_the_head_reads_who_has_handed_in_of_those_who_had_to(
    of_each: dict[str, list[str]], value: CellValue, said: str, excused: int
) -> None:
    states = [
        replace(one, owed=replace(one.owed, code=code))
        for code, statuses in of_each.items()
        for number, status in enumerate(statuses, start=16)
        for one in (owed(number, status, number if status == "done" else None),)
    ]
    tab = named(office.tabs(replace(view(Partition("office")), duties=states)), "overview")
    figure_of, pattern, note = told_by(tab, "บันทึกครบในสัปดาห์นี้")
    assert figure_of == value
    assert said in pattern
    assert str(note).endswith(f"ลาหรือไปราชการ {excused} คน")


def many(duty: str, status: str, count: int, every: int = 1) -> list[DutyState]:
    """So many duties of a kind, one falling due each `every` days."""
    first = date(2026, 11, 22) if status == "pending" else date(2026, 11, 2)
    dues = [first + number // every * timedelta(days=1) for number in range(count)]
    made = [Owed(duty, "log", day(16), "supervisor", "P1", due) for due in dues]
    return [DutyState(one, status, "x") for one in made]  # type: ignore[arg-type]  # one of the five


def test_the_head_reads_what_is_overdue_by_kind_and_as_much_of_what_falls_due_as_there_is_room() -> None:
    rules = {name: replace(PLAN, id=name, title=f"เรื่อง {name}") for name in ("a", "b")}
    states = [*many("a", "missing", 3), *many("b", "missing", 8), *many("a", "pending", 40, every=2)]
    own = replace(view(Partition("office")), duties=states, duty_rules=rules)
    tab = named(office.tabs(own), "overview")
    assert told_by(tab, "รายการค้างส่ง")[0] == 11
    kinds = [row.cells[7].value for row in tab.rows.values() if len(row.cells) > 11 and row.cells[11].value]
    assert kinds.index("8 รายการ") < kinds.index("3 รายการ")
    listed = [row.cells[7].value for row in tab.rows.values() if len(row.cells) > 11 and row.cells[11].value]
    days = [one for one in listed if str(one).endswith(("พ.ย. 2569", "ธ.ค. 2569"))]
    assert len(days) >= 8  # the rows that a screen has left
    assert "และครบกำหนดภายใน 30 วัน\nอีก 40 รายการ" in texts(tab)
    quiet = named(office.tabs(replace(own, duties=many("a", "pending", 2))), "overview")
    assert (len(tab.charts), len(quiet.charts)) == (0, 1)  # the weeks are drawn where there is room


def visits_owed(status: str, *planned: tuple[str, tuple[str, ...]]) -> list[DutyState]:
    """Planned visits of one day: the school of each, and the people whom its plan names."""
    asked = [
        Owed(PLAN.id, "visit", day(25), "school", school, date(2026, 11, 25), f"p{number}", people)
        for number, (school, people) in enumerate(planned)
    ]
    return [DutyState(one, status, "x") for one in asked]  # type: ignore[arg-type]  # one of the five


ONE, TWO, THREE = "ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2", "ศึกษานิเทศก์ 3"
BOTH, ALL_THREE = f"{ONE}, {TWO}", f"{ONE}, {TWO}, {THREE}"
GO, OWE = "การนิเทศตามปฏิทิน", "บันทึกประจำวัน"
S2 = ("S2", ("P1", "P2"))


@pytest.mark.parametrize("status", ["missing", "pending"])
@pytest.mark.parametrize(
    ("states", "who", "all_of_them", "what"),
    [
        ([S2], BOTH, "", f"{GO} · บ้านโพน"),
        ([("S1", ()), ("S3", ())], "บ้านหนองบัว, บ้านหนองบัว", "", GO),  # two of one name are two
        ([("S2", ()), ("S3", ())], "บ้านโพน, บ้านหนองบัว", "", GO),  # plans that name nobody
        # Who has most stands first; where names have no room the others are counted, all in the note.
        ([("S3", ("P2",)), S2], f"{TWO}, {ONE}", "", f"{GO} · บ้านหนองบัว, บ้านโพน"),
        (
            [S2, ("S3", ("P3",)), ("S1", ("P1",))],
            ALL_THREE,
            "",
            f"{GO} · 3 โรงเรียน",
        ),
        (
            [S2, ("S3", ("P3",)), ("S1", ("P1", "P9"))],  # P9 is no longer known
            f"{ONE}, {TWO} และอีก 2 คน",
            f"{ALL_THREE}, P9",
            f"{GO} · 3 โรงเรียน",
        ),
    ],
)
def test_the_head_reads_who_has_to_go_or_missed_it_as_the_plan_names_them(
    status: str, states: list[tuple[str, tuple[str, ...]]], who: str, all_of_them: str, what: str
) -> None:
    own = replace(view(Partition("office")), duties=visits_owed(status, *states))
    tab = named(office.tabs(own), "overview")
    told = [row.cells for row in tab.rows.values() if len(row.cells) > 11 and GO in str(row.cells[11].value)]
    assert [(line[8].value, line[8].note, line[11].value) for line in told] == [(who, all_of_them, what)]


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({"people": ("P1",)}, "ศึกษานิเทศก์ 1"),
        ({"people": (), "answers": {"asker": "ผู้อำนวยการโรงเรียน ก"}}, "ผู้อำนวยการโรงเรียน ก"),
        ({"people": (), "answers": {}}, "บ้านโพน"),
        ({"people": ("P1",), "counted": False}, None),  # what must be mended is not put forward
    ],
)
def test_the_office_reads_who_asks_for_a_decision(given: dict[str, Any], who: str | None) -> None:
    """A supervisor, else the name that was typed, else the school."""
    asker, head = Question("asker", "ชื่อ", QuestionType.TEXT), Step("head", "head", "ผอ.กลุ่ม", ("ทราบ",))
    about, chains = {"who_name": "asker"}, Chains(None, {"": Chain((head,))})
    form = Form("ask", "คำขอ", ("S3",), (Section("s", "ข้อมูล", (asker,)),), about, chains=chains)
    one = replace(ENTRIES[0], form="ask", response="a1", members={"school": "S2"}, **given)
    stands = {("ask", "a1"): Standing("waiting", head, one.submitted, (), ())}
    own = view(Partition("office"))
    own = replace(own, forms={**own.forms, "ask": form}, entries={"ask": [one]}, standings=stands)
    tab = named(office.tabs(own), "overview")
    assert figure(tab, "เรื่องที่รอการพิจารณา") == (0 if who is None else 1)
    rows = [[cell.value for cell in row.cells] for row in tab.rows.values()]
    told = [row for row in rows if "คำขอ · รอ ผอ.กลุ่ม" in row]
    assert [who in row for row in told] == ([] if who is None else [True])


@pytest.mark.parametrize(
    ("count", "heading"),
    [(4, "(รอนานที่สุดขึ้นก่อน)"), (15, "(4 เรื่องที่รอนานที่สุด จาก 15 เรื่อง)")],
)
def test_the_office_reads_how_many_more_wait_than_are_listed(count: int, heading: str) -> None:
    head = Step("head", "head", "ผอ.กลุ่ม", ("ทราบ",))
    form = Form("ask", "คำขอ", ("S3",), (), {}, chains=Chains(None, {"": Chain((head,))}))
    asked = [replace(ENTRIES[0], form="ask", response=f"a{n}") for n in range(count)]
    stands = {("ask", one.response): Standing("waiting", head, one.submitted, (), ()) for one in asked}
    own = view(Partition("office"))
    own = replace(own, forms={**own.forms, "ask": form}, entries={"ask": asked}, standings=stands)
    tab = named(office.tabs(own), "overview")
    assert f"เรื่องที่รอการพิจารณา {heading}" in texts(tab)
    told = [row for row in tab.rows.values() if "คำขอ · รอ ผอ.กลุ่ม" in [cell.value for cell in row.cells]]
    assert len(told) == 4


@pytest.mark.parametrize(
    ("person", "typed", "school", "who"),
    [
        ("P1", "", "S2", "ศึกษานิเทศก์ 1"),
        (None, "หัวหน้าฝ่าย", "S2", "หัวหน้าฝ่าย"),
        (None, "", "S2", "บ้านโพน"),
        (None, "", None, None),
    ],
)
def test_a_finding_names_who_reported(
    person: str | None, typed: str, school: str | None, who: str | None
) -> None:
    row = replace(FINDINGS[0], supervisor=person, who=typed, school=school)
    cells_of = dict(zip(findings.COLUMNS, findings.line(view_of(DISTRICT), row), strict=True))
    assert cells_of["who"].value == who


def test_the_director_reads_of_open_cases_the_earliest_due_first() -> None:
    """Two lines under the tiles: where, what, by when, whose; and how many more there are."""
    due = Question("due_on", "กำหนด", QuestionType.DATE)
    form = Form("rt", "กรณี", ("S9",), (Section("s", "ข้อมูล", (due,)),), {"due": "due_on"}, counts_as="case")
    told = [
        replace(
            ENTRIES[0], form="rt", response=f"c{day}", people=("P1",), answers={"due_on": f"2026-11-{day}"}
        )
        for day in (28, 18, 25)
    ]
    own = view(DISTRICT)
    own = replace(own, forms={**own.forms, "rt": form}, entries={**own.entries, "rt": told})
    shown = [text for text in texts(named(district.tabs(own), "overview")) if " · กำหนดแก้ไข " in text]
    days = [text.partition("กำหนดแก้ไข ")[2].partition(" · ")[0] for text in shown]
    assert days == ["18 พ.ย. 2569", "25 พ.ย. 2569"]
    assert "ผู้รับผิดชอบ ศึกษานิเทศก์" in shown[0]
    assert shown[-1].endswith("และอีก 1 เรื่อง")


@pytest.mark.parametrize(
    ("counted", "wrong", "told"),
    [
        (True, False, "อยู่ระหว่างดำเนินการ"),
        (False, True, "ต้องแก้ไข · อยู่ระหว่างดำเนินการ"),  # such as a day that cannot be, or one that came twice
        (False, False, None),  # somebody left it out
    ],
)
def test_an_open_case_is_shown_though_something_must_be_mended(
    counted: bool, wrong: bool, told: str | None
) -> None:
    form = Form("rt", "กรณี", ("S9",), (), {}, counts_as="case")
    case = replace(ENTRIES[0], form="rt", response="c1", counted=counted)
    stands = {("rt", "c1"): Standing("open", None, case.submitted, (), ())}
    row = replace(FINDINGS[1], form="rt", response="c1", severity="error")
    own = view(DISTRICT)
    own = replace(
        own,
        forms={**own.forms, "rt": form},
        entries={**own.entries, "rt": [case]},
        standings=stands,
        findings=[*own.findings, *([row] if wrong else [])],
    )
    shown = district.tabs(own)
    assert figure(named(shown, "overview"), "กรณีเร่งด่วนที่ยังไม่ยุติ") == (0 if told is None else 1)
    lines = [row for row in named(shown, "cases").rows.values() if row.key]
    assert [line.cells[1].value for line in lines] == ([] if told is None else [told])


def test_a_coordinator_reads_what_observers_wrote() -> None:
    own = view(Partition("network", "N1"))
    form = own.observation
    assert form is not None
    weak = Question("weak", "จุดที่ควรพัฒนา", QuestionType.PARAGRAPH)
    asks = replace(form, sections=(*form.sections, Section("more", "เพิ่มเติม", (weak,))))
    told = remarks.listing(own, Reading(asks, own.summary(form)), 3)
    assert told.heads[2] == "จุดที่ควรพัฒนา"
    assert [cell.value for cell in told.lines[0]] == ["บ้านหนองบัว\n16 พ.ย. 2569", "=1+1 จัดกิจกรรมกลุ่ม", None]
