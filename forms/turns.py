"""Whose turn it is: who among those that hold a role decides of one record, and who acts for the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forms.model import Entry, Form, Organisation
from forms.model.chains import Step
from forms.organisation.dated import deputy_of, team_of
from forms.organisation.posts import besides, filled, head_of, members


@dataclass(frozen=True, slots=True)
class Turn:
    """Who decides of a record at a step: codes of supervisors or deputies, none where the post says it all.

    `acting`: they hold the head's post because the head is away.
    """

    people: tuple[str, ...] = ()
    acting: bool = False


def turn(
    step: Step, form: Form, entry: Entry, organisation: Organisation, day: date, present: Sequence[str]
) -> Turn:
    """Whose turn it is at a step on a day; `present` may hold the head's post then (`present_heads`)."""
    if filled(step.by, organisation) == "head":
        head = head_of(besides(present, entry.members.get("supervisor"), organisation), organisation)
        acting = head != organisation.head and head in organisation.supervisors
        return Turn((head,), acting=True) if acting else Turn()
    people = members(step.by, organisation)
    if people:
        return Turn(tuple(code for code in people if organisation.supervisors[code].in_office(day)))
    return Turn(responsible(step.by, form, entry, organisation, day))


def responsible(by: str, form: Form, entry: Entry, organisation: Organisation, day: date) -> tuple[str, ...]:
    """Who of those that hold a role answers for a record on a day; () where it says nobody in particular.

    The named stand-in, who leads (`about.who`), the deputy of the record's network. A record of no
    network goes to the deputies of the networks that its person's team answers for, unless the
    configuration has a post "deputy" for all.
    """
    if by == "stand-in":
        return _present(entry.answers.get(form.about.get("stand_in", "")), organisation, day)
    if by == "team-lead":
        return _present(entry.members.get("supervisor"), organisation, day)
    if by == "deputy" and by not in organisation.posts:
        return _deputies(entry, organisation, day)
    return ()


def _present(code: object, organisation: Organisation, day: date) -> tuple[str, ...]:
    """A supervisor, while in office."""
    person = organisation.supervisors.get(code) if isinstance(code, str) else None
    return (person.code,) if person and person.in_office(day) else ()


def _deputies(entry: Entry, organisation: Organisation, day: date) -> tuple[str, ...]:
    network = organisation.networks.get(entry.members.get("network", ""))
    person = organisation.supervisors.get(entry.members.get("supervisor", ""))
    if network is not None:
        networks = [network]
    elif person is not None:
        team = team_of(person, day)
        networks = [one for one in organisation.networks.values() if team_of(one, day) == team]
    else:
        return ()
    found = dict.fromkeys(deputy_of(one, day) for one in networks)
    return tuple(code for code in found if code in organisation.deputies)
