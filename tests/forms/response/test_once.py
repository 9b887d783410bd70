"""What may occur once, in every packaged form: what tells two records apart, and what is one record twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forms.checking import Checked
from forms.definition import load_forms, packaged_definitions
from forms.response.once import Once
from forms.response.path import Path as Way
from tests.forms import test_definitions_duty_reports as reports
from tests.forms import test_definitions_permits as permits
from tests.forms import test_definitions_plans as plans
from tests.forms import test_definitions_registers as registers
from tests.forms import test_definitions_targets as targets
from tests.forms import test_definitions_visits as visits
from tests.forms.builders import Given
from tests.forms.packaged import entry, filled, packaged

Answers = dict[str, Given]


def key(form: str, answers: Answers) -> str:
    found = entry(form, answers).once_key
    assert found is not None
    return found


# Two records of one kind and day, told apart by one answer alone.
TWO_RECORDS: list[tuple[str, Answers, Answers]] = [
    ("materials", registers.KEPT, {"article_number": "7440-001-0002/69"}),
    ("materials", registers.STOCKED, {"stock_amount": "20"}),
    ("materials", registers.STOCKED, {"source": "ได้รับบริจาค/สนับสนุน"}),
    ("materials", registers.DRAWN, {"purpose": "จัดทำคู่มือนิเทศ"}),
    ("materials", registers.DRAWN, {"drawn_by": "ศึกษานิเทศก์ 2"}),
    ("correspondence", registers.SENT, {"sent_to": "สพฐ."}),
    ("correspondence", registers.SENT, {"sent_number": "ศธ 04010/99"}),
    ("correspondence", registers.RECEIVED, {"received_number": "ศธ 04010/ว 1235"}),
    ("correspondence", registers.RECEIVED, {"received_from": "จังหวัดมุกดาหาร"}),
    ("correspondence", registers.CIRCULAR, {"circular_to": "เครือข่าย"}),
    ("correspondence", registers.FOLDER, {"folder_brief": "ขออนุมัติงบประมาณ"}),
    ("correspondence", registers.FOLDER, {"officer": "ศึกษานิเทศก์ 2"}),
    ("correspondence", registers.ROOM, {"room": "ห้องประชุมเล็ก"}),
    ("correspondence", registers.PUBLICITY, {"channel": "เว็บไซต์"}),
    ("permit", permits.REPRESENTATION, {"event": "พิธีถวายพระพร"}),
    ("permit", permits.JOURNEY, {"purpose": "ประชุมอีกเรื่องหนึ่ง"}),
    ("permit", permits.JOURNEY, {"place": "โรงเรียนอีกแห่งหนึ่ง"}),
    ("permit", permits.OUT, {"out_from": "10:00"}),
    ("permit", permits.LEAVE, {"leave_part": "ครึ่งวันเช้า"}),
    ("permit", permits.LEAVE, {"leave_type": "ลากิจส่วนตัว"}),
    ("permit", permits.VEHICLE, {"car_place": "เครือข่ายแก้วมุกดาหาร"}),
    ("coaching", visits.COACHING, {"part_of_day": "ภาคบ่าย"}),
    ("coaching", visits.COACHING, {"learning_area": "คณิตศาสตร์"}),
    ("instrument", registers.BANK, {"classes": ["ป.6"]}),
    ("instrument", registers.BANK, {"test": "NT"}),
    ("media", registers.NEED, {"amount": "31"}),
    ("media", registers.INNOVATION, {"owner": "ครูผู้สอนคณิตศาสตร์"}),
    ("good-practice", registers.TEACHER, {"learning_area": "คณิตศาสตร์"}),
    ("journey-report", reports.JOURNEY, {"place": "โรงแรมแห่งหนึ่ง"}),
    ("minutes", plans.COMMITTEE, {"number": "99/2569"}),
    ("supervision-plan", plans.PLAN, {"work_group": "วัดและประเมินผล"}),
    ("roving-team", targets.CASE, {"problem": "ปัญหาอีกเรื่องหนึ่ง"}),
]


@pytest.mark.parametrize(("form", "answers", "other"), TWO_RECORDS)
def test_two_records_are_no_duplicates(form: str, answers: Answers, other: Answers) -> None:
    assert key(form, answers) != key(form, {**answers, **other})


# The same record sent twice: what may differ then, and what another page asked.
ONE_RECORD: list[tuple[str, Answers, Answers]] = [
    ("materials", registers.KEPT, {"note": "รอซ่อมอยู่"}),
    ("materials", registers.KEPT, {"article_number": "๗๔๔๐-001-0001/69"}),
    ("materials", registers.KEPT, {"amount": "3", "drawn_by": "ศึกษานิเทศก์ 2"}),  # of a page left again
    ("correspondence", registers.SENT, {"received_number": "ศธ 04010/ว 1", "room": "ห้องประชุมเล็ก"}),
    ("permit", permits.OUT, {"out_place": "ธนาคาร"}),
    ("permit", permits.REPRESENTATION, {"leave_part": "ทั้งวัน", "out_from": "09:00"}),
    ("coaching", visits.COACHING, {"persons": "9"}),
]


@pytest.mark.parametrize(("form", "answers", "other"), ONE_RECORD)
def test_the_same_record_sent_twice_is_one(form: str, answers: Answers, other: Answers) -> None:
    assert filled(form, {**answers, **other}).entry.once_key == key(form, answers)


def names(form: str, told: Checked) -> tuple[str, ...]:
    once = Once(packaged()[form], Way(packaged()[form]))
    return once.questions({**told.entry.answers, **told.entry.texts})


@pytest.mark.parametrize(
    ("form", "answers", "named"),
    [
        ("materials", registers.KEPT, ("kind", "noted_on", "article", "article_number", "article_state")),
        ("correspondence", registers.SENT, ("kind", "noted_on", "subject", "sent_to")),
        ("permit", permits.REPRESENTATION, ("supervisor", "kind", "first_day", "event", "event_place")),
    ],
)
def test_the_reason_names_only_what_the_kind_asks(
    form: str, answers: Answers, named: tuple[str, ...]
) -> None:
    assert names(form, filled(form, answers)) == named
    assert names(form, filled(form, {**answers, "amount": "3", "out_from": "09:00"})) == named


def test_a_key_that_leaves_out_a_kinds_own_questions_is_warned_of(tmp_path: Path) -> None:
    text = (packaged_definitions() / "materials.yaml").read_text(encoding="utf-8")
    assert text.count("  - article_number\n  - article_state\n") == 1
    text = text.replace("  - article_number\n  - article_state\n", "")
    (tmp_path / "materials.yaml").write_text(text, encoding="utf-8")
    loaded, (problem,) = load_forms(tmp_path)
    assert list(loaded) == ["materials"]  # a warning keeps no form out
    assert (problem.path, problem.severity) == ("once_per", "warning")
    assert problem.message == 'nothing that is asked of "ครุภัณฑ์" alone tells two of them apart'
    assert "article_number" in problem.accepted


def test_a_key_of_what_all_are_asked_is_not(tmp_path: Path) -> None:
    shutil.copy(packaged_definitions() / "sign-in.yaml", tmp_path)
    loaded, problems = load_forms(tmp_path)
    assert (list(loaded), problems) == (["sign-in"], ())
