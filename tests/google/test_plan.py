"""Plans of spreadsheets: as little is asked as says it, and every kind of change is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from sync.layout.tab import (
    PLAIN,
    Area,
    Cell,
    Chart,
    ColourRule,
    HeldRows,
    PeopleColumn,
    Row,
    Series,
    Style,
    Tab,
)
from sync.sheets import (
    Batch,
    ExistingSheets,
    PeopleRow,
    TabState,
    applied,
    lost_tabs,
    must_read,
    places,
    plan,
    relaid,
    sheet_id,
    unsure,
)
from sync.sheets.charts import chart_id
from sync.sheets.formats import clipped
from sync.sheets.people import filters, rows_found
from sync.sheets.plan import LARGEST
from sync.sheets.state import ExistingSheet, ProtectedRange
from tests.discovery import problems_of_request

BOLD = Style(bold=True)
EMPTY = ExistingSheets(None, (ExistingSheet(0, "Sheet1", 1000, 26),), "en_US", "Etc/GMT")


def row(*values: Any, style: Style = PLAIN, height: int | None = None) -> Row:
    return Row(tuple(Cell(value, style) for value in values), height=height)


def tab(key: str = "t", *rows: Row, **more: Any) -> Tab:
    there = dict(enumerate(rows))
    return Tab(**{"key": key, "title": key, "rows": there, "height": len(rows), "widths": (100, 100), **more})


def planned(tabs: list[Tab], state: Mapping[str, TabState], **more: Any) -> tuple[Batch, ...]:
    numbers = count(1)
    batches = plan(tabs, state, stamp=lambda: f"stamp {next(numbers)}", **more)
    for batch in batches:
        body = {"requests": list(batch.requests)}
        url = "https://sheets.googleapis.com/v4/spreadsheets/x:batchUpdate"
        assert problems_of_request("POST", url, None, json.loads(json.dumps(body))) == []
    return batches


def after(tabs: list[Tab], state: Mapping[str, TabState] | None = None, **more: Any) -> dict[str, TabState]:
    """The state once the tabs are there, as the ledger gives it back: through JSON."""
    reached = dict(state or {})
    for batch in planned(tabs, reached, **({} if state else {"existing": EMPTY}), **more):
        reached = applied(reached, batch.changes)
    return {
        key: TabState.from_json(json.loads(json.dumps(known.to_json())), known.rows)
        for key, known in reached.items()
    }


def kinds(batches: tuple[Batch, ...]) -> list[str]:
    return [kind for batch in batches for request in batch.requests for kind in request]


def contents(batches: tuple[Batch, ...], kind: str) -> list[Any]:
    return [request[kind] for batch in batches for request in batch.requests if kind in request]


# --- Little is asked -----------------------------------------------------------------------------


FULL = tab(
    "full",
    row("heading", "b", style=BOLD),
    row("=1+1", 5, height=40),
    row("text", None),
    title="เต็ม",
    frozen_rows=1,
    frozen_columns=1,
    merges=(Area(2, 0, 3, 2),),
    colour_rules=(ColourRule(Area(1, 1, 3, 2), "NUMBER_LESS", ("3",), "#ff0000"),),
    charts=(Chart("c", "BAR", "chart", Area(0, 0, 3, 1), (Series(Area(0, 1, 3, 2), "#00ff00"),), 0, 1),),
    colour="#112233",
    gridlines=False,
    filter_from_row=0,
    people=(PeopleColumn("note", 1),),
)


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
        "fields": "userEnteredValue,note",
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


def test_peoples_columns_are_headed_and_then_left_alone() -> None:
    rows = [row("id", "note", "x"), row("r1", None, 1), row("r2", None, 2)]
    mine = tab("t", *rows, frozen_rows=1, people=(PeopleColumn("note", 1),), widths=(100, 200, 100))
    batches = planned([mine], {}, existing=EMPTY)
    areas = [
        (c["range"]["startRowIndex"], c["range"]["startColumnIndex"], c["range"]["endColumnIndex"])
        for c in contents(batches, "updateCells")
    ]
    assert areas == [(0, 0, 3), (1, 0, 1), (1, 2, 3)]
    assert all(
        c["range"]["endColumnIndex"] <= 1
        or c["range"]["startColumnIndex"] >= 2
        or c["range"]["endRowIndex"] == 1
        for c in contents(batches, "repeatCell")
    )
    (protected,) = contents(batches, "addProtectedRange")
    assert protected["protectedRange"]["range"] == {"sheetId": sheet_id("t")}
    assert protected["protectedRange"]["unprotectedRanges"] == [
        {"sheetId": sheet_id("t"), "startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    ]
    state = after([mine])
    noted = replace(mine, rows={**mine.rows, 1: row("r1", "another word", 1)})
    assert planned([noted], state) == ()
    fewer = replace(mine, rows={0: rows[0]})
    cleared = contents(planned([fewer], state), "updateCells")
    assert [c["range"]["startColumnIndex"] for c in cleared] == [0, 2]


WORDS = ("อนุญาต", "ไม่อนุญาต")
DECIDING = tab(
    "t",
    row("id", "ความเห็น", "x"),
    Row((Cell("r1"), Cell(None, BOLD, choices=WORDS), Cell(1)), "r1"),
    Row((Cell("r2"), Cell("อนุญาต", BOLD, choices=WORDS), Cell(2)), "r2"),
    frozen_rows=1,
    people=(PeopleColumn("word", 1, ("director@x.example",)),),
    key_column=0,
)


def test_cells_of_people_offer_their_words_and_what_stood_there_comes_back_with_a_new_row() -> None:
    batches = planned([DECIDING], {}, existing=EMPTY, editors=["nithet@x.example"])
    offered = [c for c in contents(batches, "repeatCell") if c["fields"].endswith(",dataValidation")]
    (drop_down,) = offered
    assert (drop_down["range"]["startRowIndex"], drop_down["range"]["endRowIndex"]) == (1, 3)
    assert drop_down["cell"]["dataValidation"]["condition"] == {
        "type": "ONE_OF_LIST",
        "values": [{"userEnteredValue": word} for word in WORDS],
    }
    restored = [c for c in contents(batches, "updateCells") if c["range"]["startColumnIndex"] == 1]
    assert [(c["range"]["startRowIndex"], c["rows"]) for c in restored] == [
        (2, [{"values": [{"userEnteredValue": {"stringValue": "อนุญาต"}}]}])
    ]
    whole, theirs = (c["protectedRange"] for c in contents(batches, "addProtectedRange"))
    assert whole["editors"] == {"users": ["nithet@x.example"]}
    assert theirs["range"] == whole["unprotectedRanges"][0]
    assert theirs["editors"] == {"users": ["nithet@x.example", "director@x.example"]}


def held(*rows: HeldRows, height: int = 9) -> Tab:
    theirs = PeopleColumn("word", 1, ("director@x.example",), rows)
    return replace(DECIDING, people=(theirs,), height=height)


def pieces(batches: tuple[Batch, ...]) -> list[tuple[int, int, str]]:
    """The protected parts of people's column: first row, end (0: open), who may write beside us."""
    made = [c["protectedRange"] for c in contents(batches, "addProtectedRange")]
    return [
        (
            one["range"].get("startRowIndex", 0),
            one["range"].get("endRowIndex", 0),
            one["editors"]["users"][-1],
        )
        for one in made
        if "startColumnIndex" in one["range"]
    ]


