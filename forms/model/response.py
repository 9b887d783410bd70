"""Responses: one submission parsed, what was found in it, and what summaries need of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from forms.model.problems import Severity

Value = str | int | float | date | time | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Response:
    """One submission, parsed.

    `answers` maps question ids to typed values: the code of a choice, school or person; a
    date, time, number, text; a tuple of codes for checkboxes. A question without an answer is
    absent. `unreadable` keeps the texts of answers that could not be read as their type, and
    `unknown` those of question ids that the definition does not have. `understood` keeps the
    texts of dates that were read only by taking their year for a Buddhist one. Under
    "<id of a SCHOOL question>.network" stands the code of the network that was chosen there, ""
    for the option that says none. `stood_in` names what every response has and this one came
    without ("responseId", "createTime", "lastSubmittedTime"): something else stands in for it.
    """

    form: str
    id: str
    created: datetime
    submitted: datetime
    respondent: str | None
    answers: Mapping[str, Value]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    understood: Mapping[str, str] = field(default_factory=dict)
    stood_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or odd in a response: code, severity, question, and the values its message needs.

    The Thai message and what to do are made from the catalogue (`forms.checking.findings`).
    """

    code: str
    severity: Severity
    question: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A checked response as summaries need it: who, where, when, and its scores.

    `counted` is False when an error keeps it out of the averages. `members` maps a dimension of
    the summary ("school", "network", "deputy", "supervisor", "group", "learning_area", "project", "way",
    "kind", …) to the member's code. `scores` maps rated item ids to their rating. `once_key`
    identifies what may occur once, None when it cannot be told.

    It lasts from `when` to `until`, the last day inclusive (None: that one day). `people` are the
    supervisors who took part, each once. `answers` holds every answer but ratings and paragraphs by
    question id: codes, numbers, texts, dates as "2026-11-20" and times as "09:00".
    """

    form: str
    response: str
    submitted: datetime
    when: date | None
    members: Mapping[str, str]
    scores: Mapping[str, int]
    counted: bool
    texts: Mapping[str, str] = field(default_factory=dict)  # PARAGRAPH answers by question id
    once_key: str | None = None
    until: date | None = None
    people: tuple[str, ...] = ()
    answers: Mapping[str, str | int | float | tuple[str, ...]] = field(default_factory=dict)
