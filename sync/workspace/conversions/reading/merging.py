"""Merged cells of a worksheet: which of them a sheet takes, and what cells they cover."""

from __future__ import annotations

from typing import Any

from sync.workspace.conversions.reading.outline import Box
from sync.workspace.sheets import cell


def kept(merges: list[Box], rows: int, columns: int) -> list[Box]:
    """The merges inside a grid, as far as they reach into it, without those that overlap one above them."""
    found: list[Box] = []
    open_ones: list[Box] = []
    for top, left, bottom, right in sorted(merges):
        box = (top, left, min(bottom, rows), min(right, columns))
        if box[2] <= top or box[3] <= left or (box[2] - top) * (box[3] - left) < 2:
            continue
        open_ones = [one for one in open_ones if one[2] > top]
        if not any(one[1] < box[3] and left < one[3] for one in open_ones):
            open_ones.append(box)
            found.append(box)
    return found


def grid_range(box: Box, place: int) -> dict[str, Any]:
    """A merge as sheets keep it, on the sheet at a place of the file."""
    top, left, bottom, right = box
    return {
        "sheetId": place,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


class Covered:
    """Takes away what stands in cells that a merge covers; asked row by row, from above to below."""

    def __init__(self, merges: list[Box]) -> None:
        self._coming, self._next = merges, 0
        self._open: list[Box] = []

    def without(self, index: int, cells: list[cell.Cell]) -> list[cell.Cell]:
        """A row without the values that nobody sees; their formats stay."""
        while self._next < len(self._coming) and self._coming[self._next][0] <= index:
            self._open.append(self._coming[self._next])
            self._next += 1
        if self._open:
            self._open = [one for one in self._open if one[2] > index]
        for top, left, _, right in self._open:
            for column in range(left + (index == top), min(right, len(cells))):
                if cell.value(cells[column]) is not None:
                    cells[column] = cell.with_value(cells[column], None)
        return cells
