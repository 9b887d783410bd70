"""What waits for the director's decision, the longest waiting first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from forms.model import Entry
from forms.model.chains import Standing
from forms.summary import day_of
from forms.weekly.lines import Waiting
from forms.weekly.records import Records

_BY: Final = "director"


def waiting(known: Records) -> tuple[Waiting, ...]:
    """Counted records that have come to a step of the director; one with errors is to be mended first."""
    return tuple(sorted(_waiting(known), key=lambda one: (one.since, one.form, one.response)))


def _waiting(known: Records) -> Iterator[Waiting]:
    for entry in known.of(*(form for form in known.forms.values() if form.chains)):
        standing = known.standing(entry)
        if entry.counted and standing and _waits(standing):
            yield _line(known, entry, standing)


def _waits(standing: Standing) -> bool:
    return standing.state in ("waiting", "open") and standing.step is not None and standing.step.by == _BY


def _line(known: Records, entry: Entry, standing: Standing) -> Waiting:
    form = known.forms[entry.form]
    typed = entry.answers.get(form.about.get("who_name", ""))
    since = standing.since.date() if standing.since else day_of(entry)
    return Waiting(
        entry.form,
        entry.response,
        form.title,
        known.label(entry, "kind"),
        entry.members.get("school", ""),
        entry.people,
        typed if isinstance(typed, str) else "",
        since,
        max(0, (known.today - since).days),
    )
