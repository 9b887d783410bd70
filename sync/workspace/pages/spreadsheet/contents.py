"""What a cell holds, read from Google's CellData."""

from __future__ import annotations

from sync.workspace.pages.spreadsheet.grid import CellData


def number_in(cell: CellData) -> float | None:
    """A cell's number, None where it holds none."""
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {})).get("numberValue")
    return None if value is None else float(value)


def text_in(cell: CellData) -> str:
    """A cell's text as it is shown."""
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {}))
    return str(cell.get("formattedValue", value.get("stringValue", "")))


def boolean_in(cell: CellData) -> bool | None:
    """Whether a cell holds TRUE or FALSE, None for neither."""
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {})).get("boolValue")
    return None if value is None else bool(value)


def error_in(cell: CellData) -> str:
    """Why a cell's formula came to an error, in English as the API tells it; "" for none."""
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {}))
    return str(value.get("errorValue", {}).get("message", ""))
