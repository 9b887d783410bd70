"""An occasion as answers: along the form's way, each by what is known, by its hint, or else by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from forms.calendar import Calendar
from forms.model import Form, Organisation, Question, QuestionType, RatingGrid, Section
from forms.response.path import Path
from sync.demo.agreeing import agree
from sync.demo.occasions import Given, Occasion
from sync.demo.phrases import Phrases
from sync.demo.plausible import Plausible

_CERTAIN = ("who", "who_name", "where", "when")  # roles that the occasion itself answers, whatever is hinted
_WAYS = (6, 2, 2, 1)  # how often the first, second … way of supervision is chosen
_BEFORE_SCHOOL = ("early-childhood", "k")  # the learning area of classes whose codes begin so
_AT_SCHOOL = "supervision"  # the kind of work of a day on which a school was visited
_USUAL = ("work-group", "learning-area")  # kinds of work of the other days, more often than the rest

Answers = Given
"""Question id -> codes of choices, schools, people; ratings; dates and times in ISO form; or a text."""


class Facts:
    """Answers everything but the ratings and the paragraphs of one form."""

    def __init__(
        self, form: Form, organisation: Organisation, calendar: Calendar, phrases: Phrases, chance: Random
    ) -> None:
        self._form, self._organisation, self._chance = form, organisation, chance
        self._plausible = Plausible(form, organisation, calendar, phrases, chance)
        self._path = Path(form)
        roles = reversed([*form.about.items()])  # a question of two roles is answered as the first
        self._roles = {question: role for role, question in roles}
        self._known: Mapping[str, Callable[[Question, Occasion, Answers], str]] = {
            "when": lambda q, o, a: o.day.isoformat(),
            "until": lambda q, o, a: o.day.isoformat(),
            "who": lambda q, o, a: o.supervisor.code if o.supervisor else "",
            "who_name": lambda q, o, a: phrases.leader(o.leads.name) if o.leads else "",
            "role": lambda q, o, a: self._role(q, o),
            "where": lambda q, o, a: self._where(q, o),
            "network": lambda q, o, a: o.network or (o.school.network if o.school else ""),
            "way": lambda q, o, a: self._way(q),
            "class": lambda q, o, a: q.choices[o.level % len(q.choices)].code if q.choices else "",
            "kind": lambda q, o, a: self._kind(q, o),
            "group": self._group,
            "learning_area": lambda q, o, a: self._area(o, a),
            "round": lambda q, o, a: self._option(q, str(o.turn)),
            "part_of_day": lambda q, o, a: self._option(q, "am" if o.starts and o.starts.hour < 12 else "pm"),
            "place": lambda q, o, a: self._option(q, "away" if o.school else "office"),
            "room": lambda q, o, a: str(o.again + 1) if o.again and q.type is QuestionType.TEXT else "",
        }

    def of(self, occasion: Occasion) -> dict[str, str | tuple[str, ...]]:
        """The answers; a question that stays empty, or lies beside the way, is left out."""
        answers: dict[str, str | tuple[str, ...]] = {}
        for section in self._path.visited(answers):
            for question in _asked(section):
                if answer := self._answer(question, occasion, answers):
                    answers[question.id] = answer
        return agree(self._form, answers)

    def rated(self, answers: Answers) -> frozenset[str]:
        """The domains that the answers lead through."""
        sections = self._path.visited(answers)
        return frozenset(e.id for s in sections for e in s.entries if isinstance(e, RatingGrid))

    def open_questions(self, answers: Answers) -> list[Question]:
        """The paragraphs that the answers lead to."""
        sections = self._path.visited(answers)
        entries = (entry for section in sections for entry in section.entries)
        return [e for e in entries if isinstance(e, Question) and e.type is QuestionType.PARAGRAPH]

    def answered(self, role: str, answers: Answers) -> str | None:
        """What was answered to the question of a role; None where the form has no such question."""
        question = self._form.about.get(role)
        if question is None:
            return None
        answer = answers.get(question, "")
        return answer if isinstance(answer, str) else answer[0]

    def _answer(self, question: Question, occasion: Occasion, before: Answers) -> str | tuple[str, ...]:
        role = self._roles.get(question.id, question.id)
        given = occasion.given.get(question.id, occasion.given.get(role))
        if given is not None and self._takes(question, given):
            return given
        if role in self._known and (role in _CERTAIN or question.id not in self._plausible.hinted):
            if (answer := self._known[role](question, occasion, before)) or not question.required:
                return answer
            if question.type is QuestionType.SUPERVISOR and not occasion.supervisor:
                return ""  # a school leader's own page was chosen, or nobody is meant
        return self._plausible.answer(question, occasion, before)

    @staticmethod
    def _takes(question: Question, given: str | tuple[str, ...]) -> bool:
        """Whether a story's answer is one of this definition's: another office may ask otherwise."""
        codes = {choice.code for choice in question.choices}
        wanted = {given} if isinstance(given, str) else set(given)
        return not codes or wanted <= codes | {""}

    def _option(self, question: Question, wanted: str) -> str:
        """The wanted choice's code; one of the question's where it has no such choice."""
        codes = [choice.code for choice in question.choices]
        if not codes:
            return ""
        return wanted if wanted in codes else self._chance.choice(codes)

    def _role(self, question: Question, occasion: Occasion) -> str:
        if occasion.leads:
            return self._option(question, "leader")
        return self._option(question, "supervisor" if occasion.supervisor else "principal")

    def _where(self, question: Question, occasion: Occasion) -> str:
        seldom = question.nothing and self._chance.random() > self._plausible.often(question.id)
        return occasion.school.code if occasion.school and not seldom else ""

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

    def _group(self, question: Question, occasion: Occasion, before: Answers) -> str:
        group = occasion.supervisor.work_group if occasion.supervisor else None
        own_work = question.required or self.answered("kind", before) in {"work-group", "project"}
        return group or "" if own_work or self._chance.random() < 0.4 else ""

    def _area(self, occasion: Occasion, before: Answers) -> str:
        kind = self.answered("kind", before)
        if kind and self._form.counts_as == "log" and kind != "learning-area":
            return ""
        small, begins = _BEFORE_SCHOOL
        known = self._organisation.learning_areas
        if small in known and (self.answered("class", before) or "").startswith(begins):
            return small
        own = occasion.supervisor.learning_areas if occasion.supervisor else ()
        areas = [area for area in own or known if kind or area != small]
        return self._chance.choice(areas or [*known] or [""])


def _asked(section: Section) -> list[Question]:
    return [
        entry
        for entry in section.entries
        if isinstance(entry, Question) and entry.type is not QuestionType.PARAGRAPH
    ]
