"""What must hold of every response: read, checked and described without an error, and nothing of it lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

from forms.checking import Checker
from forms.checking.findings import describe
from forms.model import Form, QuestionType
from forms.question_ids import google_id
from forms.response import Reader
from sync import json_text
from sync.ledger.entries import entry_from_json, entry_json
from sync.ledger.envelope import envelope, opened
from sync.pipeline.office import Office
from tests.fuzz.responses import Responses, page_of

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Judging:
    """Judges responses of one form by the ways of the ledger and of `check`, without a database."""

    def __init__(self, form: Form, office: Office) -> None:
        self.form = form
        self.responses = Responses(form, office.organisation)
        self._reader = Reader(form, office.organisation, office.settings.timezone)
        self._checker = Checker(form, office.organisation, office.calendar)
        self._ours = {
            google_id(form.id, q.id): q.id
            for q in form.questions.values()
            if q.type is not QuestionType.SCHOOL
        }
        schools = [q.id for q in form.questions.values() if q.type is QuestionType.SCHOOL]
        parts = ("network", *office.organisation.networks)  # of several networks' schools one is taken
        self._of_schools = {google_id(form.id, question, part) for question in schools for part in parts}

    def made_up(self, chance: Random, number: int) -> Any:
        """A response made up: one of twenty as it should be."""
        sound = self.responses.sound(chance, number)
        return sound if chance.random() < 0.05 else self.responses.odd(sound, chance, number)

    def judge_page(self, made: list[Any]) -> int:
        """Judge a page; give the number of findings. Raises AssertionError where something was lost."""
        given = json_text.read_as_given(page_of(made))["responses"]
        assert len(given) == len(made)
        return sum(map(self.judge, given))

    def judge(self, raw: Any) -> int:
        """Judge one response as Google gave it."""
        body = json_text.write(raw)
        kept = envelope(raw, NOW)
        read = opened(body, kept)
        response = self._reader.read(read)
        assert response.id == kept.id
        checked = self._checker.check(response)
        assert entry_from_json(entry_json(checked.entry)) == checked.entry
        for finding in checked.findings:
            described = describe(finding, self.form)
            described.message.encode()
            assert described.message
        self._all_there(read, response)
        return len(checked.findings)

    def _all_there(self, read: Mapping[str, Any], response: Any) -> None:
        """Every answer that says something is an answer, or is told as unreadable or unknown."""
        answers = read.get("answers")
        if not isinstance(answers, dict):
            return
        for key, answer in answers.items():
            question = self._ours.get(key)
            if question is None:
                assert key in response.unknown or key in self._of_schools, key
            elif question not in response.answers and question not in response.unreadable:
                assert _says_nothing(answer), (question, answer)


def _says_nothing(answer: Any) -> bool:
    """Whether an answer has no text, or only such as nobody sees; several such are joined with commas."""
    texts = answer["textAnswers"]["answers"]
    return not ", ".join(str(text["value"]) for text in texts).strip()
