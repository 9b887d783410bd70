"""People decide in the sheets: obeyed at the next cycle, told in the row, and no note is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.google import SHEETS
from sync.ledger import decisions
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person, Sent, Sheet, findings, letters
from tests.journeys.office import write_config

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

FORM, TITLE, DISTRICT = "request", "คำขอ", "sheet:district:"
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
      - step: deputy
        by: deputy
        title: รอง ผอ.สพป.
        passes: [อนุญาต]
        returns: [ส่งกลับแก้ไข]
        refuses: [ไม่อนุญาต]
    car:
      - {step: deputy, by: deputy, title: รอง ผอ.สพป., passes: [ให้ใช้รถ], refuses: [ไม่ให้ใช้รถ]}
sections:
  - id: first
    title: คำขอ
    questions:
      - {id: person, ask: ผู้ขอ, type: supervisor, required: true}
      - {id: colleague, ask: ผู้รับงาน, type: supervisor, required: true}
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


def ask_for(work: Work, person: str, kind: str, day: str, at: str) -> str:
    other = "2" if person == "1" else "1"
    names = {"person": f"ศึกษานิเทศก์ {person}", "colleague": f"ศึกษานิเทศก์ {other}"}
    answers = {**names, "day": day, "kind": kind}
    return work.fill(FORM, answers, at)


def register(work: Work) -> Sheet:
    return Sheet(work, DISTRICT, TITLE, 1)


def note_at(work: Work, cell: str) -> str:
    """What stands in the note of a register's cell."""
    params = {"ranges": f"'{TITLE}'!{cell}", "fields": "sheets(data(rowData(values(note))))"}
    read = work.google.call("GET", f"{SHEETS}/{work.file(DISTRICT)}", what="sheet", params=params)
    return str(read["sheets"][0]["data"][0]["rowData"][0]["values"][0]["note"])


STANDS, WAITS_FOR_DEPUTY = "สถานะการพิจารณา", "รอ รอง ผอ.สพป. คนที่ ๑"


def test_a_request_goes_up_its_chain_as_people_choose(work: Work) -> None:
    leave = ask_for(work, "1", "ลา", "2026-11-20", "2026-11-17T09:00:00")
    car = ask_for(work, "2", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:01:00")
    work.cycle("2026-11-17T09:02:00")
    sheet = register(work)
    assert sheet.text(leave, STANDS) == "รอ ผู้รับงานแทน (ศึกษานิเทศก์ 2)"
    assert sheet.text(car, STANDS) == WAITS_FOR_DEPUTY

    deputy, colleague = Person(work, "deputy@office.example"), Person(work, "s02@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "อนุญาต") == 400  # not theirs
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, "ผู้ขอ"), "ผู้อื่น") == 400  # nor anybody's
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "อนุญาต") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(car, DEPUTY), "ไม่ให้ใช้รถ") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(car, f"หมายเหตุ {DEPUTY}"), "รถเข้าศูนย์") == 200
    outcome = work.cycle("2026-11-17T10:00:00")
    assert outcome.troubles == 0
    sheet = register(work)
    assert sheet.text(leave, STANDS).startswith(
        "รอ ผู้รับงานแทน (ศึกษานิเทศก์ 2)\n• รอง ผอ.สพป. เลือก “อนุญาต” ไว้ก่อนถึงลำดับ"
    )
    assert sheet.text(car, STANDS) == "ไม่ให้ใช้รถ (รอง ผอ.สพป.)"
    assert sheet.text(car, "ตั้งแต่") == "17 พ.ย. 2569 10.00 น."
    early = f"{FORM}|{leave}|decision-too-early|step:deputy"
    told = findings(work, "sheet:group:G1")
    assert told.text(early, "รายการที่ต้องตรวจสอบ").splitlines() == [
        "รอง ผอ.สพป. เลือก “อนุญาต” ไว้ก่อนถึงลำดับ",
        "ศึกษานิเทศก์ 1 · 20 พ.ย. 2569",
    ]
    assert told.text(early, "สิ่งที่ต้องดำเนินการ").startswith("ระบบเก็บไว้ และจะมีผลเมื่อ")

    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, STAND_IN), "รับงานแทน") == 200
    work.cycle("2026-11-17T11:00:00")
    assert register(work).text(leave, STANDS) == "อนุญาต (รอง ผอ.สพป.)"
    assert findings(work, "sheet:group:G1").text(early, "ความสำคัญ") == "เรียบร้อยแล้ว"

    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "") == 200
    work.cycle("2026-11-17T12:00:00")
    assert "ถอนความเห็นเมื่อ 17 พ.ย. 2569 12.00 น." in register(work).text(leave, STANDS)

    sheet = register(work)
    assert note_at(work, sheet.at(leave, STANDS)).splitlines() == [
        "ประวัติการพิจารณา",
        "17 พ.ย. 2569 10.00 น. รอง ผอ.สพป.: เลือก “อนุญาต”",
        "17 พ.ย. 2569 11.00 น. ผู้รับงานแทน: เลือก “รับงานแทน”",
        "17 พ.ย. 2569 12.00 น. รอง ผอ.สพป.: ถอนความเห็น",
    ]
    made = work._read(lambda tx: decisions.of(tx, FORM))
    assert [(one.step, one.word, one.by) for one in made[leave]] == [
        ("deputy", "อนุญาต", "deputy"),
        ("stand-in", "รับงานแทน", "stand-in"),
        ("deputy", "", "deputy"),
    ]
    assert [(one.word, one.note) for one in made[car]] == [("ไม่ให้ใช้รถ", "รถเข้าศูนย์")]


