"""copyPaste: cells and their surroundings repeated somewhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sync.workspace.sheets import extent, grid
from sync.workspace.sheets.book import Book, Row
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import condition_ranges, pasting
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.rectangles import Rectangle


def copy(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """Repeated over a destination that is a multiple of the source; the grid grows where it must."""
    source = grid.area(book, request.get("source", {}))
    target = grid.area(book, request.get("destination", {}))
    kind = pasting.paste_kind(request)
    copied = _Copy.of(source, target, turned=request.get("pasteOrientation") == "TRANSPOSE")
    covered = copied.covered
    protection.check(book, covered)
    merges, held = pasting.merges_in(source), condition_ranges.pieces(source)
    pasting.merges_in(covered)
    extent.grow(book, covered.sheet, covered.bottom, covered.right)
    if kind != pasting.CONDITIONAL:
        copied.lay_cells(book, kind, pasting.taken(book, source, kind))
    if kind in pasting.WITH_MERGES:
        pasting.put_merges(covered, [new for one in merges for new in copied.placed(one)])
    if kind in pasting.WITH_CONDITIONS:
        condition_ranges.clear(covered)
        for piece in held:
            condition_ranges.lay(covered.sheet, piece, list(copied.spread(piece.where)))
    return {}


def _times(length: int, unit: int) -> int:
    return length // unit if length % unit == 0 else 1


@dataclass(frozen=True, slots=True)
class _Copy:
    """Cells of a source laid over an area, `height` by `width` at a time; `turned` with rows as columns."""

    source: Area
    covered: Area
    height: int
    width: int
    turned: bool

    @classmethod
    def of(cls, source: Area, target: Area, *, turned: bool) -> _Copy:
        height, width = source.bottom - source.top, source.right - source.left
        if turned:
            height, width = width, height
        bottom = target.top + _times(target.bottom - target.top, height) * height
        right = target.left + _times(target.right - target.left, width) * width
        return cls(source, Area(target.sheet, target.top, target.left, bottom, right), height, width, turned)

    def _at(self, one: Rectangle, top: int, left: int) -> Rectangle:
        """Where a rectangle of the source lies in the copy that begins at `top` and `left`."""
        if self.turned:
            return one.turned((self.source.top, self.source.left), (top, left))
        return one.by(top - self.source.top, left - self.source.left)

    def placed(self, one: Rectangle) -> Iterator[Rectangle]:
        """A rectangle of the source in every copy."""
        for top in range(self.covered.top, self.covered.bottom, self.height):
            for left in range(self.covered.left, self.covered.right, self.width):
                yield self._at(one, top, left)

    def spread(self, one: Rectangle) -> Iterator[Rectangle]:
        """The same in few rectangles: what reaches from side to side of a copy runs on through the next."""
        first = self._at(one, self.covered.top, self.covered.left)
        tall, wide = first.bottom - first.top == self.height, first.right - first.left == self.width
        for top in [self.covered.top] if tall else range(self.covered.top, self.covered.bottom, self.height):
            for left in (
                [self.covered.left] if wide else range(self.covered.left, self.covered.right, self.width)
            ):
                found = self._at(one, top, left)
                bottom = self.covered.bottom if tall else found.bottom
                right = self.covered.right if wide else found.right
                yield Rectangle(found.top, found.left, bottom, right)

    def lay_cells(self, book: Book, kind: str, rows: list[Row]) -> None:
        """Paste the source's rows into every row of the area."""
        sheet, left = self.covered.sheet, self.covered.left
        if self.turned:
            rows = _transposed(rows, self.height)
        width = self.covered.right - left
        for index in pasting.row_by_row(self.covered):
            old = sheet.row(index)[left : self.covered.right]
            row = (index - self.covered.top) % self.height
            if not old and not rows[row]:
                continue
            part = self._repeated(kind, rows[row], index, row)
            old += [None] * (width - len(old))
            new = [pasting.pasted(book, kind, *both) for both in zip(old, part, strict=True)]
            pasting.lay(sheet, index, left, width, new)

    def _repeated(self, kind: str, part: Row, index: int, row: int) -> Row:
        """A row of the source all along row `index`, its formulas referring further."""
        found: Row = []
        for column in range(self.covered.left, self.covered.right):
            offset = (column - self.covered.left) % self.width
            one = part[offset] if offset < len(part) else None
            if one is not None and kind in pasting.WITH_FORMULAS:
                from_row, from_column = (offset, row) if self.turned else (row, offset)
                rows = index - self.source.top - from_row
                one = pasting.stepped(one, rows, column - self.source.left - from_column)
            found.append(one)
        return found


def _transposed(rows: list[Row], width: int) -> list[Row]:
    return [[row[column] if column < len(row) else None for row in rows] for column in range(width)]
