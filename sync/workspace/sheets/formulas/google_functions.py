"""Functions that Google has and the engine has not, or that Google means another way.

Arguments come as plain values, ranges and arrays as lists of rows; an error comes as a dict and is
handed on. What a function returns is a value or a list of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cmp_to_key, partial
from typing import Any
from urllib.parse import quote

from sync.workspace.sheets.formulas import engine
from sync.workspace.sheets.formulas.regex_functions import Searches

_LIST = list


def _flat(given: Any) -> Iterator[Any]:
    """The values of an argument, row by row."""
    if isinstance(given, list):
        for part in given:
            yield from _flat(part)
    else:
        yield given


def _error(*arguments: Any) -> Any:
    """The first error among plain arguments, None for none."""
    return next((one for argument in arguments for one in _flat(argument) if isinstance(one, dict)), None)


def _rows(given: Any) -> list[list[Any]]:
    return [list(row) for row in given] if isinstance(given, list) else [[given]]


def as_text(value: Any) -> str:
    """A value joined to text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _each(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of single values made to take arrays as first argument, as inside ARRAYFORMULA."""

    def spread(first: Any, *rest: Any) -> Any:
        if isinstance(first, list):
            return [[_guarded(function, one, *rest) for one in row] for row in first]
        return _guarded(function, first, *rest)

    return spread


def _guarded(function: Callable[..., Any], *arguments: Any) -> Any:
    return _error(*arguments) or function(*arguments)


def join(delimiter: Any, *parts: Any) -> Any:
    """JOIN: empty cells are joined too."""
    return _error(*parts) or as_text(delimiter).join(as_text(one) for part in parts for one in _flat(part))


def split(text: Any, delimiter: Any, by_each: Any = True, without_empty: Any = True) -> Any:
    """SPLIT: by each letter of the delimiter unless told otherwise; what looks like a number becomes one."""
    if problem := _error(text, delimiter):
        return problem
    signs = as_text(delimiter)
    if not signs or not as_text(text):
        return engine.fault("Value")
    separator = "|".join(map(re.escape, signs)) if by_each else re.escape(signs)
    parts = [part for part in re.split(separator, as_text(text)) if part or not without_empty]
    return [[_number_if_any(part) for part in parts]] if parts else ""


def _number_if_any(text: str) -> Any:
    return float(text) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text.strip()) else text


def _key(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else (value, isinstance(value, bool))


def countunique(*parts: Any) -> Any:
    """COUNTUNIQUE: empty cells do not count."""
    return float(len({_key(one) for part in parts for one in _flat(part) if one is not None}))


def flatten(*parts: Any) -> Any:
    """FLATTEN: everything in one column."""
    return [[one] for part in parts for one in _flat(part)]


def _order(one: Any, other: Any) -> int:
    """Numbers before texts before booleans; empty cells last in either direction (see `sort`)."""
    first, second = (
        (_RANKS.get(type(v), 3), v.casefold() if isinstance(v, str) else v) for v in (one, other)
    )
    if first[0] != second[0]:
        return -1 if first[0] < second[0] else 1
    return 0 if first[1] == second[1] else (-1 if first[1] < second[1] else 1)


_RANKS: dict[type, int] = {int: 0, float: 0, str: 1, bool: 2}


def sort(given: Any, *by: Any) -> Any:
    """SORT(range, column or range, ascending, …), unlike the engine's."""
    rows = _rows(given)
    keys = list(zip(by[::2], [*by[1::2], True], strict=False)) or [(1.0, True)]
    for column, ascending in reversed(keys):
        beside = _rows(column)
        if isinstance(column, list) and len(beside) == len(rows):
            values = [row[0] for row in beside]
        else:
            index = int(next(iter(_flat(column)), 1)) - 1
            if not 0 <= index < max(map(len, rows), default=0):
                return engine.fault("Value")
            values = [row[index] for row in rows]
        places = [place for place, value in enumerate(values) if value is not None]
        compare = cmp_to_key(lambda one, other, found=values: _order(found[one], found[other]))  # type: ignore[misc]
        places.sort(key=compare, reverse=not ascending)
        places += [place for place, value in enumerate(values) if value is None]
        rows = [rows[place] for place in places]
    return rows


def array_constrain(given: Any, rows: Any, columns: Any) -> Any:
    """ARRAY_CONSTRAIN."""
    return [row[: int(columns)] for row in _rows(given)[: int(rows)]]


def isbetween(value: Any, low: Any, high: Any, with_low: Any = True, with_high: Any = True) -> Any:
    """ISBETWEEN."""
    above = value >= low if with_low else value > low
    return above and (value <= high if with_high else value < high)


def to_text(value: Any) -> Any:
    """TO_TEXT."""
    return value if isinstance(value, str) else as_text(value)


def same(value: Any) -> Any:
    """TO_DATE, TO_PERCENT …: the number as it is; how it looks is the cell's matter."""
    return value


def value_of(text: Any) -> Any:
    """VALUE: also of numbers in thousands, of percents and of money."""
    if isinstance(text, int | float):
        return float(text)
    if text is None:
        return 0.0
    bare = re.sub(r"[\s,$€£¥฿]", "", text)
    percent, bare = bare.endswith("%"), bare.removesuffix("%")
    try:
        number = float(bare)
    except ValueError:
        return engine.fault("Value")
    return number / 100 if percent else number


def isemail(text: Any) -> Any:
    """ISEMAIL."""
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}", as_text(text)))


