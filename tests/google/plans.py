"""Tabs to plan with, what was acknowledged of them, and what a plan asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from sync.layout.tab import (
    PLAIN,
    Area,
    Cell,
    Chart,
    ColourRule,
    PeopleColumn,
    Row,
    Series,
    Style,
    Tab,
)
from sync.sheets import (
    Batch,
    ExistingSheets,
    TabState,
    applied,
    plan,
)
from sync.sheets.charts import chart_id
from sync.sheets.state import ExistingSheet
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
