"""What the weekly report tells besides its figures, a line each: cases, help, practice, what waits and comes.

Codes stand for schools, networks, supervisors, forms and duties; words are put to them by who writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from forms.model import Period

Why = Literal["case", "needs", "band", "unvisited"]


@dataclass(frozen=True, slots=True)
class Case:
    """An urgent case that is open at the cut. `kind` and `urgency` are what was chosen, in words.

    `since` is the day it is about, `owner` the supervisors who answer for it, `late` by how many days its
    `due` day is past, 0 where it is not. `to_mend` says that an error in its record is still to be mended.
    """

    form: str
    response: str
    school: str
    network: str
    kind: str
    urgency: str
    since: date
    due: date | None
    owner: tuple[str, ...]
    late: int = 0
    to_mend: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a school needs help.

    "case": `n` open urgent cases, the oldest `since`; "needs": a record says so `since` that day, helped
    until `due`; "band": `mean` and `level` over `n` observations of the semester; "unvisited": not visited
    in the semester, its last visit known was on `since` (None: none is known).
    """

    why: Why
    n: int = 0
    since: date | None = None
    due: date | None = None
    mean: float | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """A school that needs help, and every reason that holds for it, in the order of the rules."""

    school: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """What is worth sharing: a record of good practice ("record"), or what an observer praised ("remark").

    `title` is what its reporter wrote, in one line; `kind` what was chosen, in words; `school` "" for none,
    `people` who reported it. A remark has the `mean` of its observation.
    """

    source: Literal["record", "remark"]
    form: str
    response: str
    title: str
    kind: str
    school: str
    people: tuple[str, ...]
    day: date
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for the director `since` that day, for so many `days`.

    `title` is its form's; it is about a `school` and by `people`, or by a `name` that was typed.
    """

    form: str
    response: str
    title: str
    kind: str
    school: str
    people: tuple[str, ...]
    name: str
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A visit that is planned for the next week, from `day` to `last` inclusive."""

    day: date
    last: date
    school: str
    network: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComingDuties:
    """How many owe one duty that falls due on one day of the next week. `title` is the duty's."""

    day: date
    duty: str
    title: str
    n: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh and complete the week is: of all forms, by the day that responses are about.

    `latest` is the latest submission known at the cut, of any week; `received` and `counted` are responses of
    the week, `errors` those that an error keeps out, `warnings` those with nothing worse than a warning;
    `forms` how many forms were asked.
    """

    latest: datetime | None
    forms: int
    received: int
    counted: int
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Record:
    """A response by name: its form, what it is about, by whom, and of which day."""

    form: str
    response: str
    school: str
    people: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything told besides the figures; all of it empty where nothing is known of records.

    `cases` and `waiting` are the whole lists; `helped` are at most five schools.
    """

    cases: tuple[Case, ...] = ()
    helped: tuple[Help, ...] = ()
    practice: Practice | None = None
    waiting: tuple[Waiting, ...] = ()
    visits: tuple[Coming, ...] = ()
    duties: tuple[ComingDuties, ...] = ()
    next_week: Period | None = None
    freshness: Freshness | None = None