FEW, OTHER = HeldRows(3, 5, ("a@x.example",)), HeldRows(5, 6, ("b@x.example",))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (held(), [(1, 0, "director")]),
        (held(FEW, OTHER), [(1, 3, "director"), (3, 5, "a"), (5, 6, "b"), (6, 0, "director")]),
        (
            held(HeldRows(1, 2, ("a@x.example",)), OTHER, height=6),
            [(1, 2, "a"), (2, 5, "director"), (5, 6, "b")],
        ),
    ],
)
def test_rows_for_fewer_are_protected_for_them_and_no_two_parts_overlap(
    wanted: Tab, expected: list[tuple[int, int, str]]
) -> None:
    batches = planned([wanted], {}, existing=EMPTY, editors=["nithet@x.example"])
    assert [(top, end, who.partition("@")[0]) for top, end, who in pieces(batches)] == expected


OURS = ["nithet@x.example"]


def protected_in(batches: tuple[Batch, ...]) -> list[dict[str, Any]]:
    return [content["protectedRange"] for content in contents(batches, "addProtectedRange")]


def test_protected_parts_that_are_there_stay_and_only_the_others_are_made_anew_unread() -> None:
    batches = planned([held(FEW)], {}, existing=EMPTY, editors=OURS)
    (onward,) = (one for one in protected_in(batches) if one["range"].get("startRowIndex") == 5)
    state = applied({}, batches[0].changes)
    assert not must_read([held(FEW, OTHER)], state, editors=OURS)
    changed = planned([held(FEW, OTHER)], state, editors=OURS)
    gone = [{"protectedRangeId": onward["protectedRangeId"]}]
    assert contents(changed, "deleteProtectedRange") == gone
    assert [(top, end) for top, end, _ in pieces(changed)] == [(5, 6), (6, 0)]
    state = applied(state, changed[0].changes)
    kept = TabState.from_json(json.loads(json.dumps(state["t"].to_json())), state["t"].rows)
    assert kept == state["t"]
    back = planned([held(FEW)], {"t": kept}, editors=OURS)
    assert len(contents(back, "deleteProtectedRange")) == 2
    assert [(top, end) for top, end, _ in pieces(back)] == [(5, 0)]


