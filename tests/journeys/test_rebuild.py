"""A ledger that is damaged or lost is built anew from forms and sheets: no cell differs, no mail is sent."""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sync import libreoffice
from sync.cli import rebuild_command
from sync.daemon import single_instance
from sync.drive import our_properties, share, trash
from sync.errors import GoogleError, InputError
from sync.google import DRIVE, SHEETS, Google
from sync.google_transport import Transport
from sync.ledger import Ledger, papers
from sync.ledger.tombstones import beside
from sync.pipeline.office import Office
from sync.pipeline.rebuild.files import NAME
from sync.pipeline.rebuild.rebuild import Rebuilding, Rebuilt
from tests.journeys import lost, world
from tests.journeys.command import nithet
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Sheet
from tests.journeys.office import opened
from tests.journeys.seen import State, seen
from tests.journeys.test_columns_move import change, deleted, typed
from tests.journeys.test_what_people_decide import TITLE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

SATURDAY = datetime.fromisoformat("2027-05-22T09:00:00+07:00")
ALWAYS = {"papers-theirs", "tab-moved"}  # whatever the old file gives
NOTHING_GIVEN = {
    "versions",
    "histories",
    "corrections-histories",
    "deliveries",
    "figures",
    "deleted",
    "number-unsure",
}


@dataclass(frozen=True)
class Start:
    """A world of two academic years just before its ledger is lost, and what was sent in it, by name."""

    folder: Path
    ids: dict[str, str]
    office: Office


@pytest.fixture(scope="module", autouse=True)
def without_libreoffice() -> Iterator[None]:
    """Which tests of papers have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libreoffice, "installed", lambda: None)
        yield


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder = tmp_path_factory.mktemp("lived") / "world"
    lost.write_office(folder)
    with world.workspace_of(folder) as base:
        world.set_clock(base, lost.BEGAN)
        world.install(folder, base, lost.BEGAN)
        ids = lost.lived(Work(folder, base))
    return Start(folder, ids, opened(folder / "config"))


@dataclass(frozen=True)
class Lived:
    """How a world went on: right after the loss, and a week later."""

    then: State
    later: State


def gone_on(start: Start, at: Path, damage: str = "") -> tuple[Lived, Rebuilt | None]:
    """Go on from the start for a week; with a damage the ledger is built anew before."""
    shutil.copytree(start.folder, at)
    rebuilt = None
    if damage:
        lost.DAMAGES[damage](at / "data")
    with world.workspace_of(at) as base:
        work = Work(at, base)
        world.set_clock(base, SATURDAY)
        if damage:
            office, google = world.moved(start.office, at), world.google_at(at, base)
            with only_reading():
                rebuilt = Rebuilding(office, google, SATURDAY).run(lambda _: at / "told")
        work.cycle("2027-05-22T10:00:00")
        then = seen(at, base)
        ids = {
            "letter 4": lost.letter(work, "รับ", "2027-05-24", "เรื่องที่ ๔", "2027-05-24T11:00:00"),
            "log": lost.logged(work, "2027-05-24", "2027-05-24T16:00:00"),
        }
        work.cycle("2027-05-28T19:00:00", full=True)
        return Lived(then, named(seen(at, base), ids)), rebuilt


@contextmanager
def only_reading() -> Iterator[None]:
    """Whatever is sent within only reads."""
    sent: list[str] = []
    send = Transport.send

    def watched(transport: Transport, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method != "GET":
            sent.append(request.url)
        return send(transport, request, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transport, "send", watched)
        yield
    assert [url for url in sent if ":getByDataFilter" not in url and "/token" not in url] == []


def named(state: State, ids: dict[str, str]) -> State:
    """The sheets with names for ids, which differ from world to world."""

    def without_ids(text: str) -> str:
        for name, response in ids.items():
            text = text.replace(response, name)
        return text

    sheets = {key: {**sheet, "cells": without_ids(sheet["cells"])} for key, sheet in state.sheets.items()}
    return replace(state, sheets=sheets)


@pytest.fixture(scope="module")
def undisturbed(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    lived, _ = gone_on(start, tmp_path_factory.mktemp("undisturbed") / "world")
    return lived


def plain(sheets: dict[str, Any]) -> dict[str, Any]:
    """Sheets whose grids tell their properties in one order: Google's says nothing."""
    return {
        key: {**sheet, "cells": re.sub(r'"gridProperties":{([^}]*)}', _in_order, sheet["cells"])}
        for key, sheet in sheets.items()
    }


def _in_order(properties: re.Match[str]) -> str:
    return f'"gridProperties":{{{",".join(sorted(properties[1].split(",")))}}}'


