"""What may be published of a form's records: a row a school, nothing of people or of who answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms.model import Entry, Form, Organisation, Question, QuestionType
from sync.layout.answers import shown_answer
from sync.layout.tab import CellValue
from sync.layout.texts import packaged_texts

_LEADING: Final = ("code", "school", "network")


@dataclass(frozen=True, slots=True)
class Extract:
    """A table to be published: its title, its heads in Thai, its rows by school in the configured order.

    `without` are the names of the schools, open today, that have no row.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    without: tuple[str, ...]


def public(form: Form) -> tuple[Question, ...]:
    """The questions whose answers may be published, but for the school, which each row names."""
    questions = form.questions.values()
    return tuple(one for one in questions if one.public and one.type is not QuestionType.SCHOOL)


def extract(form: Form, records: Iterable[Entry], there: Organisation, today: date) -> Extract:
    """The public answers of these records. `there` is the organisation as it is today."""
    asked, texts = public(form), packaged_texts()
    of: dict[str, list[Entry]] = {}
    for record in records:
        of.setdefault(record.members.get("school", ""), []).append(record)
    known = there.schools.items()
    return Extract(
        form.title,
        (*(texts(f"extract.{name}") for name in _LEADING), *(question.ask for question in asked)),
        tuple(tuple(_row(asked, record, there)) for code, _ in known for record in of.get(code, ())),
        tuple(school.name for code, school in known if school.is_open(today) and code not in of),
    )


def _row(asked: Iterable[Question], record: Entry, there: Organisation) -> Iterator[CellValue]:
    school = there.schools[record.members["school"]]
    yield from (school.code, school.name, there.networks[school.network].name)
    for question in asked:
        value: object = record.answers.get(question.id)
        if question.type is QuestionType.DATE and isinstance(value, str) and value:
            value = date.fromisoformat(value)
        yield shown_answer(question, value, there)
