"""The six-month report: drafted from a person's own records, in the manual's four parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from forms.calendar.periods import reported_half_of
from forms.definition import load_forms, packaged_definitions
from forms.model import Entry, Partition
from forms.papers import Paper
from forms.papers.half_year import PARTS, half_year_paper
from forms.papers.known import Known
from tests.documents.knowing import known, row_of, section, written
from tests.forms.builders import BANGKOK

FORMS: Final = load_forms(packaged_definitions())[0]
HALF: Final = reported_half_of(date(2026, 11, 20))


def record(
    form: str, day: date, *, members: Mapping[str, str] | None = None, person: str = "P1", **answers: str
) -> Entry:
    """A counted record that a person took part in."""
    submitted = datetime(day.year, day.month, day.day, 15, tzinfo=BANGKOK)
    return Entry(
        form, f"{form}-{day}-{person}", submitted, day, members or {}, {}, counted=True, people=(person,),
        answers=answers,
    )  # fmt: skip


RECORDS: Final = (
    record("classroom-observation", date(2026, 11, 3), school="S1"),
    record("classroom-observation", date(2026, 11, 4), school="S2"),
    record(
        "research", date(2026, 11, 5), members={"kind": "research"}, kind="research", topic="การอ่าน 3 ระดับ"
    ),
    record("research", date(2026, 11, 6), members={"kind": "study"}, kind="study", topic="หลักสูตร"),
    record("policy-follow-up", date(2026, 11, 9), school="S1"),
    record("daily-log", date(2026, 11, 10), members={"group": "G1"}),
    record("media", date(2026, 11, 11), learning_area="thai", title="ชุดฝึก"),
    record("journey-report", date(2026, 11, 12), subject="ประชุมวิชาการ", place="ขอนแก่น"),
    record("permit", date(2026, 11, 12)),  # asking is no work
    record("visit-plan", date(2026, 12, 12)),
    record("classroom-observation", date(2026, 11, 4), person="P2", school="S2"),
    record("classroom-observation", date(2026, 9, 20), school="S1"),  # told of in the report before
    replace(record("classroom-observation", date(2026, 11, 18), school="S1"), counted=False),
)


def office(*more: Entry) -> Known:
    found = known(*RECORDS, *more, forms=FORMS.values())
    people = found.organisation.supervisors
    charged = replace(people["P1"], learning_areas=("thai",))
    return replace(
        found, organisation=replace(found.organisation, supervisors={**people, "P1": charged})
    )  # fmt: skip


def paper(*more: Entry) -> Paper:
    return half_year_paper(office(*more), "P1", HALF, "รายงาน")


def test_every_record_stands_under_one_heading_of_the_manual() -> None:
    values = paper().values
    counts = {part: values[f"{part}_n"] for part in PARTS}
    assert counts == {
        "supervision": 2, "study": 1, "research": 1, "monitoring": 1, "group_work": 1, "area_work": 1,
        "other_work": 1,
    }  # fmt: skip
    assert values["records"] == 8
    assert paper().readers == (Partition("supervisor", "P1"), Partition("office"))


def test_the_draft_has_the_four_parts_with_their_evidence() -> None:
    lines = written(paper())
    assert lines[1] == "รอบ ๖ เดือน ครั้งที่ ๑ ปีงบประมาณ ๒๕๗๐"
    assert "๒๑ ก.ย. ๒๕๖๙ ถึง ๒๐ มี.ค. ๒๕๗๐ (ข้อมูลถึงวันที่ ๓๐ พ.ย. ๒๕๖๙)" in lines
    order = [line for line in lines if line[:2] in ("๑.", "๒.", "๓.", "๔.") or line[:1] == "("]
    heads = [head.split("  ")[0] for head in order if "ลงชื่อ" not in head]
    assert heads[:5] == [
        "๑. ข้อมูลผู้รายงาน", "๒. หน้าที่ความรับผิดชอบที่ได้รับมอบหมาย",
        "๓. ผลการปฏิบัติราชการ (บันทึกไว้ ๘ รายการ)", "๓.๑ งานตามมาตรฐานตำแหน่ง", "(๑) งานนิเทศ",
    ]  # fmt: skip
    visits = section(lines, "(๑) งานนิเทศ  ๒ รายการ", "(๒) งานศึกษาค้นคว้าทางวิชาการ  ๑ รายการ")
    assert row_of(visits, "๒", 4) == ["๒", "๔ พ.ย. ๒๕๖๙", "แบบบันทึกการสังเกตชั้นเรียน", "บ้านโพน"]
    assert "งานวิจัย การอ่าน ๓ ระดับ" in lines
    assert "ประชุมวิชาการ ขอนแก่น" in lines
    assert "วัดและประเมินผล" in lines  # the work group
    assert lines.index("๔. แนวทางการพัฒนางานในรอบ ๖ เดือนต่อไป") > lines.index("ประชุมวิชาการ ขอนแก่น")


def test_what_the_person_wrote_for_this_half_stands_in_it() -> None:
    def sent(half: str, plan: str) -> Entry:
        made = record("half-year-report", date(2026, 11, 20), half=half)
        answers = {**made.answers, "fiscal_year": 2570}
        return replace(made, response=half, answers=answers, texts={"plan_position": plan})

    lines = written(paper(sent("1", "นิเทศ 30 โรงเรียน"), sent("2", "แผนของรอบหลัง")))
    assert "นิเทศ ๓๐ โรงเรียน" in lines
    assert "แผนของรอบหลัง" not in lines


def test_who_has_no_record_has_a_draft_all_the_same() -> None:
    lines = written(half_year_paper(known(forms=FORMS.values()), "P2", HALF, "รายงาน"))
    assert lines.count("ไม่มีงานที่บันทึกไว้ในรอบนี้") == 7
