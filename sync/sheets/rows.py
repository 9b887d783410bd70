"""The cells of a tab that changed, in as few requests as say it.

A row's hash is "values.formats.height". Values of changed rows go as one `updateCells` for each run
of rows, formats as one `repeatCell` for each rectangle that looks the same: most rows of a table
look alike, and saying so once keeps a batch small.

Of the columns of people a row's hash tells only how they look: what stands in them is theirs, and
is written only with a row that is new to the tab.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from sync.layout.tab import Area, Cell, Row, Tab
from sync.sheets.formats import extended_value
from sync.sheets.looks import Look, format_requests, look_of, runs
from sync.sheets.state import digest

Json = dict[str, Any]

BLOCK = 400_000  # bytes of cells in one block, so that batches can be filled well
STANDARD_HEIGHT = 21  # pixels of a row that nobody made higher
UNKNOWN: Final = "?"  # a part of a row's hash that no values and no formats have
_NONE: Final[Mapping[int, Row]] = {}
_VALUES = "userEnteredValue,note"
_ALL = "userEnteredValue,note,userEnteredFormat"


@dataclass(frozen=True, slots=True)
class Block:
    """Requests, and the row hashes that hold once they are carried out (None: cleared)."""

    requests: tuple[Json, ...]
    rows: Mapping[int, str | None]


@dataclass(frozen=True, slots=True)
class _Change:
    """A row that changed: its looks and cells, people's columns left blank, and its new hash.

    `theirs` is what stood in people's columns, by column; `made` are the cells in Google's words.
    """

    looks: tuple[Look, ...]
    hash: str
    then: tuple[str, str, str] | None  # the hash known before, None for a row never written
    theirs: Mapping[int, Cell]
    made: list[Json]

    @property
    def parts(self) -> tuple[str, str, str]:
        return _parts(self.hash)


def row_blocks(
    tab: Tab, sheet: int, width: int, known: Mapping[int, str], shown: Mapping[int, Row] = _NONE
) -> Iterator[Block]:
    """The blocks that bring the rows from their known hashes to what the tab says.

    `width` is the number of columns of the grid; what lies beyond a row's cells is cleared. Rows that
    are as `shown` need no hash to tell that they stay.
    """
    writer = _Writer(tab, sheet, width)
    if not tab.sparse and (gone := sorted(set(known) - set(tab.rows))):
        yield Block(tuple(writer.cleared(gone, known)), dict.fromkeys(gone))
    changed: dict[int, _Change] = {}
    size = 0
    for index in sorted(tab.rows):
        if index in shown and shown[index] == tab.rows[index]:
            continue
        change = writer.change(index, tab.rows[index], known.get(index))
        if change is None:
            continue
        changed[index] = change
        size += len(orjson.dumps(change.made)) + 100
        if size > BLOCK:
            yield writer.block(changed)
            changed, size = {}, 0
    if changed:
        yield writer.block(changed)


def clear_all(tab: Tab, sheet: int, width: int) -> list[Json]:
    """Requests that empty a sheet of unknown content, but for the columns of people."""
    return _Writer(tab, sheet, width).emptied(0, None)


def wipe(sheet: int) -> list[Json]:
    """Requests that empty a whole sheet, the columns of people and their drop-downs, too."""
    return [{"updateCells": {"range": {"sheetId": sheet}, "fields": f"{_ALL},dataValidation"}}]


class _Writer:
    """Writes rows of one tab; below the frozen rows it leaves people's columns alone."""

    def __init__(self, tab: Tab, sheet: int, width: int) -> None:
        self._tab, self._sheet, self._width = tab, sheet, width

    def change(self, index: int, row: Row, known: str | None) -> _Change | None:
        """The row's change, None where it is as it was."""
        theirs = self._theirs(index)
        cells = tuple(
            replace(cell, value=None, note="") if column in theirs else cell
            for column, cell in enumerate(row.cells)
        )
        looks = tuple(look_of(cell) for cell in cells)
        values = digest([(cell.value, cell.note) for cell in cells])
        # Google ties a link to the text it was put on, so a linked cell's text counts as its look.
        formats = digest(
            [(look, c.value if look and look.link else None) for look, c in zip(looks, cells, strict=True)]
        )
        new = f"{values}.{formats}.{row.height or ''}"
        if new == known:
            return None
        kept = {column: row.cells[column] for column in theirs if column < len(row.cells)}
        made = [_cell(cell) for cell in cells]
        return _Change(looks, new, _parts(known) if known else None, kept, made)

    def block(self, changed: Mapping[int, _Change]) -> Block:
        """The requests for rows that changed: values, then looks, then heights."""
        requests = [
            *self._values({i: c for i, c in changed.items() if c.then is None or c.then[0] != c.parts[0]}),
            *self._restored({i: c.theirs for i, c in changed.items() if c.then is None}),
            *self._formats({i: c for i, c in changed.items() if c.then is None or c.then[1] != c.parts[1]}),
            *self._heights({i: (c.then[2] if c.then else "", c.parts[2]) for i, c in changed.items()}),
        ]
        return Block(tuple(requests), {index: change.hash for index, change in changed.items()})

    def cleared(self, gone: list[int], known: Mapping[int, str]) -> Iterator[Json]:
        """The requests that empty rows and give them the standard height."""
        for top, bottom in runs(gone, self._boundary):
            yield from self.emptied(top, bottom)
        yield from self._heights({index: (_parts(known[index])[2], "") for index in gone})

    def emptied(self, top: int, bottom: int | None) -> list[Json]:
        """The requests that empty the rows `[top, bottom)`, to the end of the sheet for None."""
        if top < self._boundary and (bottom is None or bottom > self._boundary):
            return self.emptied(top, self._boundary) + self.emptied(self._boundary, bottom)
        end = {} if bottom is None else {"endRowIndex": bottom}
        return [
            {"updateCells": {"range": self._range(top, left, right) | end, "fields": _ALL}}
            for left, right in self._segments(top)
        ]

    def _values(self, changed: Mapping[int, _Change]) -> Iterator[Json]:
        for top, bottom in runs(changed, self._boundary):
            for left, right in self._segments(top):
                rows = [{"values": changed[i].made[left:right]} for i in range(top, bottom)]
                area = self._range(top, left, right) | {"endRowIndex": bottom}
                yield {"updateCells": {"range": area, "rows": rows, "fields": _VALUES}}

    def _restored(self, fresh: Mapping[int, Mapping[int, Cell]]) -> Iterator[Json]:
        """What stood in people's columns of rows that are new; an empty cell is left as it is."""
        for index, cells in fresh.items():
            for column, cell in sorted(cells.items()):
                if cell.value is not None:
                    area = self._range(index, column, column + 1) | {"endRowIndex": index + 1}
                    rows = [{"values": [_cell(cell)]}]
                    yield {"updateCells": {"range": area, "rows": rows, "fields": "userEnteredValue"}}

    def _formats(self, changed: Mapping[int, _Change]) -> Iterator[Json]:
        looks = {
            index: change.looks + (None,) * (self._width - len(change.looks))
            for index, change in changed.items()
        }
        fresh = {index for index, change in changed.items() if change.then is None}
        for top, bottom in runs(changed, self._boundary):
            for left, right in self._segments(top):
                yield from format_requests(self._sheet, looks, fresh, Area(top, left, bottom, right))
            for left, right in runs(sorted(self._theirs(top))):
                area = Area(top, left, bottom, right)
                yield from format_requests(self._sheet, looks, fresh, area, theirs=True)

    def _heights(self, heights: Mapping[int, tuple[str, str]]) -> Iterator[Json]:
        """The requests for heights that were and shall be, equal neighbours together."""
        wanted = {i: int(new or STANDARD_HEIGHT) for i, (old, new) in heights.items() if old != new}
        for pixels in sorted(set(wanted.values())):
            for top, bottom in runs([i for i, height in wanted.items() if height == pixels]):
                yield dimension_request(self._sheet, "ROWS", top, bottom, pixels)

    def _theirs(self, row: int) -> frozenset[int]:
        return frozenset(self._tab.people_columns) if row >= self._tab.frozen_rows else frozenset()

    @property
    def _boundary(self) -> int:
        """The row from which on people's columns are theirs; rows on both sides never share a request."""
        return self._tab.frozen_rows if self._tab.people_columns else 0

    def _segments(self, row: int) -> list[tuple[int, int]]:
        """The runs of columns that are ours in a row."""
        theirs = self._theirs(row)
        return runs([column for column in range(self._width) if column not in theirs])

    def _range(self, top: int, left: int, right: int) -> Json:
        return {
            "sheetId": self._sheet,
            "startRowIndex": top,
            "startColumnIndex": left,
            "endColumnIndex": right,
        }


def dimension_request(sheet: int, dimension: str, start: int, end: int, pixels: int) -> Json:
    """The request that makes rows or columns `[start, end)` so many pixels high or wide."""
    span = {"sheetId": sheet, "dimension": dimension, "startIndex": start, "endIndex": end}
    properties = {"pixelSize": pixels}
    return {"updateDimensionProperties": {"range": span, "properties": properties, "fields": "pixelSize"}}


def _cell(cell: Cell) -> Json:
    """The value and note of a cell as CellData, {} for an empty one."""
    made: Json = {} if cell.value is None else {"userEnteredValue": extended_value(cell.value)}
    return made | {"note": cell.note} if cell.note else made


def _parts(known: str) -> tuple[str, str, str]:
    values, formats, height = known.split(".")
    return values, formats, height
