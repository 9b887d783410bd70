"""The days on which supervisors were away with leave, and so owe nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from forms.duties.rules import Absences
from forms.model import Entry, Form
from forms.model.chains import Standing
from forms.response.entries import day_of
from forms.standing import chain_of

Standings = Mapping[tuple[str, str], Standing]
EXCUSING = ("permit", "journey")  # what the forms count as by which people are away
_LONGEST = 366  # days that one permit can cover: an end in a far year is a slip


@dataclass(frozen=True, slots=True)
class Away:
    """Why somebody is away on a day: on leave or on a duty journey, and by which response."""

    why: Literal["leave", "journey"]
    response: str


AwayDays = Mapping[str, Mapping[date, Away]]  # by supervisor and day
NOBODY_AWAY: AwayDays = {}


def away_days(
    absences: Absences,
    forms: Mapping[str, Form],
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
) -> AwayDays:
    """The whole days that each supervisor was away: by permits that passed, and by journey reports.

    Half a day excuses none; two different halves of one day are the whole of it.
    """
    return _whole_days(absences, forms, _reasons(absences, forms, entries, standings), days_of)


def half_days(
    absences: Absences,
    forms: Mapping[str, Form],
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
) -> AwayDays:
    """The days of which each supervisor was away for one half: they excuse nothing, but papers tell them."""
    reasons = list(_reasons(absences, forms, entries, standings))
    whole = _whole_days(absences, forms, reasons, days_of)
    found: dict[str, dict[date, Away]] = {}
    for entry, away in reasons:
        if _half(absences, forms[entry.form], entry) is not None:
            for person in entry.people:
                for day in days_of(entry):
                    if day not in whole.get(person, {}):
                        found.setdefault(person, {}).setdefault(day, away)
    return found


def away_on(
    absences: Absences,
    forms: Mapping[str, Form],
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
    day: date,
) -> Mapping[str, Away]:
    """The supervisors who are away for the whole of a day: those of `away_days`."""
    reasons = _reasons(absences, forms, entries, standings)
    found = _whole_days(absences, forms, reasons, lambda entry: (day,) if lasts(entry, day) else ())
    return {person: days[day] for person, days in found.items()}


def _whole_days(
    absences: Absences,
    forms: Mapping[str, Form],
    reasons: Iterable[tuple[Entry, Away]],
    days_told: Callable[[Entry], Iterable[date]],
) -> AwayDays:
    found: dict[str, dict[date, Away]] = {}
    halves: dict[tuple[str, date], dict[str, Away]] = {}
    for entry, away in reasons:
        half = _half(absences, forms[entry.form], entry)
        for person in entry.people:
            for day in days_told(entry):
                if half is None:
                    found.setdefault(person, {}).setdefault(day, away)
                else:
                    halves.setdefault((person, day), {}).setdefault(half, away)
    for (person, day), parts in halves.items():
        if len(parts) > 1:
            found.setdefault(person, {}).setdefault(day, next(iter(parts.values())))
    return found


def approved(entry: Entry, form: Form, standings: Standings) -> bool:
    """Tell whether a record has gone its way to a good end; one that goes none is good as it is."""
    if form.chains is None or chain_of(form.chains, entry.answers) is None:
        return True
    standing = standings.get((form.id, entry.response))
    return standing is not None and standing.state == "passed"


def permits(
    kinds: Iterable[str],
    forms: Mapping[str, Form],
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
) -> Iterator[Entry]:
    """The approved permits of these kinds, without those in which something is wrong."""
    wanted = frozenset(kinds)
    for form in forms.values():
        if form.counts_as == "permit":
            for entry in entries.get(form.id, ()):
                if entry.counted and _kind(entry) in wanted and approved(entry, form, standings):
                    yield entry


def days_of(entry: Entry) -> tuple[date, ...]:
    """The days from the first to the last, both among them."""
    first = day_of(entry)
    length = (last_day_of(entry) - first).days + 1
    return tuple(first + timedelta(days=n) for n in range(length))


def lasts(entry: Entry, day: date) -> bool:
    """Whether a day is among those that an entry is about."""
    return day_of(entry) <= day <= last_day_of(entry)


def last_day_of(entry: Entry) -> date:
    """The last day of what an entry is about; the first where its end makes no sense."""
    first = day_of(entry)
    last = entry.until or first
    return last if 0 <= (last - first).days < _LONGEST else first


def _reasons(
    absences: Absences,
    forms: Mapping[str, Form],
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
) -> Iterator[tuple[Entry, Away]]:
    for entry in permits(absences.leave, forms, entries, standings):
        yield entry, Away("leave", entry.response)
    for entry in permits(absences.journey, forms, entries, standings):
        yield entry, Away("journey", entry.response)
    for form in forms.values():
        if form.counts_as == "journey":
            for entry in entries.get(form.id, ()):
                if entry.counted:
                    yield entry, Away("journey", entry.response)


def _kind(entry: Entry) -> str:
    return entry.members.get("kind", "")


def _half(absences: Absences, form: Form, entry: Entry) -> str | None:
    """Which half of the day is meant, None for the whole."""
    said = entry.answers.get(form.about.get("part_of_day", ""))
    return said if isinstance(said, str) and said in absences.halves else None
