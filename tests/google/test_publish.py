"""Plans carried out by the embedded workspace: what is read back is what was wanted."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sync import drive
from sync.errors import GoogleError, UnknownOutcome
from sync.google import SHEETS, Google
from sync.layout.tab import Area, Cell, Chart, ColourRule, PeopleColumn, Row, Series, Style, Tab
from sync.sheets import TabState, applied, must_read, plan, read_existing, read_stamp, send, sheet_id
from tests.google.conftest import Exchanges

ME = "nithet@workspace.example"
_numbers = count(1)


def spreadsheet(google: Google, key: str = "sheet:test") -> str:
    return drive.ensure_file(google, "installation", key, "spreadsheet", "แผ่นงานทดสอบ").id


def publish(
    google: Google, file_id: str, tabs: Sequence[Tab], state: Mapping[str, TabState]
) -> dict[str, TabState]:
    """Plan, send and acknowledge, as the pipeline does."""
    existing = read_existing(google, file_id) if must_read(tabs, state, editors=[ME]) else None
    reached = dict(state)
    for batch in plan(tabs, state, stamp=lambda: f"stamp {next(_numbers)}", existing=existing, editors=[ME]):
        send(google, file_id, batch)
        reached = applied(reached, batch.changes)
    return reached


def sheets(google: Google, file_id: str) -> dict[int, dict[str, Any]]:
    """Every sheet by id, with its cells."""
    params = {"includeGridData": "true"}
    book = google.call("GET", f"{SHEETS}/{file_id}", what=file_id, params=params)
    return {sheet["properties"].get("sheetId", 0): sheet for sheet in book["sheets"]}


def cells(sheet: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """What was entered into the cells, without what lies blank around it."""
    grid = sheet["data"][0]
    rows = []
    for row in grid.get("rowData", ()):
        found = [
            {name: cell[name] for name in ("userEnteredValue", "userEnteredFormat", "note") if name in cell}
            for cell in row.get("values", ())
        ]
        while found and not found[-1]:
            found.pop()
        rows.append(found)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def look(sheet: dict[str, Any]) -> dict[str, Any]:
    """What a tab should be, as far as it does not depend on what it was before."""
    properties = sheet["properties"]
    grid = properties["gridProperties"]
    return {
        "title": properties["title"],
        "colour": properties.get("tabColorStyle"),
        "frozen": (grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)),
        "gridlines": grid.get("hideGridlines", False),
        "hidden": properties.get("hidden", False),
        "cells": cells(sheet),
        "merges": sorted(sorted(area.items()) for area in sheet.get("merges", ())),
        "rules": sheet.get("conditionalFormats", []),
        "charts": sorted(sheet.get("charts", []), key=lambda chart: chart["chartId"]),
        "filter": _filter(sheet.get("basicFilter"), grid["rowCount"]),
        "protected": [
            {name: found[name] for name in found if name != "protectedRangeId"}
            for found in sheet.get("protectedRanges", ())
        ],
        "heights": _sizes(sheet, "rowMetadata", 21),
    }


def _filter(basic: dict[str, Any] | None, rows: int) -> dict[str, Any] | None:
    """A basic filter; it has to reach to the grid's end, wherever that is."""
    if basic is None:
        return None
    area = dict(basic["range"])
    return {**basic, "range": area, "to the end": area.pop("endRowIndex", rows) == rows}


def _sizes(sheet: dict[str, Any], name: str, usual: int) -> dict[int, int]:
    sizes = enumerate(sheet["data"][0].get(name, ()))
    return {place: size["pixelSize"] for place, size in sizes if size.get("pixelSize", usual) != usual}


HEAD = Style(bold=True, background="#e8eaed")
TAB = Tab(
    key="overview",
    title="ภาพรวม",
    rows={
        0: Row((Cell("โรงเรียน", HEAD), Cell("คะแนน", HEAD))),
        1: Row((Cell("=1+1"), Cell(4.5, Style(number="0.00"), note="จาก 3 ครั้ง")), height=30),
        2: Row((Cell("ไปยังรายการ", link="#gid=7"),)),
    },
    height=3,
    widths=(200, 80),
    frozen_rows=1,
    merges=(Area(2, 0, 3, 2),),
    colour_rules=(
        ColourRule(Area(1, 1, 3, 2), "NUMBER_LESS", ("3",), "#ff0000", "#ffffff", True),
        ColourRule(Area(1, 1, 3, 2), stops=((1, "#ff0000"), (5, "#00ff00"))),
    ),
    charts=(Chart("c", "COLUMN", "กราฟ", Area(0, 0, 3, 1), (Series(Area(0, 1, 3, 2), "#00ff00"),), 0, 1),),
    colour="#112233",
    gridlines=False,
    filter_from_row=0,
)


