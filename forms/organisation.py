"""Load and lint the organisation: organisation.yaml here, schools.csv in `forms.schools`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from forms.addresses import address_at
from forms.model import Deputy, LearningArea, Network, Organisation, Problem, Supervisor, Team, WorkGroup
from forms.places import Place, open_yaml
from forms.schools import load_schools
from forms.thai import normalise_name

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_MOST_AREAS = 2
_PARTS = ("deputies", "teams", "networks", "work_groups", "learning_areas", "supervisors")


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


def load_organisation(folder: Path) -> tuple[Organisation | None, tuple[Problem, ...]]:
    """Read and lint organisation.yaml and schools.csv in a folder; None where anything is wrong."""
    root = open_yaml(folder / "organisation.yaml")
    fields = root.fields(("name", "short_name", *_PARTS), ("viewers",)) if root.node else {}
    parts = {name: fields.get(name, root) for name in _PARTS if name in fields}
    codes = {name: [key.said for key, _ in part.pairs()] for name, part in parts.items()}
    schools, school_problems = load_schools(folder / "schools.csv", codes.get("networks"))
    known = _Known(**{name: codes.get(name) for name in _PARTS})
    organisation = Organisation(
        name=_text(fields, "name"),
        short_name=_text(fields, "short_name"),
        networks=_coded(parts.get("networks"), known.network),
        schools=schools,
        work_groups=_coded(parts.get("work_groups"), _work_group),
        learning_areas=_coded(parts.get("learning_areas"), _learning_area),
        supervisors=_coded(parts.get("supervisors"), known.supervisor),
        teams=_coded(parts.get("teams"), _team),
        deputies=_coded(parts.get("deputies"), _deputy),
        viewers=_emails(fields.get("viewers")),
    )
    if "networks" in parts and not school_problems:
        _lint_networks_without_schools(parts["networks"], {school.network for school in schools.values()})
    problems = tuple(sorted({*root.problems, *school_problems}))
    return (None if problems else organisation), problems


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes that lines may refer to; None where that part of the file is missing."""

    deputies: Collection[str] | None
    teams: Collection[str] | None
    networks: Collection[str] | None
    work_groups: Collection[str] | None
    learning_areas: Collection[str] | None
    supervisors: Collection[str] | None

    def network(self, code: str, place: Place) -> Network:
        fields = place.fields(("name", "team", "deputy"), ("viewers", "aliases"))
        team = _reference(fields.get("team"), self.teams, "team")
        deputy = _reference(fields.get("deputy"), self.deputies, "deputy")
        viewers = _emails(fields.get("viewers"))
        return Network(code, _text(fields, "name"), team or "", deputy or "", viewers, _aliases(fields))

    def supervisor(self, code: str, place: Place) -> Supervisor:
        optional = ("work_group", "learning_areas", "email", "since", "until", "aliases")
        fields = place.fields(("name", "team"), optional)
        since, until = _days(fields)
        return Supervisor(
            code,
            _text(fields, "name"),
            _reference(fields.get("team"), self.teams, "team") or "",
            self._work_group_of(fields.get("work_group")),
            self._areas_of(fields.get("learning_areas")),
            address_at(fields["email"]) if "email" in fields else None,
            since,
            until,
            _aliases(fields),
        )

    def _work_group_of(self, place: Place | None) -> str | None:
        if place is not None and not place.is_scalar:
            place.wrong("a supervisor has at most one work group", "one code, such as work_group: G2")
            return None
        return _reference(place, self.work_groups, "work group")

    def _areas_of(self, place: Place | None) -> tuple[str, ...]:
        elements = place.elements() if place else []
        areas = [_reference(element, self.learning_areas, "learning area") for element in elements]
        if place and len(areas) > _MOST_AREAS:
            place.wrong(f"{len(areas)} learning areas stand here", "none, one or two learning areas")
        if place and len(set(areas)) < len(areas):
            place.wrong("a learning area stands here twice", "each learning area once")
        return tuple(area for area in areas if area)


def _work_group(code: str, place: Place) -> WorkGroup:
    fields = place.fields(("name",), ("viewers", "aliases"))
    return WorkGroup(code, _text(fields, "name"), _emails(fields.get("viewers")), _aliases(fields))


def _learning_area(code: str, place: Place) -> LearningArea:
    fields = place.fields(("name",), ("aliases",))
    return LearningArea(code, _text(fields, "name"), _aliases(fields))


def _team(code: str, place: Place) -> Team:
    return Team(code, _text(place.fields(("name",)), "name"))


def _deputy(code: str, place: Place) -> Deputy:
    fields = place.fields(("name",), ("email",))
    return Deputy(code, _text(fields, "name"), address_at(fields["email"]) if "email" in fields else None)


def _coded(part: Place | None, read: Callable[[str, Place], T]) -> dict[str, T]:
    """Everything of one part by code; codes are well formed, and no name or alias stands twice."""
    found: dict[str, T] = {}
    names: dict[str, str] = {}
    for key, place in part.pairs() if part else ():
        code = key.said
        if not _CODE.fullmatch(code):
            key.wrong(f'"{code}" is no code', "Latin letters, digits, - and _")
        found[code] = read(code, place)
        for name in (found[code].name, *getattr(found[code], "aliases", ())):
            other = names.setdefault(normalise_name(name), code)
            if other != code and name:
                place.wrong(f'"{name}" is also the name of {other}', "a name of its own for each")
    return found


def _lint_networks_without_schools(part: Place, with_schools: Collection[str]) -> None:
    for key, _ in part.pairs():
        if key.said not in with_schools:
            key.wrong(f"network {key.said} has no school in schools.csv", "at least one school")


def _reference(place: Place | None, known: Iterable[str] | None, what: str) -> str | None:
    if place is None or known is None:
        return None
    return place.one_of(known, what)


def _text(fields: dict[str, Place], name: str) -> str:
    return fields[name].text() if name in fields else ""


def _aliases(fields: dict[str, Place]) -> tuple[str, ...]:
    return fields["aliases"].texts() if "aliases" in fields else ()


def _emails(place: Place | None) -> tuple[str, ...]:
    addresses = (address_at(element) for element in place.elements()) if place else ()
    return tuple(address for address in addresses if address)


def _days(fields: dict[str, Place]) -> tuple[date | None, date | None]:
    since, until = (fields[name].day() if name in fields else None for name in ("since", "until"))
    if since and until and until <= since:
        fields["until"].wrong("this day does not come after `since`", f"a date after {since.isoformat()}")
    return since, until
