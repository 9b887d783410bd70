"""Records of a work group and of networks' teams, sent through the packaged forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from forms.model import Entry
from forms.papers.known import Known
from tests.documents.knowing import known
from tests.forms.builders import CALENDAR, LOG, VISIT, Given, log, visit
from tests.forms.packaged import OFFICE, SCHOOL, filled, packaged

SEMESTER: Final = CALENDAR.semester_named("2569-S2")
BEFORE: Final = date(2026, 6, 10)
SD, AST, CASE = (packaged()[one] for one in ("stimulate-development", "area-supervisor-team", "roving-team"))

ACTIVITY: Final[Mapping[str, Given]] = {
    "activity": "ประชุมปฏิบัติการ PLC 3 วัน", "work_group": "วัดและประเมินผล", "learning_area": "ภาษาไทย",
    "assignment": "งานเฉพาะกิจ", "objective": "ครูออกแบบการวัดผลได้ 5 ด้าน",
    "technique": "การประชุมปฏิบัติการ", "first_day": "2026-11-10", "last_day": "2026-11-11",
    "leader": "ศึกษานิเทศก์ 1", "together": "มีศึกษานิเทศก์ร่วมนิเทศ", "members": ["ศึกษานิเทศก์ 2"],
    "target": ["ครู", "ผู้บริหารสถานศึกษา"], "planned": "40", "tools": ["แบบทดสอบ"],
    "school": {"network": "ไม่เจาะจงโรงเรียน"}, "reached": "38", "quality": "ครูมีแบบวัดของตนเอง",
    "feedback": "ขอเวลาปฏิบัติเพิ่ม",
}  # fmt: skip
PLAN: Final[Mapping[str, Given]] = {
    "recorded_on": "2026-11-10", "leader": "ศึกษานิเทศก์ 1", "school": SCHOOL, "learning_area": "คณิตศาสตร์",
    "target": "นักเรียน", "stage": "การวิเคราะห์และวางแผน", "sources": ["ผล NT", "ผล RT (Reading Test)"],
    "found": "คิดคำนวณต่ำ 12 คน", "target_count": "12", "goal": "ผล NT เพิ่มขึ้นร้อยละ 3",
    "method": "นิเทศแบบชี้แนะ", "members": ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"],
    "tools": ["แบบวัดการคิดคำนวณ", "แบบบันทึกการสังเกตชั้นเรียน"], "visit_on": "2026-12-08",
    "plan_done": "ร่วมวางแผนแล้ว",
}  # fmt: skip
FOLLOW: Final[Mapping[str, Given]] = {
    **{name: PLAN[name] for name in ("leader", "school", "learning_area", "target")},
    "recorded_on": "2026-11-19", "stage": "การติดตามผล", "visits": "2", "developed": "9",
    "result": "ผล NT เพิ่มขึ้นร้อยละ 2", "outcome": "ดีขึ้นแต่ยังไม่บรรลุเป้าหมาย", "next_step": "ติดตามอีก 1 ครั้ง",
}  # fmt: skip


def sent(form: str, response: str, answers: Mapping[str, Given], **changed: Given | None) -> Entry:
    """A response to a packaged form, as the ledger keeps it."""
    given = {name: answer for name, answer in {**answers, **changed}.items() if answer is not None}
    return replace(filled(form, given).entry, response=response)


def activity(response: str, **changed: Given | None) -> Entry:
    return sent(SD.id, response, ACTIVITY, **changed)


def team(response: str, answers: Mapping[str, Given], **changed: Given | None) -> Entry:
    return sent(AST.id, response, answers, **changed)


def office(*entries: Entry, **more: Any) -> Known:
    made = known(*entries, forms=(VISIT, LOG, SD, AST, CASE), **more)
    return replace(made, organisation=OFFICE)


def of_group(*more: Entry, **known_more: Any) -> Known:
    """G1: three activities, one of them at a school and of no area, one of June, one of another group."""
    return office(
        activity("a"),
        activity("b", first_day="2026-11-16", last_day="2026-11-16", planned="10", reached="8",
                 target=["ครู"], technique="การนิเทศรายบุคคล", together="นิเทศคนเดียว", members=None),
        activity("c", learning_area=None, planned="1,000", reached="900", school=SCHOOL),
        activity("d", first_day="2026-06-10", last_day="2026-06-10", planned="5", reached="4"),
        activity("e", work_group="ประกันคุณภาพการศึกษา"),
        replace(activity("f"), counted=False),
        replace(log("g", date(2026, 11, 9), "P1"), members={"supervisor": "P1", "group": "G1"}),
        replace(log("h", date(2026, 11, 9), "P1"), members={"supervisor": "P1", "group": "G1"}),
        visit("i", date(2026, 11, 12), group="G1", supervisor="P1", project="reading"),
        visit("j", BEFORE, scores=(3, 3, 3, 3, 3), group="G1", supervisor="P1"),
        *more,
        **known_more,
    )  # fmt: skip


def of_team(**more: Any) -> Known:
    """N1: a plan for S1 followed up twice, one for S2 not yet; S3 of N2 followed up what June planned."""
    other: Given = {"network": "แก้วมุกดาหาร", "N1": "บ้านโพน"}
    far: Given = {"network": "เมืองน้ำทิพย์", "N2": "บ้านหนองบัว"}
    return office(
        team("a", PLAN),
        team("b", FOLLOW, recorded_on="2026-11-13", outcome="ยังไม่ดีขึ้น", developed="4"),
        team("c", FOLLOW),
        team("d", PLAN, school=other, learning_area=None, target="โรงเรียน", target_count="1"),
        team("e", PLAN, school=far, recorded_on="2026-06-10"),
        team("f", FOLLOW, school=far),
        replace(team("g", PLAN, school={"network": "ดอนตาล", "N3": "บ้านใหม่"}), counted=False),
        **more,
    )
