"""Schools by their mean of the semester to date: the strongest, the weakest, and who has too few to rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import fsum

from forms.model import Entry, Form, Organisation, Period, Query
from forms.scoring import level_at, mean
from forms.thai import sort_key
from forms.weekly.headline import DISTRICT, Known, within
from forms.weekly.report import SchoolScore

LONGEST = 5  # schools in each of the two lists


@dataclass(frozen=True, slots=True)
class Ranking:
    """The two lists, disjoint, and how many observed schools have too few observations to stand in them."""

    strongest: tuple[SchoolScore, ...] = ()
    weakest: tuple[SchoolScore, ...] = ()
    unranked: int = 0
    every: tuple[SchoolScore, ...] = ()  # that stand in either, or between them; the weakest first


def ranking(span: Period, known: Known, organisation: Organisation, min_n: int) -> Ranking:
    """Rank the open schools with at least `min_n` counted observations in a span.

    Fewer than ten are split between the lists, the odd one going to the strongest. Of equal means
    the one with more observations is the surer and comes first.
    """
    if known.observation is None:
        return Ranking()
    observed = _by_school(within(span, known.observations), organisation, span)
    scored = [
        _school_score(code, entries, known.observation, span)
        for code, entries in observed.items()
        if len(entries) >= min_n
    ]
    names = {school.code: sort_key(school.name) for school in organisation.schools.values()}
    ranked = sorted(scored, key=lambda s: (-s.mean, -s.n, names[s.school], s.school))
    upper = min(LONGEST, (len(ranked) + 1) // 2)
    lower = min(LONGEST, len(ranked) // 2)
    rising = sorted(ranked, key=lambda s: (s.mean, -s.n, names[s.school], s.school))
    last = {score.school for score in ranked[len(ranked) - lower :]}
    weakest = tuple(score for score in rising if score.school in last)
    return Ranking(tuple(ranked[:upper]), weakest, len(observed) - len(scored), tuple(rising))


def _by_school(entries: Sequence[Entry], organisation: Organisation, span: Period) -> dict[str, list[Entry]]:
    day = span.end - timedelta(days=1)
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        school = organisation.schools.get(entry.members.get("school", ""))
        if school is not None and school.is_open(day) and entry.scores:
            found.setdefault(school.code, []).append(entry)
    return found


def _school_score(code: str, entries: Sequence[Entry], form: Form, span: Period) -> SchoolScore:
    level = None
    if form.bands is not None:
        level = level_at(form.bands, _average(entries, total=form.bands.of == "total"))
    query = Query(form.id, DISTRICT, span, "school", code, "score")
    return SchoolScore(code, len(entries), _average(entries, total=False), level.name if level else "", query)


def _average(entries: Sequence[Entry], *, total: bool) -> float:
    scores = [tuple(entry.scores.values()) for entry in entries]
    return fsum(sum(s) if total else (mean(s) or 0.0) for s in scores) / len(scores)
