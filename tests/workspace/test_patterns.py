"""Numbers and dates as cells show them."""

from __future__ import annotations

import pytest

from sync.workspace.sheets.values.patterns import general, render


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5, "5"),
        (5.0, "5"),
        (2.5, "2.5"),
        (1 / 3, "0.3333333333"),
        (0.1 + 0.2, "0.3"),
        (123456789012, "123456789012"),
        (1e20, "1E+20"),
        (1e-7, "1E-07"),
        (-0.5, "-0.5"),
    ],
)
def test_a_number_without_a_format(value: float, shown: str) -> None:
    assert general(value) == shown


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (4.5, "0.00", "4.50"),
        (2.675, "0.00", "2.68"),
        (0.256, "0%", "26%"),
        (0.256, "0.00%", "25.60%"),
        (1234567.891, "#,##0", "1,234,568"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234, "#,##0", "-1,234"),
        (0.5, "0.##", "0.5"),
        (7, "000", "007"),
        (0, "#", ""),
        (-5, "0;-0;–", "-5"),
        (0, "0;-0;–", "–"),
        (-5.5, "0.0;(0.0)", "(5.5)"),
        (120, '[>=100]0"+";0', "120+"),
        (1, "#,##0;[Red]-#,##0", "1"),
        (12345, "0.00E+00", "1.23E+04"),
        (1500000, '0.0,,"M"', "1.5M"),
        (2, '0 "ครั้ง"', "2 ครั้ง"),
        (2, r"0\%", "2%"),
        (3, "General", "3"),
        (0.5, "# ?/?", "1/2"),
        ("ดี", "@", "ดี"),
        ("ดี", '@" มาก"', "ดี มาก"),
        ("ดี", "0.00", "ดี"),
    ],
)
def test_a_number_in_a_pattern(value: float | str, pattern: str, shown: str) -> None:
    assert render(value, pattern) == shown


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (46348, "d/m/yyyy", "22/11/2026"),
        (46348, "yyyy-mm-dd", "2026-11-22"),
        (46348.75, "dd mmm yy hh:mm", "22 Nov 26 18:00"),
        (46348, "dddd", "Sunday"),
        (46348.75, "h:mm AM/PM", "6:00 PM"),
        (46348.0625, "h:mm:ss", "1:30:00"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.5, "hh:mm:ss.000", "12:00:00.000"),
    ],
)
def test_a_date_in_a_pattern(value: float, pattern: str, shown: str) -> None:
    assert render(value, pattern) == shown
