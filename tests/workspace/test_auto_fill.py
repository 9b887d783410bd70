"""autoFill over real HTTP: series of numbers, dates, names and numbered texts, formulas and formats."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace.sheets.moving.series import series
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, told, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet of a Thai office."""
    return Spreadsheet(workspace, properties={"locale": "th_TH"})


def beside(source: dict[str, int], length: int, dimension: str = "ROWS", **more: Any) -> dict[str, Any]:
    """An autoFill of a source."""
    given = {"source": source, "dimension": dimension, "fillLength": length}
    return {"autoFill": {"sourceAndDestination": given, **more}}


def within(whole: dict[str, int], **more: Any) -> dict[str, Any]:
    """An autoFill of a range that begins with something."""
    return {"autoFill": {"range": whole, **more}}


@pytest.mark.parametrize(
    ("values", "expected", "alternate"),
    [
        ([1], [1, 1, 1], [2, 3, 4]),
        ([1, 3], [5, 7, 9], [1, 3, 1]),
        ([1, 2, 4], [5.333333333333, 6.833333333333, 8.333333333333], [1, 2, 4]),
        ([0.1, 0.2], [0.3, 0.4, 0.5], [0.1, 0.2, 0.1]),
        (["Item 1"], ["Item 2", "Item 3", "Item 4"], ["Item 1"] * 3),
        (["ห้อง 08", "ห้อง 10"], ["ห้อง 12", "ห้อง 14", "ห้อง 16"], ["ห้อง 08", "ห้อง 10", "ห้อง 08"]),
        (["a1", "b1"], ["a2", "b2", "a3"], ["a1", "b1", "a1"]),
        (["Monday"], ["Tuesday", "Wednesday", "Thursday"], ["Monday"] * 3),
        (["NOV", "DEC"], ["JAN", "FEB", "MAR"], ["NOV", "DEC", "NOV"]),
        (["jan", "apr"], ["jul", "oct", "jan"], ["jan", "apr", "jan"]),
        (["มกราคม"], ["กุมภาพันธ์", "มีนาคม", "เมษายน"], ["มกราคม"] * 3),
        (["Q3"], ["Q4", "Q1", "Q2"], ["Q3"] * 3),
        (["x", "y"], ["x", "y", "x"], ["x", "y", "x"]),
        ([True, False], [True, False, True], [True, False, True]),
        ([1, "x"], [1, "x", 1], [1, "x", 1]),
    ],
)
def test_what_begins_is_gone_on_with(
    book: Spreadsheet, values: list[Any], expected: list[Any], alternate: list[Any]
) -> None:
    end = len(values)
    for series_is, result in ((False, expected), (True, alternate)):
        book.write([[value] for value in values])
        book.do(beside(box(0, 0, end, 1), 3, useAlternateSeries=series_is))
        shown = book.values(f"A{end + 1}:A{end + 3}", valueRenderOption="UNFORMATTED_VALUE")
        assert [row[0] for row in shown] == (pytest.approx(result) if _numbers(result) else result)


def _numbers(values: list[Any]) -> bool:
    return all(isinstance(value, int | float) for value in values)


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("DATE", [45961], [45962, 45963]),
        ("DATE", [45961, 45968], [45975, 45982]),
        ("DATE", [45688, 45716], [45744, 45772]),  # 31 January, 28 February: four weeks apart
        ("DATE", [45658, 45689], [45717, 45748]),  # the first of January, February …
        ("DATE_TIME", [45961.5], [45962.5, 45963.5]),
        ("TIME", [0.25], [0.25 + 1 / 24, 0.25 + 2 / 24]),
        ("DATE", [45961, 45962, 45970], None),
    ],
)
def test_dates_go_on_by_days_or_months(kind: str, values: list[float], expected: list[float] | None) -> None:
    going_on = series(values, kind, "en_US", alternate=False)
    found = [going_on(len(values) + n) for n in range(2)] if going_on else None
    assert found == (pytest.approx(expected) if expected else None)


