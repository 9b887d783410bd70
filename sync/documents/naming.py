"""The Thai names under which templates know a paper's values, from templates/documents/fields.yaml.

The file has a part for each kind of paper and one, `all`, for every paper. A part maps a Thai name to
`is`, the English name of the value, `tells`, what it is for staff, `kind`, what it is for programs where
it is no text, and for lists to `each`, the fields of each line in the same way. A value that is `of` what a
form counts as holds the answers of its questions, by their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ruamel.yaml import YAML

from forms.model import Form, Question, QuestionType
from sync.packaged import folder

FieldKind = Literal["text", "number", "yes-no", "date", "datetime", "period", "time", "answer"]
"""What a value is wherever it is not None; an `answer` is of the kind that its question asks for."""
_ANSWERED: Mapping[QuestionType, FieldKind] = {
    QuestionType.NUMBER: "number",
    QuestionType.YEAR: "number",
    QuestionType.RATING: "number",
    QuestionType.DATE: "date",
    QuestionType.TIME: "time",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A value that a template may name: `value` is its English name, `each` the fields of a list's lines.

    `of` is what a form counts as whose questions are the value's own fields, "" for any other value. `kind`
    says nothing of lists and of what is `of` a form.
    """

    name: str
    value: str
    tells: str
    each: Mapping[str, Field] | None = None
    of: str = ""
    kind: FieldKind = "text"


Fields = Mapping[str, Field]
Asked = Mapping[str, Mapping[str, Question]]
"""What a form counts as -> its questions by id."""


def asked_by(forms: Iterable[Form]) -> Asked:
    """The questions of the forms that papers are made of."""
    return {form.counts_as: form.questions for form in forms if form.counts_as}


@cache
def fields_of(kind: str) -> Fields:
    """The fields of a kind of paper by their Thai names."""
    parts = _parts()
    return _fields({**parts["all"], **parts[kind]})


@cache
def _parts() -> Mapping[str, Any]:
    """The parts of the file, which takes longer to read than many papers to write."""
    text = (folder("templates") / "documents" / "fields.yaml").read_text(encoding="utf-8")
    parts: Mapping[str, Any] = YAML(typ="safe").load(text)
    return parts


def _fields(part: Mapping[str, Any]) -> dict[str, Field]:
    return {
        name: Field(
            name,
            one["is"],
            one["tells"],
            _fields(one["each"]) if "each" in one else None,
            one.get("of", ""),
            one.get("kind", "text"),
        )
        for name, one in part.items()
    }


def kind_of(question: Question) -> FieldKind:
    """What the answers to a question are in papers."""
    return _ANSWERED.get(question.type, "text")


class Answers(dict[str, object]):
    """A record's answers by question; None to a question that the office's own form does not ask."""

    def __missing__(self, question: str) -> None:
        return None


def named(fields: Fields, values: Mapping[str, object], *, packaged: bool = False) -> dict[str, object]:
    """The values by their Thai names, those of lists' lines, too. Raises KeyError for one that is missing.

    A template that is `packaged` was written for the packaged forms: those of an office may ask for less.
    """
    return {name: _named(one, values[one.value], packaged) for name, one in fields.items()}


def _named(one: Field, value: object, packaged: bool) -> object:
    if one.of and packaged and isinstance(value, Mapping):
        return Answers(value)
    if one.each is None:
        return value
    assert isinstance(value, Sequence)
    return [named(one.each, line, packaged=packaged) for line in value]


def all_names(fields: Fields, asked: Asked) -> Iterator[str]:
    """Every name that a template may use."""
    for name, one in fields.items():
        yield name
        yield from asked.get(one.of, {})
        if one.each is not None:
            yield from all_names(one.each, asked)
