"""An occasion as one response: its facts, its ratings, and what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from forms.model import Form, Organisation, QuestionType
from sync.demo.facts import Answers, Facts
from sync.demo.occasions import Occasion
from sync.demo.phrases import Phrases
from sync.demo.ratings import Ratings, best_and_worst

_SELDOM = {"problem": 0.3, "advice": 0.8, "agreed": 0.8}  # open questions that many leave empty
_ELSE = 0.6


@dataclass(frozen=True, slots=True)
class Sample:
    """One response of the demo: when it is sent (local time), to which form, with which answers."""

    form: str
    sent: datetime
    answers: Answers

    def but(self, answers: Answers) -> Sample:
        """The same with other answers to some questions."""
        return replace(self, answers={**self.answers, **answers})


class Writer:
    """Writes the responses to one form."""

    def __init__(self, form: Form, organisation: Organisation, phrases: Phrases, chance: Random) -> None:
        self._form, self._organisation, self._chance = form, organisation, chance
        self._phrases, self._ratings = phrases, Ratings(chance)
        self._facts = Facts(form, organisation, phrases, chance)

    def write(self, occasion: Occasion) -> Sample:
        """The response that tells of an occasion."""
        ratings = self._ratings.of_visit(self._form, occasion)
        facts = self._facts.of(occasion)
        rated = {item: str(rating) for item, rating in ratings.items()}
        texts = self._texts(occasion, facts, best_and_worst(self._form, ratings))
        return Sample(self._form.id, occasion.sent, facts | rated | texts)

    def _texts(self, occasion: Occasion, facts: Answers, domains: tuple[str, str]) -> dict[str, str]:
        best, worst = domains
        kind = self._facts.answered("kind", facts) or ""
        about = {"strengths": best, "to_develop": worst, "done": kind}
        places = self._places(occasion, facts)
        return {
            question.id: self._phrases.say(question.id, about.get(question.id, ""), places)
            for question in self._form.questions.values()
            if question.type is QuestionType.PARAGRAPH
            and (question.required or self._chance.random() < _SELDOM.get(question.id, _ELSE))
        }

    def _places(self, occasion: Occasion, facts: Answers) -> Mapping[str, str]:
        there, asked = self._organisation, self._form.questions
        area = there.learning_areas.get(self._facts.answered("learning_area", facts) or "")
        group = there.work_groups.get((occasion.supervisor and occasion.supervisor.work_group) or "")
        level = asked.get(self._form.about.get("class", ""))
        labels = {choice.code: choice.label for choice in level.choices} if level else {}
        return {
            "school": occasion.school.name if occasion.school else "",
            "area": area.name if area else "",
            "group": group.name if group else "",
            "level": labels.get(facts.get(level.id, ""), "") if level else "",
        }
