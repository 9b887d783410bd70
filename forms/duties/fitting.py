"""Lint the settings of a duty against its rhythm: what nothing would read is named, with what it knows."""

from __future__ import annotations

from collections.abc import Mapping

from forms.model import Wording
from forms.places import Place

_ALWAYS = ("title", "every", "due", "records")
_OF_DAYS = (*_ALWAYS, "asks", "owed_by")  # days and their weeks are reckoned from the one `since` of all
_OF_REQUESTS = (*_OF_DAYS, "late_days", "since")  # what a plan or a permit asks for is known to be for that
_BY_THEMSELVES = ("working-day", "plan", "journey")
_GATHERING = (*_ALWAYS, "gathers", "owed_by", "late_days")
_OF_VISITS = (*_OF_DAYS, "by", "least_days", "since")  # what counts by its day is of the period of that day
_OF_REPORTS = (*_OF_VISITS, "early_days", "late_days")


def lint_settings(fields: Mapping[str, Place], every: str) -> None:
    """Note the settings of a duty that its kind does not know; `every` is its rhythm as it was written."""
    kind, known = _kind(fields, every)
    for name, place in fields.items():
        if name not in known:
            message = Wording(
                "{name} says nothing here: {kind} knows no such setting", {"name": name, "kind": kind}
            )
            place.wrong(message, Wording(", ".join(known)))


def _kind(fields: Mapping[str, Place], every: str) -> tuple[Wording, tuple[str, ...]]:
    """What a kind of duty is called, and the settings that it knows."""
    if "gathers" in fields:  # beside asks: that is told already
        return Wording("a duty that gathers others"), (*_GATHERING, "asks")
    if "by" in fields and fields["by"].said == "day" and every not in _BY_THEMSELVES:
        return Wording("a duty that counts by its day"), _OF_VISITS
    known = _OF_DAYS if every == "working-day" else _OF_REQUESTS if every in _BY_THEMSELVES else _OF_REPORTS
    return Wording("a duty of each {word}", {"word": Wording(every)}), known
