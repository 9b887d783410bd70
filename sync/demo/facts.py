"""The facts of an occasion as answers: each question by its role (`about`), its id, or else by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from forms.model import Form, Organisation, Question, QuestionType
from sync.demo.occasions import Occasion
from sync.demo.phrases import Phrases

_WAYS = (6, 2, 2, 1)  # how often the first, second … way of supervision is chosen
_BEFORE_SCHOOL = ("early-childhood", "k")  # the learning area of classes whose codes begin so
_AT_SCHOOL = "supervision"  # the kind of work of a day on which a school was visited
_USUAL = ("work-group", "learning-area")  # kinds of work of the other days, more often than the rest

Answers = Mapping[str, str]
"""Question id -> the code of a choice, school or person, a rating, a date or time in ISO form, or a text."""


class Facts:
    """Answers everything but the ratings and the open questions of one form."""

    def __init__(self, form: Form, organisation: Organisation, phrases: Phrases, chance: Random) -> None:
        self._form, self._organisation, self._phrases, self._chance = form, organisation, phrases, chance
        self._times = [q.id for q in form.questions.values() if q.type is QuestionType.TIME]
        self._roles = {question: role for role, question in form.about.items()}
        self._known: Mapping[str, Callable[[Question, Occasion, Answers], str]] = {
            "when": lambda q, o, a: o.day.isoformat(),
            "who": lambda q, o, a: o.supervisor.code if o.supervisor else "",
            "who_name": lambda q, o, a: phrases.leader(o.leads.name) if o.leads else "",
            "role": lambda q, o, a: self._option(q, "leader" if o.leads else "supervisor"),
            "where": lambda q, o, a: o.school.code if o.school else "",
            "way": lambda q, o, a: self._way(q),
            "class": lambda q, o, a: q.choices[o.level % len(q.choices)].code if q.choices else "",
            "kind": lambda q, o, a: self._kind(q, o),
            "group": lambda q, o, a: self._group(o, a),
            "learning_area": lambda q, o, a: self._area(o, a),
            "round": lambda q, o, a: self._option(q, str(o.turn)),
            "part_of_day": lambda q, o, a: self._option(q, "am" if o.starts and o.starts.hour < 12 else "pm"),
            "place": lambda q, o, a: self._option(q, "away" if o.school else "office"),
            "room": lambda q, o, a: str(o.again + 1) if o.again else "",
        }

    def of(self, occasion: Occasion) -> dict[str, str]:
        """The answers; a question that stays empty is left out."""
        answers: dict[str, str] = {}
        for question in self._form.questions.values():
            if question.type in {QuestionType.RATING, QuestionType.PARAGRAPH}:
                continue
            known = self._known.get(self._roles.get(question.id, question.id), self._of_its_type)
            if answer := known(question, occasion, answers):
                answers[question.id] = answer
        return answers

    def answered(self, role: str, answers: Answers) -> str | None:
        """What was answered to the question of a role; None where the form has no such question."""
        question = self._form.about.get(role)
        return None if question is None else answers.get(question, "")

    def _of_its_type(self, question: Question, occasion: Occasion, _before: Answers) -> str:
        """An answer to a question that the demo knows nothing about."""
        if question.type is QuestionType.TIME:
            hours = [time for time in (occasion.starts, occasion.ends) if time]
            place = self._times.index(question.id)
            return f"{hours[place]:%H:%M}" if place < len(hours) else ""
        if codes := [choice.code for choice in question.choices] or self._codes(question.type):
            return self._chance.choice(codes)
        if question.type is QuestionType.NUMBER:
            low, high = question.minimum or 0, question.maximum or 100
            return str(self._chance.randint(int(low), int(high)))
        return self._phrases.say(question.id, "", {}) if question.required else ""

    def _codes(self, kind: QuestionType) -> list[str]:
        there = self._organisation
        known: Mapping[QuestionType, Mapping[str, object]] = {
            QuestionType.NETWORK: there.networks,
            QuestionType.SUPERVISOR: there.supervisors,
            QuestionType.WORK_GROUP: there.work_groups,
            QuestionType.LEARNING_AREA: there.learning_areas,
        }
        return [*known.get(kind, ())]

    def _option(self, question: Question, wanted: str) -> str:
        """The wanted choice's code; any of the question's where it has no such choice."""
        codes = [choice.code for choice in question.choices]
        return wanted if wanted in codes or not codes else self._chance.choice(codes)

    def _way(self, question: Question) -> str:
        weights = [*_WAYS, *(1 for _ in question.choices)][: len(question.choices)]
        return self._chance.choices(question.choices, weights)[0].code if weights else ""

    def _kind(self, question: Question, occasion: Occasion) -> str:
        codes = [choice.code for choice in question.choices]
        if occasion.school:
            return self._option(question, _AT_SCHOOL)
        usual = [code for code in codes if code in _USUAL]
        others = [code for code in codes if code != _AT_SCHOOL]
        return self._chance.choice([*others, *usual, *usual] or [""])

    def _group(self, occasion: Occasion, before: Answers) -> str:
        group = occasion.supervisor.work_group if occasion.supervisor else None
        own_work = self.answered("kind", before) in {"work-group", "project"}
        return group or "" if own_work or self._chance.random() < 0.4 else ""

    def _area(self, occasion: Occasion, before: Answers) -> str:
        kind = self.answered("kind", before)
        if kind is not None and kind != "learning-area":
            return ""
        small, begins = _BEFORE_SCHOOL
        known = self._organisation.learning_areas
        if small in known and (self.answered("class", before) or "").startswith(begins):
            return small
        own = occasion.supervisor.learning_areas if occasion.supervisor else ()
        areas = [area for area in own or known if kind or area != small]
        return self._chance.choice(areas or [*known])
