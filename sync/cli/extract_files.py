"""An extract as a file for spreadsheets: XLSX, or CSV in UTF-8 with a BOM; no text of it is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from sync.layout.extract import Extract
from sync.layout.tab import CellValue
from sync.layout.written import clean, fitted
from sync.private import as_it_was

ENDINGS: Final = (".xlsx", ".csv")
# What a text that spreadsheets work out begins with, also with the wide signs of other keyboards.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_HOLDS: Final = 32_767  # UTF-16 units; XlsxWriter leaves a longer text out of the file
_WIDEST, _TITLE = 40, 31  # letters; a sheet's title holds so many


def write(file: Path, table: Extract) -> None:
    """Write the table, in the place of a file of that name. Raises OSError; then the earlier file stands."""
    body = _csv(table) if file.suffix.lower() == ".csv" else _xlsx(table)
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(body)
        as_it_was(file, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _csv(table: Extract) -> bytes:
    written = io.StringIO(newline="")
    # In quotes, whatever sign a spreadsheet takes for the end of a cell: a text of "a;=1+1" stays one.
    csv.writer(written, quoting=csv.QUOTE_NONNUMERIC).writerows(
        [_plain(cell) for cell in row] for row in (table.heads, *table.rows)
    )
    return written.getvalue().encode("utf-8-sig")


def _plain(cell: CellValue) -> CellValue:
    """A text that begins as a formula does with an apostrophe before it, as spreadsheets write such texts."""
    text = clean(cell) if isinstance(cell, str) else cell
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _xlsx(table: Extract) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 - no other command waits for it

    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_sheet_title(table.title))
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8f0fe"})
        for column, title in enumerate(table.heads):
            sheet.write_string(0, column, clean(title), head)
            texts = [str(row[column] or "") for row in table.rows]
            sheet.set_column(column, column, min(_WIDEST, max(12, *map(len, texts), 12)))
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, fitted(clean(cell), limit=_HOLDS))
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    return written.getvalue()


def _sheet_title(title: str) -> str:
    return "".join(letter for letter in clean(title) if letter not in "[]:*?/\\'")[:_TITLE]
