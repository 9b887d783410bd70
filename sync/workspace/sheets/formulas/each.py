"""Functions of single values worked out for every cell of an array, as ARRAYFORMULA has it.

The engine does so for operators and a few functions. For the others it is asked cell by cell, in a
workbook of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sync.workspace.sheets import a1
from sync.workspace.sheets.formulas import engine
from sync.workspace.sheets.formulas.engine import Engine, Fault

WHOLE: Mapping[str, tuple[int, ...]] = dict.fromkeys(
    (
        "ABS", "CEILING", "CHAR", "CODE", "DATE", "DATEVALUE", "DAY", "EDATE", "EOMONTH", "EXACT", "FIND",
        "FLOOR", "HOUR", "INT", "ISBLANK", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOWER",
        "MID", "MINUTE", "MOD", "MONTH", "PROPER", "REPT", "RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP",
        "SEARCH", "SECOND", "SIGN", "SQRT", "SUBSTITUTE", "TEXT", "TRIM", "TRUNC", "UPPER", "WEEKDAY",
        "WEEKNUM", "YEAR",
    ),
    (),
) | {
    "AVERAGEIF": (0, 2), "COUNTIF": (0,), "HLOOKUP": (1,), "MATCH": (1,), "RANK": (1,), "SUMIF": (0, 2),
    "VLOOKUP": (1,), "XLOOKUP": (1, 2),
}  # fmt: skip
"""The functions, and which of their arguments (from 0) they take whole."""

CONTEXTS = frozenset({"ARRAYFORMULA", "FILTER", "SUMPRODUCT", "SORT", "UNIQUE", "FLATTEN"})
"""Functions inside which that is so."""

_PREFIX = "EACH."
_SINGLE, _RANGE = "S", "R"


def renamed(name: str) -> str:
    """The name under which the engine knows a function that is worked out for each cell."""
    return _PREFIX + name


def functions() -> dict[str, Callable[..., Any]]:
    """What is added to the engine, by name."""
    return {renamed(name): partial(_each, name, whole) for name, whole in WHOLE.items()}


def _each(name: str, whole: Sequence[int], *arguments: Any) -> Any:
    """The function's results over the shape of its arguments: a value, or a list of rows."""
    spread = {
        place: one for place, one in enumerate(arguments) if isinstance(one, list) and place not in whole
    }
    height = max((len(rows) for rows in spread.values()), default=1)
    width = max((len(rows[0]) for rows in spread.values() if rows), default=1)
    apart = Engine({})
    apart.add_sheet(_SINGLE)
    texts = [
        _put_range(apart, place, one) if place in whole and isinstance(one, list) else ""
        for place, one in enumerate(arguments)
    ]
    for index in range(height * width):
        row, column = divmod(index, width)
        for place, one in enumerate(arguments):
            if not texts[place]:
                _put(apart, _SINGLE, index, place, _part(one, row, column))
        given = (text or f"{a1.column_letters(place)}{index + 1}" for place, text in enumerate(texts))
        apart.put_formula(_SINGLE, index, len(arguments), f"={name}({','.join(given)})")
    apart.settle()
    results = [_told(apart.value(_SINGLE, index, len(arguments))) for index in range(height * width)]
    rows = [results[start : start + width] for start in range(0, len(results), width)]
    return rows if spread else rows[0][0]


def _part(given: Any, row: int, column: int) -> Any:
    """The value of an argument for one cell: one row or one column serves all."""
    if not isinstance(given, list):
        return given
    found = given[row if len(given) > 1 else 0] if len(given) in {1, row + 1} or row < len(given) else [None]
    return found[column if len(found) > 1 else 0] if column < len(found) or len(found) == 1 else None


def _put_range(apart: Engine, place: int, rows: list[list[Any]]) -> str:
    """Put an argument that is taken whole on a sheet of its own; returns how formulas refer to it."""
    sheet = f"{_RANGE}{place}"
    apart.add_sheet(sheet)
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            _put(apart, sheet, index, column, value)
    return f"{sheet}!A1:{a1.column_letters(len(rows[0]) - 1)}{len(rows)}"


def _put(apart: Engine, sheet: str, row: int, column: int, value: Any) -> None:
    if isinstance(value, dict):
        kind = str(value.get("kind", "Value"))
        apart.put_fault(sheet, row, column, kind if kind in engine.KINDS else "Value")
    elif value is not None:
        apart.put(sheet, row, column, value)


def _told(value: engine.Plain | Fault) -> Any:
    return engine.fault(value.kind) if isinstance(value, Fault) else value
