"""Plans from what is really in a spreadsheet: what people took away or left is mended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync.sheets import (
    applied,
    lost_tabs,
    must_read,
    sheet_id,
)
from sync.sheets.state import ProtectedRange
from tests.google.plans import (
    FOUND,
    FULL,
    after,
    contents,
    kinds,
    planned,
    row,
    steps,
    tab,
    there,
)


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
