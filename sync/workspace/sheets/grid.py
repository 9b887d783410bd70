"""Where a request means to write or read: GridRange, GridCoordinate and A1 against a sheet's real grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1
from sync.workspace.sheets.book import Book, Sheet

_SIDES = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
_GRID_RANGE = {"sheetId", *_SIDES}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of one sheet, half-open, inside its grid."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """`Sheet1!A1:B2`."""
        return a1.write(self.sheet.title, self.top, self.left, self.bottom, self.right)

    def closed(self) -> dict[str, Any]:
        """The area as a GridRange with every side said."""
        sides = (self.top, self.bottom, self.left, self.right)
        return {"sheetId": self.sheet.id} | dict(zip(_SIDES, sides, strict=True))

    def overlaps(self, other: Area) -> bool:
        """Whether two areas of a sheet share a cell."""
        return (
            self.sheet is other.sheet
            and self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def common(self, other: Area) -> Area:
        """What two areas of a sheet that overlap share."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        return Area(self.sheet, top, left, min(self.bottom, other.bottom), min(self.right, other.right))

    def contains(self, other: Area) -> bool:
        """Whether the other area lies wholly in this one."""
        return (
            self.sheet is other.sheet
            and self.top <= other.top
            and self.bottom >= other.bottom
            and self.left <= other.left
            and self.right >= other.right
        )


def area(book: Book, given: dict[str, Any], *, clip: bool = False) -> Area:
    """A GridRange on its sheet; open sides end at the grid's edge. Refusal 400 beyond the grid.

    With `clip` only its start must lie inside.
    """
    sheet = _having_cells(book, given.get("sheetId", 0))
    top, left = given.get("startRowIndex", 0), given.get("startColumnIndex", 0)
    bottom = given.get("endRowIndex", sheet.row_count)
    right = given.get("endColumnIndex", sheet.column_count)
    if min(top, left) < 0:
        raise Refusal(400, "GridRange indexes must be >= 0")
    if clip and top < sheet.row_count and left < sheet.column_count:
        bottom, right = min(bottom, sheet.row_count), min(right, sheet.column_count)
    if (
        bottom > sheet.row_count
        or right > sheet.column_count
        or top >= sheet.row_count
        or left >= sheet.column_count
    ):
        raise beyond(sheet, a1.write(sheet.title, top, left, max(bottom, top + 1), max(right, left + 1)))
    if bottom <= top or right <= left:
        name, end, start = ("Row", bottom, top) if bottom <= top else ("Column", right, left)
        raise Refusal(400, f"end{name}Index[{end}] must be after start{name}Index[{start}]")
    return Area(sheet, top, left, bottom, right)


def _having_cells(book: Book, sheet_id: int) -> Sheet:
    """The sheet of that id, which has to be a grid."""
    sheet = book.sheet(sheet_id)
    if sheet.is_object:
        raise Refusal(400, f"No grid with id: {sheet_id}")
    return sheet


def beyond(sheet: Sheet, written: str) -> Refusal:
    """Google's words for a range that the grid does not hold."""
    return Refusal(
        400,
        f"Range ({written}) exceeds grid limits. "
        f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}",
    )


def coordinate(book: Book, given: dict[str, Any]) -> tuple[Sheet, int, int]:
    """A GridCoordinate: (sheet, row, column). Refusal 400 beyond the grid."""
    sheet = _having_cells(book, given.get("sheetId", 0))
    row, column = given.get("rowIndex", 0), given.get("columnIndex", 0)
    for name, index, count in (("row", row, sheet.row_count), ("column", column, sheet.column_count)):
        if index < 0:
            raise Refusal(400, f"GridCoordinate.{name}Index[{index}] must be >= 0")
        if index >= count:
            raise Refusal(
                400, f"GridCoordinate.{name}Index[{index}] is after last {name} in grid[{count - 1}]"
            )
    return sheet, row, column


def written(given: dict[str, Any]) -> dict[str, Any]:
    """A GridRange as the workspace keeps it: with its sheet's id, and no open side named."""
    return {"sheetId": given.get("sheetId", 0)} | {
        side: given[side] for side in _SIDES if given.get(side) is not None
    }


def is_grid_range(value: Any) -> bool:
    """Whether a JSON value can only be a GridRange."""
    return (
        isinstance(value, dict)
        and bool(value)
        and value.keys() <= _GRID_RANGE
        and value.keys() != {"sheetId"}
    )


def find(book: Book, text: str, *, clip: bool) -> Area:
    """What an A1 text means: a range of a sheet, a whole sheet, a named range.

    Refusal 400 for what names nothing and for a range beyond the grid; with `clip` (reading) only its
    start must lie inside, as Google has it.
    """
    reference = a1.parse(text)
    if reference is None:
        raise unparsable(text)
    sheet = book.titled(reference.title) if reference.title else book.sheets[0]
    if sheet and sheet.is_object:
        raise unparsable(text)
    if sheet and (reference.box or not reference.name):
        return _inside(sheet, reference.box or a1.Box(), clip)
    own = [f"{a1.quote(sheet.title)}!{reference.name}"] if sheet and reference.title else []
    if sheet and (named := _named(book, *own, reference.name)):
        return area(book, named["range"])
    whole = None if reference.title else book.titled(reference.name)
    if whole is None or whole.is_object:
        raise unparsable(text)
    return _inside(whole, a1.Box(), clip)


def unparsable(text: str) -> Refusal:
    """Google's words for a range that names nothing."""
    return Refusal(400, f"Unable to parse range: {text}")


def _named(book: Book, *names: str) -> dict[str, Any] | None:
    """The range of the first name that there is: a sheet that was copied has names of its own."""
    known = {named["name"].casefold(): named for named in book.meta.get("namedRanges", [])}
    return next((known[name.casefold()] for name in names if name.casefold() in known), None)


def _inside(sheet: Sheet, box: a1.Box, clip: bool) -> Area:
    bottom = sheet.row_count if box.bottom is None else box.bottom
    right = sheet.column_count if box.right is None else box.right
    outside = box.top >= sheet.row_count or box.left >= sheet.column_count
    if outside or (not clip and (bottom > sheet.row_count or right > sheet.column_count)):
        raise beyond(
            sheet,
            a1.write_box(sheet.title, box),
        )
    return Area(sheet, box.top, box.left, min(bottom, sheet.row_count), min(right, sheet.column_count))
