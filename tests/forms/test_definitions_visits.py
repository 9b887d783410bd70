"""Records of being at schools: coaching (S3), policies and projects (S4, S11), rounds (S6), SD (S7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import SCHOOL, entry, filled, found, packaged, rated

DAY = "2026-11-20"
NETWORK_WAY = "การนิเทศโดยทีมเครือข่าย (School Network)"
THERE = {"school": "S1", "network": "N1", "deputy": "A"}

COACHING: dict[str, Given] = {
    "coached_on": DAY,
    "part_of_day": "ภาคเช้า",
    "coach": "ศึกษานิเทศก์ 1",
    "together": "มีศึกษานิเทศก์ร่วมนิเทศ",
    "members": ["ศึกษานิเทศก์ 2"],
    "school": SCHOOL,
    "mode": "ร่วมกับทีมบริหาร",
    "coached": ["ผู้อำนวยการโรงเรียน", "หัวหน้างานวิชาการ"],
    "persons": "3",
    "topic": "การนิเทศภายในสถานศึกษา",
    "goal": "มีปฏิทินนิเทศภายใน",
    "found": "ยังไม่มีแบบบันทึก",
    "agreed": "จัดทำแบบบันทึกภายในเดือนธันวาคม",
    "next_on": "2026-12-15",
}
FOLLOW_UP: dict[str, Given] = {
    "followed_on": DAY,
    "way": NETWORK_WAY,
    "round": "ครั้งที่ 2",
    "observer_role": "ศึกษานิเทศก์",
    "observer": "ศึกษานิเทศก์ 2",
    "school": SCHOOL,
    "kind": "งาน/โครงการ",
    "project": "โครงการส่งเสริมนิสัยรักการอ่าน",
    **rated("plan", "5 มากที่สุด", "4 มาก", "4 มาก"),
    **rated("carry", "4 มาก", "3 ปานกลาง", "3 ปานกลาง"),
    **rated("outcome", "3 ปานกลาง", "2 น้อย", "1 น้อยที่สุด"),
    "strengths": "ห้องสมุดมีชีวิต",
    "to_develop": "การรายงานผล",
}
POLICY: dict[str, Given] = {
    **{name: answer for name, answer in FOLLOW_UP.items() if name not in ("project", "observer")},
    "observer_role": "ผู้บริหารสถานศึกษา",
    "leader_name": "ผู้บริหารสถานศึกษา 1",
    "kind": "นโยบาย/จุดเน้น",
    "work_group": "ประกันคุณภาพการศึกษา",
    "policy": "โรงเรียนขนาดเล็ก",
}
VISIT: dict[str, Given] = {
    "visited_on": DAY,
    "part_of_day": "ภาคบ่าย",
    "way": NETWORK_WAY,
    "round": "ครั้งที่ 1",
    "reporter_role": "เลขานุการเครือข่าย",
    "secretary_name": "เลขานุการเครือข่าย 1",
    "school": SCHOOL,
    "members": ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"],
    "leaders": "4",
    "classes": "8",
    "observed": "7",
    "teachers": "7",
    "not_observed": "ครูไปราชการ 1 ห้อง",
    "reflection": "ผู้นิเทศทุกคนและครูผู้รับการนิเทศครบทุกคน",
    "book": "ลงสมุดนิเทศและนำสำเนากลับมาแล้ว",
    "strengths": "ครูใช้สื่อใกล้ตัว",
    "to_develop": "การวัดผลระหว่างเรียน",
    "agreed": "ติดตามแบบวัดผลในครั้งต่อไป",
}
ROUND: dict[str, Given] = {
    "network": "แก้วมุกดาหาร",
    "round": "ครั้งที่ 1",
    "met_on": "2026-11-02",
    "first_day": "2026-11-09",
    "last_day": DAY,
    "reporter_role": "ศึกษานิเทศก์",
    "reporter": "ศึกษานิเทศก์ 1",
    "members": ["ศึกษานิเทศก์ 2"],
    "leaders": "6",
    "schools_all": "2",
    "schools_visited": "2",
    "travel": "เดินทางด้วยรถยนต์ของทางราชการ 2 วัน",
    "strengths": "โรงเรียนร่วมมือดี",
    "to_develop": "การอ่านเชิงวิเคราะห์",
    "next_plan": "ออกนิเทศครั้งที่ 2 เดือนกุมภาพันธ์",
}
STIMULATE: dict[str, Given] = {
    "activity": "ประชุมปฏิบัติการ PLC",
    "work_group": "วัดและประเมินผล",
    "learning_area": "ภาษาไทย",
    "assignment": "งานเฉพาะกิจ",
    "objective": "ครูออกแบบการวัดผลได้",
    "technique": "การประชุมปฏิบัติการ",
    "first_day": "2026-11-19",
    "last_day": DAY,
    "leader": "ศึกษานิเทศก์ 2",
    "together": "นิเทศคนเดียว",
    "target": ["ครู", "ผู้บริหารสถานศึกษา"],
    "planned": "40",
    "tools": ["แบบทดสอบ"],
    "school": {"network": "ไม่เจาะจงโรงเรียน"},
    "reached": "38",
    "quality": "ครูมีแบบวัดของตนเอง",
    "feedback": "ขอเวลาปฏิบัติเพิ่ม",
}

ENTRIES: list[tuple[str, dict[str, Given], dict[str, str], tuple[str, ...]]] = [
    (
        "coaching",
        COACHING,
        {**THERE, "supervisor": "P1", "group": "G1", "kind": "leaders", "topic": "internal-supervision",
         "part_of_day": "am"},
        ("P1", "P2"),
    ),
    (
        "policy-follow-up",
        POLICY,
        {**THERE, "role": "leader", "group": "G2", "way": "school-network", "kind": "policy", "round": "2",
         "policy": "small-school"},
        (),
    ),
    (
        "school-visit",
        VISIT,
        {**THERE, "role": "secretary", "way": "school-network", "round": "1", "part_of_day": "pm",
         "reflection": "all", "book": "copied"},
        ("P1", "P2"),
    ),
    (
        "network-round",
        ROUND,
        {"network": "N1", "deputy": "A", "role": "supervisor", "supervisor": "P1", "group": "G1",
         "round": "1"},
        ("P1", "P2"),
    ),
    (
        "stimulate-development",
        STIMULATE,
        {"supervisor": "P2", "group": "G1", "learning_area": "thai", "kind": "workshop",
         "assignment": "special"},
        ("P2",),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "members", "people"), ENTRIES, ids=[case[0] for case in ENTRIES])
def test_who_was_where_of_which_group(
    form: str, answers: dict[str, Given], members: dict[str, str], people: tuple[str, ...]
) -> None:
    told = entry(form, answers)
    assert (told.members, told.people) == (members, people)


def test_a_project_follow_up_is_of_the_project() -> None:
    told = entry("policy-follow-up", FOLLOW_UP)
    assert (told.members["project"], told.members["kind"]) == ("reading", "project")
    assert (told.members["group"], told.members["learning_area"]) == ("G1", "thai")  # the project's
    assert "policy" not in told.members
    assert (len(told.scores), sum(told.scores.values())) == (9, 29)


def test_a_follow_up_asks_for_its_own_kind_alone() -> None:
    assert found("policy-follow-up", POLICY, policy=None) == [("required-missing", "policy")]
    assert found("policy-follow-up", FOLLOW_UP, project=None) == [("required-missing", "project")]


def test_a_school_takes_one_visit_in_a_part_of_a_day() -> None:
    key = entry("school-visit", VISIT).once_key
    assert key == "school-visit|S1|2026-11-20|pm|school-network"
    by_another = {**VISIT, "secretary_name": "เลขานุการเครือข่าย 2"}
    assert entry("school-visit", by_another).once_key == key
    assert entry("school-visit", {**VISIT, "part_of_day": "ภาคเช้า"}).once_key != key


def test_days_of_a_round_and_of_an_activity() -> None:
    told = entry("network-round", ROUND)
    assert (told.when, told.until) == (date(2026, 11, 9), date(2026, 11, 20))
    assert (told.answers["schools_visited"], told.answers["met_on"]) == (2, "2026-11-02")
    activity = entry("stimulate-development", STIMULATE)
    assert (activity.when, activity.until) == (date(2026, 11, 19), date(2026, 11, 20))


def test_an_activity_at_a_school_is_seen_with_its_network() -> None:
    members = entry("stimulate-development", {**STIMULATE, "school": SCHOOL}).members
    assert (members["school"], members["network"]) == ("S1", "N1")


WRONG: list[tuple[str, dict[str, Given], dict[str, Any], list[tuple[str, str | None]]]] = [
    ("coaching", COACHING, {"coached_on": "2026-11-21", "next_on": "2026-12-15"},
     [("not-in-future", "coached_on"), ("working-day", "coached_on")]),
    ("coaching", COACHING, {"next_on": "2026-11-10"}, [("date-order", "next_on")]),
    ("coaching", COACHING, {"members": None}, [("required-missing", "members")]),
    ("coaching", COACHING, {"persons": "0"}, [("out-of-range", "persons")]),
    ("coaching", COACHING, {"school": None}, [("required-missing", "school")]),
    ("policy-follow-up", FOLLOW_UP, {"carry.2": None, "carry.3": None}, [("ratings-missing", "carry.2")]),
    ("policy-follow-up", FOLLOW_UP, {"outcome.1": "6"}, [("out-of-range", "outcome.1")]),
    ("policy-follow-up", FOLLOW_UP, {"project": "โครงการอื่น"}, [("unknown-choice", "project")]),
    ("policy-follow-up", FOLLOW_UP, {"followed_on": "2026-10-30"}, [("in-semester", "followed_on")]),
    ("school-visit", VISIT, {"observed": "9"}, [("part-of-whole", "observed")]),
    ("school-visit", VISIT, {"secretary_name": None, "book": None},
     [("required-missing", "secretary_name"), ("required-missing", "book")]),
    ("school-visit", VISIT, {"visited_on": "2026-11-18"}, [("working-day", "visited_on")]),
    ("network-round", ROUND, {"schools_visited": "3"}, [("part-of-whole", "schools_visited")]),
    ("network-round", ROUND, {"last_day": "2026-11-08"}, [("date-order", "last_day")]),
    ("network-round", ROUND, {"met_on": "2026-11-10"}, [("date-order", "first_day")]),
    ("network-round", ROUND, {"met_on": "2026-11-09"}, []),
    ("network-round", ROUND, {"network": "ไม่มี"}, [("unknown-network", "network")]),
    ("stimulate-development", STIMULATE, {"last_day": "2026-11-18"}, [("date-order", "last_day")]),
    ("stimulate-development", STIMULATE, {"target": None, "reached": "หลายคน"},
     [("required-missing", "target"), ("unreadable-number", "reached")]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "changed", "findings"), WRONG)
def test_what_is_wrong_is_found(
    form: str,
    answers: dict[str, Given],
    changed: dict[str, Given | None],
    findings: list[tuple[str, str | None]],
) -> None:
    assert found(form, answers, **changed) == findings


def test_a_round_that_was_planned_late_is_reported_all_the_same() -> None:
    """The manual puts the meeting first and forbids nothing: a warning, and the report goes to the head."""
    checked = filled("network-round", {**ROUND, "met_on": "2026-11-20"})
    assert [(finding.code, finding.severity) for finding in checked.findings] == [("date-order", "warning")]
    assert checked.entry.counted


def test_what_visits_count_as() -> None:
    counted = {form: packaged()[form].counts_as for form, *_ in ENTRIES}
    assert counted == {
        "coaching": "visit", "policy-follow-up": "visit", "school-visit": "visit",
        "network-round": "register", "stimulate-development": "visit",
    }  # fmt: skip


def test_a_network_reports_to_its_superiors() -> None:
    chains = packaged()["network-round"].chains
    assert chains is not None
    assert [step.by for step in chains.of[""].steps] == ["head", "deputy", "director"]
