"""What has to be looked at: errors first, each with what is the matter and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from forms.thai import thai_date, thai_datetime
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, place
from sync.layout.tab import Cell, Tab
from sync.layout.view import FindingRow, View

KEY: Final = "findings"
COLUMNS: Final = (
    "severity", "message", "advice", "when", "network", "school", "who", "question", "form",
    "submitted", "response",
)  # fmt: skip
WIDTHS: Final = (96, 330, 330, 100, 150, 260, 150, 170, 200, 150, 190)


@kept
def tab(view: View) -> Tab:
    """The tab of a partition's findings, errors first, the latest submission first."""
    texts, rows = view.texts, ordered(view.findings)
    errors, warnings = count(rows)
    subtitle = texts("findings.line", place=place(view), errors=errors, warnings=warnings)
    draft = begin(view, WIDTHS, texts("findings.title"), subtitle)
    head = heads(draft, [texts(f"findings.columns.{name}") for name in COLUMNS], left=0, height=30)
    for row in rows:
        draft.line(line(view, row), key=f"{row.response}|{row.code}|{row.question}")
    if not rows:
        nothing(draft, texts("findings.none"))
    return draft.tab(
        KEY, texts("findings.title"), frozen_rows=head + 1, filter_from_row=head if rows else None,
        gridlines=False, colour=styles.BAD if errors else "",
    )  # fmt: skip


def ordered(rows: Iterable[FindingRow]) -> list[FindingRow]:
    """Errors before warnings, the latest submission first; equal ones in an order that never changes."""
    settled = sorted(rows, key=lambda row: (row.form, row.response, row.code, row.question))
    settled.sort(key=lambda row: row.submitted, reverse=True)
    return sorted(settled, key=lambda row: row.severity != "error")


def count(rows: Sequence[FindingRow]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    errors = sum(row.severity == "error" for row in rows)
    return errors, len(rows) - errors


def line(view: View, row: FindingRow) -> list[Cell]:
    """A finding's cells, in the order of the columns."""
    organisation = view.organisation
    school = organisation.schools.get(row.school or "")
    network = organisation.networks.get(school.network) if school else None
    person = organisation.supervisors.get(row.supervisor or "")
    form = view.forms.get(row.form)
    texts: tuple[str, ...] = (
        row.message,
        row.advice,
        thai_date(row.when) if row.when else "",
        network.name if network else "",
        school.name if school else row.school or "",
        person.name if person else row.who or (school.name if school else ""),
        row.question,
    )
    link = row.link or view.links.get(f"register:{row.form}", "")
    title = form.title if form else row.form
    return [
        Cell(view.texts(f"findings.severity.{row.severity}"), styles.STATES[row.severity]),
        *(Cell(text or None, styles.WRAPPED) for text in texts),
        Cell(title, styles.linked(styles.WRAPPED) if link else styles.WRAPPED, link=link),
        Cell(thai_datetime(row.submitted), styles.WRAPPED),
        Cell(row.response, styles.FINE),
    ]
