"""Who was where when: the visits to classes and the days at work that the demo's responses tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count as counting
from itertools import islice
from random import Random

from forms.checking.corrections import Verdict
from forms.model import Organisation, School, Supervisor
from sync.demo.term import Part, shared_out

_MORNING = (time(9), time(10), time(11))
_AFTERNOON = (time(13), time(14))
_LEADER_JOINS = 0.3  # of classes seen by a supervisor, how many a school leader sees one beside
_MOST_ROUNDS = 4
# How likely a supervisor who could visit a network does: some are well covered, some hardly.
_REACH = (1.0, 1.0, 0.8, 0.4, 0.12)
_LATE_LOGS = 0.12
_DILIGENCE = (1.0, 1.0, 1.0, 0.95, 0.9, 0.5)  # of their days, how many a supervisor logs

Given = Mapping[str, str | tuple[str, ...]]
"""Answers that are known beforehand, by question id or by role."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is answered to the finding `code` of a response: a verdict or the right value, and a note."""

    code: str
    verdict: Verdict = ""
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a response tells of. `supervisor` is None where a school leader (of `leads`) observed.

    `starts` is None for a day at work; `school` None where none is concerned; `level` picks a class,
    one after another at one school; `turn` numbers the visits to that school in the semester, from
    1; `again` counts how often the term's days were gone through before, 0 at first; `progress` is
    how much of the term had passed, 0 to 1. `given` are answers that are known beforehand, "" for one
    that stays empty. `decided` says what people decide of it, step after step ("pass", "stay", "return",
    "refuse"); None where that is left to chance. `corrected` is what is answered to a finding of it.
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
    network: str = ""
    given: Given = field(default_factory=dict)
    decided: tuple[str, ...] | None = None
    corrected: Wish | None = None

    @property
    def ends(self) -> time | None:
        """An hour after the start."""
        return None if self.starts is None else self.starts.replace(hour=self.starts.hour + 1)


Outings = dict[tuple[date, str], School]
"""Day and supervisor -> the first school visited."""
Pair = tuple[date, Supervisor]


class Term:
    """The occasions of a term up to `began` (local time), drawn with `chance`."""

    def __init__(
        self,
        organisation: Organisation,
        parts: tuple[Part, ...],
        began: datetime,
        chance: Random,
        away: Collection[tuple[date, str]] = (),
    ) -> None:
        self._organisation, self._parts, self._began, self._chance = organisation, parts, began, chance
        self._away = frozenset(away)
        self._outings: Outings = {}
        shown = dict.fromkeys([*organisation.networks][:1], _REACH[0])  # whose sheet is opened first
        self._reach = {**self._dealt(organisation.networks, _REACH), **shown}
        self._diligence = self._dealt(organisation.supervisors, _DILIGENCE)

    @property
    def outings(self) -> Outings:
        """The visits that the classes observed were seen on."""
        return self._outings

    def visits(self, total: int) -> list[Occasion]:
        """That many classes observed."""
        shares = zip(self._parts, shared_out(total, self._parts), strict=True)
        return [visit for part, share in shares for visit in islice(self._visits(part), share)]

    def days_at_work(self, total: int) -> list[Occasion]:
        """That many days logged; on a day with visits the log tells of the first of them."""
        counts = shared_out(total, self._parts, logs=True)
        shares = zip(self._parts, counts, strict=True)
        return [log for part, share in shares for log in islice(self._logs(part), share)]

    # --- Visits ------------------------------------------------------------------------

    def _visits(self, part: Part) -> Iterator[Occasion]:
        seen = Counter[str]()
        for again in counting():
            pairs = self._in_turn(self._shuffled(part.visiting))
            if not pairs or not any(self._open(day) for day, _ in pairs):
                return
            for day, supervisor in pairs:
                yield from self._outing(day, supervisor, seen, again)

    def _outing(
        self, day: date, supervisor: Supervisor, seen: Counter[str], again: int
    ) -> Iterator[Occasion]:
        """One school in the morning, another in the afternoon, the least visited ones first."""
        network = self._network(day, supervisor, seen)
        if not network or self._chance.random() > self._reach[network[0].network]:
            return
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

    def _network(self, day: date, supervisor: Supervisor, seen: Counter[str]) -> Sequence[School]:
        """The open schools of a network of the supervisor's team, rather one with many not yet seen."""
        networks = [n.code for n in self._organisation.networks.values() if n.team == supervisor.team]
        known = [[school for school in self._open(day) if school.network == code] for code in networks]

        def seen_of(schools: list[School]) -> float:
            visited = sum(seen[school.code] > 0 for school in schools)
            return visited / len(schools) + 0.4 * self._chance.random()

        return min((schools for schools in known if schools), key=seen_of, default=self._open(day))

    def _open(self, day: date) -> list[School]:
        return [school for school in self._organisation.schools.values() if school.is_open(day)]

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
                if self._chance.random() > self._diligence[supervisor.code]:
                    continue
                sent = datetime.combine(day, time(16), self._began.tzinfo)
                sent += timedelta(seconds=self._chance.randint(0, 100 * 60))
                if self._chance.random() < _LATE_LOGS:  # some catch up after the week's hand-over
                    sent += timedelta(days=self._chance.randint(4, 9))
                yield Occasion(
                    day,
                    self._not_later(sent),
                    supervisor,
                    self._outings.get((day, supervisor.code)) if again == 0 else None,
                    again=again,
                    progress=self._progress(day),
                )

    # --- Both --------------------------------------------------------------------------

    def _dealt(self, codes: Iterable[str], amounts: Sequence[float]) -> Mapping[str, float]:
        """An amount for each code: all amounts equally often, in a drawn order."""
        known = list(codes)
        self._chance.shuffle(known)
        return {code: amounts[place % len(amounts)] for place, code in enumerate(known)}

    def _shuffled(self, days: Sequence[date]) -> list[Pair]:
        """Every day of every supervisor in office then and now, and not away, in a drawn order."""
        today = self._began.date()
        supervisors = [s for s in self._organisation.supervisors.values() if s.in_office(today)]
        pairs = [
            (day, person)
            for day in days
            for person in supervisors
            if person.in_office(day) and (day, person.code) not in self._away
        ]
        self._chance.shuffle(pairs)
        return pairs

    def _in_turn(self, pairs: list[Pair]) -> list[Pair]:
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
