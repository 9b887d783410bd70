"""Merging summaries: the whole from its parts, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from forms.model import Partition, Summary, Tally
from forms.summary.excerpts import latest
from forms.summary.grains import grains, points

Tallies = Mapping[tuple[str, str, str], Tally]


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


def merge_anew(whole: Summary, before: Sequence[Summary], now: Sequence[Summary]) -> Summary:
    """What `merge` makes of `now`, where `whole` is what it made of `before`: part by part in the same order.

    Parts that are the very same are taken to be as they were; of the others only the tallies that
    differ are added up.
    """
    others = [(old, new) for old, new in zip(before, now, strict=True) if old is not new]
    tallies = dict(whole.tallies)
    for key in {key for old, new in others for key in _differing(old.tallies, new.tallies)}:
        found = [part.tallies[key] for part in now if key in part.tallies]
        if found:
            tallies[key] = _added(found)
        else:
            del tallies[key]
    excerpts = whole.excerpts
    if any(old.excerpts != new.excerpts for old, new in others):
        excerpts = latest(excerpt for part in now for excerpt in part.excerpts)
    return Summary(whole.form, whole.partition, whole.period, tallies, excerpts)


def _differing(old: Tallies, new: Tallies) -> Iterator[tuple[str, str, str]]:
    yield from (key for key, tally in old.items() if new.get(key) != tally)
    yield from (key for key in new if key not in old)


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
