"""Tombstones: what is held, what the file tells, and how two are joined; what a lost one leads to."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.errors import NithetError
from sync.ledger import Ledger, tombstones
from sync.ledger.kept_stones import SEEN, entombed, reconcile
from sync.ledger.store import write_meta

FORM, MINE, OTHER = "daily-log", "ACYDBNhResponse1", "ACYDBNhResponse2"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
YEAR = datetime(2027, 5, 16, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def put(ledger: Path, response: str, before: datetime | None = None) -> None:
    stones = tombstones.beside(ledger)
    stones.add([(FORM, response)], before)
    stones.write()


def raw(response: str, at: str = "2028-01-01T00:00:00Z") -> dict[str, str]:
    return {"responseId": response, "lastSubmittedTime": at}


def test_without_a_file_nothing_is_held(ledger: Path) -> None:
    stones = tombstones.beside(ledger)
    assert not stones
    assert list(stones.without(FORM, [[raw(MINE)]])) == [[raw(MINE)]]


def test_what_was_added_is_held_and_not_told(ledger: Path) -> None:
    put(ledger, MINE, before=YEAR)
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
    put(ledger, MINE)
    put(other, OTHER, before=YEAR)
    joined = tombstones.beside(ledger)
    before = joined.digest
    joined.join(tombstones.readable(other.with_name("forgotten")))
    assert (joined.holds(FORM, MINE), joined.holds(FORM, OTHER), joined.before) == (True, True, YEAR)
    assert joined.digest != before
    after = joined.digest
    joined.join(tombstones.readable(tmp_path / "none"))
    assert joined.digest == after


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
def test_the_file_is_its_owners_alone(ledger: Path) -> None:
    before = os.umask(0)
    try:
        put(ledger, MINE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(ledger.with_name("forgotten").stat().st_mode) == 0o600


# --- A file that is lost or damaged -------------------------------------------------------


def cut(whole: bytes) -> bytes:
    return whole[:-40]


def without_its_marks(whole: bytes) -> bytes:
    return b"\n".join(whole.split(b"\n")[:2]) + b"\n"


def of_thai(_: bytes) -> bytes:
    return "คนที่ถูกลืม".encode()


def of_another_digit(whole: bytes) -> bytes:
    return whole.replace(b"key ", b"key x")


def of_no_day(whole: bytes) -> bytes:
    return whole.replace(b"2027-05-16", b"2027-55-16")


def empty(_: bytes) -> bytes:
    return b""


DAMAGES = (cut, without_its_marks, of_thai, of_another_digit, of_no_day, empty)


@pytest.fixture
def opened(ledger: Path) -> Iterator[Ledger]:
    """A ledger that forgot one response, and what was sent before a day."""
    with closing(Ledger(ledger)) as opened:
        with entombed(opened, [(FORM, MINE)], YEAR):
            pass
        yield opened


@pytest.mark.parametrize("damage", [None, *DAMAGES])
def test_it_is_made_again_from_the_ledgers_copy_and_told_once(
    opened: Ledger, damage: Callable[[bytes], bytes] | None
) -> None:
    file = opened.path.with_name("forgotten")
    whole = file.read_bytes()
    assert reconcile(opened, NOW) is None
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage(whole))
        with pytest.raises(NithetError, match="forgotten-damaged"):
            tombstones.beside(opened.path)
    mended = reconcile(opened, NOW)
    assert mended is not None
    assert (mended.code, file.read_bytes()) == ("forgotten-mended", whole)
    aside = [one.read_bytes() for one in file.parent.glob("forgotten-damaged-*")]
    assert aside == ([damage(whole)] if damage else [])
    assert reconcile(opened, NOW) is None


def test_one_that_the_ledger_has_no_copy_of_stops_and_is_left(ledger: Path) -> None:
    put(ledger, MINE)
    file = ledger.with_name("forgotten")
    file.write_bytes(cut(file.read_bytes()))
    with closing(Ledger(ledger)) as opened:
        with pytest.raises(NithetError, match="forgotten-damaged"):
            reconcile(opened, NOW)
        with pytest.raises(NithetError, match="forgotten-damaged"), entombed(opened, [(FORM, OTHER)]):
            pass
    assert file.stat().st_size


def test_what_is_forgotten_while_it_is_damaged_joins_what_was(opened: Ledger) -> None:
    file = opened.path.with_name("forgotten")
    file.write_bytes(empty(b""))
    with entombed(opened, [(FORM, OTHER)]):
        pass
    assert reconcile(opened, NOW) is not None  # the cycle tells it
    found = tombstones.beside(opened.path)
    assert (found.holds(FORM, MINE), found.holds(FORM, OTHER), found.before) == (True, True, YEAR)


def test_one_that_an_earlier_nithet_wrote_without_a_copy_is_told_when_it_is_gone(ledger: Path) -> None:
    with closing(Ledger(ledger)) as opened:
        with opened.transaction() as tx:
            write_meta(tx, SEEN, "0123456789abcdef")
        told = reconcile(opened, NOW)
        assert told is not None
        assert told.code == "forgotten-lost"
        assert reconcile(opened, NOW) is None


def test_who_writes_them_at_once_loses_none_of_the_other(opened: Ledger) -> None:
    def forget(name: str) -> None:
        with closing(Ledger(opened.path)) as mine:
            for number in range(10):
                with entombed(mine, [(FORM, f"{name}{number}")]):
                    pass

    both = [threading.Thread(target=forget, args=(name,)) for name in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    stones = tombstones.beside(opened.path)
    assert all(stones.holds(FORM, f"{name}{number}") for name in "ab" for number in range(10))
    assert reconcile(opened, NOW) is None
