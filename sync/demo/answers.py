"""An occasion as one response: its facts, its ratings, and what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from forms.calendar import Calendar
from forms.model import Form, Organisation, Question
from sync.demo.facts import Answers, Facts
from sync.demo.hints import Hints, applies
from sync.demo.occasions import Occasion, Wish
from sync.demo.phrases import Phrases
from sync.demo.ratings import Ratings, best_and_worst
from sync.demo.together import Together

_SELDOM = {"problem": 0.3, "advice": 0.8, "agreed": 0.8}  # open questions that many leave empty
_ELSE = 0.6
_TRIES = 8  # to say something else where the same was said before


@dataclass(frozen=True, slots=True)
class Sample:
    """One response of the demo: when it is sent (local time), to which form, with which answers.

    `decided` says what people decide of it, step after step; None where that is left to chance.
    `corrected` is what is answered to a finding of it.
    """

    form: str
    sent: datetime
    answers: Answers
    decided: tuple[str, ...] | None = None
    corrected: Wish | None = None

    def but(self, answers: Answers) -> Sample:
        """The same with other answers to some questions."""
        return replace(self, answers={**self.answers, **answers})

    def text(self, question: str) -> str:
        """The one answer to a question, "" where there is none."""
        answer = self.answers.get(question, "")
        return answer if isinstance(answer, str) else ", ".join(answer)


class Writer:
    """Writes the responses to one form."""

    def __init__(
        self, form: Form, organisation: Organisation, calendar: Calendar, phrases: Phrases, chance: Random
    ) -> None:
        self._form, self._organisation, self._chance = form, organisation, chance
        self._phrases, self._ratings, self._hints = phrases, Ratings(chance), Hints(form)
        self._facts = Facts(form, organisation, calendar, phrases, chance)
        self._together = Together(form, organisation, self._hints, chance)
        self._told: set[tuple[object, ...]] = set()

    def write(self, occasion: Occasion) -> Sample:
        """The response that tells of an occasion; what may occur once is told once, if words allow."""
        for _ in range(_TRIES):
            sample = self._written(self._together.of(occasion))
            key = tuple(sample.answers.get(question) for question in self._form.once_per)
            if not key or key not in self._told:
                break
        self._told.add(key)
        return sample

    def _written(self, occasion: Occasion) -> Sample:
        facts = self._facts.of(occasion)
        ratings = self._ratings.of_visit(self._form, occasion, self._facts.rated(facts))
        rated = {item: str(rating) for item, rating in ratings.items()}
        texts = self._texts(occasion, facts, best_and_worst(self._form, ratings))
        return Sample(
            self._form.id, occasion.sent, facts | rated | texts, occasion.decided, occasion.corrected
        )

    def _texts(self, occasion: Occasion, facts: Answers, domains: tuple[str, str]) -> dict[str, str]:
        best, worst = domains
        kind = self._facts.answered("kind", facts) or ""
        about = {"strengths": best, "to_develop": worst, "done": kind}
        places = self._places(occasion, facts)
        texts = {}
        for question in self._facts.open_questions(facts):
            given = occasion.given.get(question.id)
            said = given if isinstance(given, str) else self._said(question, facts)
            if said is None:
                said = self._phrases.say(question.id, about.get(question.id, ""), places)
            if said:
                texts[question.id] = said.format_map(places) if "{" in said else said
        return texts

    def _said(self, question: Question, facts: Answers) -> str | None:
        """What is written by the question's hint; "" where it stays empty, None where phrases say it."""
        hint = self._hints.of(question.id)
        often = 1.0 if question.required else hint.get("often", _SELDOM.get(question.id, _ELSE))
        if self._chance.random() >= often or not applies(hint, facts):
            return ""
        texts = hint.get("texts", hint.get("of"))
        if texts is None:
            if self._phrases.knows(question.id):
                return None
            texts = self._hints.text()
        return self._chance.choice(texts) if texts else ""

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
            "level": labels.get(str(facts.get(level.id, "")), "") if level else "",
        }
