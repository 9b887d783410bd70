"""Protected ranges as Excel has them: a sheet is protected, and each cell says whether it is locked.

Excel knows no editors, so that whoever opens the file is kept out alike; there is no password, which
makes it a reminder, as it is meant. Ranges that only warn are not written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.workspace.conversions.writing.canvas import Canvas, Look, clipped
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.grid import Area

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MOST = 200_000  # empty cells that are written only to be locked, or not
_LAYOUT = (
    "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "insert_hyperlinks",
    "delete_columns", "delete_rows", "sort", "objects", "scenarios",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Protection:
    """What of a sheet is locked: `areas`, each with those in it that are not; `whole` if one is the grid."""

    areas: tuple[tuple[Area, tuple[Area, ...]], ...]
    whole: bool

    def locked(self, row: int, column: int) -> bool | None:
        """Whether a cell is locked, None where nothing is protected."""
        if not self.areas:
            return None
        return any(
            _holds(area, row, column) and not any(_holds(one, row, column) for one in free)
            for area, free in self.areas
        )

    def others(self) -> Iterator[tuple[int, int]]:
        """The cells that do not go with the rest of the sheet, as far as they are not too many."""
        given = [one for _, free in self.areas for one in free] if self.whole else [a for a, _ in self.areas]
        left = _MOST
        for area in given:
            left -= (area.bottom - area.top) * (area.right - area.left)
            if left < 0:
                return
            for row in range(area.top, area.bottom):
                yield from ((row, column) for column in range(area.left, area.right))


def of(canvas: Canvas, sheet: Sheet) -> Protection:
    """The protection of a sheet."""
    found = []
    for one in sheet.meta.get("protectedRanges", ()):
        area = None if one.get("warningOnly") else clipped(canvas.book, one.get("range", {}))
        if area is not None:
            free = (clipped(canvas.book, given) for given in one.get("unprotectedRanges", ()))
            found.append((area, tuple(inner for inner in free if inner)))
    whole = any(
        (area.top, area.left, area.bottom, area.right) == (0, 0, sheet.row_count, sheet.column_count)
        for area, _ in found
    )
    return Protection(tuple(found), whole)


def write(canvas: Canvas, worksheet: Worksheet, protection: Protection) -> None:
    """Protect the sheet, and lock or open its empty cells where they do not go with the rest."""
    if not protection.areas:
        return
    allowed: dict[str, Any] = {"autofilter": True}
    if not protection.whole:
        allowed |= dict.fromkeys(_LAYOUT, True)
    worksheet.protect("", allowed)
    for row, column in protection.others():
        look = Look(0, locked=protection.locked(row, column))
        worksheet.write_blank(row, column, None, canvas.format(look))


def _holds(area: Area, row: int, column: int) -> bool:
    return area.top <= row < area.bottom and area.left <= column < area.right
