"""CSV and TSV: rows of texts out of bytes in whatever encoding an office has, and a sheet as such bytes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice, zip_longest
from typing import Any

from sync.workspace.conversions import encodings, package
from sync.workspace.conversions.reading.content import SheetContent, sized
from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, entered
from sync.workspace.sheets.book import MOST_CELLS, Book, Sheet
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.styles import PLAIN
from sync.workspace.sheets.values import entering
from sync.workspace.sheets.values import ranges as values

_DELIMITERS = (",", ";", "\t", "|")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_SAMPLE = 50  # rows by which the delimiter is told
_TRUTHS = {"TRUE", "FALSE"}
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
_PLAIN = re.compile(
    r"[^\W\d_][^0-9]*"
)  # begins with a letter and has no digit: neither number, date nor formula


@dataclass(frozen=True, slots=True)
class Table:
    """A file of texts between signs; rows and columns are those down to the last that holds a text."""

    text: str
    delimiter: str
    row_count: int
    column_count: int

    def rows(self) -> Iterator[list[str]]:
        """The rows, one after another, as they stand in the file."""
        return islice(_parsed(self.text, self.delimiter), self.row_count)


def read(content: bytes, delimiter: str = "", charset: str = "") -> Table:
    """A file's table; without a `delimiter` that of its first rows, in `charset` or what it looks like.

    Refusal 400 for content that is no table, 413 for more cells than a spreadsheet holds.
    """
    text = encodings.decoded(content, charset)
    sign = delimiter or _sniffed(text)
    rows = columns = 0
    try:
        for index, row in enumerate(_parsed(text, sign), 1):
            width = len(row)
            while width and not row[width - 1]:
                width -= 1
            if width:
                rows, columns = index, max(columns, width)
            if rows * columns > MOST_CELLS:
                raise package.too_large()
    except csv.Error:
        raise package.unreadable() from None
    return Table(text, sign, rows, columns)


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _sniffed(text: str) -> str:
    """A comma, unless the first rows have none and are alike in another sign's columns."""
    for delimiter in _DELIMITERS:
        try:
            widths = {len(row) for row in islice(_parsed(text, delimiter), _SAMPLE) if row}
        except csv.Error:
            continue
        if max(widths, default=1) > 1 and (delimiter == "," or len(widths) == 1):
            return delimiter
    return ","


def fill(book: Book, sheet: Sheet, table: Table) -> None:
    """Put a table into an empty sheet as if it were typed there."""
    bare = SheetContent({})
    sized([(bare, table.row_count, table.column_count)])
    sheet.meta["properties"]["gridProperties"] = bare.properties["gridProperties"]
    book.check_size()
    typed = entering.Entering(book).typed
    sheet.pour(
        (index, [_cell(text, typed) for text in row[: table.column_count]], {})
        for index, row in enumerate(table.rows())
    )


def _cell(text: str, typed: Callable[[cell.Cell, Any], cell.Cell]) -> cell.Cell:
    """A text as a person would have typed it; a leading apostrophe is part of it."""
    if not text:
        return None
    text = text[: entered.LONGEST_TEXT]
    if _NUMBER.fullmatch(text):
        return [int(text), PLAIN]  # most values by far are such numbers, or words
    if _PLAIN.fullmatch(text) and text.strip().upper() not in _TRUTHS:
        return [text, PLAIN]
    return typed(None, f"'{text}" if text.startswith("'") else text)


def write(book: Book, gid: int | None, *, tabs: bool = False) -> bytes:
    """A sheet's formatted values in UTF-8, the rows alike in length, without an end of line at the end.

    CSV as RFC 4180 has it; with `tabs` TSV, which knows no quotes: tabs and new lines become spaces.
    A text that a spreadsheet would take for a formula has an apostrophe before it, which Google's has not.
    Refusal 400 for a sheet that has no cells.
    """
    sheet = book.sheet(gid) if gid is not None else book.sheets[0]
    if sheet.meta["properties"].get("sheetType", "GRID") != "GRID":
        raise Refusal(400, "This operation is not supported for this document", "FAILED_PRECONDITION")
    area = Area(sheet, 0, 0, sheet.row_count, sheet.column_count)
    rows = _harmless(book, area, values.read(book, area, values.Rendering()).get("values", []))
    width = max(map(len, rows), default=0)
    padded = ([str(value) for value in row] + [""] * (width - len(row)) for row in rows)
    if tabs:
        text = "\r\n".join("\t".join(" ".join(_lines(value)) for value in row) for row in padded)
        return text.encode()
    made = StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(padded)
    return made.getvalue().removesuffix("\r\n").encode()


def _harmless(book: Book, area: Area, rows: list[list[Any]]) -> list[list[Any]]:
    """The rows, each text that begins as a formula does with an apostrophe before it; numbers as they are."""
    if not any(map(_is_formula, chain.from_iterable(rows))):
        return rows
    meant = values.read(book, area, values.Rendering("UNFORMATTED_VALUE")).get("values", [])
    return [
        [f"'{shown}" if _is_formula(text) else shown for shown, text in zip_longest(row, texts, fillvalue="")]
        for row, texts in zip_longest(rows, meant[: len(rows)], fillvalue=list[Any]())
    ]


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_FORMULA)


def _lines(value: str) -> list[str]:
    return value.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")
