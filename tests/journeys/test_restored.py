"""A backup, a week of work, the backup restored: nothing is lost, given twice or mailed twice.

Two worlds are copies of one: in the one the ledger of Wednesday is restored on the Tuesday after, in the
other it never was away. Sheets, files, forms, mails, numbers and decisions must be the same.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync import libreoffice
from sync.ledger import Ledger
from sync.ledger.backups import read_backup
from sync.ledger.restoring import is_staged, stage
from sync.pipeline.backing_up import back_up
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import FINDINGS, Person, Sent, Sheet, findings
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week, log_answers, observation_answers
from tests.journeys.seen import State, seen
from tests.journeys.test_what_people_decide import DEPUTY, REQUEST, STAND_IN, TITLE, ask_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

DISTRICT, GROUP = "sheet:district:", "sheet:group:G1"
REPORTS = """\
papers:
  weekly: {every: week}
  daily-logs: {every: week, to: [owner]}
  minutes: {every: record}
reminders: {send: true, at: "08:30", within_days: 1, late_days: 30}
"""
RESTORED_AT = "2026-11-24T09:00:00"


@dataclass(frozen=True)
class Kept:
    """What was sent before the backup: two requests, a log that is edited later and one that goes."""

    first: str
    second: str
    log: Sent
    gone: Sent


@dataclass(frozen=True)
class Two:
    """The world that went on undisturbed, and the one whose ledger was restored."""

    undisturbed: Work
    restored: Work
    backup: Path


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    start = tmp_path / "undisturbed"
    config = write_config(start / "config")
    (config / "forms" / "request.yaml").write_text(
        REQUEST.replace("once_per:", "numbered: calendar-year\nonce_per:", 1), encoding="utf-8"
    )
    (config / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    with world.workspace_of(start) as base:
        world.install(start, base, MONDAY)
        work = Work(start, base)
        kept = until_wednesday(work)
        backup = backed_up(work, "2026-11-18T09:00:00")
        until_tuesday(work, kept)
    shutil.copytree(start, tmp_path / "restored")
    with ExitStack() as stack:
        undisturbed, restored = (
            Work(folder, stack.enter_context(world.workspace_of(folder)))
            for folder in (start, tmp_path / "restored")
        )
        yield Two(undisturbed, restored, backup)


def until_wednesday(work: Work) -> Kept:
    """What the backup knows: observations and logs, two requests, a decision and a note."""
    fill_a_week(work.folder, work.base, MONDAY - timedelta(days=7))
    first = ask_for(work, "1", "ลา", "2026-11-26", "2026-11-16T09:00:00")
    second = ask_for(work, "2", "ลา", "2026-11-27", "2026-11-16T09:01:00")
    log = Sent(work, "daily-log", daily(work, "2026-11-16", "ศึกษานิเทศก์ 1"), "2026-11-16T16:00:00")
    gone = Sent(work, "daily-log", daily(work, "2026-11-16", "ศึกษานิเทศก์ 2"), "2026-11-16T16:01:00")
    work.cycle("2026-11-17T08:00:00")
    sheet, colleague = register(work), Person(work, "s02@office.example")
    assert colleague.types(DISTRICT, TITLE, sheet.at(first, STAND_IN), "รับงานแทน") == 200
    other = Person(work, "s01@office.example")
    assert other.types(DISTRICT, TITLE, sheet.at(second, f"หมายเหตุ {STAND_IN}"), "โทรแล้ว") == 200
    work.cycle("2026-11-17T09:00:00")
    return Kept(first, second, log, gone)


def until_tuesday(work: Work, kept: Kept) -> None:
    """What only Google knows after a restore: news, an edit, a deletion, numbers, decisions, mails."""
    third = ask_for(work, "1", "ลา", "2026-11-30", "2026-11-18T10:00:00")
    fourth = ask_for(work, "2", "ขอใช้รถ", "2026-11-30", "2026-11-18T10:01:00")
    kept.log.edit("2026-11-18T10:30:00", done="แก้ไขแล้ว")
    kept.gone.delete()
    moment = datetime.fromisoformat("2026-11-18T11:00:00+07:00")
    form = world.office_in(work.folder).forms["classroom-observation"]
    answers = observation_answers(form, "A2", 3, moment) | {"observed_on": "2027-01-15"}
    odd = work.fill("classroom-observation", answers, "2026-11-18T11:00:00")
    work.cycle("2026-11-18T12:00:00", full=True)
    sheet, deputy = register(work), Person(work, "deputy@office.example")
    assert deputy.types(DISTRICT, TITLE, sheet.at(kept.first, DEPUTY), "อนุญาต") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(fourth, DEPUTY), "ให้ใช้รถ") == 200
    assert deputy.types(DISTRICT, TITLE, sheet.at(third, f"หมายเหตุ {DEPUTY}"), "รอก่อน") == 200
    told, writer = findings(work, GROUP), Person(work, "s01@office.example")
    key = f"classroom-observation|{odd}|not-in-future|observed_on"
    assert writer.types(GROUP, FINDINGS, told.at(key, "ค่าที่ถูกต้อง"), "2026-11-18") == 200
    work.cycle("2026-11-19T09:00:00")
    fill_a_week(work.folder, work.base, MONDAY)
    for at in ("2026-11-20T17:00:00", "2026-11-20T18:30:00", "2026-11-23T09:00:00", "2026-11-24T08:31:00"):
        work.cycle(at, full=True)
    assert deputy.types(DISTRICT, TITLE, register(work).at(kept.second, DEPUTY), "ไม่อนุญาต") == 200


def daily(work: Work, day: str, who: str) -> dict[str, str]:
    moment = datetime.fromisoformat(f"{day}T16:00:00+07:00")
    return log_answers(world.office_in(work.folder).forms["daily-log"], who, moment)


def register(work: Work) -> Sheet:
    return Sheet(work, DISTRICT, TITLE, 1)


def backed_up(work: Work, at: str) -> Path:
    settings = world.office_in(work.folder).settings
    with closing(Ledger(settings.data / "ledger.sqlite3")) as ledger:
        return back_up(ledger, settings, datetime.fromisoformat(f"{at}+07:00")).file


def restore_while_running(work: Work, backup: Path, at: str) -> None:
    """`nithet restore` while `nithet run` is at work: its next cycle goes on with what is staged."""
    moment = datetime.fromisoformat(f"{at}+07:00")
    world.set_clock(work.base, moment)
    with world.pipeline_of(work.folder, work.base, moment) as running:
        running.cycle()
        stage(running.ledger.path, read_backup(backup), MONDAY)
        assert running.cycle().troubles == 0
        assert not is_staged(running.ledger.path)
    assert len(list(running.ledger.path.parent.glob("ledger-before-restore-*.sqlite3"))) == 1


FACTS = {
    "number": "form, series, number, response",
    "decision": "form, response, step, word, note, noticed",
    "correction": "form, response, code, question, verdict, value, note",
    "cell": "file, tab, key, name, text",
    "response": "form, id, submitted, counted, left_out, deleted IS NULL",
    "paper": "key, title, stem, number, digest",
}


def facts(work: Work) -> dict[str, list[tuple[Any, ...]]]:
    """What is known of the office, whatever way it came."""
    with closing(sqlite3.connect(work.folder / "data" / "ledger.sqlite3")) as ledger:
        return {
            table: sorted(ledger.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
            for table, columns in FACTS.items()
        }


def shown(work: Work) -> State:
    """What people see of forms, sheets and files. (Mails of before name an address that is gone.)"""
    state = seen(work.folder, work.base)
    left = {name: rows for name, rows in state.ledger.items() if name in {"pending", "due"}}
    return replace(state, ledger=left, mails={})


def outbox(work: Work) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (work.folder / "data" / "outbox").glob("*.eml")}


def minutes(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Decisions to the minute: no more of a moment stands in the sheets."""
    told = [(*row[:5], row[5][:16]) for row in rows["decision"]]
    return {**rows, "decision": sorted(told, key=repr)}


