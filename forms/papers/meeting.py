"""What the papers for a meeting have in common: a period's figures of the whole office, by network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from forms.model import Entry, Form, Network, Organisation, Partition, Period, Summary
from forms.organisation.dated import networks_in
from forms.papers.answers import names_of, told
from forms.papers.known import Known, summed_up
from forms.papers.scores import moved, scored
from forms.response.entries import day_of
from forms.scoring import percent
from forms.visits import visiting

Line = Mapping[str, object]

_DISTRICT = Partition("district")


def office_figures(known: Known, period: Period, title: str) -> dict[str, object]:
    """The period's visits and observations by network, coverage of its semester, cases, duties and needs.

    Coverage is that of the semester up to the period's last day, or today.
    """
    there, day = known.there(period), known.last_day(period)
    semester = known.calendar.latest_semester(day)
    return {
        "office": there.name,
        "office_short": there.short_name,
        "title": title,
        "period": period,
        "first_day": period.start,
        "last_day": period.end - timedelta(days=1),
        "day": day,
        "semester": semester,
        "by_form": _by_form(known, period),
        **_networks(known, there, period, semester, day),
        **_cases(known, there, period),
        "duties": duty_lines(known, period),
        "needs": _needs(known, there),
    }


def _by_form(known: Known, period: Period) -> list[Line]:
    found: list[Line] = []
    for form in visiting(known.forms.values()):
        records = known.records([form], period)
        schools = {school for one in records if (school := one.members.get("school"))}
        if records:
            found.append({"form": form.title, "n": len(records), "schools": len(schools)})
    return found


def _networks(known: Known, there: Organisation, period: Period, semester: Period, day: date) -> Line:
    observation = next(iter(known.counting_as("observation")), None)
    visits = Counter(
        one.members.get("network", "") for one in known.records(visiting(known.forms.values()), period)
    )
    now = observed_in(known, observation, period)
    earlier = known.calendar.period_of(period.kind, period.start - timedelta(days=1))
    before = observed_in(known, observation, earlier) if earlier else None
    visited = visited_in(known, semester, day)
    lines = []
    for network in networks_in(there, day, day):
        mine = {"visits": visits[network.code], **_score(known, observation, now, "network", network.code)}
        lines.append({"name": network.name, **network_covered(there, network, visited, day), **mine})
    owed, reached = (sum(int(str(line[name])) for line in lines) for name in ("owed", "visited"))
    whole, past = (_score(known, observation, one, "all", "") for one in (now, before))
    means = [one["mean"] if isinstance(one["mean"], float) else None for one in (whole, past)]
    return {
        "networks": lines,
        "owed": owed,
        "visited": reached,
        "coverage": percent(reached, owed),
        "visits": visits.total(),
        "observations": whole["n"],
        "mean": whole["mean"],
        "level": whole["level"],
        "observations_before": past["n"],
        "mean_before": past["mean"],
        "change": moved(*means),
    }


def observed_in(known: Known, observation: Form | None, period: Period) -> Summary | None:
    """The district's observations of a period of any kind; None where the office observes nothing."""
    if observation is None:
        return None
    return summed_up(known.entries, known.calendar)(_DISTRICT, observation, period)


def _score(
    known: Known, observation: Form | None, summary: Summary | None, dimension: str, member: str
) -> Line:
    if observation is None or summary is None:
        return {"n": 0, "mean": None, "level": None}
    return scored(observation, summary, known.enough, dimension, member)


def visited_in(known: Known, semester: Period, day: date) -> frozenset[str]:
    """The schools visited in the semester up to a day, wherever they belonged then."""
    span = replace(semester, end=min(semester.end, day + timedelta(days=1)))
    records = known.records(visiting(known.forms.values()), span)
    return frozenset(school for one in records if (school := one.members.get("school")))


def network_covered(there: Organisation, network: Network, visited: frozenset[str], day: date) -> Line:
    """Coverage of a network's schools that are open on a day: in schools and whole percent."""
    opened = {school.code for school in there.schools_of(network.code) if school.is_open(day)}
    reached = len(opened & visited)
    return {"owed": len(opened), "visited": reached, "coverage": percent(reached, len(opened))}


def _cases(known: Known, there: Organisation, period: Period) -> Line:
    """How many cases began in the period, and all that are open, the earliest due first."""
    return {
        "cases_begun": sum(day_of(case) in period for case in known.cases()),
        "cases": [case_line(known, there, case) for case in known.open_cases()],
    }


def case_line(known: Known, there: Organisation, case: Entry) -> Line:
    """An urgent case: where, what about, who answers for it until when."""
    form = known.forms[case.form]
    answers = told(form, case, there)
    return {
        "school": answers.get(form.about.get("where", "")),
        "subject": answers.get(form.about.get("kind", "")),
        "who": " ".join(names_of(form, case, "who", there)),
        "day": day_of(case),
        "due": answers.get(form.about.get("due", "")),
    }


def duty_lines(known: Known, period: Period) -> list[Line]:
    """The duties that fell due in the period: how many were done, late, excused, missing, still to come."""
    found: dict[str, Counter[str]] = {}
    for state in known.duties:
        if state.owed.due in period:
            found.setdefault(state.owed.duty, Counter())[state.status] += 1
    names = ("done", "late", "excused", "missing", "pending")
    return [
        {"name": rule.title, "n": found[code].total(), **{name: found[code][name] for name in names}}
        for code, rule in known.duty_rules.items()
        if code in found
    ]


def _needs(known: Known, there: Organisation) -> list[Line]:
    names = there.supervisors
    return [
        {
            "school": there.schools[need.school].name,
            "since": need.since,
            "due": need.due,
            "who": ", ".join(names[code].name for code in need.team if code in names) or None,
        }
        for need in known.needs
        if need.school in there.schools
    ]


def last_minutes(known: Known, there: Organisation, before: date, codes: Iterable[str]) -> list[Line]:
    """The latest minutes of a meeting of these kinds up to a day: when it met, and what it resolved."""
    wanted = frozenset(codes)
    forms = known.counting_as("minutes")
    found = [
        (form, one)
        for form in forms
        for one in known.entries.get(form.id, ())
        if one.counted and one.members.get("kind") in wanted and day_of(one) <= before
    ]
    if not found:
        return []
    form, latest = max(found, key=lambda pair: (day_of(pair[1]), pair[1].submitted))
    answers = told(form, latest, there)
    return [{"day": day_of(latest), "number": answers.get("number"), "resolution": answers.get("resolution")}]
