"""รายงานผลการนิเทศของเครือข่าย: a network's semester in quantity and quality (S6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from forms.checking.findings import describe
from forms.model import Entry, Form, Partition, Period, QuestionType
from forms.organisation.dated import team_of
from forms.papers.answers import names_of, told
from forms.papers.known import Known
from forms.papers.meeting import case_line
from forms.papers.model import Paper
from forms.papers.network_schools import NetworkSeen, figures, network_seen, not_sent, school_lines
from forms.papers.scores import domains, moved, scored
from forms.response.entries import day_of
from forms.visits import visiting

Line = Mapping[str, object]

_REMARKS: Final = 15  # visits; all of them stand in the spreadsheet
_FINDINGS: Final = 15
_RECORD: Final = "S6"


def network_semester_paper(known: Known, network: str, semester: Period, title: str) -> Paper:
    """The paper of a network's semester, as far as it has come; `title` is its subject."""
    seen = network_seen(known, network, semester)
    return Paper(
        kind="network-semester",
        about=network,
        period=semester,
        title=title,
        values={**common(seen, title), **_quality(seen), "not_sent": not_sent(seen)},
        readers=(Partition("network", network), Partition("office")),
    )


def common(seen: NetworkSeen, title: str) -> dict[str, object]:
    """What all papers of a network's semester tell: whose it is, coverage, schools, the score."""
    known, organisation = seen.known, seen.organisation
    observation = next(iter(known.counting_as("observation")), None)
    network = organisation.networks[seen.partition.code]
    lines = school_lines(seen, observation)
    observed, opened = (
        sum(n for line in lines if isinstance(n := line[name], int)) for name in ("observed", "open")
    )
    team = [
        {"name": person.name}
        for person in organisation.supervisors.values()
        if person.in_office(seen.day) and team_of(person, seen.day) == network.team
    ]
    deputy = organisation.deputies.get(network.deputy)
    return {
        "office": organisation.name,
        "office_short": organisation.short_name,
        "title": title,
        "network": network.name,
        "deputy": deputy.name if deputy else None,
        "semester": seen.semester,
        "first_day": seen.semester.start,
        "last_day": seen.semester.end - timedelta(days=1),
        "day": seen.day,
        "made": known.today,
        "supervisors": team,
        "schools": lines,
        "classes_observed": observed,
        "classes_open": opened,
        **figures(seen),
        **_scores(seen, observation),
    }


def _scores(seen: NetworkSeen, observation: Form | None) -> Line:
    if observation is None:
        nothing: Line = {"observations": 0, "mean": None, "level": None}
        return {**nothing, "observations_before": 0, "mean_before": None, "change": None, "domains": []}
    known = seen.known
    now = seen.summary(observation)
    before = known.summary(seen.partition, observation, known.calendar.previous_semester(seen.semester))
    score, past = (scored(observation, one, known.enough) for one in (now, before))
    means = [one["mean"] if isinstance(one["mean"], float) else None for one in (score, past)]
    return {
        "observations": now.tally("all", "", "counted").n,
        "mean": score["mean"],
        "level": score["level"],
        "observations_before": before.tally("all", "", "counted").n,
        "mean_before": past["mean"],
        "change": moved(*means),
        "domains": domains(observation, now, before, known.enough),
    }


def _quality(seen: NetworkSeen) -> Line:
    known = seen.known
    of_visits = [(form, seen.summary(form)) for form in visiting(known.forms.values())]
    errors, warnings, listed = _findings(seen)
    cases = [case for case in seen.records(known.counting_as("case")) if known.is_open(case)]
    remarks = _remarks(seen)
    return {
        "by_form": [
            {
                "form": form.title,
                "n": summary.tally("all", "", "counted").n,
                "schools": sum(
                    summary.tally("school", code, "counted").n > 0 for code in summary.members("school")
                ),
            }
            for form, summary in of_visits
            if summary.tally("all", "", "counted").n
        ],
        "reports": [_report(known.forms[one.form], one, seen) for one in seen.records(_round_forms(seen))],
        "remarks": remarks[:_REMARKS],
        "remarks_of": len(remarks),
        "errors": errors,
        "warnings": warnings,
        "findings": listed,
        "cases": [case_line(known, seen.organisation, case) for case in cases],
    }


def _round_forms(seen: NetworkSeen) -> list[Form]:
    """The forms in which a network reports on a round, as a whole."""
    return [
        form
        for form in seen.known.forms.values()
        if _RECORD in form.records and "network" in form.about and form not in visiting([form])
    ]


def _report(form: Form, entry: Entry, seen: NetworkSeen) -> Line:
    """One report on a round: its numbers and its texts, each with what was asked."""
    answers = told(form, entry, seen.organisation)
    typed = form.about.get("who_name", "")
    numbers = [q for q in form.questions.values() if q.type is QuestionType.NUMBER]
    texts = [q for q in form.questions.values() if q.type is QuestionType.PARAGRAPH]
    return {
        "name": answers.get(form.cut_by[0]) if form.cut_by else None,
        "first_day": entry.when,
        "last_day": entry.until or entry.when,
        "who": " ".join(names_of(form, entry, "who", seen.organisation)) or answers.get(typed),
        "numbers": [{"name": q.ask, "said": answers[q.id]} for q in numbers],
        "texts": [{"name": q.ask, "said": answers[q.id]} for q in texts if answers[q.id]],
    }


def _remarks(seen: NetworkSeen) -> list[Line]:
    """What observers wrote to the observation's first two open questions, the latest visit first."""
    observation = next(iter(seen.known.counting_as("observation")), None)
    if observation is None:
        return []
    asked = [q.id for q in observation.questions.values() if q.type is QuestionType.PARAGRAPH][:2]
    visits: dict[str, dict[str, object]] = {}
    for one in seen.summary(observation).excerpts:
        if one.question in asked:
            school = seen.organisation.schools.get(one.school or "")
            name = school.name if school else one.school
            line = visits.setdefault(
                one.response, {"school": name, "day": one.when, "good": None, "mend": None}
            )
            line["good" if one.question == asked[0] else "mend"] = one.text
    placed = sorted(visits.items(), key=lambda visit: (str(visit[1]["school"]), visit[0]))
    placed.sort(key=lambda visit: _day(visit[1]["day"]), reverse=True)
    return [line for _, line in placed]


def _day(said: object) -> date:
    return said if isinstance(said, date) else date.min


def _findings(seen: NetworkSeen) -> tuple[int, int, list[Line]]:
    """How many errors and warnings stand of the semester's records, and the first of them, errors first."""
    known, network = seen.known, seen.partition.code
    mine = [
        (entry, finding)
        for entry in known.records(known.forms.values(), seen.semester, counted=False)
        if entry.members.get("network") == network
        for finding in known.findings.get((entry.form, entry.response), ())
    ]
    mine.sort(key=lambda pair: pair[1].severity != "error")
    errors = sum(finding.severity == "error" for _, finding in mine)
    listed: list[Line] = []
    for entry, finding in mine[:_FINDINGS]:
        said = describe(finding, known.forms[entry.form])
        school = seen.organisation.schools.get(entry.members.get("school", ""))
        listed.append(
            {
                "severity": finding.severity,
                "school": school.name if school else None,
                "day": day_of(entry),
                "message": said.message,
                "advice": said.advice or None,
            }
        )
    return errors, len(mine) - errors, listed