def test_decisions_that_hold_for_nothing_are_told_among_the_findings_until_they_are_mended(
    work: Work,
) -> None:
    car = ask_for(work, "1", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    sheet, owner = register(work), work.google
    colleague = Person(work, "s02@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(car, STAND_IN), "รับงานแทน") == 200  # no such step
    put = {
        "range": f"'{TITLE}'!{sheet.at(car, DEPUTY)}",
        "values": [["ไม่ให้"]],
    }  # pasted by whom nothing holds
    url = f"{SHEETS}/{work.file(DISTRICT)}/values/{put['range']}"
    owner.call("PUT", url, what="s", params={"valueInputOption": "RAW"}, body=put)
    assert work.cycle("2026-11-17T10:00:00").findings == {"error": 0, "warning": 2}
    told, keys = (
        findings(work, "sheet:group:G1"),
        [f"{FORM}|{car}|decision-no-step|step:stand-in", f"{FORM}|{car}|decision-unknown-word|step:deputy"],
    )
    assert [told.text(key, "รายการที่ต้องตรวจสอบ").splitlines()[0] for key in keys] == [
        "กรอก “รับงานแทน” ในช่องที่ไม่ใช่ลำดับการพิจารณาของเรื่องนี้ จึงไม่มีผล",
        "คำว่า “ไม่ให้” ไม่ใช่ความเห็นที่ รอง ผอ.สพป. เลือกได้ จึงไม่มีผล",
    ]
    assert told.text(keys[1], "สิ่งที่ต้องดำเนินการ") == "เลือกจากรายการ ได้แก่ ให้ใช้รถ, ไม่ให้ใช้รถ"
    assert register(work).text(car, STANDS).splitlines()[0] == WAITS_FOR_DEPUTY

    assert colleague.types(DISTRICT, TITLE, sheet.at(car, STAND_IN), "") == 200
    assert (
        Person(work, "deputy@office.example").types(DISTRICT, TITLE, sheet.at(car, DEPUTY), "ให้ใช้รถ") == 200
    )
    assert work.cycle("2026-11-17T11:00:00").findings == {"error": 0, "warning": 0}
    assert register(work).text(car, STANDS) == "ให้ใช้รถ (รอง ผอ.สพป.)"
    assert {findings(work, "sheet:group:G1").text(key, "ความสำคัญ") for key in keys} == {"เรียบร้อยแล้ว"}


def test_what_was_sent_back_goes_on_from_that_step_once_it_was_edited(work: Work) -> None:
    asked = {"person": "ศึกษานิเทศก์ 1", "day": "2026-11-20", "kind": "ลา", "colleague": "ศึกษานิเทศก์ 2"}
    leave = Sent(work, FORM, asked, "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    colleague, deputy = Person(work, "s02@office.example"), Person(work, "deputy@office.example")
    sheet = register(work)
    assert colleague.types(DISTRICT, TITLE, sheet.at(leave.id, STAND_IN), "รับงานแทน") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave.id, DEPUTY), "ส่งกลับแก้ไข") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave.id, f"หมายเหตุ {DEPUTY}"), "วันไม่ถูกต้อง") == 200
    work.cycle("2026-11-17T10:00:00")
    assert register(work).text(leave.id, STANDS) == "ส่งกลับแก้ไข โดย รอง ผอ.สพป. คนที่ ๑ รอผู้รายงานแก้ไขแบบบันทึก"

    leave.edit("2026-11-17T11:00:00", day="2026-11-23")
    work.cycle("2026-11-17T11:05:00")
    sheet = register(work)
    assert sheet.text(leave.id, "วันที่ขอ") == "23 พ.ย. 2569"
    first, again = sheet.text(leave.id, STANDS).splitlines()
    assert (first, again.split()[0]) == (WAITS_FOR_DEPUTY, "แก้ไขตามที่ส่งกลับแล้ว")
    assert sheet.text(leave.id, "ตั้งแต่") == "17 พ.ย. 2569 11.00 น."
    assert (
        sheet.text(leave.id, STAND_IN) == "รับงานแทน"
    )  # asked for, so no doubt is cast on what passed before

    # The same word stands there still: a new reason sends the record back again.
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave.id, f"หมายเหตุ {DEPUTY}"), "ยังไม่ถูกต้อง") == 200
    work.cycle("2026-11-17T12:00:00")
    assert register(work).text(leave.id, STANDS).startswith("ส่งกลับแก้ไข โดย")
    leave.edit("2026-11-17T13:00:00", day="2026-11-24")
    assert work.cycle("2026-11-17T13:05:00").findings == {"error": 0, "warning": 0}
    assert deputy.types(DISTRICT, TITLE, register(work).at(leave.id, DEPUTY), "อนุญาต") == 200
    work.cycle("2026-11-17T14:00:00")
    assert register(work).text(leave.id, STANDS) == "อนุญาต (รอง ผอ.สพป.)"
    made = work._read(lambda tx: decisions.of(tx, FORM))[leave.id]
    assert [(one.step, one.word, one.note) for one in made] == [
        ("stand-in", "รับงานแทน", ""),
        ("deputy", "ส่งกลับแก้ไข", "วันไม่ถูกต้อง"),
        ("deputy", "ส่งกลับแก้ไข", "ยังไม่ถูกต้อง"),
        ("deputy", "อนุญาต", "ยังไม่ถูกต้อง"),
    ]


