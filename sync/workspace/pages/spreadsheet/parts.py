"""What lies over a tab's cells beside their formats: filters, tables, groups and lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.workspace.pages.spreadsheet.grid import Area, CellData, Grid, Place, area_of

_LISTS = ("ONE_OF_LIST", "ONE_OF_RANGE")


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of rows or of columns. `control` says of the index beside a group if that is folded."""

    depth: Mapping[int, int] = field(default_factory=dict)
    control: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a tab lie.

    `filtered` are the cells that head a filter's columns, True where that hides rows; `heads` those of
    tables; `kinds` the type of the table's column that a cell stands in.
    """

    filtered: Mapping[Place, bool]
    heads: frozenset[Place]
    columns: tuple[tuple[Area, str], ...]
    row_groups: Groups
    column_groups: Groups

    def type_at(self, row: int, column: int) -> str:
        """The type of the table's column at a place ("DROPDOWN", "BOOLEAN" …), "" for none."""
        return next((kind for area, kind in self.columns if (row, column) in area), "")

    def chooses(self, row: int, column: int, cell: CellData) -> bool:
        """Whether a cell offers a list to choose from."""
        rule = cell.get("dataValidation", {})
        listed = rule.get("condition", {}).get("type") in _LISTS and rule.get("showCustomUi", False)
        return bool(listed) or self.type_at(row, column) == "DROPDOWN"

    def ticks(self, row: int, column: int, cell: CellData) -> bool:
        """Whether a cell is a checkbox."""
        kind = cell.get("dataValidation", {}).get("condition", {}).get("type")
        return kind == "BOOLEAN" or self.type_at(row, column) == "BOOLEAN"


def parts_of(sheet: Mapping[str, Any], grid: Grid) -> Parts:
    """Read the parts of a Sheet resource."""
    size = sheet["properties"].get("gridProperties", {})
    tables = [
        (table, area_of(table.get("range", {}), grid.rows, grid.columns)) for table in sheet.get("tables", ())
    ]
    return Parts(
        filtered=dict(_filter_heads(sheet, grid)),
        heads=frozenset(place for _, area in tables for place in _first_row(area).places()),
        columns=tuple(column for table, area in tables for column in _typed(table, area)),
        row_groups=_groups(sheet.get("rowGroups", ()), bool(size.get("rowGroupControlAfter"))),
        column_groups=_groups(sheet.get("columnGroups", ()), bool(size.get("columnGroupControlAfter"))),
    )


def _first_row(area: Area) -> Area:
    return Area(area.top, area.left, min(area.top + 1, area.bottom), area.right)


def _filter_heads(sheet: Mapping[str, Any], grid: Grid) -> Iterator[tuple[Place, bool]]:
    if "basicFilter" in sheet:
        basic = sheet["basicFilter"]
        active = {
            spec.get("columnIndex", 0) for spec in basic.get("filterSpecs", ()) if spec.get("filterCriteria")
        }
        for row, column in _first_row(area_of(basic.get("range", {}), grid.rows, grid.columns)).places():
            yield (row, column), column in active


def _typed(table: Mapping[str, Any], area: Area) -> Iterator[tuple[Area, str]]:
    """The body of each of a table's columns that has a type."""
    footer = "footerColorStyle" in table.get("rowsProperties", {})
    for column in table.get("columnProperties", ()):
        if kind := column.get("columnType"):
            left = area.left + column.get("columnIndex", 0)
            yield Area(area.top + 1, left, area.bottom - footer, left + 1), kind


def _groups(groups: Iterable[Mapping[str, Any]], after: bool) -> Groups:
    depth: dict[int, int] = {}
    control: dict[int, bool] = {}
    for group in groups:
        start, end = group["range"].get("startIndex", 0), group["range"]["endIndex"]
        for index in range(start, end):
            depth[index] = max(depth.get(index, 0), group.get("depth", 1))
        beside = end if after or start == 0 else start - 1
        control[beside] = control.get(beside, False) or bool(group.get("collapsed"))
    return Groups(depth, control)
