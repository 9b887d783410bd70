"""The director's weekly report as figures: what was done, what is missing, what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forms.model import Entry, Period, Query
from forms.weekly.lines import Lines, Record


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, how many responses it stands on, and the query that finds them (None: no such form)."""

    value: float | None
    n: int
    query: Query | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of this week beside the same of the week before."""

    now: Figure
    before: Figure


@dataclass(frozen=True, slots=True)
class NetworkCoverage:
    """Schools of a network visited this semester, of its open ones. `n` responses stand behind `visited`."""

    network: str
    visited: int
    owed: int
    n: int = 0
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class SchoolScore:
    """A school's mean of the semester to date over n observations, and its level ("" without bands)."""

    school: str
    n: int
    mean: float
    level: str
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class LogDays:
    """Working days of the week that a supervisor logged, of those owed. `n` logs stand behind them."""

    supervisor: str
    logged: int
    owed: int
    n: int = 0
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of the last report that has changed since, and the responses that came, changed or went.

    `figure` is "observations", "schools", "logs", "score" or "coverage"; `member` the network's code of a
    coverage, else "". None stands for a mean of nothing, or for a network that is no more.
    `responses` is empty where only the configuration changed; `records` are the same by name.
    """

    figure: str
    member: str
    reported: float | None
    now: float | None
    responses: tuple[str, ...]
    records: tuple[Record, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Reported:
    """What the last report said, and the entries it stood on as they were known at its cut.

    `figures` and `visiting` are those of that report's `WeeklyReport`; `visiting` is empty where it is
    not known.
    """

    week: Period
    cut: datetime
    figures: Mapping[str, float]
    entries: Sequence[Entry]
    visiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """Everything the weekly mail tells. Codes stand for schools, networks and supervisors.

    `observations` and `logs` are counted responses (without errors), `schools` the schools visited, with
    whatever form makes a visit (`forms.visits`), `score` the mean of the observations' means. `semester` is
    None in a break: `coverage`, `strongest` and `weakest` are then of `semester_covered`, the latest one.
    `levels` counts the week's observations by level, best first, zeros among them. `strongest` (best
    first) and `weakest` (weakest first) rank the schools of at least `min_n` observations; `unranked`
    schools have fewer.
    `errors` are the week's responses that an error keeps out, `warnings` those with nothing worse than
    a warning. `figures` is kept so that the next report can restate: "observations", "schools",
    "logs", "score" (absent without observations), "coverage:<network>" (schools visited). `visiting` is kept
    with them: the forms whose records counted as visits. `lines` are what is told besides the figures.
    """

    week: Period
    semester: Period | None
    semester_covered: Period
    cut: datetime
    written: datetime
    observations: Compared
    schools: Compared
    logs: Compared
    score: Compared
    levels: Mapping[str, int]
    coverage: tuple[NetworkCoverage, ...]
    strongest: tuple[SchoolScore, ...]
    weakest: tuple[SchoolScore, ...]
    logdays: tuple[LogDays, ...]
    errors: int
    warnings: int
    restated: tuple[Restated, ...]
    figures: Mapping[str, float]
    min_n: int = 3
    unranked: int = 0
    visiting: frozenset[str] = frozenset()
    lines: Lines = field(default_factory=Lines)
