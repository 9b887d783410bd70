"""A worksheet as the content of a sheet: its rows, its columns, what it is, and what lies on it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace.conversions import escapes
from sync.workspace.conversions.reading import charts, formulas, grid_xml, merging, outline, protection, rules
from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.conversions.reading.content import Row, SheetContent
from sync.workspace.conversions.reading.entries import Entries
from sync.workspace.conversions.reading.outline import Outline
from sync.workspace.sheets import cell
from sync.workspace.sheets.parts.dimensions import COLUMN_PIXELS, ROW_PIXELS

_LOCATION = re.compile(
    r"#?(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)"
)
_SCHEMES = ("http://", "https://", "mailto:", "ftp://")
_DEEPEST = 8  # groups inside groups

Extras = dict[int, dict[int, dict[str, Any]]]
"""What cells have besides content (notes, links), by row and column."""


class Reader:
    """Reads the worksheets of one workbook; `places` are the sheets' places in it by title."""

    def __init__(
        self,
        content: zipfile.ZipFile,
        entries: Entries,
        palette: Palette,
        places: Mapping[str, int],
        lists: rules.Lists,
    ) -> None:
        self._content, self._entries, self._palette = content, entries, palette
        self._places, self._lists = places, lists

    def sheet(self, made: SheetContent, worksheet: Any, grid: Outline, place: int) -> None:
        """Give a sheet all that a worksheet of openpyxl's brings, and the outline of its cells."""
        size = made.properties["gridProperties"]
        rows, columns = size["rowCount"], size["columnCount"]
        _as_a_whole(made, worksheet, self._palette)
        heights = _heights(grid, rows)
        _widths(made, worksheet, columns)
        merges = merging.kept(grid.merges, rows, columns)
        made.merges = [merging.grid_range(one, place) for one in merges]
        extras = self._extras(worksheet, grid, rows, columns)
        made.rows = lambda: self._rows(grid, (rows, columns), heights, merges, extras)
        made.requests += self._requests(made, worksheet, place, grid, heights)
        if worksheet.protection.sheet:
            made.requests += protection.requests(worksheet, place, self._locks(grid, rows, columns))

    def _rows(
        self,
        grid: Outline,
        size: tuple[int, int],
        heights: Mapping[int, dict[str, Any]],
        merges: list[outline.Box],
        extras: Extras,
    ) -> Iterator[Row]:
        """All rows that hold anything, from above to below, as the file is read."""
        covered = merging.Covered(merges)
        waiting = iter(sorted({*heights, *extras}))
        bare = next(waiting, None)
        self._entries.begin_sheet()
        with self._content.open(grid.part) as file:
            for row in grid_xml.rows(file):
                if row.index >= size[0]:
                    break
                while bare is not None and bare < row.index:
                    yield bare, _with_extras([], extras.get(bare)), heights.get(bare, {})
                    bare = next(waiting, None)
                if bare == row.index:
                    bare = next(waiting, None)
                cells = covered.without(row.index, self._line(row, size[1]))
                yield row.index, _with_extras(cells, extras.get(row.index)), heights.get(row.index, {})
        while bare is not None:
            yield bare, _with_extras([], extras.get(bare)), heights.get(bare, {})
            bare = next(waiting, None)

    def _line(self, row: grid_xml.GridRow, columns: int) -> list[cell.Cell]:
        line: list[cell.Cell] = []
        for one in row.cells:
            if one.column >= columns:
                continue
            read = self._entries.read(row.index, one)
            if read is None:
                continue
            line += [None] * (one.column + 1 - len(line))
            line[one.column] = read
        return line

    def _locks(self, grid: Outline, rows: int, columns: int) -> Iterator[tuple[int, int, bool]]:
        """(row, column, locked) of the cells that there are."""
        known: dict[int, bool] = {}
        with self._content.open(grid.part) as file:
            for row in grid_xml.rows(file):
                for one in row.cells:
                    if one.style not in known:
                        known[one.style] = protection.is_locked(self._entries.style(one.style))
                    if row.index < rows and one.column < columns:
                        yield row.index, one.column, known[one.style]

    def _extras(self, worksheet: Any, grid: Outline, rows: int, columns: int) -> Extras:
        found: Extras = {}
        for (row, column), one in worksheet._cells.items():  # those alone that openpyxl made for notes
            if row <= rows and column <= columns and one.comment is not None and one.comment.text:
                note = {"note": escapes.plain(one.comment.text)}
                found.setdefault(row - 1, {}).setdefault(column - 1, {}).update(note)
        for (top, left, bottom, right), relation, location in outline.linked(grid.links):
            if link := self._link(_target(worksheet, relation), location):
                for row in range(top, min(bottom, rows)):
                    for column in range(left, min(right, columns)):
                        found.setdefault(row, {}).setdefault(column, {})["link"] = link
        return found

    def _link(self, target: str, location: str) -> str:
        if target:
            whole = target + (f"#{location}" if location else "")
            return whole if whole.lower().startswith(_SCHEMES) else ""
        found = _LOCATION.fullmatch(location)
        title = (found[1] or found[2] or "").replace("''", "'") if found else ""
        if found is None or title not in self._places:
            return ""
        return f"#gid={self._places[title]}&range={found[3].replace('$', '')}"

    def _requests(
        self,
        made: SheetContent,
        worksheet: Any,
        place: int,
        grid: Outline,
        row_properties: Mapping[int, dict[str, Any]],
    ) -> Iterator[dict[str, Any]]:
        size = made.properties["gridProperties"]
        rows, columns = size["rowCount"], size["columnCount"]
        yield from rules.validations(worksheet, place, rows, columns, self._lists)
        yield from rules.conditional_formats(worksheet, place, rows, columns, self._palette)
        if worksheet.auto_filter.ref and (
            area := formulas.grid_range(worksheet.auto_filter.ref, self._places, place)
        ):
            yield {"setBasicFilter": {"filter": {"range": area}}}
        yield from _groups(worksheet, place, grid, rows, columns)
        heights = {index: _seen(part, ROW_PIXELS) for index, part in row_properties.items()}
        widths = {int(index): _seen(part, COLUMN_PIXELS) for index, part in made.columns.items()}
        sizes = heights, widths, ROW_PIXELS, COLUMN_PIXELS
        yield from _frozen(worksheet, place)
        yield from charts.requests(worksheet._charts, place, self._places, sizes)