def test_a_published_tab_reads_as_it_should(google: Google) -> None:
    file_id = spreadsheet(google)
    publish(google, file_id, [TAB], {})
    (sheet,) = sheets(google, file_id).values()
    seen = look(sheet)
    assert (seen["title"], seen["frozen"], seen["gridlines"]) == ("ภาพรวม", (1, 0), True)
    values = [[cell.get("userEnteredValue") for cell in row] for row in seen["cells"]]
    assert values == [
        [{"stringValue": "โรงเรียน"}, {"stringValue": "คะแนน"}],
        [{"stringValue": "=1+1"}, {"numberValue": 4.5}],
        [{"stringValue": "ไปยังรายการ"}],
    ]
    assert seen["cells"][1][1]["note"] == "จาก 3 ครั้ง"
    assert seen["cells"][2][0]["userEnteredFormat"]["textFormat"]["link"] == {"uri": "#gid=7"}
    assert sheet["data"][0]["rowData"][1]["values"][1]["formattedValue"] == "4.50"
    assert seen["heights"] == {1: 30}
    assert _sizes(sheet, "columnMetadata", 100) == {0: 200, 1: 80}
    assert len(seen["rules"]) == 2
    assert seen["charts"][0]["spec"]["title"] == "กราฟ"
    assert seen["protected"][0]["editors"]["users"] == [ME]


def test_what_stood_below_a_new_merge_does_not_come_up_in_it(google: Google) -> None:
    file_id = spreadsheet(google)
    flat = Tab(key="t", title="t", rows={1: Row((Cell(0),)), 2: Row((Cell("x"),))}, height=4, widths=(80, 80))
    state = publish(google, file_id, [flat], {})
    merged = _with(flat, rows={2: Row((Cell("x"),))}, merges=(Area(0, 0, 2, 2),))
    state = publish(google, file_id, [merged], state)
    (sheet,) = sheets(google, file_id).values()
    assert [[c.get("userEnteredValue") for c in row] for row in cells(sheet)] == [
        [],
        [],
        [{"stringValue": "x"}],
    ]
    assert publish(google, file_id, [merged], state) == state


def test_an_idle_publication_sends_nothing(google: Google, exchanges: Exchanges) -> None:
    file_id = spreadsheet(google)
    state = publish(google, file_id, [TAB], {})
    before = len(exchanges.seen)
    assert publish(google, file_id, [TAB], state) == state
    assert len(exchanges.seen) == before


def test_the_stamp_tells_which_batch_came_through(google: Google) -> None:
    file_id = spreadsheet(google)
    assert read_stamp(google, file_id) is None
    state = publish(google, file_id, [TAB], {})
    first = read_stamp(google, file_id)
    publish(google, file_id, [TAB, Tab("b", "b", {}, 1, (100,))], state)
    assert first is not None
    assert read_stamp(google, file_id) not in {None, first}


def test_a_spreadsheet_whose_state_is_lost_is_taken_over(google: Google) -> None:
    file_id = spreadsheet(google)
    other = Tab(
        "other", "อีกแผ่น", {0: Row((Cell("x"),))}, 5, (100,), people=(PeopleColumn("note", 1),), frozen_rows=1
    )
    remembered = publish(google, file_id, [TAB, other], {})
    once = {key: look(sheet) for key, sheet in sheets(google, file_id).items()}
    assert publish(google, file_id, [TAB, other], {}) == remembered
    assert {key: look(sheet) for key, sheet in sheets(google, file_id).items()} == once


def test_a_batch_that_google_refuses_changes_nothing_and_is_planned_again(google: Google) -> None:
    file_id = spreadsheet(google)
    state = publish(google, file_id, [TAB], {})
    body = {"requests": [{"deleteEmbeddedObject": {"objectId": _only_chart(google, file_id)}}]}
    google.call("POST", f"{SHEETS}/{file_id}:batchUpdate", what="x", body=body)  # as a person might
    moved = _with(TAB, charts=(_with(TAB.charts[0], title="ใหม่"),))
    with pytest.raises(GoogleError) as refused:
        publish(google, file_id, [moved], state)
    assert (refused.value.code, refused.value.status) == ("google-refused", 400)
    existing = read_existing(google, file_id)
    (batch,) = plan([moved], state, stamp=lambda: "s", existing=existing, editors=[ME])
    send(google, file_id, batch)
    assert look(sheets(google, file_id)[sheet_id("overview")])["charts"][0]["spec"]["title"] == "ใหม่"


