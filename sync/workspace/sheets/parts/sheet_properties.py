"""Requests about the spreadsheet and its sheets as a whole: properties, adding, deleting, order."""

from __future__ import annotations

import secrets
from typing import Any

from sync.workspace import masks
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import colours, spans
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.moving import formulas_along
from sync.workspace.sheets.parts import dimensions, metadata, themes
from sync.workspace.sheets.shapes import update_mask
from sync.workspace.sheets.store import new_sheet_properties

LONGEST_TITLE = 100
_GRID_LIMIT = 18_278  # columns: ZZZ is the last


def update_spreadsheet(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateSpreadsheetProperties."""
    mask = update_mask("SpreadsheetProperties", request.get("fields", ""))
    given = request.get("properties", {})
    known = {"title", "locale", "autoRecalc", "timeZone", "defaultFormat", "spreadsheetTheme",
             "iterativeCalculationSettings", "importFunctionsExternalUrlAccessAllowed"}  # fmt: skip
    names = known & given.keys() if "*" in mask else mask.keys()
    if "defaultFormat" in mask:
        raise Refusal(400, "Field 'defaultFormat' is read-only and cannot be set.")
    names = names - {"defaultFormat"}
    if "spreadsheetTheme" in names:
        old = themes.theme(book)
        below = mask.get("spreadsheetTheme", {})
        wanted = masks.overlaid(old, given.get("spreadsheetTheme", {}), below)
        given = given | {"spreadsheetTheme": themes.kept(wanted)}
    if "title" in names:
        if not given.get("title"):
            raise Refusal(400, "The title of a spreadsheet cannot be empty.")
        book.title = given["title"]
        book.tx.execute("UPDATE files SET name = ? WHERE id = ?", (book.title, book.id))
    for name in names - {"title"}:
        if name in given:
            book.meta["properties"][name] = given[name]
    return {}


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addSheet."""
    given = request.get("properties", {})
    if given.get("sheetType", "GRID") != "GRID":
        raise unimplemented(f"addSheet of type {given['sheetType']}")
    index = given.get("index", len(book.sheets))
    if not 0 <= index <= len(book.sheets):
        raise Refusal(400, f"Sheet index {index} must be between 0 and {len(book.sheets)}.")
    properties = colours.paired(new_sheet_properties({"title": _free_title(book)} | given, index))
    if "sheetId" not in given:
        properties["sheetId"] = free_id(book)
    check_id(book, properties["sheetId"])
    check_title(book, properties["title"], None)
    sheet = book.add({"properties": properties}, index)
    _check_grid(sheet)
    book.check_size()
    return {"properties": described(book, sheet)}


def free_id(book: Book) -> int:
    """A random sheetId that no sheet has."""
    taken = {sheet.id for sheet in book.sheets}
    while (number := secrets.randbelow(2**31)) in taken:
        pass
    return number


def _free_title(book: Book) -> str:
    number = len(book.sheets) + 1
    while book.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def check_id(book: Book, sheet_id: int) -> None:
    """Refusal 400 for a sheetId that is taken or is none."""
    if not 0 <= sheet_id < 2**31:
        raise Refusal(400, f"Sheet id must be non-negative: {sheet_id}")
    if any(sheet.id == sheet_id for sheet in book.sheets):
        raise Refusal(400, f"Sheet with id {sheet_id} already exists.")


def check_title(book: Book, title: str, own: Sheet | None) -> None:
    """Refusal 400 for a title that no sheet may have, or that another than `own` has."""
    if not title:
        raise Refusal(400, "Sheet name cannot be empty.")
    if len(title) > LONGEST_TITLE:
        raise Refusal(400, "Sheet name cannot be greater than 100 characters.")
    if (found := book.titled(title)) and found is not own:
        raise Refusal(400, f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_grid(sheet: Sheet) -> None:
    grid = sheet.meta["properties"]["gridProperties"]
    for name in ("rowCount", "columnCount"):
        if grid[name] < 1:
            raise Refusal(400, f"gridProperties.{name} must be greater than 0.")
    if sheet.column_count > _GRID_LIMIT:
        raise Refusal(400, f"A sheet cannot have more than {_GRID_LIMIT} columns.")
    for name in ("Row", "Column"):
        if grid.get(f"frozen{name}Count", 0) >= grid[f"{name.lower()}Count"]:
            raise Refusal(400, f"You can't freeze all visible {name.lower()}s on the sheet.")
    rows, columns = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
    for merge in sheet.meta.get("merges", ()):
        for name, edge in (("Row", rows), ("Column", columns)):
            if merge[f"start{name}Index"] < edge < merge[f"end{name}Index"]:
                raise Refusal(
                    400,
                    f"You can't freeze {name.lower()}s which contain only part of a merged cell.",
                )


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteSheet."""
    sheet = book.sheet(request.get("sheetId", 0), "sheet")
    rest = [other for other in book.sheets if other is not sheet]
    if not rest:
        raise Refusal(400, "You can't remove all the sheets in a document.")
    if all(other.meta["properties"].get("hidden") for other in rest):
        raise Refusal(400, "You can't remove all the visible sheets in a document.")
    spans.forget_sheet(book, sheet.id)
    metadata.forget_sheet(book, sheet.id)
    book.remove(sheet)
    formulas_along.forget_sheet(book, sheet.title)
    return {}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateSheetProperties; a smaller grid loses what lay beyond its new edge."""
    mask = update_mask("SheetProperties", request.get("fields", ""))
    given = request.get("properties", {})
    sheet = book.sheet(given.get("sheetId", 0), "sheet")
    old = sheet.meta["properties"]
    new = masks.overlaid(old, given, mask) | {"sheetId": sheet.id, "sheetType": old["sheetType"]}
    if sheet.is_object and new.get("gridProperties"):
        raise Refusal(400, "Grid properties cannot be set on a sheet that is not a grid.")
    if not sheet.is_object:
        new["gridProperties"] = _grid(old["gridProperties"], new.get("gridProperties", {}))
    index = new.pop("index", len(book.sheets))
    check_title(book, new.get("title", ""), sheet)
    if not sheet.is_object:
        _resize(book, sheet, new["gridProperties"])
    sheet.meta["properties"] = colours.paired(new)
    formulas_along.rename(book, old["title"], sheet.title)
    if not sheet.is_object:
        _check_grid(sheet)
    book.check_size()
    if all(other.meta["properties"].get("hidden") for other in book.sheets):
        raise Refusal(400, "You can't hide all the sheets in a document.")
    if "index" in mask or "*" in mask:
        _move(book, sheet, index)
    return {}


def _grid(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Grid properties without defaults; the counts of rows and columns stay if not given."""
    counts = {name: new.get(name, old[name]) for name in ("rowCount", "columnCount")}
    for name, count in counts.items():
        if count < 1:
            raise Refusal(400, f"gridProperties.{name} must be greater than 0.")
    return {name: value for name, value in new.items() if value} | counts


def _resize(book: Book, sheet: Sheet, grid: dict[str, Any]) -> None:
    for dimension, count, before in (
        ("ROWS", grid["rowCount"], sheet.row_count),
        ("COLUMNS", grid["columnCount"], sheet.column_count),
    ):
        if count < before:
            dimensions.remove(book, sheet, dimension, count, before)


def _move(book: Book, sheet: Sheet, index: int) -> None:
    """Put a sheet before the one that stands at `index` now, counted before the move."""
    if not 0 <= index <= len(book.sheets):
        raise Refusal(400, f"Sheet index {index} must be between 0 and {len(book.sheets)}.")
    here = book.sheets.index(sheet)
    book.sheets.insert(index, sheet)
    del book.sheets[here if index > here else here + 1]


def described(book: Book, sheet: Sheet) -> dict[str, Any]:
    """SheetProperties as Google answers them, with the index."""
    kept = sheet.meta["properties"]
    order = ("sheetId", "title")
    head = {name: kept[name] for name in order} | {"index": book.sheets.index(sheet)}
    return head | {name: part for name, part in kept.items() if name not in order and part is not False}
