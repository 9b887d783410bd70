"""Urgent cases: the open ones first, the earliest due on top; who answers for each and where it stands."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from forms.model import Entry
from forms.summary import day_of
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, place
from sync.layout.records import (
    cases,
    date_of,
    day,
    is_open,
    label,
    open_cases,
    people_names,
    school_name,
    state_cell,
    to_mend,
)
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

KEY: Final = "cases"
# What a reader has to see comes first, within the width of a screen.
_WIDTHS: Final = (96, 150, 180, 180, 106, 120, 120, 94, 94, 84)
_COLUMNS: Final = ("due", "state", "school", "kind", "urgency", "team", "network", "opened", "next", "sheet")


@kept
def tab(view: View) -> Tab:
    """The tab of the academic year's urgent cases."""
    texts, open_ones, mending = view.texts, open_cases(view), to_mend(view)
    closed = [case for case in reversed(cases(view)) if not is_open(view, case)]
    line = texts("cases.line", place=place(view), open=len(open_ones), closed=len(closed))
    draft = begin(view, _WIDTHS, texts("cases.title"), line)
    head = heads(draft, [texts(f"cases.columns.{name}") for name in _COLUMNS], left=0, height=40)
    for case in (*open_ones, *closed):
        draft.line(_line(view, case, mending), key=case.response)
    if not open_ones and not closed:
        nothing(draft, texts("cases.none"))
    return draft.tab(
        KEY, texts("cases.title"), frozen_rows=head + 1, gridlines=False,
        colour=styles.BAD if open_ones else "",
    )  # fmt: skip


def _line(view: View, case: Entry, mending: Set[tuple[str, str]]) -> list[Cell]:
    due, network = date_of(view, case, "due"), view.organisation.networks.get(case.members.get("network", ""))
    late = due is not None and due < view.today and is_open(view, case)
    link = view.links.get(f"register:{case.form}", "")
    return [
        Cell(day(due) or None, styles.on(styles.CENTRE, styles.BAD_TINT if late else "")),
        state_cell(view, case, mending),
        Cell(school_name(view, case) or None, styles.LONG),
        Cell(label(view, case, "kind") or None, styles.LONG),
        Cell(label(view, case, "urgency") or None, styles.CENTRE),
        Cell(people_names(view, case.people) or None, styles.LONG),
        Cell(network.name if network else None, styles.LONG),
        Cell(day(day_of(case)), styles.CENTRE),
        Cell(day(date_of(view, case, "next")) or None, styles.CENTRE),
        Cell(view.texts("cases.open") if link else None, styles.LINKED if link else styles.CELL, link=link),
    ]
