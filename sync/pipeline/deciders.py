"""Who decides and who corrects where: by the posts, teams and work groups of the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from forms.model import Form, Partition, PartitionKind, Supervisor
from forms.organisation.posts import editors, heads
from sync.pipeline.office import Office

CORRECTED_IN: tuple[PartitionKind, ...] = ("network", "group", "office")  # the office's: what is nobody's
_SHEETS: Mapping[PartitionKind, str] = {
    "district": "district",
    "network": "networks",
    "group": "groups",
    "supervisor": "supervisors",
    "deputy": "deputies",
    "learning_area": "learning_areas",
    "office": "office",
}


def serving(office: Office, today: date) -> Office:
    """The office with the addresses of those supervisors alone who serve today: nobody else is let in."""
    there = office.organisation
    people = {
        code: person if person.in_office(today) else replace(person, email=None)
        for code, person in there.supervisors.items()
    }
    if people == there.supervisors:
        return office
    return replace(office, organisation=replace(there, supervisors=people))


def decides(office: Office, form: Form, kind: PartitionKind) -> bool:
    """Whether a form's records are decided in spreadsheets of that kind: in the office's, if it lists them.

    Without the office's, in those of the first kind that lists them and is made.
    """
    if form.chains is None:
        return False
    seen = ("office", *form.seen_in) if "office" in form.seen_in else form.seen_in
    made = (one for one in seen if _SHEETS[one] in office.settings.sheets)
    return next(made, None) == kind


def deciding_groups(office: Office, form: Form) -> tuple[Partition, ...]:
    """The work groups that hold a post of a form's chains: their first tabs tell what waits for them."""
    found = (
        post.work_group
        for chain in (form.chains.of.values() if form.chains else ())
        for step in chain.steps
        if (post := office.organisation.posts.get(step.by)) is not None
    )
    return tuple(Partition("group", code) for code in dict.fromkeys(found) if code)


def correctors(office: Office, partition: Partition) -> tuple[str, ...]:
    """The addresses that may answer the findings of a network or work group.

    A network's are those of its team, a work group's those of its members; where none of them has an
    address, and in the office's spreadsheet, those of the head of the group and who acts for the head.
    """
    people = office.organisation.supervisors
    network = office.organisation.networks.get(partition.code) if partition.kind == "network" else None
    mine = _addresses(
        person
        for person in people.values()
        if (network is not None and person.team == network.team)
        or (partition.kind == "group" and person.work_group == partition.code)
    )
    return mine or _addresses(people[code] for code in heads(office.organisation) if code in people)


def _addresses(people: Iterable[Supervisor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.email for person in people if person.email))


def writers(office: Office, partition: Partition) -> tuple[str, ...]:
    """Everyone who has cells to fill in a spreadsheet: they may edit it, others only view it."""
    found = list(correctors(office, partition)) if partition.kind in CORRECTED_IN else []
    for form in office.forms.values():
        if form.chains is not None and decides(office, form, partition.kind):
            for chain in form.chains.of.values():
                for step in chain.steps:
                    found += editors(step.by, office.organisation)
    return tuple(dict.fromkeys(found))
