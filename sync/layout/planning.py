"""The calendar of supervision: what was planned and what was done, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.duties import DutyState
from forms.model import Entry
from forms.summary import day_of
from forms.visits import VISITS
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, place
from sync.layout.records import (
    asked_by,
    counting_as,
    day,
    form_of,
    label,
    people_names,
    school_name,
    within,
)
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

KEY: Final = "calendar"
_WIDTHS: Final = (110, 80, 150, 260, 200, 250, 120, 110)
_COLUMNS: Final = ("when", "part", "network", "school", "who", "way", "status", "done")
_TINTS: Final[Mapping[str, str]] = {
    "done": styles.GOOD_TINT,
    "late": styles.CARE_TINT,
    "missing": styles.BAD_TINT,
    "pending": "",
    "excused": styles.MIST,
}
_UNPLANNED: Final = 200  # visits without a plan that are listed; all of them stand in the registers


@kept
def tab(view: View) -> Tab:
    """The tab of the semester's plans, the latest first, and beneath the visits that nobody had planned."""
    texts, asked = view.texts, asked_by(view)
    plans = [(plan, asked.get(plan.response)) for plan in within(counting_as(view, "plan"), view.semester)]
    met = {response for _, state in plans if state for response in state.responses}
    visits = [v for v in within(counting_as(view, *VISITS), view.semester) if v.response not in met]
    done = sum(state is not None and state.status in ("done", "late") for _, state in plans)
    missed = sum(state is not None and state.status == "missing" for _, state in plans)
    line = texts("planning.line", place=place(view), all=len(plans), done=done, missed=missed,
                 more=len(visits))  # fmt: skip
    draft = begin(view, _WIDTHS, texts("planning.title"), line)
    head = heads(draft, [texts(f"planning.columns.{name}") for name in _COLUMNS], left=0, height=30)
    for plan, state in reversed(plans):
        draft.line(_planned(view, plan, state), key=plan.response)
    if not plans:
        nothing(draft, texts("planning.none"))
    if visits:
        draft.gap(12)
        draft.banner(texts("planning.unplanned", n=len(visits)), styles.HEADING, height=28)
        for visit in list(reversed(visits))[:_UNPLANNED]:
            draft.line(_visit(view, visit), key=visit.response)
    return draft.tab(KEY, texts("planning.title"), frozen_rows=head + 1, gridlines=False)


def _planned(view: View, plan: Entry, state: DutyState | None) -> list[Cell]:
    status = state.status if state else ""
    look = styles.on(styles.CENTRE, _TINTS.get(status, ""))
    return [
        Cell(day(day_of(plan)), styles.CENTRE),
        Cell(label(view, plan, "part_of_day") or None, styles.CENTRE),
        *_where(view, plan),
        Cell(people_names(view, plan.people) or None, styles.LONG),
        Cell(label(view, plan, "way") or None, styles.LONG),
        Cell(view.texts(f"planning.status.{status}") if status else None, look),
        Cell(day(state.on) or None if state else None, styles.CENTRE),
    ]


def _visit(view: View, visit: Entry) -> list[Cell]:
    return [
        Cell(None, styles.CENTRE),
        Cell(None, styles.CENTRE),
        *_where(view, visit),
        Cell(people_names(view, visit.people) or None, styles.LONG),
        Cell(form_of(view, visit).title, styles.LONG),
        Cell(view.texts("planning.status.unplanned"), styles.CENTRE),
        Cell(day(day_of(visit)), styles.CENTRE),
    ]


def _where(view: View, entry: Entry) -> tuple[Cell, Cell]:
    network = view.organisation.networks.get(entry.members.get("network", ""))
    return Cell(network.name if network else None, styles.CELL), Cell(school_name(view, entry), styles.CELL)
