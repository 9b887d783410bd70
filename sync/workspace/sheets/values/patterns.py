"""Number and date patterns ("#,##0.00", "0%", "d/m/yyyy", "0;-0;–") and what numbers look like in them.

Google's language: up to four sections (or conditions in brackets), colours, thousands, scaling,
percents, exponents, fractions, quoted and escaped text, money's signs in `[$…]`, dates, times and
elapsed times. Signs and names are the locale's. What fills a cell's width (`*`) is left out.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from sync.workspace.sheets.values import date_patterns, locales, number_patterns
from sync.workspace.sheets.values.number_patterns import Token

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no time zone
"""Day 0 of a sheet's dates, which count days."""

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_(.)|\*.|(\[[^\]]*\])|(AM/PM|am/pm|A/P|a/p)|([yY]+|[mM]+|[dD]+|[hH]+|[sS]+)'
    r"|([0#?]+(?:[,0#?]*[0#?])?)|(,+)|(\.)|(%)|([eE][+-]0+)|(@)|(/)|(.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)(-?[0-9.]+)\]")
_ELAPSED = re.compile(r"\[([hms]+)\]", re.IGNORECASE)
_MONEY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_LARGEST_PLAIN = 1e15


def general(value: float, locale: str = "") -> str:
    """A number that nobody has given a format: ten significant digits, no needless ones."""
    text = str(value) if type(value) is int and abs(value) < _LARGEST_PLAIN else _general(value)
    if not locale or "." not in text:
        return text
    sign = locales.named(locale).decimal
    return text.replace(".", sign) if sign != "." else text


def _general(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _LARGEST_PLAIN):
        if abs(value) < _LARGEST_PLAIN:
            return str(int(value))
        value = float(value)
    text = f"{value:.10g}"
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"


@lru_cache(maxsize=8192)
def render(value: float | str, pattern: str, locale: str = "") -> str:
    """A number, or a text, in a pattern."""
    sections = _sections(pattern)
    if isinstance(value, str):
        section = next((part for part in sections[3:4] or sections if "@" in part), "@")
        return "".join(value if kind == "text" else text for kind, text in _tokens(section))
    section, number = _chosen(sections, value)
    tokens = _tokens(section)
    kinds = {kind for kind, _ in tokens}
    ways = locales.named(locale or locales.USUAL)
    if section.strip().lower() == "general":
        return general(number, locale)
    if kinds & {"date", "elapsed", "half"}:
        return date_patterns.render(number, tokens, ways, EPOCH)
    if "digits" in kinds:
        return number_patterns.render(number, tokens, ways)
    shown = "".join(general(number, locale) if kind == "text" else text for kind, text in tokens)
    return shown if shown or len(sections) > 1 else general(number, locale)


@lru_cache(maxsize=512)
def _sections(pattern: str) -> tuple[str, ...]:
    """The parts between semicolons that are neither quoted nor escaped."""
    parts, current = [], ""
    for found in re.finditer(r'"[^"]*"|\\.|.', pattern, re.DOTALL):
        if found[0] == ";":
            parts.append(current)
            current = ""
        else:
            current += found[0]
    return (*parts, current)


def _chosen(sections: tuple[str, ...], value: float) -> tuple[str, float]:
    """The section for a number, and the number without the sign that its section takes over."""
    conditions = [_CONDITION.search(part) for part in sections]
    if any(conditions):
        for part, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(value, condition[1], float(condition[2])):
                return part, value
        return sections[-1], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: float, operator: str, limit: float) -> bool:
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit,
        "=": value == limit, "<>": value != limit,
    }[operator]  # fmt: skip


@lru_cache(maxsize=1024)
def _tokens(section: str) -> tuple[Token, ...]:
    """(kind, text): digits, comma, point, percent, exponent, slash, date, half, elapsed, text, literal."""
    found: list[Token] = []
    for match in _TOKEN.finditer(section):
        quoted, escaped, padding, bracket, half, date, digits, comma, point, percent, exponent, at, *rest = (
            match.groups()
        )
        if bracket is not None:
            if _ELAPSED.fullmatch(bracket):
                found.append(("elapsed", bracket[1:-1].lower()))
            elif money := _MONEY.fullmatch(bracket):
                found.append(("literal", money[1]))
            continue
        for kind, text in (
            ("literal", quoted), ("literal", escaped), ("half", half), ("date", date), ("digits", digits),
            ("comma", comma), ("point", point), ("percent", percent), ("exponent", exponent), ("text", at),
            ("slash", rest[0]), ("literal", rest[1]),
        ):  # fmt: skip
            if text is not None:
                found.append((kind, text))
        if padding is not None:
            found.append(("literal", " "))
    return tuple(date_patterns.with_minutes(found))
