"""Responses made up: as Google could give them, and as it never could."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from forms.model import Form, Organisation, Question, QuestionType
from forms.question_ids import google_id
from tests import hostile

FIRST_DAY = date(2026, 11, 2)
_WORDS = (
    "", " ", "-", "0", "5", "5 ดีมาก", "3", "๔", "1,250", "-1", "1e5", "9" * 400, "0.000000000000001",
    "2026-11-20", "2569-11-20", "20/11/2569", "๒๐ พ.ย. ๒๕๖๙", "31/02/2569", "0000-00-00", "9999-12-31",
    "0001-01-01", "2026-W47-1", "29 กุมภาพันธ์ 2570", "09:30", "๐๙.๓๐ น.", "24:00", "99:99", "00:00", "บ้าน",
)  # fmt: skip
_MOMENTS: tuple[Any, ...] = (
    "2026-11-20T09:00:00Z", "2026-11-20T09:00:00", "2026-11-20T23:59:59.999999999Z", "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-13-45T99:99:99Z", "2026-11-20T09:00:00+25:00",
    "2026-11-20", "soon", "", "๒๕๖๙-๑๑-๒๐T๐๙:๐๐:๐๐Z", None, 0, 1e300, [], {}, True, "\ud800",
)  # fmt: skip
_IDS: tuple[Any, ...] = (
    "",
    "a" * 300,
    "\x00",
    "\ud800",
    "ก",
    "../x",
    None,
    5,
    [],
    {},
    "=1+1",
    "same",
    "same",
)
_JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 2**64 - 1, 10**30, 1.5, 1e308, "", "\x00", "\ud800", [], {},
    [[]],
    [None], {"": ""}, {"value": None}, [{"value": 5}], [{"value": ["a"]}], {"answers": "a"},
    {"answers": [{}]},
    {"textAnswers": None},
    {"textAnswers": {"answers": None}}, {"textAnswers": {"answers": [None]}},
)  # fmt: skip


class Responses:
    """Makes responses of one form. Made once for a form and an organisation."""

    def __init__(self, form: Form, organisation: Organisation) -> None:
        self._form, self._there = form, organisation
        self._scales = {row.id: grid.scale for grid in form.grids for row in grid.items}
        self._questions = tuple(form.questions.values())
        self._patterns: list[dict[str, Any]] = []

    def sound(self, chance: Random, number: int) -> dict[str, Any]:
        """A response as Google gives it, with an answer to every question: like one of forty."""
        if not self._patterns:
            fixed = Random(1)
            self._patterns = [self._pattern(fixed, one) for one in range(40)]
        pattern = chance.choice(self._patterns)
        response = f"ACYDBN{number:06d}{chance.getrandbits(64):016x}"
        return {**pattern, "responseId": response, "answers": dict(pattern["answers"])}

    def _pattern(self, chance: Random, number: int) -> dict[str, Any]:
        day = FIRST_DAY + timedelta(days=chance.randrange(100))
        moment = f"{day}T0{chance.randrange(10)}:30:15.{number % 1000:03}Z"
        answers: dict[str, Any] = {}
        for question in self._questions:
            for part, texts in self._texts(question, day, chance):
                key = google_id(self._form.id, question.id, *part)
                answers[key] = _answer(key, texts)
        return {
            "responseId": "",
            "createTime": moment,
            "lastSubmittedTime": moment,
            "answers": answers,
        }

    def odd(self, sound: dict[str, Any], chance: Random, number: int) -> Any:
        """A sound response with a few things wrong in it, as they may come or never could; it is changed."""
        sound["responseId"] = f"{sound['responseId'][:12]}-{number}"
        for _ in range(chance.randint(1, 4)):
            kind = chance.randrange(20)
            if kind < 12:
                self._retype(sound["answers"], chance)
            elif kind == 12:
                sound["answers"][_word(chance)[:60]] = _answer("x", [_word(chance)])
            elif kind == 13:
                sound["answers"][_any_key(sound["answers"], chance)] = _junk(chance)
            elif kind == 14:
                sound["answers"][_any_key(sound["answers"], chance)] = _other(chance)
            elif kind == 15:
                sound[chance.choice(("createTime", "lastSubmittedTime"))] = chance.choice(_MOMENTS)
            elif kind == 16:
                sound["responseId"] = chance.choice(_IDS)
            elif kind == 17:
                sound.pop(chance.choice(tuple(sound)), None)
                sound.setdefault("answers", {})
            elif kind == 18:
                sound["respondentEmail"] = chance.choice((_word(chance), None, 5, [], {"a": 1}))
                sound["totalScore"] = chance.choice((5, -1, 1e308, "x"))
            else:
                sound[chance.choice(("formId", "stoodIn", "answers2", ""))] = _junk(chance)
            if not isinstance(sound.get("answers"), dict):
                break
        if chance.random() < 0.01:
            sound["answers"] = _junk(chance)
        return _junk(chance) if chance.random() < 0.002 else sound

    def _retype(self, answers: dict[str, Any], chance: Random) -> None:
        """Another text in the place of an answer's, several of it, or none."""
        key = _any_key(answers, chance)
        texts = [_word(chance) for _ in range(chance.choice((0, 1, 1, 1, 1, 1, 2, 3)))]
        answers[key] = _answer(key, texts)

    def _texts(
        self, question: Question, day: date, chance: Random
    ) -> Sequence[tuple[tuple[str, ...], Sequence[str]]]:
        there = self._there
        if question.type is QuestionType.SCHOOL:
            school = chance.choice(tuple(there.schools.values()))
            return (("network",), [there.networks[school.network].name]), ((school.network,), [school.name])
        if question.type is QuestionType.RATING:
            scale = self._scales[question.id]
            value = chance.choice(tuple(scale))
            return (((), [f"{value} {scale[value]}"]),)
        if question.choices:
            return (((), [chance.choice(question.choices).label]),)
        if named := self._named(question.type):
            return (((), [chance.choice(tuple(named.values())).name]),)
        plain = {
            QuestionType.DATE: str(day),
            QuestionType.TIME: chance.choice(("08:30", "09:00", "16:30")),
            QuestionType.NUMBER: str(chance.randrange(100)),
            QuestionType.YEAR: "2569",
        }
        return (((), [plain.get(question.type, "ครูจัดกิจกรรมการเรียนรู้")]),)

    def _named(self, kind: QuestionType) -> Mapping[str, Any]:
        there = self._there
        return {
            QuestionType.NETWORK: there.networks,
            QuestionType.SUPERVISOR: there.supervisors,
            QuestionType.SUPERVISORS: there.supervisors,
            QuestionType.WORK_GROUP: there.work_groups,
            QuestionType.LEARNING_AREA: there.learning_areas,
            QuestionType.PROJECT: there.projects,
        }.get(kind, {})


