"""รายงานผลการดำเนินงานประจำปีของกลุ่มนิเทศฯ: the year's figures, for people to complete and sign (S26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from forms.model import Entry, Form, Organisation, Partition, Period
from forms.organisation.dated import networks_in
from forms.papers.committee_pack import plan_lines
from forms.papers.known import Known
from forms.papers.meeting import case_line, network_covered, observed_in, office_figures, visited_in
from forms.papers.model import Paper
from forms.papers.scores import domains, moved, scored
from forms.papers.yearly_work import (
    form_lines,
    goal_lines,
    group_lines,
    project_lines,
    result_lines,
    work_lines,
)
from forms.response.entries import day_of
from forms.scoring import percent

Line = Mapping[str, object]

_SEMESTERS: Final = ("first", "second")  # those that begin in a year, fiscal or academic, in their order


def yearly_paper(known: Known, year: Period, title: str) -> Paper:
    """The draft of a fiscal or an academic year, as far as it has come; `title` is its subject.

    Figures of the year before are None where nothing is known of it. Coverage is that of each semester
    that begins in the year, on its last day within the year that has come.
    """
    there, day = known.there(year), known.last_day(year)
    before = known.calendar.period_of(year.kind, year.start - timedelta(days=1)) or year
    every = known.forms.values()
    told = bool(known.records(every, before))
    head, director = there.supervisors.get(there.head), there.posts.get("director")
    counted, sent = (len(known.records(every, year, counted=one)) for one in (True, False))
    figures = office_figures(known, year, title)
    return Paper(
        kind="yearly",
        about="",
        period=year,
        title=title,
        values={
            **figures,
            "year": year,
            "before": before,
            "is_told": told,
            "is_over": year.end <= known.today,
            "head": head.name if head else None,
            "director": director.name if director else None,
            "enough": known.enough,
            "records": counted,
            "uncounted": sent - counted,
            **_coverage(known, year, there, _lines(figures, "networks"), before if told else None),
            **_results(known, year, before, told=told),
            "forms": form_lines(known, year, before, told=told),
            **group_lines(known, there, year, before, told=told),
            **project_lines(known, there, year),
            "plans": _plans(known, there, year, day),
            **work_lines(known, there, year),
            **goal_lines(known, year),
            **result_lines(known, year),
            **_cases(known, there, year, day),
            "waiting": _waiting(known, day),
        },
        readers=(Partition("office"),),
    )


def _lines(figures: Mapping[str, object], name: str) -> list[Line]:
    found = figures[name]
    assert isinstance(found, list)
    return found


# --- Coverage and results of observation ---


def _coverage(
    known: Known, year: Period, there: Organisation, lines: list[Line], before: Period | None
) -> Line:
    """Coverage of the year's semesters, of the district and beside each network's figures of the year."""
    begun = [one for one in known.calendar.periods("semester", year.start, year.end) if one.start in year]
    semesters = dict(zip(_SEMESTERS, begun, strict=False))
    covered = {name: _covered(known, semester, year) for name, semester in semesters.items()}
    day = known.last_day(year)
    observation = next(iter(known.counting_as("observation")), None)
    past = observed_in(known, observation, before) if before else None
    networks: list[Line] = []
    for network, line in zip(networks_in(there, day, day), lines, strict=True):
        own = {name: covered.get(name, {}).get(network.code, {}) for name in _SEMESTERS}
        earlier = (
            scored(observation, past, known.enough, "network", network.code) if observation and past else {}
        )
        flat = {f"{what}_{name}": one.get(what) for name, one in own.items() for what in _COVERED}
        networks.append({**line, **flat, "n_before": earlier.get("n"), "mean_before": earlier.get("mean")})
    totals = {name: _total(covered.get(name, {})) for name in _SEMESTERS}
    return {
        "networks": networks,
        "visits_listed": sum(int(str(line["visits"])) for line in lines),
        "semesters": [
            {"semester": semester, "day": _until(known, semester, year), **totals[name]}
            for name, semester in semesters.items()
            if covered[name]
        ],
        **{f"semester_{name}": _short(semesters.get(name)) for name in _SEMESTERS},
        **{f"{what}_{name}": one[what] for name, one in totals.items() for what in _COVERED},
    }


_COVERED: Final = ("owed", "visited", "coverage")


def _until(known: Known, semester: Period, year: Period) -> date:
    return known.last_day(replace(semester, end=min(semester.end, year.end)))


def _covered(known: Known, semester: Period, year: Period) -> Mapping[str, Line]:
    """Coverage by network, as the organisation was then; empty for a semester that has not begun."""
    if semester.start > known.today:
        return {}
    day = _until(known, semester, year)
    there = known.there(replace(semester, end=day + timedelta(days=1)))
    visited = visited_in(known, semester, day)
    return {one.code: network_covered(there, one, visited, day) for one in networks_in(there, day, day)}


def _total(covered: Mapping[str, Line]) -> Line:
    if not covered:
        return dict.fromkeys(_COVERED)
    owed, visited = (sum(int(str(one[what])) for one in covered.values()) for what in ("owed", "visited"))
    return {"owed": owed, "visited": visited, "coverage": percent(visited, owed)}


def _short(semester: Period | None) -> str | None:
    """A semester in the head of a column: "2/2568"."""
    return f"{semester.name[-1]}/{semester.name[:4]}" if semester else None


def _results(known: Known, year: Period, before: Period, *, told: bool) -> Line:
    """Levels and domains of the observations, and every form with ratings; the year before beside them."""
    observation = next(iter(known.counting_as("observation")), None)
    now, past = (observed_in(known, observation, one) for one in (year, before))
    levels: list[Line] = []
    if observation and observation.bands and now and past:
        counts, earlier = (one.tally("all", "", "score").counts for one in (now, past))
        levels = [
            {
                "name": level.name,
                "n": counts.get(level.name, 0),
                "share": percent(counts.get(level.name, 0), sum(counts.values())),
                "before": earlier.get(level.name, 0) if told else None,
            }
            for level in observation.bands.levels
        ]
    rated = [_rated(known, form, year, before) for form in known.forms.values() if form.grids]
    score = scored(observation, past, known.enough) if observation and past else None
    return {
        "observations_before": score["n"] if score and told else None,
        "levels": levels,
        "domains": domains(observation, now, past, known.enough) if observation and now and past else [],
        "instruments": [line for line in rated if line["n"] or line["n_before"]],
    }


def _rated(known: Known, form: Form, year: Period, before: Period) -> Line:
    found = [observed_in(known, form, one) for one in (year, before)]
    now, past = (scored(form, one, known.enough) if one else {} for one in found)
    means = [one["mean"] if isinstance(one["mean"], float) else None for one in (now, past)]
    return {
        "form": form.title,
        "full": max(form.grids[0].scale),
        **now,
        "n_before": past["n"],
        "mean_before": past["mean"],
        "change": moved(*means),
    }


# --- What is settled, and what goes on ---


def _cases(known: Known, there: Organisation, year: Period, day: date) -> Line:
    """Urgent cases: open when the year began, begun and settled in it, and open on its last day."""
    every = [(case, _settled(known, case)) for case in known.cases() if day_of(case) <= day]
    carried = [case for case, on in every if on is None or on > day]
    return {
        "cases_before": sum(
            day_of(case) < year.start and (on is None or on >= year.start) for case, on in every
        ),
        "cases_begun": sum(day_of(case) in year for case, _ in every),
        "cases_settled": sum(on is not None and year.start <= on <= day for _, on in every),
        "cases": [case_line(known, there, case) for case in carried],
    }


def _settled(known: Known, case: Entry) -> date | None:
    """The day of the word that settled a case; None for one that still waits for somebody."""
    standing = known.standing(case)
    if standing is None or standing.is_open:
        return None
    return max((one.noticed.date() for one in standing.decisions if one.word), default=day_of(case))


def _plans(known: Known, there: Organisation, year: Period, day: date) -> list[Line]:
    """The plans proposed in the year, and earlier ones that still wait for somebody."""
    return [
        line
        for line in plan_lines(known, there)
        if line["day"] in year or (isinstance(on := line["day"], date) and on <= day and line["waits_for"])
    ]


def _waiting(known: Known, day: date) -> list[Line]:
    """How many records of each form still wait for somebody; cases stand by themselves."""
    lines: list[Line] = []
    for form in known.forms.values():
        if form.chains is None or form.counts_as == "case":
            continue
        records = (one for one in known.entries.get(form.id, ()) if one.counted and day_of(one) <= day)
        n = sum(known.standing(one) is not None and known.is_open(one) for one in records)
        if n:
            lines.append({"form": form.title, "n": n})
    return lines
