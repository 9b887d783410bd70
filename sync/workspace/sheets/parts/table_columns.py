"""The columns of tables: their types and lists, their headers, and what a type does to cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell
from sync.workspace.sheets.appearance import condition_kinds
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area


def read(given: Sequence[Mapping[str, Any]], area: Area) -> list[dict[str, Any]]:
    """TableColumnProperties as they are kept: without names, in order, those alone that say something.

    Refusal 400 for a column beyond the table or given twice, a drop-down without its list, and a list
    on another type.
    """
    kept: dict[int, dict[str, Any]] = {}
    for column in given:
        index = column.get("columnIndex", 0)
        if not 0 <= index < area.right - area.left:
            raise Refusal(400, f"Table column index {index} is outside of the table range.")
        if index in kept:
            raise Refusal(400, f"Table column index {index} is specified more than once.")
        kept[index] = {"columnIndex": index, **_typed(column)}
    return [kept[index] for index in sorted(kept) if len(kept[index]) > 1]


def _typed(column: Mapping[str, Any]) -> dict[str, Any]:
    kind = column.get("columnType", "")
    condition = column.get("dataValidationRule", {}).get("condition", {})
    if kind in {"", "COLUMN_TYPE_UNSPECIFIED"}:
        if condition:
            raise Refusal(400, "Cannot set condition for non-dropdown column type.")
        return {}
    if kind != "DROPDOWN":
        if condition:
            raise Refusal(400, "Cannot set condition for non-dropdown column type.")
        return {"columnType": kind}
    if not condition:
        raise Refusal(400, "Condition must be set for dropdown column type.")
    if condition.get("type") != "ONE_OF_LIST":
        raise Refusal(400, "Condition type must be ONE_OF_LIST for dropdown column type.")
    condition_kinds.check(condition, "data validation", "")
    return {"columnType": kind, "dataValidationRule": {"condition": condition}}


def write_headers(book: Book, area: Area, given: Sequence[Mapping[str, Any]], *, named: bool) -> None:
    """Write the names of columns into their header cells; what has no name gets one.

    With `named` (an update) each column given has to have a name.
    """
    names = {column.get("columnIndex", 0): column.get("columnName", "") for column in given}
    if named and not all(names.values()):
        raise Refusal(400, "Table header row cell must have a value.")
    row = list(area.sheet.row(area.top))
    row += [None] * (area.right - len(row))
    made = 0
    for index in range(area.right - area.left):
        at = area.left + index
        name = names.get(index, "")
        if not name and (index in names or cell.value(row[at]) is None):
            made += 1
            name = f"Column {made}"
        if isinstance(cell.value(row[at]), dict) and not name:
            name = f"Column {index + 1}"
        if name:
            row[at] = cell.with_value(row[at], name)
    area.sheet.put(area.top, row)


def convert(book: Book, area: Area, table: Mapping[str, Any]) -> None:
    """Make of a BOOLEAN column's cells what its checkboxes show: what is not TRUE is FALSE."""
    end = area.bottom - ("footerColorStyle" in table["rowsProperties"])
    for column in table["columnProperties"]:
        if column.get("columnType") == "BOOLEAN":
            at = area.left + column["columnIndex"]
            for index in range(area.top + 1, end):
                row = list(area.sheet.row(index))
                row += [None] * (at + 1 - len(row))
                if not isinstance(cell.value(row[at]), bool | dict):
                    row[at] = cell.with_value(row[at], False)
                    area.sheet.put(index, row)
