"""Number and date patterns ("#,##0.00", "0%", "d/m/yyyy", "0;-0;–") and what numbers look like in them.

Sections, colours in brackets, conditions, thousands, scaling, percents, exponents, quoted and escaped
text, dates, times and elapsed times are understood. Fractions ("# ?/?") are shown as plain numbers.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no time zone
"""Day 0 of a sheet's dates, which count days."""

DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "$#,##0.00",
    "DATE": "m/d/yyyy",
    "TIME": "h:mm:ss AM/PM",
    "DATE_TIME": "m/d/yyyy h:mm:ss",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
}
"""Patterns of a number format that names its type only, as in the locale en_US."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_(.)|\*.|(\[[^\]]*\])|(AM/PM|am/pm|A/P|a/p)|([yY]+|[mM]+|[dD]+|[hH]+|[sS]+)'
    r"|([0#?]+(?:[,0#?]*[0#?])?)|(,+)|(\.)|(%)|([eE][+-]0+)|(@)|(.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)(-?[0-9.]+)\]")
_ELAPSED = re.compile(r"\[([hms]+)\]", re.IGNORECASE)
_LARGEST_PLAIN = 1e15


def general(value: float, locale: str = "") -> str:
    """A number that nobody has given a format: ten significant digits, no needless ones."""
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
    fraction = ("literal", "/") in tokens and "digits" in kinds and "date" not in kinds
    if fraction or section.strip().lower() == "general":
        return general(number)
    if kinds & {"date", "elapsed"}:
        return _render_date(number, tokens)
    if "digits" in kinds:
        return _render_number(number, tokens)
    shown = "".join(general(number) if kind == "text" else text for kind, text in tokens)
    return shown if shown or len(sections) > 1 else general(number)


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
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """(kind, text): digits, comma, point, percent, exponent, date, half (AM/PM), elapsed, text, literal."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        quoted, escaped, padding, bracket, half, date, digits, comma, point, percent, exponent, at, other = (
            match.groups()
        )
        if bracket is not None:
            if _ELAPSED.fullmatch(bracket):
                found.append(("elapsed", bracket[1:-1].lower()))
            continue
        for kind, text in (
            ("literal", quoted), ("literal", escaped), ("half", half), ("date", date), ("digits", digits),
            ("comma", comma), ("point", point), ("percent", percent), ("exponent", exponent), ("text", at),
            ("literal", other),
        ):  # fmt: skip
            if text is not None:
                found.append((kind, text))
        if padding is not None:
            found.append(("literal", " "))
    return tuple(_with_minutes(found))


def _with_minutes(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """`m` after hours or before seconds means minutes."""
    dated = [index for index, (kind, _) in enumerate(tokens) if kind in {"date", "elapsed"}]
    for position, index in enumerate(dated):
        if tokens[index][1][0] not in "mM" or tokens[index][0] != "date":
            continue
        before = tokens[dated[position - 1]][1][0].lower() if position else ""
        after = tokens[dated[position + 1]][1][0].lower() if position + 1 < len(dated) else ""
        if before == "h" or after == "s":
            tokens[index] = ("date", "n" * len(tokens[index][1]))
    return tokens


def _render_number(value: float, tokens: tuple[tuple[str, str], ...]) -> str:
    kinds = [kind for kind, _ in tokens]
    digits = [index for index, kind in enumerate(kinds) if kind == "digits"]
    point = kinds.index("point") if "point" in kinds else None
    whole = "".join(tokens[i][1] for i in digits if point is None or i < point)
    part = "".join(tokens[i][1] for i in digits if point is not None and i > point)
    number = Decimal(repr(value)) * (Decimal(100) ** kinds.count("percent"))
    number /= Decimal(1000) ** sum(len(text) for kind, text in tokens if kind == "comma")
    exponent = 0
    if "exponent" in kinds and number:
        exponent = number.adjusted() - (max(1, whole.count("0")) - 1)
        number = number.scaleb(-exponent)
    number = number.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    left, _, right = f"{abs(number):f}".partition(".")
    pieces = {"whole": _whole(left, whole), "part": _part(right, part)}
    text, shown = "-" if number < 0 else "", False
    for index, (kind, content) in enumerate(tokens):
        if kind == "digits" and (point is None or index < point):
            text += "" if shown else pieces["whole"]
            shown = True
        elif kind == "point":
            text += ("" if shown else pieces["whole"]) + "." + pieces["part"]
            shown = True
        elif kind == "percent":
            text += "%"
        elif kind == "exponent":
            sign = "-" if exponent < 0 else ("+" if "+" in content else "")
            text += f"E{sign}{str(abs(exponent)).zfill(content.count('0'))}"
        elif kind in {"literal", "text"}:
            text += content
    return text


def _whole(digits: str, pattern: str) -> str:
    """The part before the point: as many digits as the pattern has zeros, in thousands if it says so."""
    least = pattern.replace(",", "")
    needed = len(least) - least.index("0") if "0" in least else 0
    digits = digits.lstrip("0").rjust(needed, "0")
    if "," in pattern:
        digits = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", digits)
    return digits


def _part(digits: str, pattern: str) -> str:
    """The part after the point: zeros that the pattern only allows (`#`) go."""
    least = pattern.rindex("0") + 1 if "0" in pattern else 0
    kept = digits[: len(pattern)]
    return kept[:least] + kept[least:].rstrip("0")


def _render_date(value: float, tokens: tuple[tuple[str, str], ...]) -> str:
    halves = any(kind == "half" for kind, _ in tokens)
    seconds = round(value * 86400, 3)
    fraction = _fraction_digits(tokens)
    moment = EPOCH + timedelta(seconds=round(seconds, fraction) if fraction else round(seconds))
    text, index = "", 0
    while index < len(tokens):
        kind, content = tokens[index]
        match kind:
            case "date":
                text += _date_piece(content, moment, halves)
            case "elapsed":
                unit = {"h": 3600, "m": 60, "s": 1}[content[0]]
                text += str(int(seconds // unit)).zfill(len(content))
            case "half":
                half = "AM" if moment.hour < 12 else "PM"
                text += half if "M" in content.upper() else half[0]
            case "point" if fraction and index + 1 < len(tokens) and tokens[index + 1][0] == "digits":
                text += f".{moment.microsecond:06d}"[: fraction + 1]
                index += 1
            case "text":
                text += general(value)
            case _:
                text += content
        index += 1
    return text


def _fraction_digits(tokens: tuple[tuple[str, str], ...]) -> int:
    """How many digits of a second the pattern shows (`ss.000`)."""
    for (kind, _), (after, digits) in pairwise(tokens):
        if kind == "point" and after == "digits":
            return min(3, len(digits))
    return 0


def _date_piece(content: str, moment: datetime, halves: bool) -> str:
    letter, width = content[0].lower(), len(content)
    if letter == "y":
        return str(moment.year) if width > 2 else f"{moment.year % 100:02d}"
    if width > 2 and letter in "md":
        name = _MONTHS[moment.month - 1] if letter == "m" else _DAYS[moment.weekday()]
        return name[:3] if width == 3 else (name[0] if width == 5 else name)
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[letter]
    return str(number).zfill(min(width, 2))
