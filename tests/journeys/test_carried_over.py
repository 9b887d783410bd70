"""What is not settled when a semester or a year ends goes over into the next, and can be settled there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, Sheet, findings
from tests.journeys.office import write_config
from tests.journeys.people import log_answers, observation_answers
from tests.journeys.test_columns_move import change, inserted, typed
from tests.journeys.test_what_people_decide import DEPUTY, REQUEST, STAND_IN, STANDS, TITLE, ask_for
from tests.journeys.test_years_turn import hidden_tabs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

FORM, LOG, REGISTER = "classroom-observation", "daily-log", "แบบบันทึกการสังเกตชั้นเรียน"
NORTH, DISTRICT, GROUP = "sheet:network:N01", "sheet:district:", "sheet:group:G1"
STATE, VALUE, OUTCOME = "ความสำคัญ", "ค่าที่ถูกต้อง", "การดำเนินการของระบบ"
MEND, DONE = "ต้องแก้ไข", "เรียบร้อยแล้ว"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """An office that runs since the last weeks of the first semester of 2569, which ends on 10 October."""
    config = write_config(tmp_path / "config")
    (config / "forms" / "request.yaml").write_text(REQUEST, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, datetime.fromisoformat("2026-09-28T08:00:00+07:00"))
        yield Work(tmp_path, base)


def observed(work: Work, day: str, at: str, **other: str) -> str:
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat(f"{at}+07:00")
    return work.fill(FORM, {**observation_answers(form, "A1", 4, moment), "observed_on": day, **other}, at)


def logged(work: Work, day: str, at: str) -> str:
    form = world.office_in(work.folder).forms[LOG]
    worked = datetime.fromisoformat(f"{day}T08:30:00+07:00")
    return work.fill(LOG, log_answers(form, "ศึกษานิเทศก์ 1", worked), at)


def listed(work: Work, prefix: str) -> dict[str, str]:
    """What the findings tab lists: by key, how each stands."""
    rows = work.cells(prefix)[FINDINGS][4:]
    return {row[-1]: row[0] for row in rows if "|" in row[-1]}


def test_errors_stay_in_sight_until_they_are_mended_whatever_day_they_tell(work: Work) -> None:
    first = observed(work, "2026-10-05", "2026-10-05T10:00:00", time_out="08:00")
    holiday = observed(work, "2026-10-20", "2026-10-20T10:00:00", time_out="08:00")
    sunday = logged(work, "2026-10-18", "2026-10-20T10:05:00")
    work.cycle("2026-10-21T08:00:00")
    early = f"{FORM}|{first}|time-order|time_out"
    closed, odd = f"{FORM}|{holiday}|time-order|time_out", f"{FORM}|{holiday}|in-semester|observed_on"
    stand = listed(work, NORTH)  # the break belongs to the semester before it
    assert (stand[early], stand[closed], stand[odd]) == (MEND, MEND, "ข้อสังเกต")
    assert any(key.startswith(f"{LOG}|{sunday}|working-day") for key in listed(work, GROUP))

    wrong_year = observed(work, "2027-11-16", "2026-11-16T10:00:00")
    work.cycle("2026-11-17T08:00:00")
    future = f"{FORM}|{wrong_year}|not-in-future|observed_on"
    stand = listed(work, NORTH)
    assert [stand[key] for key in (early, closed, future)] == [MEND] * 3
    assert odd not in stand
    assert not any(sunday in key for key in listed(work, GROUP))  # a remark that nobody must mend
    for key in (DISTRICT, NORTH):  # what has to be mended is in the register, under the day it was sent
        assert any(wrong_year in row for row in work.cells(key)[REGISTER])
    errors = list(stand.values()).count(MEND)
    assert f"ต้องแก้ไข {errors} รายการ" in str(work.cells(NORTH)[FINDINGS][1])
    assert any(f"{errors} รายการ" in row for row in work.cells(NORTH)["ภาพรวมเครือข่าย"])

    sheet, person = findings(work, NORTH), Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, sheet.at(early, VALUE), "11.00") == 200
    assert person.types(NORTH, FINDINGS, sheet.at(future, VALUE), "16 พ.ย. 2569") == 200
    work.cycle("2026-11-17T09:00:00")
    after = findings(work, NORTH)
    for key in (early, future):
        assert (after.row_of(key), after.text(key, STATE)) == (sheet.row_of(key), DONE)
        assert after.text(key, OUTCOME).startswith("ใช้ค่า")
    assert after.text(closed, STATE) == MEND


def test_words_beside_the_records_of_a_tab_that_goes_are_told_no_more(work: Work) -> None:
    """One tab goes with its semester, one with its form."""
    first = ask_for(work, "1", "ขอใช้รถ", "2026-10-08", "2026-10-05T09:00:00")
    response = observed(work, "2026-10-05", "2026-10-05T10:00:00", time_out="08:00")
    work.cycle("2026-10-05T11:00:00")
    mine, key = Sheet(work, DISTRICT, TITLE, 1), f"{FORM}|{response}|time-order|time_out"
    for prefix, sheet, tab, of, head in (
        (DISTRICT, mine, TITLE, first, DEPUTY),
        (NORTH, findings(work, NORTH), FINDINGS, key, VALUE),
    ):
        row, column = sheet.row_of(of), sheet.heads.index(head)
        change(work, prefix, tab, inserted(row, "ROWS"))
        change(work, prefix, tab, typed(row, column, "ให้ใช้รถ"))
    work.cycle("2026-10-05T11:10:00")
    assert beside(work) == {FINDINGS, TITLE}
    work.cycle("2026-11-02T08:00:00")
    assert beside(work) == {TITLE}
    (work.folder / "config" / "forms" / "request.yaml").unlink()
    work.cycle("2026-11-02T09:00:00")
    assert beside(work) == set()


def beside(work: Work) -> set[str]:
    """The tabs in which words are told that are no record's."""
    return {trouble.values["tab"] for trouble in work.troubles if trouble.code == "words-beside"}


