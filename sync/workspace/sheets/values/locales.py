"""How a spreadsheet's locale writes numbers, money and dates, from Unicode's CLDR by way of Babel.

Google's own tables are not public. What is taken here as Google's is CLDR's short date with a year of
four digits, a time with seconds, and the currency of the locale's territory. Years are the Gregorian
ones in every locale, th_TH too: unverified, for nothing that Google publishes says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_precision, get_territory_currencies

USUAL = "en_US"

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """A locale's signs, the order of day, month and year ("mdy", "dmy", "ymd"), names and patterns.

    `patterns` are those of a number format that names its type only. Patterns are written as in
    English whatever the locale; only what they show has its signs.
    """

    name: str
    decimal: str
    group: str
    order: str
    currency: str
    patterns: Mapping[str, str]
    months: Names
    short_months: Names
    days: Names
    short_days: Names
    halves: tuple[str, str]


def of(properties: Mapping[str, Any]) -> Ways:
    """The ways of a spreadsheet, by its SpreadsheetProperties."""
    return named(str(properties.get("locale") or USUAL))


@lru_cache(maxsize=64)
def named(locale: str) -> Ways:
    """The ways of a locale such as "th_TH" or "en"; of en_US for one that nobody knows."""
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        known = Locale.parse(USUAL)
    symbols = known.number_symbols.get("latn", known.number_symbols)
    day = _day_pattern(known)
    time = _time_pattern(known)
    plain_time = time.removesuffix(" AM/PM")
    currency = _currency(known)
    patterns = {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": currency[1],
        "DATE": day,
        "TIME": time,
        "DATE_TIME": f"{day} {plain_time}",
        "SCIENTIFIC": "0.00E+00",
        "TEXT": "@",
    }
    return Ways(
        name=locale,
        decimal=symbols["decimal"],
        group=symbols["group"],
        order="".join(dict.fromkeys(re.sub("[^ymd]", "", day))),
        currency=currency[0],
        patterns=MappingProxyType(patterns),
        months=_names(known.months["format"]["wide"], range(1, 13)),
        short_months=_names(known.months["format"]["abbreviated"], range(1, 13)),
        days=_names(known.days["format"]["wide"], range(7)),
        short_days=_names(known.days["format"]["abbreviated"], range(7)),
        halves=("AM", "PM") if known.language == "en" else _halves(known),
    )


def _names(given: Mapping[int, str], keys: range) -> Names:
    return tuple(given[key] for key in keys)


def _halves(known: Locale) -> tuple[str, str]:
    periods = known.day_periods["format"]["abbreviated"]
    return periods.get("am", "AM"), periods.get("pm", "PM")


def _day_pattern(known: Locale) -> str:
    pattern = re.sub(r"'[^']*'|[^yMd/.\- ]", "", known.date_formats["short"].pattern).strip(" .")
    return re.sub(r"y+", "yyyy", pattern.replace("M", "m"))


def _time_pattern(known: Locale) -> str:
    pattern = known.time_formats["medium"].pattern
    if "a" in pattern or "h" in pattern:
        return "h:mm:ss AM/PM"
    return "h:mm:ss" if re.match(r"H(?!H)", pattern) else "hh:mm:ss"


def _currency(known: Locale) -> tuple[str, str]:
    """The sign of the territory's currency, and its pattern."""
    codes = get_territory_currencies(known.territory) if known.territory else []
    code = codes[0] if codes else "USD"
    sign = known.currency_symbols.get(code, code)
    amount = "#,##0" + ("." + "0" * places if (places := get_currency_precision(code)) else "")
    written = known.currency_formats["standard"].pattern.split(";")[0]
    written = re.sub(r"[^¤#0.,\s]", "", written.replace("\xa0", " "))
    shown = sign if sign == "$" else f"[${sign}]"
    return sign, re.sub(r"[#0,.]+", amount, written).replace("¤", shown)
