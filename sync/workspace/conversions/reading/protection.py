"""Protected sheets of Excel's files, as requests: passwords and what else is allowed there are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace.conversions.writing.rectangles import Box, gathered

_MOST = 200  # ranges of a sheet; more are a pattern, which is protected as a whole


def requests(worksheet: Any, place: int, cells: Mapping[tuple[int, int], Any]) -> Iterator[dict[str, Any]]:
    """addProtectedRange: of the locked cells where columns are open, else of the sheet but for open cells."""
    if not worksheet.protection.sheet:
        return
    opened = any(not _is_locked(column) for column in worksheet.column_dimensions.values())
    chosen = ((row - 1, column - 1) for (row, column), one in cells.items() if _is_locked(one) == opened)
    ranges = [_range(place, box) for box in gathered(chosen)]
    protected: list[dict[str, Any]] = [{"range": {"sheetId": place}}]
    if opened and len(ranges) <= _MOST:
        protected = [{"range": one} for one in ranges]
    elif ranges and len(ranges) <= _MOST:
        protected[0]["unprotectedRanges"] = ranges
    for one in protected:
        yield {"addProtectedRange": {"protectedRange": one}}


def _is_locked(one: Any) -> bool:
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
