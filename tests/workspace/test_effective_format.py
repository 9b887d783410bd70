"""What cells come to look like: bands, conditional formats of every kind, gradients, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, write_rows

RED = {"backgroundColor": {"red": 1.0}}
_DAY = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
_RELATIVE = {"TODAY", "YESTERDAY", "TOMORROW", "PAST_WEEK", "PAST_MONTH"}
_VALUES = [1, 2, 3, "ดี", "ดีมาก", None]


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A sheet of 10 rows and 5 columns, whose clock stands at 20 November 2026."""
    workspace_clock(workspace)
    grid = {"properties": {"gridProperties": {"rowCount": 10, "columnCount": 5}}}
    return Spreadsheet(workspace, sheets=[grid])


def workspace_clock(workspace: Workspace) -> None:
    session = workspace.service_account()
    headers = {"X-Workspace-Control": "1"}
    now = {"now": "2026-11-20T09:30:00+07:00"}
    assert session.put(f"{workspace.address}/_workspace/clock", json=now, headers=headers).ok


def rule(kind: str, *values: str, place: dict[str, int] | None = None, **look: Any) -> dict[str, Any]:
    given = [{"relativeDate" if value in _RELATIVE else "userEnteredValue": value} for value in values]
    boolean = {"condition": {"type": kind, "values": given}, "format": look or RED}
    return {"ranges": [place or box(0, 0, 6, 1)], "booleanRule": boolean}


def add(rule: dict[str, Any]) -> dict[str, Any]:
    return {"addConditionalFormatRule": {"rule": rule}}


def looks(book: Spreadsheet, where: str) -> list[list[dict[str, Any]]]:
    """The effective formats of a range."""
    return [[cell.get("effectiveFormat", {}) for cell in row] for row in book.cells(where)]


def reds(book: Spreadsheet, where: str = "A1:A6") -> list[int]:
    """The rows of a column, as people count them, that are red."""
    rows = enumerate(looks(book, where), 1)
    return [index for index, row in rows if row and row[0].get("backgroundColor") == {"red": 1}]


@pytest.mark.parametrize(
    ("kind", "wanted", "rows"),
    [
        ("NUMBER_LESS", ["2"], [1]),
        ("NUMBER_LESS_THAN_EQ", ["2"], [1, 2]),
        ("NUMBER_GREATER", ["2"], [3]),
        ("NUMBER_GREATER_THAN_EQ", ["2"], [2, 3]),
        ("NUMBER_EQ", ["2"], [2]),
        ("NUMBER_NOT_EQ", ["2"], [1, 3]),
        ("NUMBER_BETWEEN", ["3", "2"], [2, 3]),
        ("NUMBER_NOT_BETWEEN", ["2", "3"], [1]),
        ("NUMBER_LESS", ["200%"], [1]),
        ("TEXT_EQ", ["ดีมาก"], [5]),
        ("TEXT_CONTAINS", ["ดี"], [4, 5]),
        ("TEXT_STARTS_WITH", ["1"], [1]),
        ("TEXT_ENDS_WITH", ["มาก"], [5]),
        ("TEXT_NOT_CONTAINS", ["ดี"], [1, 2, 3, 6]),
        ("BLANK", [], [6]),
        ("NOT_BLANK", [], [1, 2, 3, 4, 5]),
    ],
)
def test_conditions(book: Spreadsheet, kind: str, wanted: list[str], rows: list[int]) -> None:
    book.write([[value] for value in _VALUES])
    book.do(add(rule(kind, *wanted)))
    assert reds(book) == rows


