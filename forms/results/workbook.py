"""The sheets of an Excel workbook as texts, read as a stream; merged areas, formulas without result."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from forms.results.grid import Grid, even, filled
from forms.results.told import FileTrouble

# What reading a damaged workbook ends with, here or there: it was found by damaging some.
_DAMAGED = (
    BadZipFile, zlib.error, EOFError, OSError, RuntimeError, SyntaxError, LookupError, ValueError, TypeError,
    AttributeError,
)  # fmt: skip
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class _Found:
    """What only the sheet's XML tells: merged areas (top, left, bottom, right), formulas without result."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


def workbook_grids(content: bytes) -> tuple[Grid, ...]:
    """The visible sheets of a workbook. Raises FileTrouble where it cannot be read."""
    # Only here is openpyxl needed, and it is slow to import.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it does not keep
            book = load_workbook(BytesIO(content), data_only=True, read_only=True)
            try:
                return tuple(_grid(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible")
            finally:
                book.close()
    except _DAMAGED as error:
        raise FileTrouble("broken", said=type(error).__name__) from error


def _grid(sheet: Any) -> Grid:
    sheet.reset_dimensions()  # what a file says of its size is often wrong
    rows = list(filled(_values(sheet), sheet.title))
    found = _look_behind(sheet)
    for area in found.merged:
        _fill(rows, area)
    below = max((row for row, _ in found.uncalculated), default=-1) + 1
    rows += [[] for _ in range(below - len(rows))]
    return Grid(sheet.title, even(rows), frozenset(found.uncalculated))


def _values(sheet: Any) -> Iterator[Sequence[str]]:
    for row in sheet.iter_rows():
        yield [_shown(cell) for cell in row]


def _shown(cell: Any) -> str:
    """A cell's value as a person reads it: 0.4532 in a cell of per cents is 45.32%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        per_cent = "%" in (cell.number_format or "")
        return f"{value * 100:.10g}%" if per_cent else f"{value:.12g}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return " ".join(str(value).split())


def _fill(rows: list[list[str]], area: tuple[int, int, int, int]) -> None:
    """Put what stands in the first cell of a merged area into all of them, as far as the table goes."""
    top, left, bottom, right = area
    text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
    if not text:
        return
    width = max(map(len, rows))
    for row in rows[top : bottom + 1]:
        end = min(right + 1, width)
        row.extend([""] * (end - len(row)))
        row[left:end] = [text] * (end - left)


# --- What the reader of values leaves out ----------------------------------------------


def _look_behind(sheet: Any) -> _Found:
    """Read the sheet's XML once more, row by row, for what openpyxl does not keep when it streams."""
    from lxml import etree  # noqa: PLC0415

    found = _Found()
    # openpyxl has no public name for a sheet's place in the archive when it streams.
    with sheet.parent._archive.open(sheet._worksheet_path) as file:
        tags = ("{*}row", "{*}mergeCell")
        for _, element in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
            if etree.QName(element).localname == "row":
                found.uncalculated.update(_without_result(element))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif area := _AREA.fullmatch(element.get("ref", "")):
                found.merged.append((int(area[2]) - 1, _number(area[1]), int(area[4]) - 1, _number(area[3])))
    return found


def _without_result(row: Any) -> Iterator[tuple[int, int]]:
    for formula in row.iterfind("{*}c/{*}f"):
        cell = formula.getparent()
        value = cell.find("{*}v")
        place = _CELL.fullmatch(cell.get("r", ""))
        # "str" is a formula's text, which may be empty.
        if place and (value is None or (not value.text and cell.get("t") != "str")):
            yield int(place[2]) - 1, _number(place[1])


def _number(letters: str) -> int:
    number = 0
    for one in letters:
        number = 26 * number + ord(one) - 64
    return number - 1
