"""Dates, times, both and durations as people type them in a locale, and the formats that they then have.

Google's rules are not written down. Taken as certain is what its documentation shows (ISO dates, the
locale's order, month names, times with AM and PM); the rest is marked where it stands.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from sync.workspace.sheets.values import locales
from sync.workspace.sheets.values.locales import Ways
from sync.workspace.sheets.values.patterns import EPOCH

_CENTURY = 30  # years of two digits below it are 20.., others 19..; unverified
_DAY = 86_400
_TIME = re.compile(
    r"(?P<hours>[0-9]{1,4})(?::(?P<minutes>[0-9]{2})(?::(?P<seconds>[0-9]{2}(?:\.[0-9]{1,3})?))?)?"
    r"(?:\s*(?P<half>[^\W\d_][\w.\u202f ]*))?",
)
_NUMERIC = re.compile(r"([0-9]{1,4})([-/.]) ?([0-9]{1,2})(?:\2 ?([0-9]{1,4}))?\.?")
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,?\s+")

Dated = tuple[float, dict[str, Any]]
"""A serial number and its format."""


def read(text: str, ways: Ways, year: int | None) -> Dated | None:
    """The serial number of a date, a time, both, or a duration; None for anything else."""
    if not any(letter.isdigit() for letter in text):
        return None
    if time := _time(text, ways):
        return time
    if day := _day(text, ways, year):
        return day
    found = re.fullmatch(r"(.+?),?\s+([0-9]{1,2}(?::[0-9]{2}){0,2}.*)", text)
    while found:
        day, time = _day(found[1], ways, year), _time(found[2], ways)
        if day and time and time[0] < 1:
            pattern = f"{day[1]['pattern']} {time[1]['pattern']}"
            return day[0] + time[0], {"type": "DATE_TIME", "pattern": pattern}
        found = re.fullmatch(rf"({re.escape(found[1])}.+?),?\s+([0-9]{{1,2}}(?::[0-9]{{2}}){{0,2}}.*)", text)
    return None


def _time(text: str, ways: Ways) -> Dated | None:
    found = _TIME.fullmatch(text)
    if not found or not (found["minutes"] or found["half"]):
        return None
    hours, minutes, seconds = int(found["hours"]), int(found["minutes"] or 0), float(found["seconds"] or 0)
    pattern = "h:mm:ss" if found["seconds"] else "h:mm"
    if found["seconds"] and "." in found["seconds"]:
        pattern += "." + "0" * len(found["seconds"].partition(".")[2])
    if found["half"]:
        half = _half(found["half"], ways)
        if half is None or not 1 <= hours <= 12:
            return None
        hours, pattern = hours % 12 + 12 * half, f"{pattern} AM/PM"
    if minutes > 59 or seconds >= 60:
        return None
    if hours > 23:
        pattern = "[h]:mm:ss"
    serial = (hours * 3600 + minutes * 60 + seconds) / _DAY
    return serial, {"type": "TIME", "pattern": pattern}


def _half(text: str, ways: Ways) -> int | None:
    """0 for a word that means AM, 1 for PM; English ones in any locale."""
    bare = _bare(text)
    for half, words in enumerate((("am", ways.halves[0]), ("pm", ways.halves[1]))):
        if bare in map(_bare, words):
            return half
    return None


def _bare(word: str) -> str:
    return re.sub(r"[.\s\u202f]", "", word).casefold()


def _day(text: str, ways: Ways, year: int | None) -> Dated | None:
    numeric = _NUMERIC.fullmatch(text)
    return _numeric(numeric, ways, year) if numeric else _named(text, ways, year)


def _numeric(found: re.Match[str], ways: Ways, year: int | None) -> Dated | None:
    first, sign, second, third = found.groups()
    if len(first) == 4:
        pattern = f"yyyy{sign}mm{sign}dd"
        return _serial(int(first), int(second), int(third), pattern) if third and sign != "." else None
    own = ways.patterns["DATE"]
    if len(first) > 2 or (sign == "." and "." not in own):
        return None
    order = ways.order.replace("y", "") + "y" if third is None else ways.order
    if third is not None and ways.order.startswith("y") and len(third) == 4:
        order = "mdy"  # a year that can only stand last
    parts = dict(zip(order, (first, second, third), strict=True))
    month, day = int(parts["m"] or 0), int(parts["d"] or 0)
    if parts["y"] is None:
        return _serial(year, month, day, sign.join(order[:2])) if year else None
    if len(parts["y"]) == 3:
        return None
    return _serial(_full(parts["y"]), month, day, own)


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) > 2 else number + (2000 if number < _CENTURY else 1900)


def _named(text: str, ways: Ways, year: int | None) -> Dated | None:
    """Dates with the month's name: 22 Nov 2026, Nov 22, 2026, November 2026, 22-Nov."""
    months = _months(ways.name)
    for words in (text, _WEEKDAY.sub("", text, count=1)):
        found = _month_in(words, months)
        if found is None:
            continue
        before, name, after = found
        month, letters = months[name]
        if dated := _round_a_month(before, month, letters, after, year):
            return dated
    return None


