"""Sheets of type OBJECT: a chart has such a sheet to itself, and it has no cells."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts import metadata, sheet_properties


def placed(book: Book, given: dict[str, Any]) -> tuple[Sheet, dict[str, Any]]:
    """(a new sheet for a chart, the chart's position there), as an EmbeddedObjectPosition asks for it."""
    number = given.get("sheetId")
    if number is not None:
        sheet_properties.check_id(book, number)
    properties = {
        "sheetId": sheet_properties.free_id(book) if number is None else number,
        "title": _title(book),
        "sheetType": "OBJECT",
    }
    sheet = book.add({"properties": properties}, len(book.sheets))
    return sheet, {"sheetId": sheet.id}


def _title(book: Book) -> str:
    number = 1
    while book.titled(f"Chart{number}"):
        number += 1
    return f"Chart{number}"


def remove(book: Book, sheet: Sheet, *, alone: bool = False) -> None:
    """Take a chart's own sheet away; `alone` with the chart, which a spreadsheet's last sheet may not be."""
    rest = [other for other in book.sheets if other is not sheet]
    if alone and all(other.meta["properties"].get("hidden") for other in rest):
        raise Refusal(400, "You can't remove all the visible sheets in a document.")
    metadata.forget_sheet(book, sheet.id)
    book.remove(sheet)
