"""Who can open what: everybody against every file, as the configuration has it, and as people shared it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forms.definition import packaged_definitions
from sync import drive, libreoffice
from sync.access import is_inherited
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person
from tests.journeys.office import DEFINITIONS, write_config
from tests.journeys.people import log_answers, observation_answers
from tests.journeys.seeing import files, of_kind, seen
from tests.journeys.test_papers_of_records import send

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

DIRECTOR, DEPUTY, HEAD = "director@office.example", "deputy@office.example", "head@office.example"
NORTH, SOUTH, GROUP = "north@office.example", "south@office.example", "group@office.example"
S01, S02, S03, STRANGER = (f"{name}@office.example" for name in ("s01", "s02", "s03", "stranger"))
NORTH_SHEET, MEMO = "sheet:network:N01", "paper:journey-memo"
EVERYBODY = (DIRECTOR, DEPUTY, HEAD, NORTH, SOUTH, GROUP, S01, S02, S03, STRANGER)
AS_CONFIGURED = {
    "sheet:district:": {DIRECTOR},
    "sheet:office:": {DIRECTOR, HEAD, S02, DEPUTY},  # a deputy signs the memos of journeys there
    NORTH_SHEET: {DIRECTOR, NORTH, S01, S02},
    "sheet:network:N02": {DIRECTOR, SOUTH, S01, S02},
    "sheet:group:G1": {DIRECTOR, GROUP, S01},
    "sheet:supervisor:S01": {DIRECTOR, S01},
    "sheet:supervisor:S02": {DIRECTOR, S02},
    "sheet:deputy:A": {DIRECTOR, DEPUTY},
    "sheet:learning_area:thai": {DIRECTOR, S01},
    MEMO: {DIRECTOR, HEAD, S01, S02},
    "form:": set(),
    "folder:": set(),
}
POSTS = "head: S02\nposts: {head: {name: ผอ.กลุ่ม, email: head@office.example}}\nsupervisors:"


EVERY_KIND = "district, networks, groups, supervisors, deputies, learning_areas, office"


@contextmanager
def office(folder: Path, kinds: str) -> Iterator[Work]:
    """An office with these kinds of spreadsheet and every kind of reader."""
    config = write_config(folder / "config")
    shutil.copyfile(packaged_definitions() / "journey-report.yaml", config / "forms" / "journey-report.yaml")
    with world.workspace_of(folder) as base:
        work = Work(folder, base)
        work.configure("settings.yaml", "sheets: [district, networks, groups]", f"sheets: [{kinds}]")
        work.configure("organisation.yaml", "supervisors:", POSTS)
        world.install(folder, base, MONDAY)
        yield work


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of papers have it."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    with office(tmp_path, EVERY_KIND) as work:
        yield work


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Work]:
    with office(tmp_path, "networks, deputies") as work:
        yield work


def started(work: Work) -> None:
    """A record of each form, the memo of a journey, and all that is made of them."""
    observation, log = (world.office_in(work.folder).forms[name] for name in DEFINITIONS)
    moment = datetime.fromisoformat("2026-11-17T08:30:00+07:00")
    work.fill(
        "classroom-observation", observation_answers(observation, "A1", 4, moment), "2026-11-17T09:00:00"
    )
    work.fill("daily-log", log_answers(log, "ศึกษานิเทศก์ 1", moment), "2026-11-17T09:01:00")
    send(work, "การอบรม", "2026-11-17T09:02:00")
    assert work.cycle("2026-11-17T09:10:00").troubles == 0
    work.cycle("2026-11-17T09:11:00")


def assert_seen(work: Work, expected: dict[str, set[str]]) -> None:
    found = seen(work, EVERYBODY)
    for prefix, people in expected.items():
        assert of_kind(found, prefix), f"no file {prefix}"
        for who in of_kind(found, prefix):
            assert who == people, prefix
    assert sum(len(of_kind(found, prefix)) for prefix in expected) == len(found)  # every file was looked at


def named(work: Work, prefix: str) -> set[str]:
    """Whom the permissions of a file name beside its owner."""
    (key,) = beginning(work, prefix)
    every = drive.list_permissions(work.google, files(work)[key].id)
    return {one["emailAddress"] for one in every if one["role"] != "owner"}


def test_everybody_opens_what_the_configuration_names_them_for_and_nothing_else(work: Work) -> None:
    started(work)
    assert_seen(work, AS_CONFIGURED)
    assert work.troubles == ()

    work.configure("organisation.yaml", "viewers: [north@office.example]", "viewers: []")  # left
    work.configure(
        "organisation.yaml", "viewers: [group@office.example]", f"viewers: [{STRANGER}]"
    )  # corrected
    work.configure("organisation.yaml", "email: s02@office.example", f"email: {S03}")  # corrected
    work.configure(
        "organisation.yaml", ", email: s01@office.example", ", email: s01@office.example, until: 18 พ.ย. 2569"
    )
    assert work.cycle("2026-11-17T09:20:00").troubles == 0
    corrected = {
        key: {S03 if one == S02 else one for one in people} for key, people in AS_CONFIGURED.items()
    } | {NORTH_SHEET: {DIRECTOR, S01, S03}, "sheet:group:G1": {DIRECTOR, STRANGER, S01}}
    for key in (NORTH_SHEET, "sheet:group:G1", "sheet:supervisor:S02", MEMO):
        assert named(work, key) == corrected[key]
    assert work.cycle("2026-11-18T09:00:00").troubles == 0  # nothing but the day changed
    later = {key: people - {S01} for key, people in corrected.items()}
    later["sheet:group:G1"] |= {S03}  # nobody of the group answers there now: the head does
    assert_seen(work, later)
    work.cycle("2026-11-18T09:01:00")
    assert work.troubles == ()


def test_who_leaves_opens_last_years_no_more(work: Work) -> None:
    started(work)
    assert work.cycle("2027-05-16T00:10:00").troubles == 0
    assert work.cycle("2027-05-16T00:11:00").troubles == 0
    old = {key: file.id for key, file in files(work).items() if key.endswith(":2569") or key.startswith(MEMO)}
    assert len(old) > 9
    work.configure("organisation.yaml", ", email: s01@office.example", "")
    work.configure("organisation.yaml", "viewers: [north@office.example]", "viewers: []")
    network = "  N02: {name: ใต้, team: T1, deputy: A, viewers: [south@office.example]}\n"
    work.configure("organisation.yaml", network, "")
    work.configure("schools.csv", "B1,โรงเรียนใต้ 1,N02,,,,\n", "")
    assert work.cycle("2027-05-16T00:20:00").troubles == 0
    found = seen(work, EVERYBODY)
    mine = {person: {key for key in old if person in found[key]} for person in EVERYBODY}
    assert (mine[S01], mine[NORTH], mine[SOUTH]) == (set(), set(), set())
    assert mine[DEPUTY] == {"sheet:deputy:A:2569", "sheet:office::2569"}
    assert mine[DIRECTOR] == {key for key in old if not key.startswith("folder:")}
    work.cycle("2027-05-16T00:21:00")
    idle = work.cycle("2027-05-16T00:22:00")
    assert (idle.requests["drive"], idle.requests["sheets"]) == (1, 0)


def shared(work: Work, key: str, **permission: Any) -> None:
    """What somebody does under "Share"."""
    drive.share(work.google, files(work)[key].id, permission)


def told(work: Work) -> dict[str, tuple[str, str]]:
    """What `status` tells of sharing: the code, and who, by key."""
    return {
        trouble.subject.removeprefix("shared:"): (trouble.code, trouble.values["people"])
        for trouble in work.troubles
        if trouble.subject.startswith("shared:")
    }


def test_sharing_by_hand_that_goes_beyond_is_told_for_as_long_as_it_stands_and_left(small: Work) -> None:
    started(small)
    north, south, deputy, root, memo, form = beginning(
        small, NORTH_SHEET, "sheet:network:N02", "sheet:deputy:", "folder:2569", MEMO, "form:daily-log"
    )
    shared(small, north, type="user", role="reader", emailAddress=STRANGER)
    shared(small, south, type="anyone", role="reader")
    shared(small, memo, type="domain", role="reader", domain="office.example")
    shared(small, deputy, type="user", role="writer", emailAddress=DIRECTOR)
    outcome = small.cycle("2026-11-17T10:00:00")
    assert outcome.requests["drive"] == 1  # who has access stands beside the change
    by_hand = {
        north: ("shared-beyond", STRANGER),
        south: ("shared-anyone", "*"),
        memo: ("shared-anyone", "*@office.example"),
        deputy: ("shared-role", DIRECTOR),
    }
    assert (told(small), outcome.troubles) == (by_hand, 0)
    shared(small, root, type="user", role="reader", emailAddress=S03)
    shared(small, form, type="group", role="writer", emailAddress="all@office.example")
    small.cycle("2026-11-17T10:01:00")
    assert told(small)[root] == ("shared-beyond", S03)
    assert told(small)[form] == ("shared-beyond", "all@office.example")
    small.cycle("2026-11-18T02:10:00", full=True)
    everywhere = told(small)
    assert everywhere["folder:2569:papers"] == ("shared-inherited", S03)
    assert everywhere[memo] == ("shared-anyone", f"*@office.example, {S03}")
    assert set(everywhere[north][1].split(", ")) == {STRANGER, S03}
    left_as_it_is = {
        one["emailAddress"] for one in drive.list_permissions(small.google, files(small)[north].id)
    }
    assert STRANGER in left_as_it_is
    for key in (north, south, root, memo, form):
        for one in drive.list_permissions(small.google, files(small)[key].id):
            if not is_ours(one) and not is_inherited(one):
                drive.unshare(small.google, files(small)[key].id, one["id"])
    small.cycle("2026-11-18T09:00:00")
    assert not told(small).keys() & {north, south, root, memo, form}
    small.cycle("2026-11-19T02:10:00", full=True)
    assert told(small) == {deputy: ("shared-role", DIRECTOR)}


def beginning(work: Work, *prefixes: str) -> list[str]:
    """The keys of the files that begin so."""
    keys = files(work)
    return [next(key for key in keys if key.startswith(prefix)) for prefix in prefixes]


def is_ours(permission: dict[str, Any]) -> bool:
    """Whether a permission is the owner's, a respondent's, or one that nithet gave."""
    if permission["role"] == "owner" or permission.get("view") == "published":
        return True
    return permission["type"] == "user" and permission.get("emailAddress") in {
        DIRECTOR,
        NORTH,
        HEAD,
        S01,
        S02,
    }


def test_more_by_hand_goes_with_the_name_and_what_the_office_knows_is_not_told_of(small: Work) -> None:
    small.configure("settings.yaml", "known_readers: []", f"known_readers: [{STRANGER.upper()}]")
    started(small)
    (key,) = beginning(small, NORTH_SHEET)
    file_id = files(small)[key].id
    shared(small, "folder:root", type="user", role="writer", emailAddress=STRANGER)
    shared(small, key, type="user", role="commenter", emailAddress=NORTH)
    small.cycle("2026-11-17T10:00:00")
    assert told(small) == {key: ("shared-role", NORTH)}
    small.configure("organisation.yaml", "viewers: [north@office.example]", "viewers: []")
    assert small.cycle("2026-11-18T02:10:00", full=True).troubles == 0
    assert NORTH not in {p.get("emailAddress") for p in drive.list_permissions(small.google, file_id)}
    assert Person(small, NORTH).types(NORTH_SHEET, "ภาพรวม", "A1", "x") in (403, 404)
    small.cycle("2026-11-18T02:11:00")
    assert told(small) == {}
