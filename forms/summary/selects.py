"""Which entries stand behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.calendar import Calendar
from forms.model import Entry, Form, Partition, Query, Severity


def day_of(entry: Entry) -> date:
    """The local date an entry falls on: what it is about, else the date of its submission."""
    return entry.when or entry.submitted.date()


def belongs(entry: Entry, partition: Partition) -> bool:
    """Tell whether an entry is in a partition. A network or group "" holds those that have none."""
    return partition.kind == "district" or entry.members.get(partition.kind, "") == partition.code


def selects(
    query: Query,
    entry: Entry,
    form: Form,
    calendar: Calendar,
    findings_by_response: Mapping[str, Severity] | None = None,
) -> bool:
    """Tell whether an entry is among those behind a figure.

    `findings_by_response` (the worst severity of each response) is needed for the measure "warnings" only.
    """
    raise NotImplementedError
