"""A work group's spreadsheet: what its members logged and observed, and what is to be mended."""

from __future__ import annotations

from typing import Final

from forms.model import Supervisor
from forms.thai import thai_date
from sync.layout import correcting, cuts, daily, notes, own_records, projects, series, styles
from sync.layout.behind import behind, has_tabs, results_of
from sync.layout.days import logged_days, supervisors
from sync.layout.headline import (
    days_tile,
    findings_tile,
    group_logs_tile,
    observations_tile,
    score_tile,
)
from sync.layout.kept import kept
from sync.layout.office_lists import awaiting, decisions_list, decisions_tile
from sync.layout.overview import Panel
from sync.layout.parts import place
from sync.layout.reading import Reading
from sync.layout.screen import Block, Drawing, screen
from sync.layout.tab import Cell, Tab
from sync.layout.view import View
from sync.layout.waiting import todo_tile

_PROJECTS: Final = 6  # on the first tab; all of them stand in a tab of their own
_DECISIONS: Final = 3  # that wait for the group, where it decides; the projects leave them room
_ROWS: Final = 18  # lines that the screen is high


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of a work group's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    readings = {form.id: view.readings(form) for form in view.forms.values()}
    made: list[Tab] = []
    if view.daily is not None:
        logged = readings[view.daily.id]
        observed = readings[view.observation.id] if view.observation else None
        seen = own_records.observes(view)
        made.append(_overview(view, *logged, observed) if seen else own_records.overview(view))
        made.append(daily.tab(view, view.daily, *logged))
    for form in view.forms.values():
        if has_tabs(form):
            made.append(cuts.tab(view, form, *readings[form.id]))
    made += [*projects.tabs(view), *results_of(view), *behind(view)]
    return (*made, correcting.tab(view), notes.tab(view))


@kept
def _overview(view: View, now: Reading, before: Reading, observed: tuple[Reading, Reading] | None) -> Tab:
    texts = view.texts
    tiles = [
        group_logs_tile(view, now, before),
        days_tile(view, now) if view.awaited is None else decisions_tile(view),
        *([observations_tile(view, *observed), score_tile(view, *observed)] if observed else []),
        findings_tile(view),
    ]
    columns = ("person", "logs", "days", "last", "observations")
    heads = tuple(texts(f"group.columns.{name}") for name in columns)
    seen, days = (observed[0] if observed else None), logged_days(now)
    people = supervisors(view, *(reading for reading in (now, seen) if reading))
    lines = tuple(_line(person, now, seen, len(days.get(person.code, ()))) for person in people)
    title, panel = texts("group.title", place=place(view)), Panel(texts("group.panel"), heads, lines)
    kinds = series.members(view, now, before, "kind", "group.kinds")
    weeks = series.weekly(view, now, before)
    if view.duties:
        tiles[-1] = todo_tile(view)
    room = _PROJECTS if view.awaited is None else _PROJECTS - _DECISIONS
    if own := projects.of(view):
        blocks: list[Block] = [(Drawing("BAR", kinds),), projects.listing(view, own, room)]
    else:
        areas = series.members(view, now, before, "learning_area", "group.areas")
        blocks = [(Drawing("BAR", kinds), Drawing("BAR", areas))]
    if view.awaited is not None:
        blocks.insert(0, decisions_list(view, awaiting(view), _DECISIONS))
    return screen(view, title, tiles, panel, blocks, under=Drawing("LINE", weeks), rows=_ROWS)


def _line(person: Supervisor, now: Reading, observed: Reading | None, days: int) -> tuple[Cell, ...]:
    last = now.last("supervisor", person.code)
    return (
        Cell(person.name, styles.CELL),
        Cell(now.n("supervisor", person.code), styles.COUNT),
        Cell(days, styles.COUNT),
        Cell(thai_date(last) if last else None, styles.CENTRE),
        Cell(observed.n("supervisor", person.code) if observed else None, styles.COUNT),
    )
