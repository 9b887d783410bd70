"""Projects of work groups and learning areas: their records of the year, and whether they came in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.model import Project
from forms.thai import thai_date
from tests.figures.facts import Facts
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS, Line


def followed(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """A project's counted records of the year, at how many schools, and whether they came in time."""
    lines: list[Line] = []
    for project in projects_of(grid.sheet, facts):
        n, schools, last, sent = recorded(project, grid.sheet, facts)
        due, told = project.due or date.max, TEXTS(f"projects.progress.{_progress(project, sent, facts)}")
        day = thai_date(last) if last else None
        lines.append([due, -n, project.name, n, schools or None, day, told])
    lines.sort(key=lambda line: line[:2])
    names = ("project", "records", "schools", "last", "progress")
    titles = [TEXTS(f"projects.columns.{name}") for name in names]
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, [line[2:] for line in lines])


def projects_of(sheet: str, facts: Facts) -> list[Project]:
    """Those of a work group or learning area that are under way."""
    (kind, _, code), today = sheet.partition(":"), facts.now.date()
    every = facts.office.organisation.projects.values()
    own = [p for p in every if code == (p.work_group if kind == "group" else p.learning_area)]
    return [project for project in own if project.under_way(today)]


def recorded(project: Project, sheet: str, facts: Facts) -> Line:
    """How many records, of how many schools, the last day told, and the first on which one was sent."""
    return list(facts.ask(
        "SELECT count(DISTINCT (form, id)), count(DISTINCT there.code), max(day), min(first_sent)"
        " FROM own JOIN response USING (form, id) JOIN member AS about USING (form, id)"
        " JOIN form ON form.id = response.form AND form.counts_as NOT IN ('observation', 'plan')"
        " JOIN term ON term.name = 'year' AND day >= first AND day < until"
        " LEFT JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)"
        " WHERE sheet = ? AND counted AND about.dimension = 'project' AND about.code = ?",
        sheet, project.code,
    )[0])  # fmt: skip


def _progress(project: Project, sent: date | None, facts: Facts) -> str:
    """Of a project whose day passed in this academic year, whether anything was sent by then."""
    begun, due = facts.ask("SELECT first FROM term WHERE name = 'year'")[0][0], project.due
    if due and due < begun:
        return "begun" if sent else "earlier"
    if due and due < facts.now.date():
        return "past" if sent is None else "late" if sent > due else "in_time"
    return "begun" if sent else "none"


def unsent(project: Project, sheet: str, facts: Facts) -> bool:
    """Whether its day passed in this academic year and nothing came."""
    return _progress(project, recorded(project, sheet, facts)[3], facts) == "past"
