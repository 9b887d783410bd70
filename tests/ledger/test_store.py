"""Opening the ledger: what it says of files and folders that it cannot use."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.errors import NithetError
from sync.ledger import Ledger
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta


def test_it_remembers_its_installation_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ledger.sqlite3"
    first = Ledger(path)
    if os.name == "posix":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.glob("ledger.sqlite3*")} == {0o600}
        assert path.with_name("ledger.sqlite3-wal").exists()
    installation = first.installation
    first.close()
    second = Ledger(path)
    assert second.installation == installation != ""
    assert second.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    second.close()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_ledger_that_all_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    Ledger(path).close()
    path.chmod(0o644)
    Ledger(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"this is no database, however long it may be" * 100, "ledger-damaged")],
)
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(content)
    with pytest.raises(NithetError) as told:
        Ledger(path)
    assert told.value.code == code
    assert path.read_bytes() == content


def test_a_page_overwritten_in_the_middle_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    ledger = Ledger(path)
    with ledger.transaction() as tx:
        for number in range(500):
            write_meta(tx, f"key {number}", "x" * 200)
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 8192)
    with pytest.raises(NithetError) as told:
        Ledger(path)
    assert told.value.code == "ledger-damaged"


def test_a_ledger_that_another_program_holds_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    ledger, other = Ledger(path, patience=0.05), Ledger(path)
    with other.transaction() as held:
        write_meta(held, "from", "the other")
        with pytest.raises(NithetError) as told, ledger.transaction():
            raise AssertionError("not reached")
    assert (told.value.code, told.value.values) == ("ledger-busy", {"file": str(path)})
    with ledger.transaction() as tx:
        assert read_meta(tx, "from") == "the other"
    ledger.close()
    other.close()


def test_a_ledger_of_a_later_nithet_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    Ledger(path).close()
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(NithetError) as told:
        Ledger(path)
    assert told.value.code == "ledger-newer"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NithetError) as told:
        Ledger(tmp_path / "file" / "ledger.sqlite3")
    assert told.value.code == "folder-unwritable"


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with pytest.raises(ZeroDivisionError), ledger.transaction() as tx:
        write_meta(tx, "half", "done")
        _ = 1 / 0
    assert read_meta(ledger.connection, "half") is None
    ledger.close()


def test_what_became_due_again_stays_due(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        first, second = next_revision(tx), next_revision(tx)
        mark_due(tx, {"sheet:district:", "sheet:network:N01", "summary:network:N01"}, first)
        mark_due(tx, {"sheet:district:"}, second)
        settle(tx, "sheet:district:", first)
        settle(tx, "sheet:network:N01", first)
    assert due(ledger.connection, "sheet:") == {"district:": second}
    ledger.close()


def test_a_full_disk_is_told_and_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        write_meta(tx, "kept", "yes")
    pages = ledger.connection.execute("PRAGMA page_count").fetchone()[0]
    ledger.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(NithetError) as told, ledger.transaction() as tx:
        write_meta(tx, "large", "x" * 1_000_000)
    assert told.value.code == "disk-full"
    ledger.connection.execute("PRAGMA max_page_count = 1000000")
    assert read_meta(ledger.connection, "kept") == "yes"
    with ledger.transaction() as tx:
        write_meta(tx, "large", "x" * 1_000_000)
    ledger.close()


def test_when_it_began_outlives_a_lost_ledger_and_is_noted_once(tmp_path: Path) -> None:
    path, first, later = tmp_path / "ledger.sqlite3", datetime(2026, 11, 16, tzinfo=UTC), datetime.now(UTC)
    (tmp_path / "installation").write_text("0123456789abcdef", encoding="ascii")  # of an older nithet
    ledger = Ledger(path)
    assert ledger.began is None
    ledger.note_beginning(first)
    ledger.note_beginning(later)
    ledger.close()
    for file in tmp_path.glob("ledger.sqlite3*"):
        file.unlink()
    anew = Ledger(path)
    assert (anew.installation, anew.began) == ("0123456789abcdef", first)
    anew.close()
