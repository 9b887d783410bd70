"""Coverage: which schools have been visited, of those that owe a visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forms.model import School, Summary
from forms.scoring import share


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far supervision reaches: of `owed` open schools `visited` have a counted response.

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


def coverage(summary: Summary, schools: Iterable[School], day: date) -> Coverage:
    """Coverage of these schools by the summary's counted responses, as it stands on a day.

    A school counts while it is open on that day. One that closed during the period owes nothing
    from its closing on, and a visit paid to it before leaves the numerator with it, so that full
    coverage is 100 % and no more.
    """
    known = tuple(schools)
    opened = {school.code for school in known if school.is_open(day)}
    visited = tuple(sorted(code for code in opened if summary.tally("school", code, "counted").n))
    return Coverage(len(visited), len(opened), len(known) - len(opened), visited)
