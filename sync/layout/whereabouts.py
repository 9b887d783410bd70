"""Who is where today: by permits that were granted, journeys, plans and signing in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from forms.duties.absence import EXCUSING, approved, away_on, lasts
from forms.model import Entry, Supervisor
from forms.summary import day_of
from forms.visits import VISITS
from sync.layout.records import counting_as, form_of, label, school_name
from sync.layout.view import View

Place = Literal["journey", "leave", "half", "visit", "out", "office", "unknown"]
AWAY: Final = ("journey", "leave")  # the whole day: who is there acts for nobody
_OUT: Final = "out"  # the kind of permit for some hours out of the office


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person is today, and what more is known of it ("" for nothing)."""

    place: Place
    detail: str = ""


def whereabouts(view: View, people: Sequence[Supervisor]) -> Mapping[str, Whereabouts]:
    """Where each of these people is, by code; what was granted counts more than what was planned.

    Away is who is so for the whole day by `forms.duties.absence`, as duties and whose turn it is have it.
    """
    away = away_on(view.absences, view.forms, view.excuses, view.standings, view.today)
    behind = {one.response: one for one in _excuses(view, *EXCUSING)}
    found = {
        code: Whereabouts(one.why, _why(view, behind[one.response], one.why)) for code, one in away.items()
    }
    for codes, there in (*_in_part(view), *_planned(view)):
        for code in codes:
            found.setdefault(code, there)
    unknown = Whereabouts("office" if view.calendar.is_working_day(view.today) else "unknown")
    return {person.code: found.get(person.code, unknown) for person in people}


def _in_part(view: View) -> Iterator[tuple[tuple[str, ...], Whereabouts]]:
    """Permits that passed for a part of the day: for half of it, and for some hours."""
    for permit in _excuses(view, "permit"):
        kind = permit.members.get("kind", "")
        if approved(permit, form_of(view, permit), view.standings):
            if kind in view.absences.leave or kind in view.absences.journey:
                place: Place = "leave" if kind in view.absences.leave else "journey"
                yield permit.people, Whereabouts("half", _why(view, permit, place))
            elif kind == _OUT:
                yield permit.people, Whereabouts("out", _why(view, permit, "out"))


def _excuses(view: View, *what: str) -> list[Entry]:
    """The sound permits and reports of journeys that are about today, whenever they began."""
    found = (
        entry
        for form in view.forms.values()
        if form.counts_as in what
        for entry in view.excuses.get(form.id, ())
        if entry.counted and lasts(entry, view.today)
    )
    return sorted(found, key=day_of)


def _planned(view: View) -> Iterator[tuple[tuple[str, ...], Whereabouts]]:
    for plan in counting_as(view, "plan", *VISITS):
        if lasts(plan, view.today):
            yield plan.people, Whereabouts("visit", school_name(view, plan))


def _why(view: View, entry: Entry, place: Place) -> str:
    """What was answered of why somebody is away."""
    return _said(view, entry, *(("leave_type",) if place == "leave" else ("subject", "place")))


def _said(view: View, entry: Entry, *roles: str) -> str:
    """What was answered for the first of these roles that has an answer."""
    return next(filter(None, (label(view, entry, role) for role in roles)), "")
