"""Composing the weekly report from everything known at its cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from forms.calendar import Calendar
from forms.duties.absence import NOBODY_AWAY, AwayDays
from forms.model import Entry, Form, Organisation, Period, Severity
from forms.organisation.dated import networks_in
from forms.scoring import level
from forms.summary import day_of
from forms.weekly import coming
from forms.weekly.cases import open_cases
from forms.weekly.freshness import freshness
from forms.weekly.headline import (
    Headline,
    Known,
    headlines,
    known_of,
    open_schools,
    semester_in,
    semester_to_date,
)
from forms.weekly.helping import helped
from forms.weekly.lines import Lines
from forms.weekly.logdays import log_days
from forms.weekly.practice import practice
from forms.weekly.ranking import Ranking, ranking
from forms.weekly.records import Records
from forms.weekly.report import Compared, NetworkCoverage, Reported, WeeklyReport
from forms.weekly.restating import restated
from forms.weekly.waiting import waiting


def weekly_report(
    week: Period,
    cut: datetime,
    written: datetime,
    entries: Sequence[Entry],
    findings_by_response: Mapping[str, Severity],
    observation: Form | None,
    log: Form | None,
    organisation: Organisation,
    calendar: Calendar,
    *,
    others: Sequence[Form] = (),
    last: Reported | None = None,
    away: AwayDays = NOBODY_AWAY,
    since: date | None = None,
    records: Records | None = None,
    min_n: int = 3,
) -> WeeklyReport:
    """The report of a week from everything known at its cut.

    `entries` are those of the forms as they were known at the cut, at least of this week, the
    week before, the semester to date and what the last report stood on; `others` the forms that make a
    visit besides the observation; `findings_by_response` the worst open severity of each; `away` the days
    on which supervisors were on leave or a journey, `since` the day that logs are reckoned from. A form
    that could not be loaded is None: its figures have no value. Without `records` no lines are told.
    """
    known = known_of(entries, observation, log, others)
    now = headlines(week, known, organisation, calendar)
    week_before = calendar.week_of(week.start - timedelta(days=1))
    before = headlines(week_before, known, organisation, calendar)
    span = semester_to_date(week, calendar)
    ranked = ranking(span, known, organisation, min_n)
    worst = [
        findings_by_response.get(e.response)
        for e in entries
        if day_of(e) in week and e.form in {form.id for form in (observation, log) if form}
    ]
    return WeeklyReport(
        week=week,
        semester=semester_in(week, calendar),
        semester_covered=calendar.latest_semester(span.start),
        cut=cut,
        written=written,
        observations=_compared(now, before, "observations"),
        schools=_compared(now, before, "schools"),
        logs=_compared(now, before, "logs"),
        score=_compared(now, before, "score"),
        levels=_levels(now["score"], observation),
        coverage=_coverage(now, known, span, organisation),
        strongest=ranked.strongest,
        weakest=ranked.weakest,
        logdays=log_days(week, cut.date(), known, organisation, calendar, away, since),
        errors=worst.count("error"),
        warnings=worst.count("warning"),
        restated=restated(last, entries, (observation, log), others, organisation, calendar) if last else (),
        figures={name: h.figure.value for name, h in now.items() if h.figure.value is not None},
        min_n=min_n,
        unranked=ranked.unranked,
        visiting=known.visiting_ids,
        lines=lines_of(week, span, records, observation, ranked, calendar) if records else Lines(),
    )


def lines_of(
    week: Period,
    span: Period,
    records: Records,
    observation: Form | None,
    ranked: Ranking,
    calendar: Calendar,
) -> Lines:
    """What is told of a week besides its figures."""
    cases, next_week = open_cases(records), calendar.week_of(week.end)
    return Lines(
        cases,
        helped(records, cases, ranked.every, observation, span),
        practice(week, records, observation),
        waiting(records),
        coming.visits(records, next_week),
        coming.duties(records, next_week),
        next_week,
        freshness(week, records),
    )


def _compared(now: Mapping[str, Headline], before: Mapping[str, Headline], name: str) -> Compared:
    return Compared(now[name].figure, before[name].figure)


def _levels(score: Headline, observation: Form | None) -> dict[str, int]:
    if observation is None or observation.bands is None:
        return {}
    reached = {band.name: 0 for band in observation.bands.levels}
    for entry in score.entries:
        if band := level(observation.bands, tuple(entry.scores.values())):
            reached[band.name] += 1
    return reached


def _coverage(
    now: Mapping[str, Headline], known: Known, span: Period, organisation: Organisation
) -> tuple[NetworkCoverage, ...]:
    """Coverage by network, in the configured order; none where nothing is known of observations.

    Of networks that were dissolved those alone that were visited in the semester.
    """
    if known.observation is None:
        return ()
    figures = {network: now[f"coverage:{network}"].figure for network in organisation.networks}
    day = span.end - timedelta(days=1)
    there = {network.code for network in networks_in(organisation, day, day)}
    return tuple(
        NetworkCoverage(
            network,
            int(figure.value or 0),
            len(open_schools(organisation, network, day)),
            figure.n,
            figure.query,
        )
        for network, figure in figures.items()
        if figure.n or network in there
    )
