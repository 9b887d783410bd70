"""The library that calculates, alone behind a small seam: nothing else of the workspace imports it.

formualizer holds values and formulas in sheets of its own, knows what depends on what, and calculates
again only what a change touches. It speaks Excel; `canonical` translates Google's formulas for it.
Rows and columns count from 0 here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

import formualizer

from sync.workspace.sheets import a1

_BLOCK = 1000  # rows put at once
_APART = "\x01apart"
Plain = str | float | bool | None
"""What a cell can hold."""


KINDS = ("Div", "Na", "Name", "Null", "Num", "Ref", "Value", "Circ", "Error", "NImpl")
"""The errors that a cell may be set to."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in the engine's words: one of KINDS, or "Spill", "Calc" …"""

    kind: str


class Engine:
    """One spreadsheet's values and formulas. Not for two threads at once: its owner holds a lock."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """`functions` are added to the library's own, or stand in their place."""
        # Without the library's journal of edits, which it does not need and which makes loading slow.
        self._workbook = formualizer.Workbook(mode=formualizer.WorkbookMode.Ephemeral)
        self._workbook.set_temporal_egress("serial")
        for name, function in functions.items():
            self._workbook.register_function(name, function, allow_override_builtin=True)
        for kind in KINDS:
            self._workbook.register_function(f"FAULT.{kind.upper()}", partial(fault, kind))

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet."""
        self._workbook.add_sheet(name)

    def put_rows(self, sheet: str, top: int, left: int, rows: list[list[Plain]]) -> None:
        """Set a rectangle of cells, none of them empty."""
        self._workbook.set_values_batch(sheet, top + 1, left + 1, rows)

    def put(self, sheet: str, row: int, column: int, value: Plain) -> None:
        """Set one cell's value in place of what it held."""
        self._workbook.set_value(sheet, row + 1, column + 1, value)

    def put_formula(self, sheet: str, row: int, column: int, formula: str) -> None:
        """Set one cell's formula, in the engine's own language; to an error if it cannot be read."""
        try:
            self._workbook.set_formula(sheet, row + 1, column + 1, formula)
        except RuntimeError as problem:
            self.put_fault(sheet, row, column, _refusal(str(problem)))

    def put_fault(self, sheet: str, row: int, column: int, kind: str) -> None:
        """Let one cell come to an error of a kind."""
        self._workbook.set_formula(sheet, row + 1, column + 1, f"=FAULT.{kind.upper()}()")

    def calculate(self, now: datetime, offset_minutes: int) -> None:
        """Bring every formula up to date; TODAY and NOW see `now` (aware), so many minutes off UTC."""
        sign = "-" if offset_minutes < 0 else "+"
        hours, minutes = divmod(abs(offset_minutes), 60)
        self._workbook.set_deterministic_clock(now.astimezone(UTC), f"{sign}{hours:02d}:{minutes:02d}")
        self._workbook.evaluate_all()

    def settle(self) -> None:
        """Bring every formula up to date where none asks for the time."""
        self._workbook.evaluate_all()

    def value(self, sheet: str, row: int, column: int) -> Plain | Fault:
        """What a cell comes to."""
        return read(self._workbook.get_value(sheet, row + 1, column + 1))

    def worked_out(self, row: int, column: int, formula: str) -> Plain | Fault:
        """What a formula would come to in a cell there, on a sheet of its own, with all it depends on."""
        self._workbook.add_sheet(_APART)
        self.put_formula(_APART, row, column, formula)
        value = read(self._workbook.evaluate_cell(_APART, row + 1, column + 1))
        self._workbook.set_value(_APART, row + 1, column + 1, None)
        return value

    def worked_out_together(
        self, formulas: Mapping[tuple[int, int], str]
    ) -> dict[tuple[int, int], Plain | Fault]:
        """As `worked_out`, of many formulas by (row, column), far faster; none may come to an array.

        One that does anyway comes to the fault "Spill" where it meets another.
        """
        self._workbook.add_sheet(_APART)
        for (row, column), formula in formulas.items():
            self.put_formula(_APART, row, column, formula)
        values = self._workbook.evaluate_cells([(_APART, row + 1, column + 1) for row, column in formulas])
        for row, column in formulas:
            self._workbook.set_value(_APART, row + 1, column + 1, None)
        return dict(zip(formulas, map(read, values), strict=True))

    def extent(self, sheet: str, row: int, column: int) -> tuple[int, int]:
        """(rows, columns) over which a formula's result has spread; (1, 1) for a single value."""
        address = f"{a1.quote(sheet)}!{a1.column_letters(column)}{row + 1}"
        spill = self._workbook.inspect_cell(address, include_values=False).cell.spill
        box = a1.parse_box(spill.extent.rpartition("!")[2]) if spill and spill.extent else None
        if box is None or box.bottom is None or box.right is None:
            return 1, 1
        return box.bottom - box.top, box.right - box.left


def _refusal(problem: str) -> str:
    """Why the library does not take a formula, as one of KINDS."""
    if "#CIRC!" in problem:
        return "Circ"
    return "NImpl" if "too deep" in problem or "limit exceeded" in problem else "Error"


def read(given: Any) -> Plain | Fault:
    """A value as the engine hands it out."""
    if isinstance(given, dict):
        return Fault(str(given.get("kind", "Error")))
    if isinstance(given, list):
        return read(given[0][0]) if given and given[0] else None
    if isinstance(given, int | float | str | bool) or given is None:
        return given
    raise TypeError(f"the engine answered {type(given)}")


def fault(kind: str, message: str = "") -> Any:
    """An error as functions of our own return it."""
    return formualizer.LiteralValue.error(kind, message)


@lru_cache(maxsize=1024)
def knows(function: str) -> bool:
    """Whether the library has a function of that name."""
    workbook = formualizer.Workbook()
    workbook.add_sheet("S")
    workbook.set_formula("S", 1, 1, f"={function}()")
    answer = workbook.evaluate_cell("S", 1, 1)
    return not (isinstance(answer, dict) and answer.get("kind") == "Name")


def rectangles(rows: Iterable[tuple[int, list[Plain]]]) -> Iterator[tuple[int, int, list[list[Plain]]]]:
    """What is filled, in rectangles without a gap: (top, left, rows), as few as come easily.

    The engine takes an empty cell that was put for content in the way of an array.
    """
    top, left, block = 0, 0, list[list[Plain]]()
    for index, row in rows:
        runs = [(0, row)] if None not in row else list(_runs(row))
        if len(runs) == 1 and block and index == top + len(block) and len(block) < _BLOCK:
            ((start, values),) = runs
            if start == left and len(values) == len(block[0]):
                block.append(values)
                continue
        if block:
            yield top, left, block
        block = []
        for start, values in runs:
            if block:
                yield top, left, block
            top, left, block = index, start, [values]
    if block:
        yield top, left, block


def _runs(row: list[Plain]) -> Iterator[tuple[int, list[Plain]]]:
    """(start, values) of the stretches of a row that have no empty cell."""
    start: int | None = None
    for column, value in enumerate([*row, None]):
        if value is not None and start is None:
            start = column
        elif value is None and start is not None:
            yield start, row[start:column]
            start = None
