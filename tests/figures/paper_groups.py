"""What the paper of a work group's semester should say: its spreadsheet's tabs, and what they lack by SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from forms.model import Form, Question, QuestionType
from forms.thai import thai_date
from tests.figures.charts import subject
from tests.figures.comparing import Cell, Expected, Said, Table
from tests.figures.facts import Facts
from tests.figures.paper_networks import cases, to_mend, unsent
from tests.figures.printed import Printed
from tests.figures.shown import NOTHING, Published, level, lines_below, mean, number, text
from tests.figures.tables import TEXTS

_COUNTED = (
    "SELECT answers, members FROM own JOIN response USING (form, id)"
    " JOIN term ON term.name = ? AND day >= first AND day < until"
    " WHERE sheet = ? AND form = ? AND counted"
)


def group_semester(paper: Printed, there: Published) -> Iterator[Expected]:
    """Activities, records by form and person, projects, and what goes on."""
    sheet = f"group:{paper.about}"
    yield Table(("ระยะเวลา",), [_span(sheet, there), [..., ...], [..., ...]])
    yield from _activities(sheet, there)
    yield _forms(sheet, there)
    yield from _people(sheet, there)
    yield _projects(sheet, there)
    yield from _cases(paper, sheet, there)
    yield unsent(sheet, there)
    yield from to_mend(paper, sheet, there)


def _span(sheet: str, there: Published) -> list[Cell]:
    calendar, facts = there.facts.office.calendar, there.facts
    semester = calendar.latest_semester(facts.now.date())
    ends = [
        thai_date(day) for day in (semester.start, semester.end.fromordinal(semester.end.toordinal() - 1))
    ]
    return [..., f"{ends[0]} ถึง {ends[1]} (ข้อมูลถึงวันที่ {thai_date(facts.stands_on(sheet))})"]


# --- Activities ------------------------------------------------------------------------


def _activities(sheet: str, there: Published) -> Iterator[Expected]:
    form = next((one for one in there.facts.office.forms.values() if "S7" in one.records), None)
    areas = ("กลุ่มสาระการเรียนรู้", "กิจกรรม", "ภาคเรียนก่อน", "โรงเรียน", "ผลเชิงปริมาณ")
    sums = ("รายการ", "ภาคเรียนนี้", "ภาคเรียนก่อน")
    chosen = ("เรื่อง", "จำแนกเป็น", "จำนวน (กิจกรรม)", "ภาคเรียนก่อน")
    if form is None:
        yield Said(r"นิเทศกระตุ้นพัฒนาการ (\d+) กิจกรรม \(ภาคเรียนก่อน (\d+) กิจกรรม\)", ("0", "0"))
        yield from (Table(head, []) for head in (areas, sums, chosen))
        return
    now, before = there.counted(sheet)[form.title]
    schools = {one["school"] for _, one in _records(sheet, form, there.facts) if "school" in one}
    many = r" เป็นการนิเทศที่เจาะจงโรงเรียน (\d+) โรงเรียน" if schools else ""
    yield Said(
        r"นิเทศกระตุ้นพัฒนาการ (\d+) กิจกรรม \(ภาคเรียนก่อน (\d+) กิจกรรม\)" + many,
        (number(now), number(before), *([str(len(schools))] if schools else [])),
    )
    yield Table(areas, list(_areas(sheet, form, there.facts)))
    yield Table(sums, [
        [q.ask, *(_sum(q, _records(sheet, form, there.facts, term)) for term in ("now", "before"))]
        for q in form.questions.values()
        if q.summed
    ])  # fmt: skip
    yield Table(chosen, list(spread(sheet, form, there)))


def _records(
    sheet: str, form: Form, facts: Facts, term: str = "now"
) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Answers and members of each counted record."""
    found = facts.ask(_COUNTED, term, sheet, form.id)
    return [(orjson.loads(answers), orjson.loads(members)) for answers, members in found]


def _sum(question: Question, records: list[tuple[dict[str, Any], dict[str, str]]]) -> str:
    told = [answers[question.id] for answers, _ in records if question.id in answers]
    return number(sum(told)) if told else NOTHING


def _areas(sheet: str, form: Form, facts: Facts) -> Iterator[list[Cell]]:
    now, before = (_records(sheet, form, facts, term) for term in ("now", "before"))
    known = facts.office.organisation.learning_areas
    for code, name in [*((code, one.name) for code, one in known.items()), ("", None)]:
        mine, past = (
            [one for one in of if (one[1].get("learning_area", "") if code else "") == code
             and (code or one[1].get("learning_area") not in known)]
            for of in (now, before)
        )  # fmt: skip
        if mine or past:
            schools = {members["school"] for _, members in mine if "school" in members}
            sums = "\n".join(f"{q.ask} {_sum(q, mine)}" for q in form.questions.values() if q.summed)
            title: Cell = name if name else ...
            yield [title, str(len(mine)), str(len(past)), str(len(schools)), text(sums)]


