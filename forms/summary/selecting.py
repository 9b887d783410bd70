"""Which entries stand behind a figure: a query said once more, apart from the tallies that it finds."""

from __future__ import annotations

from collections.abc import Mapping

from forms.calendar import Calendar
from forms.model import Entry, Form, Query, Severity
from forms.response.entries import day_of
from forms.summary.cuts import belongs, member_of


def selects(
    query: Query,
    entry: Entry,
    form: Form,
    calendar: Calendar,
    findings_by_response: Mapping[str, Severity] | None = None,
) -> bool:
    """Tell whether an entry is among those behind a figure: the `n` of its tally counts exactly them.

    `form` is the entry's. `findings_by_response` (the worst severity of each response) is needed for
    "errors" and "warnings" only.
    """
    return (
        entry.form in (query.form, *query.also)
        and day_of(entry) in query.period
        and (belongs(entry, query.partition) or entry.members.get("school") in query.moved)
        and member_of(entry, query.dimension, lambda day: calendar.week_of(day).name) == query.member
        and _measured(query.measure, entry, form, findings_by_response or {})
    )


def _measured(measure: str, entry: Entry, form: Form, findings_by_response: Mapping[str, Severity]) -> bool:
    if measure == "responses":
        return True
    if measure in ("errors", "warnings"):
        return findings_by_response.get(entry.response) == measure.removesuffix("s")
    if not entry.counted:
        return False
    kind, _, part = measure.partition(":")
    if kind == "item":
        return part in entry.scores
    if kind == "domain":
        return any(row.id in entry.scores for grid in form.grids if grid.id == part for row in grid.items)
    return kind == "counted" or bool(entry.scores)
