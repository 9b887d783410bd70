"""Grades that titles and names of files speak of: ป.6, ชั้นประถมศึกษาปีที่ 1-3, m3."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from forms.thai import arabic_digits

_PRIMARY, _SECONDARY = 1, 2
_LEVELS: Final = {
    "ป": _PRIMARY,
    "p": _PRIMARY,
    "ประถมศึกษาปีที่": _PRIMARY,
    "ม": _SECONDARY,
    "m": _SECONDARY,
    "มัธยมศึกษาปีที่": _SECONDARY,
}
_CLASSES: Final = 6  # of either level
# A letter before it makes it another word (สพป. 1), but for the words that lead to a grade.
_BEFORE = r"(?:(?<![ก-ฮะ-์a-z])|(?<=ชั้น)|(?<=ระดับ))"
_LEVEL = rf"{_BEFORE}(?:(?P<word>ประถมศึกษาปีที่|มัธยมศึกษาปีที่)|(?P<short>[ปมpm])\.?)\s*(?P<number>[1-6])(?!\d)"
_GRADE = re.compile(_LEVEL)
# What may stand behind a grade: more of its level ("ป.1, 2 และ 3"), or the end of a span ("ป.1-6").
_MORE = re.compile(r"\s*(?P<how>-|–|ถึง|,|และ)\s*(?P<number>[1-6])(?![\d.])")
_UNTIL = re.compile(rf"\s*(?:-|–|ถึง)\s*(?:ชั้น)?{_LEVEL.replace(_BEFORE, '', 1)}")


class Grade(NamedTuple):
    """A class of a level: ป.6 is (1, 6), ม.3 is (2, 3)."""

    level: int
    number: int


def grades_said(text: str) -> frozenset[Grade]:
    """The grades that a text speaks of; a span stands for all from one to the other."""
    plain = arabic_digits(text).casefold()
    found: set[Grade] = set()
    for match in _GRADE.finditer(plain):
        last = _grade(match)
        found.add(last)
        if until := _UNTIL.match(plain, match.end()):
            found |= _span(last, _grade(until))
            continue
        end = match.end()
        while more := _MORE.match(plain, end):
            following = Grade(last.level, int(more["number"]))
            found |= {following} if more["how"] in (",", "และ") else _span(last, following)
            last, end = following, more.end()
    return frozenset(found)


def shown(grade: Grade) -> str:
    """A grade as people write it."""
    return f"{'ป' if grade.level == _PRIMARY else 'ม'}.{grade.number}"


def _grade(match: re.Match[str]) -> Grade:
    return Grade(_LEVELS[match["word"] or match["short"]], int(match["number"]))


def _span(first: Grade, last: Grade) -> set[Grade]:
    every = [Grade(level, number) for level in (_PRIMARY, _SECONDARY) for number in range(1, _CLASSES + 1)]
    return {grade for grade in every if first <= grade <= last} | {last}
