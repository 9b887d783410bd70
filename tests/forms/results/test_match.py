"""Which school a row is about: found beyond doubt, or shown to a person with the best candidates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.model import School
from forms.results.match import Matcher, match_all, text_key
from forms.results.read import FileRow, Score
from tests.forms.builders import ORGANISATION
from tests.forms.results.files import RULES

LONG = School("S7", "ชุมชนบ้านโคกสูงพัฒนาวิทยาคารหนึ่ง", "N3")
NUMBERED = School("S8", "ตัวอย่างแห่งการเรียนรู้ที่ยาวมากพอ 1", "N3")
OFFICE = replace(ORGANISATION, schools={**ORGANISATION.schools, "S7": LONG, "S8": NUMBERED})


def row(school: str, place: str = "", code: str = "", number: int = 2) -> FileRow:
    return FileRow(number, school, code, place, "p6", {"thai": Score(50.0)})


def matched(school: str, place: str = "", code: str = "", **decided: str) -> tuple[str, str]:
    match = Matcher(OFFICE, RULES, decided).match(row(school, place, code))
    return match.school, match.means


@pytest.mark.parametrize(
    ("school", "place", "code", "expected"),
    [
        ("บ้านโพน", "", "", ("S2", "name")),
        ("โรงเรียน บ้านโพน", "", "", ("S2", "name")),
        ("รร.บ.โพน", "", "", ("S2", "name")),
        ("หนองบัวเดิม", "", "", ("S1", "name")),  # an alias
        ("ใครก็ไม่รู้", "", "s2", ("S2", "code")),
        ("บ้านโพน", "", "99", ("S2", "name")),
        ("บ้านหนองบัว", "", "", ("", "")),  # two of one name
        ("บ้านหนองบัว", "เครือข่ายแก้วมุกดาหาร", "", ("S1", "name")),
        ("บ้านหนองบัว", "เมืองน้ำทิพย์", "", ("S3", "name")),
        ("บ้านหนองบัว", "อำเภอดงหลวง", "", ("S3", "name")),
        ("บ้านหนองบัว", "ที่ไหนสักแห่ง", "", ("", "")),
        ("บ้านโพน", "ดอนตาล", "", ("", "")),  # another district's school of that name
        ("บ้านย้าย", "แก้วมุกดาหาร", "", ("S5", "name")),  # where it was before
        ("ชุมชนบ้านโคกสูงพัฒนาวิทยาคารหนึง", "", "", ("S7", "close")),
        ("ตัวอย่างแห่งการเรียนรู้ที่ยาวมากพอ 2", "", "", ("", "")),  # alike, and another school
        ("บ้านโพธิ์", "", "", ("", "")),
    ],
)
def test_a_school_is_found(school: str, place: str, code: str, expected: tuple[str, str]) -> None:
    assert matched(school, place, code) == expected


def test_what_people_decided_goes_before_names_and_a_decision_for_a_place_before_one_for_any() -> None:
    anywhere, there = text_key("บ้านโพน"), text_key("บ้านโพน", "ดอนตาล")
    assert matched("รร.บ้านโพน", "", **{anywhere: "S4"}) == ("S4", "decided")
    assert matched("บ้านโพน", "เครือข่ายดอนตาล", **{anywhere: "S4", there: "S6"}) == ("S6", "decided")
    assert matched("บ้านโพน", "", **{anywhere: "GONE"}) == ("S2", "name")


def test_what_is_not_found_comes_with_the_three_best_those_of_its_place_first() -> None:
    match = Matcher(OFFICE, RULES, {}).match(row("บ้านหนองบัวใหญ่", "เมืองน้ำทิพย์"))
    assert match.school == ""
    assert match.candidates[0].school == "S3"
    assert len(match.candidates) == 3
    assert match.place == ("N2",)


def test_two_rows_of_a_grade_that_mean_one_school_are_both_left_to_a_person() -> None:
    rows = [row("บ้านโพน", number=2), row("รร.บ้านโพน", number=3), row("บ้านใหม่", number=4)]
    found = match_all(Matcher(OFFICE, RULES, {}), rows)
    assert [match.school for _, match in found] == ["", "", "S6"]
    assert [match.candidates[0].school for _, match in found[:2]] == ["S2", "S2"]


def test_schools_that_have_a_row_already_are_no_candidates_unless_all_but_the_same() -> None:
    rows = [row("บ้านโพน", number=2), row("บ้านโพธิ์", number=3)]
    found = match_all(Matcher(OFFICE, RULES, {}), rows, [("S6", "p6"), ("S1", "m3")])
    candidates = {candidate.school for candidate in found[1][1].candidates}
    assert len(candidates) == 3 and not candidates & {"S2", "S6"}


@given(st.text(alphabet="กขคบหนาโเแ้่ำัิ 123", max_size=20))
def test_a_text_never_means_two_schools_nor_one_that_is_unlike(text: str) -> None:
    match = Matcher(OFFICE, RULES, {}).match(row(text))
    assert (match.school == "") == (match.means == "")
    assert len(match.candidates) <= 3
