"""Who decides of a record: named in its row, alone let into its cells; who acts while the head is away."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.definition import packaged_definitions
from sync.google import SHEETS
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person, Sheet
from tests.journeys.office import ORGANISATION, write_config
from tests.journeys.test_columns_move import change, deleted, inserted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

OFFICE, CASES, PERMITS = "sheet:office:", "กรณี", "แบบขออนุญาต"
STANDS, LEAD, DEPUTY, STAND_IN = "สถานะการพิจารณา", "ผู้รับผิดชอบ", "รอง ผอ.สพป.", "ความเห็น ผู้รับงานแทน"
CASE = """\
id: case
records: [S9]
title: กรณี
seen_in: [office]
about: {who: leader, where: school, when: day}
state:
  chains:
    all:
      - {step: lead, by: team-lead, title: ผู้รับผิดชอบ, passes: [แก้ไขแล้ว], stays: [กำลังดำเนินการ]}
      - {step: deputy, by: deputy, title: รอง ผอ.สพป., passes: [ทราบ]}
sections:
  - id: first
    title: กรณี
    questions:
      - {id: leader, ask: ผู้รับผิดชอบกรณี, type: supervisor, required: true}
      - {id: day, ask: วันที่, type: date, required: true}
      - {id: school, ask: โรงเรียน, type: school, required: true}
"""
PEOPLE = """\
  S03: {name: ศึกษานิเทศก์ 3, team: T1}
posts:
  director: {name: ผอ.สพป., email: director@office.example}
