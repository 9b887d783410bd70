"""A chart's axis of numbers: where it begins and ends, which lines it has, how its numbers are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis from `low` to `high`, with a line at each of `ticks`; `percent` writes 0.25 as 25%."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    percent: bool = False

    def share(self, value: float) -> float:
        """Where a value stands between the ends, 0 to 1; what lies beyond them stands on the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def written(self, value: float) -> str:
        """A tick's number as people read it."""
        number = value * 100 if self.percent else value
        return f"{number + 0.0:,.{self.decimals}f}{'%' * self.percent}"


def scale_of(
    values: Sequence[float],
    *,
    lines: int = 5,
    low: float | None = None,
    high: float | None = None,
    percent: bool = False,
) -> Scale:
    """A scale of about `lines` round steps that holds the values and 0; `low` and `high` go first."""
    bottom = min([0.0, *values]) if low is None else low
    top = max([0.0, *values]) if high is None else high
    if top <= bottom:
        top = bottom + 1
    least = (top - bottom) / max(lines, 1)
    fixed = top - bottom if low is not None and high is not None else None
    step = _step(least, not percent and all(v == int(v) for v in values), fixed)
    if low is None:
        bottom = math.floor(bottom / step + 1e-9) * step
    if high is None:
        top = math.ceil(top / step - 1e-9) * step
    start = bottom if low is not None else 0.0  # a scale of 1 to 5 has its lines at 1, 3, 5
    first = math.ceil((bottom - start) / step - 1e-9)
    ticks = tuple(start + n * step for n in range(first, math.floor((top - start) / step + 1e-9) + 1))
    return Scale(bottom, top, ticks, _decimals(step * 100 if percent else step), percent)


def _step(least: float, whole: bool, fixed: float | None) -> float:
    """The least round step; whole if asked for, and dividing a fixed length where one does."""
    power = 10.0 ** math.floor(math.log10(least))
    steps = [power * size for size in _STEPS if power * size >= least * 0.999]
    if whole:
        steps = [step for step in steps if step >= 1 and _is_whole(step)] or [1.0]
    return next((step for step in steps if fixed and _is_whole(fixed / step)), steps[0])


def _decimals(step: float) -> int:
    return next((places for places in range(6) if _is_whole(step * 10**places)), 6)


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6