def test_a_spreadsheet_that_is_gone_is_not_found(google: Google) -> None:
    with pytest.raises(GoogleError) as gone:
        publish(google, "1" * 44, [TAB], {})
    assert gone.value.code == "google-not-found"


def test_a_lost_answer_is_an_unknown_outcome_that_the_stamp_settles(google: Google) -> None:
    file_id = spreadsheet(google)
    existing = read_existing(google, file_id)
    (batch,) = plan([TAB], {}, stamp=lambda: "mine", existing=existing, editors=[ME])
    deaf = Google(google.credentials, base=google.base, recorder=_lose)
    with pytest.raises(UnknownOutcome):
        send(deaf, file_id, batch)
    assert read_stamp(google, file_id) == "mine"


def _lose(request: requests.PreparedRequest, response: requests.Response | None) -> None:
    """The answer was on its way; the line is cut."""
    raise requests.ConnectionError("cut")


def _only_chart(google: Google, file_id: str) -> int:
    (sheet,) = sheets(google, file_id).values()
    return int(sheet["charts"][0]["chartId"])


def _with(thing: Any, **changes: Any) -> Any:
    return type(thing)(**{name: getattr(thing, name) for name in thing.__slots__} | changes)


# --- Any tab, from any other ---------------------------------------------------------------------

styles = st.sampled_from(
    [Style(), HEAD, Style(number="0.00", align="right"), Style(border="#000000", wrap=True)]
)
values = st.one_of(
    st.none(), st.integers(-9, 9), st.booleans(), st.text(string.ascii_letters + "=กำ😀", max_size=4)
)
links = st.sampled_from(["", "", "", "#gid=1", "https://example.org"])
cell = st.builds(Cell, values, styles, st.sampled_from(["", "", "note"]), links)
row = st.builds(
    Row, st.lists(cell, max_size=4).map(tuple), st.just(""), st.sampled_from([None, None, None, 40, 60])
)
merges = st.sampled_from([(), (Area(0, 0, 1, 2),), (Area(0, 0, 2, 2), Area(3, 0, 4, 3))])
rules = st.lists(st.sampled_from(TAB.colour_rules), max_size=2).map(tuple)
charts = st.lists(
    st.sampled_from([TAB.charts[0], _with(TAB.charts[0], key="d", kind="BAR")]),
    max_size=2,
    unique_by=lambda chart: chart.key,
).map(tuple)
tab = st.builds(
    Tab,
    key=st.sampled_from("abc"),
    title=st.sampled_from(["หนึ่ง", "สอง", "สาม", "สี่"]),
    rows=st.dictionaries(st.integers(0, 6), row, max_size=5),
    height=st.integers(4, 8),
    widths=st.lists(st.sampled_from([50, 100, 200]), min_size=3, max_size=5).map(tuple),
    frozen_rows=st.integers(0, 0),
    merges=merges,
    colour_rules=rules,
    charts=charts,
    colour=st.sampled_from(["", "#ff0000", "#00ff00"]),
    gridlines=st.booleans(),
    filter_from_row=st.sampled_from([None, 0, 1]),
    hidden=st.booleans(),
)
books = st.lists(tab, min_size=1, max_size=3, unique_by=(lambda tab: tab.key, lambda tab: tab.title))


IN_ONE_WORKSPACE = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate, Phase.shrink],
    derandomize=True,
)


@IN_ONE_WORKSPACE
@given(st.lists(books, min_size=1, max_size=3))
def test_however_a_spreadsheet_came_about_it_looks_as_if_made_at_once(
    google: Google, versions: list[list[Tab]]
) -> None:
    grown, fresh = (spreadsheet(google, f"sheet:{next(_numbers)}") for _ in range(2))
    state: dict[str, TabState] = {}
    for tabs in versions:
        state = publish(google, grown, tabs, state)
    at_once = publish(google, fresh, versions[-1], {})
    assert {key: known.rows for key, known in state.items()} == {
        key: known.rows for key, known in at_once.items()
    }
    there, wanted = sheets(google, grown), sheets(google, fresh)
    assert list(there) == list(wanted) == [sheet_id(tab.key) for tab in versions[-1]]
    for key, sheet in wanted.items():
        assert look(there[key]) == look(sheet)
