"""What is owed for each school: profile (S13), self-assessment and quality (S20), the four goals (S22)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import SCHOOL, entry, found, packaged, rated

PLACE = {"school": "S1", "network": "N1", "deputy": "A"}
PROFILE: dict[str, Given] = {
    "academic_year": "2569",
    "as_of": "2026-11-10",
    "reporter": "ผู้บริหารสถานศึกษา",
    "school": SCHOOL,
    "pupils": "120",
    "pupils_early": "25",
    "pupils_primary": "95",
    "pupils_lower": "0",
    "classrooms": "8",
    "special_needs": "6",
    "cannot_read": "4",
    "distance_learning": ["DLTV"],
    "principal": "มีผู้รักษาการในตำแหน่ง",
    "teachers": "7",
    "contract_teachers": "1",
    "short_of": "2",
    "lacking_areas": ["ภาษาอังกฤษ", "ศิลปะ"],
    "allocated": "850,000",
    "budget_enough": "เพียงพอบางส่วน",
    "internet": "มีแต่ไม่ทั่วถึงหรือไม่เสถียร",
    "buildings": "ต้องซ่อมแซมบางส่วน",
    "strengths": "ชุมชนมีส่วนร่วม",
    "to_develop": "การอ่านของนักเรียนชั้น ป.1",
}
SAR: dict[str, Given] = {
    "academic_year": "2568",
    "filed_on": "2026-11-10",
    "reporter": "ครูผู้รับผิดชอบงานประกันคุณภาพ",
    "school": SCHOOL,
    "levels": "ระดับปฐมวัยและระดับการศึกษาขั้นพื้นฐาน",
    **rated("early", "5 ยอดเยี่ยม", "4 ดีเลิศ", "4 ดีเลิศ"),
    **rated("basic", "3 ดี", "3 ดี", "2 ปานกลาง"),
    "strengths": "ระบบดูแลช่วยเหลือนักเรียน",
    "to_develop": "ผลสัมฤทธิ์ทางการเรียน",
    "readiness": "ยังไม่พร้อม",
}
QUALITY: dict[str, Given] = {
    "noted_on": "2026-11-18",
    "supervisor": "ศึกษานิเทศก์ 1",
    "academic_year": "2568",
    "school": SCHOOL,
}
ADVICE: dict[str, Given] = {
    **QUALITY,
    "kind": "ข้อเสนอแนะต่อรายงานการประเมินตนเอง (SAR)",
    "advice": "เพิ่มหลักฐานของมาตรฐานที่ 1",
    "advice_result": "ควรปรับปรุงและส่งเพิ่มเติม",
}
CHECKED: dict[str, Given] = {
    **QUALITY,
    "kind": "การตรวจสอบคุณภาพภายในโดยคณะกรรมการระดับเขตพื้นที่การศึกษา",
    "internal_level": "กำลังพัฒนา",
    "internal_points": "กระบวนการบริหาร",
    "internal_result": "ยังไม่ได้มาตรฐานตามเกณฑ์",
    "team": ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"],
    "help_plan": "นิเทศเดือนละครั้ง",
    "help_due": "2027-03-31",
}
READY: dict[str, Given] = {
    **QUALITY,
    "kind": "การเสนอรายชื่อสถานศึกษาที่พร้อมรับการประเมินภายนอกต่อ สมศ.",
    "ready_year": "2570",
    "ready_list": "เสนอรายชื่อต่อ สมศ. แล้ว",
}
EXTERNAL: dict[str, Given] = {
    **QUALITY,
    "kind": "ผลการประเมินคุณภาพภายนอก",
    "external_round": "5",
    "external_level": "ดี",
    "external_advice": "พัฒนาสื่อการเรียนรู้",
    "external_result": "ผ่านเกณฑ์",
}
GOALS: dict[str, Given] = {
    "academic_year": "2569",
    "as_of": "2026-11-10",
    "school": SCHOOL,
    "pupils": "120",
    "pupils_identity": "80",
    "teachers": "8",
    "teachers_active": "8",
    "teachers_innovation": "5",
    "teachers_professional": "6",
    "activity": "ตลาดนัดอาชีพ",
    "activity_published": "เผยแพร่แล้ว",
}


def test_a_profile_tells_a_schools_figures_of_a_year() -> None:
    told = entry("school-profile", PROFILE)
    assert (told.when, told.people) == (date(2026, 11, 10), ())
    assert told.members == {**PLACE, "role": "principal", "principal": "acting", "internet": "weak"}
    assert (told.answers["academic_year"], told.answers["allocated"]) == (2569, 850_000)
    assert told.answers["lacking_areas"] == ("english", "arts")
    assert told.once_key == "school-profile|S1|2569"
    assert packaged()["school-profile"].counts_as == "profile"


def test_a_self_assessment_is_banded_by_all_its_standards() -> None:
    filed = entry("sar", SAR)
    assert filed.members == {**PLACE, "role": "teacher", "levels": "with-early", "readiness": "not-yet"}
    assert filed.scores == {
        "early.1": 5, "early.2": 4, "early.3": 4, "basic.1": 3, "basic.2": 3, "basic.3": 2,
    }  # fmt: skip
    assert filed.once_key == "sar|S1|2568"
    form = packaged()["sar"]
    assert form.counts_as == "sar"
    assert form.bands is not None
    assert [(level.lowest, level.name) for level in form.bands.levels] == [
        (4.5, "ยอดเยี่ยม"), (3.5, "ดีเลิศ"), (2.5, "ดี"), (1.5, "ปานกลาง"), (1.0, "กำลังพัฒนา"),
    ]  # fmt: skip


def test_a_school_without_early_years_rates_only_what_it_has() -> None:
    basic = {name: answer for name, answer in SAR.items() if not name.startswith("early")}
    filed = entry("sar", {**basic, "levels": "ระดับการศึกษาขั้นพื้นฐานอย่างเดียว"})
    assert filed.scores == {"basic.1": 3, "basic.2": 3, "basic.3": 2}


def test_a_school_below_the_standard_gets_a_team() -> None:
    noted = entry("school-quality", CHECKED)
    assert noted.people == ("P1", "P2")
    assert noted.members == {
        **PLACE, "supervisor": "P1", "group": "G1", "kind": "internal", "internal_result": "below",
    }  # fmt: skip
    assert noted.answers["help_due"] == "2027-03-31"


@pytest.mark.parametrize(("answers", "kind"), [(ADVICE, "advice"), (READY, "ready"), (EXTERNAL, "external")])
def test_what_is_noted_of_quality_asks_for_its_own_alone(answers: dict[str, Given], kind: str) -> None:
    noted = entry("school-quality", answers)
    assert (noted.people, noted.members["kind"]) == (("P1",), kind)
    assert noted.once_key == f"school-quality|S1|2568|{kind}|2026-11-18"


def test_the_four_goals_are_counted_without_names() -> None:
    told = entry("four-goals", GOALS)
    assert told.members == {**PLACE, "activity_published": "published"}
    assert (told.answers["pupils_identity"], told.answers["pupils"]) == (80, 120)
    assert told.once_key == "four-goals|S1|2569"
    assert packaged()["four-goals"].about["year"] == "academic_year"


def missing(*questions: str) -> list[tuple[str, str]]:
    """The findings of required questions that were left out."""
    return [("required-missing", question) for question in questions]


WRONG = [
    ("school-profile", PROFILE, {"pupils_primary": "96"}, [("total-of-parts", "pupils")]),
    ("school-profile", PROFILE, {"cannot_read": "121"}, [("part-of-whole", "cannot_read")]),
    ("school-profile", PROFILE, {"academic_year": "2469"}, [("out-of-range", "academic_year")]),
    ("school-profile", PROFILE, {"as_of": "2026-11-21", "teachers": None},
     [("not-in-future", "as_of"), ("required-missing", "teachers")]),
    ("sar", SAR, {"early.2": None}, missing("early.2")),
    ("sar", SAR, {"levels": None, "readiness": None},
     missing("levels", "readiness")),
    ("school-quality", ADVICE, {"advice": None}, missing("advice")),
    ("school-quality", CHECKED, {"team": None}, missing("team")),
    ("school-quality", CHECKED, {"help_due": "2026-11-17"}, [("date-order", "help_due")]),
    ("school-quality", READY, {"ready_year": "เร็ว ๆ นี้"}, [("unreadable-year", "ready_year")]),
    ("school-quality", EXTERNAL, {"external_result": "ไม่ผ่านเกณฑ์"},
     missing("team", "help_plan", "help_due")),
    ("four-goals", GOALS, {"teachers_innovation": "9"}, [("part-of-whole", "teachers_innovation")]),
    ("four-goals", GOALS, {"pupils_identity": "121", "activity_published": None},
     [("part-of-whole", "pupils_identity"), ("required-missing", "activity_published")]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "changed", "findings"), WRONG)
def test_what_is_wrong_of_a_school(
    form: str, answers: dict[str, Given], changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found(form, answers, **changed) == findings