@pytest.mark.parametrize(
    ("kind", "wanted", "rows"),
    [
        ("DATE_BEFORE", ["TODAY"], [1, 2]),
        ("DATE_AFTER", ["TODAY"], [4]),
        ("DATE_AFTER", ["YESTERDAY"], [3, 4]),
        ("DATE_BEFORE", ["TOMORROW"], [1, 2, 3]),
        ("DATE_AFTER", ["PAST_WEEK"], [2, 3, 4]),
        ("DATE_BEFORE", ["PAST_MONTH"], []),
        ("DATE_EQ", ["2026-11-19"], [2]),
        ("DATE_BEFORE", ["2026-11-19"], [1]),
        ("DATE_BEFORE", ["11/19/2026"], [1]),
        ("DATE_BEFORE", ["=TODAY()-1"], [1]),
    ],
)
def test_dates_by_the_workspaces_clock(
    book: Spreadsheet, kind: str, wanted: list[str], rows: list[int]
) -> None:
    # 10, 19, 20 and 21 November 2026, and a number that is no date
    days = [[number(serial, userEnteredFormat=_DAY)] for serial in (46336, 46345, 46346.5, 46347)]
    book.do(write_rows(*days, [number(46345)]), add(rule(kind, *wanted)))
    assert reds(book) == rows


