"""Everything that duties are judged by, put in order once: who sent what, for which school, who was away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms.calendar import Calendar
from forms.duties.absence import AwayDays, Standings, away_days
from forms.duties.rules import Duties, DutyRule
from forms.model import Entry, Form, Organisation


@dataclass(frozen=True, slots=True)
class Known:
    """The office, its entries by form, where they stand, and the days that its people were away."""

    duties: Duties
    forms: Mapping[str, Form]
    organisation: Organisation
    calendar: Calendar
    entries: Mapping[str, Sequence[Entry]]
    standings: Standings
    away: AwayDays
    today: date

    def asked(self, rule: DutyRule) -> tuple[str, ...]:
        """The ids of the forms that meet a rule, in the order of the forms."""
        return tuple(form.id for form in self.forms.values() if form.counts_as in rule.asks)

    def sent(self, rule: DutyRule) -> list[Entry]:
        """The responses that a rule asks for, those in which something is wrong among them."""
        return [entry for form in self.asked(rule) for entry in self.entries.get(form, ())]

    def counting_as(self, what: str) -> list[Entry]:
        """The sound responses of the forms that count as something."""
        return [
            entry
            for form in self.forms.values()
            if form.counts_as == what
            for entry in self.entries.get(form.id, ())
            if entry.counted
        ]


def known_of(
    duties: Duties,
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
    entries: Mapping[str, Sequence[Entry]],
    standings: Standings,
    today: date,
) -> Known:
    """Put what is known in order."""
    away = away_days(duties.absences, forms, entries, standings)
    return Known(duties, forms, organisation, calendar, entries, standings, away, today)


def by_person(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Entries by each supervisor who took part."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for code in people_of(entry):
            found[code].append(entry)
    return found


def by_member(entries: Iterable[Entry], dimension: str) -> Mapping[str, list[Entry]]:
    """Entries by their school or network."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if code := entry.members.get(dimension):
            found[code].append(entry)
    return found


def people_of(entry: Entry) -> tuple[str, ...]:
    """The supervisors who took part; entries kept before these were noted name one alone."""
    who = entry.members.get("supervisor")
    return entry.people or ((who,) if who else ())


def presence(known: Known, rule: DutyRule, day: date) -> Mapping[str, date | None]:
    """Who owes what is due on that day, and since when they are there (None: always), in office order.

    People who are in office, schools that are open, and networks that have an open school.
    """
    organisation = known.organisation
    if rule.owed_by == "supervisor":
        return {p.code: p.since for p in organisation.supervisors.values() if p.in_office(day)}
    there = [school for school in organisation.schools.values() if school.is_open(day)]
    if rule.owed_by == "school":
        return {school.code: school.opened for school in there}
    with_schools = {school.network for school in there}
    return dict.fromkeys(code for code in organisation.networks if code in with_schools)
