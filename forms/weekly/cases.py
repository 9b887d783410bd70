"""Urgent cases that are open at the cut, the earliest due first: the same as the sheets list."""

from __future__ import annotations

from datetime import date

from forms.model import Entry
from forms.summary import day_of
from forms.weekly.lines import Case
from forms.weekly.records import Records


def open_cases(known: Records) -> tuple[Case, ...]:
    """Cases that nobody closed, those in which an error is to be mended among them.

    A school in need does not wait for a correct date; only what somebody left out is no case.
    """
    forms = (form for form in known.forms.values() if form.counts_as == "case")
    found = [one for one in known.of(*forms) if _told(known, one) and known.is_open(one)]
    cases = (_case(known, one) for one in found)
    return tuple(sorted(cases, key=lambda one: (one.due or date.max, one.since, one.response)))


def _told(known: Records, entry: Entry) -> bool:
    return entry.counted or known.findings.get(entry.response) == "error"


def _case(known: Records, entry: Entry) -> Case:
    due = known.date_of(entry, "due")
    return Case(
        entry.form,
        entry.response,
        entry.members.get("school", ""),
        entry.members.get("network", ""),
        known.label(entry, "kind"),
        known.label(entry, "urgency"),
        day_of(entry),
        due,
        entry.people,
        max(0, (known.today - due).days) if due else 0,
        known.findings.get(entry.response) == "error",
    )
