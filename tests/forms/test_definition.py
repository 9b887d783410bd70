"""The packaged definitions, and the language that definitions are written in."""

from datetime import time
from pathlib import Path

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.model import Check, Choice, Form, Question, QuestionType, RatingGrid


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    loaded, problems = load_forms(packaged_definitions())
    assert problems == ()
    return loaded


def test_the_forms_that_visits_and_days_are_counted_by(forms: dict[str, Form]) -> None:
    told = {form.id: (form.title, form.records, form.counts_as) for form in forms.values()}
    assert told["classroom-observation"] == ("แบบบันทึกการสังเกตชั้นเรียน", ("S6", "S11"), "observation")
    assert told["daily-log"] == ("บันทึกการปฏิบัติงานประจำวัน", ("S1",), "log")


def test_an_observation_rates_25_items_in_four_domains(forms: dict[str, Form]) -> None:
    form = forms["classroom-observation"]
    assert {grid.id: len(grid.items) for grid in form.grids} == {
        "plan": 5, "teach": 9, "assess": 5, "environment": 6,
    }  # fmt: skip
    assert all(list(grid.scale) == [5, 4, 3, 2, 1] and grid.required for grid in form.grids)
    texts = [item.ask for grid in form.grids for item in grid.items]
    assert len(set(texts)) == 25
    assert form.bands is not None
    assert [level.lowest for level in form.bands.levels] == [4.51, 3.51, 2.51, 1.51, 1.0]


def test_an_observation_says_who_where_and_when(forms: dict[str, Form]) -> None:
    form = forms["classroom-observation"]
    assert form.about == {
        "role": "observer_role",
        "who": "observer",
        "who_name": "leader_name",
        "where": "school",
        "when": "observed_on",
        "way": "way",
        "class": "class_level",
        "learning_area": "learning_area",
        "agreed": "agreed",
    }
    assert form.once_per == (
        "observer", "school", "class_level", "room", "observed_on", "part_of_day", "learning_area",
    )  # fmt: skip
    assert [choice.label for choice in form.questions["class_level"].choices] == [
        "อนุบาล 1", "อนุบาล 2", "อนุบาล 3", "ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6", "ม.1", "ม.2", "ม.3",
    ]  # fmt: skip
    assert form.checks == (
        Check("not-in-future", ("observed_on",), "error"),
        Check("working-day", ("observed_on",), "warning"),
        Check("in-semester", ("observed_on",), "warning"),
        Check("time-order", ("time_in", "time_out"), "error"),
        Check("shorter-than-an-hour", ("time_in", "time_out"), "warning", {"at_least": 60}),
        Check("outside-hours", ("time_in", "time_out"), "warning", {"from": time(8, 30), "to": time(16, 30)}),
    )


def test_both_kinds_of_observers_meet_again_at_the_school(forms: dict[str, Form]) -> None:
    sections = {section.id: section for section in forms["classroom-observation"].sections}
    role = sections["visit"].entries[-1]
    assert isinstance(role, Question)
    assert [choice.leads_to for choice in role.choices] == ["supervisor_page", "leader_page"]
    assert sections["supervisor_page"].leads_to == "school_page"
    assert list(sections)[3] == "school_page"


def test_a_log_takes_the_headings_of_the_six_month_report(forms: dict[str, Form]) -> None:
    form = forms["daily-log"]
    assert [choice.label for choice in form.questions["kind"].choices] == [
        "งานนิเทศ",
        "งานศึกษาค้นคว้าทางวิชาการ",
        "งานวิจัย",
        "งานติดตาม ตรวจสอบ และประเมินผล",
        "งานตามภารกิจกลุ่มงาน",
        "งานกลุ่มสาระการเรียนรู้",
        "งานกลุ่มเครือข่ายสถานศึกษา",
        "งานพิเศษ",
        "งานโครงการ",
    ]
    assert form.questions["school"].nothing == "ไม่เกี่ยวข้องกับโรงเรียน"
    assert [(check.code, check.severity) for check in form.checks] == [
        ("not-in-future", "error"),
        ("working-day", "warning"),
    ]


def test_no_form_names_a_person_or_says_the_manuals_misspelt_area(forms: dict[str, Form]) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in packaged_definitions().glob("*.yaml"))
    assert "สพป.มุกดาหาร" in text
    assert not any(title in text for title in ("นาย", "นางสาว", "ชุมพ", "หมุกดาหาร"))


