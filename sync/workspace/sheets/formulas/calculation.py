"""A spreadsheet in the engine that calculates: its formulas, and the cells that they need.

What changes is put into it, and only what depends on that is calculated again. What formulas come to
is worked out when first read, held in memory (see `shelf`), and never written.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from sync.workspace.sheets import cell
from sync.workspace.sheets.book import Book, Row, Sheet
from sync.workspace.sheets.formulas import canonical, each, engine, formula_errors, google_functions, outcomes
from sync.workspace.sheets.formulas.canonical import Canonical, Grid, Surroundings, Wrong
from sync.workspace.sheets.formulas.dates_told import DATES, DatesTold
from sync.workspace.sheets.formulas.engine import Engine, Fault
from sync.workspace.sheets.formulas.formula_errors import CellError, Value
from sync.workspace.sheets.formulas.looks import Read
from sync.workspace.sheets.formulas.outcomes import Broken, Outcome
from sync.workspace.sheets.formulas.references import End, Reference
from sync.workspace.sheets.formulas.regex_functions import Searches
from sync.workspace.sheets.values import locales

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Needed:
    """The cells of one sheet that formulas read: rows `[top, bottom)` and which columns."""

    top: int = 1 << 40
    bottom: int = 0
    columns: set[int] = field(default_factory=set)

    def add(self, one: Read) -> None:
        self.top, self.bottom = min(self.top, one.top), max(self.bottom, one.bottom)
        self.columns.update(range(one.left, one.right))

    def whole(self, grid: Grid) -> None:
        self.top, self.bottom, self.columns = 0, grid.rows, set(range(grid.columns))

    def holds(self, other: _Needed) -> bool:
        """Whether all that `other` says is in this too."""
        if not other.columns:
            return True
        return other.top >= self.top and other.bottom <= self.bottom and other.columns <= self.columns


_ALONE = Fault("Spill")  # of a formula that has to be worked out by itself, since it comes to an array


class Calculation:
    """One spreadsheet in the engine, as of some state of it. Not for two threads at once."""

    def __init__(self, book: Book) -> None:
        self._frame = frame(book)
        self._around = surroundings(book)
        self._titles = {sheet.key: sheet.title for sheet in book.sheets}
        self._grids = {key: self._around.sheets[title.casefold()] for key, title in self._titles.items()}
        self._searches = Searches()
        self._formulas: dict[int, dict[int, dict[int, Canonical | Broken]]] = {}
        self._dates = DatesTold(book, self._formulas)
        self._engine = Engine(
            google_functions.functions(self._searches) | each.functions() | {"ISDATE": self._dates.isdate}
        )
        self._formats: dict[tuple[int, int], dict[int, int]] = {}
        self._needed: dict[str, _Needed] = {}
        self._says_how, self._dated = _say_how(book), _say_dates(book)
        self._volatile, self._spreading = frozenset[str](), frozenset[int]()
        self._asks_how = False  # whether a formula asks how numbers look
        self._moment: datetime | None = None
        self._outcome = outcomes.NOTHING
        for sheet in book.sheets:
            self._engine.add_sheet(sheet.title)
            for index in sheet.rows_with_formulas():
                self._translate(sheet, index, sheet.row(index))
                sheet.release()
        self._needed = self._what_is_needed()
        for sheet in book.sheets:
            self._load(sheet)
        for key, rows in self._formulas.items():
            for index, columns in rows.items():
                for column, one in columns.items():
                    self._put_formula(self._titles[key], index, column, one)

    def fits(self, book: Book) -> bool:
        """Whether sheets, their sizes, named ranges, locale and time zone are still those it was made for."""
        return self._frame == frame(book)

    def change(self, book: Book, edits: Mapping[int, frozenset[int]]) -> bool:
        """Put the rows that changed into the engine; False if it must be made anew instead."""
        before = {
            (sheet.key, index): self._translate(sheet, index, sheet.row(index))
            for sheet in book.sheets
            for index in edits.get(sheet.key, ())
        }
        asked_how, needed = self._asks_how, self._what_is_needed()
        if (asked_how or self._asks_how) and any(edits.values()):
            return False  # formats may have changed where values have not
        if not all(self._needed[title].holds(one) for title, one in needed.items()):
            return False
        self._says_how, self._dated, self._formats = _say_how(book), _say_dates(book), dict(self._formats)
        if any(edits.values()):
            self._moment = None
        return all(
            self._put_row(sheet, index, before[sheet.key, index])
            for sheet in book.sheets
            for index in sorted(edits.get(sheet.key, ()))
        )

    def outcome(self, now: datetime) -> Outcome:
        """What everything comes to; calculated if anything changed, or the time has and matters."""
        moment = self._rounded(now)
        if self._moment != moment:
            offset = now.utcoffset()
            assert offset is not None
            self._searches.renew()
            self._dates.renew(self._formats, self._dated)
            self._engine.calculate(now, int(offset.total_seconds() // 60))
            self._outcome = outcomes.collected(
                self._engine, self._formulas, self._titles, self._grids, self._formats
            )
            self._moment = moment
        return self._outcome

    def _rounded(self, now: datetime) -> datetime:
        """The present as far as the formulas can tell: to the second, to the day, or not at all."""
        if self._volatile - {"TODAY"}:
            return now.replace(microsecond=0)
        if self._volatile:
            return now.replace(hour=0, minute=0, second=0, microsecond=0)
        return now.replace(year=2000, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)

    def _translate(self, sheet: Sheet, index: int, row: Row) -> Mapping[int, Canonical | Broken]:
        """Read a row's formulas; returns those that it had before."""
        found = {
            column: self._translated(one[0]["formulaValue"], sheet.title)
            for column, one in enumerate(row)
            if one is not None and isinstance(one[0], dict)
        }
        rows = self._formulas.setdefault(sheet.key, {})
        before = rows.pop(index, {})
        if found:
            rows[index] = found
        return before

    def _translated(self, formula: str, home: str) -> Canonical | Broken:
        try:
            return canonical.canonical(formula, home, self._around)
        except Wrong as wrong:
            return Broken(formula, CellError(wrong.type, wrong.message))
        except Exception:
            # Whatever a formula does to its reader, the rest of the spreadsheet stays readable.
            _log.exception("a formula of %d letters cannot be translated", len(formula))
            return Broken(formula, CellError("ERROR", formula_errors.NOT_CALCULATED))

    def _what_is_needed(self) -> dict[str, _Needed]:
        """The cells that formulas read, by the sheet's title."""
        needed = {grid.title: _Needed() for grid in self._grids.values()}
        volatile, spreading = set[str](), set[int]()
        self._asks_how = False
        for key, one in self._each():
            volatile |= one.volatile
            self._asks_how |= "ISDATE(" in one.text
            for read in one.reads:
                needed[read.title].add(read)
            if one.spreads:
                spreading.add(key)
                needed[self._titles[key]].whole(self._grids[key])
            if one.anywhere:
                for grid in self._grids.values():
                    needed[grid.title].whole(grid)
        self._volatile, self._spreading = frozenset(volatile), frozenset(spreading)
        return needed

    def _each(self) -> Iterable[tuple[int, Canonical]]:
        """(the sheet's key, the formula) of all that could be translated."""
        for key, rows in self._formulas.items():
            for columns in rows.values():
                for one in columns.values():
                    if isinstance(one, Canonical):
                        yield key, one

    def _load(self, sheet: Sheet) -> None:
        needed = self._needed[sheet.title]
        columns = sorted(needed.columns)
        if not columns:
            return
        whole = columns == list(range(len(columns)))

        def rows() -> Iterator[tuple[int, list[engine.Plain]]]:
            for index, row, _ in sheet.filled(needed.top, needed.bottom):
                self._note_formats(sheet.key, index, row)
                if values := _plain(row[: len(columns)]) if whole else _picked(row, columns):
                    yield index, values

        for top, left, block in engine.rectangles(rows()):
            self._engine.put_rows(sheet.title, top, left, block)

    def _note_formats(self, key: int, index: int, row: Row) -> None:
        """Remember which cells say how their numbers look: results of formulas take that on."""
        says_how = self._says_how
        found = {c: one[1] for c, one in enumerate(row) if one and one[1] in says_how} if says_how else {}
        if found or (key, index) in self._formats:
            self._formats[key, index] = found

    def worked_out(
        self, book: Book, sheet: Sheet, formulas: Mapping[tuple[int, int], str]
    ) -> dict[tuple[int, int], Value | CellError]:
        """What formulas would come to in cells of the sheet, (row, column), as of the last outcome."""
        read = {place: self._translated(formula, sheet.title) for place, formula in formulas.items()}
        sound = {place: one for place, one in read.items() if isinstance(one, Canonical)}
        for cells in {cells for one in sound.values() for cells in one.reads}:
            self._widen(book, cells)
        self._searches.renew()
        self._dates.renew(self._formats, self._dated)
        single = {place: one.text for place, one in sound.items() if not one.spreads}
        values: dict[tuple[int, int], engine.Plain | Fault] = dict.fromkeys(sound, _ALONE)
        if len(single) > 1:
            values |= self._engine.worked_out_together(single)
        return {
            place: one.error if isinstance(one, Broken) else self._result(place, one, values[place])
            for place, one in read.items()
        }

    def _result(
        self, place: tuple[int, int], one: Canonical, value: engine.Plain | Fault
    ) -> Value | CellError:
        if value == _ALONE:
            value = self._engine.worked_out(*place, one.text)
        if isinstance(value, Fault):
            return formula_errors.of(value.kind, one.text, lambda text: text)
        return outcomes.plain(value)

    def _widen(self, book: Book, read: Read) -> None:
        """Load whole columns that nothing has needed so far."""
        needed, grid = self._needed[read.title], self._around.sheets[read.title.casefold()]
        wider = _Needed(0, grid.rows, needed.columns | set(range(read.left, read.right)))
        if needed.holds(_Needed(read.top, read.bottom, set(range(read.left, read.right)))):
            return
        sheet = next(sheet for sheet in book.sheets if sheet.title == read.title)
        self._formats = dict(self._formats)
        for index, row, _ in sheet.filled():
            self._note_formats(sheet.key, index, row)
            for column in wider.columns:
                there = needed.top <= index < needed.bottom and column in needed.columns
                value = None if there or column >= len(row) else _plain_value(row[column])
                if value is not None:
                    self._engine.put(sheet.title, index, column, value)
        self._needed[read.title] = wider

    def _put_row(self, sheet: Sheet, index: int, before: Mapping[int, Canonical | Broken]) -> bool:
        """Put what is new in a row; False where cells fill or empty on a sheet on which arrays spread."""
        needed, row = self._needed[sheet.title], sheet.row(index)
        now = self._formulas.get(sheet.key, {}).get(index, {})
        self._note_formats(sheet.key, index, row)
        columns = needed.columns if needed.top <= index < needed.bottom else set[int]()
        for column in columns | before.keys() | now.keys():
            if column in now:
                same = column in before and before[column].source == now[column].source
                fills = column not in before
                if not same:
                    self._put_formula(sheet.title, index, column, now[column])
            else:
                value = _plain_value(row[column]) if column < len(row) else None
                old = self._value(sheet, index, column) if column not in before else None
                same = column not in before and type(old) is type(value) and old == value
                fills = (old is None) != (value is None)
                if not same:
                    self._engine.put(sheet.title, index, column, value)
            if not same and (fills or column in before) and sheet.key in self._spreading:
                return False
        return True

    def _value(self, sheet: Sheet, index: int, column: int) -> engine.Plain | Fault:
        """What the engine holds in a cell, None where an array has merely spread over it."""
        if (sheet.key, index, column) in self._outcome.spread:
            return None
        value = self._engine.value(sheet.title, index, column)
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def _put_formula(self, title: str, index: int, column: int, one: Canonical | Broken) -> None:
        if isinstance(one, Broken):
            self._engine.put_fault(title, index, column, formula_errors.kind(one.error))
        else:
            self._engine.put_formula(title, index, column, one.text)


