"""How values stand in an official paper: Thai digits, Buddhist-era dates, numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from forms.model import Period
from forms.thai import WEEKDAYS, thai_date, thai_datetime, thai_digits, thai_period, thai_time

NOTHING: Final = "–"
_FOREIGN = re.compile(r"[A-Za-z@_\\]|://")  # in addresses, links and codes digits stay as they are
# XML has no way to say some; after others the office's own words would run backwards.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def written(value: object) -> str:
    """A value as it stands in a paper; None as a dash."""
    if value is None or value == "":
        return NOTHING
    for kind, write in _WAYS:
        if isinstance(value, kind):
            return thai_digits(write(value))
    return official(str(value))


def official(text: str) -> str:
    """A text with Thai digits, but in words of Latin letters; without what a Word file cannot hold."""
    plain = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    parts = re.split(r"(\s+)", plain)
    return "".join(part if _FOREIGN.search(part) else thai_digits(part) for part in parts)


def plain_number(value: object) -> str:
    """A number without marks between thousands, as years and running numbers have it."""
    return NOTHING if value is None else thai_digits(str(value))


def short_date(value: object) -> str:
    """A date with its month cut short: ๒๓ พ.ย. ๒๕๖๙."""
    return thai_digits(thai_date(value)) if isinstance(value, date) else written(value)


def weekday(value: object) -> str:
    """The name of a date's day of the week: จันทร์."""
    return WEEKDAYS[value.weekday()] if isinstance(value, date) else written(value)


def changed(value: object) -> str:
    """By how much a number moved, with its sign: +๐.๔๘."""
    sign = "+" if isinstance(value, int | float) and value > 0 else ""
    return sign + written(value)


def paragraphs(value: object) -> list[str]:
    """The lines of a text, but empty ones, each to be a paragraph of its own; a dash where nothing is."""
    return [line for line in written(value).splitlines() if line.strip()] or [NOTHING]


def share(value: object) -> str:
    """A share in whole percent, with ร้อยละ before it."""
    return NOTHING if value is None else f"ร้อยละ {written(value)}"


# The first that fits: a datetime is a date, too.
_WAYS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, thai_datetime),
    (date, lambda day: thai_date(day, "long")),
    (time, thai_time),
    (Period, thai_period),
    (float, lambda number: f"{number:,.2f}"),
    (int, lambda number: f"{number:,}"),
)

FILTERS: Mapping[str, Callable[..., str | list[str]]] = {
    "เลขล้วน": plain_number,
    "วันที่ย่อ": short_date,
    "ชื่อวัน": weekday,
    "ร้อยละ": share,
    "เพิ่มลด": changed,
    "ย่อหน้า": paragraphs,
}
