"""How values stand in official papers."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.model import Period
from sync.documents.writing import FILTERS, official, written
from tests.forms.builders import BANGKOK


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        ("", "–"),
        (0, "๐"),
        (1250, "๑,๒๕๐"),
        (4.5, "๔.๕๐"),
        (date(2026, 11, 23), "๒๓ พฤศจิกายน ๒๕๖๙"),
        (datetime(2026, 11, 23, 16, 30, tzinfo=BANGKOK), "๒๓ พ.ย. ๒๕๖๙ ๑๖.๓๐ น."),
        (time(8, 30), "๐๘.๓๐ น."),
        (Period(date(2026, 11, 14), date(2026, 11, 21), "week", "2569-W47"), "สัปดาห์ที่ ๑๔–๒๐ พ.ย. ๒๕๖๙"),
        ("โรงเรียนตัวอย่าง 10", "โรงเรียนตัวอย่าง ๑๐"),
        ("ที่ ศธ 04010/ว 157", "ที่ ศธ ๐๔๐๑๐/ว ๑๕๗"),
        ("ดู https://example.org/a1 หน้า 2", "ดู https://example.org/a1 หน้า ๒"),
        ("s01@office.example", "s01@office.example"),
        ("ก\r\nข\x00\x0b", "ก\nข"),
        ("ก\u202eข\u2066ค", "กขค"),  # else what follows would run backwards
    ],
)
def test_values_are_written_as_officials_write_them(value: object, expected: str) -> None:
    assert written(value) == expected


def test_filters_write_otherwise() -> None:
    assert FILTERS["เลขล้วน"](2569) == "๒๕๖๙"
    assert FILTERS["วันที่ย่อ"](date(2026, 11, 23)) == "๒๓ พ.ย. ๒๕๖๙"
    assert FILTERS["ชื่อวัน"](date(2026, 11, 23)) == "จันทร์"
    assert FILTERS["ร้อยละ"](24) == "ร้อยละ ๒๔"


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    kept = official(text)
    assert not set(kept) & {chr(n) for n in range(32) if chr(n) not in "\t\n"}


def test_a_text_is_a_paragraph_a_line() -> None:
    assert FILTERS["ย่อหน้า"]("ข้อ 1\r\n\n  \nข้อ 2\n") == ["ข้อ ๑", "ข้อ ๒"]
    assert FILTERS["ย่อหน้า"](None) == FILTERS["ย่อหน้า"](" \n") == ["–"]


@pytest.mark.parametrize(("moved", "shown"), [(0.48, "+๐.๔๘"), (-0.3, "-๐.๓๐"), (0.0, "๐.๐๐"), (None, "–")])
def test_what_moved_has_its_sign(moved: float | None, shown: str) -> None:
    assert FILTERS["เพิ่มลด"](moved) == shown
