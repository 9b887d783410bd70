"""Summarising: entries into tallies, all dimensions at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from forms.calendar import Calendar
from forms.model import Entry, Form, Partition, Period, Severity, Summary, Tally
from forms.summary.cuts import CROSSED, belongs, day_of, dimensions_of, member_of
from forms.summary.excerpts import excerpts_of
from forms.summary.grains import points
from forms.summary.measures import Column, columns

Tallies = dict[tuple[str, str, str], Tally]


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
    frames = _frames(chosen, columns(chosen, form, findings_by_response))
    tallies: Tallies = {}
    for dimension in dimensions_of(chosen):
        tallies |= _tallied(dimension, [member_of(e, dimension, week_of) for e in chosen], frames)
    return Summary(form.id, partition, period, tallies, excerpts_of(chosen))


def _values(entries: Sequence[Entry], measured: Sequence[Column]) -> pd.DataFrame:
    """One row for each entry and measure: their numbers, the value in grains, and the day as a number."""
    days = np.array([day_of(entry).toordinal() for entry in entries], dtype=np.int64)
    rows = [np.flatnonzero(column.present) for column in measured]
    return pd.DataFrame(
        {
            "entry": np.concatenate(rows),
            "measure": np.repeat(np.arange(len(measured)), [len(r) for r in rows]),
            "value": np.concatenate([c.value[r] for c, r in zip(measured, rows, strict=True)]),
            "day": days[np.concatenate(rows)],
            "detail": np.repeat([c.detail for c in measured], [len(r) for r in rows]),
        }
    )


def _buckets(measured: Sequence[Column], labels: Sequence[str]) -> pd.DataFrame:
    """One row for each entry, measure and label of its counts: their numbers, and how often."""
    parts = [
        (np.flatnonzero(times), number, labels.index(label), column.detail, times)
        for number, column in enumerate(measured)
        for label, times in column.buckets.items()
    ]
    rows = [part[0] for part in parts] or [np.zeros(0, dtype=np.int64)]
    sizes = [len(where) for where, *_ in parts]
    return pd.DataFrame(
        {
            "entry": np.concatenate(rows),
            "measure": np.repeat([part[1] for part in parts], sizes).astype(np.int64),
            "label": np.repeat([part[2] for part in parts], sizes).astype(np.int64),
            "detail": np.repeat([part[3] for part in parts], sizes).astype(np.int64),
            "times": np.concatenate([np.zeros(0, dtype=np.int64), *(t[w] for w, *_, t in parts)]),
        }
    )


@dataclass(frozen=True, slots=True)
class _Frames:
    """All that is tallied, long: `values` and `buckets` as above, and what their numbers stand for."""

    measures: Sequence[str]
    labels: Sequence[str]
    values: pd.DataFrame
    buckets: pd.DataFrame


def _frames(entries: Sequence[Entry], measured: Sequence[Column]) -> _Frames:
    labels = sorted({label for column in measured for label in column.buckets})
    measures = [column.measure for column in measured]
    return _Frames(measures, labels, _values(entries, measured), _buckets(measured, labels))


def _tallied(dimension: str, members: Sequence[str | None], frames: _Frames) -> Tallies:
    codes, known = pd.factorize(np.array(members, dtype=object))
    values = _keyed(frames.values, codes, len(frames.measures), _depth(dimension))
    buckets = _keyed(frames.buckets, codes, len(frames.measures), _depth(dimension))
    counts = _counts(buckets, frames.labels)
    sums = values.groupby("key").agg(
        n=("value", "size"), total=("value", "sum"), first=("day", "min"), last=("day", "max")
    )
    tallies: Tallies = {}
    for key, n, total, first, last in sums.itertuples(name=None):
        member, measure = divmod(key, len(frames.measures))
        tallies[dimension, str(known[member]), frames.measures[measure]] = Tally(
            n, points(total), counts.get(key, {}), date.fromordinal(first), date.fromordinal(last)
        )
    return tallies


def _counts(buckets: pd.DataFrame, labels: Sequence[str]) -> dict[int, dict[str, int]]:
    """How often each label occurs, by key."""
    counts: dict[int, dict[str, int]] = {}
    sums = buckets.groupby(["key", "label"]).agg(times=("times", "sum"))
    for (key, label), times in sums.itertuples(name=None):
        counts.setdefault(key, {})[labels[label]] = times
    return counts


def _keyed(frame: pd.DataFrame, codes: npt.NDArray[np.int64], measures: int, depth: int) -> pd.DataFrame:
    """The rows that stand in a dimension, with a number for their member and measure as `key`."""
    member = codes[frame["entry"].to_numpy()]
    keyed = frame.assign(key=member * measures + frame["measure"])
    rows: pd.DataFrame = keyed.loc[(member >= 0) & (keyed["detail"] <= depth)]
    return rows


def _depth(dimension: str) -> int:
    if dimension not in CROSSED:
        return 2
    return 0 if "day" in CROSSED[dimension] else 1
