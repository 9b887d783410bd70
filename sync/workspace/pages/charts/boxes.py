"""The room that a chart's parts have, and how the names of its categories fit under it."""

from __future__ import annotations

import math
from collections.abc import Sequence, Sized
from dataclasses import dataclass
from itertools import pairwise

from sync.workspace.pages.spreadsheet.widths import broken, shortened, text_width

_SHORT = 34  # pixels of a name, as a number's, that rather stays flat
_LONGEST = 120  # pixels of a tilted name
_LEAST = 15  # pixels between tilted names


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from the chart's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return max(self.right - self.left, 1)

    @property
    def height(self) -> float:
        """From top to bottom."""
        return max(self.bottom - self.top, 1)


@dataclass(frozen=True, slots=True)
class CategoryLabels:
    """The categories' names in lines; only every `stride`-th is shown. `height` is theirs in pixels."""

    names: tuple[tuple[str, ...], ...]
    tilted: bool
    stride: int
    height: float


def band(length: float, categories: Sized) -> float:
    """The share of an axis that each category has."""
    return length / max(len(categories), 1)


def category_labels(names: Sequence[str], each: float) -> CategoryLabels:
    """Lay the names flat, else in up to three lines, else tilted, so that they fit `each` pixels."""
    widths = [text_width(name, 12) for name in names]
    if all(left + right <= 2 * (each - 4) for left, right in pairwise([0.0, *widths, 0.0])):
        return CategoryLabels(tuple((name,) for name in names), False, 1, 24)
    stride = math.ceil((max(widths) + 8) / each)
    if max(widths) <= _SHORT and stride <= 4:
        return CategoryLabels(tuple((name,) for name in names), False, stride, 24)
    lines = [broken(name, 12, each - 6, 3) for name in names]
    if "…" not in "".join("".join(line) for line in lines):
        return CategoryLabels(tuple(lines), False, 1, 10 + 15 * max(map(len, lines)))
    shown = tuple((shortened(name, 11, _LONGEST),) for name in names)
    longest = max(text_width(line[0], 11) for line in shown)
    stride = max(1, math.ceil(_LEAST / each))
    return CategoryLabels(shown, True, stride, longest * math.sin(math.radians(40)) + 20)
