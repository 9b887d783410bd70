"""The public form page as a browser uses it: answers as the page's fields, sent one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests

from forms.model import Form, Organisation, Question, QuestionType
from forms.question_ids import google_id
from sync.demo.facts import Answers
from sync.errors import GoogleError, NithetError
from sync.form_requests import column_label

_TIMEOUT = 30
_CONTROL = {"X-Workspace-Control": "1"}

Fields = dict[str, str | list[str]]
"""Field name -> its value, or its values where several boxes are ticked."""


class FormPage:
    """The form pages at `base`; what is sent there may come at a time of its own."""

    def __init__(self, base: str) -> None:
        self._base, self._session = base, requests.Session()
        self._session.trust_env = False  # a proxy has no business on loopback
        self._moment: datetime | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def set_time(self, moment: datetime) -> None:
        """Say at which time (aware) what is sent from now on comes; the workspace's clock runs on."""
        self._moment = moment

    def send(self, form: Form, address: str, fields: Fields, visit: str) -> str:
        """Send a filled form (`address` is its viewform page) and return the response's id.

        The same `visit` with the same answers again is the same response. NithetError
        demo-form-refused with the page's own words where it does not take the answers.
        """
        path = urlsplit(address).path.removesuffix("/viewform") + "/formResponse"
        answer = self._ask(
            "POST",
            path,
            form.title,
            data=fields | {"submit": "all", "fbzx": visit},
            headers={"Accept": "application/json"} | self._times(),
        )
        told = _json(answer)
        if not answer.ok or "responseId" not in told:
            reason = told.get("problems") or told.get("reason") or answer.status_code
            raise NithetError("demo-form-refused", form=form.title, url=self._base + path, reason=reason)
        return str(told["responseId"])

    def _times(self) -> dict[str, str]:
        return _CONTROL | {"X-Workspace-Time": self._moment.isoformat()} if self._moment else {}

    def _ask(self, method: str, path: str, what: str, **rest: object) -> requests.Response:
        try:
            return self._session.request(method, self._base + path, timeout=_TIMEOUT, **rest)  # type: ignore[arg-type]
        except requests.RequestException as lost:
            raise GoogleError(
                "google-unreachable", api="forms", what=what, reason=type(lost).__name__, message=str(lost)
            ) from lost


def _json(answer: requests.Response) -> dict[str, object]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def fields_of(form: Form, organisation: Organisation, answers: Answers) -> Fields:
    """The page's fields, "entry.<number>": what a browser would send for these answers."""
    questions = form.questions
    grids = {item.id: grid for grid in form.grids for item in grid.items}
    fields: Fields = {}
    for asked, answer in answers.items():
        question = questions[asked]
        if not isinstance(answer, str):
            fields[_entry(form, asked)] = [_label(organisation, question, code) for code in answer]
        elif question.type is QuestionType.SCHOOL:
            fields |= dict(_school(form, organisation, question, answer))
        elif question.type is QuestionType.RATING:
            scale = grids[asked].scale
            fields[_entry(form, asked)] = column_label(int(answer), scale[int(answer)])
        else:
            fields[_entry(form, asked)] = _label(organisation, question, answer)
    for question in questions.values():
        if question.type is QuestionType.SCHOOL and question.nothing and question.id not in answers:
            fields[_entry(form, question.id, "network")] = question.nothing
    return fields


def _school(
    form: Form, organisation: Organisation, question: Question, code: str
) -> Iterator[tuple[str, str]]:
    school = organisation.schools[code]
    yield _entry(form, question.id, "network"), _line(organisation.networks[school.network].name)
    yield _entry(form, question.id, school.network), _line(school.name)


def _label(organisation: Organisation, question: Question, answer: str) -> str:
    """The label of a code; a text, date or time as it is."""
    match question.type:
        case QuestionType.SUPERVISOR | QuestionType.SUPERVISORS:
            return _line(organisation.supervisors[answer].name)
        case QuestionType.LEARNING_AREA:
            return _line(organisation.learning_areas[answer].name)
        case QuestionType.WORK_GROUP:
            return _line(organisation.work_groups[answer].name)
        case QuestionType.NETWORK:
            return _line(organisation.networks[answer].name)
        case QuestionType.PROJECT:
            return _line(organisation.projects[answer].name)
    return next((_line(choice.label) for choice in question.choices if choice.code == answer), answer)


def _entry(form: Form, *parts: str) -> str:
    return f"entry.{int(google_id(form.id, *parts), 16)}"


def _line(text: str) -> str:
    return " ".join(text.split())
