"""Damage is noticed before anything is written: told with the way out, and the file stays as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.cli.opening import ledger_of
from sync.errors import NithetError
from sync.ledger import Ledger
from sync.ledger.backups import folder_of, name_of
from sync.ledger.soundness import is_damage
from sync.ledger.store import read_meta, write_meta
from sync.messages import Messages
from sync.settings import load_settings
from tests.ledger import old

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The ledger of a week's work, brought to this version."""
    path = old.unpacked(9, tmp_path)
    ledger = Ledger(path)
    ledger.note_beginning(datetime(2026, 11, 16, tzinfo=UTC))
    ledger.close()
    return path


def written(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def page_of(path: Path, name: str) -> int:
    """Where the first page of a table or index lies."""
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    return int(root - 1) * PAGE


def _cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // PAGE // 2 * PAGE)


def _cut_within_a_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1000)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _head_lost(path: Path) -> None:
    written(path, 0, b"\0" * 100)


def _schema_zeroed(path: Path) -> None:
    written(path, 100, b"\0" * (PAGE - 100))


def _table_zeroed(path: Path) -> None:
    written(path, page_of(path, "response"), b"\0" * PAGE)


def _index_zeroed(path: Path) -> None:
    written(path, page_of(path, "response_day"), b"\0" * PAGE)


def _another_page(path: Path) -> None:
    at = page_of(path, "raw")
    written(path, page_of(path, "response"), path.read_bytes()[at : at + PAGE])


def _half_a_disk_lost(path: Path) -> None:
    written(path, path.stat().st_size // 2, b"\xff" * 8 * PAGE)


DAMAGES = [
    _cut_short,
    _cut_within_a_page,
    _empty,
    _head_lost,
    _schema_zeroed,
    _table_zeroed,
    _index_zeroed,
    _another_page,
    _half_a_disk_lost,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_the_file_stays_as_it_is(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)
    before = path.read_bytes()
    settings, _ = load_settings(Path("config"))
    assert settings
    with pytest.raises(NithetError) as told:
        ledger_of(settings.at(data=path.parent))
    assert is_damage(told.value), told.value
    assert path.read_bytes() == before


def test_what_is_told_names_the_backups_and_how_old_they_are(path: Path) -> None:
    folder_of(path.parent).mkdir()
    for day in (20, 21, 22, 23):
        (folder_of(path.parent) / name_of(datetime(2026, 11, day, 2, tzinfo=UTC))).touch()
    _head_lost(path)
    with pytest.raises(NithetError) as told:
        Ledger(path)
    said = Messages("th").explain(told.value)
    assert f"nithet restore {folder_of(path.parent) / 'nithet-2569-11-23-020000.zip'}" in said.do
    assert "nithet rebuild" in said.do
    assert "nithet-2569-11-22-020000.zip" in said.do


def test_an_index_out_of_step_is_made_again(path: Path) -> None:
    """`quick_check` does not see it, and whoever asks by that index lacks a response."""
    at = page_of(path, "response_day")
    with closing(sqlite3.connect(path)) as connection:
        before = path.read_bytes()[at : at + PAGE]
        connection.execute("INSERT INTO response (form, id, created, submitted, origin, revision, day)"
                           " VALUES ('daily-log', 'late', '2026', '2026', 'x', 1, '2026-11-20')")  # fmt: skip
        connection.commit()
    assert path.read_bytes()[at : at + PAGE] != before
    written(path, at, before)
    ledger = Ledger(path)
    assert ledger.examine()
    assert not ledger.examine()
    asked = "SELECT id FROM response WHERE form = 'daily-log' AND day = '2026-11-20'"
    assert ("late",) in [tuple(row) for row in ledger.connection.execute(asked)]
    ledger.close()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    for version in (0, 3):
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE meta (key, value)")
            other.execute("CREATE TABLE songs (title)")
            other.execute(f"PRAGMA user_version = {version}")
            other.commit()
        before = path.read_bytes()
        with pytest.raises(NithetError) as told:
            Ledger(path)
        assert told.value.code == "ledger-foreign"
        assert path.read_bytes() == before


def test_a_ledger_that_is_gone_is_not_begun_anew(path: Path) -> None:
    settings, _ = load_settings(Path("config"))
    assert settings
    path.unlink()
    with pytest.raises(NithetError) as told:
        ledger_of(settings.at(data=path.parent))
    assert told.value.code == "ledger-lost"
    assert not path.exists()
    ledger_of(settings.at(data=path.parent / "new")).close()  # where nothing ever ran one begins


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.99])
def test_a_torn_log_loses_no_transaction_that_was_whole(path: Path, cut: float) -> None:
    """A power cut within a commit leaves a part of it in the log: what was committed before stands."""
    ledger = Ledger(path)
    with ledger.transaction() as tx:
        write_meta(tx, "committed", "yes")
    log = path.with_name(f"{path.name}-wal")
    whole = log.stat().st_size
    with ledger.transaction() as tx:
        write_meta(tx, "torn", "x" * 20_000)
    crashed = path.parent / "crashed"
    crashed.mkdir()
    for file in (path, log, path.with_name("installation")):
        shutil.copy(file, crashed)
    ledger.close()
    torn = crashed / log.name
    os.truncate(torn, whole + int((torn.stat().st_size - whole) * cut))
    after = Ledger(crashed / path.name)
    assert (read_meta(after.connection, "committed"), read_meta(after.connection, "torn")) == ("yes", None)
    assert not after.examine()
    after.close()


def test_damage_while_reading_is_told_in_the_same_words(path: Path) -> None:
    ledger = Ledger(path)
    _table_zeroed(path)
    ledger.connection.execute("PRAGMA shrink_memory")
    other = sqlite3.connect(path)
    with pytest.raises(NithetError) as told, ledger.told():
        other.execute("SELECT count(revision) FROM response NOT INDEXED").fetchall()
    assert is_damage(told.value)
    other.close()
    ledger.close()
