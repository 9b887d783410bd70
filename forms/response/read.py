"""Google's JSON of a response into typed answers. What cannot be read is kept as it came."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import partial
from typing import Any

from forms.model import Form, Organisation, Question, QuestionType, Response, Value
from forms.question_ids import google_id
from forms.response.labels import Labels, network_labels, question_labels, rating_labels, school_labels
from forms.thai import BUDDHIST_ERA, arabic_digits, read_date, read_number, read_time, read_year

Texts = Sequence[Mapping[str, Any]]  # Google's [{"value": "…"}, …]

STOOD_IN = "stoodIn"
"""Where a raw response names the parts of itself that Google did not give (`Response.stood_in`)."""

_AS_GOOGLE_WRITES = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def network_key(question: str) -> str:
    """Where `Response.answers` keeps the network that was chosen for a SCHOOL question."""
    return f"{question}.network"


@dataclass(slots=True)
class _Draft:
    """A response in the making. `schools`: the school drop-downs' texts by question and network."""

    answers: dict[str, Value] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    understood: dict[str, str] = field(default_factory=dict)
    schools: dict[str, dict[str, str]] = field(default_factory=dict)


_Read = Callable[[_Draft, Texts], None]


class Reader:
    """Reads the responses of one form. Made once for a form and an organisation, then quick."""

    def __init__(self, form: Form, organisation: Organisation, timezone: tzinfo) -> None:
        self._form = form.id
        self._timezone = timezone
        self._reads: dict[str, tuple[str, _Read]] = {}
        self._schools = {n: school_labels(n, organisation.schools.values()) for n in organisation.networks}
        scales = {item.id: grid.scale for grid in form.grids for item in grid.items}
        for question in form.questions.values():
            if question.type is QuestionType.SCHOOL:
                self._add_school(question, organisation)
            else:
                read = _reading(question, organisation, scales.get(question.id))
                self._reads[google_id(form.id, question.id)] = (question.id, read)

    def read(self, raw: Mapping[str, Any]) -> Response:
        """The response that Google's FormResponse JSON tells; `created` and `submitted` on local clocks.

        KeyError or ValueError where it has no id or no times: then it is no response.
        """
        draft = _Draft()
        reads = self._reads
        given = raw.get("answers") or {}
        if not isinstance(given, Mapping):  # nothing that Google would give; it is shown all the same
            given = {"answers": given}
        for key, answer in given.items():
            known = reads.get(key)
            if known is None:
                draft.unknown[key] = _all_text(answer)
                continue
            try:
                known[1](draft, answer["textAnswers"]["answers"])
            except (KeyError, TypeError, AttributeError, IndexError):
                draft.unreadable[known[0]] = _all_text(answer)
        for question, texts in draft.schools.items():
            self._settle_school(draft, question, texts)
        return Response(
            self._form,
            raw["responseId"],
            datetime.fromisoformat(raw["createTime"]).astimezone(self._timezone),
            datetime.fromisoformat(raw["lastSubmittedTime"]).astimezone(self._timezone),
            _respondent(raw),
            draft.answers,
            draft.unreadable,
            draft.unknown,
            draft.understood,
            tuple(raw.get(STOOD_IN, ())),
        )

    def _add_school(self, question: Question, organisation: Organisation) -> None:
        key = network_key(question.id)
        networks = _one_of(key, network_labels(question, organisation))
        self._reads[google_id(self._form, question.id, "network")] = (key, networks)
        for network in organisation.networks:
            read = partial(_school_text, question.id, network)
            self._reads[google_id(self._form, question.id, network)] = (question.id, read)

    def _settle_school(self, draft: _Draft, question: str, texts: Mapping[str, str]) -> None:
        """Take the school of the chosen network; without a choice, the first network's that has one."""
        chosen = draft.answers.get(network_key(question))
        if chosen == "":
            return  # an earlier answer, from before "no school" was chosen
        network = (
            chosen
            if isinstance(chosen, str) and chosen in texts
            else next(n for n in self._schools if n in texts)
        )
        code = self._schools[network].code(texts[network])
        if code is None or chosen not in (None, network):
            draft.unreadable[question] = texts[network]
            return
        draft.answers[question] = code
        draft.answers.setdefault(network_key(question), network)


