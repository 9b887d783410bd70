"""What a respondent sent: the page's fields read into answers as Google writes them, or into problems."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.workspace.forms.questionnaire import OTHER, Asked, Questionnaire, Section

LONGEST = 50_000
"""Characters an answer may have."""

EMAIL = "emailAddress"
"""The field of the respondent's address, and its problems' `question`."""

Fields = Mapping[str, Sequence[str]]
"""Field name -> its values, as the page sent them."""

_PARTS = ("year", "month", "day", "hour", "minute", "second")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that is not accepted: its question's id, a code, and the text that is wrong.

    Codes: required, other-empty, not-an-option, too-long, not-a-date, not-a-time, not-a-duration,
    not-an-address.
    """

    question: str
    code: str
    text: str = ""


@dataclass(slots=True)
class Walk:
    """The way that the answers lead through a form, as far as they are right.

    `problems` are those of the path's last section. `back_to` is set where the way leads to a section
    that it has been through already: such answers never reach the end.
    """

    path: list[int]
    answers: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    back_to: int | None = None

    @property
    def complete(self) -> bool:
        """Whether the end was reached without a problem."""
        return not self.problems and self.back_to is None


def walk(questionnaire: Questionnaire, fields: Fields) -> Walk:
    """Follow the form's navigation from its first section by the answers given."""
    way = Walk([0])
    while True:
        section = questionnaire.sections[way.path[-1]]
        answers, way.problems = read_section(questionnaire, section, fields)
        way.answers |= answers
        if way.problems:
            return way
        target = questionnaire.leads_to(section, answers)
        if target == "submit":
            return way
        if target in way.path:
            way.back_to = target
            return way
        way.path.append(target)


def read_section(
    questionnaire: Questionnaire, section: Section, fields: Fields
) -> tuple[dict[str, list[str]], list[Problem]]:
    """The answers to a section's questions (those left empty are absent) and what is wrong with them."""
    answers: dict[str, list[str]] = {}
    problems: list[Problem] = []
    if section.index == 0 and questionnaire.email == "RESPONDER_INPUT":
        problems += _email_problems(fields)
    for question in section.questions:
        try:
            texts = _READERS[question.kind](question, fields)
        except _Wrong as wrong:
            problems.append(Problem(question.id, wrong.code, wrong.text))
            continue
        if any(len(text) > LONGEST for text in texts):
            problems.append(Problem(question.id, "too-long", str(max(map(len, texts)))))
        elif texts:
            answers[question.id] = texts
        elif question.required:
            problems.append(Problem(question.id, "required"))
    return answers, problems


def field_names(question: Asked) -> tuple[str, ...]:
    """The names of the fields that a question's answer may be in."""
    entry = question.entry
    match question.kind:
        case "radio" | "checkbox":
            return (entry, f"{entry}.other_option_response")
        case "date" | "time" | "duration":
            return (entry, *(f"{entry}_{part}" for part in _PARTS))
    return (entry,)


def fields_of(question: Asked, texts: Sequence[str]) -> dict[str, list[str]]:
    """The fields that show a kept answer on the page: `read_section` the other way round."""
    if question.kind in {"radio", "checkbox"} and question.other:
        known = [text for text in texts if text in question.options]
        own = [text for text in texts if text not in question.options]
        if own:
            return {question.entry: [*known, OTHER], f"{question.entry}.other_option_response": own[:1]}
    if question.kind == "date":
        return _date_fields(question, texts[0])
    if question.kind == "duration":
        named = zip(("hour", "minute", "second"), texts[0].split(":"), strict=False)
        return {f"{question.entry}_{name}": [part] for name, part in named}
    return {question.entry: list(texts)}


def _date_fields(question: Asked, text: str) -> dict[str, list[str]]:
    if question.with_year:
        return {question.entry: [text.replace(" ", "T")]}
    day, _, time = text.partition(" ")
    month, _, day = day.partition("-")
    parts = {"month": month, "day": day} | (
        {"hour": time[:2], "minute": time[3:]} if question.with_time else {}
    )
    return {f"{question.entry}_{name}": [part] for name, part in parts.items()}


class _Wrong(Exception):
    """An answer that cannot be read: the problem's code and the text."""

    def __init__(self, code: str, text: str = "") -> None:
        self.code, self.text = code, text
        super().__init__(code)