def _target(worksheet: Any, relation: str) -> str:
    """Where a relation of a worksheet leads; "" for none. KeyError for one that there is not."""
    return str(worksheet._rels.get(relation).Target or "") if relation else ""


def _with_extras(cells: list[cell.Cell], extras: Mapping[int, dict[str, Any]] | None) -> list[cell.Cell]:
    for column, more in (extras or {}).items():
        cells += [None] * (column + 1 - len(cells))
        old = cells[column]
        cells[column] = cell.made(cell.value(old), cell.style(old), cell.extras(old) | more)
    return cells


def _heights(grid: Outline, rows: int) -> dict[int, dict[str, Any]]:
    """Properties of rows that differ from the default; rows alike share theirs."""
    shared: dict[tuple[int, bool], dict[str, Any]] = {}
    found: dict[int, dict[str, Any]] = {}
    for index in {*grid.heights, *grid.hidden}:
        pixels, hidden = round(grid.heights.get(index, 0) * 4 / 3), index in grid.hidden
        if index >= rows or (not hidden and pixels in {0, ROW_PIXELS}):
            continue
        if (known := shared.get((pixels, hidden))) is None:
            known = {"pixelSize": min(2000, pixels)} if pixels not in {0, ROW_PIXELS} else {}
            shared[pixels, hidden] = known = known | ({"hiddenByUser": True} if hidden else {})
        found[index] = known
    return found


def _widths(made: SheetContent, worksheet: Any, columns: int) -> None:
    for column in worksheet.column_dimensions.values():
        properties: dict[str, Any] = {}
        if column.width and column.customWidth and round(column.width * 7) != COLUMN_PIXELS:
            properties["pixelSize"] = min(2000, round(column.width * 7))
        if column.hidden:
            properties["hiddenByUser"] = True
        if properties and column.min:
            for index in range(column.min - 1, min(column.max or column.min, columns)):
                made.columns[str(index)] = dict(properties)


def _seen(properties: Mapping[str, Any], usual: int) -> int:
    """Pixels that a row or column takes: a hidden one none."""
    return 0 if properties.get("hiddenByUser") else int(properties.get("pixelSize", usual))


def _as_a_whole(made: SheetContent, worksheet: Any, palette: Palette) -> None:
    if worksheet.sheet_view.showGridLines is False:
        made.properties["gridProperties"]["hideGridlines"] = True
    if worksheet.sheet_state != "visible":
        made.properties["hidden"] = True
    if worksheet.sheet_view.rightToLeft:
        made.properties["rightToLeft"] = True
    if tint := palette.style(worksheet.sheet_properties.tabColor):
        made.properties["tabColorStyle"] = tint


def _frozen(worksheet: Any, place: int) -> Iterator[dict[str, Any]]:
    """After the merges: rows and columns that would cut one apart are not frozen, as Google would have it."""
    pane = worksheet.sheet_view.pane
    if pane is None or pane.state not in {"frozen", "frozenSplit"}:
        return
    for name, split in (("frozenRowCount", pane.ySplit), ("frozenColumnCount", pane.xSplit)):
        if split:
            properties = {"sheetId": place, "gridProperties": {name: int(split)}}
            yield {"updateSheetProperties": {"properties": properties, "fields": f"gridProperties.{name}"}}


def _groups(worksheet: Any, place: int, grid: Outline, rows: int, columns: int) -> Iterator[dict[str, Any]]:
    """addDimensionGroup for every run of rows or columns at each depth."""
    deep_rows = {index: level for index, level in grid.levels.items() if index < rows}
    deep_columns = {
        index: min(_DEEPEST, column.outlineLevel)
        for column in worksheet.column_dimensions.values()
        if column.outlineLevel and column.min
        for index in range(column.min - 1, min(column.max or column.min, columns))
    }
    for dimension, levels in (("ROWS", deep_rows), ("COLUMNS", deep_columns)):
        for depth in range(1, max(levels.values(), default=0) + 1):
            deep = sorted(index for index, level in levels.items() if level >= depth)
            for start in (index for index in deep if index - 1 not in levels or levels[index - 1] < depth):
                end = start
                while levels.get(end, 0) >= depth:
                    end += 1
                span = {"sheetId": place, "dimension": dimension, "startIndex": start, "endIndex": end}
                yield {"addDimensionGroup": {"range": span}}
