"""Machine cells that somebody overwrote come back with the next cycle, and that is told with tab and rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sync import drive
from sync.google import DRIVE, SHEETS
from sync.ledger import Ledger, publishing
from sync.ledger.store import write_meta
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person
from tests.journeys.office import write_config
from tests.journeys.test_columns_move import change, deleted, inserted, typed, words
from tests.journeys.test_what_people_change import send_log
from tests.journeys.test_what_people_decide import DEPUTY, DISTRICT, REQUEST, TITLE, ask_for, register

LOG, MINE = "บันทึกการปฏิบัติงานประจำวัน", "ของฉัน"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    write_config(tmp_path / "config")
    (tmp_path / "config" / "forms" / "request.yaml").write_text(REQUEST, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def told(work: Work) -> dict[str, dict[str, str]]:
    return {trouble.code: dict(trouble.values) for trouble in work.troubles}


def by_hand(work: Work, *requests: dict[str, Any]) -> None:
    url = f"{SHEETS}/{work.file(DISTRICT)}:batchUpdate"
    work.google.call("POST", url, what="by hand", body={"requests": list(requests)})


def ids(work: Work) -> dict[str, int]:
    url, params = f"{SHEETS}/{work.file(DISTRICT)}", {"fields": "sheets(properties)"}
    found = work.google.call("GET", url, what="sheets", params=params)["sheets"]
    return {sheet["properties"]["title"]: sheet["properties"]["sheetId"] for sheet in found}


def copied(sheet: int, top: int, bottom: int, to: int, left: int, right: int) -> dict[str, Any]:
    columns = {"startColumnIndex": left, "endColumnIndex": right, "sheetId": sheet}
    source = {"startRowIndex": top, "endRowIndex": bottom, **columns}
    target = {"startRowIndex": to, "endRowIndex": to + bottom - top, **columns}
    return {"copyPaste": {"source": source, "destination": target}}


def test_what_somebody_overwrote_comes_back_with_the_next_cycle_and_is_told(work: Work) -> None:
    send_log(work, "งานแรก")
    send_log(work, "งานที่สอง")
    work.cycle("2026-11-17T16:01:00")
    work.cycle("2026-11-17T16:02:00")
    whole = work.cells(DISTRICT)
    first, sheets = next(iter(whole)), ids(work)

    change(work, DISTRICT, LOG, typed(2, 1, "ทับ"), typed(2, 3, ""))
    change(work, DISTRICT, first, typed(0, 0, "หัวเรื่องใหม่"))
    outcome = work.cycle("2026-11-17T16:05:00")
    assert work.cells(DISTRICT) == whole
    assert outcome.requests["sheets"] == 2  # one read, one write
    assert told(work)["cells-mended"]["count"] == "1"
    assert outcome.troubles == 0  # what people did is no failure
    assert work.cycle("2026-11-17T16:06:00").requests["sheets"] == 0  # our own writing is looked at by night

    change(work, DISTRICT, LOG, inserted(3))
    change(work, DISTRICT, first, deleted(4, "ROWS"))
    work.cycle("2026-11-17T16:10:00")
    assert work.cells(DISTRICT) == whole
    assert "tab-mended" in told(work)
    work.cycle("2026-11-17T16:11:00")

    change(work, DISTRICT, LOG, inserted(3), typed(2, 3, "จดไว้"))
    work.cycle("2026-11-17T16:15:00")
    (copy,) = set(work.cells(DISTRICT)) - set(whole)
    assert told(work)["tab-mended-kept"]["copy"] == copy
    assert "จดไว้" in work.cells(DISTRICT)[copy][2]
    assert {title: rows for title, rows in work.cells(DISTRICT).items() if title != copy} == whole

    work.cycle("2026-11-17T16:16:00")
    by_hand(
        work,
        {"addSheet": {"properties": {"sheetId": 77, "title": MINE}}},
        *({"deleteSheet": {"sheetId": sheet}} for sheet in ids(work).values()),
    )
    work.cycle("2026-11-17T16:20:00")
    assert ids(work) == {**sheets, MINE: 77}
    assert {title: rows for title, rows in work.cells(DISTRICT).items() if title != MINE} == whole
    assert {"tabs-deleted"} <= told(work).keys()


def test_what_lies_beside_ours_is_kept_when_a_row_is_written_anew(work: Work) -> None:
    send_log(work, "งานแรก")
    work.cycle("2026-11-17T16:01:00")
    work.cycle("2026-11-17T16:02:00")
    side = len(work.cells(DISTRICT)[LOG][1])
    more: dict[str, Any] = {"dimension": "COLUMNS", "length": 1, "sheetId": ids(work)[LOG]}
    by_hand(work, {"appendDimension": more})
    noted = {"startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    note = {"range": noted, "rows": [{"values": [{"note": "โน้ตของฉัน"}]}], "fields": "note"}
    change(work, DISTRICT, LOG, typed(2, side, "ข้าง ๆ"), {"updateCells": note})
    change(work, DISTRICT, LOG, typed(2, 1, "ทับ"))
    work.cycle("2026-11-17T16:05:00")
    row = work.cells(DISTRICT)[LOG][2]
    assert (row[1] != "ทับ", row[side]) == (True, "ข้าง ๆ")
    params = {"ranges": f"'{LOG}'!B3", "fields": "sheets(data(rowData(values(note))))"}
    read = work.google.call("GET", f"{SHEETS}/{work.file(DISTRICT)}", what="sheet", params=params)
    assert read["sheets"][0]["data"][0]["rowData"][0]["values"] == [{"note": "โน้ตของฉัน"}]

    change(work, DISTRICT, LOG, typed(2, 1, "ทับอีก"))
    send_log(work, "งานที่สอง")
    work.cycle("2026-11-17T16:06:00")
    change(work, DISTRICT, LOG, typed(2, 1, "ในนาทีเดียวกับที่ระบบเขียน"))
    work.cycle("2026-11-17T16:07:00")
    assert work.cells(DISTRICT)[LOG][2][1] == "ในนาทีเดียวกับที่ระบบเขียน"
    work.cycle("2026-11-18T02:10:00", full=True)
    assert work.cells(DISTRICT)[LOG][2][: len(row)] == row


def test_decisions_stay_with_their_record_when_somebody_pastes_over_the_keys(work: Work) -> None:
    asked = [
        ask_for(work, str(1 + n % 2), "ขอใช้รถ", f"2026-11-{20 + n}", f"2026-11-17T09:0{n}:00")
        for n in range(4)
    ]
    work.cycle("2026-11-17T09:10:00")
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    for number, word in ((0, "ให้ใช้รถ"), (1, "ไม่ให้ใช้รถ"), (3, "ให้ใช้รถ")):
        assert deputy.types(DISTRICT, TITLE, sheet.at(asked[number], DEPUTY), word) == 200
    work.cycle("2026-11-17T09:11:00")
    work.cycle("2026-11-17T09:12:00")
    whole, said = register(work).rows, [words(work, one) for one in asked]
    theirs, key = sheet.heads.index(DEPUTY), len(sheet.heads) - 1

    def put_back(at: str, *requests: dict[str, Any]) -> None:
        change(work, DISTRICT, TITLE, *requests)
        assert work.cycle(at).troubles == 0
        assert register(work).rows == whole
        assert [words(work, one) for one in asked] == said
        assert told(work)["cells-mended"]["tab"] == TITLE

    def pasted(top: int, bottom: int, to: int) -> list[dict[str, Any]]:
        return [
            copied(ids(work)[TITLE], top, bottom, to, left, right)
            for left, right in ((0, theirs - 1), (key, key + 1))
        ]

    put_back("2026-11-17T09:20:00", *pasted(2, 5, 3))  # a whole block, one row lower
    put_back("2026-11-17T09:30:00", *pasted(2, 3, 4))  # a row over another: its key is there twice
    put_back("2026-11-17T09:40:00", *(typed(row, key, f"k{row}") for row in (2, 3, 5)))


def test_an_older_version_of_a_file_takes_no_decision_back(work: Work) -> None:
    asked = [ask_for(work, "1", "ขอใช้รถ", f"2026-11-2{n}", f"2026-11-17T09:0{n}:00") for n in range(2)]
    work.cycle("2026-11-17T09:10:00")
    url, params = f"{SHEETS}/{work.file(DISTRICT)}", {"fields": "developerMetadata(metadataValue)"}
    older = work.google.call("GET", url, what="stamp", params=params)["developerMetadata"][0]
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, sheet.at(asked[0], DEPUTY), "ให้ใช้รถ") == 200
    work.cycle("2026-11-17T09:11:00")
    work.cycle("2026-11-17T09:12:00")
    whole = register(work).rows
    row, column = register(work).row_of(asked[0]), sheet.heads.index(DEPUTY)
    stamp = {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "nithet.stamp"}}],
        "developerMetadata": older,
        "fields": "metadataValue",
    }
    change(work, DISTRICT, TITLE, typed(row, column, ""))
    by_hand(work, {"updateDeveloperMetadata": stamp})
    assert work.cycle("2026-11-17T09:20:00").troubles == 0
    assert register(work).rows == whole
    assert [one[1] for one in words(work, asked[0])] == ["ให้ใช้รถ"]
    assert "sheet-older" in told(work)
    work.cycle("2026-11-17T09:21:00")
    assert (register(work).rows, len(words(work, asked[0]))) == (whole, 1)


def test_a_file_that_was_trashed_is_made_again_and_a_copy_is_told(work: Work) -> None:
    send_log(work, "งานแรก")
    work.cycle("2026-11-17T16:01:00")
    work.cycle("2026-11-17T16:02:00")
    whole, old = work.cells(DISTRICT), work.file(DISTRICT)
    work.trash(DISTRICT)
    work.cycle("2026-11-17T16:03:00")
    assert (work.file(DISTRICT) != old, work.cells(DISTRICT)) == (True, whole)
    assert "sheet-remade" in told(work)

    url = f"{DRIVE}/files/{old}"
    work.google.call("PATCH", url, what="restored", body={"trashed": False})
    new = work.file(DISTRICT)
    assert work.cycle("2026-11-17T16:04:00").troubles == 0
    assert "file-doubled" in told(work)
    assert work.file(DISTRICT) == new
    work.google.call("PATCH", url, what="trashed", body={"trashed": True})
    work.cycle("2026-11-17T16:05:00")
    assert "file-doubled" not in told(work)

    work.trash("folder:root")
    with closing(Ledger(work.folder / "data" / "ledger.sqlite3")) as ledger, ledger.transaction() as tx:
        write_meta(tx, "drive_token", "999999")  # as of an old backup: Google does not take it
    assert work.cycle("2026-11-17T16:06:00").troubles == 0
    work.cycle("2026-11-17T16:07:00")
    assert (work.file(DISTRICT) != new, work.cells(DISTRICT)) == (True, whole)
    files = work._read(publishing.files).values()
    gone = [drive.look_up(work.google, file.id) for file in files if not file.key.startswith("form:")]
    assert not [file for file in gone if file is None or file.trashed]
    assert "form-trashed" in told(work)  # forms are not made again: people have their addresses


def test_notes_beside_rows_that_were_sorted_stay_beside_theirs_in_a_copy(work: Work) -> None:
    for number in range(4):
        send_log(work, f"งาน{number}")
        work.cycle(f"2026-11-17T16:0{number}:00")
    work.cycle("2026-11-17T16:05:00")
    whole = work.cells(DISTRICT)
    rows, sheet = whole[LOG], ids(work)[LOG]
    side, what = len(rows[1]), rows[1].index("ภารกิจ/กิจกรรมที่ปฏิบัติ")
    by_hand(work, {"appendDimension": {"dimension": "COLUMNS", "length": 1, "sheetId": sheet}})
    change(work, DISTRICT, LOG, *(typed(n, side, f"โน้ต {rows[n][what]}") for n in range(2, 6)))
    work.cycle("2026-11-17T16:07:00")
    work.cycle("2026-11-17T16:08:00")
    area = {"sheetId": sheet, "startRowIndex": 2, "endRowIndex": 6, "startColumnIndex": 0}
    spec = {"dimensionIndex": what, "sortOrder": "DESCENDING"}
    by_hand(work, {"sortRange": {"range": area | {"endColumnIndex": side + 1}, "sortSpecs": [spec]}})
    work.cycle("2026-11-17T16:10:00")
    noted = [
        (row[what], row[side])
        for title, lines in work.cells(DISTRICT).items()
        if title.startswith(LOG)
        for row in lines[2:]
        if len(row) > side
    ]
    assert sorted(noted) == [(f"งาน{n}", f"โน้ต งาน{n}") for n in range(4)]
    assert work.cells(DISTRICT)[LOG] == rows

    by_hand(
        work,
        {
            "insertDimension": {
                "range": {"sheetId": sheet, "dimension": "ROWS", "startIndex": 3, "endIndex": 28}
            }
        },
    )
    work.cycle("2026-11-17T16:20:00")
    work.cycle("2026-11-17T16:21:00")
    work.cycle("2026-11-18T02:10:00", full=True)
    assert work.cells(DISTRICT)[LOG] == rows  # none of them twice


def test_a_column_of_ones_own_with_a_head_and_merged_cells_stays_beside_yellow_cells(work: Work) -> None:
    for number in range(2):
        ask_for(work, "1", "ขอใช้รถ", f"2026-11-2{number}", f"2026-11-17T09:0{number}:00")
    work.cycle("2026-11-17T09:10:00")
    work.cycle("2026-11-17T09:12:00")
    side, sheet = len(register(work).heads), ids(work)[TITLE]
    by_hand(work, {"appendDimension": {"dimension": "COLUMNS", "length": 2, "sheetId": sheet}})
    mine = {"sheetId": sheet, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": side}
    merged = {"mergeCells": {"range": mine | {"endColumnIndex": side + 2}, "mergeType": "MERGE_ALL"}}
    change(work, DISTRICT, TITLE, typed(1, side, MINE), typed(2, side, "จดไว้"), merged)
    before = work.cells(DISTRICT)
    work.cycle("2026-11-17T09:20:00")
    work.cycle("2026-11-17T09:21:00")
    assert work.cells(DISTRICT) == before
    assert told(work) == {}
