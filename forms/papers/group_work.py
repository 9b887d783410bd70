"""What a work group did beside its activities: records by form and person, projects, what stays open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.model import Form, Project, Supervisor
from forms.papers.group_seen import GroupSeen
from forms.papers.meeting import case_line
from forms.papers.network_schools import missing_lines
from forms.papers.scores import semester_scores
from forms.papers.to_mend import findings_of
from forms.response.entries import day_of

Line = Mapping[str, object]


def other_work(seen: GroupSeen) -> Line:
    """The figures of the group's spreadsheet, and what its people owe, have to mend and have not closed."""
    records = seen.records(seen.known.forms.values(), seen.semester, counted=False)
    errors, warnings, findings = findings_of(seen.known, seen.organisation, records)
    observation = _form(seen, "observation")
    return {
        "by_form": _by_form(seen),
        "people": [_person(seen, person) for person in _people(seen)],
        **semester_scores(seen.known, seen.partition, observation, seen.semester),
        "projects": _projects(seen),
        **_cases(seen),
        "not_sent": _not_sent(seen),
        "errors": errors,
        "warnings": warnings,
        "findings": findings,
    }


def _form(seen: GroupSeen, what: str) -> Form | None:
    """The first form in the group's spreadsheet that counts as that."""
    return next((form for form in seen.forms if form.counts_as == what), None)


def _by_form(seen: GroupSeen) -> list[Line]:
    """A line a form of which something counts, this semester or the one before."""
    found: list[Line] = []
    for form in seen.forms:
        now, before = (
            seen.known.summary(seen.partition, form, one).tally("all", "", "counted")
            for one in (seen.semester, seen.before)
        )
        if now.n or before.n:
            found.append({"form": form.title, "n": now.n, "before": before.n, "last": now.last})
    return found


def _people(seen: GroupSeen) -> list[Supervisor]:
    """The members, and who else logged or observed for the group, in the configured order."""
    occurring = {one.code for one in seen.members}
    for form in filter(None, (_form(seen, "log"), _form(seen, "observation"))):
        occurring.update(seen.known.summary(seen.partition, form, seen.semester).members("supervisor"))
    return [person for person in seen.organisation.supervisors.values() if person.code in occurring]


def _person(seen: GroupSeen, person: Supervisor) -> Line:
    """A person's logs, the days that they tell of, the last of them, and observations."""
    log, observation = _form(seen, "log"), _form(seen, "observation")
    logged, observed = (
        seen.known.summary(seen.partition, form, seen.semester) if form else None
        for form in (log, observation)
    )
    logs = logged.tally("supervisor", person.code, "counted") if logged else None
    days = logged.members("supervisor*day") if logged else ()
    return {
        "name": person.name,
        "logs": logs.n if logs else None,
        "days": sum(
            day.partition("|")[0] == person.code and logged.tally("supervisor*day", day, "counted").n > 0
            for day in days
        )
        if logged
        else None,
        "last": logs.last if logs else None,
        "observations": observed.tally("supervisor", person.code, "counted").n if observed else None,
    }


def _projects(seen: GroupSeen) -> list[Line]:
    """The projects under way, the earliest due first, with what the academic year's records tell of each."""
    year = seen.known.calendar.academic_year_of(seen.semester.start)
    done = [form for form in seen.forms if form.counts_as != "plan"]
    records = [entry for entry in seen.records(done, year) if day_of(entry) < seen.semester.end]
    own = [
        one
        for one in seen.organisation.projects.values()
        if one.work_group == seen.partition.code and one.under_way(seen.day)
    ]

    def line(project: Project) -> dict[str, Any]:
        mine = [entry for entry in records if entry.members.get("project") == project.code]
        owner = seen.organisation.supervisors.get(project.owner or "")
        return {
            "name": project.name,
            "owner": owner.name if owner else None,
            "due": project.due,
            "records": len(mine),
            "schools": len({school for entry in mine if (school := entry.members.get("school"))}),
            "last": max(map(day_of, mine), default=None),
        }

    made = ((project.due or date.max, line(project)) for project in own)
    return [told for _, told in sorted(made, key=lambda one: (one[0], -one[1]["records"]))]


def _cases(seen: GroupSeen) -> Line:
    """How many open urgent cases people of the group work on; told where its spreadsheet lists the form's."""
    known, members = seen.known, {one.code for one in seen.members}
    cases = [case for case in known.open_cases() if members.intersection(case.people)]
    shown = {form.id for form in seen.forms}
    return {
        "cases_open": len(cases),
        "cases": [case_line(known, seen.organisation, case) for case in cases if case.form in shown],
    }


def _not_sent(seen: GroupSeen) -> list[Line]:
    """What the members have not sent, each once: the days that a week lacks are its hand-over."""
    names = {("supervisor", person.code): person.name for person in seen.members}
    missing = (
        state
        for state in seen.known.owed_once()
        if state.status == "missing"
        and state.owed.due in seen.semester
        and (state.owed.owed_by, state.owed.code) in names
    )
    return missing_lines(seen.known, missing, names)
