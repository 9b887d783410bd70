"""People decide and correct in the sheets: obeyed at the next cycle, told in the row, and no note is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.google import SHEETS
from sync.ledger import corrections, decisions
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.office import write_config
from tests.journeys.people import observation_answers
from tests.workspace.seeding import Rebased, signed_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

FORM, TITLE, DISTRICT, NORTH = "request", "คำขอ", "sheet:district:", "sheet:network:N01"
FINDINGS = "รายการที่ต้องตรวจสอบ"
STAND_IN, DEPUTY = "ผู้รับงานแทน", "รอง ผอ.สพป."
REQUEST = """\
id: request
records: [S18]
title: คำขอ
seen_in: [district, group]
about: {who: person, when: day, stand_in: colleague}
once_per: [person, day]
state:
  by: kind
  chains:
    leave:
      - {step: stand-in, by: stand-in, title: ผู้รับงานแทน, passes: [รับงานแทน], returns: [ส่งกลับแก้ไข]}
      - {step: deputy, by: deputy, title: รอง ผอ.สพป., passes: [อนุญาต], refuses: [ไม่อนุญาต]}
    car:
      - {step: deputy, by: deputy, title: รอง ผอ.สพป., passes: [ให้ใช้รถ], refuses: [ไม่ให้ใช้รถ]}
sections:
  - id: first
    title: คำขอ
    questions:
      - {id: person, ask: ผู้ขอ, type: supervisor, required: true}
      - {id: colleague, ask: ผู้รับงาน, type: supervisor}
      - {id: day, ask: วันที่ขอ, type: date, required: true}
      - id: kind
        ask: เรื่อง
        type: choice
        required: true
        choices: {leave: ลา, car: ขอใช้รถ}
