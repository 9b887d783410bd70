"""Projects of a work group or learning area: who answers for each, until when, and how much was recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from forms.model import Period, Project
from forms.summary import day_of
from forms.thai import thai_period
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, place
from sync.layout.records import day
from sync.layout.screen import Listing, small
from sync.layout.tab import Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View

KEY: Final = "projects"
_WIDTHS: Final = (400, 170, 110, 110, 90, 110, 130)
_COLUMNS: Final = ("project", "owner", "due", "records", "schools", "last", "progress")

_LISTED: Final = ((7, 10), (10, 11), (11, 13), (13, 15))  # where the columns of the list begin and end

# past: its day is over and nothing came; earlier: its day was in a year whose records are not at hand.
_State = Literal["past", "in_time", "late", "begun", "none", "earlier"]
_TINTS: Final[Mapping[_State, str]] = {
    "past": styles.BAD_TINT,
    "in_time": styles.GOOD_TINT,
    "late": styles.CARE_TINT,
    "begun": styles.GOOD_TINT,
    "none": styles.CARE_TINT,
    "earlier": "",
}
_DUE_TINTS: Final[Mapping[_State, str]] = {"past": styles.BAD_TINT, "late": styles.CARE_TINT}


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of a project: of which school ("" for none) and day it is, and the day on which it came."""

    school: str
    on: date
    came: date


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
        tint = _DUE_TINTS.get(_state(view, project, found), "")
        due = small(day(project.due), style=styles.on(styles.CELL, tint))
        owner, said = small(_owner(view, project)), small(_said(view, project, found))
        lines.append((small(project.name), due, owner, said))
    heading = texts("projects.heading", n=len(own), year=thai_period(_year(view)))
    heads = tuple(texts(f"projects.heads.{name}") for name in ("name", "due", "owner", "records"))
    link = view.links.get("tab:projects", "")
    return Listing(heading, heads, lines, texts("projects.none"), room, link, _LISTED)


def _said(view: View, project: Project, records: Sequence[_Record]) -> str:
    """How many records there are and the latest; what is past its day or came late says so first."""
    texts, state = view.texts, _state(view, project, records)
    if not records:
        return texts(f"projects.progress.{state}")
    n = texts("projects.count", n=len(records))
    last = texts("projects.latest", day=day(max(record.on for record in records)))
    parts = (texts("projects.progress.late"), n) if state == "late" else (n, last)
    return " · ".join(parts)


def tile(view: View) -> Tile:
    """How many projects are under way, of how many nothing came by their day, and which day is the next."""
    texts, own, records = view.texts, of(view), _records(view)
    past = sum(_state(view, project, records.get(project.code, ())) == "past" for project in own)
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
    line = texts("projects.line", place=place(view), year=thai_period(_year(view)))
    draft = begin(view, _WIDTHS, texts("projects.title"), line)
    head = heads(draft, [texts(f"projects.columns.{name}") for name in _COLUMNS], height=30)
    for project in own:
        draft.line(_line(view, project, records.get(project.code, ())), key=project.code)
    return draft.tab(KEY, texts("projects.title"), frozen_rows=head + 1, gridlines=False)


def _line(view: View, project: Project, records: Sequence[_Record]) -> list[Cell]:
    state = _state(view, project, records)
    last = max((record.on for record in records), default=None)
    return [
        Cell(project.name, styles.LONG),
        Cell(_owner(view, project) or None, styles.CELL),
        Cell(day(project.due) or None, styles.on(styles.CENTRE, _DUE_TINTS.get(state, ""))),
        Cell(len(records), styles.COUNT),
        Cell(len({record.school for record in records if record.school}) or None, styles.COUNT),
        Cell(day(last) or None, styles.CENTRE),
        Cell(view.texts(f"projects.progress.{state}"), styles.on(styles.CENTRE, _TINTS[state])),
    ]


def _state(view: View, project: Project, records: Sequence[_Record]) -> _State:
    """Whether anything came by its day in this academic year, or later, or not at all."""
    due, begun = project.due, _year(view).start
    if due is not None and begun <= due < view.today:
        first = min((record.came for record in records), default=None)
        return "past" if first is None else "in_time" if first <= due else "late"
    if records:
        return "begun"
    return "earlier" if due is not None and due < begun else "none"


def _owner(view: View, project: Project) -> str:
    person = view.organisation.supervisors.get(project.owner or "")
    return person.name if person else ""


def _year(view: View) -> Period:
    """The academic year whose records are told."""
    return view.calendar.academic_year_of(view.today)


def _records(view: View) -> Mapping[str, list[_Record]]:
    """The records of the year that are about a project, by its code; what is only planned is none."""
    found: dict[str, list[_Record]] = {}
    year = _year(view)
    done = (form.id for form in view.forms.values() if form.counts_as != "plan")
    for entry in (one for form in done for one in view.entries.get(form, ())):
        if entry.counted and day_of(entry) in year and (code := entry.members.get("project")):
            record = _Record(entry.members.get("school", ""), day_of(entry), entry.submitted.date())
            found.setdefault(code, []).append(record)
    return found
