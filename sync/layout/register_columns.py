"""The columns of a form's register: what each shows, how it is headed, how wide it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from forms.model import Form, Question, QuestionType, RatingGrid
from forms.model.chains import Step
from sync.layout.texts import Texts
from sync.layout.written import takes_no_room

_WIDTHS: Final[Mapping[QuestionType, int]] = {
    QuestionType.PARAGRAPH: 280,
    QuestionType.TEXT: 170,
    QuestionType.SCHOOL: 230,
    QuestionType.SUPERVISOR: 160,
    QuestionType.WORK_GROUP: 200,
    QuestionType.LEARNING_AREA: 150,
    QuestionType.CHECKBOXES: 200,
    QuestionType.RATING: 124,
    QuestionType.SUPERVISORS: 240,
    QuestionType.PROJECT: 240,
    QuestionType.NUMBER: 90,
    QuestionType.YEAR: 80,
    QuestionType.TIME: 80,
}

Part = Literal[
    "state", "running", "about", "standing", "since", "word", "note", "network", "answer", "score", "level",
    "findings", "created", "submitted", "response",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register: what it shows, its two heads, its width, and the question it answers.

    `step` is the step of a chain whose word or note people write there.
    """

    part: Part
    group: str
    title: str
    width: int
    question: Question | None = None
    step: str = ""


def columns(form: Form, texts: Texts, *, decides: bool = False) -> tuple[Column, ...]:
    """The register's columns: the state, the form's questions in its order, the score, the response's id.

    A form with chains says where each record stands; where it `decides`, people's columns follow.
    """
    record, result = texts("register.group_record"), texts("register.group_result")
    made = [
        Column("state", "", texts("register.state"), 90),
        *([Column("running", "", texts("register.running"), 90)] if form.numbered else []),
        *([Column("about", "", texts("register.about"), 250)] if decides and form.chains else []),
        *_standing_columns(form, texts, decides=decides),
        *_asked(form, texts),
    ]
    if form.grids:
        made.append(Column("score", result, texts("register.score"), 80))
    if form.bands:
        made.append(Column("level", result, texts("register.level"), 100))
    made.append(Column("findings", result, texts("register.findings"), 320))
    made += [Column(part, record, texts(f"register.{part}"), 150) for part in ("created", "submitted")]
    made.append(Column("response", record, texts("register.response"), 200))
    return tuple(_apart(column, made, texts) for column in made)


def _apart(column: Column, made: Sequence[Column], texts: Texts) -> Column:
    """A column of people's with a head of its own, by which it is known wherever somebody moves it."""
    if column.part != "word" or sum(other.title == column.title for other in made) == 1:
        return column
    return replace(column, title=texts("register.word_apart", step=column.title))


def _standing_columns(form: Form, texts: Texts, *, decides: bool) -> Iterator[Column]:
    if form.chains is None:
        return
    group = texts("register.group_standing")
    yield Column("standing", group, texts("register.standing"), 210)
    yield Column("since", group, texts("register.since"), 150)
    for step in steps(form) if decides else ():
        yield Column("word", group, texts("register.word", step=step.title), 140, step=step.id)
        yield Column("note", group, texts("register.note", step=step.title), 180, step=step.id)


def steps(form: Form) -> tuple[Step, ...]:
    """The steps of a form's chains, each id once, each behind those that come before it in a chain."""
    found: dict[str, Step] = {}
    before: dict[str, set[str]] = {}
    for chain in form.chains.of.values() if form.chains else ():
        for last, step in zip((None, *chain.steps), chain.steps, strict=False):
            found.setdefault(step.id, step)
            before.setdefault(step.id, set()).update({last.id} if last else ())
    order: list[Step] = []
    while left := [step for step in found.values() if step not in order]:
        ids = {step.id for step in left}
        # Chains that contradict each other have no such order: then the first that was found comes.
        order.append(next((step for step in left if not before[step.id] & ids), left[0]))
    return tuple(order)


def _asked(form: Form, texts: Texts) -> Iterator[Column]:
    domain = 0
    for section in form.sections:
        for entry in section.entries:
            if isinstance(entry, RatingGrid):
                domain += 1
                for number, item in enumerate(entry.items, start=1):
                    title = f"{domain}.{number} {item.ask}"
                    yield Column("answer", section.title, title, _WIDTHS[QuestionType.RATING], item)
                continue
            if entry.type is QuestionType.SCHOOL:
                yield Column("network", section.title, texts("register.school_network"), 150, entry)
            yield Column("answer", section.title, entry.ask, _width(entry), entry)


def _width(question: Question) -> int:
    """Wide enough for the question's choices, within reason."""
    longest = max((_letters(choice.label) for choice in question.choices), default=0)
    return _WIDTHS.get(question.type, 130 if not longest else min(440, max(110, 7 * longest)))


@lru_cache(maxsize=4096)
def _letters(text: str) -> int:
    """How many letters stand side by side: Thai vowels and tones above and below others take no room."""
    return sum(not takes_no_room(letter) for letter in text)
