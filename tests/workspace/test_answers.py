"""Fields of the page read into answers as Google writes them, and the way they lead through a form."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from sync.workspace.forms.answers import LONGEST, Problem, fields_of, read_section, walk
from sync.workspace.forms.questionnaire import Questionnaire, compile_form
from tests.workspace.questions import Json, grid, question, section

QUESTION = "0000000a"
ENTRY = "entry.10"
OTHER = "__other_option__"


def compiled(*items: Json, email: str = "DO_NOT_COLLECT") -> Questionnaire:
    content = {"info": {"title": "ก"}, "settings": {"emailCollectionType": email}, "items": list(items)}
    return compile_form(orjson.dumps(content).decode())


def one(kind: str, spec: Json, **more: Any) -> Questionnaire:
    return compiled(question(kind, spec, question_id=QUESTION, **more))


def options(*values: str | Json, kind: str = "RADIO") -> Json:
    return {"type": kind, "options": [{"value": v} if isinstance(v, str) else v for v in values]}


TEXT = one("textQuestion", {})
PARAGRAPH = one("textQuestion", {"paragraph": True})
RADIO = one("choiceQuestion", options("ก", "ข", {"isOther": True}))
CHECKBOX = one("choiceQuestion", options("ก", "ข", "ค", {"isOther": True}, kind="CHECKBOX"))
DROP_DOWN = one("choiceQuestion", options("ก", "ข", kind="DROP_DOWN"))
SCALE = one("scaleQuestion", {"high": 10})
RATING = one("ratingQuestion", {"ratingScaleLevel": 5, "iconType": "STAR"})
DATE = one("dateQuestion", {"includeYear": True})
MOMENT = one("dateQuestion", {"includeYear": True, "includeTime": True})
YEARLESS = one("dateQuestion", {})
TIME = one("timeQuestion", {})
DURATION = one("timeQuestion", {"duration": True})


@pytest.mark.parametrize(
    ("form", "fields", "texts"),
    [
        (TEXT, {ENTRY: ["=1+1"]}, ["=1+1"]),
        (TEXT, {ENTRY: ["บ้าน\r\nเหล่า"]}, ["บ้าน เหล่า"]),
        (PARAGRAPH, {ENTRY: ["หนึ่ง\r\nสอง\n"]}, ["หนึ่ง\nสอง\n"]),
        (PARAGRAPH, {ENTRY: ["ก" * LONGEST]}, ["ก" * LONGEST]),
        (TEXT, {ENTRY: [" \u200b "]}, [" \u200b "]),
        (TEXT, {ENTRY: ["  "]}, []),
        (RADIO, {ENTRY: ["ข"]}, ["ข"]),
        (RADIO, {ENTRY: [OTHER], f"{ENTRY}.other_option_response": [" งานอื่น "]}, ["งานอื่น"]),
        (RADIO, {ENTRY: ["ก"], f"{ENTRY}.other_option_response": ["ไม่ได้เลือก"]}, ["ก"]),
        (CHECKBOX, {ENTRY: ["ค", "ก", "ค"]}, ["ก", "ค"]),
        (CHECKBOX, {ENTRY: [OTHER, "ข"], f"{ENTRY}.other_option_response": ["ง"]}, ["ข", "ง"]),
        (DROP_DOWN, {ENTRY: [""]}, []),
        (SCALE, {ENTRY: ["0"]}, ["0"]),
        (RATING, {ENTRY: ["5"]}, ["5"]),
        (DATE, {ENTRY: ["2026-11-20"]}, ["2026-11-20"]),
        (DATE, {f"{ENTRY}_year": ["2026"], f"{ENTRY}_month": ["1"], f"{ENTRY}_day": ["9"]}, ["2026-01-09"]),
        (DATE, {ENTRY: ["2569-11-20"]}, ["2569-11-20"]),  # as Google: what the year means is the reader's
        (MOMENT, {ENTRY: ["2026-11-20T09:30"]}, ["2026-11-20 09:30"]),
        (YEARLESS, {f"{ENTRY}_month": ["2"], f"{ENTRY}_day": ["29"]}, ["02-29"]),
        (TIME, {ENTRY: ["09:30"]}, ["09:30"]),
        (TIME, {ENTRY: ["09:30:00"]}, ["09:30"]),
        (TIME, {f"{ENTRY}_hour": ["9"], f"{ENTRY}_minute": ["5"]}, ["09:05"]),
        (DURATION, {f"{ENTRY}_hour": ["48"], f"{ENTRY}_minute": [""]}, ["48:00"]),
        (DURATION, {ENTRY: ["1:00:00"]}, ["01:00:00"]),
        (DURATION, {f"{ENTRY}_minute": ["2"], f"{ENTRY}_second": ["3"]}, ["00:02:03"]),
        (TEXT, {}, []),
    ],
)
def test_answers_are_written_as_google_writes_them(
    form: Questionnaire, fields: dict[str, list[str]], texts: list[str]
) -> None:
    answers, problems = read_section(form, form.sections[0], fields)
    assert problems == []
    assert answers == ({QUESTION: texts} if texts else {})
    if texts and "\n" not in "".join(fields.get(ENTRY, [])):  # what is kept can be shown and sent again
        shown = fields_of(form.questions[QUESTION], texts)
        assert read_section(form, form.sections[0], shown)[0] == answers


@pytest.mark.parametrize(
    ("form", "fields", "code", "text"),
    [
        (one("textQuestion", {}, required=True), {ENTRY: ["   "]}, "required", ""),
        (RADIO, {ENTRY: ["ค"]}, "not-an-option", "ค"),
        (RADIO, {ENTRY: [OTHER], f"{ENTRY}.other_option_response": [" "]}, "other-empty", ""),
        (DROP_DOWN, {ENTRY: [OTHER]}, "not-an-option", OTHER),
        (CHECKBOX, {ENTRY: ["ก", "<b>"]}, "not-an-option", "<b>"),
        (SCALE, {ENTRY: ["11"]}, "not-an-option", "11"),
        (DATE, {ENTRY: ["2026-02-30"]}, "not-a-date", "2026-02-30"),
        (DATE, {f"{ENTRY}_year": ["2026"]}, "not-a-date", "2026-00-00"),
        (DATE, {ENTRY: ["20/11/2569"]}, "not-a-date", "20/11/2569"),
        (TIME, {ENTRY: ["24:00"]}, "not-a-time", "24:00"),
        (TIME, {ENTRY: ["เก้าโมง"]}, "not-a-time", "เก้าโมง"),
        (TIME, {ENTRY: ["12:00:99"]}, "not-a-time", "12:00:99"),
        (TIME, {ENTRY: ["009:00"]}, "not-a-time", "009:00"),
        (DURATION, {ENTRY: ["1:00:60"]}, "not-a-duration", "1:00:60"),
        (DURATION, {f"{ENTRY}_hour": ["1"], f"{ENTRY}_minute": ["61"]}, "not-a-duration", "01:61"),
        (PARAGRAPH, {ENTRY: ["ก" * (LONGEST + 1)]}, "too-long", "50001"),
    ],
)
def test_wrong_answers_are_told_apart(
    form: Questionnaire, fields: dict[str, list[str]], code: str, text: str
) -> None:
    assert read_section(form, form.sections[0], fields) == ({}, [Problem(QUESTION, code, text)])


@pytest.mark.parametrize(
    ("address", "codes"),
    [("", ["required"]), ("ไม่มี", ["not-an-address"]), ("a@b", ["not-an-address"]), ("a@b.example", [])],
)
def test_the_address_is_asked_where_the_form_collects_it(address: str, codes: list[str]) -> None:
    form = compiled(email="RESPONDER_INPUT")
    problems = read_section(form, form.sections[0], {"emailAddress": [address]})[1]
    assert [problem.code for problem in problems] == codes


def test_every_row_of_a_grid_is_a_question() -> None:
    form = compiled(grid(["5", "4"], {"0000000a": "หนึ่ง", "0000000b": "สอง"}))
    answers, problems = read_section(form, form.sections[0], {ENTRY: ["5"]})
    assert answers == {"0000000a": ["5"]}
    assert problems == [Problem("0000000b", "required")]


# 0: network, leading to 1 or 2; 1 and 2: schools, leading on to 3; 3: an optional way out; 4: text.
SCHOOLS = compiled(
    question(
        "choiceQuestion",
        options({"value": "น1", "goToSectionId": "00000101"}, {"value": "น2", "goToSectionId": "00000102"}),
        question_id="00000001",
        required=True,
    ),
    section("เครือข่าย 1", "00000101"),
    question("choiceQuestion", options({"value": "ร1", "goToSectionId": "00000103"}), question_id="00000002"),
    section("เครือข่าย 2", "00000102"),
    question("choiceQuestion", options({"value": "ร2", "goToSectionId": "00000103"}), question_id="00000003"),
    section("ต่อ", "00000103"),
    question(
        "choiceQuestion",
        options(
            {"value": "จบ", "goToAction": "SUBMIT_FORM"}, {"value": "ซ้ำ", "goToAction": "RESTART_FORM"}, "ต่อ"
        ),
        question_id="00000004",
    ),
    section("ท้าย", "00000104"),
    question("textQuestion", question_id="00000005", required=True),
)


def fields(**answers: str) -> dict[str, list[str]]:
    return {f"entry.{name[1:]}": [value] for name, value in answers.items()}


@pytest.mark.parametrize(
    ("given", "path", "answered"),
    [
        (fields(q1="น1", q2="ร1", q3="ร2", q4="จบ", q5="ทิ้ง"), [0, 1, 3], ["น1", "ร1", "จบ"]),
        (fields(q1="น2", q3="ร2", q5="ท้าย"), [0, 2, 3, 4], ["น2", "ร2", "ท้าย"]),
        (fields(q1="น1", q2="ร1", q4="ต่อ", q5="ท้าย"), [0, 1, 3, 4], ["น1", "ร1", "ต่อ", "ท้าย"]),
    ],
)
def test_the_way_follows_the_answers_and_only_its_sections_are_kept(
    given: dict[str, list[str]], path: list[int], answered: list[str]
) -> None:
    way = walk(SCHOOLS, given)
    assert way.complete
    assert way.path == path
    assert [text for texts in way.answers.values() for text in texts] == answered


def test_the_way_ends_at_the_first_section_with_a_problem() -> None:
    way = walk(SCHOOLS, fields(q1="น1", q2="ร1"))
    assert (way.path, way.problems) == ([0, 1, 3, 4], [Problem("00000005", "required")])


def test_a_way_that_starts_again_never_ends() -> None:
    way = walk(SCHOOLS, fields(q1="น1", q2="ร1", q4="ซ้ำ"))
    assert (way.complete, way.back_to) == (False, 0)


@pytest.mark.parametrize(
    ("path", "answers", "length"),
    [
        ([0], {}, 4),
        ([0, 2], {"00000001": ["น2"]}, 4),
        ([0, 1, 3], {"00000001": ["น1"], "00000004": ["จบ"]}, 3),
    ],
)
def test_the_length_of_the_way_is_told_as_far_as_it_is_known(
    path: list[int], answers: dict[str, list[str]], length: int
) -> None:
    assert SCHOOLS.length(path, answers) == length


@pytest.mark.parametrize(
    ("given", "target"),
    [({"q1": "ก"}, "submit"), ({"q1": "ก", "q2": "ก"}, 2), ({"q1": "ก", "q2": "ข"}, 1), ({"q2": "ข"}, 1)],
)
def test_the_last_navigating_question_that_was_answered_decides(given: dict[str, str], target: Any) -> None:
    form = compiled(
        question(
            "choiceQuestion", options({"value": "ก", "goToAction": "SUBMIT_FORM"}), question_id="00000001"
        ),
        question(
            "choiceQuestion",
            options({"value": "ก", "goToSectionId": "00000202"}, "ข"),
            question_id="00000002",
        ),
        section("ข้าม", "00000201"),
        section("ถึง", "00000202"),
    )
    answers = read_section(form, form.sections[0], fields(**given))[0]
    assert form.leads_to(form.sections[0], answers) == target
