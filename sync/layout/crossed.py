"""Where things stand by two questions at once: a line a choice of the one, its networks below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from forms.model import Entry, Form, Question, StatusTable
from forms.summary import day_of
from forms.yearly import is_yearly
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.parts import group_heads, subject
from sync.layout.reading import in_order
from sync.layout.shortened import fitting
from sync.layout.sums import SHOWN_IN, standing_for
from sync.layout.tab import Cell
from sync.layout.view import View

_PLACES: Final = ("network", "school", "class")  # a place is the narrowest of them that a record tells
_ALL: Final = "*"  # beside the networks' codes: all of them, and what is of none
_NONE: Final = ""
_HEAD_LINES: Final = 3

Counts = Counter[tuple[str, str, str, str]]
"""How many places stand so: by choice of the rows, of the columns, network (or all, or none), and status."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a table of a form says, with the choices of its rows, columns and statuses by code and label."""

    form: Form
    table: StatusTable
    down: list[tuple[str, str]]
    across: list[tuple[str, str]]
    statuses: list[tuple[str, str]]
    counts: Counts

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return 1 + len(self.across) * len(self.statuses)


def crossings(view: View, form: Form) -> list[Crossing]:
    """A form's tables, of the records that its sums would stand on; none where nothing was told."""
    if view.partition.kind not in SHOWN_IN or not form.tables:
        return []
    records = sorted(standing_for(view, form), key=lambda r: (day_of(r), r.submitted, r.response))
    known = {network.code for network in view.networks}
    made = (_crossing(view, form, table, _counts(records, table, known)) for table in form.tables)
    return [crossing for crossing in made if crossing.counts]


def _counts(records: Iterable[Entry], table: StatusTable, known: set[str]) -> Counts:
    latest: dict[tuple[str, ...], str] = {}
    for record in records:
        row, column, status = (
            str(record.answers.get(question) or "") for question in (table.rows, table.columns, table.latest)
        )
        if row and status:
            place = (record.members.get(dimension, "") for dimension in _PLACES)
            latest[row, column, *place] = status
    counts: Counts = Counter()
    for (row, column, network, *_), status in latest.items():
        counts[row, column, _ALL, status] += 1
        counts[row, column, network if network in known else _NONE, status] += 1
    return counts


def _crossing(view: View, form: Form, table: StatusTable, counts: Counts) -> Crossing:
    """With every choice of the rows and statuses, and of the columns those that were told."""
    rows, columns, latest = (form.questions[name] for name in (table.rows, table.columns, table.latest))
    across = in_order({key[1] for key in counts} - {""}, _labels(columns))
    if any(not key[1] for key in counts):
        across.append(("", view.texts("tallies.tables.unsaid")))
    return Crossing(
        form,
        table,
        in_order({*_labels(rows), *(key[0] for key in counts)}, _labels(rows)),
        across,
        in_order({*_labels(latest), *(key[3] for key in counts)}, _labels(latest)),
        counts,
    )


def _labels(question: Question) -> dict[str, str]:
    return {choice.code: choice.label for choice in question.choices}


def put(draft: Draft, view: View, crossing: Crossing) -> None:
    """Put down a table: for the district and deputies each line is followed by one a network."""
    _heads(draft, view, crossing)
    beside = view.partition.kind != "network"
    key = f"{crossing.form.id}:table{crossing.form.tables.index(crossing.table)}"
    for code, name in crossing.down:
        cells = _cells(crossing, name, code, _ALL)
        if beside:
            cells = [replace(cell, style=styles.total(cell.style)) for cell in cells]
        draft.line(cells, key=f"{key}:{code}")
        of = {network for row, _, network, _ in crossing.counts if row == code} - {_ALL}
        if beside and of - {_NONE}:
            for network in view.networks:
                draft.line(
                    _cells(crossing, network.name, code, network.code), key=f"{key}:{code}:{network.code}"
                )
            if _NONE in of:
                no_network = view.texts("tallies.sums.no_network")
                draft.line(_cells(crossing, no_network, code, _NONE), key=f"{key}:{code}:-")


def _heads(draft: Draft, view: View, crossing: Crossing) -> None:
    """The heading, what is counted, and two lines of heads: the columns' choices, below each the statuses."""
    form, table, texts = crossing.form, crossing.table, view.texts
    rows, columns, latest = (form.questions[name].ask for name in (table.rows, table.columns, table.latest))
    draft.gap(12)
    title = texts("tallies.tables.title", latest=latest, subject=subject(view, form))
    draft.line([Cell(title, styles.HEADING)], height=28)
    year = view.calendar.academic_year_of(view.semester.start).name.partition("-")[0]
    name = "of_year" if is_yearly(form) else "of_semester"
    draft.line([Cell(texts(f"tallies.tables.{name}", year=year), styles.SMALL)])
    group_heads(draft, [(columns, 1), *((label, len(crossing.statuses)) for _, label in crossing.across)])
    statuses = [label for _, label in crossing.statuses] * len(crossing.across)
    heads = [Cell(rows, styles.HEAD_LEFT), *(Cell(label, styles.HEAD) for label in statuses)]
    draft.line([fitting(*one, _HEAD_LINES) for one in zip(heads, draft.widths, strict=False)], height=64)


def _cells(crossing: Crossing, name: str, row: str, network: str) -> list[Cell]:
    found = (
        crossing.counts[row, column, network, status]
        for column, _ in crossing.across
        for status, _ in crossing.statuses
    )
    return [Cell(name, styles.LONG), *(Cell(n or None, styles.COUNT) for n in found)]
