"""A sheet, written into a worksheet: what it is as a whole, its rows and columns, and its cells."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sync.workspace.conversions.writing import charts, conditions, looks, protection, rules
from sync.workspace.conversions.writing.canvas import MOST_COLUMNS, MOST_ROWS, Canvas, Look, clipped
from sync.workspace.conversions.writing.cells import Cells, Paint
from sync.workspace.conversions.writing.protection import Protection
from sync.workspace.sheets.appearance import bands
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.parts.dimensions import COLUMN_PIXELS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_TALLEST, _WIDEST = 545, 1790  # pixels of a row and of a column in Excel


def write(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """Write all of a sheet."""
    _as_a_whole(canvas, sheet, worksheet)
    locks = protection.of(canvas, sheet)
    _columns(canvas, sheet, worksheet, locks)
    protection.write(canvas, worksheet, locks)
    for one in sheet.meta.get("merges", ()):
        area = clipped(canvas.book, one)
        if area and (area.bottom - area.top) * (area.right - area.left) > 1:
            worksheet.merge_range(area.top, area.left, area.bottom - 1, area.right - 1, "")
    written = _rows(canvas, sheet, worksheet, locks)
    rules.write(canvas, sheet, worksheet, written.rules)
    conditions.write(canvas, sheet, worksheet)
    charts.write(canvas, sheet, worksheet)


def _as_a_whole(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    properties = sheet.meta["properties"]
    grid = properties.get("gridProperties", {})
    frozen = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
    if any(frozen):
        worksheet.freeze_panes(*frozen)
    if frozen[0]:
        worksheet.repeat_rows(0, frozen[0] - 1)
    if tint := looks.colour(properties, "tabColor"):
        worksheet.set_tab_color(tint)
    if properties.get("rightToLeft"):
        worksheet.right_to_left()
    if grid.get("hideGridlines"):
        worksheet.hide_gridlines(2)
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(1, 0)
    if _width(sheet) > 800:
        worksheet.set_landscape()
    if "basicFilter" in sheet.meta and (area := clipped(canvas.book, sheet.meta["basicFilter"]["range"])):
        worksheet.autofilter(area.top, area.left, area.bottom - 1, area.right - 1)
    worksheet.outline_settings(symbols_below=False, symbols_right=False)


def _width(sheet: Sheet) -> int:
    """Pixels that the columns with values take."""
    last = max((one.high for one in sheet.extents().values()), default=0)
    return sum(sheet.columns.get(str(index), {}).get("pixelSize", COLUMN_PIXELS) for index in range(last))


def _outline(sheet: Sheet, name: str) -> Mapping[int, dict[str, Any]]:
    """Row or column -> XlsxWriter's words for how deep it lies in groups, and where a folded one is told."""
    found: dict[int, dict[str, Any]] = {}
    for group in sheet.meta.get(name, ()):
        start, end = group["range"].get("startIndex", 0), group["range"]["endIndex"]
        for index in range(start, end):
            words = found.setdefault(index, {})
            words["level"] = min(7, max(words.get("level", 0), group.get("depth", 1)))
            if group.get("collapsed"):
                words["hidden"] = True
        if group.get("collapsed") and start:
            found.setdefault(start - 1, {})["collapsed"] = True
    return found


def _hidden(properties: Mapping[str, Any]) -> bool:
    return bool(properties.get("hiddenByUser") or properties.get("hiddenByFilter"))


def _columns(canvas: Canvas, sheet: Sheet, worksheet: Worksheet, locks: Protection) -> None:
    is_open = canvas.format(Look(0, locked=False)) if locks.areas and not locks.whole else None
    outline = _outline(sheet, "columnGroups")
    every = (_column(sheet, outline, index) for index in range(min(sheet.column_count, MOST_COLUMNS)))
    start = 0
    for (size, options), alike in groupby(every):
        end = start + sum(1 for _ in alike)
        worksheet.set_column_pixels(start, end - 1, size, is_open, dict(options))
        start = end


def _column(sheet: Sheet, outline: Mapping[int, dict[str, Any]], index: int) -> tuple[int, dict[str, Any]]:
    own = sheet.columns.get(str(index), {})
    options = dict(outline.get(index, {})) | ({"hidden": True} if _hidden(own) else {})
    return min(own.get("pixelSize", COLUMN_PIXELS), _WIDEST), options


def _rows(canvas: Canvas, sheet: Sheet, worksheet: Worksheet, locks: Protection) -> Cells:
    outline = dict(_outline(sheet, "rowGroups"))
    written = Cells(canvas, sheet, worksheet, painter(canvas, sheet), locks)
    _bare_bands(canvas, sheet, worksheet, locks)
    every = sheet.filled() if canvas.formulas else calculate.rows(canvas.book, sheet, 0, sheet.row_count)
    for index, cells, properties in every:
        options = outline.pop(index, {}) | ({"hidden": True} if _hidden(properties) else {})
        size = min(properties["pixelSize"], _TALLEST) if "pixelSize" in properties else None
        if options or size is not None:
            worksheet.set_row_pixels(index, size, None, options)
        written.row(index, cells)
    for index, options in outline.items():
        worksheet.set_row_pixels(index, None, None, options)
    return written


def painter(canvas: Canvas, sheet: Sheet) -> Paint:
    """The colours that banding and tables give cells without one."""
    found = bands.of(canvas.book, sheet)
    if not found:
        return lambda _row, _column: ""

    def paint(row: int, column: int) -> str:
        for area, fill in found:
            if area.top <= row < area.bottom and area.left <= column < area.right:
                return looks.colour(fill(row, column) or {}, "backgroundColor")
        return ""

    return paint


def _bare_bands(canvas: Canvas, sheet: Sheet, worksheet: Worksheet, locks: Protection) -> None:
    """Paint the cells of banded ranges that hold nothing at all."""
    paint = painter(canvas, sheet)
    for area, _ in bands.of(canvas.book, sheet):
        sheet.load(area.top, min(area.bottom, MOST_ROWS))
        for row in range(area.top, min(area.bottom, MOST_ROWS)):
            kept = sheet.row(row)
            for column in range(area.left, min(area.right, MOST_COLUMNS)):
                if (column >= len(kept) or kept[column] is None) and (tint := paint(row, column)):
                    worksheet.write_blank(
                        row, column, None, canvas.format(Look(0, tint, locks.locked(row, column)))
                    )
