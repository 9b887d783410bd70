"""A tab while it is being written: cells put down place by place, then frozen into a Tab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sync.layout.styles import CELL, TEXT
from sync.layout.tab import Area, Cell, CellValue, Chart, ColourRule, Row, Style, Tab


class Draft:
    """Rows that grow downwards from `row`, the next free one; `widths` are the columns' pixels."""

    def __init__(self, widths: Sequence[int]) -> None:
        self.widths = tuple(widths)
        self.row = 0
        self._cells: dict[int, dict[int, Cell]] = {}
        self._heights: dict[int, int] = {}
        self._keys: dict[int, str] = {}
        self._merges: list[Area] = []
        self._rules: list[ColourRule] = []
        self._charts: list[Chart] = []

    def put(
        self,
        row: int,
        column: int,
        value: CellValue | Cell,
        style: Style = TEXT,
        *,
        note: str = "",
        link: str = "",
    ) -> None:
        """Put one cell down; a Cell is taken as it is."""
        cell = value if isinstance(value, Cell) else Cell(value, style, note, link)
        self._cells.setdefault(row, {})[column] = cell

    def looks(self) -> Iterator[Style]:
        """The look of every cell so far."""
        return (cell.style for cells in self._cells.values() for cell in cells.values())

    def line(
        self,
        values: Iterable[CellValue | Cell],
        style: Style | Sequence[Style] = CELL,
        *,
        column: int = 0,
        height: int | None = None,
        key: str = "",
    ) -> int:
        """Write one line of cells and move on; returns its row."""
        row = self.row
        for offset, value in enumerate(values):
            look = style if isinstance(style, Style) else style[offset]
            self.put(row, column + offset, value, look)
        self.size(row, height)
        if key:
            self._keys[row] = key
        self.row += 1
        return row

    def size(self, row: int, height: int | None) -> None:
        """Set a row's height in pixels; None leaves it."""
        if height is not None:
            self._heights[row] = height

    def gap(self, height: int = 10) -> None:
        """Leave a row empty."""
        self.size(self.row, height)
        self.row += 1

    def merge(self, area: Area, value: CellValue | Cell, style: Style = TEXT) -> None:
        """One cell over an area; the cells beneath share its look, so that borders and colour are whole."""
        cell = value if isinstance(value, Cell) else Cell(value, style)
        for row in range(area.top, area.bottom):
            for column in range(area.left, area.right):
                self.put(row, column, None, cell.style)
        self.put(area.top, area.left, cell)
        if (area.bottom - area.top) * (area.right - area.left) > 1:
            self._merges.append(area)

    def banner(
        self, value: CellValue, style: Style, *, height: int | None = None, right: int | None = None
    ) -> int:
        """A merged line from the first column to the last (or to `right`); returns its row."""
        row = self.row
        self.merge(Area(row, 0, row + 1, right or len(self.widths)), value, style)
        self.size(row, height)
        self.row += 1
        return row

    def rule(self, rule: ColourRule) -> None:
        """Add a conditional format; one over no cells is left out."""
        if rule.area.bottom > rule.area.top and rule.area.right > rule.area.left:
            self._rules.append(rule)

    def chart(self, chart: Chart) -> None:
        """Add a chart."""
        self._charts.append(chart)

    def tab(self, key: str, title: str, **more: Any) -> Tab:
        """The finished tab; `more` are further fields of Tab."""
        used = set(self._cells) | set(self._heights)
        rows = {number: self._line(number) for number in sorted(used)}
        return Tab(
            key=key,
            title=title,
            rows=rows,
            height=max(self.row, max(used, default=0) + 1),
            widths=self.widths,
            merges=tuple(self._merges),
            colour_rules=tuple(self._rules),
            charts=tuple(self._charts),
            **more,
        )

    def _line(self, number: int) -> Row:
        cells = self._cells.get(number, {})
        width = max(cells, default=-1) + 1
        return Row(
            tuple(cells.get(column, _EMPTY) for column in range(width)),
            self._keys.get(number, ""),
            self._heights.get(number),
        )


_EMPTY = Cell()
