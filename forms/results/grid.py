"""A table out of a file, XLSX or CSV, as texts: merged cells filled, percentages with their sign."""

from __future__ import annotations

import csv
import warnings
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile

from forms.results.told import FileTrouble

_EXCEL = (".xlsx", ".xlsm")
_TEXT = (".csv", ".tsv", ".txt")
_DELIMITERS = ",;\t"
_MOST_ROWS, _MOST_COLUMNS = 20_000, 200
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
# What reading a damaged workbook ends with, here or there: it was found by damaging some.
_DAMAGED = (
    BadZipFile, zlib.error, EOFError, OSError, RuntimeError, SyntaxError, LookupError, ValueError, TypeError,
    AttributeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its name ("" for CSV) and its rows as texts, all of one length, "" where nothing stands."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def grids(name: str, content: bytes) -> tuple[Grid, ...]:
    """The visible sheets of a file, by its name and content. Raises FileTrouble where it cannot be read."""
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    if content.startswith(_OLD_EXCEL) or ending == ".xls":
        raise FileTrouble("old-excel")
    if ending in _EXCEL or content.startswith(b"PK\x03\x04"):
        return _sheets(content)
    if ending in _TEXT:
        return (Grid("", _even(_lines(_text(content)))),)
    raise FileTrouble("kind-of-file", ending=ending or name)


# --- CSV -------------------------------------------------------------------------------


def _text(content: bytes) -> str:
    """Excel's "Unicode text", UTF-8 with its mark or without, or Windows-874."""
    encodings = next(([name] for mark, name in _MARKS if content.startswith(mark)), ["utf-8", "cp874"])
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileTrouble("unreadable")


def _lines(text: str) -> list[list[str]]:
    delimiter = max(_DELIMITERS, key=text.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileTrouble("broken", said=str(error)) from error
    return [[" ".join(cell.split()) for cell in row[:_MOST_COLUMNS]] for row in rows[:_MOST_ROWS]]


# --- XLSX ------------------------------------------------------------------------------


def _sheets(content: bytes) -> tuple[Grid, ...]:
    # Only here is openpyxl needed, and it is slow to import.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it does not keep
            book = load_workbook(BytesIO(content), data_only=True)
    except _DAMAGED as error:
        raise FileTrouble("broken", said=type(error).__name__) from error
    return tuple(
        Grid(sheet.title, _even(_cells(sheet))) for sheet in book.worksheets if sheet.sheet_state == "visible"
    )


def _cells(sheet: Any) -> list[list[str]]:
    height, width = min(sheet.max_row or 0, _MOST_ROWS), min(sheet.max_column or 0, _MOST_COLUMNS)
    rows = [
        [_shown(cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows(max_row=height, max_col=width)
    ]
    for area in sheet.merged_cells.ranges:
        if area.min_row > height or area.min_col > width:
            continue
        text = rows[area.min_row - 1][area.min_col - 1]
        for row in rows[area.min_row - 1 : area.max_row]:
            for column in range(area.min_col - 1, min(area.max_col, width)):
                row[column] = text
    return rows


def _shown(value: object, pattern: str) -> str:
    """A cell's value as a person reads it: 0.4532 in a cell of per cents is 45.32%."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        per_cent = "%" in (pattern or "")
        return f"{value * 100:.10g}%" if per_cent else f"{value:.12g}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return " ".join(str(value).split())


def _even(rows: Iterable[list[str]]) -> tuple[tuple[str, ...], ...]:
    found = list(rows)
    width = max(map(len, found), default=0)
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in found)
