"""One tab's cells, sizes and areas, read from Google's Sheet resource."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

CellData = Mapping[str, Any]
Place = tuple[int, int]  # row, column

WIDTH, HEIGHT = 100, 21  # Google's own sizes for what has none
_CONTENT = frozenset({"userEnteredValue", "effectiveValue", "formattedValue", "note", "userEnteredFormat"})


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, half-open: rows `[top, bottom)`, columns `[left, right)`."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: object) -> bool:
        """Tell whether a (row, column) lies in the area."""
        assert isinstance(place, tuple)
        row, column = place
        return bool(self.top <= row < self.bottom and self.left <= column < self.right)

    def places(self) -> Iterator[Place]:
        """Every (row, column) of the area, row by row."""
        return product(range(self.top, self.bottom), range(self.left, self.right))


@dataclass(frozen=True, slots=True)
class Grid:
    """A tab. `cells` holds those that the resource brought, `widths` and `heights` those it gives."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    frozen_rows: int
    frozen_columns: int
    gridlines: bool
    cells: Mapping[Place, CellData]
    widths: Mapping[int, int]
    heights: Mapping[int, int]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merges: tuple[Area, ...]

    def cell(self, row: int, column: int) -> CellData:
        """The CellData at a place, {} where there is nothing."""
        return self.cells.get((row, column), {})

    def width(self, column: int) -> int:
        """A column's width, 0 when it is hidden."""
        return 0 if column in self.hidden_columns else self.widths.get(column, WIDTH)

    def height(self, row: int) -> int:
        """A row's height, 0 when it is hidden."""
        return 0 if row in self.hidden_rows else self.heights.get(row, HEIGHT)

    def content(self) -> tuple[int, int]:
        """How many rows and columns have to be there so that all content that was brought is shown."""
        filled = [place for place, cell in self.cells.items() if not _CONTENT.isdisjoint(cell)]
        corners = [(area.bottom, area.right) for area in self.merges]
        rows = max([row + 1 for row, _ in filled] + [bottom for bottom, _ in corners], default=0)
        columns = max([column + 1 for _, column in filled] + [right for _, right in corners], default=0)
        return min(rows, self.rows), min(columns, self.columns)


def area_of(grid_range: Mapping[str, Any], rows: int, columns: int) -> Area:
    """Google's GridRange, its open ends closed by the size of the grid."""
    return Area(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        min(grid_range.get("endRowIndex", rows), rows),
        min(grid_range.get("endColumnIndex", columns), columns),
    )


def read_grid(sheet: Mapping[str, Any]) -> Grid:
    """Read a Sheet resource with any number of GridData blocks."""
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    rows, columns = size.get("rowCount", 0), size.get("columnCount", 0)
    blocks = sheet.get("data", ())
    row_sizes = dict(_dimensions(blocks, "rowMetadata", "startRow"))
    column_sizes = dict(_dimensions(blocks, "columnMetadata", "startColumn"))
    return Grid(
        sheet_id=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        rows=rows,
        columns=columns,
        frozen_rows=min(size.get("frozenRowCount", 0), rows),
        frozen_columns=min(size.get("frozenColumnCount", 0), columns),
        gridlines=not size.get("hideGridlines", False),
        cells=dict(_cells(blocks)),
        widths={place: int(own.get("pixelSize", WIDTH)) for place, own in column_sizes.items()},
        heights={place: int(own.get("pixelSize", HEIGHT)) for place, own in row_sizes.items()},
        hidden_rows=frozenset(_hidden(row_sizes)),
        hidden_columns=frozenset(_hidden(column_sizes)),
        merges=tuple(area_of(merge, rows, columns) for merge in sheet.get("merges", ())),
    )


def _cells(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Place, CellData]]:
    for block in blocks:
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for row, line in enumerate(block.get("rowData", ()), top):
            for column, cell in enumerate(line.get("values", ()), left):
                if cell:
                    yield (row, column), cell


def _dimensions(
    blocks: Iterable[Mapping[str, Any]], name: str, start: str
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for block in blocks:
        yield from enumerate(block.get(name, ()), block.get(start, 0))


def _hidden(sizes: Mapping[int, Mapping[str, Any]]) -> Iterator[int]:
    return (place for place, own in sizes.items() if own.get("hiddenByUser") or own.get("hiddenByFilter"))


def letters(column: int) -> str:
    """A column's letters: 0 is A, 25 Z, 26 AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_named(name: str) -> Place | None:
    """The first cell of a range as people write it ("B3", "b3:C9", "B"), None for anything else."""
    found = re.match(r"([A-Za-z]{1,3})(\d{0,8})(?::|$)", name, re.ASCII)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return max(int(found[2] or 1) - 1, 0), column - 1


def range_name(title: str, area: Area) -> str:
    """An area as A1 notation with its tab's title, as the API takes it."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!{letters(area.left)}{area.top + 1}:{letters(area.right - 1)}{area.bottom}"