_DAY_BEFORE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?([.\s]*[-/ ]?\s*)")
_YEAR_AFTER = re.compile(r"(\.?,?[-/ ]?\s*)([0-9]{4}|[0-9]{2})")
_DAY_AFTER = re.compile(r"(\.?[-/ ]?\s*)([0-9]{1,2})(?:st|nd|rd|th)?(?:([-/, ]\s*)([0-9]{4}))?")


def _round_a_month(before: str, month: int, letters: str, after: str, year: int | None) -> Dated | None:
    """A date whose month is known, by what stands before and after its name."""
    if not before:
        return _after_a_month(month, letters, after, year)
    day, written = _DAY_BEFORE.fullmatch(before), _YEAR_AFTER.fullmatch(after)
    if not day:
        return None
    pattern = f"d{day[2] or ' '}{letters}"
    if not after:
        return _serial(year, month, int(day[1]), pattern) if year else None
    if not written:
        return None
    pattern += f"{written[1] or ' '}{'yyyy' if len(written[2]) == 4 else 'yy'}"
    return _serial(_full(written[2]), month, int(day[1]), pattern)


def _after_a_month(month: int, letters: str, after: str, year: int | None) -> Dated | None:
    day = _DAY_AFTER.fullmatch(after)
    if day and day[4]:
        return _serial(int(day[4]), month, int(day[2]), f"{letters}{day[1]}d{day[3]}yyyy")
    if day and year:
        return _serial(year, month, int(day[2]), f"{letters}{day[1]}d")
    written = _YEAR_AFTER.fullmatch(after)
    if written and len(written[2]) == 4:
        return _serial(int(written[2]), month, 1, f"{letters}{written[1]}yyyy")
    return None


def _month_in(text: str, months: dict[str, tuple[int, str]]) -> tuple[str, str, str] | None:
    """(before, name, after) of the longest month's name in a text that stands alone in it."""
    folded = text.casefold()
    for name in sorted(months, key=len, reverse=True):
        at = folded.find(name)
        if at >= 0:
            before, after = text[:at], text[at + len(name) :]
            if (before[-1:] + after[:1]).isalpha() or before[-1:].isalpha() or after[:1].isalpha():
                continue
            return before, name, after
    return None


@lru_cache(maxsize=64)
def _months(locale: str) -> dict[str, tuple[int, str]]:
    """Months' names, casefolded, with their number and how a pattern writes them; English ones too."""
    found: dict[str, tuple[int, str]] = {}
    for ways in (locales.named(locales.USUAL), locales.named(locale)):
        for names, letters in ((ways.short_months, "mmm"), (ways.months, "mmmm")):
            for number, name in enumerate(names, 1):
                found[name.casefold()] = (number, letters)
                if name.endswith("."):
                    found.setdefault(name.casefold().rstrip("."), (number, letters))
    return found


def _serial(year: int | None, month: int, day: int, pattern: str) -> Dated | None:
    try:
        found = date(year or 0, month, day)
    except ValueError:
        return None
    return (found - EPOCH.date()).days, {"type": "DATE", "pattern": pattern}
