"""Rectangles of cells: what two of them share, what one leaves of another, and the ranges that say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.grid import Area

_MANY = 300  # pieces that are not worth joining: that takes the square of the time


class Rectangle(NamedTuple):
    """Half-open; it may reach beyond a grid."""

    top: int
    left: int
    bottom: int
    right: int

    def common(self, other: Rectangle) -> Rectangle | None:
        """What both have, None for nothing."""
        both = Rectangle(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )
        return both if both.top < both.bottom and both.left < both.right else None

    def within(self, other: Rectangle) -> bool:
        """Whether it lies wholly in the other."""
        return self.common(other) == self

    def without(self, hole: Rectangle) -> list[Rectangle]:
        """What is left of it when another is cut out: at most four pieces, from above to below."""
        cut = self.common(hole)
        if cut is None:
            return [self]
        pieces = (
            Rectangle(self.top, self.left, cut.top, self.right),
            Rectangle(cut.top, self.left, cut.bottom, cut.left),
            Rectangle(cut.top, cut.right, cut.bottom, self.right),
            Rectangle(cut.bottom, self.left, self.bottom, self.right),
        )
        return [one for one in pieces if one.top < one.bottom and one.left < one.right]

    def by(self, rows: int, columns: int) -> Rectangle:
        """The same rectangle so many rows and columns further."""
        return Rectangle(self.top + rows, self.left + columns, self.bottom + rows, self.right + columns)

    def turned(self, corner: tuple[int, int], to: tuple[int, int]) -> Rectangle:
        """Rows made columns round a corner, which then comes to lie at `to`."""
        top, left = to[0] + self.left - corner[1], to[1] + self.top - corner[0]
        return Rectangle(top, left, top + self.right - self.left, left + self.bottom - self.top)


def of(area: Area) -> Rectangle:
    """An area's rectangle."""
    return Rectangle(area.top, area.left, area.bottom, area.right)


def read(given: dict[str, Any], sheet: Sheet) -> Rectangle:
    """A GridRange's rectangle; open sides end at the grid's edge."""
    return Rectangle(
        given.get("startRowIndex", 0),
        given.get("startColumnIndex", 0),
        given.get("endRowIndex", sheet.row_count),
        given.get("endColumnIndex", sheet.column_count),
    )


def written(one: Rectangle, sheet_id: int) -> dict[str, Any]:
    """The GridRange of a rectangle."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": one.top,
        "endRowIndex": one.bottom,
        "startColumnIndex": one.left,
        "endColumnIndex": one.right,
    }


def joined(pieces: Iterable[Rectangle]) -> list[Rectangle]:
    """The same cells in fewer rectangles, where two side by side make one; in the order of the first."""
    found: list[Rectangle] = []
    pieces = list(pieces)
    if len(pieces) > _MANY:
        return pieces
    for piece in pieces:
        one = piece
        while (other := next((old for old in found if _united(old, one)), None)) is not None:
            found.remove(other)
            one = _united(other, one) or one
        found.append(one)
    return found


def _united(one: Rectangle, other: Rectangle) -> Rectangle | None:
    if other.within(one):
        return one
    if one.within(other):
        return other
    beside = one.top == other.top and one.bottom == other.bottom
    above = one.left == other.left and one.right == other.right
    touching = (beside and one.left <= other.right and other.left <= one.right) or (
        above and one.top <= other.bottom and other.top <= one.bottom
    )
    if not touching:
        return None
    return Rectangle(
        min(one.top, other.top),
        min(one.left, other.left),
        max(one.bottom, other.bottom),
        max(one.right, other.right),
    )