def frame(book: Book) -> bytes:
    """What of a spreadsheet formulas depend on beside cells."""
    properties = book.meta["properties"]
    grids = [[s.key, s.title, s.row_count, s.column_count] for s in book.sheets]
    named = [[one["name"], one["range"]] for one in book.meta.get("namedRanges", ())]
    return orjson.dumps([grids, named, properties.get("locale"), properties.get("timeZone")])


def surroundings(book: Book) -> Surroundings:
    """What names mean in this book's formulas."""
    titles = {sheet.id: sheet.title for sheet in book.sheets}
    return Surroundings(
        {s.title.casefold(): Grid(s.title, s.row_count, s.column_count) for s in book.sheets},
        {
            one["name"].casefold(): (titles[sheet_id], _reference(one["range"]))
            for one in book.meta.get("namedRanges", ())
            if (sheet_id := one["range"].get("sheetId", 0)) in titles
        },
        engine.knows,
        locales.of(book.meta["properties"]).decimal == ",",
    )


def _reference(given: dict[str, Any]) -> Reference:
    """A GridRange as formulas refer to it."""

    def end(side: str, step: int) -> End:
        index = given.get(side)
        return End(None if index is None else index - step, fixed=True)

    top, left = End(given.get("startRowIndex", 0)), End(given.get("startColumnIndex", 0))
    bottom, right = end("endRowIndex", 1), end("endColumnIndex", 1)
    single = top.index == bottom.index and left.index == right.index
    return Reference("", top, left, bottom, right, single)


def _say_how(book: Book) -> frozenset[int]:
    """The numbers of styles that have a number format."""
    return frozenset(number for number, style in enumerate(book.styles) if "numberFormat" in style)


def _say_dates(book: Book) -> frozenset[int]:
    """The numbers of styles whose number format is a date's or a time's."""
    return frozenset(n for n, s in enumerate(book.styles) if s.get("numberFormat", {}).get("type") in DATES)


def _plain_value(one: cell.Cell) -> engine.Plain:
    value = None if one is None else one[0]
    return None if isinstance(value, dict) else value


def _plain(row: Row) -> list[engine.Plain]:
    return [None if one is None or type(one[0]) is dict else one[0] for one in row]


def _picked(row: Row, columns: list[int]) -> list[engine.Plain]:
    width = min(columns[-1] + 1, len(row))
    found: list[engine.Plain] = [None] * width
    for column in columns:
        if column < width:
            found[column] = _plain_value(row[column])
    return found
