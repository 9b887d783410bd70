"""What a value means that is entered as a person types it (USER_ENTERED), or as it is (RAW)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sync.workspace.errors import Refusal
from sync.workspace.sheets import entered
from sync.workspace.sheets.values import locales, typed_dates
from sync.workspace.sheets.values.locales import Ways

Entered = tuple[Any, dict[str, Any] | None]
"""A value for a cell, and the number format that typing it gives a cell that has none."""

_SIGNS = "$€£¥₩₹₽฿"  # of money, in any locale; that Google knows each of them is unverified
_EXACT = 2**53


def raw(value: Any, where: str) -> Entered:
    """A JSON value stored as it is; Refusal 400 for a list or an object."""
    if isinstance(value, str):
        return entered.text(value), None
    if isinstance(value, list | dict):
        told = "".join(line + "\n" for line in _lines(value))
        raise Refusal(400, f"Invalid {where}: {told}")
    return value, None


def _lines(value: Any) -> Iterator[str]:
    """A JSON value as Google's messages write it, line by line."""
    match value:
        case list():
            yield "list_value {"
            for one in value:
                yield from ("  values {", *(f"    {line}" for line in _lines(one)), "  }")
            yield "}"
        case dict():
            yield "struct_value {"
            for name, one in value.items():
                yield from ("  fields {", f'    key: "{name}"', "    value {")
                yield from (f"      {line}" for line in _lines(one))
                yield from ("    }", "  }")
            yield "}"
        case str():
            yield f'string_value: "{value}"'
        case bool():
            yield f"bool_value: {str(value).lower()}"
        case None:
            yield "null_value: NULL_VALUE"
        case _:
            yield f"number_value: {value}"


def typed(value: Any, where: str, locale: str = "", year: int | None = None) -> Entered:
    """A JSON value as if typed into a spreadsheet of a locale; `year` is that of dates without one.

    Numbers with the locale's signs, percents, money, dates and times, TRUE and FALSE, formulas; all
    else is text, and a leading apostrophe makes text of anything. What begins with "+" and is no
    number is a formula. Words of other languages for TRUE and FALSE are text here: unverified.
    """
    if not isinstance(value, str):
        return raw(value, where)
    if value.startswith("'"):
        return entered.text(value[1:]), None
    text = value.strip()
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE", None
    if text.startswith("=") and len(text) > 1:
        return entered.formula(text), None
    ways = locales.named(locale or locales.USUAL)
    if (found := _number(text, ways) or typed_dates.read(text, ways, year)) is not None:
        return found
    is_formula = text.startswith("+") and len(text) > 1
    return entered.formula(f"={text}") if is_formula else entered.text(value), None


class _Shape(NamedTuple):
    """How a locale's numbers look: the whole of one, and the sign that groups thousands."""

    whole: re.Pattern[str]
    group: str


@lru_cache(maxsize=64)
def _shape(decimal: str, group: str, currency: str) -> _Shape:
    point = re.escape(decimal)
    between = (
        r"[ \u00a0\u202f]"
        if group.isspace()
        else f"[{re.escape(group)}’']"
        if group == "’"
        else re.escape(group)
    )
    digits = rf"[0-9]{{1,3}}(?:{between}[0-9]{{3}})+|[0-9]+"
    money = f"(?:{re.escape(currency)}|[{re.escape(_SIGNS)}])"
    number = rf"(?P<whole>{digits})?(?P<part>{point}[0-9]*)?(?P<exponent>[eE][+-]?[0-9]+)?"
    return _Shape(
        re.compile(
            rf"(?P<open>\()?(?P<sign>[+-])?\s*(?P<before>{money})?\s*(?P<inner>[+-])?{number}"
            rf"\s*(?P<percent>%)?\s*(?P<after>{money})?(?P<close>\))?"
        ),
        between,
    )


def _number(text: str, ways: Ways) -> Entered | None:
    """A number as the locale writes it, with the format that goes with it; None for none."""
    shape = _shape(ways.decimal, ways.group, ways.currency)
    found = shape.whole.fullmatch(text)
    if not found or not _sensible(found, ways.decimal):
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"] or "0")
    part = (found["part"] or "").replace(ways.decimal, ".", 1)
    number = float(f"{whole}{part}{found['exponent'] or ''}")
    if not math.isfinite(number):
        return None  # more than a number can be: kept as the text that it is
    if found["open"] or "-" in (found["sign"], found["inner"]):
        number = -number
    decimals = max(0, len(part) - 1)
    if found["percent"]:
        return _plain(number / 100), {"type": "PERCENT", "pattern": "0.00%" if decimals else "0%"}
    return _plain(number), _number_format(found, decimals, ways, grouped=found["whole"] not in (None, whole))


def _sensible(found: re.Match[str], decimal: str) -> bool:
    """Whether what looks like a number is one: it has digits, and signs in pairs or alone."""
    money = found["before"], found["after"]
    digits = found["whole"] or (found["part"] or "").strip(decimal)
    clash = (all(money) or (found["percent"] and any(money))) or (found["exponent"] and any(money))
    inside = found["inner"] and (found["sign"] or not found["before"])
    signed = found["open"] and (found["sign"] or found["inner"])
    return (
        bool(digits)
        and not clash
        and not inside
        and not signed
        and bool(found["open"]) == bool(found["close"])
    )


def _number_format(
    found: re.Match[str], decimals: int, ways: Ways, *, grouped: bool
) -> dict[str, Any] | None:
    amount = "#,##0.00" if decimals else "#,##0"
    if sign := found["before"] or found["after"]:
        shown = f'"{sign}"' if sign == ways.currency else f"[${sign}]"
        return {"type": "CURRENCY", "pattern": f"{shown}{amount}" if found["before"] else f"{amount} {shown}"}
    if found["exponent"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return {"type": "NUMBER", "pattern": amount} if grouped else None


def _plain(number: float) -> float:
    return int(number) if number.is_integer() and abs(number) < _EXACT else number