def test_protected_parts_that_are_not_known_are_read_and_stay_where_they_are_as_they_should_be() -> None:
    batches, made = planned([held(FEW)], {}, existing=EMPTY, editors=OURS), count(1)
    there = tuple(
        ProtectedRange(next(made), one["description"], rectangle_of(one["range"]))
        for one in protected_in(batches)
    )
    state = {"t": replace(applied({}, batches[0].changes)["t"], protected=None)}
    sheet = ExistingSheet(sheet_id("t"), "t", 9, 26, protections=there)
    existing = replace(EMPTY, stamp="s", sheets=(sheet,), locale="th_TH", time_zone="Asia/Bangkok")
    assert must_read([held(FEW, OTHER)], state)
    assert planned([held(FEW, OTHER)], state, editors=OURS) == ()
    changed = planned([held(FEW, OTHER)], state, existing=existing, editors=OURS)
    assert len(contents(changed, "deleteProtectedRange")) == 1  # what went on from row 5 to the end
    assert [(top, end) for top, end, _ in pieces(changed)] == [(5, 6), (6, 0)]
    reached = applied(state, changed[0].changes)
    assert not must_read([held()], reached, editors=OURS)


def test_protected_parts_that_people_shrank_are_mended() -> None:
    batches = planned([held(FEW)], {}, existing=EMPTY, editors=OURS)
    state = applied({}, batches[0].changes)
    ours = state["t"].protected or ()
    sheet = ExistingSheet(sheet_id("t"), "t", 9, 26, protections=ours)
    existing = replace(EMPTY, stamp="s", sheets=(sheet,), locale="th_TH", time_zone="Asia/Bangkok")
    again = [c for c in planned([held(FEW)], state, existing=existing, editors=OURS) if pieces((c,))]
    assert not again
    shrunk = tuple(replace(one, area=(3, 1, 4, 2)) if one.area == (3, 1, 5, 2) else one for one in ours)
    assert shrunk != ours
    shorter = replace(existing, sheets=(replace(sheet, protections=shrunk),))
    mended = planned([held(FEW)], state, existing=shorter, editors=OURS)
    assert [(top, end) for top, end, _ in pieces(mended)] == [(3, 5)]


def test_no_two_protected_ranges_of_a_spreadsheet_share_an_id() -> None:
    batches = planned([held(FEW)], {}, existing=EMPTY, editors=OURS)
    ids = [one["protectedRangeId"] for one in protected_in(batches)]
    assert ids == [
        one["protectedRangeId"]
        for one in protected_in(planned([held(FEW)], {}, existing=EMPTY, editors=OURS))
    ]
    state = applied({}, batches[0].changes)
    other = replace(state["t"], sheet_id=5, title="other", order=1, protected=(ProtectedRange(ids[0]),))
    state["t"] = replace(state["t"], protection="", protected=())
    again = planned(
        [held(FEW), replace(held(), key="other", title="other")], state | {"other": other}, editors=OURS
    )
    given = [one["protectedRangeId"] for one in protected_in(again)]
    assert ids[0] not in given
    assert set(ids[1:]) <= set(given)
    assert len(set(given)) == len(given)


def rectangle_of(area: dict[str, Any]) -> tuple[int, int, int, int]:
    names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
    top, left, bottom, right = (area.get(name, 0) for name in names)
    return top, left, bottom, right