head: S01
acting: [S02]
"""


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    config = write_config(tmp_path / "config")
    (config / "forms" / "case.yaml").write_text(CASE, encoding="utf-8")
    shutil.copyfile(packaged_definitions() / "permit.yaml", config / "forms" / "permit.yaml")
    settings = (config / "settings.yaml").read_text(encoding="utf-8")
    made = settings.replace("sheets: [district, networks, groups]", "sheets: [office, groups]")
    assert made != settings
    (config / "settings.yaml").write_text(made, encoding="utf-8")
    other = "  B: {name: รอง ผอ.สพป. คนที่ ๒, email: second@office.example}\nteams:"
    people = ORGANISATION.replace("teams:", other).replace(
        "team: T1, deputy: A, viewers: [south", "team: T1, deputy: B, viewers: [south"
    )
    (config / "organisation.yaml").write_text(people + PEOPLE, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def case(work: Work, leader: str, school: str, at: str) -> str:
    answers = {"leader": f"ศึกษานิเทศก์ {leader}", "school": school, "day": "2026-11-17"}
    return work.fill("case", answers, at)


def may(person: Person, sheet: Sheet, tab: str, key: str, column: str, word: str) -> bool:
    return person.types(OFFICE, tab, sheet.at(key, column), word) == 200


def test_only_who_answers_for_a_record_may_write_in_its_row(work: Work) -> None:
    north = case(work, "1", "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:00:00")
    south = case(work, "2", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T09:01:00")
    third = case(work, "3", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T09:02:00")
    work.cycle("2026-11-17T09:10:00")
    sheet = Sheet(work, OFFICE, CASES, 1)
    assert [sheet.text(one, STANDS).splitlines()[0] for one in (north, south, third)] == [
        f"รอ ผู้รับผิดชอบ (ศึกษานิเทศก์ {number})" for number in (1, 2, 3)
    ]
    silent = "ยังไม่มีที่อยู่อีเมลของ ศึกษานิเทศก์ 3 ในการตั้งค่า"  # and so anybody may decide
    assert [silent in sheet.text(one, STANDS) for one in (north, south, third)] == [False, False, True]
    first, second = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    assert not may(second, sheet, CASES, north, LEAD, "แก้ไขแล้ว")
    assert not may(first, sheet, CASES, south, LEAD, "แก้ไขแล้ว")
    assert may(first, sheet, CASES, north, LEAD, "แก้ไขแล้ว")
    assert may(second, sheet, CASES, third, LEAD, "กำลังดำเนินการ")  # who answers for it has no address
    deputy, other = Person(work, "deputy@office.example"), Person(work, "second@office.example")
    assert not may(other, sheet, CASES, north, DEPUTY, "ทราบ")
    assert not may(deputy, sheet, CASES, third, DEPUTY, "ทราบ")
    assert may(other, sheet, CASES, third, f"หมายเหตุ {DEPUTY}", "รับไว้แล้ว")
    work.cycle("2026-11-17T09:20:00")

    fourth = case(work, "2", "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:30:00")
    assert work.cycle("2026-11-17T09:31:00").troubles == 0
    sheet = Sheet(work, OFFICE, CASES, 1)
    assert sheet.text(north, STANDS) == "รอ รอง ผอ.สพป. คนที่ ๑"
    assert sheet.text(third, STANDS).startswith("กำลังดำเนินการ (ผู้รับผิดชอบ: ศึกษานิเทศก์ 3)\n• ยังไม่มี")
    assert not may(first, sheet, CASES, fourth, LEAD, "แก้ไขแล้ว")
    assert may(second, sheet, CASES, fourth, LEAD, "แก้ไขแล้ว")
    assert may(deputy, sheet, CASES, north, DEPUTY, "ทราบ")
    work.cycle("2026-11-17T09:40:00")
    work.cycle("2026-11-17T09:41:00")
    assert work.cycle("2026-11-17T09:42:00").requests["sheets"] == 0
    assert Sheet(work, OFFICE, CASES, 1).text(north, STANDS) == "ทราบ (รอง ผอ.สพป.)"


def guarded_rows(work: Work) -> list[int]:
    """The ids of the protected ranges in the register of cases that are for some of its people only."""
    url, params = f"{SHEETS}/{work.file(OFFICE)}", {"fields": "sheets(properties(title),protectedRanges)"}
    found = work.google.call("GET", url, what="sheets", params=params)["sheets"]
    (sheet,) = (one for one in found if one["properties"]["title"] == CASES)
    return [one["protectedRangeId"] for one in sheet["protectedRanges"] if "endRowIndex" in one["range"]]


def test_a_new_record_needs_no_look_at_the_whole_spreadsheet(work: Work) -> None:
    case(work, "1", "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:10:00")
    work.cycle("2026-11-17T09:11:00")  # what a cycle wrote itself is looked at once by the next
    before = guarded_rows(work)
    case(work, "2", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T09:12:00")
    made = work.cycle("2026-11-17T09:13:00")
    assert len(guarded_rows(work)) > len(before)
    assert made.requests["sheets"] == made.spreadsheets_written  # a batch each, and nothing besides


def test_rows_keep_their_people_where_the_owner_moves_rows_or_takes_ranges_away(work: Work) -> None:
    north = case(work, "1", "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:00:00")
    south = case(work, "2", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T09:01:00")
    work.cycle("2026-11-17T09:10:00")
    first, second = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    change(work, OFFICE, CASES, inserted(2, "ROWS"))
    third = case(work, "1", "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:11:00")
    assert work.cycle("2026-11-17T09:12:00").troubles == 0
    fourth = case(work, "2", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T09:13:00")
    gone = [{"deleteProtectedRange": {"protectedRangeId": one}} for one in guarded_rows(work)]
    url = f"{SHEETS}/{work.file(OFFICE)}:batchUpdate"
    work.google.call("POST", url, what="by hand", body={"requests": gone})
    assert work.cycle("2026-11-17T09:14:00").troubles == 0
    case(work, "3", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-18T09:00:00")
    assert work.cycle("2026-11-18T09:01:00").troubles == 0  # each day's first write looks at what is there
    sheet = Sheet(work, OFFICE, CASES, 1)
    for mine, theirs in ((north, south), (third, fourth)):
        assert not may(second, sheet, CASES, mine, LEAD, "แก้ไขแล้ว")
        assert not may(first, sheet, CASES, theirs, LEAD, "แก้ไขแล้ว")
        assert may(first, sheet, CASES, mine, LEAD, "แก้ไขแล้ว")
        assert may(second, sheet, CASES, theirs, LEAD, "แก้ไขแล้ว")


def test_a_row_that_the_owner_deleted_comes_back_with_its_people(work: Work) -> None:
    north = case(work, "1", "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:00:00")
    south = case(work, "2", "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T09:01:00")
    work.cycle("2026-11-17T09:10:00")
    before = len(guarded_rows(work))
    change(work, OFFICE, CASES, deleted(2, "ROWS"))
    assert len(guarded_rows(work)) < before  # the ranges of that row went with it
    assert work.cycle("2026-11-17T09:11:00").troubles == 0
    sheet = Sheet(work, OFFICE, CASES, 1)
    first, second = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    assert not may(second, sheet, CASES, north, LEAD, "แก้ไขแล้ว")
    assert not may(first, sheet, CASES, south, LEAD, "แก้ไขแล้ว")
    assert may(first, sheet, CASES, north, LEAD, "แก้ไขแล้ว")
    assert may(second, sheet, CASES, south, LEAD, "แก้ไขแล้ว")


JOURNEY = {
    "supervisor": "ศึกษานิเทศก์ 1", "first_day": "2026-11-19", "last_day": "2026-11-20",
    "kind": "ขออนุญาตไปราชการ", "purpose": "ประชุม", "place": "อุดรธานี",
    "ordered": "บันทึกข้อความขออนุญาต", "travel": "รถยนต์ส่วนตัว", "party_kind": "ไปคนเดียว",
}  # fmt: skip
LEAVE = {
    "supervisor": "ศึกษานิเทศก์ 2", "first_day": "2026-11-26", "kind": "ลา", "leave_type": "ลากิจส่วนตัว",
    "leave_part": "ทั้งวัน", "stand_in": "ศึกษานิเทศก์ 1",
}  # fmt: skip


def test_who_acts_for_the_head_is_named_while_the_head_is_away(work: Work) -> None:
    journey = work.fill("permit", JOURNEY, "2026-11-17T09:00:00")
    leave = work.fill("permit", LEAVE, "2026-11-17T09:01:00")
    other = work.fill("permit", {**JOURNEY, "supervisor": "ศึกษานิเทศก์ 3"}, "2026-11-17T09:02:00")
    work.cycle("2026-11-17T09:10:00")
    sheet = Sheet(work, OFFICE, PERMITS, 1)
    assert sheet.text(leave, STANDS) == "รอ ผู้รับงานแทน (ศึกษานิเทศก์ 1)"
    head, acting = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    assert not may(acting, sheet, PERMITS, leave, STAND_IN, "ลงนามรับงานแทน")  # not for oneself
    assert may(head, sheet, PERMITS, leave, STAND_IN, "ลงนามรับงานแทน")
    assert may(head, sheet, PERMITS, journey, "ผอ.กลุ่มนิเทศฯ", "เห็นควรอนุญาต")
    deputy, director = Person(work, "deputy@office.example"), Person(work, "director@office.example")
    assert may(deputy, sheet, PERMITS, journey, DEPUTY, "เห็นควรอนุญาต")  # either deputy of the team's networks
    work.cycle("2026-11-18T09:00:00")
    assert Sheet(work, OFFICE, PERMITS, 1).text(leave, STANDS) == "รอ ผอ.กลุ่มนิเทศฯ"
    assert may(director, sheet, PERMITS, journey, "ผอ.สพป.", "อนุญาต")
    for at, expected in (
        ("2026-11-18T16:00:00", "รอ ผอ.กลุ่มนิเทศฯ"),
        ("2026-11-19T09:00:00", "รอ ผอ.กลุ่มนิเทศฯ (ปฏิบัติหน้าที่แทน: ศึกษานิเทศก์ 2)"),
        ("2026-11-21T09:00:00", "รอ ผอ.กลุ่มนิเทศฯ"),
    ):
        assert work.cycle(at).troubles == 0
        sheet = Sheet(work, OFFICE, PERMITS, 1)
        assert sheet.text(other, STANDS) == expected
        assert sheet.text(leave, STANDS) == "รอ ผอ.กลุ่มนิเทศฯ"  # nobody decides of an own request
    assert not may(acting, sheet, PERMITS, leave, "ผอ.กลุ่มนิเทศฯ", "เห็นชอบ")
