"""findReplace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, grid
from sync.workspace.sheets.book import Book, Row
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import java_search
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.values import entering
from sync.workspace.sheets.values.formatted import formatted

Replaced = tuple[str, int]
"""The new text, and how often it was found in the old."""

Search = Callable[[list[str]], Mapping[str, Replaced]]
"""Of some texts those in which something is found, with what becomes of them."""

_MANY = 20_000  # texts that are searched at once


@dataclass(slots=True)
class _Counts:
    values: int = 0
    formulas: int = 0
    rows: int = 0
    sheets: int = 0
    occurrences: int = 0

    def reply(self) -> dict[str, int]:
        """FindReplaceResponse, in which Google leaves zeros out."""
        found = {
            "valuesChanged": self.values,
            "formulasChanged": self.formulas,
            "rowsChanged": self.rows,
            "sheetsChanged": self.sheets,
            "occurrencesChanged": self.occurrences,
        }
        return {name: count for name, count in found.items() if count}


def find_replace(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """Search what cells show, and formulas if asked; what is replaced is entered as if typed."""
    search, counts = _search(request), _Counts()
    with_formulas = bool(request.get("includeFormulas"))
    for area in _areas(book, request):
        before = counts.rows
        for chunk in _chunks(area):
            _replace(book, area, chunk, search, with_formulas, counts)
        counts.sheets += counts.rows > before
    return counts.reply()


def _areas(book: Book, request: dict[str, Any]) -> list[Area]:
    if sum((bool(request.get("allSheets")), "range" in request, "sheetId" in request)) != 1:
        raise Refusal(400, "Must specify exactly one of range, sheetId or allSheets.")
    if "range" in request:
        return [grid.area(book, request["range"])]
    sheets = book.sheets if request.get("allSheets") else [book.sheet(request["sheetId"])]
    grids = [sheet for sheet in sheets if "gridProperties" in sheet.meta["properties"]]
    return [Area(sheet, 0, 0, sheet.row_count, sheet.column_count) for sheet in grids]


def _search(request: dict[str, Any]) -> Search:
    find, replacement = request.get("find", ""), request.get("replacement", "")
    if not find:
        raise Refusal(400, "The find value must not be empty.")
    case, entire = bool(request.get("matchCase")), bool(request.get("matchEntireCell"))
    if request.get("searchByRegex"):
        return java_search.search(find, replacement, match_case=case, entire=entire)
    pattern = re.compile(re.escape(find), 0 if case else re.IGNORECASE)

    def search(texts: list[str]) -> dict[str, Replaced]:
        if entire:
            return {text: (replacement, 1) for text in texts if pattern.fullmatch(text)}
        found = {text: pattern.subn(lambda _: replacement, text) for text in texts}
        return {text: one for text, one in found.items() if one[1]}

    return search


def _chunks(area: Area) -> Iterable[list[tuple[int, Row]]]:
    chunk: list[tuple[int, Row]] = []
    cells = 0
    for index, row in area.sheet.rows(area.top, area.bottom):
        chunk.append((index, row))
        cells += len(row)
        if cells >= _MANY:
            yield chunk
            chunk, cells = [], 0
    yield chunk


def _replace(
    book: Book, area: Area, chunk: list[tuple[int, Row]], search: Search, with_formulas: bool, counts: _Counts
) -> None:
    """Replace in some rows, and count."""
    enter = entering.Entering(book)
    texts = {
        (index, column): text
        for index, row in chunk
        for column in range(area.left, min(area.right, len(row)))
        if (text := _text(book, row[column], with_formulas))
    }
    found = search(list(dict.fromkeys(texts.values())))
    rows = dict(chunk)
    new: dict[int, Row] = {}
    for (index, column), text in texts.items():
        if text not in found:
            continue
        replaced, times = found[text]
        old = rows[index][column]
        protection.check(book, Area(area.sheet, index, column, index + 1, column + 1))
        new.setdefault(index, list(rows[index]))[column] = enter.typed(old, replaced)
        counts.occurrences += times
        if isinstance(cell.value(old), dict):
            counts.formulas += 1
        else:
            counts.values += 1
    for index, row in new.items():
        area.sheet.put(index, row)
    counts.rows += len(new)


def _text(book: Book, one: cell.Cell, with_formulas: bool) -> str:
    value = cell.value(one)
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value["formulaValue"]) if with_formulas else ""
    return value if isinstance(value, str) else formatted(one, book.styles)
