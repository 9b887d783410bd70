"""Coverage: which schools have been visited, of those that owe a visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def coverage(
    summary: Summary, schools: Iterable[School], day: date, elsewhere: Collection[str] = ()
) -> Coverage:
    """Coverage of these schools by the summary's counted responses, as it stands on a day.

    A school counts while it is open on that day. One that closed during the period owes nothing
    from its closing on, and a visit paid to it before leaves the numerator with it, so that full
    coverage is 100 % and no more. A visit is the school's: `elsewhere` are those visited in the period
    while they belonged to another network, whose responses the summary may lack.
    """
    known = tuple(schools)
    opened = {school.code for school in known if school.is_open(day)}
    visited = tuple(sorted(code for code in opened if code in elsewhere or _seen(summary, code)))
    return Coverage(len(visited), len(opened), len(known) - len(opened), visited)


def _seen(summary: Summary, code: str) -> bool:
    return summary.tally("school", code, "counted").n > 0
