"""สรุปผลการนิเทศประจำสัปดาห์: the director's week on paper, the same figures as its mail has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from forms.model import Form, Organisation, Partition
from forms.organisation.dated import network_of
from forms.papers.model import Paper
from forms.papers.weekly_lines import case, coming_visits, helped, names_of, practice, waiting
from forms.scoring import hundredths, level_at, percent
from forms.weekly import Compared, Restated, SchoolScore, WeeklyReport

_COUNTS = ("observations", "schools", "logs", "coverage")


def weekly_paper(
    report: WeeklyReport, organisation: Organisation, forms: Mapping[str, Form], title: str
) -> Paper:
    """The paper of a week's report; `title` is its subject.

    Means are rounded as they are shown, shares are in whole percent, None where there is nothing to
    divide by. Codes that the organisation knows no longer stand for themselves.
    """
    last_day = report.week.end - timedelta(days=1)
    head = organisation.supervisors.get(organisation.head)
    director = organisation.posts.get("director")
    return Paper(
        kind="weekly",
        about="",
        period=report.week,
        title=title,
        values={
            "office": organisation.name,
            "office_short": organisation.short_name,
            "title": title,
            "week": report.week,
            "first_day": report.week.start,
            "last_day": last_day,
            "semester": report.semester_covered,
            "in_break": report.semester is None,
            "cut": report.cut,
            "head": head.name if head else None,
            "director": director.name if director else None,
            **_headlines(report, forms),
            **_coverage(report, organisation),
            **_logs(report, organisation),
            "min_n": report.min_n,
            "unranked": report.unranked,
            "strongest": [_ranked(one, organisation, last_day) for one in report.strongest],
            "weakest": [_ranked(one, organisation, last_day) for one in report.weakest],
            "restated": [_restated(one, organisation) for one in report.restated],
            "errors": report.errors,
            "warnings": report.warnings,
            **_lines(report, organisation, last_day),
        },
        readers=(Partition("district"),),
    )


def _headlines(report: WeeklyReport, forms: Mapping[str, Form]) -> dict[str, object]:
    """This week's figures beside those of the week before."""
    told: dict[str, object] = {}
    for name in ("observations", "schools", "logs"):
        compared: Compared = getattr(report, name)
        told |= {name: _count(compared.now.value), f"{name}_before": _count(compared.before.value)}
    score = report.score
    observed = (form for form in forms.values() if form.counts_as == "observation")
    rated = next((form for form in observed if form.bands and form.grids), None)
    level = None
    if rated and rated.bands and rated.bands.of == "mean" and score.now.value is not None:
        level = level_at(rated.bands, score.now.value)
    return told | {
        "score": _mean(score.now.value),
        "score_n": score.now.n,
        "score_few": 0 < score.now.n < report.min_n,
        "score_before": _mean(score.before.value),
        "score_before_n": score.before.n,
        "score_level": level.name if level else None,
        "full_marks": max(rated.grids[0].scale) if rated else None,
        "levels": [{"name": name, "n": n} for name, n in report.levels.items() if n],
        "quiet": not any(one.now.value for one in (report.observations, report.schools, report.logs)),
    }


def _coverage(report: WeeklyReport, organisation: Organisation) -> dict[str, object]:
    visited = sum(one.visited for one in report.coverage)
    owed = sum(one.owed for one in report.coverage)
    return {
        "coverage": [
            {
                "network": _name(organisation.networks, one.network),
                "visited": one.visited,
                "owed": one.owed,
                "share": percent(one.visited, one.owed),
            }
            for one in report.coverage
        ],
        "visited": visited,
        "owed": owed,
        "share": percent(visited, owed),
    }


def _logs(report: WeeklyReport, organisation: Organisation) -> dict[str, object]:
    """Who has not logged every day owed, and how many have."""
    missing = [one for one in report.logdays if one.logged < one.owed]
    return {
        "log_people": len(report.logdays),
        "log_complete": len(report.logdays) - len(missing),
        "log_missing": [
            {
                "name": _name(organisation.supervisors, one.supervisor),
                "logged": one.logged,
                "owed": one.owed,
            }
            for one in missing
        ],
    }


def _lines(report: WeeklyReport, organisation: Organisation, day: date) -> dict[str, object]:
    """What is told besides figures, in words of the organisation."""
    lines, fresh = report.lines, report.lines.freshness
    return {
        "cases": [case(one, organisation) for one in lines.cases],
        "helped": [helped(one, organisation, day) for one in lines.helped],
        "practice": [practice(lines.practice, organisation)] if lines.practice else [],
        "waiting": [waiting(one, organisation) for one in lines.waiting],
        "visits": coming_visits(lines.visits, organisation),
        "duties": [{"day": one.day, "name": one.title, "n": one.n} for one in lines.duties],
        "next_first": lines.next_week.start if lines.next_week else None,
        "next_last": lines.next_week.end - timedelta(days=1) if lines.next_week else None,
        "latest": fresh.latest if fresh else None,
        "forms": fresh.forms if fresh else None,
        "received": fresh.received if fresh else None,
        "counted": fresh.counted if fresh else None,
    }


def _ranked(one: SchoolScore, organisation: Organisation, day: date) -> Mapping[str, object]:
    school = organisation.schools.get(one.school)
    return {
        "school": school.name if school else one.school,
        "network": _name(organisation.networks, network_of(school, day)) if school else None,
        "mean": _mean(one.mean),
        "level": one.level or None,
        "n": one.n,
    }


def _restated(one: Restated, organisation: Organisation) -> Mapping[str, object]:
    shown = _count if one.figure in _COUNTS else _mean
    return {
        "figure": one.figure,
        "network": _name(organisation.networks, one.member) if one.member else None,
        "reported": shown(one.reported),
        "now": shown(one.now),
        "n": len(one.responses),
        "records": _records(one, organisation),
    }


def _records(one: Restated, organisation: Organisation) -> Sequence[Mapping[str, object]]:
    return [
        {
            "day": record.day,
            "school": _name(organisation.schools, record.school) if record.school else None,
            "people": names_of(record.people, organisation),
        }
        for record in one.records
    ]


def _count(value: float | None) -> int | None:
    return None if value is None else round(value)


def _mean(value: float | None) -> float | None:
    return None if value is None else hundredths(value) / 100


def _name(known: Mapping[str, object], code: str) -> str:
    return str(getattr(known[code], "name")) if code in known else code  # noqa: B009 - of any kind of member
