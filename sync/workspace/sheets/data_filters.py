"""What a DataFilter means: a range, or all that carries developer metadata."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import metadata


def areas(book: Book, one: dict[str, Any]) -> list[Area]:
    """The areas that a data filter means; by metadata those sheets, rows and columns that carry it."""
    if "a1Range" in one:
        return [grid.find(book, one["a1Range"], clip=True)]
    if "gridRange" in one:
        return [grid.area(book, one["gridRange"])]
    found = []
    for match in metadata.search(book, [one]):
        place = match["developerMetadata"]["location"]
        span = place.get("dimensionRange", {})
        sheets = (
            book.sheets
            if place.get("spreadsheet")
            else [book.sheet(span.get("sheetId", place.get("sheetId")))]
        )
        for sheet in sheets:
            area = Area(sheet, 0, 0, sheet.row_count, sheet.column_count)
            if span.get("dimension") == "ROWS":
                area = Area(sheet, span["startIndex"], 0, span["endIndex"], sheet.column_count)
            elif span:
                area = Area(sheet, 0, span["startIndex"], sheet.row_count, span["endIndex"])
            found.append(area)
    return found
