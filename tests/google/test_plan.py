"""Plans of spreadsheets: as little is asked as says it, and every kind of change is said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from sync.layout.tab import (
    Area,
    Cell,
    Chart,
    ColourRule,
    Row,
    Series,
    Style,
)
from sync.sheets import (
    applied,
    plan,
    sheet_id,
)
from sync.sheets.charts import chart_id
from sync.sheets.formats import clipped
from sync.sheets.plan import LARGEST
from sync.sheets.state import ExistingSheet
from tests.google.plans import (
    EMPTY,
    FULL,
    after,
    contents,
    kinds,
    planned,
    row,
    steps,
    tab,
)

# --- Little is asked -----------------------------------------------------------------------------


def test_nothing_changed_nothing_is_sent() -> None:
    assert planned([FULL, tab("other", row("a"))], after([FULL, tab("other", row("a"))])) == ()


def test_one_changed_row_is_one_request_and_the_stamp() -> None:
    many = [row(f"row {n}", n) for n in range(100)]
    state = after([tab("t", *many)])
    many[40] = row("row 40", 41)
    (batch,) = planned([tab("t", *many)], state)
    assert kinds((batch,)) == ["updateCells", "updateDeveloperMetadata"]
    assert batch.requests[0]["updateCells"] == {
        "range": {
            "sheetId": sheet_id("t"),
            "startRowIndex": 40,
            "endRowIndex": 41,
            "startColumnIndex": 0,
            "endColumnIndex": 2,
        },
        "rows": [
            {
                "values": [
                    {"userEnteredValue": {"stringValue": "row 40"}},
                    {"userEnteredValue": {"numberValue": 41}},
                ]
            }
        ],
        "fields": "userEnteredValue",
    }
    assert [list(change.rows) for change in batch.changes] == [[40]]


def test_neighbouring_rows_are_one_request() -> None:
    state = after([tab("t", *(row(n) for n in range(10)))])
    batches = planned([tab("t", *(row(-n if n in {2, 3, 4, 8} else n) for n in range(10)))], state)
    ranges = [c["range"] for c in contents(batches, "updateCells")]
    assert [(r["startRowIndex"], r["endRowIndex"]) for r in ranges] == [(2, 5), (8, 9)]


def test_only_the_tab_that_changed_is_sent() -> None:
    state = after([tab("a", row("x")), tab("b", row("x"))])
    (batch,) = planned([tab("a", row("x")), tab("b", row("y"))], state)
    assert [change.tab for change in batch.changes] == ["b"]


def test_a_table_that_looks_alike_says_so_once() -> None:
    batches = planned([tab("t", *(row("a", 1) for _ in range(500)))], {}, existing=EMPTY)
    assert len(contents(batches, "repeatCell")) == 1
    assert len(contents(batches, "updateCells")) == 1


def test_a_batch_holds_at_most_two_megabytes_and_each_ends_with_its_stamp() -> None:
    tabs = [tab("t", *(row("ก" * 10_000) for _ in range(300)))]
    batches = planned(tabs, {}, existing=EMPTY)
    assert len(batches) > 3
    assert all(len(json.dumps(b.requests, ensure_ascii=False).encode()) < LARGEST + 100_000 for b in batches)
    assert [batch.stamp for batch in batches] == [f"stamp {n + 1}" for n in range(len(batches))]
    assert [next(iter(batch.requests[-1])) for batch in batches] == [
        "createDeveloperMetadata",
        *["updateDeveloperMetadata"] * (len(batches) - 1),
    ]
    state = applied({}, batches[0].changes)
    rest = plan(tabs, state, stamp=str)  # what a fresh start would send from there
    assert [batch.changes for batch in rest] == [batch.changes for batch in batches[1:]]
    for batch in batches[1:]:
        state = applied(state, batch.changes)
    assert plan(tabs, state, stamp=str) == ()


# --- Cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=SUM(A1)", {"stringValue": "=SUM(A1)"}),
        ("+66", {"stringValue": "+66"}),
        ("0812", {"stringValue": "0812"}),
        (True, {"boolValue": True}),
        (1, {"numberValue": 1}),
        (2.5, {"numberValue": 2.5}),
        ("", {"stringValue": ""}),
        ("a\0b\x1b\tc\nd", {"stringValue": "ab\tc\nd"}),
    ],
)
def test_values_are_written_as_what_they_are(value: Any, written: Any) -> None:
    batches = planned([tab("t", row(value))], {}, existing=EMPTY)
    assert contents(batches, "updateCells")[0]["rows"] == [{"values": [{"userEnteredValue": written}]}]


@pytest.mark.parametrize(
    ("text", "length"),
    [("ก" * 50_000, 50_000), ("ก" * 50_001, 50_000), ("😀" * 25_000, 50_000), ("😀" * 25_001, 49_999)],
)
def test_a_cell_holds_fifty_thousand_utf16_units(text: str, length: int) -> None:
    short = clipped(text)
    assert len(short.encode("utf-16-le")) // 2 == length
    assert short == text or short.endswith("…")


@pytest.mark.parametrize(
    ("link", "uri"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("#gid=5", "#gid=5"),
        ("javascript:alert(1)", None),
        ("=HYPERLINK()", None),
    ],
)
def test_a_link_lies_in_the_format_and_is_safe(link: str, uri: str | None) -> None:
    batches = planned([tab("t", Row((Cell("name", link=link),)))], {}, existing=EMPTY)
    text = contents(batches, "repeatCell")[0]["cell"]["userEnteredFormat"]["textFormat"]
    assert text.get("link") == ({"uri": uri} if uri else None)


def test_a_new_text_under_an_old_link_sets_the_link_again() -> None:
    state = after([tab("t", Row((Cell("old", link="#gid=1"),)))])
    assert "repeatCell" in kinds(planned([tab("t", Row((Cell("new", link="#gid=1"),)))], state))


def test_styles_are_googles_formats() -> None:
    style = Style(True, True, 14, "#ff0000", "#00ff00", "center", "top", True, "0.00%", "#0000ff")
    batches = planned([tab("t", row(1, style=style))], {}, existing=EMPTY)
    line = {"style": "SOLID", "colorStyle": {"rgbColor": {"red": 0, "green": 0, "blue": 1}}}
    assert contents(batches, "repeatCell")[0]["cell"]["userEnteredFormat"] == {
        "textFormat": {
            "bold": True,
            "italic": True,
            "fontSize": 14,
            "fontFamily": "Sarabun",
            "foregroundColorStyle": {"rgbColor": {"red": 1, "green": 0, "blue": 0}},
        },
        "backgroundColorStyle": {"rgbColor": {"red": 0, "green": 1, "blue": 0}},
        "horizontalAlignment": "CENTER",
        "verticalAlignment": "TOP",
        "wrapStrategy": "WRAP",
        "numberFormat": {"type": "PERCENT", "pattern": "0.00%"},
        "borders": {"top": line, "bottom": line, "left": line, "right": line},
    }


def test_rows_that_are_no_longer_there_are_emptied() -> None:
    state = after([tab("t", row("a"), row("b"), row("c", height=50))])
    batches = planned([tab("t", row("a"))], state)
    (cleared,) = contents(batches, "updateCells")
    assert "rows" not in cleared
    assert (cleared["range"]["startRowIndex"], cleared["range"]["endRowIndex"]) == (1, 3)
    assert cleared["fields"] == "userEnteredValue,note,userEnteredFormat"
    assert contents(batches, "updateDimensionProperties")[0]["properties"] == {"pixelSize": 21}
    assert set(applied(state, batches[0].changes)["t"].rows) == {0}


def test_a_sparse_tab_leaves_the_rows_that_it_does_not_name() -> None:
    state = after([tab("t", row("a"), row("b"), sparse=True)])
    news = tab("t", sparse=True, height=4, rows={3: row("d")})
    batches = planned([news], state)
    assert [c["range"]["startRowIndex"] for c in contents(batches, "updateCells")] == [3]
    assert contents(batches, "appendDimension") == [
        {"sheetId": sheet_id("t"), "dimension": "ROWS", "length": 2}
    ]
    assert set(applied(state, batches[0].changes)["t"].rows) == {0, 1, 3}


# --- Shape ---------------------------------------------------------------------------------------

PLAIN_TAB = tab("t", row("a", "b"), row("c", "d"), row("e", "f"))
RULE = ColourRule(Area(0, 0, 1, 1), stops=((1, "#ff0000"), (3, "#ffff00"), (5, "#00ff00")))
CHART = Chart("c", "COLUMN", "title", Area(0, 0, 3, 1), (Series(Area(0, 1, 3, 2), "#00ff00"),), 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        ({}, {"title": "other"}, ["updateSheetProperties"]),
        ({}, {"colour": "#ff0000"}, ["updateSheetProperties"]),
        ({"colour": "#ff0000"}, {}, ["updateSheetProperties"]),
        ({}, {"gridlines": False, "frozen_rows": 1}, ["updateSheetProperties"]),
        ({}, {"widths": (100, 250)}, ["updateDimensionProperties"]),
        ({}, {"widths": (90, 90)}, ["updateDimensionProperties"]),
        ({}, {"widths": (100, 100, 70, 80)}, ["appendDimension", *["updateDimensionProperties"] * 2]),
        ({}, {"height": 9}, ["appendDimension"]),
        ({"height": 9}, {}, []),
        ({}, {"merges": (Area(0, 0, 1, 2),)}, ["mergeCells"]),
        (  # what stood in the second row may have come up into the first
            {"merges": (Area(0, 0, 1, 2),)},
            {"merges": (Area(0, 0, 2, 2),)},
            ["unmergeCells", "mergeCells", "updateCells", "repeatCell"],
        ),
        (  # no column that is frozen may be part of a merged cell
            {"merges": (Area(0, 1, 1, 4),), "frozen_columns": 1},
            {"merges": (Area(0, 2, 1, 4),), "frozen_columns": 2},
            ["unmergeCells", "updateSheetProperties", "mergeCells"],
        ),
        ({}, {"colour_rules": (RULE, RULE)}, ["addConditionalFormatRule"] * 2),
        (
            {"colour_rules": (RULE, RULE)},
            {"colour_rules": (RULE,)},
            [*["deleteConditionalFormatRule"] * 2, "addConditionalFormatRule"],
        ),
        ({}, {"charts": (CHART,)}, ["addChart"]),
        ({"charts": (CHART,)}, {"charts": (replace(CHART, title="new"),)}, ["updateChartSpec"]),
        ({"charts": (CHART,)}, {"charts": (replace(CHART, row=2),)}, ["updateEmbeddedObjectPosition"]),
        ({"charts": (CHART,)}, {}, ["deleteEmbeddedObject"]),
        ({}, {"filter_from_row": 0}, ["setBasicFilter"]),
        ({"filter_from_row": 0}, {}, ["clearBasicFilter"]),
    ],
)
def test_a_change_of_shape_asks_for_that_only(
    old: dict[str, Any], new: dict[str, Any], asked: list[str]
) -> None:
    state = after([replace(PLAIN_TAB, **old)])
    batches = planned([replace(PLAIN_TAB, **new)], state)
    assert kinds(batches) == ([*asked, "updateDeveloperMetadata"] if asked else [])
    for batch in batches:
        state = applied(state, batch.changes)
    assert planned([replace(PLAIN_TAB, **new)], state) == ()


@pytest.mark.parametrize(
    ("kind", "names", "values"),
    [
        ("BAR", "LEFT_AXIS", "BOTTOM_AXIS"),
        ("COLUMN", "BOTTOM_AXIS", "LEFT_AXIS"),
        ("LINE", "BOTTOM_AXIS", "LEFT_AXIS"),
    ],
)
def test_a_charts_axes_lie_as_its_kind_asks(kind: Any, names: str, values: str) -> None:
    chart = replace(CHART, kind=kind, axis_title="คะแนน", axis_minimum=1, axis_maximum=5, stacked=True)
    added = contents(planned([replace(PLAIN_TAB, charts=(chart,))], {}, existing=EMPTY), "addChart")[0][
        "chart"
    ]
    basic = added["spec"]["basicChart"]
    assert added["chartId"] == chart_id("t", "c")
    assert [axis["position"] for axis in basic["axis"]] == [names, values]
    assert basic["series"][0]["targetAxis"] == values
    assert ("stackedType" in basic) == (kind != "LINE")


# --- Which tabs there are ------------------------------------------------------------------------


def test_a_new_spreadsheet_gets_its_tabs_and_loses_the_default_sheet() -> None:
    batches = planned([tab("a"), tab("b")], {}, existing=EMPTY)
    assert steps(batches) == [("add", ("a", 0)), ("add", ("b", 1)), ("delete", 0)]
    assert contents(batches, "updateSpreadsheetProperties")[0]["properties"] == {
        "locale": "th_TH",
        "timeZone": "Asia/Bangkok",
    }


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("abc", "abc", []),
        ("abc", "ac", [("delete", sheet_id("b"))]),
        ("ac", "abc", [("add", ("b", 1))]),
        ("abc", "bdc", [("delete", sheet_id("a")), ("add", ("d", 1))]),
        ("abc", "cab", [("index", 0), ("index", 1), ("index", 2)]),
        (
            "ab",
            "cd",
            [("add", ("c", 0)), ("add", ("d", 1)), ("delete", sheet_id("a")), ("delete", sheet_id("b"))],
        ),
    ],
)
def test_tabs_come_and_go_and_keep_their_order(before: str, now: str, expected: list[Any]) -> None:
    state = after([tab(key) for key in before])
    batches = planned([tab(key) for key in now], state)
    assert steps(batches) == expected
    for batch in batches:
        state = applied(state, batch.changes)
    assert sorted(state, key=lambda key: state[key].order) == list(now)


def test_tabs_may_swap_their_names() -> None:
    state = after([tab("a", title="one"), tab("b", title="two")])
    asked = steps(planned([tab("a", title="two"), tab("b", title="one")], state))
    names = {"a": "one", "b": "two"}
    assert len({*names.values()}) == 2
    assert [field for field, _ in asked] == ["title"] * 4
    assert [title for _, title in asked[2:]] == ["two", "one"]


def test_peoples_own_sheets_stay_and_make_room_for_our_names() -> None:
    theirs = (ExistingSheet(0, "Sheet1", 9, 9), ExistingSheet(77, "A", 9, 9))
    batches = planned([tab("a")], {}, existing=replace(EMPTY, sheets=theirs))
    assert steps(batches) == [("title", "A (77)"), ("add", ("a", 0)), ("delete", 0)]
