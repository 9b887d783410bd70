"""Load and lint the organisation: organisation.yaml here, schools.csv in `forms.organisation.schools`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from forms.model import (
    Assignment,
    Charge,
    Deputy,
    Form,
    LearningArea,
    Network,
    Organisation,
    Post,
    Problem,
    Supervisor,
    Team,
    WorkGroup,
)
from forms.organisation.coded import aliases, coded, days, email, emails, reference, references, text
from forms.organisation.history import NONE, read_history
from forms.organisation.leading import ProjectReader, read_heads, read_post
from forms.organisation.letters import read_letters
from forms.organisation.lint import lint_organisation
from forms.organisation.reachable import lint_addresses_needed
from forms.organisation.schools import load_schools
from forms.places import Place, is_wrong, open_yaml

_MOST_AREAS = 2
_PARTS = ("deputies", "teams", "networks", "work_groups", "learning_areas", "supervisors")
_MORE = ("viewers", "posts", "head", "acting", "projects", "letters")


def load_organisation(
    folder: Path, today: date | None = None, forms: Collection[Form] | None = None
) -> tuple[Organisation | None, tuple[Problem, ...]]:
    """Read and lint organisation.yaml and schools.csv in a folder; None where anything is wrong.

    Warnings stop nothing. Who and what is there is held against `today` (None: not at all), and who can
    be written to against the chains of `forms` (None: not at all).
    """
    root = open_yaml(folder / "organisation.yaml")
    fields = root.fields(("name", "short_name", *_PARTS), _MORE) if root.node else {}
    parts = {name: fields.get(name, root) for name in _PARTS if name in fields}
    codes = {name: [key.said for key, _ in part.pairs()] for name, part in parts.items()}
    known = _Known(**{name: codes.get(name) for name in _PARTS})
    networks = coded(parts.get("networks"), known.network)
    schools, school_problems = load_schools(folder / "schools.csv", codes.get("networks"), networks, today)
    projects = ProjectReader(known.work_groups, known.learning_areas, known.supervisors)
    head, acting = read_heads(fields, known.supervisors)
    organisation = Organisation(
        name=text(fields, "name"),
        short_name=text(fields, "short_name"),
        networks=networks,
        schools=schools,
        work_groups=coded(parts.get("work_groups"), _work_group),
        learning_areas=coded(parts.get("learning_areas"), _learning_area),
        supervisors=coded(parts.get("supervisors"), known.supervisor),
        teams=coded(parts.get("teams"), _team),
        deputies=coded(parts.get("deputies"), _deputy),
        viewers=emails(fields.get("viewers")),
        projects=coded(fields.get("projects"), projects.project),
        posts=coded(fields.get("posts"), known.post),
        head=head,
        acting=acting,
        letters=read_letters(fields.get("letters")),
    )
    problems = {*root.problems, *school_problems}
    if is_wrong(problems):
        return None, tuple(sorted(problems))
    lint_organisation(root, organisation, today)
    if forms is not None:
        lint_addresses_needed(root, organisation, forms, today)
    return organisation, tuple(sorted({*problems, *root.problems}))


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes that lines may refer to; None where that part of the file is missing."""

    deputies: Collection[str] | None
    teams: Collection[str] | None
    networks: Collection[str] | None
    work_groups: Collection[str] | None
    learning_areas: Collection[str] | None
    supervisors: Collection[str] | None

    def post(self, code: str, place: Place) -> Post:
        return read_post(code, place, self.work_groups)

    def network(self, code: str, place: Place) -> Network:
        fields = place.fields(("name", "team", "deputy"), ("viewers", "aliases", "since", "until", "history"))
        team, deputy = self._charge(fields)
        since, until = days(fields)
        earlier = tuple(
            Charge(ends, *self._charge(line, team, deputy))
            for ends, line in read_history(fields.get("history"), ("team", "deputy"), since, until)
        )
        viewers = emails(fields.get("viewers"))
        name, other_names = text(fields, "name"), aliases(fields)
        return Network(code, name, team, deputy, viewers, other_names, earlier, since, until)

    def _charge(self, fields: dict[str, Place], team: str = "", deputy: str = "") -> tuple[str, str]:
        """The team and deputy of a network; what a line of its history leaves out was as it is now."""
        return (
            reference(fields.get("team"), self.teams, "team") or team,
            reference(fields.get("deputy"), self.deputies, "deputy") or deputy,
        )

    def supervisor(self, code: str, place: Place) -> Supervisor:
        optional = ("team", "work_group", "learning_areas", "email", "since", "until", "aliases", "history")
        fields = place.fields(("name",), optional)
        since, until = days(fields)
        now = Supervisor(
            code,
            text(fields, "name"),
            reference(fields.get("team"), self.teams, "team") or "",
            self._work_group_of(fields.get("work_group")),
            self._areas_of(fields.get("learning_areas")),
            email(fields),
            since,
            until,
            aliases(fields),
        )
        told = ("team", "work_group", "learning_areas")
        lines = read_history(fields.get("history"), told, since, until)
        return replace(now, earlier=tuple(self._assignment(ends, line, now) for ends, line in lines))

    def _assignment(self, until: date, line: dict[str, Place], now: Supervisor) -> Assignment:
        """A line of a person's history; what it leaves out was as it is now."""
        team = reference(line.get("team"), self.teams, "team") or now.team
        group = now.work_group
        if "work_group" in line:
            said = line["work_group"]
            group = None if said.said == NONE else self._work_group_of(said)
        areas = self._areas_of(line["learning_areas"]) if "learning_areas" in line else now.learning_areas
        return Assignment(until, team, group, areas)

    def _work_group_of(self, place: Place | None) -> str | None:
        if place is not None and not place.is_scalar:
            place.wrong("a supervisor has at most one work group", "one code, such as work_group: G2")
            return None
        return reference(place, self.work_groups, "work group")

    def _areas_of(self, place: Place | None) -> tuple[str, ...]:
        areas = references(place, self.learning_areas, "learning area")
        if place and len(areas) > _MOST_AREAS:
            place.wrong(
                "{count} learning areas stand here", "none, one or two learning areas", count=len(areas)
            )
        return areas


def _work_group(code: str, place: Place) -> WorkGroup:
    fields = place.fields(("name",), ("viewers", "aliases", "since", "until"))
    viewers = emails(fields.get("viewers"))
    return WorkGroup(code, text(fields, "name"), viewers, aliases(fields), *days(fields))


def _learning_area(code: str, place: Place) -> LearningArea:
    fields = place.fields(("name",), ("aliases",))
    return LearningArea(code, text(fields, "name"), aliases(fields))


def _team(code: str, place: Place) -> Team:
    return Team(code, text(place.fields(("name",)), "name"))


def _deputy(code: str, place: Place) -> Deputy:
    fields = place.fields(("name",), ("email",))
    return Deputy(code, text(fields, "name"), email(fields))
