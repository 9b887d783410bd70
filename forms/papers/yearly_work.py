"""The work of a year in records: by form and kind, by work group, by project, and works by their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from forms.model import Entry, Form, Organisation, Period, Project, QuestionType
from forms.organisation.dated import work_groups_in
from forms.papers.answers import told
from forms.papers.half_year import NO_WORK
from forms.papers.known import Known
from forms.response.entries import day_of
from forms.visits import visiting
from forms.yearly import is_yearly, latest_of

Line = Mapping[str, object]

_WORKS: Final = {"research": "S23", "media": "S22", "practice": "S27"}  # by the manual's records
_WISH: Final = "need"  # the kind of S22 by which a school asks for media: no work that was done
_GOALS: Final = "S22"  # the four goals are told once an academic year by each school
_LISTED: Final = 40  # the latest works of a kind; the spreadsheet leads to all of them


def form_lines(known: Known, year: Period, before: Period, *, told: bool) -> list[Line]:
    """Every form of which there are records: how many, of each kind, and how many the year before."""
    lines: list[Line] = []
    for form in known.forms.values():
        now, past = (known.records([form], one) for one in (year, before))
        if now or past:
            n = len(past) if told else None
            lines.append({"form": form.title, "n": len(now), "before": n, "kinds": _kinds(form, now)})
    return lines


def _kinds(form: Form, records: Iterable[Entry]) -> list[Line]:
    question = form.asks("kind")
    n = Counter(one.members["kind"] for one in records if one.members.get("kind"))
    labels = {choice.code: choice.label for choice in question.choices} if question else {}
    return [{"name": labels.get(code, code), "n": n[code]} for code in {**labels, **n} if n[code]]


def group_lines(
    known: Known, there: Organisation, year: Period, before: Period, *, told: bool
) -> dict[str, object]:
    """The work of each work group; at last that of none of them, named None.

    Records are counted for the group that they name, else for that of the person who reports.
    """
    forms = [form for form in known.forms.values() if not NO_WORK.intersection(form.records)]
    groups = {one.code: one.name for one in work_groups_in(there, year.start, known.last_day(year))}
    now, past = (_by_group(known.records(forms, one), groups) for one in (year, before))
    lines: list[Line] = []
    for code, name in (*groups.items(), ("", None)):
        n, earlier = now.get(code, Counter()), past.get(code, Counter())
        if name or n or earlier:
            n_before = earlier.total() if told else None
            lines.append({"name": name, **_work_of(forms, n), "n": n.total(), "before": n_before})
    every, earlier = (sum(one.values(), Counter[str]()) for one in (now, past))
    return {
        "groups": lines,
        "group_visits": _work_of(forms, every)["visits"],
        "group_logs": _work_of(forms, every)["logs"],
        "group_others": _work_of(forms, every)["others"],
        "group_records": every.total(),
        "group_records_before": earlier.total() if told else None,
    }


def _work_of(forms: Sequence[Form], n: Counter[str]) -> dict[str, object]:
    """How many of these records are visits, logs and others; and how many of each form."""
    visits = sum(n[form.id] for form in visiting(forms))
    logs = sum(n[form.id] for form in forms if form.counts_as == "log")
    listed = [{"form": form.title, "n": n[form.id]} for form in forms if n[form.id]]
    return {"visits": visits, "logs": logs, "others": n.total() - visits - logs, "forms": listed}


def _by_group(records: Iterable[Entry], groups: Mapping[str, str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for one in records:
        code = one.members.get("group", "")
        found.setdefault(code if code in groups else "", Counter())[one.form] += 1
    return found


def project_lines(known: Known, there: Organisation, year: Period) -> dict[str, object]:
    """The projects under way in the year: those with records, and the names of those without."""
    records: dict[str, list[Entry]] = {}
    for one in known.records(known.forms.values(), year):
        records.setdefault(one.members.get("project", ""), []).append(one)
    lines = [
        _project(there, project, records.get(project.code, ()))
        for project in there.projects.values()
        if (project.since is None or project.since < year.end)
        and (project.until is None or project.until > year.start)
    ]
    return {
        "projects": [line for line in lines if line["n"]],
        "projects_idle": [line for line in lines if not line["n"]],
        "projects_n": len(lines),
    }


def _project(there: Organisation, project: Project, records: Sequence[Entry]) -> Line:
    """A project: whose it is, how many records there are of it, and how many schools these are about."""
    owner = there.supervisors.get(project.owner or "")
    group = there.work_groups.get(project.work_group or "")
    area = there.learning_areas.get(project.learning_area or "")
    return {
        "name": project.name,
        "of": group.name if group else area.name if area else None,
        "who": owner.name if owner else None,
        "n": len(records),
        "schools": len({school for one in records if (school := one.members.get("school"))}),
    }


def work_lines(known: Known, there: Organisation, year: Period) -> dict[str, object]:
    """Research, media and what works: how many, and the latest by their titles, the earliest first."""
    values: dict[str, object] = {}
    for name, record in _WORKS.items():
        forms = [form for form in known.forms.values() if record in form.records and form.asks("kind")]
        made = [one for one in known.records(forms, year) if one.members.get("kind") != _WISH]
        values[name] = [_work(known.forms[one.form], one, there) for one in made[-_LISTED:]]
        values[f"{name}_n"] = len(made)
    return values


def _work(form: Form, entry: Entry, there: Organisation) -> Line:
    """A work: its kind, its title, who made it, of which school, and what its form is cut by besides."""
    answers = told(form, entry, there)
    texts = [q.id for q in form.questions.values() if q.type is QuestionType.TEXT and q.required]
    said = (answers.get(one) for one in (form.about.get("subject", ""), *texts))
    cuts = [str(answers[one]) for one in form.cut_by if answers.get(one)]
    people = [there.supervisors[code].name for code in entry.people if code in there.supervisors]
    return {
        "kind": answers.get(form.about.get("kind", "")),
        "title": next((one for one in said if one), None),
        "who": ", ".join(people) or None,
        "school": answers.get(form.about.get("where", "")),
        "day": day_of(entry),
        "state": ", ".join(cuts) or None,
    }


def goal_lines(known: Known, year: Period) -> dict[str, object]:
    """What schools told of the goals of the academic year that the year ends in: sums, and how many schools.

    A school that told twice counts with its latest record.
    """
    day = known.last_day(year)
    academic = known.calendar.academic_year_of(day)
    so_far = replace(academic, end=day + timedelta(days=1))
    lines: list[Line] = []
    schools = 0
    for form in known.forms.values():
        if _GOALS not in form.records or not is_yearly(form):
            continue
        latest = latest_of(form, known.entries.get(form.id, ()), so_far)
        schools += len({one.members.get("school") for one in latest})
        for question in form.questions.values():
            amounts = [n for one in latest if isinstance(n := one.answers.get(question.id), int)]
            if question.summed and amounts:
                lines.append({"name": question.ask, "n": sum(amounts)})
    return {"goals": lines, "goals_of": academic, "goals_schools": schools}


def result_lines(known: Known, year: Period) -> dict[str, object]:
    """Means of the tests, those of the latest academic year up to the one that the year begins in.

    Tests are sat at an academic year's end: a fiscal year's are those that were sat in it. A change is that
    of the schools with results of the year before, too.
    """
    book, last = known.results, known.calendar.academic_year(year.start)
    papers = [paper for kind in book.rules.kinds.values() for paper in book.papers(kind)] if book else []
    sat = max((one.year for one in (book.results if book else ()) if one.year <= last), default=last)
    lines = [
        {
            "name": paper.label,
            "schools": book.mean(paper, sat).schools,
            "mean": book.mean(paper, sat).score,
            "before": book.mean(paper, sat - 1).score,
            "change": book.change(paper, (sat - 1, sat)).value,
        }
        for paper in papers
        if book and book.mean(paper, sat).schools
    ]
    return {"results": lines, "results_of": sat}
