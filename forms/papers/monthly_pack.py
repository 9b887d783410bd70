"""เอกสารประกอบการประชุมประจำเดือน: a month's figures, who did what, and what comes next (S16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from forms.calendar.periods import month_of
from forms.model import Organisation, Partition, Period
from forms.papers.known import Known
from forms.papers.meeting import duty_lines, last_minutes, office_figures
from forms.papers.model import Paper

Line = Mapping[str, object]


def monthly_pack_paper(known: Known, month: Period, title: str) -> Paper:
    """The paper for the meeting that follows a month; `title` is its subject."""
    there, following = known.there(month), month_of(month.end)
    return Paper(
        kind="monthly-pack",
        about="",
        period=month,
        title=title,
        values={
            **office_figures(known, month, title),
            "people": _people(known, there, month, known.last_day(month)),
            "following": following,
            "following_duties": duty_lines(known, following),
            "planned": _planned(known, there, following),
            "minutes": last_minutes(known, there, known.last_day(month), ("monthly",)),
        },
        readers=(Partition("office"),),
    )


def _people(known: Known, there: Organisation, month: Period, day: date) -> list[Line]:
    """Each supervisor in office: the month's records, and how what fell due stands, a week's logs as one."""
    records = Counter(code for one in known.records(known.forms.values(), month) for code in one.people)
    states: dict[str, Counter[str]] = {}
    for state in known.owed_once():
        if state.owed.owed_by == "supervisor" and state.owed.due in month:
            states.setdefault(state.owed.code, Counter())[state.status] += 1
    return [
        {
            "name": person.name,
            "records": records[code],
            **{name: states.get(code, Counter())[name] for name in ("done", "late", "missing", "excused")},
        }
        for code, person in there.supervisors.items()
        if person.in_office(day)
    ]


def _planned(known: Known, there: Organisation, month: Period) -> list[Line]:
    """The visits planned for a month, by network."""
    plans = Counter(one.members.get("network", "") for one in known.records(known.counting_as("plan"), month))
    return [
        {"name": network.name, "n": plans[code]} for code, network in there.networks.items() if plans[code]
    ]