def test_an_earlier_step_that_takes_its_word_back_stops_the_record_and_the_later_word_waits(
    work: Work,
) -> None:
    leave = ask_for(work, "1", "ลา", "2026-11-20", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:02:00")
    sheet = register(work)
    colleague, deputy = Person(work, "s02@office.example"), Person(work, "deputy@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, STAND_IN), "รับงานแทน") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(leave, DEPUTY), "อนุญาต") == 200
    work.cycle("2026-11-17T10:00:00")
    assert register(work).text(leave, STANDS) == "อนุญาต (รอง ผอ.สพป.)"
    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, STAND_IN), "") == 200
    assert work.cycle("2026-11-17T11:00:00").findings == {"error": 0, "warning": 2}
    first, *problems = register(work).text(leave, STANDS).splitlines()
    assert first == "รอ ผู้รับงานแทน (ศึกษานิเทศก์ 2)"
    assert "ถอนความเห็นเมื่อ 17 พ.ย. 2569 11.00 น." in problems[0]
    assert "เลือก “อนุญาต” ไว้ก่อนถึงลำดับ" in problems[1]
    assert colleague.types(DISTRICT, TITLE, sheet.at(leave, STAND_IN), "รับงานแทน") == 200
    assert work.cycle("2026-11-17T12:00:00").findings == {"error": 0, "warning": 0}
    assert register(work).text(leave, STANDS) == "อนุญาต (รอง ผอ.สพป.)"


