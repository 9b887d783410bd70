"""The academic year turns: last year's spreadsheets are finished and become read-only, new ones are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sync import sheets as google_sheets
from sync.cli.status import status_of
from sync.errors import UnknownOutcome
from sync.google import DRIVE, SHEETS
from sync.ledger import Ledger
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.office import write_config
from tests.journeys.people import log_answers

LOG = "daily-log"
REGISTER = "บันทึกการปฏิบัติงานประจำวัน"
VISITS = "แบบบันทึกการสังเกตชั้นเรียน"
LAST_YEAR = (
    "sheet:district::2569",
    "sheet:network:N01:2569",
    "sheet:network:N02:2569",
    "sheet:group:G1:2569",
)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """An office that runs since the last days of academic year 2569, which ends on 15 May 2570."""
    write_config(tmp_path / "config")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, datetime.fromisoformat("2027-05-14T08:00:00+07:00"))
        yield Work(tmp_path, base)


def logged(work: Work, day: str, done: str, at: str) -> None:
    form = world.office_in(work.folder).forms[LOG]
    worked = datetime.fromisoformat(f"{day}T08:30:00+07:00")
    work.fill(LOG, {**log_answers(form, "ศึกษานิเทศก์ 1", worked), "done": done}, at)


def roles(work: Work, key: str) -> dict[str, str]:
    """Who may do what in a spreadsheet, its owner left out."""
    url = f"{DRIVE}/files/{work.file(key)}/permissions"
    params = {"fields": "permissions(emailAddress,role)"}
    found = work.google.call("GET", url, what=key, params=params)["permissions"]
    return {one["emailAddress"]: one["role"] for one in found if one["role"] != "owner"}


def protections(work: Work, key: str) -> list[list[dict[str, Any]]]:
    """The protected ranges of each tab."""
    url = f"{SHEETS}/{work.file(key)}"
    body = work.google.call("GET", url, what=key, params={"fields": "sheets(protectedRanges)"})
    return [sheet.get("protectedRanges", []) for sheet in body["sheets"]]


def hidden_tabs(work: Work, key: str) -> set[str]:
    """The titles of the tabs that are hidden."""
    url = f"{SHEETS}/{work.file(key)}"
    body = work.google.call("GET", url, what=key, params={"fields": "sheets(properties(title,hidden))"})
    return {one["properties"]["title"] for one in body["sheets"] if one["properties"].get("hidden")}


def status(work: Work) -> dict[str, Any]:
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    try:
        return status_of(ledger, world.office_in(work.folder).settings)
    finally:
        ledger.close()


def test_last_years_spreadsheets_are_finished_and_read_only_and_new_ones_made(work: Work) -> None:
    work.cycle("2027-05-14T09:00:00")
    before = {key: roles(work, key) for key in LAST_YEAR}
    assert "writer" in before["sheet:network:N01:2569"].values()
    logged(work, "2027-05-14", "งานวันสุดท้าย", "2027-05-15T23:58:00")  # after the year's last cycle
    outcome = work.cycle("2027-05-16T00:00:20")
    assert outcome.troubles == 0
    last = work.cells("sheet:district::2569")
    assert any("งานวันสุดท้าย" in row for row in last[REGISTER])
    for key in LAST_YEAR:
        assert roles(work, key) == dict.fromkeys(before[key], "reader")
        for found in protections(work, key):
            (whole,) = found
            assert set(whole["range"]) <= {"sheetId"}
            assert len(whole["editors"]["users"]) == 1
    assert status(work)["past_years"] == {2569: {"spreadsheets": 4, "read_only": 4}}

    logged(work, "2027-05-17", "งานปีใหม่", "2027-05-17T16:00:00")
    assert work.cycle("2027-05-17T16:01:00").spreadsheets_written == 4
    new = work.cells("sheet:district::2570")
    assert any("งานปีใหม่" in row for row in new[REGISTER])
    assert not any("งานวันสุดท้าย" in row for row in new[REGISTER])
    for key in ("sheet:district::2569", "sheet:district::2570"):
        assert hidden_tabs(work, key) == {VISITS}  # each year's by its own first rows, closed as they were
    assert "writer" in roles(work, "sheet:network:N01:2570").values()
    assert work.cells("sheet:district::2569") == last
    work.cycle("2027-05-17T16:02:00")
    idle = work.cycle("2027-05-17T16:03:00")
    assert (idle.requests["sheets"], idle.requests["drive"], idle.spreadsheets_written) == (0, 1, 0)


def test_a_machine_that_was_off_over_the_turn_finishes_the_old_year_first(work: Work) -> None:
    work.cycle("2027-05-14T09:00:00")
    logged(work, "2027-05-14", "งานปีเก่า", "2027-05-14T16:00:00")
    logged(work, "2027-05-18", "งานปีใหม่", "2027-05-18T16:00:00")
    work.cycle("2027-06-01T08:00:00")
    work.cycle("2027-06-01T08:01:00")
    old, new = work.cells("sheet:district::2569")[REGISTER], work.cells("sheet:district::2570")[REGISTER]
    assert [any("งานปีเก่า" in row for row in rows) for rows in (old, new)] == [True, False]
    assert [any("งานปีใหม่" in row for row in rows) for rows in (old, new)] == [False, True]


def test_a_lost_answer_while_closing_is_looked_into_and_nothing_protected_twice(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.cycle("2027-05-14T09:00:00")
    real = google_sheets.close
    lost: list[Any] = []

    def losing(*given: Any) -> bool:
        done = real(*given)
        if not lost:
            lost.append(given)
            raise UnknownOutcome("google-unreachable", api="sheets", what="sheet")
        return done

    monkeypatch.setattr(google_sheets, "close", losing)
    assert work.cycle("2027-05-16T00:00:20").troubles == 1
    assert status(work)["past_years"] == {2569: {"spreadsheets": 4, "read_only": 3}}
    assert work.cycle("2027-05-16T00:00:40").troubles == 0
    assert status(work)["past_years"] == {2569: {"spreadsheets": 4, "read_only": 4}}
    assert {len(found) for key in LAST_YEAR for found in protections(work, key)} == {1}
