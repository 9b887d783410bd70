"""An answer of which nothing certain is known: by its hint in templates/demo/answers.yaml, else its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from forms.calendar import Calendar
from forms.model import Form, Organisation, Question, QuestionType
from forms.thai import BUDDHIST_ERA
from sync.demo.hints import Hints, applies
from sync.demo.occasions import Given, Occasion
from sync.demo.phrases import Phrases

_OFTEN = 0.5  # of questions that may stay empty, how many are answered
_AHEAD = (7, 45)  # days from the record's day to one that lies ahead
_COUNTS = (5, 40)  # a number of which nothing is known

Hint = Mapping[str, Any]
Answer = str | tuple[str, ...]


class Plausible:
    """Draws answers to the questions of one form."""

    def __init__(
        self, form: Form, organisation: Organisation, calendar: Calendar, phrases: Phrases, chance: Random
    ) -> None:
        self._organisation, self._calendar = organisation, calendar
        self._phrases, self._chance, self._hints = phrases, chance, Hints(form)
        self._times = [q.id for q in form.questions.values() if q.type is QuestionType.TIME]
        self._past = {q for check in form.checks if check.code == "not-in-future" for q in check.of}
        self.hinted = frozenset(q for q in form.questions if self._hints.of(q))
        self._of_type: Mapping[QuestionType, Callable[[Question, Occasion, Hint], Answer]] = {
            QuestionType.TIME: self._time,
            QuestionType.DATE: self._date,
            QuestionType.YEAR: self._year,
            QuestionType.NUMBER: self._number,
            QuestionType.SUPERVISORS: self._people,
            QuestionType.CHECKBOXES: self._several,
        }

    def often(self, question: str) -> float:
        """How often a question that may stay empty is answered, by its hint; else always."""
        return float(self._hints.of(question).get("often", 1.0))

    def answer(self, question: Question, occasion: Occasion, before: Given) -> Answer:
        """An answer; "" where the question stays empty."""
        hint = self._hints.of(question.id)
        often = 1.0 if question.required else hint.get("often", _OFTEN)
        if not applies(hint, before) or hint.get("texts") == [] or self._chance.random() > often:
            return ""
        hint = hint.get("of", hint)
        hint = {"texts": hint} if isinstance(hint, list) else hint
        return self._of_type.get(question.type, self._chosen)(question, occasion, hint)

    def _chosen(self, question: Question, occasion: Occasion, hint: Hint) -> str:
        """One of the choices, by weight; a text where there are none."""
        codes = [choice.code for choice in question.choices] or self._codes(question.type, occasion.day)
        if codes:
            weights = [float(hint.get(code, 0 if hint else 1)) for code in codes]
            return self._chance.choices(codes, weights if any(weights) else None)[0]
        texts = hint.get("texts") or (self._hints.text() if question.required else [])
        return self._phrases.of_list(texts, self._places(occasion)) if texts else ""

    def _time(self, question: Question, occasion: Occasion, hint: Hint) -> str:
        if "from" in hint:
            minutes = self._chance.randint(_minutes(hint["from"]), _minutes(hint["to"]))
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        hours = [time for time in (occasion.starts, occasion.ends) if time]
        place = self._times.index(question.id)
        if place < len(hours):
            return f"{hours[place]:%H:%M}"
        return f"{9 + 2 * (place % 2):02d}:30" if question.required else ""

    def _date(self, question: Question, occasion: Occasion, hint: Hint) -> str:
        past = question.id in self._past
        first, last = hint.get("days", (-3, 0) if past else _AHEAD)
        day = occasion.day + timedelta(days=self._chance.randint(first, last))
        step = timedelta(days=-1 if first < 0 else 1)
        while step and not self._calendar.is_working_day(day) and day != occasion.day:
            day += step
        return min(day, occasion.sent.date()).isoformat() if past else day.isoformat()

    def _year(self, question: Question, occasion: Occasion, hint: Hint) -> str:
        of_day = self._calendar.fiscal_year if "fiscal" in question.id else self._calendar.academic_year
        return str(of_day(occasion.day) - int(hint.get("years_ago", 0)))

    def _number(self, question: Question, occasion: Occasion, hint: Hint) -> str:
        if "schools" in hint:
            network = occasion.network or (occasion.school.network if occasion.school else "")
            schools = [s for s in self._organisation.schools_of(network) if s.is_open(occasion.day)]
            return str(
                max(int(question.minimum or 0), len(schools) - self._chance.randint(0, hint["schools"]))
            )
        low = int(hint.get("from", max(question.minimum or 0, _COUNTS[0])))
        high = int(hint.get("to", max(low, min(question.maximum or _COUNTS[1], _COUNTS[1]))))
        return str(self._chance.randint(min(low, high), high))

    def _people(self, _question: Question, occasion: Occasion, hint: Hint) -> tuple[str, ...]:
        """Supervisors beside the one who reports: colleagues of the team first."""
        own = occasion.supervisor
        known = [p for p in self._organisation.supervisors.values() if p.in_office(occasion.day) and p != own]
        self._chance.shuffle(known)
        if own and "people" not in hint:
            known.sort(key=lambda person: person.team != own.team)
        fewest, most = hint.get("people", (1, 2))
        chosen = {p.code for p in known[: self._chance.randint(fewest, most)]}
        return tuple(code for code in self._organisation.supervisors if code in chosen)

    def _several(self, question: Question, _occasion: Occasion, hint: Hint) -> tuple[str, ...]:
        codes = [choice.code for choice in question.choices]
        likely = [c for c in codes if self._chance.random() < float(hint.get(c, 0.0 if hint else 0.5))]
        return tuple(likely or codes[:1])

    def _codes(self, kind: QuestionType, day: date) -> list[str]:
        there = self._organisation
        match kind:
            case QuestionType.NETWORK:
                return [*there.networks]
            case QuestionType.SUPERVISOR:
                return [code for code, person in there.supervisors.items() if person.in_office(day)]
            case QuestionType.WORK_GROUP:
                return [*there.work_groups]
            case QuestionType.LEARNING_AREA:
                return [*there.learning_areas]
            case QuestionType.PROJECT:
                return [code for code, project in there.projects.items() if project.under_way(day)]
        return []

    def _places(self, occasion: Occasion) -> Mapping[str, str]:
        return {
            "school": occasion.school.name if occasion.school else "",
            "number": str(self._chance.randint(101, 989)),
            "year": str(self._calendar.academic_year(occasion.day)),
            "buddhist_year": str(occasion.day.year + BUDDHIST_ERA),
        }


def _minutes(text: str) -> int:
    hours, minutes = str(text).split(":")
    return int(hours) * 60 + int(minutes)
