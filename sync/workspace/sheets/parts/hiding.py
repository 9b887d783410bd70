"""Which rows a sheet's basic filter and slicers hide; Google works it out when they are set, and so do we."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace.sheets import cell, colours, grid
from sync.workspace.sheets.appearance import conditions, judging
from sync.workspace.sheets.appearance.effective_formats import EffectiveFormats
from sync.workspace.sheets.book import Book, Row, Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.styles import DEFAULT_FORMAT

_CHUNK = 1000  # rows changed at a time

Filter = tuple[Area, list[dict[str, Any]]]
"""An area with a header row, and the filterSpecs that its rows have to meet to be shown."""


def refresh(book: Book, sheet: Sheet) -> None:
    """Set `hiddenByFilter` of a sheet's rows anew, by the filters that lie on it now."""
    hidden = {row for one in _filters(book, sheet) for row in _hidden(book, *one)}
    before = {index for index, _, properties in sheet.filled() if properties.get("hiddenByFilter")}
    changed = sorted(hidden ^ before)
    for place, index in enumerate(changed):
        if place % _CHUNK == 0:
            sheet.release()
            sheet.load(index, changed[min(place + _CHUNK, len(changed)) - 1] + 1)
        rest = {name: part for name, part in sheet.row_properties(index).items() if name != "hiddenByFilter"}
        sheet.put_row_properties(index, rest | ({"hiddenByFilter": True} if index in hidden else {}))


def _filters(book: Book, sheet: Sheet) -> Iterator[Filter]:
    basic = sheet.meta.get("basicFilter", {})
    if basic.get("filterSpecs"):
        yield grid.area(book, basic["range"]), basic["filterSpecs"]
    for other in book.sheets:
        for slicer in other.meta.get("slicers", ()):
            spec = slicer["spec"]
            if "filterCriteria" in spec and sheet_of(book, spec) is sheet:
                area = grid.area(book, spec["dataRange"])
                column = area.left + spec["columnIndex"]
                yield area, [{"columnIndex": column, "filterCriteria": spec["filterCriteria"]}]


def sheet_of(book: Book, spec: Mapping[str, Any]) -> Sheet | None:
    """The sheet that holds a slicer's data, None where there is none any more."""
    number = spec.get("dataRange", {}).get("sheetId", 0) if "dataRange" in spec else None
    return next((sheet for sheet in book.sheets if sheet.id == number), None)


def _hidden(book: Book, area: Area, specs: list[dict[str, Any]]) -> Iterator[int]:
    """The rows below the area's first that do not meet every criterion."""
    tests = [(spec["columnIndex"], _Shown(book, area, spec)) for spec in specs]
    for index, row in _rows(book, area):
        if not all(shown(index, row[column] if column < len(row) else None) for column, shown in tests):
            yield index


def _rows(book: Book, area: Area) -> Iterator[tuple[int, Row]]:
    """Every row below an area's first, the empty ones too, without holding them all."""
    following = area.top + 1
    for index, row, _ in calculate.rows(book, area.sheet, following, area.bottom):
        yield from ((empty, []) for empty in range(following, index))
        yield index, row
        following = index + 1
    yield from ((empty, []) for empty in range(following, area.bottom))


class _Shown:
    """Whether a cell of a column meets its FilterCriteria."""

    def __init__(self, book: Book, area: Area, spec: Mapping[str, Any]) -> None:
        criteria = spec["filterCriteria"]
        self._book, self._sheet, self._column = book, area.sheet, spec["columnIndex"]
        self._hidden = frozenset(criteria.get("hiddenValues", ()))
        origin = (area.top + 1, self._column)
        column = Area(area.sheet, area.top, self._column, area.bottom, self._column + 1)
        self._test = (
            conditions.test_of(book, area.sheet, criteria["condition"], origin, [column])
            if "condition" in criteria
            else None
        )
        self._formats = EffectiveFormats(book, area, DEFAULT_FORMAT)
        self._back = criteria.get("visibleBackgroundColorStyle", {}).get("rgbColor")
        self._ink = criteria.get("visibleForegroundColorStyle", {}).get("rgbColor")

    def __call__(self, index: int, one: cell.Cell) -> bool:
        held = judging.held(self._book, self._sheet, index, self._column, one)
        if held.shown in self._hidden:
            return False
        if self._test is not None and not self._test(held, index, self._column):
            return False
        if self._back is None and self._ink is None:
            return True
        number = cell.style(one)
        look = self._formats.of(index, self._column, self._book.styles[number], number, lambda: held)
        if self._back is not None:
            return bool(rgb(look.get("backgroundColorStyle", {})) == self._back)
        return bool(rgb(look["textFormat"].get("foregroundColorStyle", {})) == self._ink)


def rgb(style: Mapping[str, Any]) -> dict[str, Any]:
    """The Color that a ColorStyle comes to, a theme's among them."""
    if "themeColor" in style:
        return colours.of_theme(style["themeColor"])
    return colours.normal(style.get("rgbColor", {}))
