"""What has to be looked at: errors first, each with what is the matter and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from forms.model import Severity
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
    draft = begin(view, WIDTHS, texts("findings.title"), subtitle + before(view))
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


def before(view: View) -> str:
    """What the line below the title says of errors that are too old to be listed; "" where there are none."""
    year = view.calendar.academic_year(view.semester.start) - 1
    return view.texts("findings.before", year=year, count=view.errors_before) if view.errors_before else ""


def line(view: View, row: FindingRow) -> tuple[Cell, ...]:
    """A finding's cells, in the order of the columns."""
    organisation = view.organisation
    school = organisation.schools.get(row.school or "")
    network = organisation.networks.get(school.network) if school else None
    person = organisation.supervisors.get(row.supervisor or "")
    form = view.forms.get(row.form)
    return _cells(
        (view.texts(f"findings.severity.{row.severity}"), row.severity),
        (row.message, row.advice),
        row.when,
        (
            network.name if network else "",
            school.name if school else row.school or "",
            person.name if person else row.who or (school.name if school else ""),
            row.question,
        ),
        (form.title if form else row.form, row.link or view.links.get(f"register:{row.form}", "")),
        thai_datetime(row.submitted),
        row.response,
    )


# Open errors of all years are listed, and one more makes the whole list again: what is in its lines is kept.
@lru_cache(maxsize=1 << 14)
def _cells(
    severity: tuple[str, Severity],
    told: tuple[str, str],
    when: date | None,
    about: tuple[str, ...],
    opens: tuple[str, str],
    submitted: str,
    response: str,
) -> tuple[Cell, ...]:
    (label, grave), (title, link) = severity, opens
    return (
        Cell(label, styles.STATES[grave]),
        *(Cell(text or None, styles.WRAPPED) for text in (*told, thai_date(when) if when else "", *about)),
        Cell(title, styles.linked(styles.WRAPPED) if link else styles.WRAPPED, link=link),
        Cell(submitted, styles.WRAPPED),
        Cell(response, styles.FINE),
    )
