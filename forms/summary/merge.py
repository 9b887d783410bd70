"""Merging summaries: the whole from its parts, in any order."""

from __future__ import annotations

from collections.abc import Iterable

from forms.model import Partition, Summary, Tally
from forms.summary.excerpts import latest
from forms.summary.grains import grains, points


def merge(summaries: Iterable[Summary], partition: Partition) -> Summary:
    """One summary of several that share no response, for the partition they make up.

    Associative and commutative. Raises ValueError unless they are at least one, of one form and
    one period.
    """
    parts = tuple(summaries)
    if len({(part.form, part.period) for part in parts}) != 1:
        raise ValueError("summaries to merge must be of one form and one period")
    together: dict[tuple[str, str, str], list[Tally]] = {}
    for part in parts:
        for key, tally in part.tallies.items():
            together.setdefault(key, []).append(tally)
    tallies = {key: _added(tallies) for key, tallies in together.items()}
    excerpts = latest(excerpt for part in parts for excerpt in part.excerpts)
    return Summary(parts[0].form, partition, parts[0].period, tallies, excerpts)


def _added(tallies: list[Tally]) -> Tally:
    """The tallies as one; written for speed, for the district is merged again with every response."""
    if len(tallies) == 1:
        return tallies[0]
    counts: dict[str, int] = {}
    for tally in tallies:
        for label, times in tally.counts.items():
            counts[label] = counts.get(label, 0) + times
    totals = [tally.total for tally in tallies if tally.total]
    dates = [tally for tally in tallies if tally.first and tally.last]
    return Tally(
        sum([tally.n for tally in tallies]),
        points(sum(map(grains, totals))) if totals else 0.0,
        counts,
        min([tally.first for tally in dates if tally.first], default=None),
        max([tally.last for tally in dates if tally.last], default=None),
    )
