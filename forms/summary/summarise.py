"""Summarising: entries into tallies, all dimensions at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from forms.calendar import Calendar
from forms.model import Entry, Form, Partition, Period, Severity, Summary, Tally
from forms.response.entries import day_of
from forms.summary.cuts import CROSSED, belongs, dimensions_of, member_of
from forms.summary.excerpts import excerpts_of
from forms.summary.grains import points
from forms.summary.measures import Column, Whole, columns

if TYPE_CHECKING:
    import pandas as pd

Tallies = dict[tuple[str, str, str], Tally]

_ROWS_AT_ONCE = 500_000  # few dimensions of many entries, all dimensions of few: memory stays modest


def summarise(
    entries: Iterable[Entry],
    form: Form,
    calendar: Calendar,
    partition: Partition,
    period: Period,
    findings_by_response: Mapping[str, Severity],
) -> Summary:
    """The summary of those entries of the form that lie in the partition and the period.

    `findings_by_response` holds the worst severity of each response that has findings. Of the
    crossed dimensions "supervisor*day" has the counts only, the others everything but items.
    The `counts` of "domain:…" are those of all ratings in it, its `total` sums responses' means.
    """
    chosen = [e for e in entries if e.form == form.id and day_of(e) in period and belongs(e, partition)]
    if not chosen:
        return Summary(form.id, partition, period, {})
    week_of = cache(lambda day: calendar.week_of(day).name)
    measured = columns(chosen, form, findings_by_response)
    values, buckets = _values(chosen, measured), _buckets(measured)
    tallies: Tallies = {}
    for some in _batches(dimensions_of(chosen), len(values.entry)):
        cuts = [_cut(d, [member_of(e, d, week_of) for e in chosen]) for d in some]
        tallies |= _tallied(cuts, [column.measure for column in measured], values, buckets)
    return Summary(form.id, partition, period, tallies, excerpts_of(chosen))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Long columns: one row for each entry and measure (and label), by their numbers."""

    entry: Whole
    measure: Whole
    detail: Whole
    value: Whole  # the measure in grains; of buckets, how often the label occurs
    other: Whole  # the day's ordinal; of buckets, the label's number
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """A dimension: for each entry the number of its member (-1: none), and the members' names."""

    dimension: str
    codes: Whole
    members: tuple[str, ...]

    @property
    def depth(self) -> int:
        """The finest detail that the dimension has."""
        if self.dimension not in CROSSED:
            return 2
        return 0 if "day" in CROSSED[self.dimension] else 1


def _values(entries: Sequence[Entry], measured: Sequence[Column]) -> _Rows:
    days = np.array([day_of(entry).toordinal() for entry in entries], dtype=np.int64)
    rows = [np.flatnonzero(column.present) for column in measured]
    sizes = [len(where) for where in rows]
    entry = np.concatenate(rows)
    return _Rows(
        entry,
        np.repeat(np.arange(len(measured)), sizes),
        np.repeat([column.detail for column in measured], sizes),
        np.concatenate([column.value[where] for column, where in zip(measured, rows, strict=True)]),
        days[entry],
    )


def _buckets(measured: Sequence[Column]) -> _Rows:
    labels = tuple(sorted({label for column in measured for label in column.buckets}))
    parts = [
        (np.flatnonzero(times), number, column.detail, times, labels.index(label))
        for number, column in enumerate(measured)
        for label, times in column.buckets.items()
    ]
    sizes = [len(where) for where, *_ in parts]
    nothing = np.zeros(0, dtype=np.int64)
    return _Rows(
        np.concatenate([nothing, *(where for where, *_ in parts)]),
        np.repeat(np.array([number for _, number, *_ in parts], dtype=np.int64), sizes),
        np.repeat(np.array([detail for _, _, detail, *_ in parts], dtype=np.int64), sizes),
        np.concatenate([nothing, *(times[where] for where, _, _, times, _ in parts)]),
        np.repeat(np.array([label for *_, label in parts], dtype=np.int64), sizes),
        labels,
    )


def _batches(dimensions: Sequence[str], rows: int) -> Iterator[Sequence[str]]:
    size = max(1, _ROWS_AT_ONCE // rows)
    return (dimensions[start : start + size] for start in range(0, len(dimensions), size))


def _cut(dimension: str, members: Sequence[str | None]) -> _Cut:
    import pandas as pd  # noqa: PLC0415 - half a second that commands without news need not wait

    codes, known = pd.factorize(np.array(members, dtype=object))
    return _Cut(dimension, codes.astype(np.int64), tuple(map(str, known)))


def _tallied(cuts: Sequence[_Cut], measures: Sequence[str], values: _Rows, buckets: _Rows) -> Tallies:
    places = [(cut.dimension, member) for cut in cuts for member in cut.members]
    grouped = _keyed(cuts, len(measures), values).groupby("key", sort=False)
    counts = _counts(_keyed(cuts, len(measures), buckets), buckets.labels)
    sizes = grouped.size()
    tallies: Tallies = {}
    for key, n, total, first, last in zip(
        sizes.index.tolist(),
        sizes.tolist(),
        grouped["value"].sum().tolist(),
        grouped["other"].min().tolist(),
        grouped["other"].max().tolist(),
        strict=True,
    ):
        place, measure = divmod(key, len(measures))
        tallies[*places[place], measures[measure]] = Tally(
            n, points(total), counts.get(key, {}), date.fromordinal(first), date.fromordinal(last)
        )
    return tallies


def _counts(keyed: pd.DataFrame, labels: Sequence[str]) -> dict[int, dict[str, int]]:
    """How often each label occurs, by key."""
    counts: dict[int, dict[str, int]] = {}
    both = keyed["key"] * max(len(labels), 1) + keyed["other"]
    sums = keyed["value"].groupby(both, sort=False).sum()
    for key, times in zip(sums.index.tolist(), sums.tolist(), strict=True):
        place, label = divmod(key, len(labels))
        counts.setdefault(place, {})[labels[label]] = times
    return counts


def _keyed(cuts: Sequence[_Cut], measures: int, rows: _Rows) -> pd.DataFrame:
    """The rows that stand in each dimension, with a number for dimension, member and measure as `key`."""
    import pandas as pd  # noqa: PLC0415 - as above

    keys, chosen, before = [], [], 0
    for cut in cuts:
        code = cut.codes[rows.entry]
        where = np.flatnonzero((code >= 0) & (rows.detail <= cut.depth))
        keys.append((before + code[where]) * measures + rows.measure[where])
        chosen.append(where)
        before += len(cut.members)
    picked = np.concatenate(chosen)
    return pd.DataFrame(
        {"key": np.concatenate(keys), "value": rows.value[picked], "other": rows.other[picked]}
    )
