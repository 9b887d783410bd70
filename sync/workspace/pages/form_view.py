"""What a section of a form shows: its questions, what was typed so far, what is wrong, how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any, TypeVar

from starlette.responses import Response

from sync.workspace.forms.access import Open
from sync.workspace.forms.answers import EMAIL, Fields, Problem, field_names, read_section
from sync.workspace.forms.questionnaire import OTHER, Questionnaire, Section
from sync.workspace.pages import local, page

_WIDEST_GRID = 7
_LONGEST_IN_A_ROW = 14
_Shown = TypeVar("_Shown")


@dataclass(frozen=True, slots=True)
class Filling:
    """One filling-in of a form: the fields so far and the path, the present section last.

    `token` is that of a response being edited ("" for a new one), `visit` marks this filling-in.
    """

    form: Open
    fields: Fields
    path: list[int]
    token: str
    visit: str
    now: datetime

    def at(self, path: list[int]) -> Filling:
        """The same filling-in at another place."""
        return replace(self, path=path)


def show(filling: Filling, problems: Sequence[Problem] = (), *, ready: bool = False) -> Response:
    """The page of the path's last section; with problems its status is 400.

    `ready`: the answers lead to the end from here, only sending is left.
    """
    questionnaire = filling.form.questionnaire
    section = questionnaire.sections[filling.path[-1]]
    shown = () if ready else section.questions
    names = {name for question in shown for name in field_names(question)}
    if section.index == 0 and not ready:
        names.add(EMAIL)
    return page(
        "form.html",
        400 if problems else 200,
        form_id=filling.form.form_id,
        form=questionnaire,
        section=section,
        ready=ready,
        fields=filling.fields,
        problems=_by_question(section, problems),
        hidden=list(_hidden(filling, names)),
        path=filling.path,
        length=questionnaire.length(filling.path, _answers_so_far(questionnaire, filling)),
        last=not ready and _is_last(questionnaire, section),
        token=filling.token,
        visit=filling.visit,
        today=local(filling.now).date(),
        other=OTHER,
        as_date=as_date,
        stacked=_stacked,
        in_order=partial(_in_order, filling.visit),
    )


def _in_order(visit: str, things: Sequence[_Shown], name: str, shuffle: bool) -> list[_Shown]:
    """Options or rows as this respondent sees them: shuffled by their visit, the same on each page of it."""
    shown = list(things)
    if shuffle:
        Random(f"{visit} {name}").shuffle(shown)  # noqa: S311 - an order, not a secret
    return shown


def as_date(text: str) -> date | None:
    """The day of a date field's text, None where it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _by_question(section: Section, problems: Sequence[Problem]) -> dict[str, Problem]:
    """Problems by question id, in the page's order."""
    given = {problem.question: problem for problem in problems}
    order = [EMAIL, *(question.id for question in section.questions)]
    return {question: given[question] for question in order if question in given}


def _hidden(filling: Filling, shown: set[str]) -> Iterator[tuple[str, str]]:
    """The fields of other sections that travel along, so that nothing typed is lost."""
    questions = filling.form.questionnaire.questions.values()
    for name in (EMAIL, *(name for question in questions for name in field_names(question))):
        if name not in shown:
            yield from ((name, value) for value in filling.fields.get(name, ()) if value)


def _answers_so_far(questionnaire: Questionnaire, filling: Filling) -> dict[str, list[str]]:
    """All that can be read of the fields, to tell how long the way will be."""
    answers: dict[str, list[str]] = {}
    for section in questionnaire.sections:
        if any(question.targets for question in section.questions):
            answers |= read_section(questionnaire, section, filling.fields)[0]
    return answers


def _is_last(questionnaire: Questionnaire, section: Section) -> bool:
    """Whether the section ends the form whatever is answered in it: then its button sends."""
    targets: list[Any] = [target for question in section.questions for target in question.targets.values()]
    if section.index + 1 < len(questionnaire.sections):
        return bool(targets) and _all_lead_out(section, targets)
    return all(target == "submit" for target in targets)


def _all_lead_out(section: Section, targets: Sequence[Any]) -> bool:
    """Whether no answer leads anywhere but to the end; an answer that may be left out leads on."""
    turning = [question for question in section.questions if question.targets]
    surely = any(
        question.required and len(question.targets) == len(question.options) + question.other
        for question in turning
    )
    return surely and all(target == "submit" for target in targets)


def _stacked(columns: Sequence[str]) -> bool:
    """Whether a grid's choices are too many or too long to stand side by side on a phone."""
    return len(columns) > _WIDEST_GRID or any(len(column) > _LONGEST_IN_A_ROW for column in columns)