def test_a_restored_ledger_goes_on_as_if_it_never_had_been_away(two: Two) -> None:
    mails = outbox(two.restored)
    assert any(name.startswith("2569-W47") for name in mails)
    assert any(name.startswith("reminder_2569-11-24") for name in mails)
    restore_while_running(two.restored, two.backup, RESTORED_AT)
    for work in (two.undisturbed, two.restored):
        for at in (RESTORED_AT, "2026-11-24T09:01:00", "2026-11-24T09:02:00"):
            assert work.cycle(at).troubles == 0
    assert outbox(two.restored) == mails == outbox(two.undisturbed)
    assert minutes(facts(two.restored)) == minutes(facts(two.undisturbed))
    assert shown(two.restored) == shown(two.undisturbed)
    told = {one.subject: one for one in two.restored.troubles}["remade:ledger"]
    assert "weekly 2569-W47" in told.values["periods"]
    # What comes from here on gets the next number, and the next week is mailed, in both alike.
    for work in (two.undisturbed, two.restored):
        ask_for(work, "1", "ลา", "2026-12-01", "2026-11-25T09:00:00")
        work.cycle("2026-11-25T09:05:00")
        work.cycle("2026-11-27T18:30:00")
    given = [sorted(row[:3] for row in facts(work)["number"]) for work in (two.restored, two.undisturbed)]
    assert given[0] == given[1] == [("request", "2569", number) for number in range(1, 6)]
    assert outbox(two.restored).keys() == outbox(two.undisturbed).keys() > mails.keys()
