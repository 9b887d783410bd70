"""The terms whose figures are worked out again: an office, the moment it is looked at, its responses."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sync.demo.closing import of_demo
from sync.packaged import folder
from sync.pipeline.office import Office
from tests.figures.office import write_config

_WEDNESDAY = datetime.fromisoformat("2026-11-25T11:00:00+07:00")


@dataclass(frozen=True)
class Term:
    """A term as `nithet demo` makes it, of so many responses, looked at `now`.

    `write` writes a configuration into a folder that is not there yet. Of the office that is read from it,
    `filled` makes the one whose forms are filled during the term, `left` the one that there is in the end.
    """

    name: str
    now: datetime
    responses: int
    seed: int
    write: Callable[[Path], object]
    filled: Callable[[Office], Office]
    left: Callable[[Office], Office]


def _copy(directory: Path) -> None:
    shutil.copytree(folder("config"), directory)


def _reckoned(office: Office) -> Office:
    """Reckoned from the semester's first day, as the demo notes in its ledger."""
    first = office.calendar.latest_semester(_WEDNESDAY.date()).start
    return replace(office, duties=replace(office.duties, since=first))


def _before_any_closed(office: Office) -> Office:
    """All schools are open: those that closed since were visited until then."""
    there = office.organisation
    schools = {code: replace(school, closed=None) for code, school in there.schools.items()}
    return replace(office, organisation=replace(there, schools=schools), rules=f"{office.rules}-before")


# The packaged office, its duties and all its forms, in the middle of a week: the head is away, some days are
# logged, reports of half a year and of a year were done or came late, are missing or to come.
SAMPLE = Term(
    "sample",
    _WEDNESDAY,
    500,
    27,
    _copy,
    _reckoned,
    lambda office: of_demo(_reckoned(office), _WEDNESDAY),
)
# A small one, with what the sample lacks: people who come and leave, schools that move, that open or will, a
# form rated from 0; on a Sunday, when nothing of the week is owed yet.
SMALL = Term(
    "small",
    datetime.fromisoformat("2026-11-22T14:00:00+07:00"),
    160,
    11,
    write_config,
    _before_any_closed,
    lambda office: office,
)