def test_dates_stay_dates(book: Spreadsheet) -> None:
    look: dict[str, Any] = {"numberFormat": {"type": "DATE", "pattern": "d/m/yyyy"}}
    book.do(write_rows([number(45961, userEnteredFormat=look)]), beside(box(0, 0, 1, 1), 2))
    assert book.values() == [["31/10/2025"], ["1/11/2025"], ["2/11/2025"]]


def test_upwards_and_to_the_left(book: Spreadsheet) -> None:
    book.do(write_rows([number(5), number(7)], [text("Item 3"), text("Item 4")], row=3, column=3))
    book.do(beside(box(3, 3, 5, 5), -2, "COLUMNS"))
    assert book.values("B4:E5") == [["1", "3", "5", "7"], ["Item 1", "Item 2", "Item 3", "Item 4"]]
    book.do(write_rows([number(10)], [number(20)], row=5, column=0), beside(box(5, 0, 7, 1), -3))
    assert book.values("A3:A7") == [["-20"], ["-10"], ["0"], ["10"], ["20"]]


def test_formulas_refer_further(book: Spreadsheet) -> None:
    book.write([[1, "=A1*2"], [2, "=A2+$A$1"]], option="USER_ENTERED")
    book.do(beside(box(0, 1, 2, 2), 3))
    assert [row[0] for row in book.values("B3:B5", valueRenderOption="FORMULA")] == [
        "=A3*2",
        "=A4+$A$1",
        "=A5*2",
    ]


def test_formats_and_rules_are_repeated_and_notes_are_not(book: Spreadsheet) -> None:
    rule = {"condition": {"type": "BOOLEAN"}}
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.do(write_rows([text("a", note="n", dataValidation=rule, **look)], [text("b")]))
    book.do(write_rows([{"note": "here"}], fields="note", row=2), beside(box(0, 0, 2, 1), 2))
    third, fourth = (row[0] for row in book.cells("A3:A4"))
    assert third["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert (third["note"], third["dataValidation"]["condition"]["type"]) == ("here", "BOOLEAN")
    assert "note" not in fourth
    assert "userEnteredFormat" not in fourth


@pytest.mark.parametrize(
    ("given", "whole", "expected"),
    [
        ([["1"], ["2"]], box(0, 0, 4, 1), [["1"], ["2"], ["3"], ["4"]]),
        ([["", "", "Q1"]], box(0, 0, 1, 5), [["Q3", "Q4", "Q1", "Q2", "Q3"]]),
        ([["1", "2"], ["3", "4"]], box(0, 0, 3, 3), [["1", "2", "3"], ["3", "4", "5"], ["5", "6", "7"]]),
        ([["", ""], ["", "x"]], box(0, 1, 3, 2), [["", "x"], ["", "x"], ["", "x"]]),
        ([["a"]], box(3, 3, 5, 5), [["a"]]),  # nothing to go on from
        ([["1"], ["2"]], box(0, 0, 2, 1), [["1"], ["2"]]),  # nothing to fill
    ],
)
def test_a_range_is_filled_from_what_it_has(
    book: Spreadsheet, given: list[list[str]], whole: dict[str, int], expected: list[list[str]]
) -> None:
    book.write(given, option="USER_ENTERED")
    book.do(within(whole))
    assert book.values() == expected


def test_conditional_formats_run_on(book: Spreadsheet) -> None:
    condition = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}
    rule = {"ranges": [box(0, 0, 2, 1)], "booleanRule": condition}
    book.do(
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        write_rows([number(1)], [number(2)]),
        beside(box(0, 0, 2, 1), 4),
    )
    assert book.sheet()["conditionalFormats"][0]["ranges"] == [told(0, 0, 6, 1)]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (beside(box(998, 0, 999, 1), 5), "Range (Sheet1!A1000:A1004) exceeds grid limits."),
        (beside(box(0, 0, 1, 1), -1), "GridRange indexes must be >= 0"),
        ({"autoFill": {}}, "Must specify exactly one of range or sourceAndDestination."),
        ({"autoFill": {"sourceAndDestination": {"source": box(0, 0, 1, 1), "fillLength": 1}}}, "dimension"),
    ],
)
def test_what_cannot_be_filled_is_refused(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    assert message in book.refused(request_)