"""


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    write_config(tmp_path / "config")
    (tmp_path / "config" / "forms" / "request.yaml").write_text(REQUEST, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


class Person:
    """Somebody with a spreadsheet open: what they see, what they type."""

    def __init__(self, work: Work, email: str) -> None:
        made = requests.post(
            f"{work.base}/_workspace/people",
            json={"email": email},
            headers={"X-Workspace-Control": "1"},
            timeout=10,
        )
        self._work, self._session = work, signed_in(made.json()["authorized_user"])
        self._session.mount("https://", Rebased(work.base))

    def types(self, prefix: str, tab: str, cell: str, text: str) -> int:
        """Type into a cell; give the HTTP status."""
        url = f"{SHEETS}/{self._work.file(prefix)}/values/'{tab}'!{cell}"
        answer = self._session.put(
            url, params={"valueInputOption": "USER_ENTERED"}, json={"values": [[text]]}, timeout=10
        )
        return int(answer.status_code)


def ask_for(work: Work, person: str, kind: str, day: str, at: str) -> str:
    answers = {"person": f"ศึกษานิเทศก์ {person}", "day": day, "kind": kind}
    return work.fill(FORM, answers, at)


class Sheet:
    """A tab as it stands: cells by the head of their column and the key of their row."""

    def __init__(self, work: Work, prefix: str, tab: str, head: int) -> None:
        self.rows = work.cells(prefix)[tab]
        self.heads = self.rows[head]

    def at(self, key: str, column: str) -> str:
        """The address of a cell."""
        return f"{_letters(self.heads.index(column))}{self._row(key) + 1}"

    def text(self, key: str, column: str) -> str:
        """What stands in a cell."""
        row, place = self.rows[self._row(key)], self.heads.index(column)
        return row[place] if place < len(row) else ""

    def _row(self, key: str) -> int:
        return next(n for n, row in enumerate(self.rows) if row and row[-1].startswith(key))

    def row_of(self, key: str) -> int:
        """The row of a key, from 0."""
        return self._row(key)


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else f"{chr(64 + column // 26)}{chr(65 + column % 26)}"


def register(work: Work) -> Sheet:
    return Sheet(work, DISTRICT, TITLE, 1)


def findings(work: Work, prefix: str = NORTH) -> Sheet:
    return Sheet(work, prefix, FINDINGS, 3)


STANDS = "สถานะการพิจารณา"


def test_a_request_goes_up_its_chain_as_people_choose(work: Work) -> None:
    leave = ask_for(work, "1", "ลา", "2026-11-20", "2026-11-17T09:00:00")
    car = ask_for(work, "2", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:01:00")
    work.cycle("2026-11-17T09:02:00")
    sheet = register(work)
    assert sheet.text(leave, STANDS) == "รอผู้รับงานแทนพิจารณา"
    assert sheet.text(car, STANDS) == "รอรอง ผอ.สพป.พิจารณา"

    deputy, colleague = Person(work, "deputy@office.example"), Person(work, "s02@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "อนุญาต") == 400  # not theirs
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, "ผู้ขอ"), "ผู้อื่น") == 400  # nor anybody's
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "อนุญาต") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(car, DEPUTY), "ไม่ให้ใช้รถ") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(car, f"หมายเหตุ {DEPUTY}"), "รถเข้าศูนย์") == 200
    outcome = work.cycle("2026-11-17T10:00:00")
    assert outcome.troubles == 0
    sheet = register(work)
    assert sheet.text(leave, STANDS).startswith("รอผู้รับงานแทนพิจารณา\n• รอง ผอ.สพป. เลือก “อนุญาต” ไว้ก่อนถึงลำดับ")
    assert sheet.text(car, STANDS) == "ไม่ให้ใช้รถ (รอง ผอ.สพป.)"
    assert sheet.text(car, "ตั้งแต่") == "17 พ.ย. 2569 10.00 น."

    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, STAND_IN), "รับงานแทน") == 200
    work.cycle("2026-11-17T11:00:00")
    assert register(work).text(leave, STANDS) == "อนุญาต (รอง ผอ.สพป.)"

    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "") == 200
    work.cycle("2026-11-17T12:00:00")
    assert "ถอนความเห็นเมื่อ 17 พ.ย. 2569 12.00 น." in register(work).text(leave, STANDS)

    made = work._read(lambda tx: decisions.of(tx, FORM))
    assert [(one.step, one.word, one.by) for one in made[leave]] == [
        ("deputy", "อนุญาต", "deputy"),
        ("stand-in", "รับงานแทน", "stand-in"),
        ("deputy", "", "deputy"),
    ]
    assert [(one.word, one.note) for one in made[car]] == [("ไม่ให้ใช้รถ", "รถเข้าศูนย์")]


def test_what_was_sent_back_waits_again_once_it_was_edited(work: Work) -> None:
    leave = ask_for(work, "1", "ลา", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    colleague = Person(work, "s02@office.example")
    place = register(work).at(leave, STAND_IN)
    assert colleague.types(DISTRICT, TITLE, place, "ส่งกลับแก้ไข") == 200
    work.cycle("2026-11-17T10:00:00")
    assert register(work).text(leave, STANDS) == "ส่งกลับแก้ไข โดยผู้รับงานแทน รอแก้ไขแบบบันทึก"
    assert register(work).text(leave, STAND_IN) == "ส่งกลับแก้ไข"


def test_the_next_cycles_write_and_read_nothing(work: Work) -> None:
    ask_for(work, "1", "ลา", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    work.cycle("2026-11-17T09:03:00")
    idle = work.cycle("2026-11-17T09:04:00")
    assert (idle.spreadsheets_written, idle.requests["sheets"], idle.requests["drive"]) == (0, 0, 1)
    assert idle.requests["forms"] == 3


def sort(work: Work, tab: str, rows: tuple[int, int], column: int) -> None:
    """What the clerk, on whose account nithet runs, does with a register."""
    url = f"{SHEETS}/{work.file(DISTRICT)}"
    listed = work.google.call("GET", url, what="sheet", params={"fields": "sheets(properties)"})["sheets"]
    sheet = next(s["properties"] for s in listed if s["properties"]["title"] == tab)
    area = {"sheetId": sheet["sheetId"], "startRowIndex": rows[0], "endRowIndex": rows[1]}
    request = {
        "sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": column, "sortOrder": "DESCENDING"}]}
    }
    work.google.call("POST", f"{url}:batchUpdate", what="sheet", body={"requests": [request]})


def test_rows_that_were_sorted_keep_their_notes_and_are_written_where_they_are(work: Work) -> None:
    asked = [
        ask_for(work, str(1 + n % 2), "ลา", f"2026-11-{20 + n}", f"2026-11-17T09:0{n}:00") for n in range(4)
    ]
    work.cycle("2026-11-17T09:10:00")
    sheet, colleague = register(work), Person(work, "s01@office.example")
    for one in asked:
        note = sheet.at(one, f"หมายเหตุ {STAND_IN}")
        assert colleague.types(DISTRICT, TITLE, note, f"บันทึกของ {one}") == 200
    work.cycle("2026-11-17T09:20:00")
    before = {one: sheet.row_of(one) for one in asked}
    sort(work, TITLE, (2, 6), sheet.heads.index("วันที่ขอ"))
    assert {one: register(work).row_of(one) for one in asked} != before
    assert colleague.types(DISTRICT, TITLE, register(work).at(asked[0], STAND_IN), "รับงานแทน") == 200
    fifth = ask_for(work, "2", "ลา", "2026-11-30", "2026-11-17T09:25:00")
    work.cycle("2026-11-17T09:30:00")
    sheet = register(work)
    assert {one: sheet.text(one, f"หมายเหตุ {STAND_IN}") for one in asked} == {
        one: f"บันทึกของ {one}" for one in asked
    }
    assert sheet.text(asked[0], STANDS) == "รอรอง ผอ.สพป.พิจารณา"
    assert {sheet.text(one, STANDS) for one in (*asked[1:], fifth)} == {"รอผู้รับงานแทนพิจารณา"}
    assert sheet.text(fifth, "วันที่ขอ") == "30 พ.ย. 2569"


def delete_row(work: Work, row: int) -> None:
    url = f"{SHEETS}/{work.file(DISTRICT)}"
    listed = work.google.call("GET", url, what="sheet", params={"fields": "sheets(properties)"})["sheets"]
    sheet = next(s["properties"] for s in listed if s["properties"]["title"] == TITLE)
    area = {"sheetId": sheet["sheetId"], "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    request = {"deleteDimension": {"range": area}}
    work.google.call("POST", f"{url}:batchUpdate", what="sheet", body={"requests": [request]})


def test_a_row_that_was_deleted_comes_back_with_what_people_wrote_in_it(work: Work) -> None:
    asked = [
        ask_for(work, str(1 + n % 2), "ลา", f"2026-11-{20 + n}", f"2026-11-17T09:0{n}:00") for n in range(3)
    ]
    work.cycle("2026-11-17T09:10:00")
    sheet, colleague = register(work), Person(work, "s01@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[0], STAND_IN), "รับงานแทน") == 200
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[2], f"หมายเหตุ {STAND_IN}"), "โทรแล้ว") == 200
    work.cycle("2026-11-17T09:20:00")
    delete_row(work, sheet.row_of(asked[0]))
    work.cycle("2026-11-17T09:30:00")
    sheet = register(work)
    assert sheet.text(asked[0], STAND_IN) == "รับงานแทน"
    assert sheet.text(asked[0], STANDS) == "รอรอง ผอ.สพป.พิจารณา"
    assert sheet.text(asked[2], f"หมายเหตุ {STAND_IN}") == "โทรแล้ว"
    assert len(work._read(lambda tx: decisions.of(tx, FORM))[asked[0]]) == 1


@pytest.mark.parametrize("loss", ["spreadsheet", "tab", "ledger"])
def test_what_people_wrote_outlives_a_loss(work: Work, loss: str) -> None:
    asked = [
        ask_for(work, str(1 + n % 2), "ลา", f"2026-11-{20 + n}", f"2026-11-17T09:0{n}:00") for n in range(2)
    ]
    work.cycle("2026-11-17T09:10:00")
    sheet, colleague = register(work), Person(work, "s01@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[1], STAND_IN), "รับงานแทน") == 200
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[1], f"หมายเหตุ {STAND_IN}"), "โทรแล้ว") == 200
    work.cycle("2026-11-17T09:20:00")
    if loss == "spreadsheet":
        work.trash(DISTRICT)
    elif loss == "tab":
        url = f"{SHEETS}/{work.file(DISTRICT)}"
        listed = work.google.call("GET", url, what="s", params={"fields": "sheets(properties)"})["sheets"]
        gone = next(s["properties"]["sheetId"] for s in listed if s["properties"]["title"] == TITLE)
        body = {"requests": [{"deleteSheet": {"sheetId": gone}}]}
        work.google.call("POST", f"{url}:batchUpdate", what="sheet", body=body)
    else:
        for file in (work.folder / "data").glob("ledger.sqlite3*"):
            file.unlink()
    for minute in (30, 31, 32):
        assert work.cycle(f"2026-11-17T09:{minute}:00", full=loss == "ledger").troubles == 0
    sheet = register(work)
    assert (sheet.text(asked[1], STAND_IN), sheet.text(asked[0], STAND_IN)) == ("รับงานแทน", "")
    assert sheet.text(asked[1], f"หมายเหตุ {STAND_IN}") == "โทรแล้ว"
    assert sheet.text(asked[1], STANDS) == "รอรอง ผอ.สพป.พิจารณา"


# --- Corrections -----------------------------------------------------------------------


def observe(work: Work, day: str, value: int = 4) -> str:
    form = world.office_in(work.folder).forms["classroom-observation"]
    moment = datetime.fromisoformat("2026-11-17T09:00:00+07:00")
    answers = {**observation_answers(form, "A1", value, moment), "observed_on": day}
    return work.fill("classroom-observation", answers, "2026-11-17T09:00:00")


VERDICT, VALUE, NOTE, OUTCOME = "ผลการตรวจสอบ", "ค่าที่ถูกต้อง", "หมายเหตุ", "การดำเนินการของระบบ"


def counted(work: Work) -> list[tuple[int, int]]:
    return [
        tuple(row)
        for row in work._read(
            lambda tx: tx.execute("SELECT counted, left_out FROM response ORDER BY id").fetchall()
        )
    ]


def test_a_finding_is_answered_with_the_right_value_taken_back_and_wrong(work: Work) -> None:
    response = observe(work, "2026-12-20")
    work.cycle("2026-11-17T09:10:00")
    key = f"classroom-observation|{response}|not-in-future|observed_on"
    sheet, person = findings(work), Person(work, "s01@office.example")
    row = sheet.row_of(key)
    assert sheet.text(key, "ความสำคัญ") == "ต้องแก้ไข"
    assert counted(work) == [(0, 0)]

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "17 พ.ย. 2569") == 200
    assert person.types(NORTH, FINDINGS, sheet.at(key, NOTE), "โทรถามแล้ว") == 200
    work.cycle("2026-11-17T09:20:00")
    sheet = findings(work)
    assert (sheet.row_of(key), sheet.text(key, "ความสำคัญ")) == (row, "เรียบร้อยแล้ว")
    assert sheet.text(key, OUTCOME) == "ใช้ค่า “17 พ.ย. 2569” แทน “20 ธ.ค. 2569” ตั้งแต่ 17 พ.ย. 2569 09.20 น."
    assert counted(work) == [(1, 0)]

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "เมื่อวาน") == 200
    work.cycle("2026-11-17T09:30:00")
    sheet = findings(work)
    assert sheet.text(key, "ความสำคัญ") == "ต้องแก้ไข"
    assert "“เมื่อวาน”) อ่านไม่ได้" in sheet.text(key, OUTCOME)
    assert counted(work) == [(0, 0)]

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "") == 200
    work.cycle("2026-11-17T09:40:00")
    sheet = findings(work)
    assert (sheet.row_of(key), sheet.text(key, "ความสำคัญ")) == (row, "ต้องแก้ไข")
    assert sheet.text(key, NOTE) == "โทรถามแล้ว"
    history = work._read(lambda tx: corrections.history(tx, "classroom-observation"))
    assert [(one.value, one.note) for one in history] == [
        ("17 พ.ย. 2569", "โทรถามแล้ว"),
        ("เมื่อวาน", "โทรถามแล้ว"),
        ("", "โทรถามแล้ว"),
    ]


@pytest.mark.parametrize(
    ("verdict", "expected", "said"),
    [("ยืนยันตามเดิม", [(1, 0)], "ยืนยันตามเดิมแล้ว"), ("ไม่นำมาคำนวณ", [(0, 1)], "ไม่นำมาคำนวณแล้ว")],
)
def test_a_finding_is_confirmed_or_its_response_left_out(
    work: Work, verdict: str, expected: list[tuple[int, int]], said: str
) -> None:
    response = observe(work, "2026-12-21")
    work.cycle("2026-11-17T09:10:00")
    sheet, person = findings(work), Person(work, "s02@office.example")
    assert (
        person.types(NORTH, FINDINGS, sheet.at(f"classroom-observation|{response}|", VERDICT), verdict) == 200
    )
    outcome = work.cycle("2026-11-17T09:20:00")
    assert outcome.findings == {"error": 0, "warning": 0}
    assert counted(work) == expected
    sheet = findings(work)
    told = sheet.text(f"classroom-observation|{response}|", OUTCOME)
    assert told.startswith(said)
    assert findings(work, "sheet:group:G1").text(f"classroom-observation|{response}|", OUTCOME) == told


def rows_of(work: Work, prefix: str, tab: str) -> list[list[str]]:
    return [row for row in work.cells(prefix)[tab] if any(row)]


def test_a_note_typed_where_no_row_is_yet_belongs_to_nobody(work: Work) -> None:
    ask_for(work, "1", "ลา", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:10:00")
    ask_for(work, "2", "ลา", "2026-11-21", "2026-11-17T09:11:00")
    work.cycle("2026-11-17T09:12:00")
    sheet, person = register(work), Person(work, "s01@office.example")
    column = sheet.heads.index(f"หมายเหตุ {STAND_IN}")
    grow: dict[str, Any] = {"dimension": "ROWS", "length": 5}
    url = f"{SHEETS}/{work.file(DISTRICT)}"
    listed = work.google.call("GET", url, what="s", params={"fields": "sheets(properties)"})["sheets"]
    grow["sheetId"] = next(s["properties"]["sheetId"] for s in listed if s["properties"]["title"] == TITLE)
    body = {"requests": [{"appendDimension": grow}]}
    work.google.call("POST", f"{url}:batchUpdate", what="sheet", body=body)
    assert person.types(DISTRICT, TITLE, f"{_letters(column)}5", "จดไว้ก่อน") == 200
    work.cycle("2026-11-17T09:20:00")
    third = ask_for(work, "2", "ลา", "2026-11-22", "2026-11-17T09:21:00")
    work.cycle("2026-11-17T09:22:00")
    sheet = register(work)
    assert sheet.text(third, f"หมายเหตุ {STAND_IN}") == ""
    assert sheet.rows[4][column] == "จดไว้ก่อน"
