"""What the office asks for, of whom, how often and by when: the rules of config/duties.yaml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forms.calendar.dates import DayOfYear
from forms.model import PeriodKind

Owner = Literal["supervisor", "school", "network"]
Every = Literal["working_day", "plan", "journey"] | PeriodKind
OnHoliday = Literal["stays", "before", "after"]
SEVERAL_A_YEAR: Collection[Every] = ("semester", "fiscal_half", "quarter")


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty falls due; with nothing set, on the last day of its period.

    `on` are days of the year: the first of them from the period's beginning on. `last_working_day_of`
    is the last working day of the period of that kind in which the duty's own begins. `working_days`
    counts working days after the period's last day. `on_holiday` says what becomes of a due day on
    which the office is closed: it stays, or moves to the nearest working day before or after it.
    """

    on: tuple[DayOfYear, ...] = ()
    last_working_day_of: PeriodKind | None = None
    working_days: int | None = None
    on_holiday: OnHoliday = "stays"


@dataclass(frozen=True, slots=True)
class DutyRule:
    """One duty: every so often, its owner sends a form that counts as one of `asks`.

    `every` "plan" and "journey" ask once for each planned visit and each approved duty journey; with
    `gathers`, the duty is to have met every duty of that rule in the period. `by` says what is held
    against the due day: the day that a response is about, or that of its first submission. What
    comes from `early_days` before the due day on counts for it, and late up to `late_days` after.
    Who came fewer than `least_days` before the due day is excused. A rule may be reckoned from a day of its
    own (`since`), else it is from that of all.
    """

    id: str
    title: str
    asks: tuple[str, ...]
    owed_by: Owner
    every: Every
    due: Due = Due()
    by: Literal["day", "submission"] = "submission"
    gathers: str = ""
    early_days: int = 366
    late_days: int = 90
    least_days: int = 0
    since: date | None = None
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absences:
    """Which approved permits excuse a supervisor: kinds of leave, and of duty journeys.

    Any other kind (out of the office for up to three hours, a car) excuses nothing. `halves` are the
    codes of `part_of_day` that mean half a day: half a day excuses none, two different ones together the
    whole.
    """

    leave: tuple[str, ...] = ()
    journey: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duties:
    """Everything that duties.yaml says; without any rule nothing is owed.

    What was due before `since`, and the days before it, nobody owes; None: everything since ever.
    """

    rules: tuple[DutyRule, ...] = ()
    absences: Absences = Absences()
    since: date | None = None

    def reckons(self, day: date) -> bool:
        """Whether what is due on that day, or the day itself, is asked for."""
        return self.since is None or day >= self.since
