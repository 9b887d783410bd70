"""How fresh the figures of a week are, and how much of what was sent stands behind them."""

from __future__ import annotations

from forms.model import Period
from forms.summary import day_of
from forms.weekly.lines import Freshness
from forms.weekly.records import Records


def freshness(week: Period, known: Records) -> Freshness:
    """Of all forms, by the days that responses are about."""
    received = [entry for entry in known.of(*known.forms.values()) if day_of(entry) in week]
    worst = [known.findings.get(entry.response) for entry in received]
    return Freshness(
        known.latest,
        len(known.forms),
        len(received),
        sum(entry.counted for entry in received),
        worst.count("error"),
        worst.count("warning"),
    )
