"""Reading Google's responses: what comes in, and what it is understood as."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from forms.model import Value
from forms.question_ids import google_id
from forms.response import Reader
from forms.thai import BUDDHIST_ERA, MONTHS, SHORT_MONTHS, thai_digits
from tests.forms.builders import BANGKOK, LOG, ORGANISATION, SOUND, VISIT, Given, raw

VISITS = Reader(VISIT, ORGANISATION, BANGKOK)
LOGS = Reader(LOG, ORGANISATION, BANGKOK)


def test_a_sound_response_is_read_whole() -> None:
    response = VISITS.read(raw(VISIT, SOUND))
    assert response.answers == {
        "day": date(2026, 11, 20),
        "start": time(9),
        "end": time(10),
        "role": "supervisor",
        "observer": "P1",
        "school": "S1",
        "school.network": "N1",
        "class_level": "p1",
        "area": "thai",
        "part": "am",
        "pupils": 25,
        "media": ("book", "film"),
        "plan.1": 5,
        "plan.2": 4,
        "teach.1": 4,
        "teach.2": 3,
        "teach.3": 5,
        "advice": "จัดกิจกรรมกลุ่มให้มากขึ้น",
    }
    assert (response.unreadable, response.unknown, response.understood) == ({}, {}, {})
    assert (response.form, response.id, response.respondent) == ("visit", "r1", None)


def test_times_are_on_the_office_clock() -> None:
    response = VISITS.read(raw(VISIT, {}, submitted="2026-11-20T18:30:00Z"))
    assert response.submitted == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert response.submitted.date() == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("question", "given", "answer"),
    [
        ("plan.1", "5", 5),
        ("plan.1", "ดีมาก", 5),
        ("plan.1", "๕ ดีมาก", 5),
        ("plan.1", "๕", 5),
        ("plan.1", " 5  ดีมาก ", 5),
        ("role", "ผู้อำนวยการ", "leader"),  # an earlier label
        ("role", "ศึกษา นิเทศก์", "supervisor"),  # spaces aside
        ("area", "คณิตศาสตร์", "maths"),
        ("pupils", "๒๕", 25),
        ("pupils", "1,250", 1250),
        ("pupils", "3.5", 3.5),
        ("start", "09:30:00", time(9, 30)),
        ("start", "๙.๓๐ น.", time(9, 30)),
        ("start", "13.30", time(13, 30)),  # five characters, as ISO's hours with a fraction
        ("start", "14.05", time(14, 5)),
        ("start", "๑๓.๓๐", time(13, 30)),
        ("day", "2026-11-20", date(2026, 11, 20)),
        ("day", "๒๐ พ.ย. ๒๕๖๙", date(2026, 11, 20)),
        ("media", ["วีดิทัศน์", "วีดิทัศน์"], ("film",)),
        ("leader", "  =1+1", "  =1+1"),
        ("advice", "<b>ก\u200bข</b>\n😀" + "ก" * 50_000, "<b>ก\u200bข</b>\n😀" + "ก" * 50_000),
    ],
)
def test_ways_of_writing(question: str, given: Given, answer: Value) -> None:
    response = VISITS.read(raw(VISIT, {question: given}))
    assert response.answers == {question: answer}
    assert response.unreadable == {}


@pytest.mark.parametrize(
    ("question", "given", "kept"),
    [
        ("plan.1", "6", "6"),
        ("role", "ครู", "ครู"),
        ("role", ["ศึกษานิเทศก์", "ผู้บริหารสถานศึกษา"], "ศึกษานิเทศก์, ผู้บริหารสถานศึกษา"),
        ("observer", "ศึกษานิเทศก์ 99", "ศึกษานิเทศก์ 99"),
        ("pupils", "มาก", "มาก"),
        ("start", "25:99", "25:99"),
        ("start", "99:99:99", "99:99:99"),
        ("start", "09:30:75", "09:30:75"),
        ("start", "13,30", "13,30"),
        ("start", "13.3", "13.3"),
        ("start", "T1330", "T1330"),
        ("start", "13+07", "13+07"),
        ("day", "2026-02-30", "2026-02-30"),
        ("day", "9999-12-31", "9999-12-31"),
        ("day", "2026-W47", "2026-W47"),
        ("day", "2026-W47-1", "2026-W47-1"),
        ("day", "2026W471", "2026W471"),
        ("day", "20261120", "20261120"),
        ("day", "เมื่อวาน", "เมื่อวาน"),
    ],
)
def test_what_cannot_be_read_is_kept_as_text(question: str, given: Given, kept: str) -> None:
    response = VISITS.read(raw(VISIT, {question: given}))
    assert response.answers == {}
    assert response.unreadable == {question: kept}


CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
WAYS_OF_TIMES = ("{:%H:%M}", "{:%H.%M}", "{:%H:%M:%S}", "{:%H.%M} น.", "{:%H:%M}น.", " {:%H.%M}  น ")
WAYS_OF_DATES = ("{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}-{m}-{y}", "{d} {short} {y}",
                 "{d} {long} {y}", "วันที่ {d} {long} {y}")  # fmt: skip
DIGITS = st.sampled_from([str, thai_digits])


@hypothesis.given(CLOCKS, st.sampled_from(WAYS_OF_TIMES), DIGITS, st.booleans())
def test_every_way_of_writing_any_time_is_read_as_itself(
    clock: time, way: str, digits: Callable[[str], str], bare: bool
) -> None:
    text = way.format(clock)
    text = digits(text.removeprefix("0") if bare else text)
    response = VISITS.read(raw(VISIT, {"start": text}))
    assert (response.answers, response.unreadable) == ({"start": clock}, {})


@hypothesis.given(
    st.dates(date(1950, 1, 1), date(2149, 12, 31)), st.sampled_from(WAYS_OF_DATES), DIGITS, st.booleans()
)
def test_every_way_of_writing_any_date_is_read_as_itself(
    day: date, way: str, digits: Callable[[str], str], buddhist: bool
) -> None:
    year = day.year + BUDDHIST_ERA if buddhist else day.year
    months = {"short": SHORT_MONTHS[day.month - 1], "long": MONTHS[day.month - 1]}
    response = VISITS.read(raw(VISIT, {"day": digits(way.format(d=day.day, m=day.month, y=year, **months))}))
    assert (response.answers, response.unreadable) == ({"day": day}, {})
    assert bool(response.understood) == buddhist


@hypothesis.given(
    st.from_regex(r"[T ]?[0-9๐-๙]{1,4}([:.,+W -][0-9๐-๙]{1,3}){0,2}( ?น\.?|Z)?", fullmatch=True)
)
def test_a_time_that_is_read_is_the_one_that_was_written(text: str) -> None:
    response = VISITS.read(raw(VISIT, {"start": text}))
    written = [int(number) for number in re.findall(r"\d+", text)]
    if response.answers:
        hour, minute = [*written, 0][:2]
        assert response.answers == {"start": time(hour, minute)}
    else:
        assert response.unreadable == {"start": text}


@hypothesis.given(st.from_regex(r"[0-9๐-๙]{1,4}[-/. W]?[0-9๐-๙]{1,3}([-/. ][0-9๐-๙]{1,4})?", fullmatch=True))
def test_a_date_that_is_read_is_the_one_that_was_written(text: str) -> None:
    response = VISITS.read(raw(VISIT, {"day": text}))
    day = response.answers.get("day")
    if isinstance(day, date):
        parts = [int(number) for number in re.findall(r"\d+", text)]
        assert len(parts) == 3
        assert day.month == parts[1]
        assert day.day in (parts[0], parts[2])
    else:
        assert response.unreadable == {"day": text}


@pytest.mark.parametrize("question", ["day", "start", "role", "pupils", "advice", "plan.1"])
def test_blank_is_no_answer(question: str) -> None:
    response = VISITS.read(raw(VISIT, {question: " "}))
    assert (response.answers, response.unreadable) == ({}, {})


@pytest.mark.parametrize("text", ["2569-11-20", "0069-11-20"])
def test_a_buddhist_year_in_a_date_picker_is_understood(text: str) -> None:
    response = VISITS.read(raw(VISIT, {"day": text}))
    assert response.answers == {"day": date(2026, 11, 20)}
    assert response.understood == {"day": text}


def test_readable_checkboxes_stay_beside_unreadable_ones() -> None:
    response = VISITS.read(raw(VISIT, {"media": ["หนังสือ", "ปาฐกถา"]}))
    assert response.answers == {"media": ("book",)}
    assert response.unreadable == {"media": "ปาฐกถา"}


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ({"network": "แก้วมุกดาหาร", "N1": "โรงเรียนบ้านโพน"}, {"school": "S2", "school.network": "N1"}),
        ({"network": "แก้วมุกดาหาร", "N1": "หนองบัวเดิม"}, {"school": "S1", "school.network": "N1"}),
        ({"network": "เมืองน้ำทิพย์", "N2": "บ้านหนองบัว"}, {"school": "S3", "school.network": "N2"}),
        # Both networks answered: the chosen one's counts.
        (
            {"network": "เครือข่ายแก้ว", "N2": "บ้านหนองบัว", "N1": "บ้านโพน"},
            {"school": "S2", "school.network": "N1"},
        ),
        # The school has moved to N2 since.
        ({"network": "แก้วมุกดาหาร", "N1": "บ้านย้าย"}, {"school": "S5", "school.network": "N1"}),
        # The network's own question was lost.
        ({"N2": "บ้านหนองบัว"}, {"school": "S3", "school.network": "N2"}),
        # The school was left open.
        ({"network": "แก้วมุกดาหาร"}, {"school.network": "N1"}),
    ],
)
def test_schools(given: Given, answers: dict[str, Value]) -> None:
    response = VISITS.read(raw(VISIT, {"school": given}))
    assert (response.answers, response.unreadable) == (answers, {})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"network": "แก้วมุกดาหาร", "N1": "บ้านนาเก่า"}, "บ้านนาเก่า"),  # of N2
        ({"network": "แก้วมุกดาหาร", "N1": "บ้านไม่มี"}, "บ้านไม่มี"),
        ({"network": "แก้วมุกดาหาร", "N2": "บ้านหนองบัว"}, "บ้านหนองบัว"),  # asked for another network
    ],
)
def test_a_school_that_its_network_lacks_is_kept_as_text(given: Given, kept: str) -> None:
    response = VISITS.read(raw(VISIT, {"school": given}))
    assert response.answers == {"school.network": "N1"}
    assert response.unreadable == {"school": kept}


def test_no_school_may_be_chosen_where_the_form_allows_it() -> None:
    nothing = "ไม่เกี่ยวข้องกับโรงเรียน"
    response = LOGS.read(raw(LOG, {"school": {"network": nothing, "N1": "บ้านโพน"}}))
    assert (response.answers, response.unreadable) == ({"school.network": ""}, {})


def test_answers_to_questions_that_the_definition_lacks_are_kept() -> None:
    given = raw(VISIT, {})
    given["answers"]["0badcafe"] = {"textAnswers": {"answers": [{"value": "ใหม่"}]}}
    assert VISITS.read(given).unknown == {"0badcafe": "ใหม่"}


@pytest.mark.parametrize(
    "answer",
    [
        {"fileUploadAnswers": {"answers": [{"fileId": "f1"}]}},
        {"textAnswers": {}},
        {"textAnswers": {"answers": []}},
        {"textAnswers": {"answers": [{"value": None}]}},
        {"textAnswers": {"answers": [{"value": 7}]}},
        {"textAnswers": None},
        [],
        None,
    ],
)
@pytest.mark.parametrize("question", ["day", "role", "plan.1", "media", "pupils", "advice", "start"])
def test_answers_of_strange_shapes_never_stop_the_reading(question: str, answer: Any) -> None:
    given = raw(VISIT, {"leader": "ก"})
    given["answers"][google_id(VISIT.id, question)] = answer
    assert VISITS.read(given).answers["leader"] == "ก"


@pytest.mark.parametrize("answers", [{}, None])
def test_an_empty_response_is_a_response(answers: Any) -> None:
    assert VISITS.read(raw(VISIT, {}) | {"answers": answers}).answers == {}


def test_the_respondent_is_kept() -> None:
    given = raw(VISIT, {}) | {"respondentEmail": "someone@example.org"}
    assert VISITS.read(given).respondent == "someone@example.org"
