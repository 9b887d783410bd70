"""Plans for the committee (S14), minutes of both meetings (S15, S16), and the plan of visits (S17)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import SCHOOL, entry, found, packaged

PLAN: dict[str, Given] = {
    "name": "แผนการนิเทศ ปีการศึกษา 2569",
    "plan_kind": "แผนการนิเทศประจำปีการศึกษา",
    "academic_year": "2569",
    "proposed_on": "2026-11-10",
    "responsible": "ศึกษานิเทศก์ 1",
    "work_group": "ประกันคุณภาพการศึกษา",
    "information": ["ด้านวิชาการ", "ด้านการบริหารงานบุคคล"],
    "to_develop": "การอ่านออกเขียนได้",
    "vision": "นิเทศอย่างมีคุณภาพ",
    "mission": "นิเทศทุกโรงเรียน",
    "goals": "ทุกโรงเรียนได้รับการนิเทศภาคเรียนละ 1 ครั้ง",
    "strategies": "นิเทศโดยทีมเครือข่าย",
    "tools": ["แบบบันทึกการสังเกตชั้นเรียน", "แบบวัดการอ่านออกเขียนได้"],
}
MEETING: dict[str, Given] = {
    "number": "3/2569",
    "met_on": "2026-11-16",
    "time_in": "09:00",
    "time_out": "12:00",
    "venue": "ห้องประชุมกลุ่มนิเทศฯ",
    "attendees": ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"],
    "agenda_5": "ปฏิทินการนิเทศภาคเรียนที่ 2",
    "resolution": "เห็นชอบปฏิทินการนิเทศ",
}
COMMITTEE: dict[str, Given] = {
    **MEETING,
    "meeting": "การประชุมคณะกรรมการติดตาม ตรวจสอบ ประเมินผล และนิเทศการศึกษา (ก.ต.ป.น.)",
    "committee_present": "8",
    "quarter": "ไตรมาสที่ 1 (ต.ค.–ธ.ค.)",
}
MONTHLY: dict[str, Given] = {
    **MEETING,
    "meeting": "การประชุมประจำเดือนของศึกษานิเทศก์",
    "on_schedule": "เลื่อนประชุมตามที่ ผอ.กลุ่มนิเทศฯ แจ้ง",
}
VISIT: dict[str, Given] = {
    "planned_on": "2026-11-24",
    "part_of_day": "ภาคเช้า",
    "supervisor": "ศึกษานิเทศก์ 1",
    "way": "การนิเทศโดยทีมเครือข่าย (School Network)",
    "school": SCHOOL,
    "classes": ["ป.1", "ป.3"],
    "target_group": ["ครู", "นักเรียน"],
    "leaders": "4",
    "goal": "การอ่านออกเขียนได้ชั้น ป.1",
    "party": "มีศึกษานิเทศก์คนอื่นร่วมด้วย",
    "team": ["ศึกษานิเทศก์ 2"],
}
POLICY: dict[str, Given] = {
    **VISIT,
    "way": "การนิเทศตามนโยบาย จุดเน้น และงาน/โครงการ",
    "project": "โครงการส่งเสริมนิสัยรักการอ่าน",
}


def test_a_plan_stands_in_the_register_of_its_work_group() -> None:
    told = entry("supervision-plan", PLAN)
    assert (told.when, told.people) == (date(2026, 11, 10), ("P1",))
    assert told.members == {"supervisor": "P1", "group": "G2", "kind": "yearly"}
    assert told.answers["tools"] == ("observation", "reading")
    assert told.texts["vision"] == "นิเทศอย่างมีคุณภาพ"
    assert told.once_key == "supervision-plan|yearly|2569|แผนการนิเทศ ปีการศึกษา 2569|G2|P1"


def test_the_committee_agrees_or_returns_a_plan_which_is_then_followed_to_its_report() -> None:
    chains = packaged()["supervision-plan"].chains
    assert chains is not None
    committee, monitoring, report = chains.of[""].steps
    assert (committee.by, committee.passes, committee.returns) == ("committee", ("เห็นชอบ",), ("ไม่เห็นชอบ",))
    assert (monitoring.stays, report.passes) == (("อยู่ระหว่างติดตาม",), ("เผยแพร่รายงานแล้ว",))
    assert not any(step.refuses for step in (committee, monitoring, report))


@pytest.mark.parametrize(
    ("answers", "kind", "deciders"),
    [
        (COMMITTEE, "committee", ["head", "director"]),
        (MONTHLY, "monthly", ["secretariat", "head", "deputy", "director"]),
    ],
)
def test_minutes_go_the_way_of_their_meeting(
    answers: dict[str, Given], kind: str, deciders: list[str]
) -> None:
    told = entry("minutes", answers)
    assert (told.when, told.people, told.members) == (date(2026, 11, 16), ("P1", "P2"), {"kind": kind})
    assert told.once_key == f"minutes|{kind}|2026-11-16|{answers['number']}"
    form = packaged()["minutes"]
    assert (form.counts_as, form.seen_in) == ("minutes", ("group", "supervisor", "office"))
    assert form.chains is not None
    steps = form.chains.of[kind].steps
    assert [step.by for step in steps] == deciders
    assert steps[-1].passes == ("ทราบ",)


def test_a_planned_visit_says_where_and_with_whom() -> None:
    told = entry("visit-plan", VISIT)
    assert (told.when, told.people) == (date(2026, 11, 24), ("P1", "P2"))
    assert told.members == {
        "school": "S1", "network": "N1", "deputy": "A", "supervisor": "P1", "group": "G1",
        "way": "school-network", "part_of_day": "am",
    }  # fmt: skip
    assert told.answers["classes"] == ("p1", "p3")
    assert told.once_key == "visit-plan|S1|2026-11-24|am|school-network|"
    assert packaged()["visit-plan"].counts_as == "plan"


def test_a_visit_for_a_project_names_it_and_one_alone_no_team() -> None:
    assert entry("visit-plan", POLICY).members["project"] == "reading"
    alone = {name: answer for name, answer in VISIT.items() if name != "team"}
    assert entry("visit-plan", {**alone, "party": "ผู้รับผิดชอบคนเดียว"}).people == ("P1",)


def missing(*questions: str) -> list[tuple[str, str]]:
    """The findings of required questions that were left out."""
    return [("required-missing", question) for question in questions]


WRONG = [
    ("supervision-plan", PLAN, {"vision": None, "tools": None},
     missing("vision", "tools")),
    ("supervision-plan", PLAN, {"proposed_on": "2026-11-21"}, [("not-in-future", "proposed_on")]),
    ("minutes", COMMITTEE, {"quarter": None}, missing("quarter")),
    ("minutes", MONTHLY, {"time_out": "08:00", "resolution": None},
     [("time-order", "time_out"), ("required-missing", "resolution")]),
    ("minutes", COMMITTEE, {"quarter": "ไตรมาสที่ 4 (ก.ค.–ก.ย.)"}, [("in-quarter", "quarter")]),
    ("minutes", MONTHLY, {"on_schedule": "ตามกำหนด (วันจันทร์ของสัปดาห์แรกของเดือน)"},
     [("first-monday", "met_on")]),
    ("minutes", MONTHLY, {"on_schedule": "ตามกำหนด (วันจันทร์ของสัปดาห์แรกของเดือน)", "met_on": "2026-11-02"}, []),
    ("minutes", MONTHLY, {"met_on": "2026-11-15"}, [("working-day", "met_on")]),
    ("minutes", MONTHLY, {"attendees": ["ศึกษานิเทศก์ 9"]}, [("unknown-choice", "attendees")]),
    ("visit-plan", VISIT, {"planned_on": "2026-11-20"}, [("in-advance", "planned_on")]),
    ("visit-plan", VISIT, {"planned_on": "2027-04-20"}, [("in-semester", "planned_on")]),
    ("visit-plan", VISIT, {"team": None, "goal": None}, missing("goal", "team")),
    ("visit-plan", POLICY, {"project": None}, missing("project")),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "changed", "findings"), WRONG)
def test_a_wrong_plan_or_minutes(
    form: str, answers: dict[str, Given], changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found(form, answers, **changed) == findings
