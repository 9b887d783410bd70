"""Whose spreadsheet shows which duties: of the network, group or team that held on their day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from forms.duties.states import DutyState, Owed
from forms.model import Organisation, Partition
from forms.organisation.dated import as_of, turns_of


def belonging(
    states: Iterable[DutyState], partition: Partition, organisation: Organisation, today: date
) -> tuple[DutyState, ...]:
    """The duties of a partition, in the same order.

    The district and the office have all; a network and a deputy what their schools and networks owe; a
    work group and a learning area what their people owe; a supervisor what they owe themselves, what
    their team's schools owe, and the visits that a plan names them for. Who belonged where is asked of
    the day that `belongs_on` tells; `organisation` knows what it was like then.
    """
    if partition.kind in ("district", "office"):
        return tuple(states)
    turns, answering = turns_of(organisation), dict[int, _Answering]()
    found = []
    for state in states:
        era = bisect_right(turns, belongs_on(state.owed, today))
        if era not in answering:
            there = as_of(organisation, turns[era - 1] if era else date.min)
            answering[era] = _Answering(partition, there)
        if answering[era].has(state.owed):
            found.append(state)
    return tuple(found)


def belongs_on(owed: Owed, today: date) -> date:
    """The day whose network, group and team a duty is of: it stays theirs when somebody moves later.

    That of a day's log or a planned visit itself, as of the record of it; else the due day, and today as
    long as that is to come.
    """
    of_a_day = owed.period.kind == "day" and (not owed.asked_by or owed.owed_by == "school")
    return owed.period.start if of_a_day else min(owed.due, today)


class _Answering:
    """The networks and people that a partition answers for, in the organisation of one time."""

    def __init__(self, partition: Partition, there: Organisation) -> None:
        self._schools = there.schools
        self._networks, self._people = _networks(partition, there), _people(partition, there)
        self._named = partition.code if partition.kind == "supervisor" else ""

    def has(self, owed: Owed) -> bool:
        """Whether a duty is one of the partition's."""
        if owed.owed_by == "supervisor":
            return owed.code in self._people
        return self._network(owed) in self._networks or self._named in owed.people

    def _network(self, owed: Owed) -> str:
        """The network that owes, or that the owing school belongs to."""
        if owed.owed_by == "network":
            return owed.code
        school = self._schools.get(owed.code)
        return school.network if school else ""


def _networks(partition: Partition, organisation: Organisation) -> frozenset[str]:
    kind, code = partition.kind, partition.code
    if kind == "network":
        return frozenset((code,))
    networks = organisation.networks.values()
    if kind == "deputy":
        return frozenset(network.code for network in networks if network.deputy == code)
    person = organisation.supervisors.get(code) if kind == "supervisor" else None
    return frozenset(network.code for network in networks if person and network.team == person.team)


def _people(partition: Partition, organisation: Organisation) -> frozenset[str]:
    kind, code = partition.kind, partition.code
    if kind == "supervisor":
        return frozenset((code,))
    return frozenset(
        person.code
        for person in organisation.supervisors.values()
        if (kind == "group" and person.work_group == code)
        or (kind == "learning_area" and code in person.learning_areas)
    )
