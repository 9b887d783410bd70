"""Sums that come out the same in any order, exact to the last digit: whole grains, no binary fractions."""

from __future__ import annotations

from math import lcm

# In one point. Means of up to 22 items, and of 24, 25, 26, 28 or 30, are whole numbers of grains: a mean
# of many that lies on a half is found there and rounded up. Sums stay exact as floats up to some four
# million points.
GRAINS = 5 * lcm(*range(1, 21))


def grains(points: float) -> int:
    """A number of points in whole grains."""
    return round(points * GRAINS)


def points(grains: int) -> float:
    """Whole grains in points."""
    return grains / GRAINS