def _last(fields: Fields, name: str) -> str:
    return next((value for value in reversed(fields.get(name, ())) if value), "")


def _email_problems(fields: Fields) -> list[Problem]:
    address = _last(fields, EMAIL).strip()
    if not address:
        return [Problem(EMAIL, "required")]
    return [] if _EMAIL.fullmatch(address) else [Problem(EMAIL, "not-an-address", address)]


def _read_text(question: Asked, fields: Fields) -> list[str]:
    text = _last(fields, question.entry).replace("\r\n", "\n").replace("\r", "\n")
    if question.kind == "text":
        text = text.replace("\n", " ")
    return [text] if text.strip() else []


def _read_one(question: Asked, fields: Fields) -> list[str]:
    text = _last(fields, question.entry)
    if text == OTHER and question.other:
        return [_read_other(question, fields)]
    if text and text not in question.options:
        raise _Wrong("not-an-option", text)
    return [text] if text else []


def _read_many(question: Asked, fields: Fields) -> list[str]:
    given = {text for text in fields.get(question.entry, ()) if text}
    other = [_read_other(question, fields)] if question.other and OTHER in given else []
    if question.other:
        given.discard(OTHER)
    if unknown := given - set(question.options):
        raise _Wrong("not-an-option", min(unknown))
    return [text for text in question.options if text in given] + other


def _read_other(question: Asked, fields: Fields) -> str:
    text = _last(fields, f"{question.entry}.other_option_response").strip()
    if not text:
        raise _Wrong("other-empty")
    return text


def _parts(question: Asked, fields: Fields, names: Sequence[str]) -> list[str]:
    return [_last(fields, f"{question.entry}_{name}").strip() for name in names]


def _read_date(question: Asked, fields: Fields) -> list[str]:
    """Google's text of a date: [YYYY-]MM-DD[ HH:MM]."""
    text = _last(fields, question.entry).strip()
    if not text:
        names = [*(["year"] if question.with_year else []), "month", "day"]
        parts = _parts(question, fields, names)
        clock = _parts(question, fields, ["hour", "minute"]) if question.with_time else []
        if not any(parts + clock):
            return []
        widths = [4, 2, 2][-len(parts) :]
        text = "-".join(part.zfill(width) for part, width in zip(parts, widths, strict=True))
        if clock:
            text += "T" + ":".join(part.zfill(2) for part in clock)
    pattern = ("%Y-" if question.with_year else "") + "%m-%d" + ("T%H:%M" if question.with_time else "")
    try:
        # 2000 had a 29 February: a date without a year may be that day.
        moment = datetime.strptime(  # noqa: DTZ007 - a date as people write it, of no zone
            text if question.with_year else f"2000-{text}", pattern if question.with_year else f"%Y-{pattern}"
        )
    except ValueError:
        raise _Wrong("not-a-date", text) from None
    day = f"{moment.year:04d}-{moment:%m-%d}" if question.with_year else f"{moment:%m-%d}"
    return [f"{day} {moment:%H:%M}" if question.with_time else day]


def _read_time(question: Asked, fields: Fields) -> list[str]:
    """HH:MM, of a duration with its seconds where there are any to keep."""
    lasts = question.kind == "duration"
    text = _last(fields, question.entry).strip()
    if not text:
        parts = _parts(question, fields, ["hour", "minute"])
        seconds = _parts(question, fields, ["second"]) if lasts else []
        if not any(parts + seconds):
            return []
        text = ":".join(part.zfill(2) for part in (*parts, *filter(None, seconds)))
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)(:[0-5]\d)?", text, re.ASCII)
    if not found or int(found[1]) > (72 if lasts else 23):
        raise _Wrong("not-a-duration" if lasts else "not-a-time", text)
    return [f"{int(found[1]):02d}:{found[2]}{(found[3] or '') if lasts else ''}"]


_READERS = {
    "text": _read_text,
    "paragraph": _read_text,
    "radio": _read_one,
    "dropdown": _read_one,
    "scale": _read_one,
    "rating": _read_one,
    "checkbox": _read_many,
    "date": _read_date,
    "time": _read_time,
    "duration": _read_time,
}
