"""Mistakes that people make, put into a few of the demo's responses on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from forms.calendar import Calendar
from forms.model import Form, QuestionType
from forms.thai import BUDDHIST_ERA
from sync.demo.answers import Sample
from sync.demo.phrases import Phrases

_ONE_IN = 25
_LONG = 6000  # characters
_JUST = timedelta(seconds=30)  # nothing comes later than this before the demo began


class Mistakes:
    """Makes mistakes in the responses to one form."""

    def __init__(self, form: Form, calendar: Calendar, phrases: Phrases, chance: Random) -> None:
        questions = form.questions.values()
        self._calendar, self._chance = calendar, chance
        self._when = form.about.get("when", "")
        self._times = [question.id for question in questions if question.type is QuestionType.TIME]
        self._texts = [question.id for question in questions if question.type is QuestionType.PARAGRAPH]
        self._phrases = phrases

    def make(self, samples: Sequence[Sample]) -> list[Sample]:
        """The samples with every kind of mistake in turn, one in 25 responses."""
        made = list(samples)
        kinds = self._kinds()
        places = sorted(self._chance.sample(range(len(made)), len(made) // _ONE_IN))
        for number, place in enumerate(places if kinds else ()):
            made[place] = kinds[number % len(kinds)](made[place])
        return made

    def _kinds(self) -> list[Callable[[Sample], Sample]]:
        kinds: list[Callable[[Sample], Sample]] = []
        if self._when:
            kinds += [self._in_the_future, self._in_buddhist_years, self._on_a_day_off]
        if len(self._times) > 1:
            kinds += [self._too_short, self._backwards, self._in_a_break]
        if self._texts:
            kinds += [self._formula, self._html, self._emoji, self._long]
        return kinds

    def _day(self, sample: Sample) -> date:
        return date.fromisoformat(sample.text(self._when))

    def _in_the_future(self, sample: Sample) -> Sample:
        """The month is mistaken."""
        return self._on(sample, sample.sent.date() + timedelta(days=30))

    def _in_buddhist_years(self, sample: Sample) -> Sample:
        day = self._day(sample)
        return sample.but({self._when: f"{day.year + BUDDHIST_ERA}-{day:%m-%d}"})

    def _on_a_day_off(self, sample: Sample) -> Sample:
        """The latest holiday, else the Sunday before."""
        day = self._day(sample)
        earlier = [day - timedelta(days=n) for n in range(1, 22)]
        holidays = [d for d in earlier if self._calendar.holiday(d)]
        return self._on(sample, next(iter([*holidays, *(d for d in earlier if d.weekday() == 6)])))

    def _in_a_break(self, sample: Sample) -> Sample:
        """The latest day before that lies in no semester, a working day if there is one."""
        day = self._day(sample)
        free = [d for n in range(1, 250) if not self._calendar.semester_of(d := day - timedelta(days=n))]
        working = [d for d in free if self._calendar.is_working_day(d)]
        return self._on(sample, next(iter([*working, *free, day])))

    def _on(self, sample: Sample, day: date) -> Sample:
        return sample.but({self._when: day.isoformat()})

    def _too_short(self, sample: Sample) -> Sample:
        starts, ends = self._times[:2]
        return sample.but({ends: f"{sample.text(starts)[:2]}:40"})

    def _backwards(self, sample: Sample) -> Sample:
        starts, ends = self._times[:2]
        return sample.but({starts: sample.text(ends), ends: sample.text(starts)})

    def _formula(self, sample: Sample) -> Sample:
        return self._written(sample, self._phrases.odd("formula"))

    def _html(self, sample: Sample) -> Sample:
        return self._written(sample, self._phrases.odd("html"))

    def _emoji(self, sample: Sample) -> Sample:
        return self._written(sample, self._phrases.odd("emoji"))

    def _long(self, sample: Sample) -> Sample:
        text = self._phrases.odd("long")
        return self._written(sample, text * (_LONG // len(text) + 1))

    def _written(self, sample: Sample, text: str) -> Sample:
        return sample.but({self._texts[0]: text})


def send_twice(samples: Sequence[Sample], began: datetime, chance: Random) -> list[Sample]:
    """As many responses, but one in 150 is the one before it, sent again two minutes later."""
    made = list(samples)
    for place in sorted(chance.sample(range(1, len(made)), len(made) // 150) if made else ()):
        earlier = made[place - 1]
        made[place] = replace(earlier, sent=min(earlier.sent + timedelta(minutes=2), began - _JUST))
    return made
