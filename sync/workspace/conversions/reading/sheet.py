"""A worksheet of openpyxl's as the content of a sheet: its cells, its rows and columns, what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sync.workspace.conversions import package
from sync.workspace.conversions.reading import charts, formulas, looks, protection, rules
from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.conversions.reading.content import Content, SheetContent, sized
from sync.workspace.sheets import cell, entered
from sync.workspace.sheets.book import MOST_CELLS
from sync.workspace.sheets.parts.dimensions import COLUMN_PIXELS, ROW_PIXELS
from sync.workspace.sheets.values.patterns import EPOCH

_DAY = timedelta(days=1)
_LOCATION = re.compile(
    r"#?(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)"
)
_SCHEMES = ("http://", "https://", "mailto:", "ftp://")


class Reader:
    """Reads the worksheets of one workbook; `places` are the sheets' places in it by title."""

    def __init__(
        self, content: Content, palette: Palette, places: Mapping[str, int], lists: rules.Lists
    ) -> None:
        self._content, self._palette, self._places, self._lists = content, palette, places, lists
        self._looks: dict[int, int] = {}

    def sheet(self, worksheet: Any, place: int, title: str) -> SheetContent:
        """All that a worksheet brings."""
        made = SheetContent({"title": title})
        _as_a_whole(made, worksheet, self._palette)
        cells = _kept(worksheet)  # those that there are: asked for by row, openpyxl makes all others too
        sized(made, max((row for row, _ in cells), default=0), max((one for _, one in cells), default=0))
        for (row, column), one in cells.items():
            if (read := self._cell(one)) is not None:
                line = made.rows.setdefault(row - 1, [])
                line += [None] * (column - 1 - len(line))
                line.append(read)
        grid = made.properties["gridProperties"]
        self._sizes(made, worksheet, grid["rowCount"], grid["columnCount"])
        made.requests += self._requests(made, worksheet, place, grid["rowCount"], grid["columnCount"])
        made.requests += protection.requests(worksheet, place, cells)
        return made

    def _cell(self, one: Any) -> cell.Cell:
        look, value = self._look(one), None
        extras: dict[str, Any] = {}
        if one.value is not None:
            value, runs = self._value(one)
            if runs:
                extras["textFormatRuns"] = runs
        if getattr(one, "comment", None) is not None and one.comment.text:
            extras["note"] = one.comment.text
        if getattr(one, "hyperlink", None) is not None and (link := self._link(one.hyperlink)):
            extras["link"] = link
        return cell.made(value, look, extras)

    def _look(self, one: Any) -> int:
        """The place of a cell's format among the content's; each of the workbook's is read once."""
        if not one.has_style:
            return 0
        if (known := self._looks.get(one.style_id)) is None:
            look = looks.cell_format(one, self._palette)
            known = self._looks[one.style_id] = self._content.look(look)
        return known

    def _value(self, one: Any) -> tuple[Any, list[dict[str, Any]]]:
        value, kind = one.value, one.data_type
        if kind in {"f", "e"}:
            return _formula(value), []
        if isinstance(value, bool | int | float):
            return value, []
        if isinstance(value, date | time | timedelta):
            return serial(value), []
        if isinstance(value, list):  # rich text: texts, and texts with a font
            return self._rich(value)
        return str(value)[: entered.LONGEST_TEXT] or None, []

    def _rich(self, value: list[Any]) -> tuple[str | None, list[dict[str, Any]]]:
        text, runs = "", []
        for piece in value:
            font = getattr(piece, "font", None)
            look = looks.text_format(font, self._palette) if font is not None else {}
            own = str(getattr(piece, "text", piece))
            if own:
                runs.append({"startIndex": len(text), "format": look} if text else {"format": look})
            text += own
        return text or None, runs

    def _link(self, link: Any) -> str:
        if link.target:
            whole = link.target + (f"#{link.location}" if link.location else "")
            return whole if whole.lower().startswith(_SCHEMES) else ""
        found = _LOCATION.fullmatch(link.location or "")
        title = (found[1] or found[2] or "").replace("''", "'") if found else ""
        if found is None or title not in self._places:
            return ""
        return f"#gid={self._places[title]}&range={found[3].replace('$', '')}"

    def _sizes(self, made: SheetContent, worksheet: Any, rows: int, columns: int) -> None:
        for index, row in worksheet.row_dimensions.items():
            properties: dict[str, Any] = {}
            if row.ht and round(row.ht * 4 / 3) != ROW_PIXELS:
                properties["pixelSize"] = min(2000, round(row.ht * 4 / 3))
            if row.hidden:
                properties["hiddenByUser"] = True
            if properties and index <= rows:
                made.row_properties[index - 1] = properties
        for column in worksheet.column_dimensions.values():
            properties = {}
            if column.width and column.customWidth and round(column.width * 7) != COLUMN_PIXELS:
                properties["pixelSize"] = min(2000, round(column.width * 7))
            if column.hidden:
                properties["hiddenByUser"] = True
            if properties and column.min:
                for index in range(column.min - 1, min(column.max or column.min, columns)):
                    made.columns[str(index)] = dict(properties)

    def _requests(
        self, made: SheetContent, worksheet: Any, place: int, rows: int, columns: int
    ) -> Iterator[dict[str, Any]]:
        for one in worksheet.merged_cells.ranges:
            if area := formulas.box(one, place, rows, columns):
                yield {"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}
        yield from rules.validations(worksheet, place, rows, columns, self._lists)
        yield from rules.conditional_formats(worksheet, place, rows, columns, self._palette)
        if worksheet.auto_filter.ref and (
            area := formulas.grid_range(worksheet.auto_filter.ref, self._places, place)
        ):
            yield {"setBasicFilter": {"filter": {"range": area}}}
        yield from _groups(worksheet, place)
        heights = {index: _seen(part, ROW_PIXELS) for index, part in made.row_properties.items()}
        widths = {int(index): _seen(part, COLUMN_PIXELS) for index, part in made.columns.items()}
        sizes = heights, widths, ROW_PIXELS, COLUMN_PIXELS
        yield from _frozen(worksheet, place)
        yield from charts.requests(worksheet._charts, place, self._places, sizes)


def _kept(worksheet: Any) -> dict[tuple[int, int], Any]:
    """A worksheet's cells by (row, column), in order; in one with a format at its far end only those filled.

    Refusal 413 for more than a spreadsheet holds.
    """
    cells: dict[tuple[int, int], Any] = dict(sorted(worksheet._cells.items()))
    if _size(cells) > MOST_CELLS:
        cells = {place: one for place, one in cells.items() if one.value is not None}
    if _size(cells) > MOST_CELLS:
        raise package.too_large()
    return cells


def _size(cells: Mapping[tuple[int, int], Any]) -> int:
    return max((row for row, _ in cells), default=0) * max((column for _, column in cells), default=0)


def _formula(value: Any) -> dict[str, str] | None:
    """A formula, one that fills an array, or an error; None for Excel's tables of data."""
    text = getattr(value, "text", value)
    if not isinstance(text, str):
        return None
    if not isinstance(value, str):
        return {"formulaValue": formulas.of_array(text)}
    return {"formulaValue": formulas.plain(text if text.startswith("=") else f"={text}")}


def _seen(properties: Mapping[str, Any], usual: int) -> int:
    """Pixels that a row or column takes: a hidden one none."""
    return 0 if properties.get("hiddenByUser") else int(properties.get("pixelSize", usual))


def serial(value: date | time | timedelta) -> float | int:
    """A date or time as a sheet counts it: days since its day 0."""
    if isinstance(value, timedelta):
        days = value / _DAY
    elif isinstance(value, time):
        days = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second,
                         microseconds=value.microsecond) / _DAY  # fmt: skip
    else:
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as EPOCH
        days = (moment.replace(tzinfo=None) - EPOCH) / _DAY
    return int(days) if days.is_integer() else days


def _as_a_whole(made: SheetContent, worksheet: Any, palette: Palette) -> None:
    if worksheet.sheet_view.showGridLines is False:
        made.properties["gridProperties"] = {"hideGridlines": True}
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


def _groups(worksheet: Any, place: int) -> Iterator[dict[str, Any]]:
    """addDimensionGroup for every run of rows or columns at each depth."""
    rows = {
        index - 1: row.outlineLevel for index, row in worksheet.row_dimensions.items() if row.outlineLevel
    }
    columns = {
        index: column.outlineLevel
        for column in worksheet.column_dimensions.values()
        if column.outlineLevel and column.min
        for index in range(column.min - 1, column.max or column.min)
    }
    for dimension, levels in (("ROWS", rows), ("COLUMNS", columns)):
        for depth in range(1, max(levels.values(), default=0) + 1):
            deep = sorted(index for index, level in levels.items() if level >= depth)
            for start in (index for index in deep if index - 1 not in levels or levels[index - 1] < depth):
                end = start
                while levels.get(end, 0) >= depth:
                    end += 1
                span = {"sheetId": place, "dimension": dimension, "startIndex": start, "endIndex": end}
                yield {"addDimensionGroup": {"range": span}}