def test_errors_of_last_year_are_mended_in_this_years_spreadsheets(work: Work) -> None:
    response = observed(work, "2027-03-15", "2027-03-15T16:00:00", time_out="08:00")
    work.cycle("2027-05-15T09:00:00")
    work.cycle("2027-05-16T00:01:00")
    work.cycle("2027-05-17T09:00:00")
    key, north = f"{FORM}|{response}|time-order|time_out", "sheet:network:N01:2570"
    sheet, person = findings(work, north), Person(work, "s01@office.example")
    assert sheet.text(key, STATE) == MEND
    assert person.types(north, FINDINGS, sheet.at(key, VALUE), "11.00") == 200
    assert work.cycle("2027-05-17T09:10:00").findings["error"] == 0
    after = findings(work, north)
    assert (after.row_of(key), after.text(key, STATE)) == (sheet.row_of(key), DONE)


def test_errors_of_the_year_before_last_are_counted_and_listed_no_more(work: Work) -> None:
    old = observed(work, "2027-03-15", "2027-03-15T16:00:00", time_out="08:00")
    last = observed(work, "2027-06-14", "2027-06-14T16:00:00", time_out="08:00")
    for moment in (
        "2027-05-15T09:00:00",
        "2027-05-17T09:00:00",
        "2028-05-15T09:00:00",
        "2028-05-16T00:01:00",
    ):
        work.cycle(moment)
    assert work.cycle("2028-05-17T09:00:00").findings["error"] == 2
    north = "sheet:network:N01:2571"
    assert f"{FORM}|{last}|time-order|time_out" in listed(work, north)
    assert not any(old in key for key in listed(work, north))
    told = " · ที่ส่งก่อนปีการศึกษา 2570 ยังต้องแก้ไขอีก 1 รายการ"
    for key in (north, "sheet:district::2571"):
        assert told in str(work.cells(key)[FINDINGS][1])


def registered(work: Work, year: int) -> Sheet:
    return Sheet(work, f"sheet:district::{year}", TITLE, 1)


def listed_in(sheet: Sheet) -> set[str]:
    return {row[-1] for row in sheet.rows[2:] if row and row[-1]}


def test_what_waits_when_the_year_ends_is_decided_in_this_years_spreadsheet(work: Work) -> None:
    deputy, colleague = Person(work, "deputy@office.example"), Person(work, "s02@office.example")
    leave = ask_for(work, "1", "ลา", "2027-05-14", "2027-05-12T09:00:00")
    car = ask_for(work, "2", "ขอใช้รถ", "2027-05-12", "2027-05-12T09:01:00")
    done = ask_for(work, "2", "ขอใช้รถ", "2027-05-13", "2027-05-12T09:02:00")
    work.cycle("2027-05-12T09:10:00")
    old, sheet = "sheet:district::2569", registered(work, 2569)
    assert colleague.types(old, TITLE, sheet.at(leave, STAND_IN), "รับงานแทน") == 200
    assert deputy.types(old, TITLE, sheet.at(done, DEPUTY), "ให้ใช้รถ") == 200
    work.cycle("2027-05-13T09:00:00")
    work.cycle("2027-05-16T00:01:00")
    work.cycle("2027-05-16T00:02:00")
    assert TITLE not in hidden_tabs(work, "sheet:district::2570")  # what came along is to be decided
    new_one = ask_for(work, "2", "ขอใช้รถ", "2027-05-18", "2027-05-17T08:00:00")
    assert work.cycle("2027-05-17T09:00:00").troubles == 0

    new, after = "sheet:district::2570", registered(work, 2570)
    assert listed_in(after) == {leave, car, new_one}  # what was decided last year stays there
    assert after.text(leave, STAND_IN) == "รับงานแทน"  # and comes along with what goes on
    assert after.text(leave, STANDS) == after.text(car, STANDS) == "รอ รอง ผอ.สพป. คนที่ ๑"
    assert deputy.types(old, TITLE, sheet.at(car, DEPUTY), "ไม่ให้ใช้รถ") in (400, 403)  # nor twice
    assert deputy.types(new, TITLE, after.at(car, DEPUTY), "ให้ใช้รถ") == 200
    assert deputy.types(new, TITLE, after.at(leave, DEPUTY), "อนุญาต") == 200
    assert work.cycle("2027-05-17T09:10:00").troubles == 0
    after = registered(work, 2570)
    assert listed_in(after) == {leave, car, new_one}
    assert after.text(car, STANDS) == "ให้ใช้รถ (รอง ผอ.สพป.)"
    assert after.text(leave, STANDS) == "อนุญาต (รอง ผอ.สพป.)"
    counts = next(row for row in work.cells(new)["จำนวนแบบบันทึก"] if row[:1] == [TITLE])
    assert counts[1] == "1"  # of the year's own
