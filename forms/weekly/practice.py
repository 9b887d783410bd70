"""The strongest practice of the week that is worth sharing."""

from __future__ import annotations

from typing import Final

from forms.model import Entry, Form, Period, QuestionType
from forms.scoring import mean
from forms.summary import day_of
from forms.weekly.lines import Practice
from forms.weekly.records import Records

RECORD: Final = "S27"  # the manual's record of techniques that work, model teachers and places to learn
_LEAST: Final = 10  # letters: what is shorter ("-", "ดีมาก") tells nobody what to do


def practice(week: Period, known: Records, observation: Form | None) -> Practice | None:
    """A record of good practice of the week's days, else what was praised where the mean was highest.

    Of records the kind that the form names first (a technique), then the latest that was sent; of
    observations with one mean the latest day, too. None where the week has neither.
    """
    records = [one for one in known.of(*_forms(known)) if _is_told(one, week) and known.title(one)]
    if records:
        first = min(records, key=lambda one: (_place(known, one), -one.submitted.timestamp(), one.response))
        return _practice(known, first, known.title(first), None)
    praised = {} if observation is None else _praised(week, known, observation)
    if not praised:
        return None
    best = min(praised.values(), key=lambda one: (-one[1], -day_of(one[0]).toordinal(), one[0].response))
    return _practice(known, best[0], best[2], best[1])


def _forms(known: Records) -> list[Form]:
    return [form for form in known.forms.values() if RECORD in form.records]


def _is_told(entry: Entry, week: Period) -> bool:
    return entry.counted and day_of(entry) in week


def _place(known: Records, entry: Entry) -> int:
    """Where the kind of a record stands among the choices of its form."""
    question = known.forms[entry.form].asks("kind")
    codes = [choice.code for choice in question.choices] if question else []
    said = entry.answers.get(question.id) if question else None
    return codes.index(said) if said in codes else len(codes)


def _praised(week: Period, known: Records, observation: Form) -> dict[str, tuple[Entry, float, str]]:
    """The week's observations with a mean and a first paragraph that says something."""
    asked = (one for one in observation.questions.values() if one.type is QuestionType.PARAGRAPH)
    question = next(asked, None)
    found: dict[str, tuple[Entry, float, str]] = {}
    for entry in known.of(observation):
        of = mean(tuple(entry.scores.values()))
        said = entry.texts.get(question.id, "") if question else ""
        if _is_told(entry, week) and of is not None and len(said.strip()) >= _LEAST:
            found[entry.response] = entry, of, said
    return found


def _practice(known: Records, entry: Entry, title: str, of: float | None) -> Practice:
    return Practice(
        "record" if of is None else "remark",
        entry.form,
        entry.response,
        " ".join(title.split()),
        known.label(entry, "kind"),
        entry.members.get("school", ""),
        entry.people,
        day_of(entry),
        of,
    )
