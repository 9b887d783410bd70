"""People correct in the sheets: obeyed at the next cycle, told in the row; what is wrong changes nothing."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from sync.google import SHEETS
from sync.ledger import corrections
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, Sent, findings
from tests.journeys.people import observation_answers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

NORTH, SOUTH, GROUP = "sheet:network:N01", "sheet:network:N02", "sheet:group:G1"
STATE, WHAT = "ความสำคัญ", "รายการที่ต้องตรวจสอบ"


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
    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    row = sheet.row_of(key)
    assert sheet.text(key, "ความสำคัญ") == "ต้องแก้ไข"
    assert counted(work) == [(0, 0)]

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "17 พ.ย. 2569") == 200
    assert person.types(NORTH, FINDINGS, sheet.at(key, NOTE), "โทรถามแล้ว") == 200
    work.cycle("2026-11-17T09:20:00")
    sheet = findings(work, NORTH)
    assert (sheet.row_of(key), sheet.text(key, "ความสำคัญ")) == (row, "เรียบร้อยแล้ว")
    assert sheet.text(key, OUTCOME) == "ใช้ค่า “17 พ.ย. 2569” แทน “20 ธ.ค. 2569” ตั้งแต่ 17 พ.ย. 2569 09.20 น."
    assert counted(work) == [(1, 0)]

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "เมื่อวาน") == 200
    work.cycle("2026-11-17T09:30:00")
    sheet = findings(work, NORTH)
    assert sheet.text(key, "ความสำคัญ") == "ต้องแก้ไข"
    assert "“เมื่อวาน”) อ่านไม่ได้" in sheet.text(key, OUTCOME)
    assert "ตัวเลขอย่างเดียว" in sheet.text(key, OUTCOME)
    rows = [line[-1] for line in sheet.rows[4:]]
    assert not [row for row in rows if "correction-" in row], "what was mistyped has no row of its own"
    assert counted(work) == [(0, 0)]

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "") == 200
    work.cycle("2026-11-17T09:40:00")
    sheet = findings(work, NORTH)
    assert (sheet.row_of(key), sheet.text(key, "ความสำคัญ")) == (row, "ต้องแก้ไข")
    assert sheet.text(key, NOTE) == "โทรถามแล้ว"
    assert sheet.text(key, OUTCOME) == "ถอนการแก้ไขแล้ว 17 พ.ย. 2569 09.40 น."
    history = work._read(lambda tx: corrections.history(tx, "classroom-observation"))
    assert [(one.value, one.note) for one in history] == [
        ("17 พ.ย. 2569", "โทรถามแล้ว"),
        ("เมื่อวาน", "โทรถามแล้ว"),
        ("", "โทรถามแล้ว"),
    ]


@pytest.mark.parametrize(
    ("day", "verdict", "expected", "said"),
    [
        ("2026-11-15", "ยืนยันตามเดิม", [(1, 0)], "ยืนยันตามเดิมแล้ว"),  # a Sunday
        ("2026-12-21", "ไม่นำมาคำนวณ", [(0, 1)], "ไม่นำมาคำนวณแล้ว"),  # in the future
    ],
)
def test_a_finding_is_confirmed_or_its_response_left_out(
    work: Work, day: str, verdict: str, expected: list[tuple[int, int]], said: str
) -> None:
    response = observe(work, day)
    work.cycle("2026-11-17T09:10:00")
    sheet, person = findings(work, NORTH), Person(work, "s02@office.example")
    assert (
        person.types(NORTH, FINDINGS, sheet.at(f"classroom-observation|{response}|", VERDICT), verdict) == 200
    )
    outcome = work.cycle("2026-11-17T09:20:00")
    assert outcome.findings == {"error": 0, "warning": 0}
    assert counted(work) == expected
    sheet = findings(work, NORTH)
    told = sheet.text(f"classroom-observation|{response}|", OUTCOME)
    assert told.startswith(said)
    assert findings(work, "sheet:group:G1").text(f"classroom-observation|{response}|", OUTCOME) == told


FORM = "classroom-observation"


def observed(work: Work, day: str, school: str = "A1") -> Sent:
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat("2026-11-17T09:00:00+07:00")
    answers = {**observation_answers(form, school, 4, moment), "observed_on": day}
    return Sent(work, FORM, answers, "2026-11-17T09:00:00")


def test_a_correction_that_is_itself_wrong_is_told_and_the_rest_goes_on(work: Work) -> None:
    sent, other = observed(work, "2026-12-20"), observed(work, "2026-12-21", "A2")
    work.cycle("2026-11-17T09:10:00")
    key, others = (f"{FORM}|{one.id}|not-in-future|observed_on" for one in (sent, other))
    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "25 ธ.ค. 2569") == 200  # in the future, too
    assert person.types(NORTH, FINDINGS, sheet.at(others, VALUE), "17 พ.ย. 2569") == 200
    assert work.cycle("2026-11-17T09:20:00").troubles == 0
    sheet = findings(work, NORTH)
    assert (sheet.text(key, STATE), sheet.text(others, STATE)) == ("ต้องแก้ไข", "เรียบร้อยแล้ว")
    assert "25 ธ.ค. 2569" in sheet.text(key, "รายการที่ต้องตรวจสอบ")
    assert sheet.text(key, OUTCOME).startswith("ใช้ค่า “25 ธ.ค. 2569” แทน “20 ธ.ค. 2569”")
    assert sorted(counted(work)) == [(0, 0), (1, 0)]

    url = f"{SHEETS}/{work.file(NORTH)}/values/'{FINDINGS}'!{sheet.at(others, VERDICT)}"
    body = {"values": [["ไม่ทราบ"]]}  # pasted, past the drop-down
    work.google.call("PUT", url, what="s", params={"valueInputOption": "RAW"}, body=body)
    work.cycle("2026-11-17T09:30:00")
    sheet = findings(work, NORTH)
    assert "คำว่า “ไม่ทราบ” ไม่ใช่ผลการตรวจสอบที่เลือกได้" in sheet.text(others, OUTCOME)
    assert sheet.text(others, STATE) == "ต้องแก้ไข"


def test_a_slip_of_the_pen_leaves_no_trace_among_what_is_settled(work: Work) -> None:
    sent = observed(work, "2026-12-17")
    work.cycle("2026-11-17T09:10:00")
    key, slips = f"{FORM}|{sent.id}|not-in-future|observed_on", f"{FORM}|{sent.id}|working-day|observed_on"
    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "20 ธ.ค. 2569") == 200  # a Sunday
    work.cycle("2026-11-17T09:20:00")
    sheet = findings(work, NORTH)
    assert (sheet.text(key, STATE), sheet.text(slips, STATE)) == ("ต้องแก้ไข", "ข้อสังเกต")
    assert "20 ธ.ค. 2569" in sheet.text(key, WHAT)

    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "17 พ.ย. 2569") == 200
    work.cycle("2026-11-17T09:30:00")
    sheet = findings(work, NORTH)
    assert (sheet.text(key, STATE), sheet.text(slips, STATE)) == ("เรียบร้อยแล้ว", "ไม่อยู่ในชีตนี้แล้ว")
    assert "17 ธ.ค. 2569" in sheet.text(key, WHAT) and "20 ธ.ค." not in sheet.text(key, WHAT)
    assert sheet.text(key, OUTCOME).startswith("ใช้ค่า “17 พ.ย. 2569” แทน “17 ธ.ค. 2569”")
    assert "เรียบร้อยแล้ว 1 รายการ" in sheet.rows[1][0]


def test_what_a_typed_value_brought_and_people_confirmed_is_settled(work: Work) -> None:
    sent = observed(work, "2026-12-17")
    work.cycle("2026-11-17T09:10:00")
    key, sunday = f"{FORM}|{sent.id}|not-in-future|observed_on", f"{FORM}|{sent.id}|working-day|observed_on"
    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "15 พ.ย. 2569") == 200
    work.cycle("2026-11-17T09:20:00")
    sheet = findings(work, NORTH)
    assert person.types(NORTH, FINDINGS, sheet.at(sunday, VERDICT), "ยืนยันตามเดิม") == 200
    work.cycle("2026-11-17T09:30:00")
    sheet = findings(work, NORTH)
    assert (sheet.text(key, STATE), sheet.text(sunday, STATE)) == ("เรียบร้อยแล้ว", "เรียบร้อยแล้ว")
    assert "15 พฤศจิกายน" in sheet.text(sunday, WHAT)
    assert sheet.text(sunday, OUTCOME).startswith("ยืนยันตามเดิมแล้ว")
    assert "เรียบร้อยแล้ว 2 รายการ" in sheet.rows[1][0]


def test_a_school_that_is_corrected_moves_with_its_correction_and_is_taken_back_there(work: Work) -> None:
    sent = observed(work, "2026-11-17", "A2")
    work.cycle("2026-11-17T09:10:00")
    work.configure("schools.csv", "A2,โรงเรียนเหนือ 2,N01,,,,", "A2,โรงเรียนเหนือ 2,N01,,2026-11-01,,")
    work.cycle("2026-11-17T09:11:00")
    key = f"{FORM}|{sent.id}|school-closed|school"
    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "โรงเรียนที่ไม่มี") == 200
    work.cycle("2026-11-17T09:20:00")
    sheet = findings(work, NORTH)
    assert "(“โรงเรียนที่ไม่มี”) อ่านไม่ได้" in sheet.text(key, OUTCOME)
    assert person.types(NORTH, FINDINGS, sheet.at(key, VALUE), "โรงเรียนใต้ 1") == 200
    assert work.cycle("2026-11-17T09:30:00").findings == {"error": 0, "warning": 0}
    assert findings(work, NORTH).text(key, STATE) == "ไม่อยู่ในชีตนี้แล้ว"
    there = findings(work, SOUTH)
    assert (there.text(key, STATE), there.text(key, VALUE)) == ("เรียบร้อยแล้ว", "โรงเรียนใต้ 1")
    assert "แทน “โรงเรียนเหนือ 2”" in there.text(key, OUTCOME)

    assert person.types(SOUTH, FINDINGS, there.at(key, VALUE), "") == 200
    work.cycle("2026-11-17T09:40:00")
    assert findings(work, NORTH).text(key, STATE) != "ไม่อยู่ในชีตนี้แล้ว"
    assert findings(work, SOUTH).text(key, STATE) == "ไม่อยู่ในชีตนี้แล้ว"


def test_two_who_correct_one_answer_otherwise_at_once_are_both_told(work: Work) -> None:
    sent = observed(work, "2026-12-20")
    work.cycle("2026-11-17T09:10:00")
    key, person = f"{FORM}|{sent.id}|not-in-future|observed_on", Person(work, "s01@office.example")
    here, there = findings(work, NORTH).at(key, VALUE), findings(work, GROUP).at(key, VALUE)
    assert person.types(NORTH, FINDINGS, here, "16 พ.ย. 2569") == 200
    assert person.types(GROUP, FINDINGS, there, "17 พ.ย. 2569") == 200
    work.cycle("2026-11-17T09:20:00")
    for prefix in (NORTH, GROUP):
        sheet = findings(work, prefix)
        assert sheet.text(key, STATE) == "ต้องแก้ไข"
        assert "ไม่ตรงกันในคราวเดียวกัน (16 พ.ย. 2569, 17 พ.ย. 2569)" in sheet.text(key, OUTCOME)
    assert counted(work) == [(0, 0)]

    # One of them takes it back, and writes a note: what the other says holds.
    assert person.types(NORTH, FINDINGS, here, "") == 200
    assert person.types(NORTH, FINDINGS, findings(work, NORTH).at(key, NOTE), "ใช้ตามกลุ่มงาน") == 200
    work.cycle("2026-11-17T09:30:00")
    for prefix in (NORTH, GROUP):
        sheet = findings(work, prefix)
        assert sheet.text(key, STATE) == "เรียบร้อยแล้ว"
        assert sheet.text(key, OUTCOME).startswith("ใช้ค่า “17 พ.ย. 2569” แทน “20 ธ.ค. 2569”")
    assert counted(work) == [(1, 0)]

    # Later on another one corrects the same: the later word holds, and the earlier one's row says so.
    assert person.types(NORTH, FINDINGS, here, "13 พ.ย. 2569") == 200
    work.cycle("2026-11-17T09:40:00")
    assert findings(work, NORTH).text(key, OUTCOME).startswith("ใช้ค่า “13 พ.ย. 2569”")
    assert findings(work, GROUP).text(key, OUTCOME).startswith("ใช้ “13 พ.ย. 2569” ที่กรอกในอีกชีต")

    # An edit of the answer itself counts more than both.
    sent.edit("2026-11-17T10:00:00", observed_on="2026-11-12")
    work.cycle("2026-11-17T10:01:00")
    assert findings(work, NORTH).text(key, OUTCOME).startswith("แบบบันทึกถูกแก้ไขหลังจาก")
    assert counted(work) == [(1, 0)]
