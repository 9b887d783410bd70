"""What belonged where on a day: schools to networks, people to teams and work groups, networks to deputies.

A record belongs where it belonged on its day: what was reported for a network stays that network's when a
school or a person moves later. What is configured without a date counts as having always been so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from forms.model import Assignment, Charge, Network, Organisation, School, Supervisor, WorkGroup


class _Ending(Protocol):
    @property
    def until(self) -> date: ...


T = TypeVar("T", bound=_Ending)


def network_of(school: School, day: date) -> str:
    """The code of the network that the school belonged to on a day."""
    then = _on(school.earlier, day)
    return then.network if then else school.network


def team_of(one: Supervisor | Network, day: date) -> str:
    """The code of the team that a person was in, or that answered for a network, on a day."""
    earlier: Sequence[Assignment | Charge] = one.earlier
    then = _on(earlier, day)
    return then.team if then else one.team


def work_group_of(person: Supervisor, day: date) -> str | None:
    """The code of the work group that a person was in on a day, None where in none."""
    then = _on(person.earlier, day)
    return then.work_group if then else person.work_group


def learning_areas_of(person: Supervisor, day: date) -> tuple[str, ...]:
    """The codes of the learning areas that a person answered for on a day."""
    then = _on(person.earlier, day)
    return then.learning_areas if then else person.learning_areas


def deputy_of(network: Network, day: date) -> str:
    """The code of the deputy who was responsible for a network on a day."""
    then = _on(network.earlier, day)
    return then.deputy if then else network.deputy


def networks_in(organisation: Organisation, first: date, last: date) -> tuple[Network, ...]:
    """The networks that are there on one of these days, and those in which an open school is left."""
    left = {network_of(school, last) for school in organisation.schools.values() if school.is_open(last)}
    return tuple(
        network
        for network in organisation.networks.values()
        if network.code in left or _is_there_in(network, first, last)
    )


def work_groups_in(organisation: Organisation, first: date, last: date) -> tuple[WorkGroup, ...]:
    """The work groups that are there on one of these days."""
    return tuple(group for group in organisation.work_groups.values() if _is_there_in(group, first, last))


def turns_of(organisation: Organisation) -> tuple[date, ...]:
    """The days on which something moved, in order: between two of them all stays where it is."""
    every: tuple[School | Network | Supervisor, ...] = (
        *organisation.schools.values(),
        *organisation.networks.values(),
        *organisation.supervisors.values(),
    )
    return tuple(sorted({then.until for one in every for then in one.earlier}))


def as_of(organisation: Organisation, day: date) -> Organisation:
    """The organisation as it was, or will be, on a day; itself where nothing was otherwise then."""
    schools = {code: _school(school, day) for code, school in organisation.schools.items()}
    networks = {code: _network(network, day) for code, network in organisation.networks.items()}
    people = {code: _supervisor(person, day) for code, person in organisation.supervisors.items()}
    known = (organisation.schools, organisation.networks, organisation.supervisors)
    if (schools, networks, people) == known:
        return organisation
    return replace(organisation, schools=schools, networks=networks, supervisors=people)


def _school(school: School, day: date) -> School:
    return replace(school, network=network_of(school, day)) if school.earlier else school


def _network(network: Network, day: date) -> Network:
    if not network.earlier:
        return network
    return replace(network, team=team_of(network, day), deputy=deputy_of(network, day))


def _supervisor(person: Supervisor, day: date) -> Supervisor:
    if not person.earlier:
        return person
    areas = learning_areas_of(person, day)
    return replace(
        person, team=team_of(person, day), work_group=work_group_of(person, day), learning_areas=areas
    )


def _is_there_in(one: Network | WorkGroup, first: date, last: date) -> bool:
    return (one.since is None or one.since <= last) and (one.until is None or one.until > first)


def _on(earlier: Sequence[T], day: date) -> T | None:
    """Of what held one after the other the one that held on a day; None where it is what holds now."""
    return next((one for one in earlier if day < one.until), None)
