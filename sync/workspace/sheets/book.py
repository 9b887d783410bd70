"""A spreadsheet that is being changed or read inside one transaction: its sheets, rows and styles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

import orjson

from sync.workspace.errors import Refusal, not_found
from sync.workspace.sheets.cell import Cell
from sync.workspace.sheets.formulas.states import Edits, steps
from sync.workspace.sheets.store import FORMULA, PLACES, add_sheet
from sync.workspace.sheets.styles import Styles

MOST_CELLS = 10_000_000
_CHUNK = 2000  # rows read at a time
_REMEMBERED = 20_000  # rows kept in memory while a long sheet is gone through
_IN_PLACE = "FROM sheet_order JOIN sheet_rows ON id = row WHERE place BETWEEN ? AND ?"
_PUT_IN_PLACE = (
    "INSERT OR REPLACE INTO sheet_order (place, row, low, high, filled, formulas) VALUES (?, ?, ?, ?, ?, ?)"
)
Row = list[Cell]


class Extent(NamedTuple):
    """Where a row has values: the first column, one past the last, and how many of them have one."""

    low: int
    high: int
    filled: int


def extent(cells: Row) -> Extent:
    """The extent of a row's values, all zero for none."""
    filled = [column for column, one in enumerate(cells) if one is not None and one[0] is not None]
    return Extent(filled[0], filled[-1] + 1, len(filled)) if filled else Extent(0, 0, 0)


