"""Which school a row is about: found beyond doubt, or shown to a person with the best candidates."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.model import School
from forms.results.match import NO_SCHOOL, Matcher, match_all, text_key
from forms.results.rows import FileRow, Score
from tests.forms.builders import ORGANISATION
from tests.forms.results.files import RULES

LONG = School("S7", "ชุมชนบ้านโคกสูงพัฒนาวิทยาคารหนึ่ง", "N3")
NUMBERED = School("S8", "ตัวอย่างแห่งการเรียนรู้ที่ยาวมากพอ 1", "N3")
OFFICE = replace(ORGANISATION, schools={**ORGANISATION.schools, "S7": LONG, "S8": NUMBERED})


def row(school: str, place: str = "", code: str = "", number: int = 2, score: float = 50.0) -> FileRow:
    return FileRow(number, school, code, place, "p6", {"thai": Score(score)})


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
    rows = [row("บ้านโพน", number=2), row("รร.บ้านโพน", number=3, score=51.0), row("บ้านใหม่", number=4)]
    found = match_all(Matcher(OFFICE, RULES, {}), rows)
    assert [match.school for _, match in found] == ["", "", "S6"]
    assert [match.candidates[0].school for _, match in found[:2]] == ["S2", "S2"]
    assert [(match.waits, match.others) for _, match in found[:2]] == [(True, (3,)), (True, (2,))]


def test_rows_that_are_alike_in_everything_count_once() -> None:
    rows = [row("บ้านโพน", number=2), row("รร.บ้านโพน", number=3), row("บ้านโพน", number=4)]
    found = [match for _, match in match_all(Matcher(OFFICE, RULES, {}), rows)]
    assert [(match.school, match.means) for match in found] == [("S2", "name"), ("", "same"), ("", "same")]
    assert [match.others for match in found] == [(), (2,), (2,)]
    assert not any(match.waits for match in found)
    third = match_all(Matcher(OFFICE, RULES, {}), [*rows, row("บ้านโพน", number=5, score=9.0)])
    assert [match.waits for _, match in third] == [True, False, False, True]  # what differs is for a person


def test_what_people_said_is_no_school_asks_nobody_again() -> None:
    said = {text_key("ศูนย์สอบ"): NO_SCHOOL, text_key("บ้านโพน", "ดอนตาล"): NO_SCHOOL}
    matcher = Matcher(OFFICE, RULES, said)
    assert matcher.match(row("ศูนย์สอบ", "ที่ใดก็ได้")).means == "no-school"
    assert not matcher.match(row("ศูนย์สอบ")).waits
    assert matcher.match(row("บ้านโพน", "ดอนตาล")).means == "no-school"
    assert matcher.match(row("บ้านโพน")).school == "S2"


@pytest.mark.parametrize(
    ("place", "networks"),
    [
        ("แก้วมุกดาหาร", ("N2", "N1")),  # the district's networks, and the one of its name
        ("อำเภอแก้วมุกดาหาร", ("N2",)),
        ("อ.แก้วมุกดาหาร", ("N2",)),
        ("เครือข่ายแก้วมุกดาหาร", ("N1",)),
        ("ดงหลวง", ("N2", "N3")),
        ("ที่อื่น", ()),
    ],
)
def test_a_district_is_all_its_networks_even_if_one_has_its_name(
    place: str, networks: tuple[str, ...]
) -> None:
    rules = replace(RULES, places={**(RULES.places or {}), "แก้วมุกดาหาร": ("N2",)})
    assert Matcher(OFFICE, rules, {}).match(row("ใคร", place)).place == networks


def strangers(count: int) -> list[FileRow]:
    return [row(f"วัดดอนไกลโพ้นที่ {n} วิทยา", number=100 + n) for n in range(count)]


def test_in_a_file_of_more_than_our_schools_only_rows_like_ours_are_asked_about() -> None:
    rows = [row("บ้านโพน", number=2), row("บ้านหนองบัวฃ", number=3), *strangers(200)]
    found = match_all(Matcher(OFFICE, RULES, {}), rows)
    assert [match.waits for _, match in found[:2]] == [False, True]
    assert {match.means for _, match in found[2:]} == {"elsewhere"}
    few = match_all(Matcher(OFFICE, RULES, {}), strangers(3))
    assert all(match.waits and not match.candidates for _, match in few)  # a few may be ours by other names


def test_a_national_file_is_matched_in_seconds() -> None:
    begun = process_time()
    found = match_all(Matcher(OFFICE, RULES, {}), [*strangers(25_000), row("บ้านโพน")])
    assert process_time() - begun < 10
    assert [match.school for _, match in found if match.school] == ["S2"]


def test_schools_that_have_a_row_already_are_no_candidates_unless_all_but_the_same() -> None:
    rows = [row("บ้านโพน", number=2), row("บ้านหนองบัวใหญ่โพน", number=3)]
    found = match_all(Matcher(OFFICE, RULES, {}), rows, {("S6", "p6"): 7, ("S1", "m3"): 8})
    candidates = {candidate.school for candidate in found[1][1].candidates}
    assert {"S1", "S3"} <= candidates and not candidates & {"S2", "S6"}


@given(st.text(alphabet="กขคบหนาโเแ้่ำัิ 123", max_size=20))
def test_a_text_never_means_two_schools_nor_one_that_is_unlike(text: str) -> None:
    match = Matcher(OFFICE, RULES, {}).match(row(text))
    assert (match.school == "") == (match.means == "") == match.waits
    assert all(candidate.likeness >= 55 for candidate in match.candidates)
    assert len(match.candidates) <= 3