EVERYTHING = """\
id: visit
records: [S4]
title: แบบเยี่ยม
description: |
  บรรทัดหนึ่ง
  บรรทัดสอง
about: {when: day}
cut_by: [mode]
scale: {3: มาก, 2: กลาง, 1: น้อย}
sections:
  - id: first
    title: หน้าแรก
    questions:
      - {id: day, ask: วันที่, type: date, checks: [not-in-future]}
      - {id: count, ask: 08.30, type: number, min: 0, max: 40, help: 0123}
      - {id: tools, ask: เครื่องมือ, type: checkboxes, choices: {a: ก, b: {label: ข, aliases: [ขอ]}}}
      - id: mode
        ask: วิธี
        type: choice
        required: true
        choices: {on-site: ที่โรงเรียน, online: {label: ออนไลน์, leads_to: last}}
  - id: site
    title: ที่โรงเรียน
    description: เฉพาะเมื่อไปที่โรงเรียน
    questions:
      - {id: work, rate: ให้คะแนน, items: [ก, ข]}
      - {id: other, rate: ให้คะแนน, items: [ค], scale: {1: มี, 0: ไม่มี}, required: false}
  - id: last
    title: หน้าสุดท้าย
    questions:
      - {id: school, ask: โรงเรียน, type: school, nothing: ไม่มี}
"""


def test_every_feature_of_the_language_is_read(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(EVERYTHING, encoding="utf-8")
    loaded, problems = load_forms(tmp_path)
    assert problems == ()
    form = loaded["visit"]
    assert form.description == "บรรทัดหนึ่ง\nบรรทัดสอง"
    first, site, last = form.sections
    assert first.entries == (
        Question("day", "วันที่", QuestionType.DATE),
        Question("count", "08.30", QuestionType.NUMBER, help="0123", minimum=0, maximum=40),
        Question(
            "tools",
            "เครื่องมือ",
            QuestionType.CHECKBOXES,
            choices=(Choice("a", "ก"), Choice("b", "ข", aliases=("ขอ",))),
        ),
        Question(
            "mode",
            "วิธี",
            QuestionType.CHOICE,
            required=True,
            choices=(Choice("on-site", "ที่โรงเรียน"), Choice("online", "ออนไลน์", "last")),
        ),
    )
    work, other = site.entries
    assert isinstance(work, RatingGrid)
    assert isinstance(other, RatingGrid)
    assert work.items == (
        Question("work.1", "ก", QuestionType.RATING, required=True, domain="work"),
        Question("work.2", "ข", QuestionType.RATING, required=True, domain="work"),
    )
    assert (work.scale, work.required) == ({3: "มาก", 2: "กลาง", 1: "น้อย"}, True)
    assert (other.scale, other.required, other.items[0].required) == ({1: "มี", 0: "ไม่มี"}, False, False)
    assert last.entries[0] == Question("school", "โรงเรียน", QuestionType.SCHOOL, nothing="ไม่มี")
    assert form.checks == (Check("not-in-future", ("day",), "error"),)


def test_a_broken_form_leaves_the_others_standing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EVERYTHING, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: [\n", encoding="utf-8")
    loaded, problems = load_forms(tmp_path)
    assert list(loaded) == ["visit"]
    assert [Path(problem.file).name for problem in problems] == ["b.yaml"]


def test_one_id_may_not_name_two_forms(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(EVERYTHING, encoding="utf-8")
    loaded, problems = load_forms(tmp_path)
    assert list(loaded) == ["visit"]
    assert [(Path(p.file).name, p.line, p.path) for p in problems] == [("b.yaml", 1, "id")]
    assert 'form "visit" is also defined in a.yaml' in problems[0].message


def test_a_folder_without_definitions_is_a_problem(tmp_path: Path) -> None:
    assert load_forms(tmp_path)[1][0].message == "no definition is here"


def test_amounts_are_added_up_and_nothing_else(forms: dict[str, Form]) -> None:
    """No rounds of an evaluation, no amounts in units of their own, no class that is measured twice."""
    summed = {
        form.id: " ".join(question.id for question in form.questions.values() if question.summed)
        for form in forms.values()
        if any(question.summed for question in form.questions.values())
    }
    assert summed == {
        "coaching": "persons",
        "five-m": "persons",
        "four-goals": "pupils pupils_identity teachers teachers_active teachers_innovation"
        " teachers_professional",
        "school-profile": "pupils pupils_early pupils_primary pupils_lower classrooms special_needs"
        " cannot_read teachers contract_teachers support_staff short_of allocated other_income computers",
        "school-visit": "classes observed teachers",
        "stimulate-development": "planned reached",
    }


def test_people_find_their_own_records_in_their_own_spreadsheet(forms: dict[str, Form]) -> None:
    """Whoever a form counts a record for, as its reporter or as one who took part, has the register of it."""
    people = {form.id for form in forms.values() if form.about.keys() & {"who", "members"}}
    assert people >= {"classroom-observation", "minutes", "daily-log", "network-round", "correspondence"}
    assert [form for form in sorted(people) if "supervisor" not in forms[form].seen_in] == []
    assert forms["classroom-observation"].seen_in == ("district", "network", "group", "supervisor")
