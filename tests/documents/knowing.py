"""What papers of periods are composed from in tests: records of a small office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from forms.model import Entry, Form
from forms.papers import Paper
from forms.papers.known import Known, summed_up
from sync.documents import find_template, render
from tests.documents.papers import lines_of
from tests.forms.builders import CALENDAR, LOG, ORGANISATION, VISIT


def known(
    *entries: Entry, forms: Iterable[Form] = (VISIT, LOG), today: date = date(2026, 11, 30), **more: Any
) -> Known:
    """The small office with these records; `more` as in Known."""
    of: dict[str, list[Entry]] = {}
    for entry in entries:
        of.setdefault(entry.form, []).append(entry)
    return Known(
        today=today,
        forms={form.id: form for form in forms},
        organisation=ORGANISATION,
        calendar=CALENDAR,
        entries=of,
        summary=summed_up(of, CALENDAR, more.get("findings")),
        **more,
    )


def written(paper: Paper) -> list[str]:
    """The paper's lines, as they stand in its file."""
    return lines_of(render(paper, find_template(Path("nowhere"), paper.kind)))


def row_of(lines: list[str], name: str, width: int, *, skip: int = 0) -> list[str]:
    """What stands in a table's row whose first cell is that; `skip` earlier ones."""
    places = [number for number, line in enumerate(lines) if line == name]
    return lines[places[skip] : places[skip] + width]


def section(lines: list[str], head: str, end: str) -> list[str]:
    """The lines from a heading to the next."""
    start = lines.index(head)
    return lines[start : lines.index(end, start)]
