"""Whose spreadsheet shows which duties."""

from __future__ import annotations

from collections.abc import Iterable

from forms.duties.states import DutyState, Owed
from forms.model import Organisation, Partition


def belonging(
    states: Iterable[DutyState], partition: Partition, organisation: Organisation
) -> tuple[DutyState, ...]:
    """The duties of a partition, in the same order.

    The district and the office have all; a network and a deputy what their schools and networks owe; a
    work group and a learning area what their people owe; a supervisor what they owe themselves, what
    their team's schools owe, and the visits that a plan names them for.
    """
    if partition.kind in ("district", "office"):
        return tuple(states)
    networks = _networks(partition, organisation)
    people = _people(partition, organisation)
    return tuple(
        state
        for state in states
        if (_owing(state.owed, organisation) in networks if state.owed.owed_by != "supervisor" else False)
        or (state.owed.owed_by == "supervisor" and state.owed.code in people)
        or (partition.kind == "supervisor" and partition.code in state.owed.people)
    )


def _owing(owed: Owed, organisation: Organisation) -> str:
    """The network that owes, or that the owing school belongs to."""
    if owed.owed_by == "network":
        return owed.code
    school = organisation.schools.get(owed.code)
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
