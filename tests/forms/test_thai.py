"""The Thai language: dates, digits, sorting, names, and what people type."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.model import Period, PeriodKind
from forms.thai import (
    arabic_digits,
    normalise_name,
    read_date,
    read_day_of_year,
    read_number,
    read_time,
    read_year,
    sort_key,
    thai_date,
    thai_datetime,
    thai_digits,
    thai_period,
)

SUNDAY = date(2026, 11, 22)


def test_a_date_is_written_short_long_or_in_full() -> None:
    assert thai_date(SUNDAY) == "22 พ.ย. 2569"
    assert thai_date(SUNDAY, "long") == "22 พฤศจิกายน 2569"
    assert thai_date(SUNDAY, "full") == "วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569"
    assert thai_date(date(2024, 2, 29)) == "29 ก.พ. 2567"


def test_a_moment_is_written_on_its_own_clock() -> None:
    moment = datetime(2026, 11, 22, 9, 5, tzinfo=ZoneInfo("Asia/Bangkok"))
    assert thai_datetime(moment) == "22 พ.ย. 2569 09.05 น."


@pytest.mark.parametrize(
    ("kind", "name", "start", "end", "written"),
    [
        ("day", "2569-11-22", SUNDAY, date(2026, 11, 23), "22 พฤศจิกายน 2569"),
        ("week", "2569-W47", date(2026, 11, 14), date(2026, 11, 21), "สัปดาห์ที่ 14–20 พ.ย. 2569"),
        ("week", "2569-W45", date(2026, 10, 31), date(2026, 11, 7), "สัปดาห์ที่ 31 ต.ค. – 6 พ.ย. 2569"),
        ("week", "2569-W53", date(2026, 12, 26), date(2027, 1, 2), "สัปดาห์ที่ 26 ธ.ค. 2569 – 1 ม.ค. 2570"),
        ("month", "2569-11", date(2026, 11, 1), date(2026, 12, 1), "เดือนพฤศจิกายน 2569"),
        ("quarter", "2570-Q1", date(2026, 10, 1), date(2027, 1, 1), "ไตรมาสที่ 1 ปีงบประมาณ 2570"),
        ("semester", "2569-S2", date(2026, 11, 1), date(2027, 4, 1), "ภาคเรียนที่ 2 ปีการศึกษา 2569"),
        ("academic_year", "2569-AY", date(2026, 5, 16), date(2027, 5, 16), "ปีการศึกษา 2569"),
        ("fiscal_half", "2570-H1", date(2026, 10, 1), date(2027, 4, 1), "รอบ 6 เดือน ครั้งที่ 1 ปีงบประมาณ 2570"),
        ("fiscal_year", "2570-FY", date(2026, 10, 1), date(2027, 10, 1), "ปีงบประมาณ 2570"),
    ],
)
def test_a_period_is_written_as_people_name_it(
    kind: PeriodKind, name: str, start: date, end: date, written: str
) -> None:
    assert thai_period(Period(start, end, kind, name)) == written


def test_digits_go_both_ways() -> None:
    assert thai_digits("ป.1 ห้อง 20") == "ป.๑ ห้อง ๒๐"
    assert arabic_digits("ป.๑ ห้อง ๒๐") == "ป.1 ห้อง 20"


def test_thai_sorts_as_a_dictionary_does() -> None:
    # The order that ICU's Thai collation gives (Intl.Collator("th")).
    words = [
        "กก",
        "กราบ",
        "การ",
        "กำ",
        "กิน",
        "เก",
        "เกวียน",
        "แก",
        "แก่",
        "แก้ม",
        "แกะ",
        "ไก่",
        "ขา",
        "ข่า",
        "เขา",
    ]
    shuffled = sorted(words)
    assert shuffled != words
    assert sorted(shuffled, key=sort_key) == words


def test_numbers_sort_by_their_size_in_both_kinds_of_digits() -> None:
    names = ["โรงเรียน 2", "โรงเรียน ๓", "โรงเรียน 10"]
    shuffled = sorted(names)
    assert sorted(shuffled, key=sort_key) == names


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("โรงเรียนบ้านโคก", "บ้านโคก"),
        ("รร.บ้านโคก", "บ้านโคก"),
        ("ร.ร. บ.โคก", "บ้านโคก"),
        ("บ้าน โคก  ", "บ้านโคก"),
        ("บ้านโคก\u200b", "บ้านโคก"),
        ("เเก้งนาง", "แก้งนาง"),
        ("คํา" + "ชะอี", "คำชะอี"),
        ("นํ" + "้าทิพย์", "น้ำทิพย์"),
        ("นำ" + "้ทิพย์", "น้ำทิพย์"),
        ("อนุบาล ๑", "อนุบาล1"),
    ],
)
def test_a_name_is_compared_in_one_spelling(typed: str, compared: str) -> None:
    assert normalise_name(typed) == compared


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2569", 2026),
        ("69", 2026),
        ("2026", 2026),
        ("๒๕๖๙", 2026),
        ("พ.ศ. 2569", 2026),
        ("พ.ศ. 69", 2026),
        ("ค.ศ. 2026", 2026),
        ("26", 2026),
        ("43", 2000),
        ("569", None),
        ("1500", None),
        ("พ.ศ. 2026", None),
        ("", None),
        ("ปีนี้", None),
    ],
)
def test_a_year_is_read_in_every_way_of_writing_it(typed: str, year: int | None) -> None:
    assert read_year(typed) == year


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22",
        "2569-11-22",
        "2026/11/22",
        "22/11/2569",
        "22/11/69",
        "22-11-2026",
        "22.11.2569",
        "22 / 11 / 2569",
        "๒๒/๑๑/๒๕๖๙",
        "22 พ.ย. 2569",
        "22 พ.ย. 69",
        "22พ.ย.69",
        "22 พย 2569",
        "22 พฤศจิกายน 2569",
        "22 พฤศจิกายน พ.ศ. 2569",
        "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙",
        "วันอาทิตย์ที่ 22 พฤศจิกายน 2569",
        "22 พฤศจิกายน ค.ศ. 2026",
        " 22/11/2569\u200b ",
    ],
)
def test_a_date_is_read_in_every_way_of_writing_it(typed: str) -> None:
    assert read_date(typed) == SUNDAY


@pytest.mark.parametrize("typed", ["29/2/2567", "2567-02-29", "29 ก.พ. 67", "2024-02-29"])
def test_the_leap_day_is_read_in_both_eras(typed: str) -> None:
    assert read_date(typed) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "typed", ["", "29/2/2569", "31/11/2569", "11/22/2026", "22 พฤษจิกายน 2569", "เมื่อวาน", "22/11"]
)
def test_what_is_no_date_is_not_read_as_one(typed: str) -> None:
    assert read_date(typed) is None


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_what_is_written_is_read_back(day: date) -> None:
    assert read_date(thai_date(day)) == day
    assert read_date(thai_digits(thai_date(day, "full"))) == day


def test_a_day_of_every_year_is_read() -> None:
    assert read_day_of_year("16 พฤษภาคม") == (5, 16)
    assert read_day_of_year("๓๑ มี.ค.") == (3, 31)
    assert read_day_of_year("29 ก.พ.") == (2, 29)
    assert read_day_of_year("31 พ.ย.") is None
    assert read_day_of_year("16/5") is None


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("09:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9.30 น.", time(9, 30)),
        ("๐๙.๓๐น.", time(9, 30)),
        ("09:30:00", time(9, 30)),
        ("9 น.", time(9)),
        ("9 นาฬิกา", time(9)),
        ("23:59", time(23, 59)),
        ("24:00", None),
        ("9:60", None),
        ("9.5", None),
        ("9", None),
        ("", None),
    ],
)
def test_a_time_is_read_in_every_way_of_writing_it(typed: str, clock: time | None) -> None:
    assert read_time(typed) == clock


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("25", 25),
        ("๒๕", 25),
        ("1,250", 1250),
        ("3.50", 3.5),
        (" -2 ", -2),
        ("+2", 2),
        ("1,25", None),
        ("1.2.3", None),
        ("25 คน", None),
        ("nan", None),
        ("1e5", None),
        ("²", None),
        ("", None),
    ],
)
def test_a_number_is_read_in_both_kinds_of_digits(typed: str, number: float | None) -> None:
    assert read_number(typed) == number


@given(st.text(max_size=40))
def test_reading_anything_raises_nothing(typed: str) -> None:
    for read in (read_year, read_date, read_time, read_number, read_day_of_year, sort_key, normalise_name):
        read(typed)


def test_reading_long_text_ends_and_raises_nothing() -> None:
    for typed in ("1" * 50_000, "1,111" * 10_000, "วันที่" + "1" * 50_000, "วัน" * 20_000, "0." + "9" * 50_000):
        assert (read_number(typed), read_date(typed), read_time(typed)) == (None, None, None)
