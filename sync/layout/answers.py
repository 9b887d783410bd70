"""Answers as people read them: names for codes, Thai dates; and in a line what a response is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final, Protocol

from forms.model import Form, Organisation, Question, QuestionType, Value
from forms.response.labels import members
from forms.thai import thai_date
from sync.layout.tab import CellValue

_SAYS: Final = ("who", "who_name", "network", "where", "kind", "leave_type", "subject", "project")
_BETWEEN: Final = " · "


def about_line(form: Form, answers: Mapping[str, Value], organisation: Organisation) -> str:
    """Who, where, what and when, as far as a response says it: enough to know it by."""
    said = [_said(form, role, answers, organisation) for role in _SAYS]
    when, until = (_said(form, role, answers, organisation) for role in ("when", "until"))
    days = f"{when} – {until}" if when and until and until != when else when
    return _BETWEEN.join(dict.fromkeys(part for part in (*said, days) if part))


def _said(form: Form, role: str, answers: Mapping[str, Value], organisation: Organisation) -> str:
    question = form.questions.get(form.about.get(role, ""))
    shown = shown_answer(question, answers.get(question.id), organisation) if question else None
    return "" if shown is None else str(shown)


_WORDED = (str, tuple, date, time)


def shown_answer(question: Question, value: object, organisation: Organisation) -> CellValue:
    """An answer as people read it: names for codes, Thai dates; None for none."""
    if not isinstance(value, _WORDED):  # most are ratings
        return value if isinstance(value, int | float) else None
    if isinstance(value, tuple):
        return ", ".join(str(shown_answer(question, code, organisation)) for code in value)
    if isinstance(value, datetime | date):
        return thai_date(value)
    if isinstance(value, time):
        return f"{value:%H.%M}"
    school = question.type is QuestionType.SCHOOL
    if known := organisation.schools if school else members(question.type, organisation):
        return named(known, value)
    return next((choice.label for choice in question.choices if choice.code == value), value)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def named(known: Mapping[str, _Named], code: object) -> str | None:
    """The name of a code; the code itself where nothing is known of it."""
    found = known.get(code) if isinstance(code, str) else None
    return found.name if found else (code if isinstance(code, str) and code else None)
