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

from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1, clock, user_entered
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.calculate import CellError, Value
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving_formulas import MovingFormula
from sync.workspace.sheets.patterns import EPOCH

_VALIDATION, _FORMATS, _FILTERS = "data validation", "conditional formatting", "filters"
_SEEN = frozenset({_FORMATS, _FILTERS})
_ALL = _SEEN | {_VALIDATION}
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of condition: the least and most values it takes, and who takes it."""

    least: int
    most: int
    taken: frozenset[str]


_ENTRY = frozenset({_VALIDATION})
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("NUMBER_GREATER", "NUMBER_GREATER_THAN_EQ", "NUMBER_LESS", "NUMBER_LESS_THAN_EQ", "NUMBER_EQ",
         "NUMBER_NOT_EQ", "TEXT_CONTAINS", "TEXT_NOT_CONTAINS", "TEXT_EQ", "DATE_EQ", "DATE_BEFORE",
         "DATE_AFTER", "CUSTOM_FORMULA"),
        Kind(1, 1, _ALL),
    ),
    **dict.fromkeys(("NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN"), Kind(2, 2, _ALL)),
    **dict.fromkeys(("TEXT_STARTS_WITH", "TEXT_ENDS_WITH"), Kind(1, 1, _SEEN)),
    **dict.fromkeys(("BLANK", "NOT_BLANK"), Kind(0, 0, _SEEN)),
    **dict.fromkeys(("TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"), Kind(0, 0, _ENTRY)),
    **dict.fromkeys(("DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER", "ONE_OF_RANGE"), Kind(1, 1, _ENTRY)),
    **dict.fromkeys(("DATE_BETWEEN", "DATE_NOT_BETWEEN"), Kind(2, 2, _ENTRY)),
    "ONE_OF_LIST": Kind(1, _MANY, _ENTRY),
    "BOOLEAN": Kind(0, 2, _ENTRY),
    # of data sources, which the workspace has none of
    **dict.fromkeys(("TEXT_NOT_EQ", "DATE_NOT_EQ", "FILTER_EXPRESSION"), Kind(1, 1, frozenset())),
}  # fmt: skip

_RELATIVE = {"DATE_EQ", "DATE_BEFORE", "DATE_AFTER", "DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER"}


def check(condition: Mapping[str, Any], where: str, locale: str) -> None:
    """Refusal 400 for a condition without a type, with another number of values, or not taken `where`.

    `where` is "data validation", "conditional formatting" or "filters"; numbers and dates are read as
    the spreadsheet's `locale` writes them.
    """
    name = condition.get("type", "")
    if name not in KINDS:
        raise Refusal(400, "Invalid ConditionType")
    kind, values = KINDS[name], condition.get("values", [])
    if where not in kind.taken:
        raise Refusal(400, f"ConditionType '{name}' is not supported in {where}.")
    if not kind.least <= len(values) <= kind.most:
        wanted = str(kind.least) if kind.least == kind.most else f"{kind.least} to {kind.most}"
        wanted = "at least 1" if kind.most == _MANY else wanted
        raise Refusal(400, f"ConditionType '{name}' requires {wanted} values, but {len(values)} were given.")
    for value in values:
        _check_value(name, value, where, locale)


def _check_value(name: str, value: Mapping[str, Any], where: str, locale: str) -> None:
    if value.get("relativeDate"):
        if name not in _RELATIVE or where == _VALIDATION:
            raise Refusal(400, f"Relative dates are not supported in {where} with ConditionType '{name}'.")
        return
    text = value.get("userEnteredValue", "")
    broken = not text or (name == "CUSTOM_FORMULA" and not is_formula(text))
    if name == "ONE_OF_RANGE":
        broken = a1.parse(text.removeprefix("=")) is None
    if name.startswith(("NUMBER_", "DATE_")) and not is_formula(text):
        broken = number_of(text, locale) is None
    if broken:
        raise Refusal(400, f"Invalid ConditionValue.userEnteredValue: {text}")


def is_formula(text: str) -> bool:
    """Whether a condition's value is one to be worked out."""
    return text.startswith(("=", "+")) and len(text) > 1


def number_of(text: str, locale: str) -> float | None:
    """What a text comes to as a number when typed into a cell (a date is one too); None for no number."""
    value = user_entered.typed(text, "", locale)[0]
    return None if isinstance(value, str | bool | dict) or value is None else float(value)


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
    if is_formula(text):
        return MovingFormula(book, sheet, text, origin, areas)
    return _Fixed(number_of(text, book.styles.locale) if name.startswith(("NUMBER_", "DATE_")) else text)


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
