"""Duties reckoned again only where something that they were reckoned from has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from forms.duties import Duties, DutyRule, DutyState, duty_states
from forms.duties.absence import Standings
from forms.model import Entry, Period
from sync.layout.kept import Watched
from sync.pipeline.office import Office

_Of = dict[str, tuple[DutyState, ...]]  # by the duty's id
_Looked = tuple[Watched, Watched]  # at entries, and at where records stand


class Reckoning:
    """How the duties of an office stand, kept for each rule with what it looked at.

    A state that is as it was remains the very same object.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._ground: tuple[Duties, Period, date] | None = None
        self._made: dict[tuple[str, ...], tuple[_Looked, _Of]] = {}

    def of(
        self,
        duties: Duties,
        entries: Mapping[str, Sequence[Entry]],
        standings: Standings,
        span: Period,
        today: date,
    ) -> tuple[DutyState, ...]:
        """What `duty_states` gives of these duties: every one that falls due in the span."""
        ground = (duties, span, today)
        if ground != self._ground:
            self._ground, self._made = ground, {}
        found: _Of = {}
        for rules in _together(duties):
            found |= self._reckoned(duties, rules, entries, standings, span, today)
        return tuple(state for rule in duties.rules for state in found.get(rule.id, ()))

    def _reckoned(
        self,
        duties: Duties,
        rules: tuple[DutyRule, ...],
        entries: Mapping[str, Sequence[Entry]],
        standings: Standings,
        span: Period,
        today: date,
    ) -> _Of:
        key = tuple(rule.id for rule in rules)
        looked, before = self._made.get(key, (None, {}))
        if looked and looked[0].is_in(entries) and looked[1].is_in(standings):
            return before
        office, looked = self._office, (Watched(entries), Watched(standings))
        states: dict[str, list[DutyState]] = {}
        for state in duty_states(
            replace(duties, rules=rules),
            office.forms,
            office.organisation,
            office.calendar,
            cast(Mapping[str, Sequence[Entry]], looked[0]),
            cast(Standings, looked[1]),
            span,
            today,
        ):
            states.setdefault(state.owed.duty, []).append(state)
        made = {duty: _the_same(of, before.get(duty, ())) for duty, of in states.items()}
        self._made[key] = looked, made
        return made


class LeftOver:
    """What was still owed when the academic year began, as long as it may come late: kept as by `Reckoning`.

    Logs of single days are left to the week's hand-over, and what only counts by its day cannot come late.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._reckonings: dict[tuple[str, ...], Reckoning] = {}

    def of(
        self,
        duties: Duties,
        entries: Mapping[str, Sequence[Entry]],
        standings: Standings,
        today: date,
    ) -> tuple[DutyState, ...]:
        """Duties that fell due in the year before, missing still or met late in this one."""
        calendar = self._office.calendar
        year = calendar.academic_year_of(today)
        before = calendar.academic_year_of(year.start - timedelta(days=1))
        found: list[DutyState] = []
        for rules in _together(duties):
            late = {rule.id: timedelta(days=rule.late_days) for rule in rules if _may_come(rule)}
            span = replace(before, start=max(before.start, today - max(late.values(), default=timedelta())))
            if span.start >= year.start:
                continue
            key = tuple(rule.id for rule in rules)
            reckoning = self._reckonings.setdefault(key, Reckoning(self._office))
            states = reckoning.of(replace(duties, rules=rules), entries, standings, span, today)
            may = (s for s in states if s.owed.duty in late and s.owed.due + late[s.owed.duty] >= today)
            found += [state for state in may if _was_open(state, year)]
        return tuple(found)


def _may_come(rule: DutyRule) -> bool:
    """Whether something may still come for a duty after its due day."""
    return rule.every in ("plan", "journey") or (rule.by == "submission" and rule.every != "working_day")


def _was_open(state: DutyState, year: Period) -> bool:
    """Whether a duty of before was not met when the year began."""
    return state.status == "missing" or (state.on is not None and state.on >= year.start)


def _together(duties: Duties) -> Iterator[tuple[DutyRule, ...]]:
    """The rules apart, those that gather another together with that."""
    for rule in duties.rules:
        if not rule.gathers:
            yield (rule, *(one for one in duties.rules if one.gathers == rule.id))


def _the_same(states: Sequence[DutyState], before: Sequence[DutyState]) -> tuple[DutyState, ...]:
    """These states, those of before in the places of equal ones."""
    if len(states) != len(before):
        return tuple(states)
    return tuple([old if old == new else new for old, new in zip(before, states, strict=True)])
