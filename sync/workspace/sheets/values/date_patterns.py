"""Dates, times and elapsed times in the tokens of a pattern, with the locale's names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sync.workspace.sheets.values.locales import Ways
from sync.workspace.sheets.values.number_patterns import Token

_SECONDS = {"h": 3600, "m": 60, "s": 1}


def with_minutes(tokens: Iterable[Token]) -> list[Token]:
    """`m` after hours or before seconds means minutes."""
    found = list(tokens)
    dated = [index for index, (kind, _) in enumerate(found) if kind in {"date", "elapsed"}]
    for position, index in enumerate(dated):
        if found[index][1][0] not in "mM" or found[index][0] != "date":
            continue
        before = found[dated[position - 1]][1][0].lower() if position else ""
        after = found[dated[position + 1]][1][0].lower() if position + 1 < len(dated) else ""
        if before == "h" or after == "s":
            found[index] = ("date", "n" * len(found[index][1]))
    return found


def render(value: float, tokens: Sequence[Token], ways: Ways, epoch: datetime) -> str:
    """A serial number in a section's tokens; one beyond the calendar is shown as the number it is."""
    halves = any(kind == "half" for kind, _ in tokens)
    fraction = _fraction_digits(tokens)
    elapsed = any(kind == "elapsed" for kind, _ in tokens)
    seconds = round(value * 86400, 3)
    whole = round(seconds, fraction) if fraction else round(seconds)
    try:
        moment = epoch + timedelta(seconds=abs(whole) if elapsed else whole)
    except OverflowError:
        return str(value)
    text, index = "-" if elapsed and whole < 0 else "", 0
    while index < len(tokens):
        kind, content = tokens[index]
        match kind:
            case "date":
                text += _piece(content, moment, halves, ways)
            case "elapsed":
                text += str(int(abs(whole) // _SECONDS[content[0]])).zfill(len(content))
            case "half":
                text += _half(content, moment, ways)
            case "point" if fraction and index + 1 < len(tokens) and tokens[index + 1][0] == "digits":
                text += f"{ways.decimal}{moment.microsecond:06d}"[: fraction + 1]
                index += 1
            case "text":
                text += str(value)
            case _:
                text += content
        index += 1
    return text


def _half(content: str, moment: datetime, ways: Ways) -> str:
    half = ways.halves[moment.hour >= 12]
    if half not in {"AM", "PM"}:
        return half
    if "M" not in content.upper():
        half = half[0]
    return half if content[0].isupper() else half.lower()


def _fraction_digits(tokens: Sequence[Token]) -> int:
    """How many digits of a second the pattern shows (`ss.000`)."""
    for (kind, _), (after, digits) in pairwise(tokens):
        if kind == "point" and after == "digits":
            return min(3, len(digits))
    return 0


def _piece(content: str, moment: datetime, halves: bool, ways: Ways) -> str:
    letter, width = content[0].lower(), len(content)
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if width > 2 and letter in "md":
        names, short = (ways.months, ways.short_months) if letter == "m" else (ways.days, ways.short_days)
        at = moment.month - 1 if letter == "m" else moment.weekday()
        return short[at] if width == 3 else (names[at][0] if width == 5 and letter == "m" else names[at])
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[letter]
    return str(number).zfill(min(width, 2))