def _reading(question: Question, organisation: Organisation, scale: Mapping[int, str] | None) -> _Read:
    if scale is not None:
        return _one_of(question.id, rating_labels(scale))
    if typed := _TYPED.get(question.type):
        return partial(typed, question.id)
    labels = question_labels(question, organisation)
    if question.type in {QuestionType.CHECKBOXES, QuestionType.SUPERVISORS}:
        return partial(_several, question.id, labels)
    return _one_of(question.id, labels)


def _one_of(question: str, labels: Labels[str] | Labels[int]) -> _Read:
    exact: Mapping[str, str | int] = labels.exact

    def read(draft: _Draft, texts: Texts) -> None:
        code = exact.get(texts[0]["value"])
        if code is None or len(texts) > 1:
            text = _joined(texts)
            code = labels.code(text)
            if code is None:
                if text.strip():
                    draft.unreadable[question] = text
                return
        draft.answers[question] = code

    return read


def _several(question: str, labels: Labels[str], draft: _Draft, texts: Texts) -> None:
    codes = {text["value"]: labels.code(text["value"]) for text in texts}
    if strange := [text for text, code in codes.items() if code is None]:
        draft.unreadable[question] = ", ".join(strange)
    if known := dict.fromkeys(code for code in codes.values() if code is not None):
        draft.answers[question] = tuple(known)


def _free_text(question: str, draft: _Draft, texts: Texts) -> None:
    text = texts[0]["value"] if len(texts) == 1 else _joined(texts)
    if text.strip():
        draft.answers[question] = text


def _number(question: str, draft: _Draft, texts: Texts) -> None:
    text = _joined(texts)
    number = read_number(text)
    if number is not None:
        draft.answers[question] = number
    elif text.strip():
        draft.unreadable[question] = text


def _year(question: str, draft: _Draft, texts: Texts) -> None:
    text = _joined(texts)
    year = read_year(text)
    if year is not None:
        draft.answers[question] = year + BUDDHIST_ERA
    elif text.strip():
        draft.unreadable[question] = text


def _date(question: str, draft: _Draft, texts: Texts) -> None:
    text = _joined(texts)
    day = _iso_date(text)
    if day is None:
        day = read_date(text)
        if day is not None and str(day.year) not in arabic_digits(text):
            draft.understood[question] = text
    if day is not None:
        draft.answers[question] = day
    elif text.strip():
        draft.unreadable[question] = text


def _iso_date(text: str) -> date | None:
    """Google's own way, "2026-11-20", in a year that nobody would write in the Buddhist era.

    Python alone would take weeks and days of the year for dates, too: "2026-W47" is none that people write.
    """
    if not _AS_GOOGLE_WRITES.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2150 else None


def _time(question: str, draft: _Draft, texts: Texts) -> None:
    text = _joined(texts)
    moment = read_time(text)
    if moment is not None:
        draft.answers[question] = moment
    elif text.strip():
        draft.unreadable[question] = text


_TYPED: Mapping[QuestionType, Callable[[str, _Draft, Texts], None]] = {
    QuestionType.TEXT: _free_text,
    QuestionType.PARAGRAPH: _free_text,
    QuestionType.NUMBER: _number,
    QuestionType.YEAR: _year,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
}


def _school_text(question: str, network: str, draft: _Draft, texts: Texts) -> None:
    text = _joined(texts)
    if text.strip():
        draft.schools.setdefault(question, {})[network] = text


def _respondent(raw: Mapping[str, Any]) -> str | None:
    address = raw.get("respondentEmail")
    return address if address and isinstance(address, str) else None


def _joined(texts: Texts) -> str:
    """One text, whatever came: several answers where one was asked are shown side by side."""
    return ", ".join(str(text["value"]) for text in texts)


def _all_text(answer: Any) -> str:
    """An answer of a shape or a question that the definition does not have, as text."""
    try:
        return _joined(answer["textAnswers"]["answers"])
    except (KeyError, TypeError):
        pass
    try:
        return json.dumps(answer, ensure_ascii=False)
    except RecursionError:
        return "…"
