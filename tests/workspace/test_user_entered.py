"""What people type, in their spreadsheet's locale: the value, its format, and what the cell then shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sync.workspace.sheets.values.user_entered import typed
from sync.workspace.store import Store
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet

_YEAR = 2026


def _entered(text: str, locale: str) -> tuple[Any, str, str]:
    value, look = typed(text, "value", locale, _YEAR)
    return value, (look or {}).get("type", ""), (look or {}).get("pattern", "")


@pytest.mark.parametrize(
    ("locale", "text", "value", "kind", "pattern"),
    [
        ("en_US", "0042", 42, "", ""),
        ("en_US", "2,000,000.01", 2000000.01, "NUMBER", "#,##0.00"),
        ("en_US", "(5)", -5, "", ""),
        ("en_US", "$100.15", 100.15, "CURRENCY", '"$"#,##0.00'),
        ("en_US", "-$5", -5, "CURRENCY", '"$"#,##0'),
        ("en_US", "€5", 5, "CURRENCY", "[$€]#,##0"),
        ("en_US", "2.5%", 0.025, "PERCENT", "0.00%"),
        ("en_US", "1e3", 1000, "SCIENTIFIC", "0.00E+00"),
        ("en_US", "Mar 1 2016", 42430, "DATE", "mmm d yyyy"),
        ("en_US", "March 1, 2016", 42430, "DATE", "mmmm d, yyyy"),
        ("en_US", "1-Mar-2016", 42430, "DATE", "d-mmm-yyyy"),
        ("en_US", "2020-01-01", 43831, "DATE", "yyyy-mm-dd"),
        ("en_US", "1999-01-02", 36162, "DATE", "yyyy-mm-dd"),
        ("en_US", "11/22/2026", 46348, "DATE", "m/d/yyyy"),
        ("en_US", "11/22", 46348, "DATE", "m/d"),
        ("en_US", "3:30 PM", 15.5 / 24, "TIME", "h:mm AM/PM"),
        ("en_US", "15:30:45", 55845 / 86400, "TIME", "h:mm:ss"),
        ("en_US", "25:30:00", 25.5 / 24, "TIME", "[h]:mm:ss"),
        ("en_US", "11/22/2026 6:00 PM", 46348.75, "DATE_TIME", "m/d/yyyy h:mm AM/PM"),
        ("en_GB", "22/11/2026", 46348, "DATE", "dd/mm/yyyy"),
        ("th_TH", "22/11/2026", 46348, "DATE", "d/m/yyyy"),
        ("th_TH", "22 พ.ย. 2026", 46348, "DATE", "d mmm yyyy"),
        ("th_TH", "22 พฤศจิกายน 2026", 46348, "DATE", "d mmmm yyyy"),
        ("th_TH", "22/11/2026 18:00", 46348.75, "DATE_TIME", "d/m/yyyy h:mm"),
        ("th_TH", "฿1,500", 1500, "CURRENCY", '"฿"#,##0'),
        ("de_DE", "1.234,5", 1234.5, "NUMBER", "#,##0.00"),
        ("de_DE", "1,5", 1.5, "", ""),
        ("de_DE", "22.11.2026", 46348, "DATE", "dd.mm.yyyy"),
        ("de_DE", "22. November 2026", 46348, "DATE", "d. mmmm yyyy"),
        ("de_DE", "5 €", 5, "CURRENCY", '#,##0 "€"'),
        ("fr_FR", "1 234,5", 1234.5, "NUMBER", "#,##0.00"),
        ("fr_FR", "22/11/2026", 46348, "DATE", "dd/mm/yyyy"),
        ("fr_FR", "12,5%", 0.125, "PERCENT", "0.00%"),
        ("ja_JP", "2026/11/22", 46348, "DATE", "yyyy/mm/dd"),
    ],
)
def test_numbers_and_dates(locale: str, text: str, value: float, kind: str, pattern: str) -> None:
    entered, *look = _entered(text, locale)
    assert entered == pytest.approx(value, abs=1e-9)
    assert look == [kind, pattern]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_US", "22/11/2026"),
        ("en_GB", "11/22/2026"),
        ("en_US", "1.2.3"),
        ("en_US", "192.168.1.1"),
        ("en_US", "2026-11-22T15:30:00Z"),
        ("en_US", "2/30/2026"),
        ("en_US", "12:60"),
        ("en_US", "1E400"),
        ("en_US", "-1e999%"),
        ("en_US", "may"),
        ("en_US", "12 Monkeys"),
        ("en_US", "บ้าน 5"),
        ("en_US", "๕"),
        ("de_DE", "1,234.5"),
        ("th_TH", "ป.4/2"),
        ("th_TH", "- ไม่มี"),
        ("th_TH", "08-1234-5678"),
    ],
)
def test_what_stays_text(locale: str, text: str) -> None:
    assert _entered(text, locale) == (text, "", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'5", "5"),
        ("'=1", "=1"),
        ("TRUE", True),
        ("false", False),
        ("=1+1", {"formulaValue": "=1+1"}),
        ("+A1", {"formulaValue": "=+A1"}),
        ("=", "="),
        ("", None),
    ],
)
def test_text_booleans_and_formulas(text: str, value: Any) -> None:
    assert _entered(text, "en_US") == (value, "", "")


def test_a_spreadsheets_locale_decides(workspace: Workspace) -> None:
    Store(workspace.folder, ()).set_clock(datetime(2026, 1, 1, tzinfo=UTC))
    book = Spreadsheet(workspace, properties={"locale": "de_DE"})
    book.write([["1.234,5", "22.11.", "1,5", "=A1*2", "=SUM(1,5;2)"]], "A1", "USER_ENTERED")
    unformatted = book.values("A1:E1", valueRenderOption="UNFORMATTED_VALUE")
    assert unformatted == [[1234.5, 46348, 1.5, 2469, 3.5]]
    assert book.values("A1:E1") == [["1.234,50", "22.11", "1,5", "2.469,00", "3,5"]]


def test_a_cell_keeps_the_format_that_it_has(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)
    plain = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    book.do({"repeatCell": {"range": area, "cell": plain, "fields": "userEnteredFormat.numberFormat"}})
    book.write([["0042", "2026-11-22"], ["", "5"]], "A1", "USER_ENTERED")
    book.write([["1"]], "B1", "USER_ENTERED")
    assert book.values("A1:B2") == [["0042", "1899-12-31"], ["", "5"]]
