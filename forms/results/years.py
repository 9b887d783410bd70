"""Academic years that files speak of: in titles, names of sheets and files, and cells of a column."""

from __future__ import annotations

import re

from forms.thai import BUDDHIST_ERA, MONTHS, SHORT_MONTHS, arabic_digits, read_year

_FIRST, _LAST = 2540, 2640  # four digits that may be a year of tests, in the Buddhist era
_LONGEST = 15  # years from one to another
_MAY = 5  # the academic year begins in it
_MONTHS = "|".join(re.escape(name) for name in (*MONTHS, *SHORT_MONTHS))
# What is no year of a test: a day, a fiscal year. Taken out before years are looked for.
_OTHER = (
    re.compile(rf"\d{{0,2}}\s*({_MONTHS})\s*(พ\.?ศ\.?\s*)?\d{{2,4}}"),
    re.compile(r"(?<!\d)(\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"),
    re.compile(r"(ปี)?\s*งบประมาณ\s*(พ\.?ศ\.?)?\s*\d{2,4}"),
)
_YEAR = r"(?<!\d)(?:\d{4}|\d{2})(?!\d)"
_AND = r"\s*(?:-|–|/|,|และ|ถึง)\s*"
_NAMED = re.compile(rf"ปีการศึกษา\s*(?:พ\.?ศ\.?)?\s*({_YEAR}(?:{_AND}{_YEAR})*)")
_IN_NAMED, _PLAIN = re.compile(_YEAR), re.compile(r"(?<!\d)\d{4}(?!\d)")
_SPAN = re.compile(r"(?<!\d)(\d{2,4})\s*(?:-|–|ถึง)\s*(\d{2,4})(?!\d)")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-\d{2}(T[\d:.]*)?")


def years_said(text: str) -> frozenset[int]:
    """The academic years (BE) that a text speaks of: those called so, else all that look like one.

    2569, 2026 and, behind the word for an academic year, 69 are one; a day's year is none; 2566-2568
    are three.
    """
    plain = arabic_digits(text)
    for other in _OTHER:
        plain = other.sub(" ", plain)
    if named := _NAMED.findall(plain):
        return frozenset[int]().union(*(_years(one, _IN_NAMED) for one in named))
    return _years(plain, _PLAIN)


def year_meant(text: str) -> int | None:
    """The academic year (BE) that a cell means: 2569, 69, 2026, or the day 2026-05-16; None for none."""
    if day := _ISO_DAY.fullmatch(text.strip()):
        said = int(day[1])
        begun = said if said >= _FIRST else said + BUDDHIST_ERA
        return begun if int(day[2]) >= _MAY else begun - 1
    read = read_year(text.strip().removeprefix("ปีการศึกษา").strip())
    year = None if read is None else read + BUDDHIST_ERA
    return year if year is not None and _FIRST <= year <= _LAST else None


def _years(text: str, one: re.Pattern[str]) -> frozenset[int]:
    years: set[int | None] = {year_meant(found) for found in one.findall(text)}
    for span in _SPAN.findall(text):
        begin, end = year_meant(span[0]) or 0, year_meant(span[1]) or 0
        if {begin, end} <= years and begin < end <= begin + _LONGEST:
            years.update(range(begin, end))
    return frozenset(year for year in years if year is not None)
