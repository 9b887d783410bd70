"""What is measured of entries: columns of whole numbers, one row an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from forms.model import Entry, Form, RatingGrid, Severity
from forms.scoring import hundredths
from forms.summary.grains import GRAINS

Whole = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

# No answer to an item: a number on no scale, for 0 is a rating where a scale begins there.
_NONE: Final = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Column:
    """One measure over all entries: `value` in grains where `present`.

    `buckets` counts what the tally's `counts` hold: for each label the number per entry.
    `detail` tells how deep in a summary it stands: 0 in every dimension, 1 in all but days, 2 in
    the single dimensions only.
    """

    measure: str
    detail: int
    present: Marks
    value: Whole
    buckets: Mapping[str, Whole]


def columns(
    entries: Sequence[Entry], form: Form, findings_by_response: Mapping[str, Severity]
) -> tuple[Column, ...]:
    """Every measure of the entries of a form."""
    nothing = np.zeros(len(entries), dtype=np.int64)
    counted = np.fromiter((e.counted for e in entries), dtype=bool, count=len(entries))
    worst = [findings_by_response.get(e.response) for e in entries]
    plain = {
        "responses": np.ones(len(entries), dtype=bool),
        "counted": counted,
        "errors": np.array([w == "error" for w in worst], dtype=bool),
        "warnings": np.array([w == "warning" for w in worst], dtype=bool),
    }
    counts = [Column(measure, 0, present, nothing, {}) for measure, present in plain.items()]
    return (*counts, *_rated(entries, form, counted))


def _rated(entries: Sequence[Entry], form: Form, counted: Marks) -> list[Column]:
    rows = [row.id for grid in form.grids for row in grid.items]
    if not rows:
        return []
    ratings = np.array([[e.scores.get(row, _NONE) for row in rows] for e in entries], dtype=np.int64)
    ratings[~counted] = _NONE
    found = []
    place = 0
    for grid in form.grids:
        part = ratings[:, place : place + len(grid.items)]
        found.append(Column(f"domain:{grid.id}", 1, *_means(*_sums(part)), _bucketed(part, grid)))
        for number, row in enumerate(grid.items):
            rating = part[:, number : number + 1]
            found.append(Column(f"item:{row.id}", 2, *_means(*_sums(rating)), _bucketed(rating, grid)))
        place += len(grid.items)
    given, total = _sums(ratings)
    present, mean = _means(given, total)
    levels = _levels(form, given, total)
    return [
        Column("score", 1, present, mean, levels),
        Column("total", 1, present, total * GRAINS, {}),
        *found,
    ]


def _sums(ratings: Whole) -> tuple[Whole, Whole]:
    """How many items each row rates, and the sum of these ratings."""
    given = ratings != _NONE
    return given.sum(axis=1), ratings.sum(axis=1, where=given)


def _means(given: Whole, total: Whole) -> tuple[Marks, Whole]:
    """Which rows have a rating, and each row's mean in grains, halves rounded up."""
    divisor = np.maximum(given, 1)
    return given > 0, (2 * total * GRAINS + divisor) // (2 * divisor)


def _bucketed(ratings: Whole, grid: RatingGrid) -> dict[str, Whole]:
    return {str(value): (ratings == value).sum(axis=1) for value in sorted(grid.scale)}


def _levels(form: Form, given: Whole, total: Whole) -> dict[str, Whole]:
    """For each level the rows that reach it; as `forms.scoring` tells it, for all rows at once."""
    if form.bands is None:
        return {}
    divisor = np.maximum(given, 1) if form.bands.of == "mean" else 1
    shown = (200 * total + divisor) // (2 * divisor)
    reached, free = {}, given > 0
    for level in form.bands.levels:
        there = free & (shown >= hundredths(level.lowest))
        reached[level.name] = there.astype(np.int64)
        free &= ~there
    return reached
