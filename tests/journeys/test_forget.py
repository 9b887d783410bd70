"""Forgetting a person's responses: gone from sheets, papers and ledger, byte for byte, and they stay gone."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forms.definition import packaged_definitions
from sync import drive, libreoffice
from sync import sheets as google_sheets
from sync.daemon import single_instance
from sync.errors import GoogleError
from sync.ledger import Ledger, forgetting
from sync.pipeline import forget
from tests.journeys import world
from tests.journeys.command import nithet
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import FINDINGS, Person, findings
from tests.journeys.office import write_config
from tests.journeys.people import log_answers
from tests.journeys.test_papers_of_records import memos, send

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

LOG, REGISTER, NORTH = "daily-log", "บันทึกการปฏิบัติงานประจำวัน", "sheet:network:N01"
COMMON = "ไม่มีปัญหาและอุปสรรคในการดำเนินงาน"  # what anybody writes
HERS, NOTE, OTHERS = "คำที่มีแต่คนที่สองเขียนไว้", "หมายเหตุถึงคนที่สองเท่านั้น", "งานของคนที่หนึ่ง"
SECRET = (HERS, NOTE)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / "journey-report.yaml", config / "forms" / "journey-report.yaml")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def logged(work: Work, who: str, done: str, at: str, **more: str) -> str:
    form = world.office_in(work.folder).forms[LOG]
    answers = log_answers(form, who, datetime.fromisoformat(f"{at}+07:00"))
    return work.fill(LOG, {**answers, "done": done, **more}, at)


def a_rich_week(work: Work) -> list[str]:
    """Two people's logs, one with a mistake that was answered, and a journey with its memo; hers, by id."""
    form = world.office_in(work.folder).forms[LOG]
    school = {"school": "N01/เหนือ/โรงเรียนเหนือ 1", "place": world.label(form.questions["place"], "away")}
    logged(work, "ศึกษานิเทศก์ 1", OTHERS, "2026-11-17T15:00:00", **school)
    good = logged(work, "ศึกษานิเทศก์ 2", HERS, "2026-11-17T16:00:00", **school)
    wrong = logged(work, "ศึกษานิเทศก์ 2", HERS, "2026-11-18T16:00:00", **school, worked_on="2026-12-24")
    logged(work, "ศึกษานิเทศก์ 1", OTHERS, "2026-11-18T16:01:00", **school)
    memo = send(work, "การอบรม", "2026-11-18T17:00:00")
    memo.edit("2026-11-18T17:01:00", reporter="ศึกษานิเทศก์ 2", use=HERS)
    assert work.cycle("2026-11-18T18:00:00").findings["error"] == 1
    tab = findings(work, NORTH)
    key = next(row[-1] for row in tab.rows if row and wrong in row[-1])
    person = Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, tab.at(key, "หมายเหตุ"), NOTE) == 200
    work.cycle("2026-11-18T18:10:00")
    work.cycle("2026-11-18T18:11:00")
    return [good, wrong, memo.id]


def hers(work: Work) -> list[forgetting.Meant]:
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    try:
        return forgetting.by_supervisor(ledger.connection, "S02")
    finally:
        ledger.close()


def asked(work: Work) -> None:
    """What the command does beside a nithet that is at work."""
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    try:
        forget.ask(ledger, [one.known for one in forgetting.by_supervisor(ledger.connection, "S02")], MONDAY)
    finally:
        ledger.close()


def where(work: Work, words: list[str]) -> set[str]:
    """The files under the data folder, but the workspace's, and the tabs in which one of the words stands."""
    data = work.folder / "data"
    bytes_of = {
        str(file.relative_to(data)): file.read_bytes()
        for file in data.rglob("*")
        if file.is_file() and "workspace" not in file.relative_to(data).parts[0]
    }
    found = {name for name, content in bytes_of.items() if any(word.encode() in content for word in words)}
    for prefix in ("sheet:district:", NORTH, "sheet:network:N02", "sheet:group:"):
        for title, rows in work.cells(prefix).items():
            if any(word in text for row in rows for text in row for word in words):
                found.add(f"{prefix}/{title}")
    return found