def page_of(responses: Sequence[Any]) -> bytes:
    """A page of `responses.list`; halves of characters as escapes, as JSON holds them."""
    return json.dumps({"responses": responses, "nextPageToken": ""}, separators=(",", ":")).encode()


def _answer(key: str, texts: Sequence[Any]) -> dict[str, Any]:
    return {"questionId": key, "textAnswers": {"answers": [{"value": text} for text in texts]}}


def _any_key(answers: Mapping[str, Any], chance: Random) -> str:
    return chance.choice(tuple(answers)) if answers else "x"


def _word(chance: Random) -> str:
    kind = chance.randrange(100)
    if kind < 45:
        return chance.choice(_WORDS)
    if kind < 92:
        return chance.choice(hostile.EVERY)
    if kind < 99:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(12)))
    return chance.choice(hostile.LONG) if chance.random() < 0.05 else "x" * 3000


def _junk(chance: Random) -> Any:
    if chance.random() < 0.05:
        deep: Any = chance.choice(_JUNK)
        for _ in range(chance.choice((20, 200, 300, 600))):
            deep = [deep] if chance.random() < 0.5 else {"a": deep}
        return deep
    return chance.choice(_JUNK)


def _other(chance: Random) -> Any:
    """Answers that are no text: files that were handed in, and points given in a quiz."""
    files = {"answers": [{"fileId": _word(chance), "fileName": _word(chance), "mimeType": "image/png"}]}
    grade = {"score": chance.choice((1, -1, 1e308)), "correct": True, "feedback": {"text": _word(chance)}}
    return chance.choice(
        ({"questionId": "x", "fileUploadAnswers": files}, {**_answer("x", [_word(chance)]), "grade": grade})
    )
