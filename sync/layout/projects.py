"""Projects of a work group or learning area: who answers for each, until when, and how much was recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from forms.model import Project
from forms.summary import day_of
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads
from sync.layout.records import day
from sync.layout.screen import Listing, small
from sync.layout.tab import Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View

KEY: Final = "projects"
_WIDTHS: Final = (400, 170, 110, 110, 90, 110, 130)
_COLUMNS: Final = ("project", "owner", "due", "records", "schools", "last", "progress")

_LISTED: Final = ((7, 10), (10, 11), (11, 13), (13, 15))  # where the columns of the list begin and end

_Record = tuple[str, date]


def of(view: View) -> list[Project]:
    """The projects of the partition: the earliest due first, then those most is recorded of."""
    code, kind = view.partition.code, view.partition.kind
    own = [
        project
        for project in view.organisation.projects.values()
        if (kind == "group" and project.work_group == code)
        or (kind == "learning_area" and project.learning_area == code)
    ]
    under_way = [project for project in own if project.under_way(view.day)]
    records = _records(view)
    return sorted(under_way, key=lambda p: (p.due or date.max, -len(records.get(p.code, ()))))


def listing(view: View, own: list[Project], room: int) -> Listing:
    """The projects for a first tab."""
    texts, records = view.texts, _records(view)
    lines = []
    for project in own:
        found = records.get(project.code, ())
        said = texts("projects.count", n=len(found)) if found else texts("projects.progress.none")
        last = texts("projects.latest", day=day(max(when for _, when in found))) if found else ""
        late = project.due is not None and project.due < view.today
        look = styles.on(styles.CELL, styles.BAD_TINT if late else "")
        due, owner = small(day(project.due), style=look), small(_owner(view, project))
        lines.append(
            (small(project.name), due, owner, small(" · ".join(part for part in (said, last) if part)))
        )
    heading = texts("projects.heading", n=len(own))
    heads = tuple(texts(f"projects.heads.{name}") for name in ("name", "due", "owner", "records"))
    link = view.links.get("tab:projects", "")
    return Listing(heading, heads, lines, texts("projects.none"), room, link, _LISTED)


def tile(view: View) -> Tile:
    """How many projects are under way, how many are past their day, and which day is the next."""
    texts, own = view.texts, of(view)
    past = sum(project.due is not None and project.due < view.today for project in own)
    coming = min((p.due for p in own if p.due is not None and p.due >= view.today), default=None)
    note = texts("projects.tile.note", past=past, next=day(coming) or texts("common.nothing"))
    link, colour = view.links.get("tab:projects", ""), styles.BAD if past else styles.PRIMARY
    return Tile(texts("projects.tile.label"), len(own), texts("projects.tile.pattern"), note, colour, link)


def tabs(view: View) -> tuple[Tab, ...]:
    """The tab of the partition's projects, none where it has none."""
    own = of(view)
    return (_tab(view, own),) if own else ()


@kept
def _tab(view: View, own: list[Project]) -> Tab:
    texts, records = view.texts, _records(view)
    draft = begin(view, _WIDTHS, texts("projects.title"))
    head = heads(draft, [texts(f"projects.columns.{name}") for name in _COLUMNS], height=30)
    for project in own:
        draft.line(_line(view, project, records.get(project.code, ())), key=project.code)
    return draft.tab(KEY, texts("projects.title"), frozen_rows=head + 1, gridlines=False)


def _line(view: View, project: Project, records: Sequence[_Record]) -> list[Cell]:
    late = project.due is not None and project.due < view.today
    return [
        Cell(project.name, styles.LONG),
        Cell(_owner(view, project) or None, styles.CELL),
        Cell(day(project.due) or None, styles.on(styles.CENTRE, styles.BAD_TINT if late else "")),
        Cell(len(records), styles.COUNT),
        Cell(len({school for school, _ in records if school}) or None, styles.COUNT),
        Cell(day(max((when for _, when in records), default=None)) or None, styles.CENTRE),
        _progress(view, project, records),
    ]


def _progress(view: View, project: Project, records: Sequence[_Record]) -> Cell:
    """Whether it is past its day, followed up, or not yet followed up at all."""
    if project.due is not None and project.due < view.today:
        name, tint = "past", styles.BAD_TINT
    else:
        name, tint = ("begun", styles.GOOD_TINT) if records else ("none", styles.CARE_TINT)
    return Cell(view.texts(f"projects.progress.{name}"), styles.on(styles.CENTRE, tint))


def _owner(view: View, project: Project) -> str:
    person = view.organisation.supervisors.get(project.owner or "")
    return person.name if person else ""


def _records(view: View) -> Mapping[str, list[_Record]]:
    """School and day of each record of the year that is about a project, by its code."""
    found: dict[str, list[_Record]] = {}
    year = view.calendar.academic_year_of(view.today)
    for entries in view.entries.values():
        for entry in entries:
            if entry.counted and day_of(entry) in year and (code := entry.members.get("project")):
                found.setdefault(code, []).append((entry.members.get("school", ""), day_of(entry)))
    return found
