"""Plans of tabs in which people write: what is theirs stays, each row is for those who decide of it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from sync.layout.tab import (
    Cell,
    HeldRows,
    PeopleColumn,
    Row,
    Tab,
)
from sync.sheets import (
    Batch,
    PeopleRow,
    TabState,
    applied,
    must_read,
    places,
    relaid,
    sheet_id,
    unsure,
)
from sync.sheets.people import filters, rows_found
from sync.sheets.state import ExistingSheet, ProtectedRange
from tests.google.plans import (
    BOLD,
    DECIDING,
    EMPTY,
    FOUND,
    WORDS,
    after,
    contents,
    planned,
    row,
    tab,
    there,
)


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
        "range": {"sheetId": sheet_id("t"), "endColumnIndex": 3},  # what somebody keeps beside it stays
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
