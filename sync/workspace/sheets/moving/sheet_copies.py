"""Copies of whole sheets: duplicateSheet, and spreadsheets.sheets.copyTo into another spreadsheet."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1, cell
from sync.workspace.sheets.book import Book, Row, Sheet
from sync.workspace.sheets.grid import is_grid_range
from sync.workspace.sheets.parts import metadata, numbered, sheet_properties

_NUMBERED = {
    "bandedRanges": "bandedRangeId",
    "filterViews": "filterViewId",
    "protectedRanges": "protectedRangeId",
}
_OBJECTS = {"charts": "chartId", "slicers": "slicerId"}


def duplicate(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """duplicateSheet: with all that is on it; what has an id gets a new one."""
    source = book.sheet(request.get("sourceSheetId", 0), "sheet")
    index = request.get("insertSheetIndex", 0)
    if not 0 <= index <= len(book.sheets):
        raise Refusal(400, f"Sheet index {index} must be between 0 and {len(book.sheets)}.")
    number = request.get("newSheetId")
    made = _made(book, book, source, index, number, request.get("newSheetName") or "")
    made.take_rows(source)
    _copy_metadata(book, book, source, made)
    return {"properties": sheet_properties.described(book, made)}


def copy_to(source_book: Book, source: Sheet, target: Book) -> dict[str, Any]:
    """Put a copy of a sheet last in another spreadsheet (or the same); returns its SheetProperties."""
    if source_book.id == target.id:
        here = {"sourceSheetId": source.id, "insertSheetIndex": len(target.sheets)}
        copied: dict[str, Any] = duplicate(target, here)["properties"]
        return copied
    made = _made(source_book, target, source, len(target.sheets), None, "")
    styles = _Restyled(source_book, target)
    for index, row, properties in source.filled():
        made.put(index, styles.row(row))
        if properties:
            made.put_row_properties(index, properties)
        made.release()
    _copy_metadata(source_book, target, source, made)
    return sheet_properties.described(target, made)


class _Restyled:
    """Rows of one spreadsheet with the other's numbers of formats and rules."""

    def __init__(self, source: Book, target: Book) -> None:
        self._source, self._target = source.styles, target.styles
        self._numbers: dict[int, int] = {}

    def _number(self, old: int) -> int:
        if old not in self._numbers:
            self._numbers[old] = self._target.number(self._source[old])
        return self._numbers[old]

    def row(self, row: Row) -> Row:
        return [one if one is None else self._cell(one) for one in row]

    def _cell(self, one: list[Any]) -> cell.Cell:
        extras = dict(cell.extras(one))
        if extras.get("rule"):
            extras["rule"] = self._number(extras["rule"])
        return cell.made(one[0], self._number(one[1]), extras)


def _made(source_book: Book, book: Book, source: Sheet, index: int, number: int | None, title: str) -> Sheet:
    """A new sheet with the description of another, under ids of its own."""
    sheet_id = sheet_properties.free_id(book) if number is None else number
    sheet_properties.check_id(book, sheet_id)
    title = title or _title(book, source.title)
    sheet_properties.check_title(book, title, None)
    meta = _for_sheet(copy.deepcopy(source.meta), source.id, sheet_id)
    meta["properties"] |= {"sheetId": sheet_id, "title": title}
    meta.pop("commentAnchors", None)  # comments stay where they were written
    _renumber(book, meta)
    new = _rename_tables(book, meta) | _copy_names(source_book, book, source, sheet_id, title)
    meta = _for_ids(meta, new)
    if source_book is not book:
        for part in meta.get("protectedRanges", ()):
            if "editors" in part:
                part["editors"] = {"users": list(dict.fromkeys([book.owner, book.editor]))}
    made = book.add(meta, index)
    book.check_size()
    return made


def _title(book: Book, title: str) -> str:
    """ "Copy of X", "Copy of X 1" …: the first that no sheet has."""
    longest = sheet_properties.LONGEST_TITLE
    plain, number = f"Copy of {title}"[:longest], 0
    found = plain
    while book.titled(found):
        number += 1
        found = f"{plain[: longest - len(str(number)) - 1]} {number}"
    return found


def _for_sheet(value: Any, old: int, new: int) -> Any:
    """A JSON value with all that names one sheet naming another."""
    if isinstance(value, list):
        return [_for_sheet(part, old, new) for part in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _for_sheet(part, old, new) for name, part in value.items()}
    if kept.get("sheetId", 0 if is_grid_range(value) else None) == old:
        kept["sheetId"] = new
    return kept


def _renumber(book: Book, meta: dict[str, Any]) -> None:
    for name, key in _NUMBERED.items():
        taken = {part[key] for sheet in book.sheets for part in sheet.meta.get(name, ())}
        _give_numbers(meta.get(name, ()), key, taken)
    taken = {
        part[key]
        for sheet in book.sheets
        for name, key in _OBJECTS.items()
        for part in sheet.meta.get(name, ())
    }
    for name, key in _OBJECTS.items():
        _give_numbers(meta.get(name, ()), key, taken)


def _give_numbers(parts: list[dict[str, Any]], key: str, taken: set[int]) -> None:
    for part in parts:
        part[key] = numbered.free(taken)
        taken.add(part[key])


def _rename_tables(book: Book, meta: dict[str, Any]) -> dict[str, str]:
    """Give tables names and ids that no other has; returns the new ids by the old."""
    names = {table["name"].casefold() for sheet in book.sheets for table in sheet.meta.get("tables", ())}
    new = {}
    for table in meta.get("tables", ()):
        plain, number = table["name"], 2
        while table["name"].casefold() in names:
            table["name"], number = f"{plain}_{number}", number + 1
        names.add(table["name"].casefold())
        new[table["tableId"]] = str(numbered.free(set()))
    return new


def _copy_names(source_book: Book, book: Book, source: Sheet, sheet_id: int, title: str) -> dict[str, str]:
    """Named ranges on a sheet, for its copy: where a name is taken, under the copy's own title.

    Returns the new ids by the old.
    """
    names: list[dict[str, Any]] = book.meta.setdefault("namedRanges", [])
    taken, new = {other["name"].casefold() for other in names}, {}
    for given in list(source_book.meta.get("namedRanges", ())):
        if given["range"].get("sheetId", 0) == source.id:
            plain = given["name"].rpartition("!")[2]
            name = f"{a1.quote(title)}!{plain}" if plain.casefold() in taken else plain
            new[given["namedRangeId"]] = number = secrets.token_hex(6)
            place = given["range"] | {"sheetId": sheet_id}
            names.append({"namedRangeId": number, "name": name, "range": place})
    return new


def _for_ids(value: Any, new: dict[str, str]) -> Any:
    """A JSON value with the new ids of tables and named ranges for the old."""
    if isinstance(value, list):
        return [_for_ids(part, new) for part in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _for_ids(part, new) for name, part in value.items()}
    return kept | {
        name: new.get(kept[name], kept[name]) for name in ("tableId", "namedRangeId") if name in kept
    }


def _copy_metadata(source_book: Book, book: Book, source: Sheet, made: Sheet) -> None:
    for one in metadata.everything(source_book):
        place = one["location"]
        span = place.get("dimensionRange", {})
        if span.get("sheetId", place.get("sheetId")) == source.id:
            given = {name: part for name, part in one.items() if name != "metadataId"}
            location = _for_sheet(place, source.id, made.id)
            if "sheetId" in location:
                location["sheetId"] = made.id
            metadata.create(book, {"developerMetadata": given | {"location": location}})
