"""How somebody fills a form today: as plausibly as the demo, with days of now, and odd texts at times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from forms.model import Form, QuestionType
from sync.demo.answers import Sample
from tests import hostile

HOSTILE = (
    *hostile.FORMULAS,
    *hostile.PAGES,
    *hostile.TEMPLATES,
    *hostile.WORD,
    *hostile.HEADERS,
    *hostile.PATHS,
    "+66812345678",
    "ก\u200bข\u200dค",
    "👩‍🏫🇹🇭",
    "\u202eกลับด้าน",
    "ก" * 3000,
)


def filled(form: Form, sample: Sample, chance: Random, now: datetime) -> Sample:
    """A sample with its days moved to today or so, in one of seven cases wrong, and texts of all kinds."""
    days = [text for text in map(sample.text, _dates(form, sample)) if text]
    told: dict[str, str] = {}
    if days:
        back = (
            now.date() - date.fromisoformat(days[0]) - timedelta(days=chance.choice((0, 0, 0, 1, 1, 2, -9)))
        )
        for question in _dates(form, sample):
            if sample.text(question):
                told[question] = (date.fromisoformat(sample.text(question)) + back).isoformat()
    for question, asked in form.questions.items():
        if asked.type in _TEXTS and sample.text(question) and chance.random() < 0.15:
            told[question] = _fitting(chance.choice(HOSTILE), asked.type)
    return sample.but(told)


_TEXTS = (QuestionType.TEXT, QuestionType.PARAGRAPH)


def _fitting(text: str, kind: QuestionType) -> str:
    return text if kind is QuestionType.PARAGRAPH else " ".join(text.splitlines())


def _dates(form: Form, sample: Sample) -> list[str]:
    return [q for q in sample.answers if form.questions[q].type is QuestionType.DATE]
