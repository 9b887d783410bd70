"""รายงานผลการนิเทศของเครือข่าย: a network's semester in quantity and quality (S6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from forms.model import Entry, Form, Partition, Period, QuestionType
from forms.papers.answers import names_of, told
from forms.papers.known import Known
from forms.papers.meeting import case_line
from forms.papers.model import Paper
from forms.papers.network_schools import (
    NetworkSeen,
    figures,
    head_of,
    network_seen,
    not_sent,
    school_lines,
)
from forms.papers.scores import semester_scores
from forms.papers.to_mend import findings_of
from forms.response.entries import day_of
from forms.visits import visiting

Line = Mapping[str, object]

_REMARKS: Final = 15  # visits; all of them stand in the spreadsheet
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
    known = seen.known
    observation = next(iter(known.counting_as("observation")), None)
    lines = school_lines(seen, observation)
    observed, opened = (
        sum(n for line in lines if isinstance(n := line[name], int)) for name in ("observed", "open")
    )
    return {
        **head_of(seen, title),
        "schools": lines,
        "classes_observed": observed,
        "classes_open": opened,
        **figures(seen),
        **semester_scores(known, seen.partition, observation, seen.semester),
    }


def _quality(seen: NetworkSeen) -> Line:
    known = seen.known
    of_visits = [(form, seen.summary(form)) for form in visiting(known.forms.values())]
    errors, warnings, listed = findings_of(
        known,
        seen.organisation,
        [
            entry
            for entry in known.records(known.forms.values(), seen.semester, counted=False)
            if entry.members.get("network") == seen.partition.code
        ],
    )
    cases = [
        case
        for case in known.open_cases()
        if case.members.get("network") == seen.partition.code and day_of(case) < seen.semester.end
    ]
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
