"""Sums that come out the same in any order: whole numbers of billionths instead of binary fractions."""

from __future__ import annotations

GRAINS = 10**9  # in one point; sums stay exact as floats up to some four million points


def grains(points: float) -> int:
    """A number of points in whole grains."""
    return round(points * GRAINS)


def points(grains: int) -> float:
    """Whole grains in points."""
    return grains / GRAINS
