"""Which part of a tab one page shows, and which ranges of the spreadsheet it has to read for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.workspace.pages.spreadsheet.grid import Area, Grid, Place, area_of, range_name

PAGE_ROWS = 500
_SPARE_ROWS, _SPARE_COLUMNS = 5, 2  # empty ones shown after the content, so that it does not end at the edge
_LEAST_ROWS, _LEAST_COLUMNS = 30, 12


@dataclass(frozen=True, slots=True)
class Window:
    """The rows `head` (frozen), `body` and the columns that a page shows, hidden ones left out."""

    head: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[int, ...]

    def areas(self) -> tuple[Area, Area]:
        """The areas of the head and of the body."""
        return self._area(self.head), self._area(self.body)

    def _area(self, rows: Sequence[int]) -> Area:
        right = self.columns[-1] + 1 if self.columns else 0
        return Area(rows[0], 0, rows[-1] + 1, right) if rows else Area(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Pages:
    """A tab too long for one page. Counted from 1, as people read them."""

    page: int
    last: int
    top: int
    bottom: int
    rows: int


def window_of(grid: Grid, page: int, reached: Sequence[Place] = ()) -> Window:
    """What page number `page` (from 1) shows, in any case as far as the places `reached`."""
    content_rows, content_columns = grid.content()
    right = max(content_columns + _SPARE_COLUMNS, _LEAST_COLUMNS, *(column + 1 for _, column in reached))
    start = max((page - 1) * PAGE_ROWS, grid.frozen_rows)
    wanted = max(content_rows + _SPARE_ROWS, start + _LEAST_ROWS, *(row + 1 for row, _ in reached))
    bottom = min(page * PAGE_ROWS, grid.rows, wanted)
    return Window(
        head=tuple(row for row in range(min(grid.frozen_rows, PAGE_ROWS)) if row not in grid.hidden_rows),
        body=tuple(row for row in range(start, bottom) if row not in grid.hidden_rows),
        columns=tuple(c for c in range(min(right, grid.columns)) if c not in grid.hidden_columns),
    )


def pages_of(rows: int, page: int) -> Pages | None:
    """Where page `page` stands in a tab of so many rows; None for a tab that fits on one."""
    if rows <= PAGE_ROWS:
        return None
    last = -(-rows // PAGE_ROWS)
    return Pages(page, last, (page - 1) * PAGE_ROWS + 1, min(page * PAGE_ROWS, rows), rows)


def ranges_for(spreadsheet: Mapping[str, Any], sheet: Mapping[str, Any], page: int) -> tuple[str, ...]:
    """The ranges, in A1 notation, without which a page of this Sheet resource cannot be drawn.

    They are its frozen rows and its own rows, the cells that its charts are drawn from, and those
    that gradients without fixed numbers have to be measured against.
    """
    titles = {one["properties"].get("sheetId", 0): one["properties"] for one in spreadsheet.get("sheets", ())}
    own = sheet["properties"]
    size = own.get("gridProperties", {})
    rows, columns = size.get("rowCount", 0), size.get("columnCount", 0)
    frozen = min(size.get("frozenRowCount", 0), PAGE_ROWS)
    areas = [
        Area(0, 0, frozen, columns),
        Area((page - 1) * PAGE_ROWS, 0, min(page * PAGE_ROWS, rows), columns),
    ]
    areas += [area_of(wide, rows, columns) for wide in _measured(sheet)]
    names = [range_name(own.get("title", ""), area) for area in areas if _is_real(area)]
    for source in _drawn(sheet):
        other = titles.get(source.get("sheetId", 0))
        if other is not None:
            size = other.get("gridProperties", {})
            area = area_of(source, size.get("rowCount", 0), size.get("columnCount", 0))
            names += [range_name(other.get("title", ""), area)] if _is_real(area) else []
    return tuple(dict.fromkeys(names))


def _is_real(area: Area) -> bool:
    return area.bottom > area.top and area.right > area.left


def _measured(sheet: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for rule in sheet.get("conditionalFormats", ()):
        points = rule.get("gradientRule", {}).values()
        if any(point.get("type") != "NUMBER" for point in points):
            yield from rule.get("ranges", ())


def _drawn(sheet: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every GridRange named anywhere in the specifications of the sheet's charts."""
    waiting: list[Any] = [chart.get("spec", {}) for chart in sheet.get("charts", ())]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            yield from part.get("sources", ())
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
