"""Permits by kind (S18) and signing in and out (S19)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import entry, filled, found, packaged

START: dict[str, Given] = {"supervisor": "ศึกษานิเทศก์ 1", "first_day": "2026-11-23"}
JOURNEY: dict[str, Given] = {
    **START,
    "last_day": "2026-11-25",
    "kind": "ขออนุญาตไปราชการ",
    "purpose": "ประชุมปฏิบัติการพัฒนาการอ่าน",
    "place": "โรงแรมในจังหวัดขอนแก่น",
    "ordered": "ได้รับคำสั่งให้ไปราชการ",
    "order_number": "174/2569",
    "travel": "รถยนต์ของทางราชการ",
    "party_kind": "ไปเป็นคณะ (ขออนุญาตแทนทั้งคณะ)",
    "party": ["ศึกษานิเทศก์ 2"],
}
OUT: dict[str, Given] = {
    **START,
    "kind": "ขออนุญาตออกนอกสำนักงาน (ไม่เกิน 3 ชั่วโมง)",
    "out_from": "09:00",
    "out_to": "12:00",
    "out_place": "ศาลากลางจังหวัด",
    "out_reason": "ติดต่อหน่วยงานอื่น",
}
LEAVE: dict[str, Given] = {
    **START,
    "last_day": "2026-11-24",
    "kind": "ลา",
    "leave_type": "ลาพักผ่อน",
    "leave_part": "ทั้งวัน",
    "stand_in": "ศึกษานิเทศก์ 2",
}
VEHICLE: dict[str, Given] = {
    **START,
    "kind": "ขอใช้รถยนต์ของทางราชการ",
    "car_purpose": "ออกนิเทศโรงเรียน",
    "car_place": "เครือข่ายดอนตาล",
    "car_from": "08:30",
    "passengers": "๓",
    "driver": "ขอพนักงานขับรถของสำนักงาน",
}
REPRESENTATION: dict[str, Given] = {
    **START,
    "kind": "เป็นผู้แทนไปร่วมงาน",
    "event": "พิธีทำบุญตักบาตร",
    "event_place": "ศาลากลางจังหวัด",
    "event_kind": "วันสำคัญ",
    "named_by": "ตามกลุ่มรายชื่อที่สำนักงานเขตพื้นที่การศึกษากำหนด",
}


def test_a_party_asks_for_its_journey_once() -> None:
    asked = entry("permit", JOURNEY)
    assert (asked.when, asked.until) == (date(2026, 11, 23), date(2026, 11, 25))
    assert asked.people == ("P1", "P2")
    assert asked.members == {"supervisor": "P1", "group": "G1", "kind": "journey", "ordered": "order"}
    assert entry("permit", {**JOURNEY, "party_kind": "ไปคนเดียว", "party": []}).people == ("P1",)


def test_a_leave_names_who_stands_in_but_is_not_theirs() -> None:
    asked = entry("permit", LEAVE)
    assert (asked.when, asked.until) == (date(2026, 11, 23), date(2026, 11, 24))
    assert asked.people == ("P1",)
    assert asked.members["leave_type"] == "vacation"
    assert asked.answers[packaged()["permit"].about["stand_in"]] == "P2"


@pytest.mark.parametrize(
    ("answers", "kind"), [(OUT, "out"), (VEHICLE, "vehicle"), (REPRESENTATION, "representation")]
)
def test_what_takes_one_day_needs_no_last_day(answers: dict[str, Given], kind: str) -> None:
    asked = entry("permit", answers)
    assert (asked.when, asked.until, asked.members["kind"]) == (date(2026, 11, 23), None, kind)


def test_half_a_day_of_leave_is_told_in_the_words_that_duties_look_for() -> None:
    halves = [entry("permit", {**LEAVE, "leave_part": part}) for part in ("ครึ่งวันเช้า", "ครึ่งวันบ่าย")]
    assert [half.answers["leave_part"] for half in halves] == ["am", "pm"]
    assert halves[0].once_key != halves[1].once_key


def test_several_trips_a_day_are_several_but_the_same_one_is_not() -> None:
    morning, afternoon = (entry("permit", {**OUT, "out_from": at}).once_key for at in ("09:00", "10:00"))
    assert morning != afternoon
    assert entry("permit", {**OUT, "out_place": "ธนาคาร"}).once_key == morning


@pytest.mark.parametrize("changed", [{"first_day": "2026-11-20"}, {"stand_in": "ศึกษานิเทศก์ 1"}])
def test_a_vacation_that_is_not_as_the_manual_asks_is_for_who_decides(changed: dict[str, Given]) -> None:
    """What was permitted before the form asked for it stays permitted: nobody can mend when it was sent."""
    read = filled("permit", {**LEAVE, **changed})
    assert read.entry.counted
    assert [finding.severity for finding in read.findings] == ["warning"]


def missing(*questions: str) -> list[tuple[str, str]]:
    """The findings of required questions that were left out."""
    return [("required-missing", question) for question in questions]


WRONG = [
    (JOURNEY, {"last_day": "2026-11-22"}, [("date-order", "last_day")]),
    (JOURNEY, {"party": None}, missing("party")),
    (JOURNEY, {"purpose": None, "travel": "เรือ"},
     [("required-missing", "purpose"), ("unknown-choice", "travel")]),
    (OUT, {"out_to": "12:01"}, [("longer-than", "out_to")]),
    (OUT, {"out_to": "08:00"}, [("time-order", "out_to")]),
    (LEAVE, {"stand_in": None, "leave_type": None}, missing("leave_type", "stand_in")),
    (LEAVE, {"stand_in": "ศึกษานิเทศก์ 3"}, [("not-in-office", "stand_in")]),
    (LEAVE, {"first_day": "2026-11-20"}, [("in-advance", "first_day")]),  # on the day on which it begins
    (LEAVE, {"first_day": "2026-11-02", "last_day": "2026-11-04", "stand_in": "ศึกษานิเทศก์ 1"},
     [("in-advance", "first_day"), ("different-people", "stand_in")]),
    (LEAVE, {"first_day": "2026-11-02", "last_day": "2026-11-04", "leave_type": "ลาป่วย"}, []),
    (LEAVE, {"first_day": "2026-11-20", "last_day": None, "leave_type": "ลากิจส่วนตัว"}, []),
    (OUT, {"first_day": "2026-11-20"}, []),
    (VEHICLE, {"passengers": "0"}, [("out-of-range", "passengers")]),
    (REPRESENTATION, {"event": None}, missing("event")),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "changed", "findings"), WRONG)
def test_a_wrong_permit(
    answers: dict[str, Given], changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found("permit", answers, **changed) == findings


@pytest.mark.parametrize(
    ("kind", "deciders", "last"),
    [
        ("journey", ["head", "deputy", "director"], "อนุญาต"),
        ("out", ["head"], "อนุญาต"),
        ("leave", ["stand-in", "head", "deputy", "director"], "อนุญาต"),
        ("vehicle", ["admin-head", "director"], "อนุญาต"),
        ("representation", ["head"], "มอบหมาย"),
    ],
)
def test_each_kind_goes_its_own_way(kind: str, deciders: list[str], last: str) -> None:
    form = packaged()["permit"]
    assert form.counts_as == "permit"
    assert form.chains is not None
    steps = form.chains.of[kind].steps
    assert [step.by for step in steps] == deciders
    assert steps[-1].passes == (last,)
    assert all(step.returns for step in steps)


SIGN_IN: dict[str, Given] = {
    "supervisor": "ศึกษานิเทศก์ 2",
    "day": "2026-11-20",
    "direction": "มาปฏิบัติราชการ",
    "time_in": "08:30",
    "place": "ในสำนักงาน",
}
SIGN_OUT: dict[str, Given] = {
    "supervisor": "ศึกษานิเทศก์ 2",
    "day": "2026-11-20",
    "direction": "กลับ",
    "time_out": "16:30",
}


def test_coming_and_going_are_signed_apart() -> None:
    come, gone = entry("sign-in", SIGN_IN), entry("sign-in", SIGN_OUT)
    assert (come.when, come.people, come.members) == (
        date(2026, 11, 20), ("P2",), {"supervisor": "P2", "kind": "in", "place": "office"},
    )  # fmt: skip
    assert (come.answers["time_in"], gone.answers["time_out"]) == ("08:30", "16:30")
    assert (come.once_key, gone.once_key) == ("sign-in|P2|2026-11-20|in", "sign-in|P2|2026-11-20|out")


@pytest.mark.parametrize(
    ("answers", "changed", "findings"),
    [
        (SIGN_IN, {"time_in": "08:31"}, [("outside-hours", "time_in")]),
        (SIGN_OUT, {"time_out": "16:29"}, [("outside-hours", "time_out")]),
        (SIGN_IN, {"day": "2026-11-21"}, [("not-in-future", "day"), ("working-day", "day")]),
        (SIGN_IN, {"place": None}, missing("place")),
        (SIGN_OUT, {"time_out": None}, missing("time_out")),
    ],
)
def test_a_wrong_signature(
    answers: dict[str, Given], changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found("sign-in", answers, **changed) == findings
