"""Targets of a network's team (S8), urgent cases (S9) and the 5M Model (S10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import SCHOOL, entry, found, packaged

DAY = "2026-11-20"
THERE = {"school": "S1", "network": "N1", "deputy": "A"}

PLAN: dict[str, Given] = {
    "recorded_on": DAY,
    "leader": "ศึกษานิเทศก์ 1",
    "school": SCHOOL,
    "learning_area": "คณิตศาสตร์",
    "target": "นักเรียน",
    "stage": "การวิเคราะห์และวางแผน",
    "sources": ["ผล NT", "ผล RT (Reading Test)"],
    "found": "การคิดคำนวณต่ำกว่าระดับเขต",
    "target_count": "12",
    "goal": "ผล NT ด้านคณิตศาสตร์เพิ่มขึ้นร้อยละ 3",
    "method": "นิเทศรายบุคคลเดือนละครั้ง",
    "members": ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"],
    "tools": ["แบบวัดการคิดคำนวณ"],
    "visit_on": "2026-12-01",
    "plan_done": "ร่วมวางแผนแล้ว",
}
FOLLOW: dict[str, Given] = {
    **{name: PLAN[name] for name in ("recorded_on", "leader", "school", "learning_area", "target")},
    "stage": "การติดตามผล",
    "visits": "3",
    "developed": "12",
    "result": "คูณเลขสองหลักได้ 9 คน",
    "outcome": "ดีขึ้นแต่ยังไม่บรรลุเป้าหมาย",
    "next_step": "ฝึกหารต่อในภาคเรียนหน้า",
}
CASE: dict[str, Given] = {
    "opened_on": "2026-11-16",
    "ordered_by": "ผอ.สพป.",
    "school": SCHOOL,
    "problem_kind": "การจัดการเรียนการสอน/ขาดครู",
    "severity": "ภายใน 1 สัปดาห์",
    "problem": "ขาดครูภาษาอังกฤษทั้งภาคเรียน",
    "due_on": "2026-11-30",
    "leader": "ศึกษานิเทศก์ 2",
    "members": ["ศึกษานิเทศก์ 1"],
    "others": ["รอง ผอ.สพป.", "ผู้เชี่ยวชาญเฉพาะด้าน"],
    "method": "จัดครูเครือข่ายช่วยสอน",
    "visited_on": "2026-11-17",
}
AWARENESS: dict[str, Given] = {
    "done_on": DAY,
    "reporter": "ศึกษานิเทศก์ 1",
    "element": "Awareness ร่วมสร้างความตระหนัก",
    "level": "เครือข่าย",
    "network": "ดอนตาล",
    "activity": "ประชุมชี้แจงเป้าหมาย",
    "participants": ["ประธานเครือข่าย", "ผู้บริหารโรงเรียน"],
    "status": "ดำเนินการแล้ว",
    "result": "ผู้บริหารทุกโรงเรียนเข้าใจเป้าหมาย",
}
AT_NO_LEVEL = {name: answer for name, answer in AWARENESS.items() if name not in ("level", "network")}
GOAL: dict[str, Given] = {**AT_NO_LEVEL, "element": "Goal ร่วมกันกำหนดเป้าหมาย"}
ACTION: dict[str, Given] = {
    **AT_NO_LEVEL,
    "element": "Action ร่วมดำเนินการ",
    "level": "ห้องเรียน",
    "class_level": "ป.3",
    "school": SCHOOL,
}
AWARD: dict[str, Given] = {
    **AT_NO_LEVEL,
    "element": "Motivate ร่วมเสริมสร้างขวัญกำลังใจ",
    "awarded": "ครู",
    "award": "เกียรติบัตรครูเก่ง 1 คน 1 นวัตกรรม",
    "award_count": "5",
    "level": "สถานศึกษา",
    "school": SCHOOL,
}

BY_P1 = {"supervisor": "P1", "group": "G1"}
ENTRIES: list[tuple[str, dict[str, Given], dict[str, str]]] = [
    ("area-supervisor-team", PLAN,
     {**THERE, **BY_P1, "kind": "plan", "learning_area": "maths", "target": "pupils"}),
    ("area-supervisor-team", FOLLOW,
     {**THERE, **BY_P1, "kind": "follow-up", "learning_area": "maths", "target": "pupils",
      "outcome": "improved"}),
    ("roving-team", CASE,
     {**THERE, "supervisor": "P2", "kind": "teaching", "ordered_by": "director", "severity": "week"}),
    ("five-m", AWARENESS,
     {**BY_P1, "network": "N3", "deputy": "A", "kind": "awareness", "level": "network", "status": "done"}),
    ("five-m", GOAL, {**BY_P1, "kind": "goal", "status": "done"}),
    ("five-m", ACTION,
     {**THERE, **BY_P1, "kind": "action", "level": "classroom", "class": "p3", "status": "done"}),
    ("five-m", AWARD,
     {**THERE, **BY_P1, "kind": "motivate", "level": "school", "awarded": "teacher", "status": "done"}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "members"), ENTRIES)
def test_who_where_and_what(form: str, answers: dict[str, Given], members: dict[str, str]) -> None:
    assert entry(form, answers).members == members


WRONG: list[tuple[str, dict[str, Given], dict[str, Any], list[tuple[str, str | None]]]] = [
    ("area-supervisor-team", PLAN, {"sources": None, "members": None},
     [("required-missing", "sources"), ("required-missing", "members")]),
    ("area-supervisor-team", PLAN, {"target_count": "0"}, [("out-of-range", "target_count")]),
    ("area-supervisor-team", FOLLOW, {"outcome": None}, [("required-missing", "outcome")]),
    ("roving-team", CASE, {"visited_on": "2026-11-15"}, [("date-order", "visited_on")]),
    ("roving-team", CASE, {"due_on": "2026-11-15"}, [("date-order", "due_on")]),
    ("roving-team", CASE, {"leader": None}, [("required-missing", "leader")]),
    ("roving-team", CASE, {"opened_on": "2026-11-21", "visited_on": None}, [("not-in-future", "opened_on")]),
    ("five-m", AWARENESS, {"network": None}, [("required-missing", "network")]),
    ("five-m", AWARENESS, {"level": "สถานศึกษา", "network": None}, [("required-missing", "school")]),
    ("five-m", GOAL, {"activity": None}, [("required-missing", "activity")]),
    ("five-m", AWARD, {"award": None, "award_count": None},
     [("required-missing", "award"), ("required-missing", "award_count")]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "changed", "findings"), WRONG)
def test_what_is_wrong_is_found(
    form: str,
    answers: dict[str, Given],
    changed: dict[str, Given | None],
    findings: list[tuple[str, str | None]],
) -> None:
    assert found(form, answers, **changed) == findings


def test_a_late_target_date_does_not_keep_a_case_out() -> None:
    form = packaged()["roving-team"]
    assert {check.of: check.severity for check in form.checks if check.code == "date-order"} == {
        ("opened_on", "visited_on"): "error",
        ("opened_on", "due_on"): "warning",
    }


def test_a_team_answers_for_its_case() -> None:
    told = entry("roving-team", CASE)
    assert told.people == ("P2", "P1")
    assert told.answers["others"] == ("deputy", "specialist")
    assert told.once_key == f"roving-team|S1|2026-11-16|teaching||{CASE['problem']}"


def test_a_case_stays_open_until_it_is_solved_and_closed() -> None:
    form = packaged()["roving-team"]
    assert (form.counts_as, form.numbered) == ("case", "fiscal-year")
    assert form.chains is not None
    lead, head, director = form.chains.of[""].steps
    assert (lead.by, head.by, director.by) == ("team-lead", "head", "director")
    assert (lead.passes, director.passes) == (("แก้ไขปัญหาแล้ว",), ("ทราบ ยุติเรื่อง",))
    assert lead.stays == ("กำลังดำเนินการ", "อยู่ระหว่างติดตามผล")


def test_no_plan_of_a_team_counts_as_a_visit() -> None:
    assert packaged()["area-supervisor-team"].counts_as == "register"
    assert packaged()["five-m"].counts_as == "register"


def test_the_five_elements_in_the_manuals_order() -> None:
    labels = [choice.label.split()[0] for choice in packaged()["five-m"].questions["element"].choices]
    assert labels == ["Goal", "Awareness", "Strategy", "Action", "Motivate"]