def difference(one: str, other: str) -> str:
    """Where two texts begin to differ, with what stands before it; "" for the same."""
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return "" if one == other else f"{one[at - 400 : at]} >>> {one[at : at + 200]} <<< {other[at : at + 200]}"


@pytest.mark.parametrize("damage", ["truncated", "all deleted"])
def test_a_ledger_made_anew_goes_on_where_the_lost_one_ended(
    start: Start, undisturbed: Lived, tmp_path: Path, damage: str
) -> None:
    lived, rebuilt = gone_on(start, tmp_path / "world", damage)
    assert rebuilt is not None
    for before, after in ((undisturbed.then, lived.then), (undisturbed.later, lived.later)):
        assert after.files == before.files
        assert after.forms == before.forms
        assert after.mails.keys() == before.mails.keys()
        there, wanted = plain(after.sheets), plain(before.sheets)
        assert there.keys() == wanted.keys()
        for key, sheet in wanted.items():
            assert there[key]["shares"] == sheet["shares"], key
            assert difference(there[key]["cells"], sheet["cells"]) == "", key
    assert (
        len(lived.later.mails) > len(lived.then.mails) == 4
    )  # the next week's, and none of the weeks before
    codes = {one.code for one in rebuilt.lost}
    if damage == "all deleted":
        assert (codes, rebuilt.aside) == (ALWAYS | NOTHING_GIVEN, None)
    else:
        assert codes == ALWAYS | ({"versions", "deleted"} if damage == "truncated" else set())
        assert rebuilt.aside is not None
        assert rebuilt.salvage.rows("decision") >= 6
        assert lived.later.mails == undisturbed.later.mails  # what changed since it was told is told
    assert not (tmp_path / "world" / "data" / "rebuild").exists()
    ledger = Ledger(tmp_path / "world" / "data" / NAME)
    (paper,) = papers.every(ledger.connection)
    ledger.close()
    assert paper.digest  # it says what it says,
    assert (paper.version, paper.modified, paper.word) == (0, "", "")  # and is people's for all that is known


# --- The command -------------------------------------------------------------------------


