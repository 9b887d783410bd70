"""Coverage: which schools have been visited, of those that owe a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from forms.model import School, Summary
from forms.scoring import share


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far supervision reaches: of `owed` open schools `visited` have a counted record of a visit.

    `closed` schools are not open on the day (closed, or not yet opened) and owe nothing.
    `schools_visited` are the codes of the visited ones, sorted.
    """

    visited: int
    owed: int
    closed: int
    schools_visited: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The visited share of the owed as it is shown, 0 to 1 in hundredths; None where nothing is owed."""
        return share(self.visited, self.owed)


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits paid to schools in a period: the summaries of the forms that make one (`forms.visits`).

    A visit is the school's: `elsewhere` are the schools visited in the period while they belonged to
    another network, whose records the summaries may lack, with the day of the latest visit.
    """

    summaries: Sequence[Summary]
    elsewhere: Mapping[str, date] = field(default_factory=dict)

    def n(self, school: str, measure: str = "counted") -> int:
        """How many visits the summaries know: those that count, or "responses", "errors", "warnings"."""
        return sum(summary.tally("school", school, measure).n for summary in self.summaries)

    def last(self, school: str) -> date | None:
        """The day of the latest visit that counts, wherever the school belonged then."""
        days = (summary.tally("school", school, "counted").last for summary in self.summaries)
        return max((day for day in (*days, self.elsewhere.get(school)) if day), default=None)

    def reached(self, school: str) -> bool:
        """Whether the school was visited."""
        return school in self.elsewhere or self.n(school) > 0


def coverage(visits: Visits, schools: Iterable[School], day: date) -> Coverage:
    """Coverage of these schools by the period's visits, as it stands on a day.

    A school counts while it is open on that day. One that closed during the period owes nothing
    from its closing on, and a visit paid to it before leaves the numerator with it, so that full
    coverage is 100 % and no more.
    """
    known = tuple(schools)
    opened = {school.code for school in known if school.is_open(day)}
    visited = tuple(sorted(code for code in opened if visits.reached(code)))
    return Coverage(len(visited), len(opened), len(known) - len(opened), visited)