class Sheet:
    """One sheet: its description (`meta`, Google's Sheet without data) and its rows.

    Rows are read when asked for. Whoever changes a row hands it back with `put`.
    """

    def __init__(self, tx: sqlite3.Connection, key: int, meta: dict[str, Any]) -> None:
        self.key, self.meta = key, meta
        self.described = orjson.dumps(meta)  # as the table has it
        self._tx = tx
        self._rows: dict[int, Row] = {}
        self._properties: dict[int, dict[str, Any]] = {}
        self._ids: dict[int, int] = {}
        self._changed: set[int] = set()
        self.edits: set[int] | None = set()
        """The rows that were put since the book was opened; None once rows have moved."""
        self.edit_count = 0

    @property
    def id(self) -> int:
        """The sheetId."""
        return int(self.meta["properties"]["sheetId"])

    @property
    def title(self) -> str:
        """The name on the tab."""
        return str(self.meta["properties"]["title"])

    @property
    def row_count(self) -> int:
        """Rows of the grid, with or without content; none of a sheet that is a chart."""
        return int(self.meta["properties"].get("gridProperties", {}).get("rowCount", 0))

    @property
    def column_count(self) -> int:
        """Columns of the grid."""
        return int(self.meta["properties"].get("gridProperties", {}).get("columnCount", 0))

    @property
    def is_object(self) -> bool:
        """Whether the sheet is no grid, but a chart that has it to itself."""
        return bool(self.meta["properties"].get("sheetType") == "OBJECT")

    @property
    def columns(self) -> dict[str, dict[str, Any]]:
        """Properties of columns that differ from the default, by index written as text."""
        found: dict[str, dict[str, Any]] = self.meta.setdefault("columns", {})
        return found

    def several(self, name: str) -> list[dict[str, Any]]:
        """A list of the description ("merges", "charts" …), made if there is none yet."""
        found: list[dict[str, Any]] = self.meta.setdefault(name, [])
        return found

    def _place(self, index: int) -> int:
        return self.key * PLACES + index

    def load(self, top: int, bottom: int) -> None:
        """Read the rows `[top, bottom)` at once, before they are asked for one by one."""
        missing = [index for index in range(top, bottom) if index not in self._rows]
        if not missing:
            return
        for index in missing:
            self._rows[index] = []
        wanted = set(missing)
        for place, row, cells, properties in self._tx.execute(
            f"SELECT place, id, cells, properties {_IN_PLACE}",
            (self._place(missing[0]), self._place(missing[-1])),
        ):
            if (index := place % PLACES) in wanted:
                self._ids[index], self._rows[index] = row, orjson.loads(cells)
                if properties:
                    self._properties[index] = orjson.loads(properties)

    def row(self, index: int) -> Row:
        """A row's cells from column 0 on, as far as there are any."""
        if index not in self._rows:
            self.load(index, index + 1)
        return self._rows[index]

    def rows(self, top: int = 0, bottom: int | None = None) -> Iterator[tuple[int, Row]]:
        """(index, cells) of the rows in `[top, bottom)` that hold cells, from above to below.

        Each may be put back while they go by: what was put is written, and much that was read is
        forgotten, so that a long sheet does not fill the memory.
        """
        end = min(self.depth(), self.row_count if bottom is None else bottom)
        for start in range(top, end, _CHUNK):
            stop = min(start + _CHUNK, end)
            self.load(start, stop)
            yield from [(index, self._rows[index]) for index in range(start, stop) if self._rows[index]]
            self.release()

    def release(self) -> None:
        """Write the rows that changed and forget those that were read, once they are many."""
        if len(self._rows) > _REMEMBERED:
            self.save_rows()
            self._forget()

    def _moved(self) -> None:
        self.edits, self.edit_count = None, self.edit_count + 1

    def _forget(self) -> None:
        for kept in (self._rows, self._properties, self._ids):
            kept.clear()

    def depth(self) -> int:
        """How many rows there are down to the last that holds anything, a format or a height among it."""
        self.save_rows()
        (last,) = self._tx.execute(
            "SELECT max(place) FROM sheet_order WHERE place BETWEEN ? AND ?",
            (self._place(0), self._place(PLACES - 1)),
        ).fetchone()
        return 0 if last is None else last % PLACES + 1

    def has_row_properties(self, top: int = 0) -> bool:
        """Whether any row from `top` on has a height of its own, or is hidden."""
        self.save_rows()
        found = self._tx.execute(
            f"SELECT 1 {_IN_PLACE} AND properties IS NOT NULL LIMIT 1",
            (self._place(top), self._place(PLACES - 1)),
        ).fetchone()
        return found is not None

    def has_formulas(self) -> bool:
        """Whether any cell of the sheet holds a formula."""
        self.save_rows()
        found = self._tx.execute(
            "SELECT 1 FROM sheet_order WHERE formulas > 0 AND place BETWEEN ? AND ? LIMIT 1",
            (self._place(0), self._place(PLACES - 1)),
        )
        return found.fetchone() is not None

    def rows_with_formulas(self) -> list[int]:
        """The indexes of the rows that hold a formula, from above to below; found without reading rows."""
        self.save_rows()
        found = self._tx.execute(
            "SELECT place FROM sheet_order WHERE formulas > 0 AND place BETWEEN ? AND ? ORDER BY place",
            (self._place(0), self._place(PLACES - 1)),
        )
        return [place % PLACES for (place,) in found]

    def put(self, index: int, cells: Row) -> None:
        """Set a row's cells."""
        self.row(index)
        while cells and cells[-1] is None:
            cells.pop()
        self._rows[index] = cells
        self._changed.add(index)
        self.edit_count += 1
        if self.edits is not None:
            self.edits.add(index)

    def row_properties(self, index: int) -> dict[str, Any]:
        """What of a row's DimensionProperties differs from the default."""
        self.row(index)
        return self._properties.get(index, {})

    def put_row_properties(self, index: int, properties: dict[str, Any]) -> None:
        """Set a row's DimensionProperties."""
        self.row(index)
        self._properties[index] = properties
        self._changed.add(index)

    def filled(self, top: int = 0, bottom: int | None = None) -> Iterator[tuple[int, Row, dict[str, Any]]]:
        """(index, cells, properties) of the rows in `[top, bottom)` that have either, from above to below."""
        self.save_rows()
        here, last = self._place(top), self._place(self.row_count if bottom is None else bottom) - 1
        while chunk := self._tx.execute(
            f"SELECT place, cells, properties {_IN_PLACE} ORDER BY place LIMIT ?",
            (here, last, _CHUNK),
        ).fetchall():
            for place, cells, properties in chunk:
                yield place % PLACES, orjson.loads(cells), orjson.loads(properties) if properties else {}
            here = chunk[-1]["place"] + 1

    def extents(self, top: int = 0, bottom: int | None = None) -> dict[int, Extent]:
        """Where the rows of `[top, bottom)` that have values have them, from above to below."""
        self.save_rows()
        last = self._place(self.row_count if bottom is None else bottom) - 1
        return {
            place % PLACES: Extent(low, high, filled)
            for place, low, high, filled in self._tx.execute(
                "SELECT place, low, high, filled FROM sheet_order WHERE place BETWEEN ? AND ? AND filled "
                "ORDER BY place",
                (self._place(top), last),
            )
        }

    def save_rows(self) -> None:
        """Write changed rows; a row with nothing in it is taken away."""
        if not self._changed:
            return
        (last,) = self._tx.execute("SELECT coalesce(max(id), 0) FROM sheet_rows").fetchone()
        kept, placed, gone = [], [], []
        for index in self._changed:
            cells, properties = self._rows[index], self._properties.get(index)
            if cells or properties:
                if index not in self._ids:
                    self._ids[index] = last = last + 1
                blob, content = orjson.dumps(properties) if properties else None, orjson.dumps(cells)
                kept.append((self._ids[index], content, blob))
                found = extent(cells)
                placed.append((self._place(index), self._ids[index], *found, FORMULA in content))
            elif index in self._ids:
                gone.append((self._ids.pop(index), self._place(index)))
        self._tx.executemany(
            "INSERT OR REPLACE INTO sheet_rows (id, cells, properties) VALUES (?, ?, ?)", kept
        )
        self._tx.executemany(_PUT_IN_PLACE, placed)
        self._tx.executemany("DELETE FROM sheet_rows WHERE id = ?", [(row,) for row, _ in gone])
        self._tx.executemany("DELETE FROM sheet_order WHERE place = ?", [(place,) for _, place in gone])
        self._changed.clear()

    def pour(self, rows: Iterable[tuple[int, Row, dict[str, Any]]]) -> None:
        """Write rows (index, cells, properties) into a sheet that has none; they do not stay in memory."""
        self._moved()
        (last,) = self._tx.execute("SELECT coalesce(max(id), 0) FROM sheet_rows").fetchone()
        kept, placed = [], []
        for index, cells, properties in rows:
            if not cells and not properties:
                continue
            last += 1
            content = orjson.dumps(cells)
            kept.append((last, content, orjson.dumps(properties) if properties else None))
            placed.append((self._place(index), last, *extent(cells), FORMULA in content))
            if len(kept) == _CHUNK:
                self._pour(kept, placed)
        self._pour(kept, placed)

    def _pour(self, kept: list[Any], placed: list[Any]) -> None:
        self._tx.executemany("INSERT INTO sheet_rows (id, cells, properties) VALUES (?, ?, ?)", kept)
        self._tx.executemany(_PUT_IN_PLACE.replace("INSERT OR REPLACE", "INSERT"), placed)
        kept.clear()
        placed.clear()

    def replaced(self) -> None:
        """All rows are others now: they were written past this sheet."""
        self._forget()
        self._moved()

    def move_rows(self, at: int, count: int) -> None:
        """Make room for `count` rows at `at`; with a negative count the rows `[at, at - count)` go."""
        self.save_rows()
        self._forget()
        self._moved()
        start, end = self._place(at), self._place(PLACES) - 1
        if count < 0:
            gone = (start, start - count - 1)
            self._tx.execute(
                "DELETE FROM sheet_rows WHERE id IN "
                "(SELECT row FROM sheet_order WHERE place BETWEEN ? AND ?)",
                gone,
            )
            self._tx.execute("DELETE FROM sheet_order WHERE place BETWEEN ? AND ?", gone)
        # By way of negative places, for no two rows may share one on the way.
        self._tx.execute(
            "UPDATE sheet_order SET place = -(place + ?) WHERE place BETWEEN ? AND ?", (count, start, end)
        )
        self._tx.execute("UPDATE sheet_order SET place = -place WHERE place < 0")

    def swap_rows(self, start: int, middle: int, end: int) -> None:
        """Let the rows `[start, middle)` and those after them, `[middle, end)`, change places."""
        self.save_rows()
        self._forget()
        self._moved()
        for first, last, by in ((start, middle, end - middle), (middle, end, start - middle)):
            self._tx.execute(
                "UPDATE sheet_order SET place = -(place + ?) WHERE place BETWEEN ? AND ?",
                (by, self._place(first), self._place(last) - 1),
            )
        self._tx.execute("UPDATE sheet_order SET place = -place WHERE place < 0")

    def take_rows(self, source: Sheet) -> None:
        """Take over a copy of all rows of another sheet of the same spreadsheet; this one has none yet."""
        source.save_rows()
        self._moved()
        span = (source._place(0), source._place(PLACES - 1))
        (last,) = self._tx.execute("SELECT coalesce(max(id), 0) FROM sheet_rows").fetchone()
        self._tx.execute(
            "INSERT INTO sheet_rows (id, cells, properties) "
            "SELECT id + ?, cells, properties FROM sheet_order JOIN sheet_rows ON id = row "
            "WHERE place BETWEEN ? AND ?",
            (last, *span),
        )
        self._tx.execute(
            "INSERT INTO sheet_order SELECT place + ?, row + ?, low, high, filled, formulas FROM sheet_order "
            "WHERE place BETWEEN ? AND ?",
            (self._place(0) - source._place(0), last, *span),
        )


