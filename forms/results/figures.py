"""Scores and numbers of pupils as files write them: Thai digits, per cents, commas."""

from __future__ import annotations

import re
from collections.abc import Collection

from forms.thai import arabic_digits, normalise_text, read_number

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_PERCENT = re.compile(r"ร้อยละ\s*(?P<behind>.+)|(?P<before>.*?)\s*(%|ร้อยละ)")


def is_nothing(text: str, nothing: Collection[str]) -> bool:
    """Whether a cell holds no figure; `nothing` are the configuration's words for that, normalised."""
    return not text or normalise_text(text) in nothing


def is_per_cent(text: str) -> bool:
    """Whether a cell says that its number is one of per cents."""
    return bool(_PERCENT.fullmatch(text.strip()))


def read_score(text: str, full: float) -> float | None:
    """The score that "45.32", "๔๕.๓๒", "45,32", "45.32%" or "ร้อยละ 45.32" means; None where it means none.

    A comma divides decimals where thousands would lie above the highest score. A percentage is read only
    where that is 100: of another one nobody can tell whether it is meant.
    """
    typed = arabic_digits(text).strip()
    if match := _PERCENT.fullmatch(typed):
        if full != 100:
            return None
        typed = match["behind"] or match["before"]
    number = read_number(typed)
    if (number is None or abs(number) > full) and _DECIMAL_COMMA.fullmatch(typed):
        number = read_number(typed.replace(",", "."))
    return None if number is None else float(number)


def read_pupils(text: str) -> int | None:
    """The number of pupils that "1,250", "๒๕" or "25 คน" means; None where it means none."""
    number = read_number(arabic_digits(text).strip().removesuffix("คน").strip())
    whole = number is not None and number == int(number) and number >= 0
    return int(number) if whole and number is not None else None
