"""Every figure of a weekly report in one list, each with what finds its responses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.model import Query
from forms.weekly.report import Figure, WeeklyReport


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure and what it stands on.

    `name` is that of the report's field ("observations", "coverage", "logdays", …); `of` the code of the
    network, school or supervisor that it is about, "" for the district; `owed` out of how many, None where
    nothing is owed. `n` responses stand behind it; without a `query` its form is missing.
    """

    name: str
    of: str
    value: float | None
    owed: int | None
    n: int
    query: Query | None


def traced(report: WeeklyReport) -> tuple[Traced, ...]:
    """The figures of a report in the order of its mail, this week's before those of the week before."""
    return tuple(_traced(report))


def _traced(report: WeeklyReport) -> Iterator[Traced]:
    for name, compared in (
        ("observations", report.observations),
        ("schools", report.schools),
        ("logs", report.logs),
        ("score", report.score),
    ):
        yield _of_district(name, compared.now)
        yield _of_district(f"{name}_before", compared.before)
    for network in report.coverage:
        yield Traced("coverage", network.network, network.visited, network.owed, network.n, network.query)
    for name, schools in (("strongest", report.strongest), ("weakest", report.weakest)):
        for school in schools:
            yield Traced(name, school.school, school.mean, None, school.n, school.query)
    for person in report.logdays:
        yield Traced("logdays", person.supervisor, person.logged, person.owed, person.n, person.query)


def _of_district(name: str, figure: Figure) -> Traced:
    return Traced(name, "", figure.value, None, figure.n, figure.query)