def isurl(text: Any) -> Any:
    """ISURL."""
    return bool(re.fullmatch(r"((https?|ftp)://)?([\w-]+\.)+[A-Za-z]{2,}(:\d+)?(/\S*)?", as_text(text)))


def average_weighted(values: Any, weights: Any) -> Any:
    """AVERAGE.WEIGHTED."""
    pairs = [
        (value, weight)
        for value, weight in zip(_flat(values), _flat(weights), strict=False)
        if isinstance(value, int | float) and isinstance(weight, int | float)
    ]
    total = sum(weight for _, weight in pairs)
    return sum(v * w for v, w in pairs) / total if total else engine.fault("Div")


def epochtodate(stamp: Any, unit: Any = 1.0) -> Any:
    """EPOCHTODATE: of seconds, milliseconds (2) or microseconds (3)."""
    return float(stamp) / {1: 1, 2: 1e3, 3: 1e6}[int(unit)] / 86400 + 25569


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "JOIN": join,
    "SPLIT": split,
    "COUNTUNIQUE": countunique,
    "FLATTEN": flatten,
    "SORT": sort,
    "ARRAY_CONSTRAIN": array_constrain,
    "ISBETWEEN": _each(isbetween),
    "TO_TEXT": _each(to_text),
    "TO_DATE": same,
    "TO_PERCENT": same,
    "TO_DOLLARS": same,
    "TO_PURE_NUMBER": same,
    "VALUE": _each(value_of),
    "ISEMAIL": _each(isemail),
    "ISURL": _each(isurl),
    "ENCODEURL": _each(lambda text: quote(as_text(text), safe="-_.~")),
    "AVERAGE.WEIGHTED": average_weighted,
    "EPOCHTODATE": _each(epochtodate),
}
_SEARCHES: dict[str, Callable[..., Any]] = {
    "REGEXMATCH": Searches.match,
    "REGEXEXTRACT": Searches.extract,
    "REGEXREPLACE": Searches.replace,
}
NAMES = _FUNCTIONS.keys() | _SEARCHES.keys() | {"ISDATE"}
"""The functions that are added to the engine; ISDATE is each spreadsheet's own, see `dates_told`."""


def functions(searches: Searches) -> dict[str, Callable[..., Any]]:
    """What is added to the engine, by name."""
    return _FUNCTIONS | {name: _each(partial(one, searches)) for name, one in _SEARCHES.items()}


