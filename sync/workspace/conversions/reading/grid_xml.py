"""The grid of a worksheet's XML, read as a stream: nothing of it is kept but what is asked for.

A worksheet of a few kilobytes may unpack to millions of cells, and say that a merged cell is as large as
the sheet. openpyxl makes an object of each; here they pass by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from sync.workspace.conversions import package
from sync.workspace.conversions.writing.canvas import MOST_COLUMNS, MOST_ROWS

_CHUNK = 1 << 16
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class GridCell:
    """A cell as the XML has it: its column from 0, its attributes, its texts; `inside` the rest of it."""

    column: int
    kind: str
    style: int
    value: str | None = None
    formula: str | None = None
    about: dict[str, str] = field(default_factory=dict)
    inside: str = ""


@dataclass(slots=True)
class GridRow:
    """A row: its index from 0, its attributes, its cells."""

    index: int
    about: dict[str, str]
    cells: list[GridCell] = field(default_factory=list)


def parser() -> Any:
    """A parser that refuses document types, with entities whatever they grow to."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: Any) -> None:
        raise package.unreadable()

    made.StartDoctypeDeclHandler = refuse
    return made


def fed(made: Any, file: IO[bytes]) -> Iterator[None]:
    """Read a file through a parser, piece by piece; ValueError for broken XML."""
    try:
        while piece := file.read(_CHUNK):
            made.Parse(piece, False)
            yield
        made.Parse(b"", True)
        yield
    except expat.ExpatError as problem:
        raise ValueError(str(problem)) from None


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


class Grid:
    """Hears the elements inside `sheetData`, and gathers rows as they end."""

    def __init__(self) -> None:
        self.done: list[GridRow] = []
        self._row: GridRow | None = None
        self._cell: GridCell | None = None
        self._part = ""
        self._texts: list[str] = []
        self._inside: list[str] = []
        self._next_row = 0
        self._next_column = 0
        self._columns: dict[str, int] = {}

    def start(self, name: str, about: dict[str, str]) -> None:
        """An element begins."""
        if name == "c" and self._row is not None and self._cell is None:
            self._cell = GridCell(self._column(about.get("r")), about.get("t", "n"), int(about.get("s", 0)))
        elif name == "row" and self._row is None:
            index = int(float(about["r"])) - 1 if "r" in about else self._next_row
            if not self._next_row <= index < MOST_ROWS:
                raise ValueError(f"row {index + 1}")
            self._row, self._next_row, self._next_column = GridRow(index, about), index + 1, 0
        elif self._cell is not None:
            self._begin(name, about)

    def _begin(self, name: str, about: dict[str, str]) -> None:
        assert self._cell is not None
        if self._inside or name == "is":
            self._flush()
            told = "".join(f' {key}="{escaped(value)}"' for key, value in about.items())
            self._inside.append(f"<{name}{told}>")
        elif name in {"v", "f"}:
            self._part = name
            if name == "f":
                self._cell.about = about

    def text(self, text: str) -> None:
        """Characters; those between elements are of no account."""
        if self._part or self._inside:
            self._texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._cell is None:
            if name == "row" and self._row is not None:
                self.done.append(self._row)
                self._row = None
        elif name == "c":
            assert self._row is not None
            self._row.cells.append(self._cell)
            self._cell = None
        elif self._inside:
            self._flush()
            self._inside.append(f"</{name}>")
            if name == "is":
                self._cell.inside = "".join(self._inside)
                self._inside.clear()
        elif self._part == name:
            text = "".join(self._texts)
            if name == "v":
                self._cell.value = text
            else:
                self._cell.formula = text
            self._texts.clear()
            self._part = ""

    def _flush(self) -> None:
        self._inside.append(escaped("".join(self._texts)))
        self._texts.clear()

    def _column(self, place: str | None) -> int:
        if place is None:
            column = self._next_column
        else:
            letters = place.rstrip("0123456789")
            known = self._columns.get(letters)
            column = known if known is not None else self._counted(letters)
        self._next_column = column + 1
        if column >= MOST_COLUMNS:
            raise ValueError(f"column {column + 1}")
        return column

    def _counted(self, letters: str) -> int:
        column = index_of(letters)
        self._columns[letters] = column
        return column


def index_of(letters: str) -> int:
    """The index of a column by its letters; ValueError for what are none."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(f"column {letters[:10]}")
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def escaped(text: str) -> str:
    """Text as XML writes it, in attributes too."""
    if not ("&" in text or "<" in text or ">" in text or '"' in text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def box_of(reference: str) -> tuple[int, int, int, int] | None:
    """(top, left, bottom, right), half-open, of `B2:C9`; None for what is none."""
    first, _, last = reference.replace("$", "").strip().partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
    if not start or not end:
        return None
    rows, columns = sorted((int(start[2]), int(end[2]))), sorted((index_of(start[1]), index_of(end[1])))
    return max(0, rows[0] - 1), columns[0], rows[1], columns[1] + 1


def rows(file: IO[bytes]) -> Iterator[GridRow]:
    """The rows of a worksheet, one after another. ValueError for one that is not sound."""
    grid, made = Grid(), parser()
    made.StartElementHandler = lambda name, about: grid.start(local(name), about)
    made.EndElementHandler = lambda name: grid.end(local(name))
    made.CharacterDataHandler = grid.text
    for _ in fed(made, file):
        yield from grid.done
        grid.done.clear()
