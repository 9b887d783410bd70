"""Protected sheets of Excel's files, as requests: passwords and what else is allowed there are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sync.workspace.conversions.writing.rectangles import Box, gathered

_MOST = 200  # ranges of a sheet; more are a pattern, which is protected as a whole
_MOST_CELLS = 1_000_000  # looked at for that


def requests(worksheet: Any, place: int, cells: Iterable[tuple[int, int, bool]]) -> Iterator[dict[str, Any]]:
    """addProtectedRange: of the locked cells where columns are open, else of the sheet but for open cells.

    `cells` are those of a protected worksheet: row, column, whether it is locked.
    """
    opened = any(not is_locked(column) for column in worksheet.column_dimensions.values())
    chosen = ((row, column) for row, column, locked in cells if locked == opened)
    ranges = [_range(place, box) for box in gathered(islice(chosen, _MOST_CELLS))]
    protected: list[dict[str, Any]] = [{"range": {"sheetId": place}}]
    if opened and len(ranges) <= _MOST:
        protected = [{"range": one} for one in ranges]
    elif ranges and len(ranges) <= _MOST:
        protected[0]["unprotectedRanges"] = ranges
    for one in protected:
        yield {"addProtectedRange": {"protectedRange": one}}


def is_locked(one: Any) -> bool:
    """Whether a cell or a column of openpyxl's is locked, should its sheet be protected."""
    protection = getattr(one, "protection", None)
    return protection is None or protection.locked is not False


def _range(place: int, box: Box) -> dict[str, Any]:
    top, left, bottom, right = box
    return {
        "sheetId": place,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
