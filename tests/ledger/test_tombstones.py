"""Tombstones: what is held, what the file tells, and how two are joined."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.ledger import tombstones

FORM, MINE, OTHER = "daily-log", "ACYDBNhResponse1", "ACYDBNhResponse2"
YEAR = datetime(2027, 5, 16, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def raw(response: str, at: str = "2028-01-01T00:00:00Z") -> dict[str, str]:
    return {"responseId": response, "lastSubmittedTime": at}


def test_without_a_file_nothing_is_held(ledger: Path) -> None:
    stones = tombstones.beside(ledger)
    assert not stones
    assert list(stones.without(FORM, [[raw(MINE)]])) == [[raw(MINE)]]


def test_what_was_added_is_held_and_not_told(ledger: Path) -> None:
    tombstones.beside(ledger).add([(FORM, MINE)], before=YEAR)
    stones = tombstones.beside(ledger)
    assert (stones.holds(FORM, MINE), stones.holds(FORM, OTHER), stones.holds("minutes", MINE)) == (
        True,
        False,
        False,
    )
    pages = [[raw(MINE), raw(OTHER)], [raw("old", "2027-05-15T00:00:00Z"), {"answers": "no envelope"}]]
    assert list(stones.without(FORM, pages)) == [[raw(OTHER)], [{"answers": "no envelope"}]]
    assert MINE not in (ledger.with_name("forgotten")).read_text(encoding="ascii")


def test_two_files_are_joined_and_no_line_goes(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    other = tmp_path / "backup" / "ledger.sqlite3"
    tombstones.beside(ledger).add([(FORM, MINE)])
    tombstones.beside(other).add([(FORM, OTHER)], before=YEAR)
    before = tombstones.beside(ledger).digest
    tombstones.beside(ledger).join(other.with_name("forgotten"))
    joined = tombstones.beside(ledger)
    assert (joined.holds(FORM, MINE), joined.holds(FORM, OTHER), joined.before) == (True, True, YEAR)
    assert joined.digest != before
    joined.join(tmp_path / "none")
    assert tombstones.beside(ledger).digest == joined.digest


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
def test_the_file_is_its_owners_alone(ledger: Path) -> None:
    before = os.umask(0)
    try:
        tombstones.beside(ledger).add([(FORM, MINE)])
    finally:
        os.umask(before)
    assert stat.S_IMODE(ledger.with_name("forgotten").stat().st_mode) == 0o600
