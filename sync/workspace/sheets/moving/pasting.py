"""What a paste takes of a cell and of its surroundings, by the kind of paste."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, rectangles
from sync.workspace.sheets.book import Book, Row, Sheet
from sync.workspace.sheets.formulas import calculate, references
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.rectangles import Rectangle

NORMAL, VALUES, FORMAT, NO_BORDERS = "PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT", "PASTE_NO_BORDERS"
FORMULA, VALIDATION = "PASTE_FORMULA", "PASTE_DATA_VALIDATION"
CONDITIONAL = "PASTE_CONDITIONAL_FORMATTING"

WITH_MERGES = {NORMAL, FORMAT, NO_BORDERS}
WITH_CONDITIONS = {NORMAL, FORMAT, NO_BORDERS, CONDITIONAL}
WITH_FORMULAS = {NORMAL, NO_BORDERS, FORMULA}

_AT_A_TIME = 2000
_SPLIT_MERGE = "You can't perform a paste that partially intersects a merge."


def pasted(book: Book, kind: str, old: cell.Cell, new: cell.Cell) -> cell.Cell:
    """The cell `old` after `new` was pasted over it."""
    match kind:
        case "PASTE_VALUES" | "PASTE_FORMULA":
            return cell.with_value(old, cell.value(new))
        case "PASTE_FORMAT":
            return cell.with_style(old, cell.style(new))
        case "PASTE_NO_BORDERS":
            return cell.with_style(new, _with_borders_of(book, cell.style(new), cell.style(old)))
        case "PASTE_DATA_VALIDATION":
            return cell.with_extra(old, "rule", cell.extras(new).get("rule"))
        case "PASTE_CONDITIONAL_FORMATTING":
            return old
    return new


def _with_borders_of(book: Book, style: int, other: int) -> int:
    borders = book.styles[other].get("borders")
    kept = {name: part for name, part in book.styles[style].items() if name != "borders"}
    return book.styles.number(kept | ({"borders": borders} if borders else {}))


def taken(book: Book, area: Area, kind: str) -> list[Row]:
    """The cells of an area as that kind of paste takes them, row by row as far as there are any.

    Values are taken as they were calculated.
    """
    rows = taken_as_they_are(area)
    if kind != VALUES:
        return rows
    for index, kept, _ in calculate.rows(book, area.sheet, area.top, area.bottom):
        row = calculate.padded(book, area.sheet, index, kept)[area.left : area.right]
        rows[index - area.top] = [
            valued(book, area.sheet, index, column, one) for column, one in enumerate(row, area.left)
        ]
    return rows


def taken_as_they_are(area: Area) -> list[Row]:
    """The cells of an area, row by row as far as there are any."""
    rows: list[Row] = [[] for _ in range(area.top, area.bottom)]
    for index, row in area.sheet.rows(area.top, area.bottom):
        rows[index - area.top] = row[area.left : area.right]
    return rows


def valued(book: Book, sheet: Sheet, row: int, column: int, one: cell.Cell) -> cell.Cell:
    """The cell with what it comes to in place of its formula."""
    if one is not None and one[0] is not None and not isinstance(one[0], dict):
        return one
    value = calculate.effective(book, sheet, row, column, one)
    if isinstance(value, calculate.CellError):
        value = value.shown
    return one if value is None else cell.with_value(one, value)


def stepped(one: cell.Cell, rows: int, columns: int) -> cell.Cell:
    """The cell as copied so many rows and columns further: its formula refers to what lies further too."""
    value = cell.value(one)
    if not isinstance(value, dict) or (not rows and not columns):
        return one
    assert one is not None
    return [{"formulaValue": references.moved(value["formulaValue"], rows, columns)}, *one[1:]]


def row_by_row(area: Area) -> Iterator[int]:
    """The indexes of an area's rows, read ahead some thousands at a time; what was put is written behind."""
    for start in range(area.top, area.bottom, _AT_A_TIME):
        end = min(start + _AT_A_TIME, area.bottom)
        area.sheet.release()
        area.sheet.load(start, end)
        yield from range(start, end)


def lay(sheet: Sheet, index: int, left: int, width: int, part: Row) -> None:
    """Put cells into a row from column `left` on; what they do not reach of `width` columns is emptied."""
    row = sheet.row(index)
    if len(row) <= left and not any(part):
        return
    kept = row + [None] * (left - len(row))
    sheet.put(index, kept[:left] + part[:width] + [None] * (width - len(part)) + kept[left + width :])


def merges_in(area: Area) -> list[Rectangle]:
    """The merges that lie in an area; Refusal 400 for one that lies in it only in part."""
    found, whole = [], rectangles.of(area)
    for given in area.sheet.meta.get("merges", ()):
        merge = rectangles.read(given, area.sheet)
        if merge.within(whole):
            found.append(merge)
        elif merge.common(whole):
            raise Refusal(400, _SPLIT_MERGE)
    return found


def put_merges(area: Area, new: list[Rectangle]) -> None:
    """Let an area have these merges and no other."""
    whole, kept = rectangles.of(area), []
    for given in area.sheet.several("merges"):
        if not rectangles.read(given, area.sheet).within(whole):
            kept.append(given)
    area.sheet.meta["merges"] = kept + [rectangles.written(one, area.sheet.id) for one in new]


def paste_kind(request: dict[str, Any], name: str = "pasteType") -> str:
    """The kind of paste a request asks for."""
    return str(request.get(name) or NORMAL)
