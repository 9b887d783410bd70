"""Summarising: entries into tallies, all dimensions at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.calendar import Calendar
from forms.model import Entry, Form, Partition, Period, Severity, Summary


def summarise(
    entries: Iterable[Entry],
    form: Form,
    calendar: Calendar,
    partition: Partition,
    period: Period,
    findings_by_response: Mapping[str, Severity],
) -> Summary:
    """The summary of those entries that lie in the partition and the period.

    `findings_by_response` holds the worst severity of each response that has findings.
    """
    raise NotImplementedError
