"""The room that a chart's parts have, and how the names of its categories fit under it."""

from __future__ import annotations

import math
from collections.abc import Sequence, Sized
from dataclasses import dataclass

from sync.workspace.pages.spreadsheet.widths import shortened, text_width

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
    room = each - 6
    if all(text_width(name, 12) <= room for name in names):
        return CategoryLabels(tuple((name,) for name in names), False, 1, 24)
    broken = [_broken(name, room) for name in names]
    if all(len(lines) <= 3 and all(text_width(words, 12) <= room for words in lines) for lines in broken):
        return CategoryLabels(tuple(broken), False, 1, 10 + 15 * max(len(lines) for lines in broken))
    shown = tuple((shortened(name, 11, _LONGEST),) for name in names)
    longest = max(text_width(lines[0], 11) for lines in shown)
    stride = max(1, math.ceil(_LEAST / each))
    return CategoryLabels(shown, True, stride, longest * math.sin(math.radians(40)) + 20)


def _broken(name: str, room: float) -> tuple[str, ...]:
    """The name broken at its spaces into lines of at most `room` pixels, a longer word alone on its line."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, 12) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)
