"""Cells that share something, gathered into as few rectangles as a simple sweep finds."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[int, int, int, int]
"""top, left, bottom, right, half-open."""


def gathered(places: Iterable[tuple[int, int]]) -> list[Box]:
    """(row, column) pairs as rectangles, the topmost and leftmost first."""
    rows: dict[int, list[int]] = {}
    for row, column in places:
        rows.setdefault(row, []).append(column)
    open_boxes: dict[tuple[int, int], Box] = {}
    done: list[Box] = []
    for row in sorted(rows):
        now: dict[tuple[int, int], Box] = {}
        for left, right in _runs(sorted(rows[row])):
            above = open_boxes.pop((left, right), None)
            top = above[0] if above and above[2] == row else row
            if above and above[2] != row:
                done.append(above)
            now[left, right] = (top, left, row + 1, right)
        done += open_boxes.values()
        open_boxes = now
    return sorted([*done, *open_boxes.values()])


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs
