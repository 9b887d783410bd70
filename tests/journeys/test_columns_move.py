"""The owner of the files moves columns and heads: decisions stay, the tab is put back, and that is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.google import SHEETS
from sync.ledger import corrections, decisions
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import FINDINGS, Person, Sheet, findings
from tests.journeys.office import write_config
from tests.journeys.test_what_people_correct import NORTH, VALUE, observe
from tests.journeys.test_what_people_decide import (
    DEPUTY,
    DISTRICT,
    FORM,
    REQUEST,
    STAND_IN,
    STANDS,
    TITLE,
    ask_for,
    register,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

NOTE = f"หมายเหตุ {DEPUTY}"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    write_config(tmp_path / "config")
    (tmp_path / "config" / "forms" / "request.yaml").write_text(REQUEST, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def change(work: Work, prefix: str, tab: str, *asking: dict[str, Any]) -> None:
    """What the account that nithet works as does by hand in a tab; each range gets its sheet."""
    url = f"{SHEETS}/{work.file(prefix)}"
    params = {"fields": "sheets(properties)"}
    found = work.google.call("GET", url, what="sheets", params=params)["sheets"]
    sheet = next(s["properties"]["sheetId"] for s in found if s["properties"]["title"] == tab)
    for request in asking:
        for asked in request.values():
            next(asked[part] for part in ("range", "source", "start") if part in asked)["sheetId"] = sheet
    work.google.call("POST", f"{url}:batchUpdate", what="by hand", body={"requests": list(asking)})


def span(start: int, dimension: str = "COLUMNS") -> dict[str, Any]:
    return {"dimension": dimension, "startIndex": start, "endIndex": start + 1}


def inserted(at: int, dimension: str = "COLUMNS") -> dict[str, Any]:
    return {"insertDimension": {"range": span(at, dimension)}}


def deleted(at: int, dimension: str = "COLUMNS") -> dict[str, Any]:
    return {"deleteDimension": {"range": span(at, dimension)}}


def moved(at: int, to: int) -> dict[str, Any]:
    return {"moveDimension": {"source": span(at), "destinationIndex": to}}


def unmerged() -> dict[str, Any]:
    return {"unmergeCells": {"range": {"startRowIndex": 0}}}


def typed(row: int, column: int, text: str) -> dict[str, Any]:
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    start = {"rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}}


def told(work: Work) -> list[str]:
    return [trouble.code for trouble in work.troubles]


def words(work: Work, response: str) -> list[tuple[str, str, str]]:
    made = work._read(lambda tx: decisions.of(tx, FORM))
    return [(one.step, one.word, one.note) for one in made.get(response, ())]


def protections(work: Work) -> Any:
    url, params = f"{SHEETS}/{work.file(DISTRICT)}", {"fields": "sheets(properties.title,protectedRanges)"}
    found = work.google.call("GET", url, what="sheets", params=params)["sheets"]
    mine = next(sheet["protectedRanges"] for sheet in found if sheet["properties"]["title"] == TITLE)
    kept = [{k: v for k, v in one.items() if k != "protectedRangeId"} for one in mine]
    return sorted(kept, key=str)


def test_columns_that_the_owner_moves_are_put_back_and_no_decision_is_lost(work: Work) -> None:
    first = ask_for(work, "1", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:00:00")
    second = ask_for(work, "2", "ขอใช้รถ", "2026-11-21", "2026-11-17T09:01:00")
    work.cycle("2026-11-17T09:02:00")
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, sheet.at(first, DEPUTY), "ให้ใช้\u200bรถ") == 200  # as LINE does
    assert deputy.types(DISTRICT, TITLE, sheet.at(first, NOTE), "ดี") == 200
    work.cycle("2026-11-17T09:10:00")
    whole, guarded = register(work), protections(work)
    decided = [("deputy", "ให้ใช้รถ", "ดี")]
    assert words(work, first) == decided and whole.text(first, STANDS) == "ให้ใช้รถ (รอง ผอ.สพป.)"
    word, state = whole.heads.index(DEPUTY), whole.heads.index(STANDS)

    def put_back(at: str, *asking: dict[str, Any]) -> None:
        change(work, DISTRICT, TITLE, *asking)
        assert work.cycle(at).troubles == 0
        assert register(work).rows == whole.rows
        assert protections(work) == guarded
        assert words(work, first) == decided

    put_back("2026-11-17T09:20:00", inserted(2))
    assert told(work) == ["tab-mended"]
    put_back("2026-11-17T09:30:00", deleted(word))
    put_back("2026-11-17T09:40:00", inserted(state), deleted(word + 2))  # the keys line up again
    put_back("2026-11-17T09:50:00", unmerged(), moved(word, word + 2))
    put_back("2026-11-17T10:00:00", unmerged(), moved(len(whole.heads) - 1, 0))
    put_back("2026-11-17T10:10:00", inserted(word), typed(3, word, "081"), deleted(word + 2))
    assert told(work) == ["tab-mended-kept"]
    copy = "คำขอ (สำเนา 17 พ.ย. 2569 10.10 น.)"
    assert "081" in [text for row in work.cells(DISTRICT)[copy] for text in row]
    put_back("2026-11-17T10:20:00", deleted(1, "ROWS"))
    put_back("2026-11-17T10:30:00", inserted(0, "ROWS"))

    # A word that is written beside all that is heard; what is emptied says nothing until it is seen again.
    change(work, DISTRICT, TITLE, inserted(1))
    assert deputy.types(DISTRICT, TITLE, register(work).at(second, DEPUTY), "ไม่ให้ใช้รถ") == 200
    work.cycle("2026-11-17T10:40:00")
    assert words(work, second) == [("deputy", "ไม่ให้ใช้รถ", "")]
    assert register(work).text(second, STANDS) == "ไม่ให้ใช้รถ (รอง ผอ.สพป.)"
    assert words(work, first) == decided
    third = ask_for(work, "1", "ลา", "2026-12-02", "2026-11-17T10:41:00")
    work.cycle("2026-11-17T10:42:00")
    assert register(work).text(third, "ผู้ขอ") == "ศึกษานิเทศก์ 1"
    assert deputy.types(DISTRICT, TITLE, register(work).at(first, DEPUTY), "") == 200
    work.cycle("2026-11-17T10:50:00")
    assert words(work, first)[-1] == ("deputy", "", "ดี")
    assert work.cycle("2026-11-18T03:00:00", full=True).troubles == 0
    assert told(work) == []
    assert register(work).text(third, STAND_IN) == ""


def test_what_was_written_about_a_deleted_response_stays_where_its_tab_is_laid_anew(work: Work) -> None:
    first = ask_for(work, "1", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    deputy = Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, register(work).at(first, NOTE), "ดี") == 200
    work.cycle("2026-11-17T09:10:00")
    requests.delete(
        f"{work.base}/_workspace/forms/{work.form(FORM)}/responses/{first}",
        headers={"X-Workspace-Control": "1"},
        timeout=10,
    ).raise_for_status()
    work.cycle("2026-11-17T09:20:00", full=True)
    gone = register(work)
    assert gone.text(first, NOTE) == "ดี"
    change(work, DISTRICT, TITLE, deleted(gone.heads.index(STANDS)))
    work.cycle("2026-11-17T09:30:00")
    assert register(work).text(first, NOTE) == "ดี"
    work.trash(DISTRICT)
    work.cycle("2026-11-17T09:40:00")
    work.cycle("2026-11-17T09:50:00")
    assert register(work).text(first, NOTE) == "ดี"
    assert words(work, first) == [("deputy", "", "ดี")]


def test_a_word_in_a_row_that_is_no_records_is_told_until_it_is_gone(work: Work) -> None:
    first = ask_for(work, "1", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    column, row = sheet.heads.index(DEPUTY), int(sheet.at(first, DEPUTY)[1:]) - 1
    change(work, DISTRICT, TITLE, inserted(row, "ROWS"))
    change(work, DISTRICT, TITLE, typed(row, column, "ให้ใช้รถ"))
    assert work.cycle("2026-11-17T09:10:00").troubles == 0  # what people did is no failure
    (trouble,) = work.troubles
    assert (trouble.code, trouble.values["tab"], trouble.values["rows"]) == (
        "words-beside",
        TITLE,
        f"{row + 1}",
    )
    assert words(work, first) == []
    assert deputy.types(DISTRICT, TITLE, register(work).at(first, DEPUTY), "ให้ใช้รถ") == 200
    work.cycle("2026-11-17T09:20:00")
    assert (told(work), words(work, first)) == (["words-beside"], [("deputy", "ให้ใช้รถ", "")])
    work.cycle("2026-11-17T09:25:00", full=True)
    assert told(work) == ["words-beside"]
    change(work, DISTRICT, TITLE, deleted(row, "ROWS"))
    work.cycle("2026-11-17T09:30:00")
    assert told(work) == []


def test_a_correction_is_heard_where_its_column_went(work: Work) -> None:
    response = observe(work, "2026-12-20")
    work.cycle("2026-11-17T09:10:00")
    key = f"classroom-observation|{response}|not-in-future|observed_on"
    heads = findings(work, NORTH).heads
    change(work, NORTH, FINDINGS, inserted(heads.index(VALUE)), deleted(len(heads) - 2))
    person = Person(work, "s01@office.example")
    at = Sheet(work, NORTH, FINDINGS, 3).at(key, VALUE)
    person.types(NORTH, FINDINGS, at, "17 พ.ย. 2569")
    work.cycle("2026-11-17T09:20:00")
    (made,) = work._read(lambda tx: corrections.of(tx, "classroom-observation"))[response]
    assert (made.verdict, made.value) == ("", "17 พ.ย. 2569")
    assert findings(work, NORTH).heads == heads
    assert findings(work, NORTH).text(key, "ความสำคัญ") == "เรียบร้อยแล้ว"
