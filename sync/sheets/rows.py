"""The cells of a tab that changed, in as few requests as say it.

A row's hash is "values.formats.height", its values told by a mark that what is found in the sheet has,
too (`sync.sheets.marks`). Values of changed rows go as one `updateCells` for each run of rows, formats as
one `repeatCell` for each rectangle that looks the same: most rows of a table look alike, and saying so
once keeps a batch small. Notes go apart, and only to cells that have or had one of ours.

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
from sync.sheets.marks import is_told, mark_of, noted, plain
from sync.sheets.state import digest

Json = dict[str, Any]

BLOCK = 400_000  # bytes of cells in one block, so that batches can be filled well
STANDARD_HEIGHT = 21  # pixels of a row that nobody made higher
UNKNOWN: Final = "?"  # a part of a row's hash that no values and no formats have
STRANGE: Final = "!"  # the values of a row that is none of ours and is to be emptied
_NONE: Final[Mapping[int, Row]] = {}
_VALUES = "userEnteredValue"
_ALL = "userEnteredValue,note,userEnteredFormat"


@dataclass(frozen=True, slots=True)
class Block:
    """Requests, and the row hashes that hold once they are carried out (None: cleared)."""

    requests: tuple[Json, ...]
    rows: Mapping[int, str | None]


@dataclass(frozen=True, slots=True)
class _Change:
    """A row that changed: its looks and cells, people's columns left blank, and its new hash.

    `theirs` is what stood in people's columns, by column; `made` are the cells in Google's words, `notes`
    those of ours by column.
    """

    looks: tuple[Look, ...]
    hash: str
    then: tuple[str, str, str] | None  # the hash known before, None for a row never written
    theirs: Mapping[int, Cell]
    made: list[Json]
    notes: Mapping[int, str]

    @property
    def parts(self) -> tuple[str, str, str]:
        return _parts(self.hash)


def row_blocks(
    tab: Tab, sheet: int, width: int, known: Mapping[int, str], shown: Mapping[int, Row] = _NONE
) -> Iterator[Block]:
    """The blocks that bring the rows from their known hashes to what the tab says.

    `width` is the number of columns that are ours; what lies in them beyond a row's cells is cleared. Rows
    that are as `shown` need no hash to tell that they stay.
    """
    writer = _Writer(tab, sheet, width)
    unnamed = set(known) - set(tab.rows)
    gone = sorted(row for row in unnamed if not tab.sparse or known[row].startswith(STRANGE))
    if gone:
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


def wipe(sheet: int, width: int | None) -> list[Json]:
    """Requests that empty a sheet (its first `width` columns), those of people and their drop-downs, too."""
    area: Json = {"sheetId": sheet} if width is None else {"sheetId": sheet, "endColumnIndex": width}
    return [{"updateCells": {"range": area, "fields": f"{_ALL},dataValidation"}}]


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
        values = mark_of([(plain(cell.value), cell.note) for cell in cells])
        # Google ties a link to the text it was put on, so a linked cell's text counts as its look.
        formats = digest(
            [(look, c.value if look and look.link else None) for look, c in zip(looks, cells, strict=True)]
        )
        new = f"{values}.{formats}.{row.height or ''}"
        if new == known:
            return None
        kept = {column: row.cells[column] for column in theirs if column < len(row.cells)}
        made = [_cell(cell) for cell in cells]
        notes = {column: cell.note for column, cell in enumerate(cells) if cell.note}
        return _Change(looks, new, _parts(known) if known else None, kept, made, notes)

    def block(self, changed: Mapping[int, _Change]) -> Block:
        """The requests for rows that changed: values, then looks, then heights."""
        valued = {i: c for i, c in changed.items() if c.then is None or c.then[0] != c.parts[0]}
        requests = [
            *self._values(valued),
            *self._notes(valued),
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
        """The values of rows; the key of one that has it already is left alone.

        So whoever moves rows while we write never finds a record under another's key.
        """
        keyed = {index for index, c in changed.items() if c.then and is_told(c.then[0])}
        yield from self._valued({i: c for i, c in changed.items() if i not in keyed}, None)
        yield from self._valued({i: changed[i] for i in sorted(keyed)}, self._tab.key_column)

    def _valued(self, changed: Mapping[int, _Change], key: int | None) -> Iterator[Json]:
        for top, bottom in runs(changed, self._boundary):
            for left, right in self._segments(top, key if self._theirs(top) else None):
                rows = [{"values": changed[i].made[left:right]} for i in range(top, bottom)]
                area = self._range(top, left, right) | {"endRowIndex": bottom}
                yield {"updateCells": {"range": area, "rows": rows, "fields": _VALUES}}

    def _notes(self, changed: Mapping[int, _Change]) -> Iterator[Json]:
        """Our notes, and nothing where one of ours was: those that people put on other cells stay."""
        columns = {
            index: sorted(place for place in self._noted(index, change) if place < self._width)
            for index, change in changed.items()
        }
        for top, bottom in _alike(columns):
            for left, right in runs(columns[top]):
                rows = [
                    {"values": [_note(changed[i].notes.get(c, "")) for c in range(left, right)]}
                    for i in range(top, bottom)
                ]
                area = self._range(top, left, right) | {"endRowIndex": bottom}
                yield {"updateCells": {"range": area, "rows": rows, "fields": "note"}}

    def _noted(self, index: int, change: _Change) -> set[int]:
        """Where notes of ours are or were; everywhere in what is ours where that is not known."""
        before = noted(change.then[0]) if change.then else ()
        if before is None and change.then and change.then[0] not in (UNKNOWN, STRANGE):
            before = set(range(self._width)) - self._theirs(index)
        return {*change.notes, *(before or ())}

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

    def _segments(self, row: int, key: int | None = None) -> list[tuple[int, int]]:
        """The runs of columns that are ours in a row, that of the `key` left out."""
        theirs = self._theirs(row) | {key}
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
    """The value of a cell as CellData, {} for an empty one."""
    return {} if cell.value is None else {"userEnteredValue": extended_value(cell.value)}


def _note(text: str) -> Json:
    return {"note": text} if text else {}


def _alike(columns: Mapping[int, list[int]]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring rows that have the same columns, rows without any left out."""
    for top, bottom in runs(row for row, there in columns.items() if there):
        start = top
        for row in range(top + 1, bottom + 1):
            if row == bottom or columns[row] != columns[start]:
                yield start, row
                start = row


def _parts(known: str) -> tuple[str, str, str]:
    values, formats, height = known.split(".")
    return values, formats, height
