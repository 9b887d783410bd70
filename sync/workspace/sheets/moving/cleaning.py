"""trimWhitespace, deleteDuplicates and textToColumns."""

from __future__ import annotations

import re
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, entered, extent, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import pasting, row_orders
from sync.workspace.sheets.parts import protection
from sync.workspace.sheets.values import entering
from sync.workspace.sheets.values.formatted import formatted

_WHITE = " \t\n\r\f\v"  # a space that does not break is no white space here
_WHITES = re.compile(rf"[{_WHITE}]+")
_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
_LIKELY = (",", ";", "\t", "|", " ", ".")


def trim(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """trimWhitespace: no white space at a text's ends, one space within; text stays text."""
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    count = 0
    for index, row in area.sheet.rows(area.top, area.bottom):
        new = list(row)
        for column in range(area.left, min(area.right, len(row))):
            value = cell.value(row[column])
            if isinstance(value, str) and (trimmed := _WHITES.sub(" ", value).strip(_WHITE)) != value:
                new[column] = cell.with_value(row[column], entered.text(trimmed))
                count += 1
        if new != row:
            area.sheet.put(index, new)
    return {"cellsChangedCount": count} if count else {}


def delete_duplicates(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteDuplicates: of rows that are alike in the columns compared the first stays, the others come up.

    Letters' case, formats and formulas make no difference. Rows below the last with anything in it are
    no duplicates of one another.
    """
    area = grid.area(book, request.get("range", {}))
    protection.check(book, area)
    row_orders.check_merges(area, "remove duplicates from")
    columns = _compared(area, request.get("comparisonColumns") or [])
    filled = area.sheet.extents(area.top, area.bottom)
    end = max(
        (index for index, one in filled.items() if one.high > area.left and one.low < area.right), default=-1
    )
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for index in pasting.row_by_row(Area(area.sheet, area.top, area.left, end + 1, area.right)):
        key = tuple(_alike(book, area, index, column) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append(index)
    removed = max(0, end + 1 - area.top) - len(kept)
    if removed:
        row_orders.arrange(Area(area.sheet, area.top, area.left, end + 1, area.right), kept)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _compared(area: Area, given: list[dict[str, Any]]) -> list[int]:
    if not given:
        return list(range(area.left, area.right))
    columns: list[int] = []
    for one in given:
        if one.get("dimension") != "COLUMNS" or one.get("sheetId", 0) != area.sheet.id:
            raise Refusal(400, "comparisonColumns must be columns of the range's sheet.")
        start, end = one.get("startIndex", area.left), one.get("endIndex", area.right)
        if not area.left <= start < end <= area.right:
            raise Refusal(400, "comparisonColumns must lie inside the range.")
        columns += range(start, end)
    return columns


def _alike(book: Book, area: Area, index: int, column: int) -> tuple[str, Any]:
    row = area.sheet.row(index)
    one = row[column] if column < len(row) else None
    value = calculate.effective(book, area.sheet, index, column, one)
    match value:
        case None | "":
            return "", None
        case bool():
            return "boolean", value
        case str():
            return "text", value.casefold()
        case calculate.CellError():
            return "error", value.type
    return "number", value


def text_to_columns(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """textToColumns: the parts of each text in its own and the next columns, each as if typed there."""
    area = grid.area(book, request.get("source", {}))
    if area.right - area.left != 1:
        raise Refusal(400, "The source range must span exactly one column.")
    delimiter = _delimiter(book, area, request)
    parts: dict[int, list[str]] = {}
    for index, row in area.sheet.rows(area.top, area.bottom):
        shown = _shown(book, row[area.left] if area.left < len(row) else None)
        if delimiter in shown:
            parts[index] = shown.split(delimiter)
    width = max(map(len, parts.values()), default=1)
    covered = Area(area.sheet, area.top, area.left, area.bottom, area.left + width)
    protection.check(book, covered)
    extent.grow(book, area.sheet, 0, covered.right)
    enter = entering.Entering(book)
    for index in pasting.row_by_row(covered):
        if texts := parts.get(index):
            old = area.sheet.row(index)[area.left : area.left + len(texts)]
            old += [None] * (len(texts) - len(old))
            new = [enter.typed(one, text) for one, text in zip(old, texts, strict=True)]
            pasting.lay(area.sheet, index, area.left, len(texts), new)
    return {}


def _shown(book: Book, one: cell.Cell) -> str:
    value = cell.value(one)
    return "" if value is None or isinstance(value, dict) else formatted(one, book.styles)


def _delimiter(book: Book, area: Area, request: dict[str, Any]) -> str:
    kind = request.get("delimiterType")
    if kind == "CUSTOM":
        if not request.get("delimiter"):
            raise Refusal(400, "A delimiter must be specified if the delimiterType is CUSTOM.")
        return str(request["delimiter"])
    if kind == "AUTODETECT":
        return _detected(area)
    if kind not in _DELIMITERS:
        raise Refusal(400, "Must specify a delimiterType.")
    return _DELIMITERS[kind]


def _detected(area: Area) -> str:
    """The likeliest delimiter: one that all texts have equally often, else the one that most have."""
    texts = []
    for _, row in area.sheet.rows(area.top, area.bottom):
        value = cell.value(row[area.left]) if area.left < len(row) else None
        if isinstance(value, str):
            texts.append(value)
    counts = {mark: [text.count(mark) for text in texts] for mark in _LIKELY}
    even = [mark for mark in _LIKELY if len(set(counts[mark])) == 1 and counts[mark][0]]
    return even[0] if even else max(_LIKELY, key=lambda mark: sum(map(bool, counts[mark])))