def test_what_people_wrote_is_never_written_over_in_a_row_that_is_known() -> None:
    state = after([DECIDING])
    other = Row((Cell("r2"), Cell("ไม่อนุญาต", BOLD, choices=WORDS), Cell(3)), "r2")
    batches = planned([replace(DECIDING, rows={**DECIDING.rows, 2: other})], state)
    assert all(c["range"]["startColumnIndex"] != 1 for c in contents(batches, "updateCells"))
    assert contents(batches, "repeatCell") == []


def test_when_the_columns_of_people_move_everything_is_written_anew() -> None:
    state = after([DECIDING])
    moved = replace(
        DECIDING,
        rows={
            n: Row((one.cells[0], one.cells[2], one.cells[1]), one.key) for n, one in DECIDING.rows.items()
        },
        people=(PeopleColumn("word", 2, ("director@x.example",)),),
    )
    assert relaid(moved, state["t"])
    assert not relaid(DECIDING, state["t"])
    existing = replace(FOUND, sheets=(there(state["t"]),))
    batches = planned([moved], state, existing=existing)
    wiped = contents(batches, "updateCells")[0]
    assert wiped == {
        "range": {"sheetId": sheet_id("t")},
        "fields": "userEnteredValue,note,userEnteredFormat,dataValidation",
    }
    reached = applied(state, batches[0].changes)
    assert reached["t"].people == (("word", 2),)
    assert planned([moved], reached) == ()


def test_a_tab_whose_columns_moved_is_copied_if_need_be_and_laid_anew_as_a_whole() -> None:
    state = after([DECIDING], editors=["a"])
    moved = {"t": unsure(state["t"], "เดิม")}
    assert must_read([DECIDING], moved) and relaid(DECIDING, moved["t"])
    wider = there(state["t"], columns=state["t"].width + 1)
    existing = replace(FOUND, sheets=(wider, ExistingSheet(9, "เดิม", 1, 1)))
    (batch,) = planned([DECIDING], moved, existing=existing, editors=["a"])
    done = [kind for request in batch.requests for kind in request]
    assert done[:3] == ["addSheet", "copyPaste", "addProtectedRange"]
    assert batch.requests[0]["addSheet"]["properties"]["title"] == "เดิม 2"  # one of that name is there
    wiped = next(n for n, r in enumerate(batch.requests) if "dataValidation" in str(r) and "updateCells" in r)
    assert {"updateSheetProperties", "deleteProtectedRange"} <= set(done[:wiped])
    assert "updateDimensionProperties" in done[:wiped]  # widths
    beyond = {"dimension": "COLUMNS", "startIndex": 3, "endIndex": 4, "sheetId": sheet_id("t")}
    assert batch.requests[wiped + 1] == {"deleteDimension": {"range": beyond}}
    laid = applied(moved, batch.changes)["t"]
    assert not {one.id for one in laid.protected or ()} & {one.id for one in state["t"].protected or ()}
    assert replace(laid, protected=state["t"].protected) == state["t"]
    (plain,) = planned([DECIDING], {"t": unsure(state["t"], "")}, existing=existing, editors=["a"])
    assert not any("copyPaste" in request for request in plain.requests)


def test_rows_are_found_by_their_keys_wherever_people_moved_them() -> None:
    state = after([DECIDING])
    (place,) = places(state)
    heads, ids, words = filters([place])
    assert heads == {"gridRange": {"sheetId": sheet_id("t"), "startRowIndex": 0, "endRowIndex": 1}}
    answer = {
        "valueRanges": [
            {"valueRange": {"values": [["r2", "", "r1"]]}, "dataFilters": [ids]},
            {"valueRange": {"values": [["อนุญาต ", "โทรหา"]]}, "dataFilters": [words]},
        ]
    }
    assert rows_found(place, answer) == (
        PeopleRow(1, "r2", {"word": "อนุญาต"}),
        PeopleRow(2, "", {"word": "โทรหา"}),
        PeopleRow(3, "r1", {"word": ""}),
    )
    assert rows_found(place, {}) == ()


def test_editors_are_those_who_may_write_machine_cells() -> None:
    batches = planned([tab("t", row("a"))], {}, existing=EMPTY, editors=["nithet@x.example"])
    assert contents(batches, "addProtectedRange")[0]["protectedRange"]["editors"] == {
        "users": ["nithet@x.example"]
    }


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


def steps(batches: tuple[Batch, ...]) -> list[tuple[str, Any]]:
    """Which sheets come, move, are renamed and go."""
    found: list[tuple[str, Any]] = []
    for batch in batches:
        for request in batch.requests:
            if added := request.get("addSheet"):
                found.append(("add", (added["properties"]["title"], added["properties"]["index"])))
            if gone := request.get("deleteSheet"):
                found.append(("delete", gone["sheetId"]))
            if changed := request.get("updateSheetProperties"):
                found.append((changed["fields"], changed["properties"][changed["fields"]]))
    return found


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


