"""A network's spreadsheet: which of its schools were visited, with what result, and what is to be mended."""

from __future__ import annotations

from typing import Final

from forms.model import School
from forms.summary import Visits
from forms.thai import thai_date
from sync.layout import correcting, cuts, notes, remarks, results, schools, series, styles
from sync.layout.behind import behind, has_tabs, results_of
from sync.layout.headline import (
    coverage_tile,
    covered,
    findings_tile,
    observations_tile,
    score_tile,
    waiting_tile,
)
from sync.layout.kept import kept
from sync.layout.overview import Panel
from sync.layout.parts import place, score_cells
from sync.layout.reading import Reading
from sync.layout.screen import Drawing, screen
from sync.layout.tab import Cell, Tab
from sync.layout.view import View
from sync.layout.waiting import with_waiting

_REMARKS: Final = 3  # visits on the first tab; all of them stand in a tab of their own
_ROWS: Final = 20  # lines that the screen is high


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of a network's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    readings = {form.id: view.readings(form) for form in view.forms.values()}
    made: list[Tab] = []
    if view.observation is not None:
        observed = readings[view.observation.id]
        made.append(_overview(view, *observed))
        made.append(schools.tab(view, view.observation, *observed))
    for form in view.forms.values():
        now, before = readings[form.id]
        if form.grids and has_tabs(form):
            made.append(results.tab(view, form, now, before))
            if remarks.asked(form):
                made.append(remarks.tab(view, form, now))
            made.append(cuts.tab(view, form, now, before))
    return (*made, *results_of(view), *behind(view), correcting.tab(view), notes.tab(view))


@kept
def _overview(view: View, now: Reading, before: Reading) -> Tab:
    texts = view.texts
    (found, past), visits = covered(view), view.visits()
    tiles = [
        coverage_tile(view, found, past),
        waiting_tile(view, found),
        observations_tile(view, now, before),
        score_tile(view, now, before),
        findings_tile(view),
    ]
    tiles = with_waiting(view, tiles, instead=(2, 4, 1))
    lines = tuple(line(view, school, now, visits) for school in view.schools)
    panel = Panel(texts("network.panel"), heads(view), lines, name_width=250)
    ends = (min(now.form.grids[0].scale), max(now.form.grids[0].scale))
    drawings = (
        Drawing("LINE", series.weekly(view, now, before)),
        Drawing("BAR", series.domains(view, now, before), ends),
    )
    said = [remarks.listing(view, now, _REMARKS)] if len(remarks.asked(now.form)) > 1 else []
    title = texts("network.title", place=place(view))
    return screen(view, title, tiles, panel, [drawings, *said], rows=_ROWS)


def heads(view: View) -> tuple[str, ...]:
    """The heads of the table of schools."""
    return tuple(view.texts(f"network.columns.{name}") for name in ("school", "status", "n", "last", "mean"))


def line(view: View, school: School, now: Reading, visits: Visits) -> tuple[Cell, ...]:
    """A school's line in that table: its visits and where it stands by them, its mean by its observations."""
    last = visits.last(school.code)
    mean, _ = score_cells(view, now.score("school", school.code))
    return (
        Cell(school.name, styles.CELL),
        schools.status_cell(view, school, visits, short=True),  # a phone has no room for more
        Cell(visits.n(school.code), styles.COUNT),
        Cell(thai_date(last) if last else None, styles.CENTRE),
        mean,
    )
