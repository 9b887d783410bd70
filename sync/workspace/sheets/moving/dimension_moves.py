"""moveDimension: rows or columns taken to another place of their sheet, with all that is on them."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import spans
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import dimensions, protection


def move(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """The destination counts before anything is moved; inside the source it changes nothing."""
    sheet, dimension, start, end = dimensions.span(book, request.get("source", {}))
    to = request.get("destinationIndex", 0)
    count, one = _count(sheet, dimension), dimension[:-1].lower()
    if end > count:
        raise Refusal(400, f"source.endIndex[{end}] is after last {one} in grid[{count - 1}]")
    if not 0 <= to <= count:
        raise Refusal(400, f"destinationIndex[{to}] is after last {one} in grid[{count - 1}]")
    low, middle, high = (to, start, end) if to < start else (start, end, to)
    if start <= to <= end:
        return {}
    _check_merges(sheet, dimension, (start, end), to)
    protection.check(book, _whole(sheet, dimension, start, end))
    if dimension == "ROWS":
        sheet.swap_rows(low, middle, high)
    else:
        _swap_columns(sheet, low, middle, high)
    shift = moved(start, end, to)
    dimensions.follow(book, sheet, dimension, shift)
    return {}


def moved(first: int, end_of_moved: int, to: int) -> spans.Shift:
    """Rows or columns `[first, end)` taken to before `to`, counted before.

    What lies among them goes along. Any other span keeps what it has that stays, and takes in what is
    put between.
    """
    length = end_of_moved - first
    target = to if to <= first else to - length

    def stays(index: int) -> int:
        """The place of one that stays."""
        without = index if index < first else index - length
        return without if without < target else without + length

    def shift(start: int, end: int) -> tuple[int, int] | None:
        if first <= start and end <= end_of_moved:
            return start - first + target, end - first + target
        begin = end_of_moved if first <= start < end_of_moved else start
        last = first - 1 if first <= end - 1 < end_of_moved else end - 1
        return stays(begin), stays(last) + 1

    return shift


def _count(sheet: Sheet, dimension: str) -> int:
    return sheet.row_count if dimension == "ROWS" else sheet.column_count


def _whole(sheet: Sheet, dimension: str, start: int, end: int) -> Area:
    if dimension == "ROWS":
        return Area(sheet, start, 0, end, sheet.column_count)
    return Area(sheet, 0, start, sheet.row_count, end)


def _check_merges(sheet: Sheet, dimension: str, source: tuple[int, int], to: int) -> None:
    """Refusal 400 for a merge that would lose a part of it, or take something in."""
    name = dimension[:-1].capitalize()
    for merge in sheet.meta.get("merges", ()):
        start, end = merge[f"start{name}Index"], merge[f"end{name}Index"]
        touched = start < source[1] and source[0] < end
        whole = source[0] <= start and end <= source[1]
        if (touched and not whole) or start < to < end:
            raise Refusal(
                400,
                f"Sorry, it is not possible to move a {name.lower()} to a position that crosses a merged "
                "cell. Please unmerge and try again.",
            )


def _swap_columns(sheet: Sheet, low: int, middle: int, high: int) -> None:
    for index, row in sheet.rows():
        if len(row) > low:
            kept = row + [None] * (high - len(row))
            sheet.put(index, kept[:low] + kept[middle:high] + kept[low:middle] + kept[high:])
    sheet.meta["columns"] = {
        str(_swapped(int(index), low, middle, high)): part for index, part in sheet.columns.items()
    }


def _swapped(index: int, low: int, middle: int, high: int) -> int:
    if low <= index < middle:
        return index + high - middle
    return index - (middle - low) if middle <= index < high else index