def _operator(sign: str) -> Callable[[_LIST[str]], str]:
    return lambda given: "(" + sign.join(f"({one})" for one in given) + ")"


def _filter(given: list[str]) -> str:
    """FILTER with several conditions, all of which must hold."""
    conditions = given[1:]
    if len(conditions) < 2:
        return f"FILTER({','.join(given)})"
    return f"FILTER({given[0]},{'*'.join(f'({one})' for one in conditions)})"


def _with_nothing(name: str) -> Callable[[_LIST[str]], str]:
    return lambda given: f'{name}({given[0]},"")' if len(given) == 1 else f"{name}({','.join(given)})"


REWRITTEN: dict[str, Callable[[_LIST[str]], str]] = {
    "ARRAYFORMULA": lambda given: f"({given[0]})" if given else "()",
    "IFERROR": _with_nothing("IFERROR"),
    "IFNA": _with_nothing("IFNA"),
    "FILTER": _filter,
    "ADD": _operator("+"),
    "MINUS": _operator("-"),
    "MULTIPLY": _operator("*"),
    "DIVIDE": _operator("/"),
    "POW": _operator("^"),
    "CONCAT": _operator("&"),
    "EQ": _operator("="),
    "NE": _operator("<>"),
    "GT": _operator(">"),
    "GTE": _operator(">="),
    "LT": _operator("<"),
    "LTE": _operator("<="),
    "UMINUS": lambda given: f"(-{given[0]})" if given else "()",
    "UPLUS": lambda given: f"({given[0]})" if given else "()",
    "UNARY_PERCENT": lambda given: f"(({given[0]})/100)" if given else "()",
}
"""What is said another way, by name: the engine's text for the arguments' texts."""

TAKES_ARRAYS = frozenset({
    "ARRAYFORMULA", "FILTER", "SORT", "SORTN", "SORTBY", "SUMPRODUCT", "UNIQUE", "TRANSPOSE", "MMULT",
    "INDEX", "FLATTEN", "ARRAY_CONSTRAIN", "FREQUENCY", "LINEST", "TREND", "GROWTH", "LOGEST", "LET",
    "XLOOKUP", "XMATCH", "HSTACK", "VSTACK", "TOCOL", "TOROW", "CHOOSECOLS", "CHOOSEROWS", "LOOKUP",
    "MINVERSE", "MDETERM", "WRAPROWS", "WRAPCOLS", "QUERY",
})  # fmt: skip
"""Functions whose arguments are worked out cell by cell without ARRAYFORMULA."""

SPREADS = TAKES_ARRAYS - {"SUMPRODUCT", "LOOKUP", "MDETERM"} | {
    "SEQUENCE",
    "SPLIT",
    "REGEXEXTRACT",
    "OFFSET",
    "INDIRECT",
    "RANDARRAY",
    "TEXTSPLIT",
    "TAKE",
    "DROP",
    "EXPAND",
    "MUNIT",
}
"""Functions whose result may be more than one cell."""

NOT_CALCULATED = frozenset({
    "AI", "BYCOL", "BYROW", "DETECTLANGUAGE", "GETPIVOTDATA", "GOOGLEFINANCE",
    "GOOGLETRANSLATE", "IMAGE", "IMPORTDATA", "IMPORTFEED", "IMPORTHTML", "IMPORTRANGE", "IMPORTXML",
    "MAKEARRAY", "MAP", "MMULT", "QUERY", "REDUCE", "SCAN", "SORTN", "SPARKLINE", "WRAPCOLS", "WRAPROWS",
    "COUNTUNIQUEIFS",
})  # fmt: skip
"""What Google calculates and the workspace does not."""


def not_calculated(function: str) -> str:
    """The message of a cell that would need such a function."""
    return f"The embedded workspace does not calculate {function}."
