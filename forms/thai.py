"""The Thai language: Buddhist-era dates, Thai digits, sorting, and reading what people type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from forms.model import Period, PeriodKind

BUDDHIST_ERA = 543

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))

# --- Writing ---------------------------------------------------------------------------


def thai_date(day: date, style: Literal["short", "long", "full"] = "short") -> str:
    """A date in the Buddhist era: "22 พ.ย. 2569", "22 พฤศจิกายน 2569" or with its weekday and พ.ศ."""
    year = day.year + BUDDHIST_ERA
    if style == "short":
        return f"{day.day} {SHORT_MONTHS[day.month - 1]} {year}"
    if style == "long":
        return f"{day.day} {MONTHS[day.month - 1]} {year}"
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {MONTHS[day.month - 1]} พ.ศ. {year}"


def thai_datetime(moment: datetime) -> str:
    """A moment, on the clock of its own time zone: "22 พ.ย. 2569 16.30 น."."""
    return f"{thai_date(moment.date())} {thai_time(moment.time())}"


def thai_time(moment: time) -> str:
    """A time of day as a sentence has it: "16.30 น."."""
    return f"{moment:%H.%M} น."


def thai_period(period: Period) -> str:
    """A period as people name it: "ภาคเรียนที่ 2 ปีการศึกษา 2569", "สัปดาห์ที่ 14–20 พ.ย. 2569"."""
    return _PERIODS[period.kind](period)


def _span(period: Period) -> str:
    """From the first day to the last; month and year are said once where both days share them."""
    first, last = period.start, period.end - timedelta(days=1)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{thai_date(last)}"
    if first.year == last.year:
        return f"{first.day} {SHORT_MONTHS[first.month - 1]} – {thai_date(last)}"
    return f"{thai_date(first)} – {thai_date(last)}"


def _named_year(period: Period) -> str:
    return period.name.partition("-")[0]


_PERIODS: dict[PeriodKind, Callable[[Period], str]] = {
    "day": lambda p: thai_date(p.start, "long"),
    "week": lambda p: f"สัปดาห์ที่ {_span(p)}",
    "month": lambda p: f"เดือน{MONTHS[p.start.month - 1]} {p.start.year + BUDDHIST_ERA}",
    "quarter": lambda p: f"ไตรมาสที่ {p.name[-1]} ปีงบประมาณ {_named_year(p)}",
    "semester": lambda p: f"ภาคเรียนที่ {p.name[-1]} ปีการศึกษา {_named_year(p)}",
    "academic_year": lambda p: f"ปีการศึกษา {_named_year(p)}",
    "fiscal_half": lambda p: f"รอบ 6 เดือน ครั้งที่ {p.name[-1]} ปีงบประมาณ {_named_year(p)}",
    "fiscal_year": lambda p: f"ปีงบประมาณ {_named_year(p)}",
}


def thai_digits(text: str) -> str:
    """The text with ๐–๙ for 0–9."""
    return text.translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """The text with 0–9 for ๐–๙."""
    return text.translate(_TO_ARABIC)


# --- Sorting and comparing -------------------------------------------------------------

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = {mark: chr(n) for n, mark in enumerate("์็่้๊๋ํ", start=2)}  # in the dictionary's order


def sort_key(text: str) -> str:
    """A key that sorts as a Thai dictionary does, and numbers by their size.

    A leading vowel counts after its consonant; marks decide only between words that are otherwise
    equal. Agrees with ICU but for words cut off after a leading vowel.
    """
    plain = arabic_digits(text).translate(_INVISIBLE).casefold()
    spoken = _LEADING_VOWEL.sub(r"\2\1", plain)
    letters = "".join(letter for letter in spoken if letter not in _MARKS)
    letters = re.sub(r"\d+", lambda number: number[0].zfill(12), letters)
    marks = "".join(_MARKS.get(letter, "\x01") for letter in spoken)
    return f"{letters}\x00{marks}\x00{text}"


_SPELLINGS = (
    (re.compile("เเ"), "แ"),
    (re.compile("ํ([่-๋]?)า"), r"\1ำ"),  # nikhahit and sara aa, a tone mark between them or not
    (re.compile("ำ([่-๋])"), r"\1ำ"),  # the tone mark typed after sara am
    (re.compile(r"[\s ]+"), ""),
)
_OF_SCHOOLS = ((re.compile(r"^(โรงเรียน|ร\.?ร\.)"), ""), (re.compile(r"^บ\."), "บ้าน"))


def normalise_text(text: str) -> str:
    """A text as it is compared: one spelling of each letter, no spaces, no ๐–๙."""
    plain = arabic_digits(text).translate(_INVISIBLE).casefold()
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return plain


def meant(text: str, words: Iterable[str]) -> str:
    """The one of `words` that a text means, however it was typed or pasted; the text where it means none."""
    plain = normalise_text(text)
    return next((word for word in words if normalise_text(word) == plain), text if plain else "")


def normalise_name(name: str) -> str:
    """A school's name as it is compared: as any text, and without โรงเรียน in front."""
    plain = normalise_text(name)
    for pattern, replacement in _OF_SCHOOLS:
        plain = pattern.sub(replacement, plain)
    return plain


