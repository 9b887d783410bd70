"""Finding the table that values are appended to: a block of filled cells with empty ones round it."""

from __future__ import annotations

from sync.workspace.sheets import cell
from sync.workspace.sheets.book import Extent, Sheet
from sync.workspace.sheets.grid import Area


def below(area: Area) -> Area | None:
    """The block of filled cells round the last filled cell of an area, None for an empty area.

    Of several tables that end in the same row Google appends to the last one.
    """
    extents = area.sheet.extents()
    for index in reversed(extents):
        if area.top <= index < area.bottom and _touched(area.sheet, index, extents, area.left, area.right):
            row = area.sheet.row(index)[area.left : area.right]
            columns = [column for column, one in enumerate(row, area.left) if cell.value(one) is not None]
            return _grown(Area(area.sheet, index, columns[-1], index + 1, columns[-1] + 1), extents)
    return None


def _grown(block: Area, extents: dict[int, Extent]) -> Area:
    """The block with every filled cell that touches it, until only empty cells do."""
    sheet, top, left, bottom, right = block.sheet, block.top, block.left, block.bottom, block.right
    while True:
        before = (top, left, bottom, right)
        while _touched(sheet, top - 1, extents, left - 1, right + 1):
            top -= 1
        while _touched(sheet, bottom, extents, left - 1, right + 1):
            bottom += 1
        for index in range(top, bottom):
            left, right = _widened(sheet, index, extents, left, right)
        if before == (top, left, bottom, right):
            return Area(sheet, top, left, bottom, right)


def _touched(sheet: Sheet, index: int, extents: dict[int, Extent], left: int, right: int) -> bool:
    """Whether a row has a value in the columns `[left, right)`; it is read only where its extent has gaps."""
    row = extents.get(index)
    if row is None or row.high <= left or row.low >= right:
        return False
    if row.low >= left or row.high <= right or row.filled == row.high - row.low:
        return True
    return any(cell.value(one) is not None for one in sheet.row(index)[max(0, left) : right])


def _widened(sheet: Sheet, index: int, extents: dict[int, Extent], left: int, right: int) -> tuple[int, int]:
    """The columns `[left, right)` with those beside them that a row fills without a gap."""
    row = extents.get(index)
    if row is None:
        return left, right
    if row.filled == row.high - row.low:
        wider_left = row.low if row.low < left <= row.high else left
        return wider_left, row.high if row.low <= right < row.high else right
    while row.low < left and cell.value(_at(sheet, index, left - 1)) is not None:
        left -= 1
    while right < row.high and cell.value(_at(sheet, index, right)) is not None:
        right += 1
    return left, right


def _at(sheet: Sheet, index: int, column: int) -> cell.Cell:
    row = sheet.row(index)
    return row[column] if column < len(row) else None