# --- What is really there ------------------------------------------------------------------------


def there(state: TabState, **changes: Any) -> ExistingSheet:
    found = ExistingSheet(
        state.sheet_id,
        state.title,
        state.height,
        state.width,
        merges=state.merges,
        rules=state.rules,
        charts=tuple(chart_id("full", key) for key in state.charts),
        protections=state.protected or (),
        filtered=state.filter is not None,
    )
    return replace(found, **changes)


FOUND = ExistingSheets("s", (), "th_TH", "Asia/Bangkok")


def test_what_is_as_remembered_needs_nothing() -> None:
    state = after([FULL])
    assert planned([FULL], state, existing=replace(FOUND, sheets=(there(state["full"]),))) == ()


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({"charts": ()}, ["addChart"]),
        ({"rules": 0}, ["addConditionalFormatRule"]),
        ({"rules": 2}, ["deleteConditionalFormatRule", "addConditionalFormatRule"]),
        ({"merges": ()}, ["mergeCells"]),
        ({"filtered": False}, ["setBasicFilter"]),
        ({"title": "x"}, ["updateSheetProperties"]),
        ({"rows": 2}, ["appendDimension"]),
        ({"protections": ()}, ["addProtectedRange"]),
    ],
)
def test_what_people_took_away_is_mended(changed: dict[str, Any], asked: list[str]) -> None:
    state = after([FULL])
    existing = replace(FOUND, sheets=(there(state["full"], **changed),))
    assert kinds(planned([FULL], state, existing=existing)) == [*asked, "updateDeveloperMetadata"]


def test_a_tab_that_someone_deleted_is_made_again() -> None:
    state = after([FULL, tab("b", row("x"))])
    existing = replace(FOUND, sheets=(there(state["full"]),))
    assert lost_tabs(state, existing) == {"b"}
    batches = planned([FULL, tab("b", row("x"))], state, existing=existing)
    assert steps(batches) == [("add", ("b", 1))]
    assert contents(batches, "updateCells")[0]["rows"]


def test_a_sheet_that_we_do_not_remember_is_taken_over_without_peoples_columns() -> None:
    state = after([FULL])
    guarded = there(state["full"], protections=(ProtectedRange(5, "nithet"),))
    existing = replace(FOUND, sheets=(guarded,))
    batches = planned([FULL], {}, existing=existing)
    asked = kinds(batches)
    assert "addSheet" not in asked
    assert "deleteSheet" not in asked
    assert contents(batches, "deleteProtectedRange") == [{"protectedRangeId": 5}]
    cleared = [c["range"] for c in contents(batches, "updateCells") if "rows" not in c]
    assert cleared == [
        {
            "sheetId": sheet_id("full"),
            "startRowIndex": 0,
            "endRowIndex": 1,
            "startColumnIndex": 0,
            "endColumnIndex": 2,
        },
        {"sheetId": sheet_id("full"), "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1},
    ]
    reached = applied({}, batches[0].changes)
    assert planned([FULL], reached) == ()
    assert reached["full"].rows == state["full"].rows


def test_reading_first_is_asked_for_when_it_is_needed() -> None:
    unknown = after([FULL], editors=["a"])
    state = {"full": replace(unknown["full"], protected=None)}
    assert must_read([FULL], {})
    assert not must_read([replace(FULL, people=())], unknown, editors=["b"])
    assert not must_read([FULL], state)
    assert not must_read([FULL], state, editors=["a"])
    assert must_read([FULL], state, editors=["b"])
    assert must_read([replace(FULL, people=())], state)
    assert kinds(planned([replace(FULL, people=())], state, editors=["a"])).count("addProtectedRange") == 0
    existing = replace(FOUND, sheets=(there(unknown["full"]),))
    changed = planned([FULL], state, existing=existing, editors=["b"])
    assert kinds(changed) == ["deleteProtectedRange", "addProtectedRange", "updateDeveloperMetadata"]
    with pytest.raises(ValueError, match="read first"):
        planned([FULL], {})


def test_ids_are_stable() -> None:
    assert sheet_id("overview") == 2108258179
    assert sheet_id("a") != sheet_id("b")