def test_the_first_rule_that_holds_decides_each_property(book: Spreadsheet) -> None:
    book.write([[1]])
    book.do(
        add(rule("NUMBER_EQ", "1", backgroundColor={"blue": 1.0}, textFormat={"bold": True})),
        add(rule("NUMBER_EQ", "1")),  # put in before the other
    )
    ((look,),) = looks(book, "A1")
    assert look["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    assert look["textFormat"]["bold"] is True
    assert "userEnteredFormat" not in book.cell("A1")


@pytest.mark.parametrize(
    ("formula", "places"),
    [
        ("=A1>1", [(1, 2), (2, 1), (3, 1)]),  # a text is more than any number
        ("=$A1>2", [(3, 1), (3, 2)]),
        ("=A$1>1", [(1, 2), (2, 2), (3, 2)]),
        ("=ISBLANK(B1)", [(2, 1), (3, 1), (1, 2), (2, 2), (3, 2)]),
        ("=COUNTIF($A$1:$A$3,A1)=1", [(1, 1), (2, 1), (3, 1)]),
        ("=ไม่มี(A1)", []),
    ],
)
def test_formulas_are_moved_along_and_worked_out(
    book: Spreadsheet, formula: str, places: list[tuple[int, int]]
) -> None:
    """The (row, column) pairs, as people count, of A1:B3 that are red."""
    book.write([[1, "ก"], [2], [3]])
    book.do(add(rule("CUSTOM_FORMULA", formula, place=box(0, 0, 3, 2))))
    found = [
        (row, column)
        for row, line in enumerate(looks(book, "A1:B3"), 1)
        for column, look in enumerate(line, 1)
        if look.get("backgroundColor") == {"red": 1}
    ]
    assert sorted(found) == sorted(places)


def test_results_of_formulas_are_judged_like_values(book: Spreadsheet) -> None:
    book.write([["=1+1"], ["=1/0"], ["=TODAY()"]], option="USER_ENTERED")
    book.do(add(rule("NUMBER_EQ", "2")), add(rule("DATE_EQ", "TODAY")))
    assert reds(book) == [1, 3]


def gradient(*points: tuple[str, str, str]) -> dict[str, Any]:
    """A rule of (name, "NUMBER 3", channel) points."""
    made = {}
    for name, level, channel in points:
        kind, _, value = level.partition(" ")
        colour = {"red": 1.0, "green": 1.0, "blue": 1.0} if channel == "white" else {channel: 1.0}
        made[name] = {"type": kind, "color": colour} | ({"value": value} if value else {})
    return {"ranges": [box(0, 0, 6, 1)], "gradientRule": made}


@pytest.mark.parametrize(
    ("points", "shares"),
    [
        ([("minpoint", "MIN", "white"), ("maxpoint", "MAX", "red")], [1, 0.5, 0]),
        ([("minpoint", "NUMBER 2", "white"), ("maxpoint", "NUMBER 4", "red")], [1, 1, 0.5]),
        ([("minpoint", "PERCENT 50", "white"), ("maxpoint", "PERCENTILE 100", "red")], [1, 1, 0]),
        (
            [("minpoint", "MIN", "red"), ("midpoint", "PERCENTILE 50", "white"), ("maxpoint", "MAX", "red")],
            [0, 1, 0],
        ),
    ],
)
def test_gradients_run_between_their_points(book: Spreadsheet, points: Any, shares: list[float]) -> None:
    """The share of green and blue that is left in 1, 2 and 3."""
    book.write([[value] for value in _VALUES])
    book.do(add(gradient(*points)))
    found = [row[0]["backgroundColor"].get("green", 0) if row else None for row in looks(book, "A1:A5")]
    assert found[:3] == pytest.approx(shares, abs=0.01)
    assert found[3:] == [1, 1]  # texts stay white


def test_bands_lie_behind_a_cells_own_colour_and_colour_empty_cells(book: Spreadsheet) -> None:
    own: dict[str, Any] = {"userEnteredFormat": {"backgroundColor": {"green": 1.0}}}
    book.do(write_rows([number(1), number(2) | own], row=1))
    tints = {"headerColor": {"red": 1.0}, "firstBandColor": {"blue": 1.0}, "secondBandColor": {"blue": 0.5}}
    place = box(0, 0, 4, 3)
    book.do({"addBanding": {"bandedRange": {"range": place, "rowProperties": tints}}})
    backs = [[look.get("backgroundColor") for look in row] for row in looks(book, "A1:D5")]
    assert backs[0] == [{"red": 1}] * 3
    assert backs[1][:2] == [{"blue": 1}, {"green": 1}]
    assert backs[2][0] == {"blue": 0.5019608}
    assert backs[3][0] == {"blue": 1}
    assert len(backs) == 4


def test_rows_go_before_columns_in_bands_as_google_orders_them(book: Spreadsheet) -> None:
    rows = {"firstBandColor": {"red": 1.0}, "secondBandColor": {"red": 0.2}}
    columns = {
        "headerColor": {"green": 1.0},
        "firstBandColor": {"blue": 1.0},
        "secondBandColor": {"blue": 0.2},
    }
    banded = {"range": box(0, 0, 2, 3), "rowProperties": rows, "columnProperties": columns}
    book.do({"addBanding": {"bandedRange": banded}})
    backs = [[look.get("backgroundColor") for look in row] for row in looks(book, "A1:C2")]
    assert backs == [
        [{"green": 1}, {"red": 1}, {"red": 1}],
        [{"green": 1}, {"blue": 1}, {"red": 0.2}],
    ]


def test_a_footer_and_a_table_have_their_colours(book: Spreadsheet) -> None:
    book.write([["ก", "ข"], [1, 2], [3, 4]])
    look = {"headerColorStyle": {"rgbColor": {"blue": 1.0}}, "footerColorStyle": {"rgbColor": {"red": 1.0}}}
    book.do({"addTable": {"table": {"range": box(0, 0, 3, 2), "rowsProperties": look}}})
    backs = [row[0].get("backgroundColor") for row in looks(book, "A1:A3")]
    assert backs == [{"blue": 1}, {"red": 1, "green": 1, "blue": 1}, {"red": 1}]


def test_the_theme_is_kept_and_its_font_is_the_cells(book: Spreadsheet) -> None:
    theme = book.get()["properties"]["spreadsheetTheme"]
    theme["primaryFontFamily"] = "Sarabun"
    theme["themeColors"][2]["color"] = {"rgbColor": {"red": 1.0}}
    change = {"properties": {"spreadsheetTheme": theme}, "fields": "spreadsheetTheme"}
    book.do({"updateSpreadsheetProperties": change})
    properties = book.get()["properties"]
    assert properties["spreadsheetTheme"]["themeColors"][2]["color"] == {"rgbColor": {"red": 1}}
    assert properties["defaultFormat"]["textFormat"]["fontFamily"] == "Sarabun"
    del theme["themeColors"][3]
    assert "All theme color pairs" in book.refused({"updateSpreadsheetProperties": change})
    change = {"properties": {}, "fields": "defaultFormat"}
    assert "read-only" in book.refused({"updateSpreadsheetProperties": change})


_POINTS = {"minpoint": {"type": "MIN"}, "maxpoint": {"type": "MAX"}}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (rule("ONE_OF_LIST", "ก"), "ConditionType 'ONE_OF_LIST' is not supported in conditional formatting."),
        (rule("NUMBER_BETWEEN", "1"), "requires 2 values, but 1 were given"),
        (rule("BLANK", "1"), "requires 0 values"),
        (rule("NUMBER_LESS", "สอง"), "Invalid ConditionValue.userEnteredValue: สอง"),
        (rule("CUSTOM_FORMULA", "A1>1"), "Invalid ConditionValue.userEnteredValue: A1>1"),
        (rule("NUMBER_LESS", "TODAY"), "Relative dates are not supported"),
        (rule("") | {"booleanRule": {}}, "Invalid ConditionType"),
        (
            {"ranges": [box(0, 0, 1, 1)], "gradientRule": {"minpoint": {"type": "MIN"}}},
            "No interpolationPointType",
        ),
        (
            gradient(("minpoint", "NUMBER", "red"), ("maxpoint", "MAX", "red")),
            "InterpolationPoint.value is required.",
        ),
        (
            gradient(("minpoint", "NUMBER มาก", "red"), ("maxpoint", "MAX", "red")),
            "Invalid InterpolationPoint.value: มาก",
        ),
        (
            rule("BLANK") | {"gradientRule": _POINTS},
            "oneof field 'rule' is already set. Cannot set 'gradientRule'",
        ),
    ],
)
def test_rules_that_are_refused(book: Spreadsheet, wrong: dict[str, Any], words: str) -> None:
    assert words in book.refused(add(wrong))