def test_a_response_that_was_deleted_after_a_decision_waits_for_nobody(work: Work) -> None:
    asked = {"person": "ศึกษานิเทศก์ 1", "day": "2026-11-20", "kind": "ขอใช้รถ", "colleague": "ศึกษานิเทศก์ 2"}
    car, other = (
        Sent(work, FORM, asked, "2026-11-17T09:00:00"),
        ask_for(work, "2", "ขอใช้รถ", "2026-11-20", "2026-11-17T09:01:00"),
    )
    work.cycle("2026-11-17T09:02:00")
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, sheet.at(car.id, DEPUTY), "ให้ใช้รถ") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(other, DEPUTY), "ให้ใช้รถ") == 200
    work.cycle("2026-11-17T10:00:00")
    car.delete()
    work.cycle("2026-11-17T11:00:00", full=True)
    sheet = register(work)
    assert sheet.rows[sheet.row_of(car.id)][1].startswith("แบบบันทึกนี้ถูกลบจากแบบฟอร์ม")
    assert sheet.text(car.id, DEPUTY) == "ให้ใช้รถ"  # what people wrote stays
    assert sheet.text(other, STANDS) == "ให้ใช้รถ (รอง ผอ.สพป.)"
    # A word chosen there all the same is kept, and changes nothing.
    assert deputy.types(DISTRICT, TITLE, sheet.at(car.id, DEPUTY), "ไม่ให้ใช้รถ") == 200
    outcome = work.cycle("2026-11-17T12:00:00")
    assert (outcome.troubles, outcome.findings) == (0, {"error": 0, "warning": 0})
    sheet = register(work)
    assert sheet.rows[sheet.row_of(car.id)][1].startswith("แบบบันทึกนี้ถูกลบจากแบบฟอร์ม")
    assert [one.word for one in work._read(lambda tx: decisions.of(tx, FORM))[car.id]] == [
        "ให้ใช้รถ",
        "ไม่ให้ใช้รถ",
    ]


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
        ask_for(work, str(1 + n % 2), "ลา", f"2026-11-{20 + n}", f"2026-11-17T09:0{n}:00") for n in range(5)
    ]
    work.cycle("2026-11-17T09:10:00")
    sheet, first, colleague = (
        register(work),
        Person(work, "s01@office.example"),
        Person(work, "s02@office.example"),
    )
    for one, who in zip(asked, (colleague, first) * 3, strict=False):
        note = sheet.at(one, f"หมายเหตุ {STAND_IN}")
        assert who.types(DISTRICT, TITLE, note, f"บันทึกของ {one}") == 200
    work.cycle("2026-11-17T09:20:00")
    before = {one: sheet.row_of(one) for one in asked}
    sort(work, TITLE, (2, 7), sheet.heads.index("วันที่ขอ"))
    assert {one: register(work).row_of(one) for one in asked} != before
    assert colleague.types(DISTRICT, TITLE, register(work).at(asked[0], STAND_IN), "รับงานแทน") == 200
    sixth = ask_for(work, "2", "ลา", "2026-11-30", "2026-11-17T09:25:00")
    work.cycle("2026-11-17T09:30:00")
    sheet = register(work)
    assert {one: sheet.text(one, f"หมายเหตุ {STAND_IN}") for one in asked} == {
        one: f"บันทึกของ {one}" for one in asked
    }
    assert sheet.text(asked[0], STANDS) == WAITS_FOR_DEPUTY
    assert [sheet.text(one, STANDS) for one in (*asked[1:], sixth)] == [
        f"รอ ผู้รับงานแทน (ศึกษานิเทศก์ {number})" for number in (1, 2, 1, 2, 1)
    ]
    assert first.types(DISTRICT, TITLE, sheet.at(asked[2], STAND_IN), "รับงานแทน") == 400  # the rows moved
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[2], STAND_IN), "รับงานแทน") == 200
    assert sheet.text(sixth, "วันที่ขอ") == "30 พ.ย. 2569"


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
    sheet, colleague = register(work), Person(work, "s02@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[0], STAND_IN), "รับงานแทน") == 200
    assert colleague.types(DISTRICT, TITLE, sheet.at(asked[2], f"หมายเหตุ {STAND_IN}"), "โทรแล้ว") == 200
    work.cycle("2026-11-17T09:20:00")
    delete_row(work, sheet.row_of(asked[0]))
    work.cycle("2026-11-17T09:30:00")
    sheet = register(work)
    assert sheet.text(asked[0], STAND_IN) == "รับงานแทน"
    assert sheet.text(asked[0], STANDS) == WAITS_FOR_DEPUTY
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
    assert sheet.text(asked[1], STANDS) == WAITS_FOR_DEPUTY


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
    assert person.types(DISTRICT, TITLE, f"{letters(column)}5", "จดไว้ก่อน") == 200
    work.cycle("2026-11-17T09:20:00")
    third = ask_for(work, "2", "ลา", "2026-11-22", "2026-11-17T09:21:00")
    work.cycle("2026-11-17T09:22:00")
    sheet = register(work)
    assert sheet.text(third, f"หมายเหตุ {STAND_IN}") == ""
    assert sheet.rows[4][column] == "จดไว้ก่อน"


def test_what_must_be_mended_is_not_put_forward_until_it_is(work: Work) -> None:
    """Sent twice: the first waits for its decision, the second says why it does not, until it is edited."""
    answers = {"person": "ศึกษานิเทศก์ 1", "colleague": "ศึกษานิเทศก์ 2", "day": "2026-11-20", "kind": "ขอใช้รถ"}
    first = work.fill(FORM, answers, "2026-11-17T09:00:00")
    second = Sent(work, FORM, answers, "2026-11-17T09:30:00")
    work.cycle("2026-11-17T09:31:00")
    sheet = register(work)
    assert sheet.text(first, STANDS) == WAITS_FOR_DEPUTY
    told = sheet.text(second.id, STANDS).splitlines()
    assert told[0] == "ยังไม่เสนอ รอง ผอ.สพป. จนกว่าจะแก้ไขแบบบันทึก"
    assert len(told) == 2 and told[1].startswith("• ")
    assert (sheet.text(first, "ตั้งแต่"), sheet.text(second.id, "ตั้งแต่")) == ("17 พ.ย. 2569 09.00 น.", "")

    deputy = Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, sheet.at(second.id, DEPUTY), "ให้ใช้รถ") == 200
    work.cycle("2026-11-17T09:40:00")
    told = register(work).text(second.id, STANDS).splitlines()
    assert told[0] == "ผลการพิจารณายังไม่มีผล จนกว่าจะแก้ไขแบบบันทึก"
    assert told[2].startswith("• รอง ผอ.สพป. เลือก “ให้ใช้รถ” ไว้แล้ว ยังไม่มีผล")
    assert register(work).text(second.id, "ตั้งแต่") == ""
    assert deputy.types(DISTRICT, TITLE, sheet.at(second.id, DEPUTY), "") == 200
    work.cycle("2026-11-17T09:50:00")
    told = register(work).text(second.id, STANDS).splitlines()
    assert told[0] == "ยังไม่เสนอ รอง ผอ.สพป. จนกว่าจะแก้ไขแบบบันทึก"

    second.edit("2026-11-17T10:00:00", day="2026-11-23")
    work.cycle("2026-11-17T10:01:00")
    sheet = register(work)
    assert sheet.text(second.id, STANDS).splitlines()[0] == WAITS_FOR_DEPUTY
    assert sheet.text(second.id, "ตั้งแต่") == "17 พ.ย. 2569 10.00 น."
