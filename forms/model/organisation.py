"""The organisation: schools, networks, work groups, people, and what belonged where on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def _within(first: date | None, end: date | None, day: date) -> bool:
    """Tell whether a day lies in `[first, end)`; None has no bound."""
    return (first is None or first <= day) and (end is None or day < end)


@dataclass(frozen=True, slots=True)
class Membership:
    """The network of a school before `until`, the first day on which it belonged to the next one."""

    until: date
    network: str


@dataclass(frozen=True, slots=True)
class Charge:
    """The team and the deputy of a network before `until`."""

    until: date
    team: str
    deputy: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The team, work group and learning areas of a supervisor before `until`."""

    until: date
    team: str
    work_group: str | None
    learning_areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class School:
    """A school; open in `[opened, closed)`, where None means always and not yet.

    `formerly` are the codes of networks it belonged to before: answers given there stay valid.
    `earlier` tells until when, oldest first, where that is known; see `forms.organisation.dated`.
    """

    code: str
    name: str
    network: str
    opened: date | None = None
    closed: date | None = None
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    earlier: tuple[Membership, ...] = ()

    def is_open(self, day: date) -> bool:
        """Tell whether the school is open on that day."""
        return _within(self.opened, self.closed, day)


@dataclass(frozen=True, slots=True)
class Network:
    """A เครือข่าย in `[since, until)`: team and deputy by code, the e-mail addresses that may view its sheet.

    `earlier` are the teams and deputies before these, oldest first; see `forms.organisation.dated`.
    """

    code: str
    name: str
    team: str
    deputy: str
    viewers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    earlier: tuple[Charge, ...] = ()
    since: date | None = None
    until: date | None = None

    def is_there(self, day: date) -> bool:
        """Tell whether the network has been founded and not yet been dissolved on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """A กลุ่มงาน in `[since, until)`, and the e-mail addresses that may view its sheet."""

    code: str
    name: str
    viewers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def is_there(self, day: date) -> bool:
        """Tell whether the work group exists on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class LearningArea:
    """A กลุ่มสาระการเรียนรู้; it belongs to no work group."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A ศึกษานิเทศก์: one team, at most one work group, 0 to 2 learning areas, in office `[since, until)`.

    `earlier` is what held before, oldest first; see `forms.organisation.dated`.
    """

    code: str
    name: str
    team: str
    work_group: str | None = None
    learning_areas: tuple[str, ...] = ()
    email: str | None = None
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()
    earlier: tuple[Assignment, ...] = ()

    def in_office(self, day: date) -> bool:
        """Tell whether the supervisor serves on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Deputy:
    """A รอง ผอ.สพป., responsible for networks."""

    code: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A team of supervisors that answers for networks."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """A งาน/โครงการ that supervision follows up, under way in `[since, until)`.

    It belongs to a work group or a learning area, and a supervisor (`owner`) answers for it.
    """

    code: str
    name: str
    work_group: str | None = None
    learning_area: str | None = None
    owner: str | None = None
    due: date | None = None
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()

    def under_way(self, day: date) -> bool:
        """Tell whether the project is under way on that day."""
        return _within(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that decides: director, head, admin-head (ผอ.กลุ่มอำนวยการ), clerk, secretariat or committee.

    Where a work group holds it, its members decide, and who reads the address.
    """

    code: str
    name: str
    email: str | None = None
    work_group: str | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    """What the heads of the office's letters say: the `code` before the running number, the telephone."""

    code: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The area office: everything by code, in the configured order.

    `head` is the code of the supervisor who leads the group, `acting` those of the supervisors who act
    for the head, in that order.
    """

    name: str
    short_name: str
    networks: Mapping[str, Network]
    schools: Mapping[str, School]
    work_groups: Mapping[str, WorkGroup]
    learning_areas: Mapping[str, LearningArea]
    supervisors: Mapping[str, Supervisor]
    teams: Mapping[str, Team]
    deputies: Mapping[str, Deputy]
    viewers: tuple[str, ...] = ()  # who may view the district's sheet and every other
    projects: Mapping[str, Project] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    head: str = ""
    acting: tuple[str, ...] = ()
    letters: Letters = Letters()

    def schools_of(self, network: str) -> tuple[School, ...]:
        """The schools of a network, closed ones among them."""
        return tuple(s for s in self.schools.values() if s.network == network)
