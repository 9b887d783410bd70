"""Means, totals and the level they reach, and how figures are rounded: here, once, halves up."""

from __future__ import annotations

from collections.abc import Collection

from forms.model import Bands, Level


def mean(scores: Collection[int]) -> float | None:
    """The mean of ratings, None of none."""
    return sum(scores) / len(scores) if scores else None


def level(bands: Bands, scores: Collection[int]) -> Level | None:
    """The level that ratings reach by their mean or total, as `bands` says; None without ratings."""
    if not scores:
        return None
    return level_at(bands, sum(scores) / (1 if bands.of == "total" else len(scores)))


def level_at(bands: Bands, score: float) -> Level | None:
    """The level of a mean or total, None below the lowest.

    A score is judged as it is shown, with two decimals and halves rounded up: 4.505 is shown as
    4.51 and has reached a level from 4.51 on.
    """
    shown = hundredths(score)
    return next((level for level in bands.levels if shown >= hundredths(level.lowest)), None)


def hundredths(score: float) -> int:
    """A score in whole hundredths, halves rounded up whatever binary fractions make of them."""
    return int(score * 100 + 0.5 + 1e-9)


def percent(part: int, whole: int) -> int | None:
    """A share in whole hundredths, halves rounded up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1 as it is shown, in whole hundredths; None of nothing."""
    shown = percent(part, whole)
    return None if shown is None else shown / 100
