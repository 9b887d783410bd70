"""CSV and TSV: rows of texts out of bytes in whatever encoding an office has, and a sheet as such bytes."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from sync.workspace.conversions import package
from sync.workspace.errors import Refusal
from sync.workspace.sheets import entered
from sync.workspace.sheets.book import MOST_CELLS, Book, Sheet
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.values import ranges as values

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50  # rows by which the delimiter is told
_AT_ONCE = 5000  # rows written at a time


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, as texts."""

    rows: list[list[str]]


def read(content: bytes, delimiter: str = "") -> Table:
    """The rows of a file; without a `delimiter` the one that its first rows have.

    Refusal 400 for content that is no text, 413 for more cells than a spreadsheet holds.
    """
    text = decoded(content)
    try:
        rows = list(_parsed(text, delimiter or _sniffed(text)))
    except csv.Error:
        raise package.unreadable() from None
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        raise package.too_large()
    return Table(rows)


def decoded(content: bytes) -> str:
    """Text in UTF-8 or UTF-16, by its mark or its look, else in the Thai encoding of Windows.

    Refusal 400 for bytes that are none of these.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(name, "replace")
    if b"\0" in content[:2000]:  # UTF-16 without its mark: the zeros stand in the odd places, or in the even
        odd = content[1:2000:2].count(0) > content[0:2000:2].count(0)
        return content.decode("utf-16-le" if odd else "utf-16-be", "replace")
    for name in ("utf-8", "cp874", "cp1252"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise package.unreadable()


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
    width = max(map(len, table.rows), default=0)
    grid = sheet.meta["properties"]["gridProperties"]
    grid["rowCount"] = max(grid["rowCount"], len(table.rows))
    grid["columnCount"] = max(grid["columnCount"], width)
    book.check_size()
    whole = Area(sheet, 0, 0, sheet.row_count, sheet.column_count)
    for top in range(0, len(table.rows), _AT_ONCE):
        rows = [[_typed(text) for text in row] for row in table.rows[top : top + _AT_ONCE]]
        area = Area(sheet, top, 0, sheet.row_count, sheet.column_count)
        values.write(book, area, rows, "USER_ENTERED", whole)


def _typed(text: str) -> str | None:
    """A text as a person would have to type it; a leading apostrophe is part of it."""
    text = text[: entered.LONGEST_TEXT]
    return f"'{text}" if text.startswith("'") else text or None


def write(book: Book, gid: int | None, *, tabs: bool = False) -> bytes:
    """A sheet's formatted values in UTF-8, the rows alike in length, without an end of line at the end.

    CSV as RFC 4180 has it; with `tabs` TSV, which knows no quotes: tabs and new lines become spaces.
    Refusal 400 for a sheet that has no cells.
    """
    sheet = book.sheet(gid) if gid is not None else book.sheets[0]
    if sheet.meta["properties"].get("sheetType", "GRID") != "GRID":
        raise Refusal(400, "This operation is not supported for this document", "FAILED_PRECONDITION")
    area = Area(sheet, 0, 0, sheet.row_count, sheet.column_count)
    rows = values.read(book, area, values.Rendering()).get("values", [])
    width = max(map(len, rows), default=0)
    padded = ([str(value) for value in row] + [""] * (width - len(row)) for row in rows)
    if tabs:
        text = "\r\n".join("\t".join(" ".join(_lines(value)) for value in row) for row in padded)
        return text.encode()
    made = StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(padded)
    return made.getvalue().removesuffix("\r\n").encode()


def _lines(value: str) -> list[str]:
    return value.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")
