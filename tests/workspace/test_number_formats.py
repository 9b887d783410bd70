"""Numbers, money and dates as cells show them, in a spreadsheet's locale."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace.sheets.values import formatted
from sync.workspace.sheets.values.patterns import general, render
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, write_rows


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (5.25, "# ?/?", "5 1/4"),
        (5, "# ?/?", "5"),
        (1.5, "?/?", "3/2"),
        (0.33, "# ?/?", "1/3"),
        (2.3, "# ?/8", "2 2/8"),
        (-1.5, "# ?/?", "-1 1/2"),
        (123456789, "000-000-0000", "012-345-6789"),
        (1234, '0" km "000', "1 km 234"),
        (3.5, "?0.0?", " 3.5 "),
        (5, "0.##", "5."),
        (0.5, ".00", ".50"),
        (1234.5, "[$€]#,##0.00", "€1,234.50"),
        (1234.5, "#,##0.00 [$฿-41E]", "1,234.50 ฿"),
        (-3, "[Red]0;[Blue](0)", "(3)"),
        (42, "[<100]0;[>=100]#,##0", "42"),
        (7, "_(0_)", " 7 "),
        (7, "*-0", "7"),
        (1234567, '0.0,,"M"', "1.2M"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (1.5, "[mm]:ss", "2160:00"),
        (-0.25, "[h]:mm", "-6:00"),
        (0.75, "h:mm am/pm", "6:00 pm"),
        (0.25, "h:mm A/P", "6:00 A"),
        (0.5, "hh:mm:ss.00", "12:00:00.00"),
        (46348, "mmmmm", "N"),
        (46348, "ddd d mmm yy", "Sun 22 Nov 26"),
        ("ดี", '0;-0;0;"คำตอบ: "@', "คำตอบ: ดี"),
    ],
)
def test_googles_patterns(value: Any, pattern: str, shown: str) -> None:
    assert render(value, pattern) == shown


@pytest.mark.parametrize(
    ("locale", "value", "pattern", "shown"),
    [
        ("de_DE", 1234.5, "#,##0.00", "1.234,50"),
        ("fr_FR", 1234.5, "#,##0.00", "1\u202f234,50"),
        ("th_TH", 1234.5, "#,##0.00", "1,234.50"),
        ("th_TH", 46348, "d mmmm yyyy", "22 พฤศจิกายน 2026"),
        ("th_TH", 46348, "ddd d mmm yy", "อา. 22 พ.ย. 26"),
        ("th_TH", 46348, "dddd", "วันอาทิตย์"),
        ("de_DE", 46348, "dddd, d. mmmm yyyy", "Sonntag, 22. November 2026"),
        ("ja_JP", 46348, 'yyyy"年"m"月"d"日"', "2026年11月22日"),
        ("ja_JP", 46348.75, "AM/PM h:mm", "午後 6:00"),
    ],
)
def test_patterns_in_a_locale(locale: str, value: float, pattern: str, shown: str) -> None:
    assert render(value, pattern, locale) == shown


def test_numbers_without_a_format_have_the_locales_point() -> None:
    assert [general(0.5, locale) for locale in ("", "de_DE", "th_TH")] == ["0.5", "0,5", "0.5"]


@pytest.mark.parametrize(
    ("locale", "type_", "value", "shown"),
    [
        ("en_US", "DATE", 46348, "11/22/2026"),
        ("en_US", "TIME", 0.75, "6:00:00 PM"),
        ("en_US", "DATE_TIME", 46348.75, "11/22/2026 18:00:00"),
        ("en_US", "CURRENCY", -5.5, "-$5.50"),
        ("en_US", "PERCENT", 0.256, "25.60%"),
        ("en_US", "SCIENTIFIC", 12345, "1.23E+04"),
        ("en_US", "NUMBER", 1234.5, "1,234.50"),
        ("th_TH", "DATE", 46348, "22/11/2026"),
        ("th_TH", "CURRENCY", 1234.5, "฿1,234.50"),
        ("de_DE", "DATE", 46348, "22.11.2026"),
        ("de_DE", "CURRENCY", 1234.5, "1.234,50 €"),
        ("ja_JP", "DATE", 46348, "2026/11/22"),
        ("xx_XX", "DATE", 46348, "11/22/2026"),
    ],
)
def test_a_type_alone_has_the_locales_pattern(locale: str, type_: str, value: float, shown: str) -> None:
    assert formatted.shown(value, {"numberFormat": {"type": type_}}, locale) == shown


def test_the_api_shows_cells_in_the_spreadsheets_locale(workspace: Workspace) -> None:
    book = Spreadsheet(workspace, properties={"locale": "de_DE"})

    def cell(value: float, type_: str) -> dict[str, Any]:
        look = {"numberFormat": {"type": type_}}
        return {"userEnteredValue": {"numberValue": value}, "userEnteredFormat": look}

    book.do(write_rows([cell(46348.5, "DATE_TIME"), cell(0.5, "NUMBER")]))
    assert book.values("A1:B1") == [["22.11.2026 12:00:00", "0,50"]]
    told = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert book.values("A1:B1", **told) == [["22.11.2026 12:00:00", 0.5]]
    change = {"properties": {"locale": "en_US"}, "fields": "locale"}
    book.do({"updateSpreadsheetProperties": change})
    assert book.values("A1:B1") == [["11/22/2026 12:00:00", "0.50"]]
