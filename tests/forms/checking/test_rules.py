"""Checking: what is found in a response. Every code has its line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from forms.checking import Checker, once_finding
from forms.checking.codes import BUILT_IN, CHECKS
from forms.checking.findings import catalogue, describe
from forms.model import Check, Finding, Form, QuestionType, Section
from forms.response import Reader
from forms.response.read import STOOD_IN
from tests.forms.builders import (
    BANGKOK,
    CALENDAR,
    JOURNEY,
    LOG,
    ORGANISATION,
    SOUND,
    VISIT,
    Given,
    grid,
    question,
    raw,
)
from tests.forms.checking.sound import SOUND_JOURNEY, SOUND_LOG, checked, one, without

QUARTERLY = replace(VISIT, checks=(Check("in-quarter", ("day", "class_level"), "warning"),))
MONDAYS = replace(VISIT, checks=(Check("first-monday", ("day",), "warning"),))
PAIRED = replace(
    LOG,
    sections=(
        *LOG.sections, Section("more", "ผู้ร่วมงาน", (question("colleague", QuestionType.SUPERVISOR),)),
    ),
    checks=(Check("different-people", ("person", "colleague"), "error"),),
)  # fmt: skip
ON_A_SUNDAY = {"day": "2026-11-15"}
AT_N3 = {"network": "ดอนตาล", "N3": "บ้านใหม่"}
CASES: list[tuple[str, Form, Mapping[str, Given], str | None, dict[str, str]]] = [
    ("required-missing", VISIT, without(SOUND, "day"), "day", {}),
    ("required-missing", VISIT, without(SOUND, "school"), "school", {}),
    ("required-missing", VISIT, {**SOUND, "school": {"network": "แก้วมุกดาหาร"}}, "school", {}),
    ("required-missing", VISIT, without(SOUND, "teach.2"), "teach.2", {}),
    ("required-missing", LOG, without(SOUND_LOG, "school"), "school", {}),
    (
        "ratings-missing",
        VISIT,
        without(SOUND, "teach.1", "teach.3"),
        "teach.1",
        {"domain": "ด้าน teach", "rows": "1, 3", "count": "2"},
    ),
    ("unreadable-date", VISIT, {**SOUND, "day": "เมื่อวาน"}, "day", {"text": "เมื่อวาน"}),
    ("unreadable-time", VISIT, {**SOUND, "start": "เช้า"}, "start", {"text": "เช้า"}),
    ("unreadable-number", VISIT, {**SOUND, "pupils": "เยอะ"}, "pupils", {"text": "เยอะ"}),
    (
        "out-of-range",
        VISIT,
        {**SOUND, "pupils": "61"},
        "pupils",
        {"text": "61", "minimum": "1", "maximum": "60"},
    ),
    (
        "out-of-range",
        VISIT,
        {**SOUND, "plan.1": "7"},
        "plan.1",
        {"text": "7", "minimum": "1", "maximum": "5"},
    ),
    ("unknown-choice", VISIT, {**SOUND, "plan.1": "เยี่ยม"}, "plan.1", {"text": "เยี่ยม"}),
    ("unknown-choice", VISIT, {**SOUND, "class_level": "ป.9"}, "class_level", {"text": "ป.9"}),
    ("unknown-choice", VISIT, {**SOUND, "observer": "ครู ก"}, "observer", {"text": "ครู ก"}),
    ("unknown-network", VISIT, {**SOUND, "school": {"network": "อื่น"}}, "school", {"text": "อื่น"}),
    ("unknown-school", VISIT, {**SOUND, "school": one("N1", "บ้านไม่มี")}, "school", {"text": "บ้านไม่มี"}),
    (
        "school-not-in-network",
        VISIT,
        {**SOUND, "school": one("N1", "บ้านนาเก่า")},
        "school",
        {"text": "บ้านนาเก่า", "network": "เมืองน้ำทิพย์"},
    ),
    (
        "school-closed",
        VISIT,
        {**SOUND, "school": one("N2", "บ้านนาเก่า", "เมืองน้ำทิพย์")},
        "school",
        {"school": "บ้านนาเก่า", "date": "20 พ.ย. 2569"},
    ),
    (
        "school-closed",  # not opened yet
        VISIT,
        {**SOUND, "school": AT_N3, "day": "2026-11-17"},
        "school",
        {"school": "บ้านใหม่", "date": "17 พ.ย. 2569"},
    ),
    (
        "not-in-office",
        VISIT,
        {**SOUND, "observer": "ศึกษานิเทศก์ 3"},
        "observer",
        {"supervisor": "ศึกษานิเทศก์ 3", "date": "20 พ.ย. 2569"},
    ),
    (
        "buddhist-year",
        VISIT,
        {**SOUND, "day": "2569-11-20"},
        "day",
        {"text": "2569-11-20", "date": "20 พ.ย. 2569"},
    ),
    ("long-ago", VISIT, {**SOUND, "day": "2025-11-19"}, "day", {"date": "19 พ.ย. 2568"}),
    ("long-ago", VISIT, {**SOUND, "day": "2025-11-20"}, "day", {"date": "20 พ.ย. 2568"}),
    (
        "text-too-long",
        VISIT,
        {**SOUND, "advice": "ก" * 5_001},
        "advice",
        {"length": "5,001", "limit": "5,000"},
    ),
    ("not-in-future", VISIT, {**SOUND, "day": "2026-11-21"}, "day", {"date": "21 พ.ย. 2569"}),
    ("in-semester", VISIT, {**SOUND, "day": "2026-10-31"}, "day", {"date": "31 ต.ค. 2569"}),
    (
        "working-day",
        LOG,
        {**SOUND_LOG, **ON_A_SUNDAY},
        "day",
        {"date": "วันอาทิตย์ที่ 15 พฤศจิกายน พ.ศ. 2569", "holiday": ""},
    ),
    (
        "working-day",
        LOG,
        {**SOUND_LOG, "day": "2026-11-18"},
        "day",
        {"date": "วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569", "holiday": "(วันหยุดของสำนักงาน)"},
    ),
    ("time-order", VISIT, {**SOUND, "end": "09:00"}, "end", {"start": "09.00", "end": "09.00"}),
    (
        "shorter-than-an-hour",
        VISIT,
        {**SOUND, "end": "09:59"},
        "end",
        {"minutes": "59", "at_least": "60"},
    ),
    (
        "outside-hours",
        LOG,
        {**SOUND_LOG, "left": "16:31"},
        "left",
        {"time": "16.31", "from": "08.30", "to": "16.30"},
    ),
    ("unreadable-year", JOURNEY, {**SOUND_JOURNEY, "year": "ปีนี้"}, "year", {"text": "ปีนี้"}),
    (
        "out-of-range",
        JOURNEY,
        {**SOUND_JOURNEY, "year": "2016"},
        "year",
        {"text": "2559", "minimum": "2560", "maximum": "2580"},
    ),
    (
        "not-in-office",
        JOURNEY,
        {**SOUND_JOURNEY, "party": ["ศึกษานิเทศก์ 3", "ศึกษานิเทศก์ 2"]},
        "party",
        {"supervisor": "ศึกษานิเทศก์ 3", "date": "23 พ.ย. 2569"},
    ),
    (
        "date-order",
        JOURNEY,
        {**SOUND_JOURNEY, "last": "2026-11-22"},
        "last",
        {"first": "23 พ.ย. 2569", "last": "22 พ.ย. 2569", "earlier": "first"},
    ),
    (
        "in-advance",
        JOURNEY,
        {**SOUND_JOURNEY, "first": "2026-11-22"},
        "first",
        {"date": "22 พ.ย. 2569", "asked": "20 พ.ย. 2569", "days": "3"},
    ),
    (
        "longer-than",
        JOURNEY,
        {**SOUND_JOURNEY, "back": "12:01"},
        "back",
        {"minutes": "181", "at_most": "180"},
    ),
    ("total-of-parts", JOURNEY, {**SOUND_JOURNEY, "all": "31"}, "all", {"total": "31", "found": "30"}),
    ("total-of-parts", JOURNEY, without(SOUND_JOURNEY, "girls"), "all", {"total": "30", "found": "12"}),
    (
        "part-of-whole",
        JOURNEY,
        {**SOUND_JOURNEY, "boys": "31", "girls": "-1"},
        "boys",
        {"part": "31", "whole": "30"},
    ),
    (
        "in-quarter",
        QUARTERLY,
        {**SOUND, "class_level": "ป.2"},
        "class_level",
        {"date": "20 พ.ย. 2569", "earlier": "day"},
    ),
    (
        "first-monday",
        MONDAYS,
        {**SOUND, "day": "2026-11-09"},  # the second one
        "day",
        {"date": "วันจันทร์ที่ 9 พฤศจิกายน พ.ศ. 2569"},
    ),
    (
        "first-monday",
        MONDAYS,
        {**SOUND, "day": "2026-11-03"},
        "day",
        {"date": "วันอังคารที่ 3 พฤศจิกายน พ.ศ. 2569"},
    ),
    ("different-people", PAIRED, {**SOUND_LOG, "colleague": "ศึกษานิเทศก์ 1"}, "colleague",
     {"earlier": "person"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "form", "answers", "at", "values"), CASES)
def test_finding(
    code: str, form: Form, answers: Mapping[str, Given], at: str | None, values: dict[str, str]
) -> None:
    asked = (check.severity for check in form.checks if check.code == code)
    severity = BUILT_IN[code] if code in BUILT_IN else next(asked)
    result = checked(form, answers)
    assert result.findings == (Finding(code, severity, at, values),)
    assert result.entry.counted is (severity == "warning")


BOUNDED = {"too-low": (1.0, None, "0", "minimum", "1"), "too-high": (None, 9.5, "10", "maximum", "9.5")}


@pytest.mark.parametrize("code", BOUNDED)
def test_a_number_with_one_bound(code: str) -> None:
    minimum, maximum, given, bound, shown = BOUNDED[code]
    asked = question("count", QuestionType.NUMBER, minimum=minimum, maximum=maximum)
    form = Form("f", "f", (), (Section("s", "s", (asked,)),), {})
    result = checked(form, {"count": given})
    assert result.findings == (Finding(code, "error", "count", {"text": given, bound: shown}),)


def test_an_answer_of_another_kind() -> None:
    given = raw(VISIT, SOUND)
    key = next(
        k for k, a in given["answers"].items() if a["textAnswers"]["answers"][0]["value"] == SOUND["advice"]
    )
    given["answers"][key] = {"fileUploadAnswers": {}}
    response = Reader(VISIT, ORGANISATION, BANGKOK).read(given)
    findings = Checker(VISIT, ORGANISATION, CALENDAR).check(response).findings
    assert [(f.code, f.question) for f in findings] == [("unreadable-answer", "advice")]


def test_questions_that_the_definition_lacks_are_told_once() -> None:
    given = raw(VISIT, SOUND)
    for key, text in {"0badcafe": "ก", "0badcaff": "ข"}.items():
        given["answers"][key] = {"textAnswers": {"answers": [{"value": text}]}}
    response = Reader(VISIT, ORGANISATION, BANGKOK).read(given)
    result = Checker(VISIT, ORGANISATION, CALENDAR).check(response)
    assert result.findings == (Finding("unknown-question", "warning", None, {"count": "2", "text": "ก, ข"}),)
    assert result.entry.counted


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        (VISIT, SOUND),
        (LOG, SOUND_LOG),
        (JOURNEY, SOUND_JOURNEY),
        (JOURNEY, {**SOUND_JOURNEY, "boys": "29.9", "girls": "0.1"}),
        (JOURNEY, without(SOUND_JOURNEY, "boys", "girls")),  # nothing to add up
        (JOURNEY, without(SOUND_JOURNEY, "last", "back")),
    ],
)
def test_sound_responses_have_no_findings(form: Form, answers: Mapping[str, Given]) -> None:
    assert checked(form, answers).findings == ()


@pytest.mark.parametrize(
    "text", ["=1+1", "+66", "-", "@me", "<script>x</script>", "😀\u200b", "{question}{0}"]
)
def test_odd_texts_are_nobodys_business(text: str) -> None:
    result = checked(VISIT, {**SOUND, "advice": text})
    assert result.findings == ()
    assert result.entry.texts == {"advice": text}


def test_a_check_of_numbers_waits_for_all_that_can_be_read() -> None:
    found = checked(JOURNEY, {**SOUND_JOURNEY, "girls": "สิบแปด"}).findings
    assert [f.code for f in found] == ["unreadable-number"]


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        (QUARTERLY, SOUND),  # November, "p1"
        (QUARTERLY, {**SOUND, "day": "2026-02-02", "class_level": "ป.2"}),
        (MONDAYS, {**SOUND, "day": "2026-11-02"}),
        (PAIRED, {**SOUND_LOG, "colleague": "ศึกษานิเทศก์ 2"}),
        (PAIRED, SOUND_LOG),
    ],
)
def test_a_day_in_its_quarter_a_first_monday_and_two_people_are_right(
    form: Form, answers: Mapping[str, Given]
) -> None:
    assert checked(form, answers).findings == ()


def test_a_check_holds_for_the_answers_that_it_names_alone() -> None:
    only = {"class_level": ("p2",), "part": ("am", "pm")}
    form = replace(VISIT, checks=(Check("working-day", ("day",), "warning", only=only),))
    sunday = {**SOUND, **ON_A_SUNDAY}
    given: list[Mapping[str, Given]] = [
        sunday, {**sunday, "class_level": "ป.2"}, without({**sunday, "class_level": "ป.2"}, "part"),
    ]  # fmt: skip
    assert [len(checked(form, one).findings) for one in given] == [0, 1, 0]


def test_what_google_did_not_give_is_told_and_keeps_a_response_out_of_the_averages() -> None:
    given = raw(VISIT, SOUND) | {STOOD_IN: ("createTime", "lastSubmittedTime")}
    result = Checker(VISIT, ORGANISATION, CALENDAR).check(Reader(VISIT, ORGANISATION, BANGKOK).read(given))
    (finding,) = result.findings
    assert finding == Finding(
        "incomplete-response", "error", None, {"parts": "createTime, lastSubmittedTime"}
    )
    assert "createTime" in describe(finding, VISIT).message
    assert not result.entry.counted


@pytest.mark.parametrize("answers", [["a"], "text", 5, {"answers": None}])
def test_answers_of_no_known_shape_are_shown(answers: object) -> None:
    given = raw(VISIT, SOUND) | {"answers": answers}
    found = Checker(VISIT, ORGANISATION, CALENDAR).findings(Reader(VISIT, ORGANISATION, BANGKOK).read(given))
    assert "unknown-question" in {finding.code for finding in found}


def test_an_edit_is_no_later_request() -> None:
    given = raw(JOURNEY, SOUND_JOURNEY)
    given["lastSubmittedTime"] = "2026-11-22T09:00:00Z"
    response = Reader(JOURNEY, ORGANISATION, BANGKOK).read(given)
    assert Checker(JOURNEY, ORGANISATION, CALENDAR).check(response).findings == ()


# --- The catalogue ----------------------------------------------------------------------


def test_the_catalogue_holds_every_code_and_no_other() -> None:
    assert set(catalogue()) == set(BUILT_IN) | set(CHECKS)


def test_every_code_of_the_catalogue_is_tried_above() -> None:
    apart = {"unreadable-answer", "unknown-question", "incomplete-response", "once-per"}
    tried = {case[0] for case in CASES} | set(BOUNDED) | apart
    assert tried == set(catalogue())


@pytest.mark.parametrize(("code", "form", "answers", "at", "values"), CASES)
def test_described(
    code: str, form: Form, answers: Mapping[str, Given], at: str | None, values: dict[str, str]
) -> None:
    described = describe(Finding(code, "error", at, values), form)
    for text in (described.message, described.advice):
        assert text
        assert not set("{}…") & set(text)


def test_described_as_people_read_it() -> None:
    finding = Finding("out-of-range", "error", "pupils", {"text": "61", "minimum": "1", "maximum": "60"})
    assert describe(finding, VISIT).message == "คำตอบข้อ “ข้อ pupils” คือ 61 แต่ต้องอยู่ระหว่าง 1 ถึง 60"
    twice = describe(once_finding(VISIT, "r0", ["leader", "school", "day"]), VISIT)
    assert twice.message == "ข้อมูลซ้ำกับแบบที่ส่งไว้ก่อนแล้ว (ข้อ leader, ข้อ school, ข้อ day ตรงกัน)"
    older = describe(Finding("once-per", "error", "observer", {"earlier": "r0"}), VISIT)  # told no questions
    assert "ข้อ observer, ข้อ school, ข้อ class_level, ข้อ day ตรงกัน" in older.message


@pytest.mark.parametrize("more", [{"earlier": "first"}, {}])  # an older version did not record which
def test_dates_out_of_order_are_told_by_their_questions(more: dict[str, str]) -> None:
    values = {"first": "20 พ.ย. 2569", "last": "18 พ.ย. 2569", **more}
    told = describe(Finding("date-order", "error", "last", values), JOURNEY)
    assert told.message == "“ข้อ last” 18 พ.ย. 2569 อยู่ก่อน “ข้อ first” 20 พ.ย. 2569"


def test_text_of_people_is_never_taken_for_a_place_in_a_message() -> None:
    finding = Finding("unknown-choice", "error", "role", {"text": "{question} {0.__class__}"})
    assert "{question} {0.__class__}" in describe(finding, VISIT).message


def test_what_an_older_version_found_is_described_too() -> None:
    assert describe(Finding("gone", "error", "gone"), VISIT).message == "gone"
    assert "…" in describe(Finding("unknown-choice", "error", "gone"), VISIT).message


def test_findings_stand_in_the_order_of_the_form() -> None:
    form = replace(VISIT, sections=(*VISIT.sections, Section("more", "m", (grid("more", 1),))))
    result = checked(form, {**without(SOUND, "role", "plan.1"), "end": "09:10", "pupils": "99"})
    assert [f.question for f in result.findings] == ["end", "role", "pupils", "plan.1", "more.1"]