@pytest.fixture
def broken(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The world with a ledger of which the first pages are gone."""
    shutil.copytree(start.folder, tmp_path / "world")
    lost.zeroed(tmp_path / "world" / "data")
    monkeypatch.setattr(rebuild_command, "now", lambda: SATURDAY)
    return tmp_path / "world"


def held(data: Path) -> dict[str, bytes]:
    """What lies in the data folder of people's concern: not the workspace, whose log grows, nor locks."""
    files = (file for file in data.rglob("*") if file.is_file() and not file.name.endswith(".lock"))
    return {
        str(file.relative_to(data)): file.read_bytes()
        for file in files
        if not file.relative_to(data).parts[0].startswith("workspace")
    }


def test_the_command_asks_shows_does_and_writes_down_what_could_not_return(broken: Path) -> None:
    data = broken / "data"
    there = ("--config", broken / "config", "--data", data, "--port", "0")
    before = held(data)
    unasked = nithet("rebuild", *there, at=broken)
    assert (unasked.code, "--dry-run" in unasked.err) == (2, True)
    with single_instance(data):
        taken = nithet("rebuild", "--yes", *there, at=broken)
    assert (taken.code, "at work in this data directory" in taken.err) == (1, True)
    shown = nithet("rebuild", "--dry-run", "--json", *there, at=broken)
    assert shown.code == 0, shown.err
    told = json.loads(shown.out)
    assert (told["dry_run"], told["responses"], told["spreadsheets"]) == (True, 16, 8)
    assert {one["code"] for one in told["lost"]} == ALWAYS | NOTHING_GIVEN
    assert held(data) == before

    done = nithet("rebuild", "--yes", *there, at=broken)
    assert done.code == 0, done.err
    (report,), (aside,) = data.glob("rebuild-*.txt"), data.glob("ledger-damaged-*.sqlite3")
    assert stat.S_IMODE(report.stat().st_mode) == stat.S_IMODE((data / NAME).stat().st_mode) == 0o600
    assert "ฉบับก่อนแก้ไขของแบบบันทึกที่ถูกแก้ไข" in report.read_text(encoding="utf-8")
    assert aside.read_bytes() == before[NAME]
    assert "what edited responses said before they were edited" in done.out
    assert held(data).keys() == before.keys() | {report.name, aside.name}


def test_without_google_nothing_is_touched(broken: Path) -> None:
    before, office = held(broken / "data"), world.moved(opened(broken / "config"), broken)
    nowhere = Google(world.signed_in(broken), base="http://127.0.0.1:9", sleep=lambda _: None)
    with pytest.raises(GoogleError):
        Rebuilding(office, nowhere, SATURDAY).run(lambda _: broken / "told")
    assert held(broken / "data") == before


def test_of_several_installations_one_must_be_named_and_what_was_forgotten_stays_so(
    start: Start, broken: Path
) -> None:
    data, office = broken / "data", world.moved(opened(broken / "config"), broken)
    mine = (data / "installation").read_text(encoding="ascii").split()[0]
    lost.all_deleted(data)
    with world.workspace_of(broken) as base:
        google = world.google_at(broken, base)
        other = {"name": "อื่น", "appProperties": our_properties("0123456789abcdef", "folder:root")}
        google.call("POST", f"{DRIVE}/files", what="other", body=other)
        with pytest.raises(InputError) as several:
            Rebuilding(office, google, SATURDAY).run(None)
        assert several.value.code == "rebuild-several"
        assert mine in several.value.values["installations"]
        chosen = Rebuilding(office, google, SATURDAY, installation=mine).run(None)
        assert (chosen.installation, chosen.counts["responses"]) == (mine, 16)

        shutil.copyfile(start.folder / "data" / NAME, data / NAME)  # gives all that it knew
        stones = beside(data / NAME)
        stones.add([(lost.FORM, start.ids["late"])])
        stones.write()
        without = Rebuilding(office, google, SATURDAY).run(None)
    assert (without.counts["responses"], without.salvage.has_whole("response")) == (15, True)
    assert without.counts["corrections"] == 5  # of six, with one that was taken back


def test_each_thing_that_cannot_return_is_listed(start: Start, broken: Path) -> None:
    """What people did to the very texts that a lost ledger is read back from."""
    office = world.moved(opened(broken / "config"), broken)
    with world.workspace_of(broken) as base:
        work, google = Work(start.folder, base), world.google_at(broken, base)
        district, north, group = f"{lost.DISTRICT}:2570", f"{lost.NORTH}:2570", f"{lost.GROUP}:2570"
        register, letters = (
            Sheet(work, district, TITLE, 1),
            Sheet(work, group, office.forms[lost.LETTERS].title, 1),
        )
        south = f"{lost.SOUTH}:2570"
        told = Sheet(work, south, FINDINGS, 3)
        edit = partial(change, work)
        (note,) = [n for n, head in enumerate(register.heads) if head == "สถานะการพิจารณา"]
        edit(district, TITLE, noted(register.row_of(start.ids["car"]), note, "ประวัติการพิจารณา\nเมื่อวาน: อนุญาต"))
        edit(group, letters_title(office), typed(letters.row_of(start.ids["letter 2"]), 1, "เลขที่ ๑๒"))
        settled = f"{lost.FORM}|{start.ids['edited']}|time-order|time_out"
        edit(south, FINDINGS, typed(told.row_of(settled), 1, "อ่านไม่ออก"))
        edit(north, FINDINGS, deleted(3, "ROWS"))
        sheet = sheet_id_of(work, group, FINDINGS)
        url = f"{SHEETS}/{work.file(group)}:batchUpdate"
        google.call("POST", url, what="by hand", body={"requests": [{"deleteSheet": {"sheetId": sheet}}]})
        share(google, work.file(group), {"type": "user", "role": "reader", "emailAddress": "x@y.example"})
        trash(google, work.file(f"{lost.SOUTH}:2569"))
        lists = {one.code: one for one in Rebuilding(office, google, SATURDAY).run(None).lost}
    for code, which in {
        "decisions-unread": start.ids["car"],
        "number-unread": "เลขที่ ๑๒",
        "settled": "อ่านไม่ออก",
        "tab-unread": FINDINGS,
        "tab-gone": FINDINGS,
        "access": "x@y.example",
        "sheet-gone": "ใต้",
    }.items():
        assert which in lists[code].which, code


def noted(row: int, column: int, text: str) -> dict[str, Any]:
    """Somebody writes another note in a cell."""
    area = {
        "startRowIndex": row,
        "startColumnIndex": column,
        "endRowIndex": row + 1,
        "endColumnIndex": column + 1,
    }
    return {"updateCells": {"range": area, "rows": [{"values": [{"note": text}]}], "fields": "note"}}


def letters_title(office: Office) -> str:
    return office.forms[lost.LETTERS].title


def sheet_id_of(work: Work, prefix: str, title: str) -> int:
    url = f"{SHEETS}/{work.file(prefix)}"
    found = work.google.call("GET", url, what="sheets", params={"fields": "sheets(properties)"})["sheets"]
    return next(int(one["properties"]["sheetId"]) for one in found if one["properties"]["title"] == title)