def test_a_persons_responses_go_from_everywhere_and_never_come_back(work: Work) -> None:
    mine = a_rich_week(work)
    before, data = work.folder / "before.zip", ("--data", work.folder / "data")
    config = ("--config", work.folder / "config")
    assert nithet("backup", "--out", before, *config, *data, at=work.folder).code == 0
    assert [one.id for one in hers(work)] == mine
    assert {"ledger.sqlite3", f"{NORTH}/{REGISTER}", f"{NORTH}/{FINDINGS}"} <= where(work, [*SECRET, *mine])
    assert len(memos(work)) == 1

    options = (*config, *data, "--port", port(work))
    looked = nithet("forget", "--supervisor", "ศึกษานิเทศก์ 2", "--dry-run", "--json", *options, at=work.folder)
    told = json.loads(looked.out)
    assert [one["id"] for one in told["responses"]] == mine
    assert (len(told["papers"]), told["forgotten"]) == (1, False)
    assert len(hers(work)) == 3

    for who, guess in (("ศึกษานิเทศก์ 3", "ศึกษานิเทศก์"), ("s02", "S02")):
        nobody = nithet("forget", "--supervisor", who, "--yes", *options, at=work.folder)
        assert (nobody.code, guess in nobody.err) == (2, True)
    assert nithet("forget", "--yes", *options, at=work.folder).code == 2
    none = nithet("forget", "--email", "nobody@office.example", "--yes", "--json", *options, at=work.folder)
    assert json.loads(none.out)["responses"] == []

    with single_instance(work.folder / "data"):  # another nithet is at work: its next cycle does it
        noted = nithet("forget", "--response", mine[0], "--yes", "--json", *options, at=work.folder)
        assert (noted.code, json.loads(noted.out)["forgotten"]) == (0, False)
        assert len(hers(work)) == 3
        work.cycle("2026-11-18T18:20:00")
        assert len(hers(work)) == 2
    left = work.folder / "data" / "rebuild" / "old"  # what a rebuilding that was killed left
    left.mkdir(parents=True)
    shutil.copyfile(work.folder / "data" / "ledger.sqlite3", left / "ledger.sqlite3")
    done = nithet("forget", "--supervisor", "S02", "--yes", *options, at=work.folder)
    assert (done.code, done.err) == (0, "")
    assert "2 responses are forgotten" in done.out
    for one in told["responses"][1:]:
        assert one["link"] in done.out  # what is left to do in Forms
    assert where(work, [*SECRET, *mine]) == set()
    assert memos(work) == {}
    assert drive.find(work.google, f"mimeType = '{drive.MIME['document']}'", "papers") == []
    register = work.cells(NORTH)[REGISTER]
    assert sum(OTHERS in row for row in register) == 2

    stones = (work.folder / "data" / "forgotten").read_text(encoding="ascii")
    assert not any(one in stones for one in mine)
    (work.folder / "data" / "forgotten").unlink()  # lost: the ledger has a copy
    listed = work.cycle("2026-11-19T02:10:00", full=True)
    assert (listed.new, listed.deleted, listed.findings["error"], listed.troubles) == (0, 0, 0, 0)
    assert (work.folder / "data" / "forgotten").read_text(encoding="ascii") == stones
    assert {trouble.subject for trouble in work.troubles} == {"remade:forgotten"}

    assert nithet("restore", before, *config, *data, at=work.folder).code == 0
    work.cycle("2026-11-19T02:20:00", full=True)
    assert hers(work) == []
    assert where(work, [*SECRET, *mine]) == set()
    (work.folder / "data" / "ledger.sqlite3").write_bytes(b"lost" * 5000)
    made = nithet("rebuild", "--yes", *options, at=work.folder)
    assert made.code == 0, made.err
    assert hers(work) == []
    work.cycle("2026-11-19T02:30:00", full=True)
    assert hers(work) == []
    assert where(work, [*SECRET, *mine]) == set()
    assert sum(OTHERS in row for row in work.cells(NORTH)[REGISTER]) == 2


def port(work: Work) -> str:
    return work.base.rpartition(":")[2]


def _fails(*_: Any, **__: Any) -> None:
    raise GoogleError("google-unavailable", status=503, api="drive", what="file", message="later")


def _ends(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


ENDS = (
    (google_sheets, "scrub"),
    (drive, "delete"),
    (forgetting, "erase"),
    (forgetting, "finish"),
    (forgetting, "tidy"),
)


def test_what_was_begun_is_finished_by_the_next_cycle(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended at one place after the other: each next cycle goes on where it was."""
    send(work, "การอบรม", "2026-11-18T16:00:00").edit("2026-11-18T16:01:00", reporter="ศึกษานิเทศก์ 2", use=HERS)
    mine = [logged(work, "ศึกษานิเทศก์ 2", HERS, "2026-11-18T17:00:00")]
    mine.append(logged(work, "ศึกษานิเทศก์ 2", COMMON, "2026-11-17T17:00:00"))
    logged(work, "ศึกษานิเทศก์ 1", COMMON, "2026-11-17T17:01:00")
    work.cycle("2026-11-18T18:00:00")
    asked(work)
    with monkeypatch.context() as patch:
        patch.setattr(google_sheets, "scrub", _fails)
        assert work.cycle("2026-11-18T18:00:30").troubles > 0
    assert {trouble.subject for trouble in work.troubles} >= {"forget:sheet:district::2569"}
    for number, (place, name) in enumerate(ENDS):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, _ends)
            with pytest.raises(KeyboardInterrupt):
                work.cycle(f"2026-11-18T18:0{number + 1}:00")
    assert work.cycle("2026-11-18T18:09:00").troubles == 0
    assert where(work, [HERS, *mine]) == set()
    assert memos(work) == {}
    assert said(work, "sheet:district:") == [COMMON]  # what somebody else wrote alike stays


def said(work: Work, prefix: str) -> list[str]:
    """What the rows of the register say that was done."""
    return [text for row in work.cells(prefix)[REGISTER] for text in row if text in (COMMON, HERS, OTHERS)]


def test_a_closed_years_rows_go_and_its_figures_stay(work: Work) -> None:
    mine = [logged(work, "ศึกษานิเทศก์ 2", HERS, "2026-11-18T16:00:00")]
    mine.append(logged(work, "ศึกษานิเทศก์ 2", COMMON, "2026-11-17T16:00:00"))
    logged(work, "ศึกษานิเทศก์ 1", OTHERS, "2026-11-18T16:01:00")
    logged(work, "ศึกษานิเทศก์ 1", COMMON, "2026-11-17T16:01:00")
    work.cycle("2026-11-18T18:00:00")
    work.cycle("2027-05-16T00:10:00")
    work.cycle("2027-05-16T00:11:00")
    before = work.cells("sheet:district::2569")
    asked(work)
    assert work.cycle("2027-05-17T09:00:00").troubles == 0
    after = work.cells("sheet:district::2569")
    assert not any(
        word in text for tab in after.values() for row in tab for text in row for word in (HERS, *mine)
    )
    assert sorted(said(work, "sheet:district::2569")) == sorted([OTHERS, COMMON])
    overview = next(iter(before))
    assert after[overview] == before[overview]
    work.cycle("2027-05-17T09:01:00")
    idle = work.cycle("2027-05-17T09:02:00")
    assert (idle.requests["drive"], idle.requests["sheets"]) == (1, 0)
