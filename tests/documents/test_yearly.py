"""The group's yearly report: a year's figures beside the records they are of, read back out of the file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import docx

from forms.calendar.periods import fiscal_year_of
from forms.definition import load_forms, packaged_definitions
from forms.duties import DutyRule, DutyState
from forms.duties.states import Owed
from forms.model import Entry, Partition
from forms.model.chains import Decision, Standing, Step
from forms.papers import Paper
from forms.papers.known import Known
from forms.papers.yearly import yearly_paper
from forms.results.book import Result, ResultBook
from forms.results.rules import KindOfTest, ResultRules, Subject
from sync.documents import find_template, render
from tests.documents.knowing import known, row_of, section, written
from tests.forms.builders import BANGKOK, CALENDAR, LOG, VISIT, log, visit

PACKAGED: Final = load_forms(packaged_definitions())[0]
FORMS: Final = (
    VISIT,
    LOG,
    *(PACKAGED[one] for one in ("research", "media", "roving-team", "supervision-plan", "four-goals")),
)
FISCAL: Final = fiscal_year_of(date(2026, 11, 20))  # 2570: October 2026 to September 2027
ACADEMIC: Final = CALENDAR.academic_year_of(date(2026, 11, 20))  # 2569: 16 May 2026 to 15 May 2027
OWED: Final = Owed("log", "log", FISCAL, "supervisor", "P1", date(2026, 11, 27))


def record(
    form: str,
    day: date,
    number: int = 1,
    *,
    members: Mapping[str, str] | None = None,
    people: tuple[str, ...] = ("P1",),
    **answers: Any,
) -> Entry:
    """A counted record of a packaged form."""
    return Entry(
        form, f"{form}-{number}", datetime(day.year, day.month, day.day, 15, tzinfo=BANGKOK), day,
        members or {}, {}, counted=True, people=people, answers=answers,
    )  # fmt: skip


def settled(day: date) -> Standing:
    word = Decision(
        "roving-team", "", "solved", "ยุติ", "", datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK), ""
    )
    return Standing("passed", None, None, (word,), ())


RECORDS: Final = (
    visit("a", date(2026, 11, 9)),
    visit("b", date(2026, 11, 10), scores=(5, 5, 5, 5, 5)),
    visit("c", date(2026, 11, 16), school="S3", scores=(3, 3, 3, 3, 3)),
    visit("d", date(2026, 10, 5), school="S2"),  # before the semester that begins in the fiscal year
    visit("e", date(2026, 11, 17), school="S2", counted=False),
    visit("p", date(2026, 2, 10), scores=(3, 3, 3, 3, 3)),  # in the year before, fiscal and academic
    replace(log("g", date(2026, 11, 9), "P1"), members={"supervisor": "P1", "group": "G1", "project": "PJ1"}),
    record(
        "research", date(2026, 11, 5), members={"kind": "study", "group": "G2"}, kind="study",
        topic="<b>{{ 7*7 }}</b> & {% for %} 3", progress="done",
    ),
    record("media", date(2026, 11, 6), members={"kind": "media"}, kind="media", name="ชุดฝึก", school="S1"),
    record("media", date(2026, 11, 6), 2, members={"kind": "need"}, kind="need", need="จอภาพ"),
    record("supervision-plan", date(2026, 9, 1), name="แผนเก่า", plan_kind="yearly"),
    record("supervision-plan", date(2026, 9, 2), 2, name="แผนที่รอ", plan_kind="yearly"),
    record("roving-team", date(2026, 9, 1), members={"school": "S1"}, school="S1", due_on="2026-12-01"),
    record("roving-team", date(2026, 11, 2), 2, members={"school": "S3"}, school="S3", due_on="2026-12-02"),
)  # fmt: skip


def office(**more: Any) -> Known:
    committee = Step("committee", "committee", "ก.ต.ป.น.", ("เห็นชอบ",))
    standings = {
        ("roving-team", "roving-team-1"): settled(date(2026, 11, 20)),
        ("supervision-plan", "supervision-plan-2"): Standing("waiting", committee, None, (), ()),
    }
    return known(
        *RECORDS, forms=FORMS, standings=standings,
        duties=(DutyState(OWED, "missing", "nothing-came"),),
        duty_rules={"log": DutyRule("log", "บันทึกประจำวัน", ("log",), "supervisor", "month")},
        **more,
    )  # fmt: skip


def paper(**more: Any) -> Paper:
    return yearly_paper(office(**more), FISCAL, "รายงาน")


def test_a_fiscal_year_by_network_with_the_year_before_beside_it() -> None:
    assert paper().key == "paper:yearly:2570-FY"
    assert paper().readers == (Partition("office"),)
    lines = written(paper())
    assert lines[:2] == ["รายงานผลการดำเนินงานประจำปี", "ปีงบประมาณ ๒๕๗๐"]
    assert "(ร่าง)" in lines
    covered = section(lines, "๑. ความครอบคลุมการนิเทศ", "๒. ผลการนิเทศและการสังเกตชั้นเรียน")
    assert covered[1] == (
        "ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๙ นิเทศแล้ว ๒ จาก ๕ โรงเรียน คิดเป็นร้อยละ ๔๐ (ถึงวันที่ ๓๐ พฤศจิกายน ๒๕๖๙)"
    )
    assert covered[2:4] == ["ภาคเรียนที่ ๒/๒๕๖๙", "ภาคเรียนที่ ๑/๒๕๗๐"]
    assert row_of(covered, "แก้วมุกดาหาร", 7) == ["แก้วมุกดาหาร", "๒", "๑", "๕๐", "–", "–", "–"]
    assert row_of(covered, "ดอนตาล", 4) == ["ดอนตาล", "๑", "๐", "๐"]
    assert row_of(covered, "รวม", 4) == ["รวม", "๕", "๒", "๔๐"]
    observed = section(lines, "๒.๑ รายเครือข่าย", "๒.๒ ระดับคุณภาพและรายด้าน")
    assert row_of(observed, "แก้วมุกดาหาร", 7)[1:] == ["๓", "๓", "๔.๓๓", "ดี", "๑", "๓.๐๐"]
    assert row_of(observed, "เมืองน้ำทิพย์", 7)[1:] == ["๑", "๑", "๓.๐๐", "–", "๐", "–"]
    assert row_of(observed, "รวม", 7)[1:] == ["๔", "๔", "๔.๐๐", "ดี", "๑", "๓.๐๐"]
    levels = section(lines, "๒.๒ ระดับคุณภาพและรายด้าน", "๒.๓ จำแนกตามเครื่องมือที่มีคะแนน")
    assert row_of(levels, "ดี", 4) == ["ดี", "๒", "๕๐", "๐"]
    assert row_of(levels, "ปานกลาง", 4) == ["ปานกลาง", "๑", "๒๕", "๑"]


def test_an_academic_year_covers_by_both_of_its_semesters_each_on_its_own_last_day() -> None:
    lines = written(yearly_paper(office(), ACADEMIC, "รายงาน"))
    assert lines[1] == "ปีการศึกษา ๒๕๖๙"
    # On 10 October S4 was open and S6 not yet; S2 had been visited, whose visit is none of semester 2.
    assert row_of(lines, "แก้วมุกดาหาร", 7) == ["แก้วมุกดาหาร", "๒", "๑", "๕๐", "๒", "๑", "๕๐"]
    assert row_of(lines, "เมืองน้ำทิพย์", 7) == ["เมืองน้ำทิพย์", "๓", "๐", "๐", "๒", "๑", "๕๐"]
    assert row_of(lines, "รวม", 7) == ["รวม", "๕", "๑", "๒๐", "๕", "๒", "๔๐"]
    assert row_of(lines, "รวม", 7, skip=1)[1:3] == ["๔", "๔"]


def test_records_by_form_kind_and_work_group() -> None:
    values = paper().values
    assert (values["records"], values["uncounted"]) == (9, 1)
    lines = written(paper())
    by_form = section(lines, "๓.๑ จำแนกตามแบบบันทึกและประเภท", "๓.๒ จำแนกตามกลุ่มงาน")
    title = PACKAGED["media"].title
    assert row_of(by_form, title, 4) == [title, "๒", "๐", "ความต้องการสื่อของสถานศึกษา ๑, สื่อที่พัฒนาขึ้น ๑"]
    by_group = section(lines, "๓.๒ จำแนกตามกลุ่มงาน", "๔. งาน/โครงการ และแผน")
    assert row_of(by_group, "วัดและประเมินผล", 6) == ["วัดและประเมินผล", "๐", "๑", "๐", "๑", "๐"]
    assert row_of(by_group, "ไม่ระบุกลุ่มงาน", 6)[1:] == ["๔", "๐", "๓", "๗", "๔"]
    assert row_of(by_group, "รวม", 6)[1:] == ["๔", "๑", "๔", "๙", "๔"]
    assert row_of(lines, "โครงการอ่านออกเขียนได้", 5)[1:] == ["วัดและประเมินผล", "–", "๑", "๐"]


def test_works_stand_by_title_as_they_were_written_and_wishes_are_none() -> None:
    lines = written(paper())
    works = section(lines, "๕. ผลงานทางวิชาการ", "๖. รายการที่ต้องรายงานซึ่งครบกำหนดในปี")
    assert "๕.๑ งานวิจัยและงานศึกษาค้นคว้าทางวิชาการ (๑ เรื่อง)" in works
    assert row_of(works, "<b>{{ ๗*๗ }}</b> & {% for %} ๓", 4)[1:] == [
        "งานศึกษาค้นคว้าทางวิชาการ", "ศึกษานิเทศก์ ๑", "แล้วเสร็จ",
    ]  # fmt: skip
    assert "๕.๒ สื่อ นวัตกรรม และเทคโนโลยีทางการศึกษา (๑ เรื่อง)" in works
    assert "ชุดฝึก (บ้านหนองบัว)" in works
    assert not any("จอภาพ" in line for line in lines)


def test_cases_that_came_over_began_were_settled_and_go_on_add_up() -> None:
    lines = written(paper())
    assert "กรณีเร่งด่วนยกมาจากปีก่อน ๑ กรณี เริ่มในปีนี้ ๑ กรณี ยุติในปีนี้ ๑ กรณี ยกไปปีถัดไป ๑ กรณี" in lines
    earlier = yearly_paper(office(), fiscal_year_of(date(2026, 9, 1)), "รายงาน").values
    told = [earlier[f"cases_{what}"] for what in ("before", "begun", "settled")]
    assert told == [0, 1, 0]  # settled in November, after that year had ended
    assert [case["due"] for case in earlier["cases"]] == [date(2026, 12, 1)]  # type: ignore[attr-defined]


def test_plans_of_earlier_years_are_told_while_they_wait() -> None:
    lines = written(paper())
    told = row_of(lines, "แผนที่รอ", 4)
    assert told == ["แผนที่รอ", "แผนการนิเทศประจำปีการศึกษา", "๒ ก.ย. ๒๕๖๙", "รอก.ต.ป.น."]
    assert "แผนเก่า" not in lines
    title = PACKAGED["supervision-plan"].title
    waiting = section(lines, "๗.๓ แบบบันทึกที่ยังรอการพิจารณา", "๘. ปัญหา อุปสรรค")
    assert row_of(waiting, title, 2) == [title, "๑"]


def test_duties_and_lines_to_write_on() -> None:
    lines = written(paper())
    assert row_of(lines, "บันทึกประจำวัน", 7, skip=1)[1:] == ["๑", "๐", "๐", "๐", "๑", "๐"]
    written_by_hand = section(lines, "๘. ปัญหา อุปสรรค", "๙. ข้อเสนอแนะ")[1:]
    assert len(written_by_hand) == 4
    assert set("".join(written_by_hand)) == {"."}


def test_goals_are_sums_of_each_schools_latest_and_tests_those_that_were_sat_last() -> None:
    def told(number: int, day: date, pupils: int) -> Entry:
        school = "S1" if number < 3 else "S2"
        return record(
            "four-goals", day, number, members={"school": school}, academic_year=2569, pupils=pupils
        )

    subject = Subject("thai", "ภาษาไทย", ("ไทย",))
    rules = ResultRules({"onet": KindOfTest("onet", "O-NET", {"p6": ("ป.6",)}, {"thai": subject}, {})})
    results = [
        Result("onet", year, "p6", "thai", school, score, None)
        for year, school, score in ((2567, "S1", 40.0), (2568, "S1", 45.5), (2568, "S2", 54.5))
    ]
    found = known(
        told(1, date(2026, 11, 2), 90), told(2, date(2026, 11, 9), 100), told(3, date(2026, 11, 3), 20),
        forms=FORMS, results=ResultBook(rules, results),
    )  # fmt: skip
    lines = written(yearly_paper(found, FISCAL, "รายงาน"))
    assert "๕.๔ ผลตามเป้าหมายคุณภาพการศึกษา ปีการศึกษา ๒๕๖๙ (๒ โรงเรียนที่รายงาน)" in lines
    assert row_of(lines, "จำนวนเด็กและนักเรียนทั้งหมด (คน)", 2)[1] == "๑๒๐"
    assert "๕.๕ ผลการทดสอบ ปีการศึกษา ๒๕๖๘" in lines
    assert row_of(lines, "O-NET ป.๖ ภาษาไทย", 5)[1:] == ["๒", "๕๐.๐๐", "๔๐.๐๐", "+๕.๕๐"]


def test_a_year_without_records_says_so_and_one_to_come_is_drawn() -> None:
    nothing = known(forms=FORMS)
    lines = written(yearly_paper(nothing, FISCAL, "รายงาน"))
    assert any("ไม่มีข้อมูลของปีงบประมาณ ๒๕๖๙ ให้เปรียบเทียบ" in line for line in lines)
    assert "ไม่มีแบบบันทึกในปีนี้" in lines
    assert row_of(lines, "ดี", 4) == ["ดี", "๐", "–", "–"]
    assert not any("๕.๔" in line or "๕.๕" in line for line in lines)
    to_come = written(yearly_paper(nothing, fiscal_year_of(date(2029, 1, 1)), "รายงาน"))
    assert row_of(to_come, "แก้วมุกดาหาร", 7)[1:] == ["–"] * 6


def test_heads_are_repeated_and_no_row_is_broken_over_pages() -> None:
    made = docx.Document(io.BytesIO(render(paper(), find_template(Path("nowhere"), "yearly"))))
    head, unbroken = "w:trPr/w:tblHeader", "w:trPr/w:cantSplit"
    *tables, _ = made.tables  # the last one is of signatures
    for table in tables:
        assert table.rows[0]._tr.xpath(head)
        assert all(row._tr.xpath(unbroken) for row in table.rows)
    assert tables[0].rows[1]._tr.xpath(head)  # heads below those of semesters
