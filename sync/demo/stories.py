"""Stories that the demo always tells, from templates/demo/stories/*.yaml: permits, cases, folders, meetings.

People and schools are numbered roles: `who: 5` is the fifth supervisor in office, `at: [5, 3]` the third
open school of the fifth network, `at: closed` the school that closed in mid-term. Numbers beyond what an
office has begin again from the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from ruamel.yaml import YAML

from forms.calendar import Calendar
from forms.model import Form, Organisation, School, Supervisor
from forms.thai import thai_date
from sync.demo.occasions import Given, Occasion, Wish
from sync.packaged import folder

_DAY = timedelta(days=1)
_MOST = 0.3  # of all responses, how many may tell stories
_SENT_FROM = time(9)
_CLOSED = "closed"
_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Story:
    """A response that a story is made of: its form, its occasion, and who is away meanwhile."""

    form: str
    occasion: Occasion
    away: frozenset[tuple[date, str]]


def tell(
    forms: Mapping[str, Form],
    organisation: Organisation,
    calendar: Calendar,
    began: datetime,
    total: int,
    chance: Random,
) -> list[Story]:
    """The stories, whole ones, as long as they are few of the `total` responses."""
    teller = _Teller(organisation, calendar, began, chance)
    told: list[Story] = []
    for story in _read():
        parts = [part for part in story["parts"] if part["form"] in forms and teller.can_tell(part)]
        if parts and len(told) + len(parts) <= total * _MOST:
            told += [teller.part(part) for part in parts]
    return told


class _Teller:
    def __init__(
        self, organisation: Organisation, calendar: Calendar, began: datetime, chance: Random
    ) -> None:
        self._organisation, self._calendar, self._began, self._chance = organisation, calendar, began, chance
        today = began.date()
        self._people = [p for p in organisation.supervisors.values() if p.in_office(today)]
        self._networks = [n.code for n in organisation.networks.values()]

    def can_tell(self, part: Mapping[str, Any]) -> bool:
        """Whether this office has what a part tells of: `at: closed` asks for a school that closed lately."""
        return part.get("at") != _CLOSED or self._closed() is not None

    def part(self, part: Mapping[str, Any]) -> Story:
        """One response of a story: `day` counts from today, `sent` from that day, `until` working days."""
        day = self._working(self._began.date() + part["day"] * _DAY, -1 if part["day"] <= 0 else 1)
        person = self._person(part["who"]) if "who" in part else None
        until = self._until(day, part.get("until", 0))
        given: dict[str, str | tuple[str, ...]] = {
            question: self._answer(answer, day) for question, answer in part.get("answers", {}).items()
        }
        if "until" in part:
            given["until"] = until.isoformat() if until > day else part.get("one_day", "")
        occasion = Occasion(
            day,
            self._sent(day + part.get("sent", 0) * _DAY),
            person,
            self._school(part["at"], day) if "at" in part else None,
            starts=time(9),
            given=given,
            decided=tuple(part["decided"]) if "decided" in part else None,
            corrected=self._wish(part["corrected"], day) if "corrected" in part else None,
        )
        return Story(part["form"], occasion, frozenset(self._away(part, day, until, given)))

    def _away(
        self, part: Mapping[str, Any], day: date, until: date, given: Given
    ) -> Iterator[tuple[date, str]]:
        if not part.get("away"):
            return
        others = given.get("members", ())
        people = [self._person(part["who"]).code, *(others if isinstance(others, tuple) else ())]
        for n in range((until - day).days + 1):
            yield from ((day + n * _DAY, code) for code in people)

    def _answer(self, answer: Any, day: date) -> str | tuple[str, ...]:
        match answer:
            case {"person": number}:
                return self._person(number).code
            case {"people": numbers}:
                return self._several(numbers)
            case {"day": days}:
                return self._working(day + days * _DAY, -1 if days <= 0 else 1).isoformat()
            case list():
                return tuple(str(code) for code in answer)
        return str(answer)

    def _wish(self, said: Mapping[str, Any], day: date) -> Wish:
        """What a coordinator answers to a finding; a day is written as people write it."""
        value = said.get("value", "")
        if isinstance(value, dict):
            value = thai_date(date.fromisoformat(str(self._answer(value, day))))
        return Wish(said["code"], said.get("verdict", ""), str(value), said.get("note", ""))

    def _several(self, numbers: Sequence[int]) -> tuple[str, ...]:
        chosen = {self._person(number).code for number in numbers}
        return tuple(person.code for person in self._people if person.code in chosen)

    def _person(self, number: int) -> Supervisor:
        return self._people[(number - 1) % len(self._people)]

    def _closed(self) -> School | None:
        """The school that closed in the weeks before the demo began."""
        today = self._began.date()
        lately = (s for s in self._organisation.schools.values() if s.closed and s.closed <= today)
        return next((school for school in lately if school.closed and today - school.closed < _LATELY), None)

    def _school(self, at: Sequence[int] | str, day: date) -> School:
        """The school of a network by number, open on the day and still open now; or the one that closed."""
        if isinstance(at, str):
            return self._closed() or next(iter(self._organisation.schools.values()))
        network = self._networks[(at[0] - 1) % len(self._networks)]
        there = self._organisation.schools_of(network) or tuple(self._organisation.schools.values())
        open_ = [s for s in there if s.is_open(day) and s.is_open(self._began.date())] or [*there]
        return open_[(at[1] - 1) % len(open_)]

    def _until(self, day: date, more: int) -> date:
        """The day so many working days later."""
        for _ in range(more):
            day = self._working(day + _DAY, 1)
        return day

    def _working(self, day: date, towards: int) -> date:
        while not self._calendar.is_working_day(day):
            day += towards * _DAY
        return day

    def _sent(self, day: date) -> datetime:
        sent = datetime.combine(day, _SENT_FROM, self._began.tzinfo)
        sent += timedelta(minutes=self._chance.randint(0, 6 * 60))
        return min(sent, self._began - timedelta(minutes=self._chance.randint(1, 90)))


@cache
def _read() -> tuple[Mapping[str, Any], ...]:
    files = sorted((folder("templates") / "demo" / "stories").glob("*.yaml"))
    read = (YAML(typ="safe").load(file.read_text(encoding="utf-8")) for file in files)
    return tuple(story for stories in read for story in stories)
