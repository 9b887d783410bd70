"""Registers without a response are hidden, and nothing leads to them; people's own doing stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.google import SHEETS
from sync.ledger import Ledger
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Sent
from tests.journeys.office import write_config
from tests.journeys.people import log_answers
from tests.journeys.test_what_people_change import DAY, LOG, REGISTER
from tests.journeys.test_what_people_decide import REQUEST, TITLE, ask_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

DISTRICT, GROUP, NORTH = "sheet:district:", "sheet:group:G1", "sheet:network:N01"
VISITS = "แบบบันทึกการสังเกตชั้นเรียน"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    config = write_config(tmp_path / "config")
    (config / "forms" / "request.yaml").write_text(REQUEST, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def tabs(work: Work, prefix: str) -> list[dict[str, Any]]:
    """The properties of every tab, and the ids of the tabs that its cells lead to (`leads`)."""
    fields = "sheets(properties(sheetId,title,hidden),data(rowData(values(hyperlink))))"
    params = {"includeGridData": True, "fields": fields}
    body = work.google.call("GET", f"{SHEETS}/{work.file(prefix)}", what=prefix, params=params)
    return [sheet["properties"] | {"leads": set(_inside(sheet))} for sheet in body["sheets"]]


def _inside(sheet: dict[str, Any]) -> Iterator[int]:
    for row in sheet.get("data", [{}])[0].get("rowData", ()):
        for cell in row.get("values", ()):
            if (link := cell.get("hyperlink", "")).startswith("#gid="):
                yield int(link.removeprefix("#gid="))


def hidden(work: Work, prefix: str) -> set[str]:
    """The titles of the hidden tabs; nothing leads to any of them, and the first is none."""
    found = tabs(work, prefix)
    out = {tab["sheetId"] for tab in found if tab.get("hidden")}
    assert found[0]["sheetId"] not in out
    assert not any(out & tab["leads"] for tab in found)
    return {tab["title"] for tab in found if tab.get("hidden")}


def put(work: Work, prefix: str, title: str, *, out: bool) -> None:
    """What somebody does in the spreadsheet: hide a tab, or show it."""
    number = next(tab["sheetId"] for tab in tabs(work, prefix) if tab["title"] == title)
    update = {"properties": {"sheetId": number, "hidden": out}, "fields": "hidden"}
    body = {"requests": [{"updateSheetProperties": update}]}
    work.google.call("POST", f"{SHEETS}/{work.file(prefix)}:batchUpdate", what=prefix, body=body)


def logged(work: Work, at: str) -> Sent:
    form = world.office_in(work.folder).forms[LOG]
    return Sent(work, LOG, log_answers(form, "ศึกษานิเทศก์ 1", DAY), at)


def test_a_register_is_shown_with_its_first_response_and_for_good(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    assert hidden(work, DISTRICT) == {VISITS, REGISTER, TITLE}  # one in which people decide as well
    assert hidden(work, NORTH) >= {VISITS}

    sent = logged(work, "2026-11-17T16:00:00")
    outcome = work.cycle("2026-11-17T16:01:00")
    assert outcome.requests["sheets"] == outcome.spreadsheets_written == 2
    assert hidden(work, DISTRICT) == {VISITS, TITLE}
    register = next(tab["sheetId"] for tab in tabs(work, DISTRICT) if tab["title"] == REGISTER)
    assert any(register in tab["leads"] for tab in tabs(work, DISTRICT))

    ask_for(work, "2", "ขอใช้รถ", "2026-11-18", "2026-11-17T16:05:00")
    sent.delete()
    work.cycle("2026-11-17T16:10:00", full=True)
    assert hidden(work, DISTRICT) == {VISITS}  # the row of what is gone says so
    assert work.cycle("2026-11-17T16:11:00").spreadsheets_written == 0


def test_what_people_hide_and_show_by_hand_stays_theirs(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    logged(work, "2026-11-17T16:00:00")
    work.cycle("2026-11-17T16:01:00")
    put(work, DISTRICT, TITLE, out=False)
    put(work, DISTRICT, REGISTER, out=True)
    logged(work, "2026-11-17T17:00:00")
    work.cycle("2026-11-17T17:01:00")
    found = {tab["title"]: tab.get("hidden", False) for tab in tabs(work, DISTRICT)}
    assert (found[TITLE], found[REGISTER], found[VISITS]) == (False, True, True)


def test_a_ledger_from_before_hides_what_is_empty_with_the_next_news(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    for title in (VISITS, REGISTER, TITLE):
        put(work, DISTRICT, title, out=False)
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    with ledger.transaction() as tx:
        tx.execute("UPDATE tab SET shape = json_remove(shape, '$.hidden')")
    ledger.close()
    assert work.cycle("2026-11-17T08:05:00").spreadsheets_written == 0
    logged(work, "2026-11-17T16:00:00")
    outcome = work.cycle("2026-11-17T16:01:00")
    assert (outcome.spreadsheets_written, outcome.troubles) == (2, 0)
    assert hidden(work, DISTRICT) == {VISITS, TITLE}
