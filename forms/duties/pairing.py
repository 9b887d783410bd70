"""Which visits to a school were paid for which plan: each for one plan at most."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forms.duties.known import people_of
from forms.duties.states import Owed
from forms.model import Entry
from forms.response.entries import day_of

_Kind = Literal["own", "others", "made-up"]


@dataclass(slots=True)
class Paid:
    """The visits that were paid for a plan: by those whom it names, by others, or after its days."""

    kind: _Kind
    visits: list[Entry]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A plan, and a visit that would do for it."""

    owed: Owed
    visit: Entry
    kind: _Kind

    @property
    def plan(self) -> str:
        return self.owed.asked_by


def paid_for(
    planned: Sequence[Owed], visits: Collection[Entry], late_days: int, excused: Collection[str]
) -> Mapping[str, Paid]:
    """The sound visits of one school by the plan that each was paid for.

    Every plan takes one visit within its days: those of the people whom plans name first, the plan that is
    due first before the others. What is left then goes to the plans that were met. A visit on a day that no
    plan asks for makes up for the nearest plan before it that nothing met, and all visits of that day for
    plans of one due day alone; what is left of them goes to those. For plans in `excused` nothing is made up.
    """
    found: dict[str, Paid] = {}
    taken: set[str] = set()
    within = list(_within(planned, visits))
    for pair in within:
        if pair.plan not in found and pair.visit.response not in taken:
            found[pair.plan] = Paid(pair.kind, [pair.visit])
            taken.add(pair.visit.response)
    for pair in within:
        paid = found.get(pair.plan)
        if paid and paid.kind == pair.kind and pair.visit.response not in taken:
            paid.visits.append(pair.visit)
            taken.add(pair.visit.response)
    asked_for = {pair.visit.response for pair in within}
    free = [visit for visit in visits if visit.response not in asked_for]
    open_still = [owed for owed in planned if owed.asked_by not in found and owed.asked_by not in excused]
    return found | _made_up(open_still, free, late_days)


def in_days(owed: Owed, visit: Entry) -> bool:
    """Whether a visit lies within the days of a plan, up to its due day."""
    return owed.period.start <= day_of(visit) <= owed.due


def _within(planned: Sequence[Owed], visits: Collection[Entry]) -> Iterator[_Pair]:
    """The pairs within the plans' days, the better ones first."""
    ranked = []
    for visit in visits:
        for owed in planned:
            if in_days(owed, visit):
                rank = _rank(owed, visit)
                key = (rank, owed.due, owed.asked_by, day_of(visit), visit.response)
                ranked.append((key, _Pair(owed, visit, "own" if rank < 2 else "others")))
    return (pair for _, pair in sorted(ranked, key=lambda one: one[0]))


def _made_up(planned: Sequence[Owed], visits: Collection[Entry], late_days: int) -> dict[str, Paid]:
    """What came after the days of plans that nothing met, by those whom they name: the nearest together."""
    near = []
    for visit in visits:
        for owed in planned:
            days = (day_of(visit) - owed.due).days
            if 0 < days <= late_days and _rank(owed, visit) < 2:
                near.append(((days, owed.due, owed.asked_by, visit.response), owed, visit))
    near.sort(key=lambda one: one[0])
    found: dict[str, Paid] = {}
    taken: set[str] = set()
    dues: dict[date, date] = {}  # the due day of the plans that a day's visits make up for
    for _, owed, visit in near:
        fits = dues.get(day_of(visit), owed.due) == owed.due
        if fits and owed.asked_by not in found and visit.response not in taken:
            found[owed.asked_by] = Paid("made-up", [visit])
            taken.add(visit.response)
            dues[day_of(visit)] = owed.due
    for _, owed, visit in near:
        paid = found.get(owed.asked_by)
        if paid and day_of(paid.visits[0]) == day_of(visit) and visit.response not in taken:
            paid.visits.append(visit)
            taken.add(visit.response)
    return found


def _rank(owed: Owed, visit: Entry) -> int:
    """0 for a visitor whom the plan names, 1 where either names nobody (any visit will do), 2 for others."""
    people = people_of(visit)
    if not owed.people or not people:
        return 1
    return 0 if set(people) & set(owed.people) else 2
