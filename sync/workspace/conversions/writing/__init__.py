"""A spreadsheet as XLSX.

XlsxWriter writes it, not openpyxl: a formula goes in beside its result, which openpyxl cannot do and
which every reader that does not calculate needs; and a chart's colours, titles and axes have words there.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from sync.workspace.conversions.writing import charts, looks, sheet, titles
from sync.workspace.conversions.writing.canvas import LISTS, Canvas, clipped
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts.dimensions import ROW_PIXELS

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def from_book(book: Book, *, formulas: bool = True, only: int | None = None) -> bytes:
    """The workbook of a spreadsheet; without `formulas`, as for paper, their results stand in their places.

    With `only` all other sheets are hidden.

    Left out, for Excel has no such thing: images, slicers, filter views, developer metadata, and charts
    of Google's rarer kinds. Banding becomes the colours of cells. Refusal 403 for a sheet beyond
    Excel's grid.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - a start of the workspace should not wait for it

    made = BytesIO()
    options = {
        "in_memory": True,
        "default_format_properties": looks.DEFAULT_FONT,
        "default_row_height": ROW_PIXELS,
        "use_future_functions": True,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Excel has no room for is left out
        workbook = Workbook(made, options)
        names = titles.allowed((one.title for one in book.sheets), LISTS)
        canvas = Canvas(book, workbook, names, formulas)
        _write(canvas, workbook, only)
        workbook.close()
    return made.getvalue()


def _write(canvas: Canvas, workbook: Workbook, only: int | None) -> None:
    shown = None
    for one in canvas.book.sheets:
        title = canvas.titles[one.title]
        if one.meta["properties"].get("sheetType", "GRID") == "GRID":
            worksheet = workbook.add_worksheet(title)
        else:
            worksheet = workbook.add_chartsheet(title)
        if one.meta["properties"].get("hidden") if only is None else one.id != only:
            worksheet.hide()
        elif shown is None:
            shown = worksheet
            worksheet.activate()
            worksheet.set_first_sheet()
    for one in canvas.book.sheets:
        worksheet = workbook.get_worksheet_by_name(canvas.titles[one.title])
        if one.meta["properties"].get("sheetType", "GRID") == "GRID":
            sheet.write(canvas, one, worksheet)
        else:
            for each in one.meta.get("charts", ())[:1]:
                chart = charts.drawn(canvas, each.get("spec", {}))
                worksheet.set_chart(chart or workbook.add_chart({"type": "column"}))
    if not canvas.formulas and shown is not None and not any(map(_is_filled, canvas.book.sheets)):
        shown.write_string(0, 0, " ")  # of nothing at all LibreOffice makes no page
    _names(canvas, workbook)
    _lists(canvas, workbook)


def _is_filled(sheet: Sheet) -> bool:
    return bool(sheet.meta.get("charts") or sheet.extents())


def _names(canvas: Canvas, workbook: Workbook) -> None:
    for named in canvas.book.meta.get("namedRanges", ()):
        if area := clipped(canvas.book, named.get("range", {})):
            workbook.define_name(named["name"], canvas.reference(area))


def _lists(canvas: Canvas, workbook: Workbook) -> None:
    if not canvas.lists:
        return
    worksheet = workbook.add_worksheet(LISTS)
    for column, choices in enumerate(canvas.lists):
        for row, choice in enumerate(choices):
            worksheet.write_string(row, column, choice)
    worksheet.very_hidden()
