"""How a row of values goes on when it is filled further: numbers by their step, dates, names, "Item 1".

Values stand at the indexes 0, 1, 2 … of a line; a series tells what stands at any other index, also at
negative ones, before the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sync.workspace.sheets.values import locales
from sync.workspace.sheets.values.patterns import EPOCH

Series = Callable[[int], Any]
"""The value at an index of the line."""

_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)
_HOUR = 1 / 24
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def series(values: Sequence[Any], kind: str, locale: str, *, alternate: bool) -> Series | None:
    """How a line goes on, None where it is only repeated.

    `kind` is the number format's type that all of them have, "" for none. The alternate series of a
    single number counts up, where it is otherwise repeated; of all else it repeats.
    """
    if values and all(isinstance(one, str) for one in values):
        return None if alternate else _named(values, locale) or _counted(values)
    if not values or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in values):
        return None
    dated = kind in {"DATE", "DATE_TIME", "TIME"}
    if len(values) == 1:
        step = {"": 1, "TIME": _HOUR}.get(kind if dated else "", 1)
        return _line(values[0], step) if dated != alternate else None
    if alternate:
        return None
    if kind in {"DATE", "DATE_TIME"} and (months := _monthly(values)):
        return months
    return _stepped(values) or (None if dated else _trend(values))


def _line(first: float, step: float) -> Series:
    return lambda index: _neat(first + step * index)


def _neat(number: float) -> float:
    """Without the noise of adding fractions; whole where it is whole."""
    rounded = round(number, 12)
    return int(rounded) if float(rounded).is_integer() and abs(rounded) < 2**53 else rounded


def _stepped(values: Sequence[float]) -> Series | None:
    step = values[1] - values[0]
    even = all(abs(values[n + 1] - values[n] - step) < 1e-9 for n in range(len(values) - 1))
    return _line(values[0], step) if even else None


def _trend(values: Sequence[float]) -> Series:
    """The straight line that fits best."""
    count = len(values)
    middle, mean = (count - 1) / 2, sum(values) / count
    spread = sum((n - middle) ** 2 for n in range(count))
    step = sum((n - middle) * (value - mean) for n, value in enumerate(values)) / spread
    return _line(mean - step * middle, step)


def _monthly(values: Sequence[float]) -> Series | None:
    """Dates on one day of the month, so many months apart."""
    days = [EPOCH + timedelta(days=value) for value in values]
    months = [day.year * 12 + day.month for day in days]
    step = months[1] - months[0]
    first = days[0]
    same = all(day.day == first.day and day.time() == first.time() for day in days)
    if not step or not same or any(months[n + 1] - months[n] != step for n in range(len(months) - 1)):
        return None

    def at(index: int) -> float:
        month = months[0] - 1 + step * index
        last = (
            EPOCH.replace(year=(month + 1) // 12, month=(month + 1) % 12 + 1, day=1) - timedelta(days=1)
        ).day
        day = EPOCH.replace(year=month // 12, month=month % 12 + 1, day=min(first.day, last))
        return (day - EPOCH).days + values[0] % 1

    return at


@lru_cache(maxsize=32)
def _cycles(locale: str) -> tuple[tuple[str, ...], ...]:
    """Names of months and days, long and short, in a locale and in English; quarters."""
    found: list[tuple[str, ...]] = [_QUARTERS]
    for ways in (locales.named(locale or locales.USUAL), locales.named(locales.USUAL)):
        found += (ways.months, ways.short_months, ways.days, ways.short_days)
    return tuple(dict.fromkeys(found))


def _named(values: Sequence[str], locale: str) -> Series | None:
    for cycle in _cycles(locale):
        known = {name.casefold(): number for number, name in enumerate(cycle)}
        places = [known.get(value.casefold()) for value in values]
        if None in places:
            continue
        numbers = [place for place in places if place is not None]
        step = (numbers[1] - numbers[0]) % len(cycle) if len(numbers) > 1 else 1
        even = all((numbers[n + 1] - numbers[n]) % len(cycle) == step for n in range(len(numbers) - 1))
        if even and step:
            return lambda index: _cased(cycle[(numbers[0] + step * index) % len(cycle)], values[0])
    return None


def _cased(name: str, like: str) -> str:
    if like.isupper():
        return name.upper()
    return name.lower() if like.islower() else name


def _counted(values: Sequence[str]) -> Series | None:
    """Texts whose last number goes on: by its step where they are alike, else each by one a round."""
    found = [_NUMBERED.fullmatch(value) for value in values]
    if not any(found):
        return None
    first = found[0]
    if first and all(one and (one[1], one[3]) == (first[1], first[3]) for one in found):
        numbers = [int(one[2]) for one in found if one]
        line = _line(numbers[0], 1) if len(numbers) == 1 else _stepped(numbers)
        if line is None:
            return None
        return lambda index: _numbered(first, int(line(index)))

    def at(index: int) -> str:
        one = found[index % len(values)]
        if one is None:
            return values[index % len(values)]
        return _numbered(one, int(one[2]) + index // len(values))

    return at


def _numbered(like: re.Match[str], number: int) -> str:
    return f"{like[1]}{str(abs(number)).zfill(len(like[2]))}{like[3]}"
