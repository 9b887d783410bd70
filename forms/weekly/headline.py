"""The figures that a week's report stands on, each with its query and its entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import fsum

from forms.calendar import Calendar
from forms.model import Entry, Form, Organisation, Partition, Period, Query
from forms.organisation.dated import network_of
from forms.scoring import mean
from forms.summary import day_of
from forms.weekly.report import Figure

DISTRICT = Partition("district")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: counted entries. A form that is missing has none.

    `visits` are those of all `visiting` forms, the observation among them.
    """

    observation: Form | None
    log: Form | None
    observations: Sequence[Entry]
    logs: Sequence[Entry]
    visiting: tuple[Form, ...]
    visits: Sequence[Entry]

    @property
    def visiting_ids(self) -> frozenset[str]:
        """The ids of the forms whose records are visits."""
        return frozenset(form.id for form in self.visiting)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure and the entries it stands on."""

    figure: Figure
    entries: tuple[Entry, ...]


def known_of(
    entries: Sequence[Entry], observation: Form | None, log: Form | None, others: Sequence[Form] = ()
) -> Known:
    """The counted entries of both forms, and of the `others` that make a visit (`forms.visits`).

    Without the form of observations nothing is known of visits: their number would be too small.
    """

    def counted(*forms: Form | None) -> list[Entry]:
        ids = {form.id for form in forms if form is not None}
        return [e for e in entries if e.form in ids and e.counted]

    visiting = (observation, *(form for form in others if form != observation)) if observation else ()
    return Known(observation, log, counted(observation), counted(log), visiting, counted(*visiting))


def headlines(
    week: Period, known: Known, organisation: Organisation, calendar: Calendar
) -> Mapping[str, Headline]:
    """The figures that are told, and restated when they change, by their names in `WeeklyReport.figures`."""
    observed, logged = within(week, known.observations), within(week, known.logs)
    scored = [e for e in observed if e.scores]
    span = semester_to_date(week, calendar)
    visits = within(span, known.visits)
    day = span.end - timedelta(days=1)
    return {
        "observations": _headline(known.observation, week, observed, len),
        "schools": _visited(known, week, within(week, known.visits)),
        "logs": _headline(known.log, week, logged, len),
        "score": _headline(known.observation, week, scored, _score, measure="score"),
        **{
            f"coverage:{network}": _coverage(known, span, visits, network, opened)
            for network in organisation.networks
            for opened in (open_schools(organisation, network, day),)
        },
    }


def semester_in(week: Period, calendar: Calendar) -> Period | None:
    """The semester that a week, or its latest part, lies in; None in a break."""
    days = (week.end - timedelta(days=n) for n in range(1, (week.end - week.start).days + 1))
    return next((semester for day in days if (semester := calendar.semester_of(day))), None)


def semester_to_date(week: Period, calendar: Calendar) -> Period:
    """From the semester's first day to the week's last; in a break all of the latest semester.

    Its name is the semester's and the week's, "2569-S2/2569-W47".
    """
    semester = semester_in(week, calendar) or calendar.latest_semester(week.end - timedelta(days=1))
    return Period(semester.start, min(semester.end, week.end), "semester", f"{semester.name}/{week.name}")


def open_schools(organisation: Organisation, network: str, day: date) -> frozenset[str]:
    """The codes of a network's schools that are open on a day: those that owe a visit."""
    schools = (s for s in organisation.schools.values() if network_of(s, day) == network)
    return frozenset(school.code for school in schools if school.is_open(day))


def within(period: Period, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that fall into a period."""
    return [e for e in entries if day_of(e) in period]


def _headline(
    form: Form | None,
    period: Period,
    entries: Sequence[Entry],
    value: Callable[[Sequence[Entry]], float | None],
    *,
    measure: str = "counted",
    partition: Partition = DISTRICT,
) -> Headline:
    if form is None:
        return Headline(Figure(None, 0, None), ())
    query = Query(form.id, partition, period, measure=measure)
    return Headline(Figure(value(entries), len(entries), query), tuple(entries))


def _visited(
    known: Known,
    period: Period,
    visits: Sequence[Entry],
    partition: Partition = DISTRICT,
    of: frozenset[str] | None = None,
) -> Headline:
    """How many schools these visits were paid to, of all or of some; every form that makes one is asked."""
    found = _headline(
        known.observation,
        period,
        visits,
        lambda chosen: len(_schools(chosen) if of is None else _schools(chosen) & of),
        partition=partition,
    )
    query = found.figure.query
    if query is None:
        return found
    also = tuple(form.id for form in known.visiting[1:])
    return replace(found, figure=replace(found.figure, query=replace(query, also=also)))


def _coverage(
    known: Known, span: Period, visits: Sequence[Entry], network: str, opened: frozenset[str]
) -> Headline:
    """Of a network's open schools those visited, wherever they belonged on the day of the visit."""
    own = [e for e in visits if e.members.get("network") == network]
    moved = sorted(_schools(visits) & opened - _schools(own))
    there = [e for e in visits if e.members.get("network") == network or e.members.get("school") in moved]
    found = _visited(known, span, there, Partition("network", network), opened)
    query = found.figure.query
    if query is None or not moved:
        return found
    return replace(found, figure=replace(found.figure, query=replace(query, moved=tuple(moved))))


def _schools(entries: Sequence[Entry]) -> set[str]:
    return {e.members["school"] for e in entries if "school" in e.members}


def _score(entries: Sequence[Entry]) -> float | None:
    means = [m for e in entries if (m := mean(tuple(e.scores.values()))) is not None]
    return fsum(means) / len(means) if means else None
