"""Hidden tabs: asked for once, shown when their time has come, and people's own doing left alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.google import SHEETS, Google
from sync.layout.tab import Tab
from sync.sheets import ExistingSheets, TabState, applied, plan, read_existing, sheet_id
from sync.sheets.state import ExistingSheet
from tests.google.plans import EMPTY, after, contents, kinds, planned, row, tab
from tests.google.test_publish import IN_ONE_WORKSPACE, ME, publish, sheets, spreadsheet

FIRST, EMPTY_TAB = tab("first", row("a")), tab("empty", hidden=True)
FILLED = replace(EMPTY_TAB, rows={0: row("news")}, height=1, hidden=False)
BOTH = [FIRST, EMPTY_TAB]
_numbers = count(1)


def hides(batches: Sequence[Any]) -> list[tuple[int, bool]]:
    """(sheet, hidden) of each request that speaks of it, new tabs included."""
    added = [one["properties"] for one in contents(tuple(batches), "addSheet")]
    updated = [
        one["properties"]
        for one in contents(tuple(batches), "updateSheetProperties")
        if "hidden" in one["fields"].split(",")
    ]
    return [(one["sheetId"], one.get("hidden", False)) for one in [*added, *updated]]


def found(*there: TabState, hidden: Sequence[str] = ()) -> ExistingSheets:
    """The tabs as people left them, these titles `hidden`."""
    made = tuple(
        ExistingSheet(one.sheet_id, one.title, one.height, one.width, hidden=one.title in hidden)
        for one in there
    )
    return ExistingSheets("s", made, "th_TH", "Asia/Bangkok")


def test_a_new_tab_is_made_hidden_and_the_default_sheet_goes_last() -> None:
    batches = planned(BOTH, {}, existing=EMPTY)
    assert hides(batches) == [(sheet_id("first"), False), (sheet_id("empty"), True)]
    assert planned(BOTH, after(BOTH)) == ()


def test_its_first_row_shows_it_in_the_same_batch_and_once() -> None:
    state = after(BOTH)
    (batch,) = planned([FIRST, FILLED], state)
    assert hides([batch]) == [(sheet_id("empty"), False)]
    assert "updateCells" in kinds((batch,))
    assert planned([FIRST, FILLED], applied(state, batch.changes)) == ()


@pytest.mark.parametrize(
    ("wanted", "hidden"),
    [(BOTH, []), ([FIRST, replace(EMPTY_TAB, hidden=False)], ["empty"]), (BOTH, ["first"])],
    ids=["an empty one shown", "a full one hidden", "the first one hidden"],
)
def test_what_people_show_or_hide_by_hand_stays(wanted: list[Tab], hidden: list[str]) -> None:
    state = {key: replace(one, protection="") for key, one in after(wanted).items()}
    left = found(*state.values(), hidden=hidden)
    if hidden == ["first"]:
        left = replace(left, sheets=(*left.sheets, ExistingSheet(7, "ของเขตเอง", 9, 9)))
    assert hides(planned(wanted, state, existing=left)) == []


def without(state: Mapping[str, TabState]) -> dict[str, TabState]:
    """The state as an earlier nithet left it in the ledger, which did not hide tabs."""
    shapes = {key: known.to_json() for key, known in state.items()}
    old = {
        key: {name: part for name, part in shape.items() if name != "hidden"} for key, shape in shapes.items()
    }
    return {key: TabState.from_json(json.loads(json.dumps(old[key])), state[key].rows) for key in old}


def test_a_ledger_from_before_hides_what_is_empty_and_sends_nothing_else() -> None:
    (batch,) = planned(BOTH, without(after(BOTH)))
    assert kinds((batch,)) == ["updateSheetProperties", "updateDeveloperMetadata"]
    assert hides([batch]) == [(sheet_id("empty"), True)]
    assert [change.tab for change in batch.changes] == ["empty"]


def test_a_sheet_that_is_not_remembered_is_shown_or_hidden_as_it_should_be() -> None:
    left = found(*after([FIRST, FILLED]).values(), hidden=["empty"])
    assert (sheet_id("empty"), False) in hides(planned([FIRST, FILLED], {}, existing=left))
    assert (sheet_id("empty"), True) in hides(planned(BOTH, {}, existing=left))


def test_the_first_tab_is_never_hidden() -> None:
    alone = [replace(EMPTY_TAB, key="first"), EMPTY_TAB]
    assert hides(planned(alone, {}, existing=EMPTY)) == [
        (sheet_id("first"), False),
        (sheet_id("empty"), True),
    ]


def test_google_hides_and_shows_what_was_asked_and_keeps_one_in_sight(google: Google) -> None:
    file_id = spreadsheet(google, "sheet:hidden")
    state = publish(google, file_id, BOTH, {})
    assert out_of_sight(google, file_id) == ["empty"]
    by_hand(google, file_id, "empty", hidden=False)
    by_hand(google, file_id, "first", hidden=True)
    state = publish(google, file_id, BOTH, state)
    assert out_of_sight(google, file_id) == ["first"]
    # All that people left in sight is to be hidden: without the first tab Google would refuse it.
    more = [FIRST, EMPTY_TAB, tab("b", hidden=True)]
    state["empty"] = replace(state["empty"], hidden=False)
    for batch in plan(more, state, stamp=lambda: "s", existing=read_existing(google, file_id), editors=[ME]):
        google.call(
            "POST", f"{SHEETS}/{file_id}:batchUpdate", what=file_id, body={"requests": list(batch.requests)}
        )
    assert out_of_sight(google, file_id) == ["empty", "b"]


hidden_or_not = st.permutations("abcd").flatmap(
    lambda keys: st.lists(st.booleans(), min_size=1, max_size=4).map(
        lambda hidden: [tab(key, hidden=one) for key, one in zip(keys, hidden, strict=False)]
    )
)


@settings(IN_ONE_WORKSPACE, max_examples=40)
@given(st.lists(hidden_or_not, min_size=2, max_size=4))
def test_whatever_was_in_sight_google_takes_what_comes_next(
    google: Google, versions: list[list[Tab]]
) -> None:
    file_id, state = spreadsheet(google, f"sheet:sight:{next(_numbers)}"), dict[str, TabState]()
    for tabs in versions:
        state = publish(google, file_id, tabs, state)
        there = [sheet["properties"] for sheet in sheets(google, file_id).values()]
        wanted = [(one.key, one.hidden and place > 0) for place, one in enumerate(tabs)]
        assert [(one["title"], one.get("hidden", False)) for one in there] == wanted


def out_of_sight(google: Google, file_id: str) -> list[str]:
    """The titles of the hidden tabs."""
    found = (sheet["properties"] for sheet in sheets(google, file_id).values())
    return [one["title"] for one in found if one.get("hidden")]


def by_hand(google: Google, file_id: str, key: str, *, hidden: bool) -> None:
    """What somebody does in the spreadsheet."""
    update = {"properties": {"sheetId": sheet_id(key), "hidden": hidden}, "fields": "hidden"}
    body = {"requests": [{"updateSheetProperties": update}]}
    google.call("POST", f"{SHEETS}/{file_id}:batchUpdate", what=file_id, body=body)
