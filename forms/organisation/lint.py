"""Lint what the parts of organisation.yaml say about each other: work goes on, so all of it is warned of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from forms.model import Deputy, Organisation, Supervisor, Wording
from forms.places import Place


def lint_organisation(root: Place, there: Organisation, today: date | None) -> None:
    """Warn of what is likely not meant so, each thing at its place in the file.

    Without `today` nothing is said of who and what is there on that day.
    """
    _lint_networks(root.at("networks"), there, today)
    _lint_deputies(root.at("deputies"), there, today)
    _lint_people(root.at("supervisors"), there, today)
    _lint_addresses(root.at("supervisors"), there.supervisors)
    _lint_addresses(root.at("deputies"), there.deputies)
    if today:
        _lint_head(root, there, today)
        _lint_projects(root.at("projects"), there, today)


def _lint_networks(part: Place, there: Organisation, today: date | None) -> None:
    for code, network in there.networks.items():
        place = part.at(code)
        schools = there.schools_of(code)
        closed = [one for one in schools if one.closed and (today is None or one.closed <= today)]
        if len(closed) == len(schools) and network.until is None:
            what = "open school" if schools else "school"
            message = Wording(
                "network {code} has no {what} in schools.csv", {"code": code, "what": Wording(what)}
            )
            place.warn(message, "its schools; or until: the day on which it was dissolved")
        if today and network.is_there(today) and not _serving(there, network.team, today):
            place.at("team").warn(
                "nobody of team {team} is in office: who visits network {code}?",
                "a team with somebody in office",
                team=network.team,
                code=code,
            )


def _lint_deputies(part: Place, there: Organisation, today: date | None) -> None:
    """A deputy without a network has a spreadsheet in which nothing stands."""
    responsible = {
        network.deputy
        for network in there.networks.values()
        if network.until is None or today is None or today < network.until
    }
    for code in there.deputies:
        if code not in responsible:
            message = Wording(
                "no network names deputy {code}: this spreadsheet will stay empty", {"code": code}
            )
            part.at(code).warn(
                message, Wording("deputy: {code} with a network, or no such deputy", {"code": code})
            )


def _lint_people(part: Place, there: Organisation, today: date | None) -> None:
    for code, person in there.supervisors.items():
        if today and person.until and person.until <= today:
            continue
        if not person.team:
            message = Wording(
                "{code} is in no team: this person's spreadsheet shows no network", {"code": code}
            )
            part.at(code).warn(message, Wording("team: one of {names}", {"names": ", ".join(there.teams)}))
        group = there.work_groups.get(person.work_group or "")
        if group and group.until and (person.until is None or group.until < person.until):
            message = Wording(
                "work group {code} ends on {until}, {person} is in it later",
                {"code": group.code, "until": group.until, "person": code},
            )
            right = Wording(
                "the next work group, and history: [{{until: {until}, …}}]", {"until": group.until}
            )
            part.at(code).at("work_group").warn(message, right)


def _lint_addresses(part: Place, people: Mapping[str, Supervisor] | Mapping[str, Deputy]) -> None:
    """An address tells who may decide and who is written to: two people's is nobody's."""
    owners: dict[str, list[str]] = {}
    for code, person in people.items():
        if person.email:
            owners.setdefault(person.email.casefold(), []).append(code)
    for address, codes in owners.items():
        for code, others in _overlapping(codes, people):
            message = Wording(
                "{address} is the address of {others}, too", {"address": address, "others": others}
            )
            part.at(code).at("email").warn(message, "an address of one's own for each")


def _overlapping(
    codes: list[str], people: Mapping[str, Supervisor] | Mapping[str, Deputy]
) -> Iterator[tuple[str, str]]:
    """Each who shares an address with somebody named before and not gone when they come."""
    for index, code in enumerate(codes):
        others = [other for other in codes[:index] if _meet(people[other], people[code])]
        if others:
            yield code, ", ".join(others)


def _meet(one: Supervisor | Deputy, other: Supervisor | Deputy) -> bool:
    """Tell whether there is a day on which both are in office."""
    if not isinstance(one, Supervisor) or not isinstance(other, Supervisor):
        return True
    first, end = max(_since(one), _since(other)), min(_until(one), _until(other))
    return first < end


def _since(person: Supervisor) -> date:
    return person.since or date.min


def _until(person: Supervisor) -> date:
    return person.until or date.max


def _lint_head(root: Place, there: Organisation, today: date) -> None:
    head = there.supervisors.get(there.head)
    if head and not head.in_office(today):
        serving = _serving(there, None, today)
        message = Wording(
            "{code} is not in office on {today}: who leads the group?", {"code": head.code, "today": today}
        )
        root.at("head").warn(
            message, Wording("head: one of {names}", {"names": ", ".join(serving) or "those in office"})
        )
    acting = [there.supervisors[code] for code in there.acting]
    for place, person in zip(root.at("acting").elements(), acting, strict=False) if acting else ():
        if person.until and person.until <= today:
            message = Wording(
                "{code} left on {until}, and acts for nobody", {"code": person.code, "until": person.until}
            )
            place.warn(message, "those who are in office")


def _lint_projects(part: Place, there: Organisation, today: date) -> None:
    for code, project in there.projects.items():
        owner = there.supervisors.get(project.owner or "")
        if owner and project.under_way(today) and owner.until and owner.until <= today:
            message = Wording(
                "{code} left on {until}: who answers for the project?",
                {"code": owner.code, "until": owner.until},
            )
            part.at(code).at("owner").warn(message, "somebody in office; or until: the day on which it ended")


def _serving(there: Organisation, team: str | None, today: date) -> Iterable[str]:
    """The codes of the supervisors in office on a day, of a team or of all."""
    return [
        code
        for code, person in there.supervisors.items()
        if person.in_office(today) and team in (None, person.team)
    ]