# --- Reading ---------------------------------------------------------------------------

_YEAR = re.compile(r"(พ\.?ศ\.?|ค\.?ศ\.?)?\s*(\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})")
_IN_WORDS = re.compile(
    r"(?:วัน\S*?ที่\s*)?(\d{1,2})\s*([ก-๙][ก-๙.]*?)\s*((?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(?:\d{4}|\d{2}))"
)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::[0-5]\d)?\s*(?:น\.?)?|(\d{1,2})\s*(?:น\.?|นาฬิกา)")
_NUMBER = re.compile(
    r"[+-]?(\d{1,3}(,\d{3}){1,4}|\d{1,15})(\.\d{1,15})?"
)  # Python refuses to read endless ones
_MONTH_NUMBERS = {
    name.replace(".", ""): n for names in (MONTHS, SHORT_MONTHS) for n, name in enumerate(names, start=1)
}


def _typed(text: str) -> str:
    return arabic_digits(text).translate(_INVISIBLE).strip()


def read_year(text: str) -> int | None:
    """The common-era year that "2569", "69", "พ.ศ. ๒๕๖๙" or "2026" means, None where it means none.

    Two digits are Buddhist-era from 43 on (2543 is 2000), below that common-era ("26" is 2026).
    """
    match = _YEAR.fullmatch(_typed(text))
    if match is None:
        return None
    era, year = (match[1] or "")[:1], int(match[2])
    if year < 100:
        buddhist = era == "พ" or (not era and year >= BUDDHIST_ERA % 100)
        return year + (2500 - BUDDHIST_ERA if buddhist else 2000)
    if 2400 <= year <= 2700 and era != "ค":
        return year - BUDDHIST_ERA
    return year if 1900 <= year <= 2150 and era != "พ" else None


def read_date(text: str) -> date | None:
    """The date that "22/11/2569", "22 พ.ย. 69", "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" or "2026-11-22" means."""
    typed = _typed(text)
    if match := _ISO_DATE.fullmatch(typed):
        return _date(match[1], int(match[2]), match[3])
    if match := _DAY_FIRST.fullmatch(typed):
        return _date(match[3], int(match[2]), match[1])
    if match := _IN_WORDS.fullmatch(typed):
        return _date(match[3], _MONTH_NUMBERS.get(match[2].replace(".", ""), 0), match[1])
    return None


def _date(year_text: str, month: int, day: str) -> date | None:
    year = read_year(year_text)
    try:
        return None if year is None else date(year, month, int(day))
    except ValueError:
        return None


def read_day_of_year(text: str) -> tuple[int, int] | None:
    """(month, day) of "16 พฤษภาคม" or "16 พ.ค.", a day that comes every year; None where it means none."""
    match = re.fullmatch(r"(\d{1,2})\s*([ก-๙][ก-๙.]*)", _typed(text))
    day = match and _date("2024", _MONTH_NUMBERS.get(match[2].replace(".", ""), 0), match[1])
    return (day.month, day.day) if day else None


def read_time(text: str) -> time | None:
    """The time of day that "09:30", "9.30 น.", "๐๙.๓๐" or "9 น." means, in whole minutes."""
    match = _TIME.fullmatch(_typed(text))
    if match is None:
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_number(text: str) -> int | float | None:
    """The number that "1,250", "๒๕" or "3.5" means; whole ones as int."""
    typed = _typed(text)
    match = _NUMBER.fullmatch(typed)
    if match is None:
        return None
    plain = typed.replace(",", "")
    return float(plain) if match[3] else int(plain)