def spread(sheet: str, form: Form, there: Published, term: str = "now") -> Iterator[list[Cell]]:
    """How records are spread over choices: by the tab of counts; where several may be chosen, by SQL.

    Of the semester before (`term` is "before") nothing is known of the one before that: its records began
    with it.
    """
    grid, kind = there.grid(sheet, "counts"), form.about.get("kind", "")
    single = [form.questions[q] for q in dict.fromkeys((kind, *form.cut_by)) if q in form.questions]
    for question in (one for one in single if one.type is not QuestionType.CHECKBOXES):
        top = next((row for row in range(len(grid.rows)) if grid.at(row, 0) == subject(form) and row > 4
                    and grid.at(row, 1) is None), None)  # fmt: skip
        asked = TEXTS("tallies.kinds.kind") if question.id == kind else question.ask
        if top is None or not any(grid.at(row, 0) == asked for row in range(top, len(grid.rows))):
            continue
        for line in lines_below(grid, asked, after=top):
            if line[asked] in [choice.label for choice in question.choices]:
                now, before = line["ภาคเรียนนี้"], line["ภาคเรียนก่อน"]
                if term == "before":
                    now, before = before, 0
                if now or before:
                    yield [question.ask, line[asked], number(now), number(before)]
    terms = ("now", "before") if term == "now" else ("before", "")
    counts = [Counter(_chosen(sheet, form, there.facts, one)) if one else Counter() for one in terms]
    for question in form.questions.values():
        if question.type is QuestionType.CHECKBOXES:
            for choice in question.choices:
                n = [of[question.id, choice.code] for of in counts]
                if any(n):
                    yield [question.ask, choice.label, *map(str, n)]


def _chosen(sheet: str, form: Form, facts: Facts, term: str) -> Iterator[tuple[str, str]]:
    for answers, _ in _records(sheet, form, facts, term):
        for question, said in answers.items():
            yield from ((question, code) for code in (said if isinstance(said, list) else ()))


# --- Other work ------------------------------------------------------------------------


def _forms(sheet: str, there: Published) -> Table:
    """Records by form; the day of the last by SQL."""
    rows: list[list[Cell]] = []
    for form in there.facts.office.forms.values():
        now, before = there.counted(sheet)[form.title]
        if "group" in form.seen_in and (now or before):
            last = there.facts.last(sheet, form.id, "all", "")
            rows.append([form.title, number(now), number(before), thai_date(last) if last else NOTHING])
    return Table(("แบบบันทึก", "จำนวน (ฉบับ)", "ภาคเรียนก่อน", "ล่าสุด"), rows)


def _people(sheet: str, there: Published) -> Iterator[Expected]:
    facts = there.facts
    form = facts.form("observation")
    grid = there.grid(sheet, "overview")
    if grid.has(TEXTS("group.columns.person")):  # as groups that observe have it
        heads = {"logs": "บันทึก (รายการ)", "days": "บันทึก (วัน)"}
        lines = list(lines_below(grid, TEXTS("group.columns.person")))
    else:
        heads = {"logs": "บันทึก (รายการ)", "days": "บันทึกแล้ว (วัน)"}
        lines = there.lines(sheet, "daily", "ศึกษานิเทศก์")
    people = {one.name: one for one in facts.office.organisation.supervisors.values()}
    rows: list[list[Cell]] = []
    for line in lines:
        if person := people.get(line["ศึกษานิเทศก์"]):
            rows.append([
                person.name, number(line[heads["logs"]]), number(line[heads["days"]]),
                text(line["บันทึกล่าสุด"]), number(facts.n(sheet, form.id, "supervisor", person.code)),
            ])  # fmt: skip
    told = ("ศึกษานิเทศก์", "บันทึกประจำวัน (ฉบับ)", "วันที่บันทึก (วัน)", "ล่าสุด", "สังเกตชั้นเรียน (ครั้ง)")
    yield Table(told, rows)
    n, found, band = facts.mean(sheet, form.id)
    past, banded = facts.mean(sheet, form.id, term="before")[1], level(band, n)
    yield Said(
        r"สังเกตชั้นเรียน (\d+) ครั้ง \(ภาคเรียนก่อน (\d+) ครั้ง\) คะแนนเฉลี่ย (\S+)"
        + (" ระดับ(.+?)" if banded != NOTHING else "") + r" \(ภาคเรียนก่อน (\S+?)\)",
        (str(facts.n(sheet, form.id)), str(facts.n(sheet, form.id, term="before")), mean(found),
         *([banded] if banded != NOTHING else []), mean(past)),
    )  # fmt: skip


def _projects(sheet: str, there: Published) -> Table:
    lines = there.lines(sheet, "projects", "งาน/โครงการ") if "projects" in there.sheets[sheet] else []
    heads = ("งาน/โครงการ", "ผู้รับผิดชอบ", "กำหนด", "บันทึก (ฉบับ)", "โรงเรียน", "ล่าสุด")
    return Table(heads, [
        [line["งาน/โครงการ"].translate(_ARABIC), ..., text(line["กำหนดส่ง"]), number(line["แบบบันทึก (ฉบับ)"]),
         number(line["โรงเรียน"] or 0), text(line["บันทึกล่าสุด"])]
        for line in lines
    ])  # fmt: skip


def _cases(paper: Printed, sheet: str, there: Published) -> Iterator[Expected]:
    """Open cases on which the group's people work, by the lists of their own."""
    facts, code = there.facts, paper.about
    mine = [p.code for p in facts.office.organisation.supervisors.values() if p.work_group == code]
    found = facts.ask(
        "SELECT count(DISTINCT (form, id)) FROM urgent JOIN person USING (form, id)"
        " WHERE open AND list_contains(?, person.code)",
        mine,
    )  # fmt: skip
    yield Said(r"ร่วมแก้ไขกรณีเร่งด่วนที่ยังไม่ยุติ (\d+) กรณี", (str(found[0][0]),))
    table = cases(there.lines(sheet, "cases", "กำหนดแก้ไข"))
    if any(rows[0] == table.head for rows in paper.tables):
        yield table


_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
