"""What a spreadsheet's formulas came to, read out of the engine: values, errors with words, spread arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sync.workspace.sheets import a1
from sync.workspace.sheets.formulas import engine, formula_errors, references
from sync.workspace.sheets.formulas.canonical import Canonical, Grid
from sync.workspace.sheets.formulas.engine import Engine, Fault
from sync.workspace.sheets.formulas.formula_errors import CellError, Value
from sync.workspace.sheets.formulas.looks import Look, Read

Place = tuple[int, int, int]
"""The sheet's key, the row and the column."""


class Broken(NamedTuple):
    """A formula as written that cannot be translated, and the error that it comes to."""

    source: str
    error: CellError


Formulas = Mapping[int, Mapping[int, Mapping[int, Canonical | Broken]]]
"""Translated formulas by the sheet's key, the row and the column."""

_Found = dict[int, dict[int, dict[int, Value | CellError]]]
_EXACT = 2**53
_DEEPEST = 20  # formulas that an error's message is followed through
_SMALL = 100  # cells of a range that are searched for the error that a formula hands on


Formats = Mapping[tuple[int, int], Mapping[int, int]]
"""The styles with a number format in cells that formulas read: by the sheet's key and the row, by column."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the formulas of a spreadsheet came to, never changed once made.

    `cells` holds results by the sheet's key, the row and the column: of formulas, and of the cells
    that they spread over, which `spread` tells the formula of. `looks` tells whose number format a
    formula's result takes on, `formats` the numbers of the styles that say so in cells that are read,
    `links` the addresses of HYPERLINKs, `sources` the formulas as written.
    """

    cells: Mapping[int, Mapping[int, Mapping[int, Value | CellError]]]
    looks: Mapping[Place, Look]
    links: Mapping[Place, str]
    spread: Mapping[Place, tuple[int, int]]
    formats: Formats
    sources: Mapping[Place, str]


NOTHING = Outcome({}, {}, {}, {}, {}, {})
"""Of a spreadsheet without formulas."""


def collected(
    engine_: Engine,
    formulas: Formulas,
    titles: Mapping[int, str],
    grids: Mapping[int, Grid],
    formats: Formats,
) -> Outcome:
    """Read everything that formulas came to; `titles` and `grids` are by the sheet's key."""
    return _Collector(engine_, formulas, titles, grids).outcome(formats)


def plain(value: engine.Plain) -> Value:
    """A value as the API writes it: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value


class _Collector:
    def __init__(
        self, engine_: Engine, formulas: Formulas, titles: Mapping[int, str], grids: Mapping[int, Grid]
    ) -> None:
        self._engine, self._formulas, self._titles, self._grids = engine_, formulas, titles, grids
        self._keys = {title: key for key, title in titles.items()}
        self._found: _Found = {}
        self._spread: dict[Place, tuple[int, int]] = {}

    def outcome(self, formats: Formats) -> Outcome:
        looks: dict[Place, Look] = {}
        links: dict[Place, str] = {}
        sources: dict[Place, str] = {}
        for place, one in self._each():
            sources[place] = one.source
            self._put(place, one.error if isinstance(one, Broken) else self._result(place, one))
            if isinstance(one, Canonical):
                self._put_spread(place, one)
                if one.look is not None:
                    looks[place] = one.look
                if one.link:
                    links[place] = str(self._operand(one.link))
        self._explain()
        return Outcome(self._found, looks, links, self._spread, formats, sources)

    def _each(self) -> Iterator[tuple[Place, Canonical | Broken]]:
        for key, rows in self._formulas.items():
            for row, columns in rows.items():
                for column, one in columns.items():
                    yield (key, row, column), one

    def _put(self, place: Place, value: Value | CellError) -> None:
        key, row, column = place
        self._found.setdefault(key, {}).setdefault(row, {})[column] = value

    def _at(self, place: Place) -> Value | CellError:
        key, row, column = place
        return self._found.get(key, {}).get(row, {}).get(column)

    def _result(self, place: Place, one: Canonical) -> Value | CellError:
        key, row, column = place
        value = self._engine.value(self._titles[key], row, column)
        if value == 0 and one.mirrors and self._engine.value(*one.mirrors) is None:
            return None  # a reference to an empty cell shows nothing
        if value == Fault("Spill"):
            return self._in_the_way(place)
        return self._plain(value, one)

    def _plain(self, value: engine.Plain | Fault, one: Canonical) -> Value | CellError:
        if isinstance(value, Fault):
            return formula_errors.of(value.kind, one.text, self._operand)
        return plain(value)

    def _put_spread(self, place: Place, one: Canonical) -> None:
        """The other cells of an array's result; one that the grid does not hold is an error instead."""
        if not one.spreads or isinstance(self._at(place), CellError):
            return
        key, row, column = place
        title, grid = self._titles[key], self._grids[key]
        height, width = self._engine.extent(title, row, column)
        for kind, over in (("rows", row + height - grid.rows), ("columns", column + width - grid.columns)):
            if over > 0:
                self._put(place, formula_errors.too_small(kind, over))
                return
        for down in range(height):
            for across in range(width):
                if down or across:
                    other = (key, row + down, column + across)
                    self._put(other, self._plain(self._engine.value(title, *other[1:]), one))
                    self._spread[other] = (row, column)

    def _in_the_way(self, place: Place) -> CellError:
        """The error of an array without room, which names the first cell that fills its way."""
        key, row, column = place
        title, grid = self._titles[key], self._grids[key]
        below = ((down, column) for down in range(row + 1, grid.rows))
        beside = ((row, across) for across in range(column + 1, grid.columns))
        for places in (beside, below):
            for other in places:
                if self._engine.value(title, *other) is not None:
                    return formula_errors.overwriting(f"{a1.column_letters(other[1])}{other[0] + 1}")
        return formula_errors.overwriting("another cell")

    def _operand(self, text: str) -> Value:
        """What an operand of a translated formula comes to: a literal, or a cell."""
        if text.startswith('"'):
            return text[1:-1].replace('""', '"')
        for one in references.every(f"={text}"):
            value = self._engine.value(one.title, one.top.index or 0, one.left.index or 0)
            return None if isinstance(value, Fault) else value
        return float(text) if text.replace(".", "", 1).isdigit() else text

    def _explain(self) -> None:
        """Let errors that were only handed on say what the cell they come from says."""
        for place, one in self._each():
            error = self._at(place)
            if (
                isinstance(one, Canonical)
                and isinstance(error, CellError)
                and formula_errors.is_vague(error)
                and (said := self._origin(one, error.type, 0))
            ):
                self._put(place, CellError(error.type, said))

    def _origin(self, one: Canonical, type_: str, depth: int) -> str:
        for place in (place for read in one.reads for place in self._places(read)):
            other = self._at(place)
            if not isinstance(other, CellError) or other.type != type_:
                continue
            if not formula_errors.is_vague(other):
                return other.message
            source = self._formulas.get(place[0], {}).get(place[1], {}).get(place[2])
            if isinstance(source, Canonical) and depth < _DEEPEST:
                return self._origin(source, type_, depth + 1) or other.message
        return ""

    def _places(self, read: Read) -> Iterator[Place]:
        """The cells of a small range; none of a large one."""
        if (read.bottom - read.top) * (read.right - read.left) <= _SMALL:
            for row in range(read.top, read.bottom):
                for column in range(read.left, read.right):
                    yield self._keys[read.title], row, column
