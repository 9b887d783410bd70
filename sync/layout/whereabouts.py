"""Who is where today: by permits that were granted, journeys, plans and signing in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from forms.model import Entry, Supervisor
from forms.summary import day_of
from forms.visits import VISITS
from sync.layout.records import counting_as, label, school_name, standing_of
from sync.layout.view import View

Place = Literal["journey", "leave", "visit", "out", "office", "unknown"]
_GRANTED: Final[Mapping[str, Place]] = {"journey": "journey", "leave": "leave", "out": "out"}
AWAY: Final = ("journey", "leave")  # who is there acts for nobody


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person is today, and what more is known of it ("" for nothing)."""

    place: Place
    detail: str = ""


def whereabouts(view: View, people: Sequence[Supervisor]) -> Mapping[str, Whereabouts]:
    """Where each of these people is, by code; what was granted counts more than what was planned."""
    found: dict[str, Whereabouts] = {}
    for codes, there in (*_granted(view), *_travelling(view), *_planned(view)):
        for code in codes:
            found.setdefault(code, there)
    unknown = Whereabouts("office" if view.calendar.is_working_day(view.today) else "unknown")
    return {person.code: found.get(person.code, unknown) for person in people}


def _granted(view: View) -> Iterator[tuple[tuple[str, ...], Whereabouts]]:
    """Permits that passed; a journey that was granted and leave before the rest."""
    for permit in counting_as(view, "permit"):
        place = _GRANTED.get(permit.members.get("kind", ""))
        standing = standing_of(view, permit)
        granted = standing is None or standing.state == "passed"
        if place and granted and _lasts(view, permit):
            roles = ("leave_type",) if place == "leave" else ("subject", "place")
            yield permit.people, Whereabouts(place, _said(view, permit, *roles))


def _travelling(view: View) -> Iterator[tuple[tuple[str, ...], Whereabouts]]:
    for journey in counting_as(view, "journey"):
        if _lasts(view, journey):
            yield journey.people, Whereabouts("journey", _said(view, journey, "subject", "place"))


def _planned(view: View) -> Iterator[tuple[tuple[str, ...], Whereabouts]]:
    for plan in counting_as(view, "plan", *VISITS):
        if _lasts(view, plan):
            yield plan.people, Whereabouts("visit", school_name(view, plan))


def _lasts(view: View, entry: Entry) -> bool:
    first = day_of(entry)
    return first <= view.today <= (entry.until or first)


def _said(view: View, entry: Entry, *roles: str) -> str:
    """What was answered for the first of these roles that has an answer."""
    return next(filter(None, (label(view, entry, role) for role in roles)), "")