def test_numbers_and_dates_are_read_as_the_locale_writes_them(book: Spreadsheet) -> None:
    german = {"properties": {"locale": "de_DE"}, "fields": "locale"}
    days = [[number(serial, userEnteredFormat=_DAY)] for serial in (46345, 46346)]  # 19 and 20 November
    book.do({"updateSpreadsheetProperties": german}, write_rows(*days, [number(1.4)]))
    white = ("maxpoint", "MAX", "white")
    wrong = add(gradient(("minpoint", "NUMBER 1.5x", "red"), white))
    assert "Invalid InterpolationPoint.value: 1.5x" in book.refused(wrong)
    book.do(add(gradient(("minpoint", "NUMBER 1,5", "red"), white)))
    assert book.sheet()["conditionalFormats"][0]["gradientRule"]["minpoint"]["value"] == "1,5"
    book.do({"deleteConditionalFormatRule": {"index": 0}})
    book.do(add(rule("DATE_BEFORE", "20.11.2026")), add(rule("NUMBER_LESS", "1,5")))
    assert reds(book) == [1, 3]


def test_a_value_that_a_point_does_not_use_is_dropped(book: Spreadsheet) -> None:
    book.do(add(gradient(("minpoint", "MIN 2", "white"), ("maxpoint", "MAX", "red"))))
    assert "value" not in book.sheet()["conditionalFormats"][0]["gradientRule"]["minpoint"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"type": "BLANK"}, "ConditionType 'BLANK' is not supported in data validation."),
        ({"type": "ONE_OF_LIST"}, "requires at least 1 values"),
        ({"type": "BOOLEAN", "values": [{"userEnteredValue": "ก"}] * 3}, "requires 0 to 2 values"),
        ({"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "!!"}]}, "Invalid ConditionValue"),
        ({"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}, "Relative dates are not supported"),
        ({}, "Invalid ConditionType"),
    ],
)
def test_validation_rules_that_are_refused(book: Spreadsheet, condition: dict[str, Any], words: str) -> None:
    wrong = {"setDataValidation": {"range": box(0, 0, 1, 1), "rule": {"condition": condition}}}
    assert words in book.refused(wrong)


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!A1:A5"}]},
        {"type": "TEXT_IS_EMAIL"},
        {"type": "DATE_IS_VALID"},
        {"type": "DATE_BETWEEN", "values": [{"userEnteredValue": "2026-01-01"}, {"userEnteredValue": "=A1"}]},
        {"type": "BOOLEAN", "values": [{"userEnteredValue": "ใช่"}, {"userEnteredValue": "ไม่"}]},
        {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>1"}]},
    ],
)
def test_validation_rules_are_kept_and_bind_no_program(book: Spreadsheet, condition: dict[str, Any]) -> None:
    rule = {"condition": condition, "strict": True, "inputMessage": "อ่านก่อน"}
    book.do({"setDataValidation": {"range": box(0, 0, 1, 1), "rule": rule}})
    book.write([["อะไรก็ได้"]])
    assert book.cell("A1")["dataValidation"] == rule
