"""Deciding on the demo's records as those do who decide: words in their cells of the spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random

from forms.model import Form
from forms.model.chains import Chain, Step
from forms.standing import chain_of
from sync.demo.answers import Sample
from sync.demo.writing import Cells, cell, write
from sync.pipeline.answering import REGISTER
from sync.pipeline.cycle import Pipeline
from sync.sheets import PeoplePlace, PeopleRow

_OLD, _YOUNG = 20, 6  # days: nearly all of the old records are through, few of the young ones begun
_LAST = 45  # days: nothing waits longer
_THROUGH = 0.9

Words = Mapping[str, str]
"""Step -> the word that is chosen there."""
Wishes = Mapping[tuple[str, str], Words]
"""Form and response -> what is decided of it."""


def words_of(form: Form, sample: Sample, began: datetime, chance: Random) -> Words:
    """What is decided of a response: by its story, else the more the older it is; nothing without a chain."""
    chain = chain_of(form.chains, sample.answers) if form.chains else None
    if chain is None:
        return {}
    verbs = sample.decided if sample.decided is not None else _usual(form, chain, sample, began, chance)
    pairs = ((step, _word(step, verb)) for step, verb in zip(chain.steps, verbs, strict=False))
    return {step.id: word for step, word in pairs if word}


def _usual(form: Form, chain: Chain, sample: Sample, began: datetime, chance: Random) -> tuple[str, ...]:
    age = (began - sample.sent).days
    whole = len(chain.steps)
    if age > (_YOUNG if form.counts_as == "permit" else _LAST):  # what was asked for is over by then
        passed = whole
    elif age > _OLD:
        passed = whole if chance.random() < _THROUGH else chance.randint(0, whole)
    else:
        passed = chance.randint(0, whole if age > _YOUNG else 1)
    return ("pass",) * passed


def _word(step: Step, verb: str) -> str:
    words = {"pass": step.passes, "stay": step.stays, "return": step.returns, "refuse": step.refuses}[verb]
    return words[0] if words else ""


def decide(pipeline: Pipeline, wishes: Wishes) -> int:
    """Write the words where people write theirs, one request a spreadsheet; give how many were written."""
    return write(pipeline, "sheet:", REGISTER, lambda place, row: _cells(place, row, wishes))


def _cells(place: PeoplePlace, row: PeopleRow, wishes: Wishes) -> Cells:
    columns = dict(place.columns)
    for step, word in wishes.get((place.tab.removeprefix(REGISTER), row.key), {}).items():
        column = columns.get(f"word:{step}")
        if column is not None:
            yield cell(place, row, column, word)
