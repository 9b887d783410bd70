"""รายงานการปฏิบัติราชการ ๖ เดือน: the manual's four parts, drafted from a person's own records (S5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from forms.model import Entry, Form, Organisation, Partition, Period, QuestionType, Supervisor
from forms.organisation.dated import learning_areas_of, team_of, work_group_of
from forms.papers.answers import told
from forms.papers.known import Known
from forms.papers.model import Paper
from forms.response.entries import day_of

Line = Mapping[str, object]

PARTS: Final = ("supervision", "study", "research", "monitoring", "group_work", "area_work", "other_work")
"""The headings of part 3: the position's four kinds of work, the work group's, learning areas', any other."""

# The manual's records (S1 … S27) that are work of a supervisor's position, by the heading they stand under.
_MONITORING: Final = frozenset({"S4", "S14", "S20", "S21"})
_SUPERVISION: Final = frozenset({"S3", "S6", "S8", "S9", "S11", "S27"})
_STUDIES: Final = "S23"
# Reports of this kind, plans of what is to come, permits, signing in: no work that was done.
NO_WORK: Final = frozenset({"S5", "S17", "S18", "S19"})
_EVIDENCE: Final = 40  # lines under a heading; the spreadsheet leads to all of them
_COUNTED_ONLY: Final = ("log",)  # what these count as is too much to be listed line by line
_SAID: Final = ("subject", "project", "where", "network", "place")


def half_year_paper(known: Known, person: str, half: Period, title: str) -> Paper:
    """A supervisor's half year as it is reported (`reported_half_of`); `title` is its subject.

    Records are those of the sheet of what the person achieved: counted ones that the person took part in.
    """
    there, day = known.there(half), known.last_day(half)
    one = there.supervisors[person]
    forms = [form for form in known.forms.values() if not NO_WORK.intersection(form.records)]
    mine = [entry for entry in known.records(forms, half) if person in entry.people]
    under: dict[str, list[Entry]] = {part: [] for part in PARTS}
    for entry in mine:
        under[_part(known.forms[entry.form], entry, one)].append(entry)
    return Paper(
        kind="half-year",
        about=person,
        period=half,
        title=title,
        values={
            "office": there.name,
            "office_short": there.short_name,
            "title": title,
            "half": half,
            "first_day": half.start,
            "last_day": half.end - timedelta(days=1),
            "day": day,
            "who": one.name,
            **_charged(there, one, day),
            "answers": _written(known, person, half),
            "records": len(mine),
            **{part: _counts(known, entries) for part, entries in under.items()},
            **{f"{part}_evidence": _evidence(known, there, entries) for part, entries in under.items()},
            **{f"{part}_n": len(entries) for part, entries in under.items()},
        },
        readers=(Partition("supervisor", person), Partition("office")),
    )


def _part(form: Form, entry: Entry, person: Supervisor) -> str:
    """The heading of part 3 under which a record stands; each has one."""
    records = set(form.records)
    if _STUDIES in records:
        return "research" if entry.members.get("kind") == "research" else "study"
    if _MONITORING & records:
        return "monitoring"
    if _SUPERVISION & records:
        return "supervision"
    return _by_charge(form, entry, person)


def _by_charge(form: Form, entry: Entry, person: Supervisor) -> str:
    """Work of the own group or learning area, where the form asks for one; any other work."""
    day, asked = day_of(entry), {role: entry.answers.get(q) for role, q in form.about.items()}
    group = work_group_of(person, day)
    if group and asked.get("group") == group:
        return "group_work"
    if asked.get("learning_area") in learning_areas_of(person, day):
        return "area_work"
    if group and "group" in form.about and not asked["group"] and entry.members.get("group") == group:
        return "group_work"
    return "other_work"


def _charged(there: Organisation, person: Supervisor, day: date) -> Line:
    """What a person answers for: team and networks, work group, learning areas, projects."""
    team, group = team_of(person, day), work_group_of(person, day)
    networks = [n for n in there.networks.values() if n.team == team and n.is_there(day)]
    areas = [there.learning_areas[code].name for code in learning_areas_of(person, day)]
    return {
        "team": there.teams[team].name if team in there.teams else None,
        "work_group": there.work_groups[group].name if group and group in there.work_groups else None,
        "learning_areas": ", ".join(areas) or None,
        "networks": [
            {"name": one.name, "schools": sum(s.is_open(day) for s in there.schools_of(one.code))}
            for one in networks
        ],
        "projects": [
            {"name": project.name}
            for project in there.projects.values()
            if project.owner == person.code and project.under_way(day)
        ],
        "is_head": there.head == person.code,
    }


def _written(known: Known, person: str, half: Period) -> Line:
    """What the person wrote in this report's form about this half, by question; None where nothing.

    That holds for what is not asked, too: an office may do without the form, and still report.
    """
    year, number = half.name.split("-H")
    answers: dict[str, object] = defaultdict(lambda: None)
    for form in known.counting_as("half-year-report"):
        answers |= dict.fromkeys(form.questions)
        asked = form.about.get("year", ""), form.about.get("part_of_year", "")
        for entry in sorted(known.entries.get(form.id, ()), key=lambda entry: entry.submitted):
            said = [str(entry.answers.get(question)) for question in asked]
            if person in entry.people and said == [year, number]:
                answers |= told(form, entry, known.organisation)
    return answers


def _counts(known: Known, entries: Sequence[Entry]) -> list[Line]:
    """How many records of each form, in the forms' order."""
    n = Counter(entry.form for entry in entries)
    return [{"form": form.title, "n": n[form.id]} for form in known.forms.values() if n[form.id]]


def _evidence(known: Known, there: Organisation, entries: Iterable[Entry]) -> list[Line]:
    """The latest records, the earliest of them first: the day, the form, and what each is about."""
    listed = [entry for entry in entries if known.forms[entry.form].counts_as not in _COUNTED_ONLY]
    return [
        {"day": day_of(entry), "form": form.title, "about": _about(form, entry, there)}
        for entry in listed[-_EVIDENCE:]
        for form in [known.forms[entry.form]]
    ]


def _about(form: Form, entry: Entry, there: Organisation) -> str | None:
    """What a record is about in a line: its subject, project and place; else its kind and first text."""
    answers = told(form, entry, there)
    found = [answers.get(form.about.get(role, "")) for role in _SAID]
    if not any(found):
        texts = (q.id for q in form.questions.values() if q.type is QuestionType.TEXT and q.required)
        found = [answers.get(form.about.get("kind", "")), *[answers.get(question) for question in texts][:1]]
    return " ".join(dict.fromkeys(str(one) for one in found if one)) or None
