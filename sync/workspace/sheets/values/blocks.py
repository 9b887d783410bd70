"""Finding the table that values are appended to: a block of filled cells with empty ones round it."""

from __future__ import annotations

from sync.workspace.sheets import cell
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area


def below(book: Book, area: Area) -> Area | None:
    """The block of filled cells round the last filled cell of an area, None for an empty area.

    Of several tables that end in the same row Google appends to the last one.
    """
    block = _Block(book, area)
    for index in reversed(block.extents):
        if area.top <= index < area.bottom and block.touches(index, area.left, area.right):
            last = next(one for one in reversed(range(area.left, area.right)) if block.fills(index, one))
            return block.grown(Area(area.sheet, index, last, index + 1, last + 1))
    return None


class _Block:
    """What a sheet is filled with: what was entered, and what arrays have spread over."""

    def __init__(self, book: Book, area: Area) -> None:
        self._book, self._sheet = book, area.sheet
        self.extents = calculate.extents(book, area.sheet)

    def fills(self, index: int, column: int) -> bool:
        """Whether a cell has content."""
        row = self._sheet.row(index)
        if column < len(row) and cell.value(row[column]) is not None:
            return True
        return calculate.spilled(self._book, self._sheet, index, column) is not None

    def touches(self, index: int, left: int, right: int) -> bool:
        """Whether a row is filled in the columns `[left, right)`; it is read only where it has gaps."""
        row = self.extents.get(index)
        if row is None or row.high <= left or row.low >= right:
            return False
        if row.low >= left or row.high <= right or row.filled == row.high - row.low:
            return True
        return any(self.fills(index, column) for column in range(max(0, left), right))

    def grown(self, block: Area) -> Area:
        """The block with every filled cell that touches it, until only empty cells do."""
        top, left, bottom, right = block.top, block.left, block.bottom, block.right
        while True:
            before = (top, left, bottom, right)
            while self.touches(top - 1, left - 1, right + 1):
                top -= 1
            while self.touches(bottom, left - 1, right + 1):
                bottom += 1
            for index in range(top, bottom):
                left, right = self._widened(index, left, right)
            if before == (top, left, bottom, right):
                return Area(block.sheet, top, left, bottom, right)

    def _widened(self, index: int, left: int, right: int) -> tuple[int, int]:
        """The columns `[left, right)` with those beside them that a row fills without a gap."""
        row = self.extents.get(index)
        if row is None:
            return left, right
        if row.filled == row.high - row.low:
            wider_left = row.low if row.low < left <= row.high else left
            return wider_left, row.high if row.low <= right < row.high else right
        while row.low < left and self.fills(index, left - 1):
            left -= 1
        while right < row.high and self.fills(index, right):
            right += 1
        return left, right
