"""The whole sample: a term of responses in the order in which they are sent. Same seed, same responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from random import Random

from forms.calendar import Calendar
from forms.model import Form, Organisation
from sync.demo.answers import Sample, Writer
from sync.demo.mistakes import Mistakes, send_twice
from sync.demo.occasions import Occasion, Term
from sync.demo.others import Others
from sync.demo.phrases import Phrases
from sync.demo.shares import shares
from sync.demo.stories import tell
from sync.demo.term import Part, parts_of_term

MISTAKEN = {"observation", "log"}  # kinds in which people make every mistake; in others but a few


def sample_term(
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
    began: datetime,
    total: int,
    seed: int,
) -> tuple[Sample, ...]:
    """`total` responses of the term up to `began` (local time, aware), none sent after it.

    Each form gets its share, the stories first; most are observations of classes and logs.
    """
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    phrases = Phrases(chance)
    organisation = _offered(organisation, began.date())
    parts = parts_of_term(calendar, began)
    told = tell(forms, organisation, calendar, began, total, chance)
    away = {pair for story in told for pair in story.away}
    term = Term(organisation, parts, began, chance, away)
    counts = _left(shares(forms, total), Counter(story.form for story in told))
    occasions = _usual(forms, counts, term)
    others = Others(organisation, calendar, _days(parts), term.outings, began, chance)
    samples: list[Sample] = []
    for form in forms.values():
        right = occasions.get(form.id) or others.of(form, counts[form.id])
        writer = Writer(form, organisation, calendar, phrases, chance)
        samples += [writer.write(story.occasion) for story in told if story.form == form.id]
        made = [writer.write(occasion) for occasion in right]
        if form.counts_as in MISTAKEN:
            made = send_twice(Mistakes(form, calendar, phrases, chance).make(made), began, chance)
        samples += made
    return tuple(sorted(samples, key=lambda sample: sample.sent))


def _offered(organisation: Organisation, today: date) -> Organisation:
    """The organisation with those supervisors alone whom the forms offer: who left is no option any more."""
    known = organisation.supervisors.items()
    return replace(organisation, supervisors={code: one for code, one in known if one.in_office(today)})


def _usual(forms: Mapping[str, Form], counts: Mapping[str, int], term: Term) -> Mapping[str, list[Occasion]]:
    """The occasions of observations and logs: several forms of either kind share the same days."""
    made: dict[str, list[Occasion]] = {}
    for kind, draw in (("observation", term.visits), ("log", term.days_at_work)):
        of_kind = [form.id for form in forms.values() if form.counts_as == kind]
        drawn = iter(draw(sum(counts[form] for form in of_kind)))
        for form in of_kind:
            made[form] = [occasion for _, occasion in zip(range(counts[form]), drawn, strict=False)]
    return made


def _left(given: Mapping[str, int], told: Counter[str]) -> Mapping[str, int]:
    """What is left of each form's share beside its stories; what is beyond a share the largest pays."""
    left = {form: count - told[form] for form, count in given.items()}
    beyond = -sum(count for count in left.values() if count < 0)
    left = {form: max(0, count) for form, count in left.items()}
    while beyond > 0:
        most = max(left, key=lambda form: left[form])
        left[most] -= 1
        beyond -= 1
    return left


def _days(parts: tuple[Part, ...]) -> tuple[date, ...]:
    return tuple(day for part in parts for day in part.working)
