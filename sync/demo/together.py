"""Answers that go together, from templates/demo/answers.yaml: a printer is no material that is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from forms.model import Form, Organisation, QuestionType
from sync.demo.hints import Hints
from sync.demo.occasions import Given, Occasion

_WEIGHT = "weight"


class Together:
    """Draws, for the responses to one form, one set of answers of each group that goes together."""

    def __init__(self, form: Form, organisation: Organisation, hints: Hints, chance: Random) -> None:
        self._groups, self._chance = hints.sets(), chance
        self._roles = {question: role for role, question in form.about.items()}
        areas = (q.id for q in form.questions.values() if q.type is QuestionType.LEARNING_AREA)
        self._areas, self._known = frozenset(areas), frozenset(organisation.learning_areas)

    def of(self, occasion: Occasion) -> Occasion:
        """The occasion with what goes with its known answers, which stay as they are."""
        given: Given = occasion.given
        for group in self._groups:
            fitting = [one for one in group if self._fits(one, given)]
            if fitting:
                weights = [float(one.get(_WEIGHT, 1)) for one in fitting]
                given = {**self._answers(self._chance.choices(fitting, weights)[0]), **given}
        return replace(occasion, given=given)

    def _fits(self, answers: Mapping[str, Any], given: Given) -> bool:
        """Whether nothing else is known of what a set answers."""
        known = ((one, given.get(one, given.get(self._roles.get(one, one)))) for one in answers)
        return all(said is None or said == _said(answers[question]) for question, said in known)

    def _answers(self, answers: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
        told = {question: _said(answer) for question, answer in answers.items() if question != _WEIGHT}
        return {q: a for q, a in told.items() if q not in self._areas or not a or a in self._known}


def _said(answer: Any) -> str | tuple[str, ...]:
    return tuple(map(str, answer)) if isinstance(answer, list) else str(answer)
