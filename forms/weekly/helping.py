"""At most five schools that need help, by four rules, each school with every reason that holds for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import Final

from forms.model import Form, Period
from forms.needs import needing
from forms.summary import day_of
from forms.thai import sort_key
from forms.visits import visiting
from forms.weekly.lines import Case, Help, Reason
from forms.weekly.records import Records
from forms.weekly.report import SchoolScore

MOST: Final = 5
_Reasons = Mapping[str, Reason]  # by school, those first that go first


def helped(
    known: Records,
    cases: Sequence[Case],
    scores: Sequence[SchoolScore],
    observation: Form | None,
    span: Period,
) -> tuple[Help, ...]:
    """The schools that need help most.

    Each rule names its schools in its own order: `cases` the earliest due first; `forms.needs` the earliest
    due first; of `scores` (ranked schools, the weakest first) those in the lower half of the form's levels;
    those not visited in the `span`, whose last visit is the longest ago. The first of each rule
    come first, in this order of the rules, then the second of each, until there are five.
    """
    rules = (_cases(cases), _needs(known), _bands(scores, observation), _unvisited(known, span))
    turns = chain.from_iterable(zip_longest(*rules))
    schools = dict.fromkeys(school for school in turns if school is not None)
    return tuple(
        Help(school, tuple(rule[school] for rule in rules if school in rule))
        for school in list(schools)[:MOST]
    )


def _cases(cases: Iterable[Case]) -> _Reasons:
    found: dict[str, list[date]] = {}
    for case in cases:
        if case.school:
            found.setdefault(case.school, []).append(case.since)
    return {school: Reason("case", n=len(days), since=min(days)) for school, days in found.items()}


def _needs(known: Records) -> _Reasons:
    schools = {code for code, school in known.organisation.schools.items() if school.is_open(known.today)}
    found: dict[str, Reason] = {}
    for need in needing(known.forms.values(), known.entries, schools):
        found.setdefault(need.school, Reason("needs", since=need.since, due=need.due))
    return found


def _bands(scores: Sequence[SchoolScore], observation: Form | None) -> _Reasons:
    levels = observation.bands.levels if observation and observation.bands else ()
    low = {level.name for level in levels[len(levels) // 2 :]}
    return {
        one.school: Reason("band", n=one.n, mean=one.mean, level=one.level)
        for one in scores
        if one.level in low
    }


def _unvisited(known: Records, span: Period) -> _Reasons:
    """Open schools without a visit since the span began; who was never visited, since it opened."""
    last: dict[str, date] = {}
    for school, day in _visits(known):
        last[school] = max(day, last.get(school, day))
    there = known.organisation.schools
    on = span.end - timedelta(days=1)
    found = [
        code for code, school in there.items() if school.is_open(on) and last.get(code, date.min) < span.start
    ]
    found.sort(
        key=lambda code: (last.get(code) or there[code].opened or date.min, sort_key(there[code].name), code)
    )
    return {code: Reason("unvisited", since=last.get(code)) for code in found}


def _visits(known: Records) -> Iterator[tuple[str, date]]:
    for entry in known.of(*visiting(known.forms.values())):
        if entry.counted and "school" in entry.members:
            yield entry.members["school"], day_of(entry)
