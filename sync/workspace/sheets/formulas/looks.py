"""Whose number format a formula's result takes on: a date of dates, money of money.

Google gives a result that has no format of its own that of what it was worked out from. Here the
common cases are told from the formula alone: which cell's format counts, or which type a function has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Read(NamedTuple):
    """Cells that a formula reads, half-open, inside the grid of the sheet of that title."""

    title: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class At:
    """The format of the cells there one by one, for a range's result spreads as the range lies."""

    read: Read


@dataclass(frozen=True, slots=True)
class Typed:
    """The locale's own format of a type: "DATE", "TIME", "DATE_TIME", "PERCENT", "CURRENCY"."""

    type: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The first format, unless both are dates or times: their difference is a plain number."""

    first: Look
    second: Look


@dataclass(frozen=True, slots=True)
class Amount:
    """The format if it is one of amounts: dates times two are no dates."""

    look: Look


Look = At | Typed | Difference | Amount | None

_TYPES = {
    "TODAY": "DATE", "DATE": "DATE", "EDATE": "DATE", "EOMONTH": "DATE", "WORKDAY": "DATE",
    "WORKDAY.INTL": "DATE", "TO_DATE": "DATE", "NOW": "DATE_TIME",
    "EPOCHTODATE": "DATE_TIME", "TIME": "TIME", "TO_PERCENT": "PERCENT",
    "TO_DOLLARS": "CURRENCY", "PMT": "CURRENCY", "PV": "CURRENCY", "FV": "CURRENCY",
}  # fmt: skip
_BY_ARGUMENTS = {
    "IF": (1, 2), "IFERROR": (0, 1), "IFNA": (0, 1), "SUMIF": (2, 0), "AVERAGEIF": (2, 0), "XLOOKUP": (2,),
    "CHOOSE": (1, 2), "LOOKUP": (2, 1),
} | dict.fromkeys(
    (
        "SUM", "AVERAGE", "MIN", "MAX", "MEDIAN", "MODE", "LARGE", "SMALL", "ROUND", "ROUNDUP", "ROUNDDOWN",
        "ABS", "CEILING", "FLOOR", "MROUND", "TRUNC", "INDEX", "FILTER", "SORT", "UNIQUE", "ARRAYFORMULA",
        "OFFSET", "SUMIFS", "AVERAGEIFS", "MINIFS", "MAXIFS", "SUBTOTAL", "PERCENTILE", "QUARTILE",
        "ARRAY_CONSTRAIN", "FLATTEN", "SUMPRODUCT", "SORTBY", "HSTACK", "VSTACK", "SINGLE", "UMINUS", "UPLUS",
    ),
    (0, 1),
)  # fmt: skip


def combined(operands: Sequence[Look], signs: Sequence[str]) -> Look:
    """Of an expression: its operands' looks, and the signs between and before them."""
    seen = [look for look in operands if look is not None]
    if not seen or set(signs) & {"&", "=", "<>", "<", ">", "<=", ">="}:
        return None
    if set(signs) & {"*", "/", "^", "%"}:
        return Amount(seen[0])
    if "-" in signs and len(seen) == 2:
        return Difference(seen[0], seen[1])
    return seen[0]


def of_call(name: str, arguments: Sequence[Look], texts: Sequence[str]) -> Look:
    """Of a function's result, by its arguments' looks."""
    if name in _TYPES:
        return Typed(_TYPES[name])
    if name == "VLOOKUP" and len(arguments) > 2 and isinstance(found := arguments[1], At):
        if not texts[2].isdigit():
            return None
        return At(found.read._replace(left=found.read.left + int(texts[2]) - 1))
    places = _BY_ARGUMENTS.get(name, ())
    return next((arguments[place] for place in places if place < len(arguments) and arguments[place]), None)
