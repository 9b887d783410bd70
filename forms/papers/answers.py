"""The answers of one record as a paper tells them: names for codes, days as days, texts as they were sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from forms.model import Entry, Form, Organisation, Question, QuestionType
from forms.response.labels import members

_DAYS = {QuestionType.DATE: date.fromisoformat, QuestionType.TIME: time.fromisoformat}


def told(form: Form, entry: Entry, organisation: Organisation, between: str = " ") -> dict[str, object]:
    """The answer to each question of the form by the question's id, None where there is none.

    Several answers to one question have `between` between them.
    """
    every: dict[str, object] = {**entry.answers, **entry.texts}
    return {
        question.id: _shown(question, every.get(question.id), organisation, between)
        for question in form.questions.values()
        if question.domain is None
    }


def _shown(question: Question, answer: object, organisation: Organisation, between: str) -> object:
    if isinstance(answer, tuple):
        return between.join(str(_shown(question, code, organisation, between)) for code in answer)
    if not isinstance(answer, str):
        return answer
    if question.type in _DAYS:
        return _DAYS[question.type](answer)
    known: Mapping[str, object] = (
        organisation.schools if question.type is QuestionType.SCHOOL else members(question.type, organisation)
    ) or {}
    if answer in known:
        return str(getattr(known[answer], "name"))  # noqa: B009 - of any kind of member
    return next((choice.label for choice in question.choices if choice.code == answer), answer)


def names_of(form: Form, entry: Entry, role: str, organisation: Organisation) -> tuple[str, ...]:
    """The names of the supervisors that a role of `about` names, in the order in which they were chosen."""
    answer = entry.answers.get(form.about.get(role, ""), ())
    codes = answer if isinstance(answer, tuple) else (answer,)
    known = organisation.supervisors
    return tuple(known[code].name for code in codes if isinstance(code, str) and code in known)
