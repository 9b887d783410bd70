"""What the parts of a workbook are written with: the book, XlsxWriter's workbook, its formats and titles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sync.workspace.conversions.writing import looks, titles
from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1, grid
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas import references
from sync.workspace.sheets.formulas.references import Reference

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Excel's grid."""

LISTS = "_lists"
"""A sheet that nobody sees, with the choices of lists that do not fit into a rule."""


def too_large() -> Refusal:
    """Google's words for a file that its export cannot hold."""
    error = {
        "domain": "global",
        "reason": "exportSizeLimitExceeded",
        "message": "This file is too large to be exported.",
    }
    return Refusal(403, error["message"], errors=[error])


class Look(NamedTuple):
    """How a cell looks: its style's number, the colour that banding gives it, and whether it is locked.

    None leaves that unsaid, as where nothing is protected; a cell without any format takes its column's.
    """

    style: int
    paint: str = ""
    locked: bool | None = None


@dataclass
class Canvas:
    """A workbook that is being made of a book; `formulas` says whether formulas or their results go in."""

    book: Book
    workbook: Workbook
    titles: dict[str, str]
    formulas: bool
    lists: list[list[str]] = field(default_factory=list)
    _formats: dict[Look, Format | None] = field(default_factory=dict)
    _words: dict[Look, dict[str, Any]] = field(default_factory=dict)

    def words(self, look: Look) -> dict[str, Any]:
        """XlsxWriter's words for how a cell looks."""
        if (known := self._words.get(look)) is None:
            default = self.book.meta["properties"].get("defaultFormat", {})
            own = looks.over_default(default, self.book.styles[look.style])
            locale = self.book.styles.locale
            known = looks.format_words(own, locale, look.paint) if own or look.paint else {}
            if look.locked is not None:
                known = known | {"locked": look.locked}
            self._words[look] = known
        return known

    def format(self, look: Look) -> Format | None:
        """The format of a cell, None for a plain one."""
        if look not in self._formats:
            words = self.words(look)
            self._formats[look] = self.workbook.add_format(words) if words else None
        return self._formats[look]

    def formula(self, text: str, home: Sheet) -> str:
        """A formula of a cell on `home` with the workbook's titles; open ends (A2:A) end at the grid's."""

        def change(one: Reference) -> Reference:
            sheet = self.book.titled(one.title) if one.title else home
            if sheet is None or not (one.top.index is not None or one.left.index is not None):
                return one
            if one.title:
                one = replace(one, sheet=titles.quoted(self.titles[sheet.title]) + "!")
            if one.top.index is not None and one.bottom.index is None:
                one = replace(one, bottom=replace(one.bottom, index=sheet.row_count - 1))
            if one.left.index is not None and one.right.index is None:
                one = replace(one, right=replace(one.right, index=sheet.column_count - 1))
            return one

        return references.rewritten(text, change)

    def reference(self, area: grid.Area) -> str:
        """`='a sheet'!$A$1:$B$9`."""
        first = f"${a1.column_letters(area.left)}${area.top + 1}"
        last = f"${a1.column_letters(area.right - 1)}${area.bottom}"
        cells = first if first == last else f"{first}:{last}"
        return f"={titles.quoted(self.titles[area.sheet.title])}!{cells}"


def clipped(book: Book, given: dict[str, Any]) -> grid.Area | None:
    """A GridRange inside its sheet's grid and Excel's; None for one on no sheet or with nothing in it."""
    sheet = next((one for one in book.sheets if one.id == given.get("sheetId", 0)), None)
    if sheet is None:
        return None
    bottom = min(given.get("endRowIndex", sheet.row_count), sheet.row_count, MOST_ROWS)
    right = min(given.get("endColumnIndex", sheet.column_count), sheet.column_count, MOST_COLUMNS)
    top, left = given.get("startRowIndex", 0), given.get("startColumnIndex", 0)
    return grid.Area(sheet, top, left, bottom, right) if top < bottom and left < right else None
