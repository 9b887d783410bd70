"""The whole sample: a term of responses in the order in which they are sent. Same seed, same responses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random

from forms.calendar import Calendar
from forms.model import Form, Organisation
from sync.demo.answers import Sample, Writer
from sync.demo.mistakes import Mistakes, send_twice
from sync.demo.occasions import Term
from sync.demo.phrases import Phrases
from sync.demo.term import parts_of_term

_RATED = 0.6  # of all responses, how many are observations


def sample_term(
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
    began: datetime,
    total: int,
    seed: int,
) -> tuple[Sample, ...]:
    """`total` responses of the term up to `began` (local time, aware), none sent after it.

    Observations get 60 of 100, the logs tell of days at work; a form more of either kind shares in.
    """
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    rated = [form for form in forms.values() if form.counts_as == "observation"]
    plain = [form for form in forms.values() if form.counts_as == "log"]
    of_rated = round(total * _RATED) if rated and plain else total if rated else 0
    phrases = Phrases(chance)
    term = Term(organisation, parts_of_term(calendar, began), began, chance)
    samples: list[Sample] = []
    for kind, occasions in ((rated, term.visits(of_rated)), (plain, term.days_at_work(total - of_rated))):
        for number, form in enumerate(kind):
            writer = Writer(form, organisation, phrases, chance)
            right = [writer.write(occasion) for occasion in occasions[number :: len(kind)]]
            made = Mistakes(form, calendar, phrases, chance).make(right)
            samples += send_twice(made, began, chance)
    return tuple(sorted(samples, key=lambda sample: sample.sent))
