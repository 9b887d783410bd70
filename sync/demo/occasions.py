"""Who was where when: the visits to classes and the days at work that the demo's responses tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count as counting
from itertools import islice
from random import Random

from forms.model import Organisation, School, Supervisor
from sync.demo.term import Part, shared_out

_MORNING = (time(9), time(10), time(11))
_AFTERNOON = (time(13), time(14))
_LEADER_JOINS = 0.3  # of classes seen by a supervisor, how many a school leader sees one beside
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a response tells of. `supervisor` is None where a school leader (of `leads`) observed.

    `starts` is None for a day at work; `school` None where none is concerned; `level` picks a class,
    one after another at one school; `turn` numbers the visits to that school in the semester, from
    1; `again` counts how often the term's days were gone through before, 0 at first; `progress` is
    how much of the term had passed, 0 to 1.
    """

    day: date
    sent: datetime
    supervisor: Supervisor | None
    school: School | None = None
    leads: School | None = None
    starts: time | None = None
    level: int = 0
    turn: int = 1
    again: int = 0
    progress: float = 0.0

    @property
    def ends(self) -> time | None:
        """An hour after the start."""
        return None if self.starts is None else self.starts.replace(hour=self.starts.hour + 1)


Outings = dict[tuple[date, str], School]
"""Day and supervisor -> the first school visited."""


class Term:
    """The occasions of a term up to `began` (local time), drawn with `chance`."""

    def __init__(self, organisation: Organisation, parts: tuple[Part, ...], began: datetime, chance: Random):
        self._organisation, self._parts, self._began, self._chance = organisation, parts, began, chance
        self._open = [school for school in organisation.schools.values() if school.is_open(began.date())]
        self._outings: Outings = {}

    def visits(self, total: int) -> list[Occasion]:
        """That many classes observed."""
        shares = zip(self._parts, shared_out(total, self._parts), strict=True)
        return [visit for part, share in shares for visit in islice(self._visits(part), share)]

    def days_at_work(self, total: int) -> list[Occasion]:
        """That many days logged; on a day with visits the log tells of the first of them."""
        shares = zip(self._parts, shared_out(total, self._parts), strict=True)
        return [log for part, share in shares for log in islice(self._logs(part), share)]

    # --- Visits ------------------------------------------------------------------------

    def _visits(self, part: Part) -> Iterator[Occasion]:
        seen = Counter[str]()
        for again in counting():
            pairs = self._in_turn(self._shuffled(part.visiting))
            if not pairs or not self._open:
                return
            for day, supervisor in pairs:
                yield from self._outing(day, supervisor, seen, again)

    def _outing(
        self, day: date, supervisor: Supervisor, seen: Counter[str], again: int
    ) -> Iterator[Occasion]:
        """One school in the morning, another in the afternoon, the least visited ones first."""
        network = self._network(supervisor, seen)
        schools = sorted(network, key=lambda school: (seen[school.code], self._chance.random()))[:2]
        self._outings.setdefault((day, supervisor.code), schools[0])
        for school, hours in zip(schools, (_MORNING, _AFTERNOON), strict=False):
            seen[school.code] += 1
            turn = min(_MOST_ROUNDS, seen[school.code])
            level = self._chance.randrange(100)
            for starts in hours[: self._chance.randint(1, len(hours))]:
                yield self._visit(day, starts, school, level, turn, again, supervisor=supervisor)
                level += 1
                if self._chance.random() < _LEADER_JOINS:
                    leads = self._chance.choice(network)
                    yield self._visit(day, starts, school, level, turn, again, leads=leads)
                    level += 1

    def _network(self, supervisor: Supervisor, seen: Counter[str]) -> Sequence[School]:
        """The open schools of a network of the supervisor's team, rather one with many not yet seen."""
        networks = [n.code for n in self._organisation.networks.values() if n.team == supervisor.team]
        known = [[school for school in self._open if school.network == code] for code in networks]

        def seen_of(schools: list[School]) -> float:
            visited = sum(seen[school.code] > 0 for school in schools)
            return visited / len(schools) + 0.4 * self._chance.random()

        return min((schools for schools in known if schools), key=seen_of, default=self._open)

    def _visit(
        self,
        day: date,
        starts: time,
        school: School,
        level: int,
        turn: int,
        again: int,
        *,
        supervisor: Supervisor | None = None,
        leads: School | None = None,
    ) -> Occasion:
        finished = datetime.combine(day, starts, self._began.tzinfo) + timedelta(hours=1)
        sent = finished + timedelta(seconds=self._chance.randint(5 * 60, 90 * 60))
        if self._chance.random() < 0.06:  # some write it down the next morning
            sent = datetime.combine(day + timedelta(days=1), time(7, 30), self._began.tzinfo)
            sent += timedelta(seconds=self._chance.randint(0, 3000))
        return Occasion(
            day,
            self._not_later(sent),
            supervisor,
            school,
            leads,
            starts,
            level,
            turn,
            again,
            self._progress(day),
        )

    # --- Days at work ------------------------------------------------------------------

    def _logs(self, part: Part) -> Iterator[Occasion]:
        for again in counting():
            pairs = self._shuffled(part.working)
            if not pairs:
                return
            for day, supervisor in pairs:
                sent = datetime.combine(day, time(16), self._began.tzinfo)
                sent += timedelta(seconds=self._chance.randint(0, 100 * 60))
                yield Occasion(
                    day,
                    self._not_later(sent),
                    supervisor,
                    self._outings.get((day, supervisor.code)) if again == 0 else None,
                    again=again,
                    progress=self._progress(day),
                )

    # --- Both --------------------------------------------------------------------------

    def _shuffled(self, days: Sequence[date]) -> list[tuple[date, Supervisor]]:
        """Every day of every supervisor in office then and now, in a drawn order."""
        today = self._began.date()
        supervisors = [s for s in self._organisation.supervisors.values() if s.in_office(today)]
        pairs = [(day, person) for day in days for person in supervisors if person.in_office(day)]
        self._chance.shuffle(pairs)
        return pairs

    def _in_turn(self, pairs: list[tuple[date, Supervisor]]) -> list[tuple[date, Supervisor]]:
        """The pairs so that every supervisor comes about as often as the others."""
        before = Counter[str]()
        turns = []
        for pair in pairs:
            before[pair[1].code] += 1
            turns.append((before[pair[1].code] + 2 * self._chance.random(), pair))
        return [pair for _, pair in sorted(turns, key=lambda turn: turn[0])]

    def _not_later(self, sent: datetime) -> datetime:
        return min(sent, self._began - timedelta(minutes=1))

    def _progress(self, day: date) -> float:
        first = min(day for part in self._parts for day in part.working)
        return (day - first).days / max(1, (self._began.date() - first).days)