class Calculated(Protocol):
    """What was calculated of a book that is being changed."""

    def saved(self, book: Book) -> None:
        """The book was saved in a new state."""


class Book:
    """A spreadsheet with its sheets in order, open in a transaction (or a snapshot, if only read)."""

    def __init__(self, tx: sqlite3.Connection, spreadsheet_id: str, editor: str = "") -> None:
        row = tx.execute(
            "SELECT meta, name, owner FROM spreadsheets JOIN files USING (id) WHERE id = ?", (spreadsheet_id,)
        ).fetchone()
        if row is None:
            raise not_found()
        self.tx, self.id, self.editor = tx, spreadsheet_id, editor
        self.title, self.owner = str(row["name"]), str(row["owner"])
        self.meta: dict[str, Any] = orjson.loads(row["meta"])
        self.sheets = [
            Sheet(tx, key, orjson.loads(meta))
            for key, meta in tx.execute(
                "SELECT key, meta FROM sheets WHERE spreadsheet = ? ORDER BY position", (spreadsheet_id,)
            )
        ]
        self._described = row["meta"]
        self._order = [sheet.key for sheet in self.sheets]
        self._styles: Styles | None = None
        state = tx.execute("SELECT state FROM calculations WHERE spreadsheet = ?", (self.id,)).fetchone()
        self.state: int | None = state and int(state["state"])
        """The state as saved, None if nothing was there to calculate (see `states`)."""
        self.calculated: Calculated | None = None
        """What has been calculated of this book while it is being changed (see `shelf`)."""
        self.results: Any = None
        """What `calculate` reads results from until something has been done to the book."""
        self._regrouped = 0

    def forget_results(self) -> None:
        """Something was done to the book: what formulas come to from here on counts it."""
        self.results = None

    @property
    def edit_count(self) -> int:
        """Moves whenever a row changes."""
        return self._regrouped + sum(sheet.edit_count for sheet in self.sheets)

    @property
    def edits(self) -> Edits | None:
        """The rows that changed since the book was opened, by the sheet's key; None if rows have moved."""
        if self._regrouped or any(sheet.edits is None for sheet in self.sheets):
            return None
        return {sheet.key: frozenset(sheet.edits) for sheet in self.sheets if sheet.edits}

    def is_as_saved(self) -> bool:
        """Whether nothing has changed since the book was opened."""
        if self.edit_count or orjson.dumps(self.meta) != self._described:
            return False
        return all(orjson.dumps(sheet.meta) == sheet.described for sheet in self.sheets)

    def has_formulas(self) -> bool:
        """Whether any cell holds a formula; asking costs next to nothing."""
        if not self.edit_count:
            return self.state is not None
        return any(sheet.has_formulas() for sheet in self.sheets)

    @property
    def styles(self) -> Styles:
        """The spreadsheet's formats and rules, read when first asked for."""
        if self._styles is None:
            self._styles = Styles(self.tx, self.id)
        self._styles.locale = str(self.meta["properties"].get("locale", ""))
        return self._styles

    def sheet(self, sheet_id: int, what: str = "grid") -> Sheet:
        """The sheet of that id; Refusal 400 if there is none.

        Google speaks of a "grid" where cells are meant, of a "sheet" where it is the sheet itself.
        """
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise Refusal(400, f"No {what} with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """The sheet of that title, in any case of its letters, as Google compares them."""
        folded = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)

    def add(self, meta: dict[str, Any], index: int) -> Sheet:
        """Add a sheet before the one at `index`."""
        sheet = Sheet(self.tx, add_sheet(self.tx, self.id, index, meta), meta)
        self.sheets.insert(index, sheet)
        self._regrouped += 1
        return sheet

    def remove(self, sheet: Sheet) -> None:
        """Take a sheet away with all its rows."""
        self._regrouped += 1 + sheet.edit_count
        self.sheets.remove(sheet)
        self.tx.execute("DELETE FROM sheets WHERE key = ?", (sheet.key,))

    def rows_replaced(self) -> None:
        """All sheets' rows and all formats were written past this book."""
        self._styles = None
        for sheet in self.sheets:
            sheet.replaced()

    def check_size(self) -> None:
        """Refusal 400 if the grids hold more cells than a spreadsheet may."""
        if sum(sheet.row_count * sheet.column_count for sheet in self.sheets) > MOST_CELLS:
            raise Refusal(
                400,
                "This action would increase the number of cells in the workbook above the limit of "
                f"{MOST_CELLS} cells.",
            )

    def save(self) -> None:
        """Write all that changed."""
        if self._styles:
            self._styles.save()
        meta = orjson.dumps(self.meta)
        if meta != self._described:
            self.tx.execute("UPDATE spreadsheets SET meta = ? WHERE id = ?", (meta, self.id))
        order = [sheet.key for sheet in self.sheets]
        for position, sheet in enumerate(self.sheets):
            sheet.save_rows()
            described = orjson.dumps(sheet.meta)
            if described != sheet.described or order != self._order:
                self.tx.execute(
                    "UPDATE sheets SET meta = ?, position = ? WHERE key = ?", (described, position, sheet.key)
                )
        self._save_state()
        if self.calculated is not None:
            self.calculated.saved(self)
            self.calculated = None
        self.forget_results()

    def _save_state(self) -> None:
        if self.has_formulas():
            self.state = steps.follow(self.state, self.edits)
            self.tx.execute("INSERT OR REPLACE INTO calculations VALUES (?, ?)", (self.id, self.state))
        elif self.state is not None:
            self.state = None
            self.tx.execute("DELETE FROM calculations WHERE spreadsheet = ?", (self.id,))
