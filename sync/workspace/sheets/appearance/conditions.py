"""BooleanConditions: which there are, what each needs, and whether a cell meets one.

Data validation, conditional formats and filters share them; each takes some of the types.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sync.workspace.sheets import clock
from sync.workspace.sheets.appearance import condition_kinds
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.formulas.calculate import CellError, Value
from sync.workspace.sheets.formulas.moving_formulas import MovingFormula
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.values.patterns import EPOCH


@dataclass(frozen=True, slots=True)
class Held:
    """A cell as conditions see it: what it comes to, the text it shows, and whether that is a date."""

    value: Value | CellError
    shown: str
    dated: bool = False

    @property
    def number(self) -> float | None:
        """Its number, None for anything else."""
        return None if isinstance(self.value, str | bool | CellError | None) else float(self.value)


Wanted = Value | CellError
Test = Callable[[Held, int, int], bool]
"""Whether the cell at a row and column meets a condition."""


def test_of(
    book: Book,
    sheet: Sheet,
    condition: Mapping[str, Any],
    origin: tuple[int, int],
    areas: Sequence[Area] = (),
) -> Test | None:
    """The test that a condition means; None for one that nothing can meet.

    Formulas in it are written for the cell at `origin` and are moved along to each cell judged. Cells of
    the `areas` will be judged one after the other: formulas are worked out for many of them at once.
    """
    name, given = condition.get("type", ""), condition.get("values", [])
    if name == "CUSTOM_FORMULA":
        formula = MovingFormula(book, sheet, given[0].get("userEnteredValue", ""), origin, areas)
        return lambda _, row, column: _is_true(formula(row, column))
    holds = _TESTS.get(name)
    if holds is None:
        return None
    sources = [_source(book, sheet, name, value, origin, areas) for value in given]
    if all(isinstance(source, _Fixed) for source in sources):
        wanted = [source(0, 0) for source in sources]
        return lambda held, row, column: holds(held, wanted)
    return lambda held, row, column: holds(held, [source(row, column) for source in sources])


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A condition's value that is the same for every cell."""

    value: Wanted

    def __call__(self, row: int, column: int) -> Wanted:
        return self.value


def _source(
    book: Book,
    sheet: Sheet,
    name: str,
    value: Mapping[str, Any],
    origin: tuple[int, int],
    areas: Sequence[Area],
) -> _Fixed | MovingFormula:
    if relative := value.get("relativeDate"):
        return _Fixed(_relative(book, relative))
    text = value.get("userEnteredValue", "")
    if condition_kinds.is_formula(text):
        return MovingFormula(book, sheet, text, origin, areas)
    return _Fixed(
        condition_kinds.number_of(text, book.styles.locale) if name.startswith(("NUMBER_", "DATE_")) else text
    )


def _relative(book: Book, name: str) -> float | None:
    """The serial number of a relative date, by the workspace's clock and the spreadsheet's time zone."""
    today = clock.today(book)
    match name:
        case "PAST_WEEK":
            day = today - timedelta(days=7)
        case "PAST_MONTH":
            last = today.replace(day=1) - timedelta(days=1)
            day = last.replace(day=min(today.day, last.day))
        case "PAST_YEAR":
            day = today.replace(year=today.year - 1, day=min(today.day, 28 if today.month == 2 else 31))
        case _:
            step = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}.get(name, 0)
            day = today + timedelta(days=step)
    return float((day - EPOCH.date()).days)


def _is_true(value: Wanted) -> bool:
    """A formula's result holds if it is TRUE or a number other than 0."""
    return not isinstance(value, str | CellError) and bool(value)


def _numeric(test: Callable[..., bool]) -> Callable[[Held, Sequence[Wanted]], bool]:
    def holds(held: Held, wanted: Sequence[Wanted]) -> bool:
        limits = [None if isinstance(one, str | bool | CellError) else one for one in wanted]
        return held.number is not None and None not in limits and test(held.number, *limits)

    return holds


def _dated(test: Callable[..., bool]) -> Callable[[Held, Sequence[Wanted]], bool]:
    numeric = _numeric(lambda number, *days: test(math.floor(number), *(math.floor(day) for day in days)))
    return lambda held, wanted: held.dated and numeric(held, wanted)


def _textual(test: Callable[[str, str], bool]) -> Callable[[Held, Sequence[Wanted]], bool]:
    return lambda held, wanted: test(held.shown.casefold(), _text(wanted[0]).casefold())


def _text(value: Wanted) -> str:
    return (
        value
        if isinstance(value, str)
        else ""
        if value is None
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _between(number: float, low: float, high: float) -> bool:
    return min(low, high) <= number <= max(low, high)


_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_URL = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE)

_TESTS: Mapping[str, Callable[[Held, Sequence[Wanted]], bool]] = {
    "NUMBER_GREATER": _numeric(lambda number, limit: number > limit),
    "NUMBER_GREATER_THAN_EQ": _numeric(lambda number, limit: number >= limit),
    "NUMBER_LESS": _numeric(lambda number, limit: number < limit),
    "NUMBER_LESS_THAN_EQ": _numeric(lambda number, limit: number <= limit),
    "NUMBER_EQ": _numeric(lambda number, limit: number == limit),
    "NUMBER_NOT_EQ": _numeric(lambda number, limit: number != limit),
    "NUMBER_BETWEEN": _numeric(_between),
    "NUMBER_NOT_BETWEEN": _numeric(lambda number, low, high: not _between(number, low, high)),
    "TEXT_CONTAINS": _textual(lambda text, wanted: wanted in text),
    "TEXT_NOT_CONTAINS": _textual(lambda text, wanted: wanted not in text),
    "TEXT_STARTS_WITH": _textual(lambda text, wanted: text.startswith(wanted)),
    "TEXT_ENDS_WITH": _textual(lambda text, wanted: text.endswith(wanted)),
    "TEXT_EQ": _textual(lambda text, wanted: text == wanted),
    "TEXT_IS_EMAIL": lambda held, _: bool(_EMAIL.fullmatch(held.shown)),
    "TEXT_IS_URL": lambda held, _: bool(_URL.fullmatch(held.shown)),
    "DATE_EQ": _dated(lambda day, wanted: day == wanted),
    "DATE_BEFORE": _dated(lambda day, wanted: day < wanted),
    "DATE_AFTER": _dated(lambda day, wanted: day > wanted),
    "DATE_ON_OR_BEFORE": _dated(lambda day, wanted: day <= wanted),
    "DATE_ON_OR_AFTER": _dated(lambda day, wanted: day >= wanted),
    "DATE_BETWEEN": _dated(_between),
    "DATE_NOT_BETWEEN": _dated(lambda day, low, high: not _between(day, low, high)),
    "DATE_IS_VALID": lambda held, _: held.dated,
    "ONE_OF_LIST": lambda held, wanted: held.shown in wanted,
    "BLANK": lambda held, _: held.shown == "",
    "NOT_BLANK": lambda held, _: held.shown != "",
}
