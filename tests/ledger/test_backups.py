"""Backups: one whole file while others write, never over another; a restore checks it first."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from sync.errors import InputError, NithetError
from sync.ledger import Ledger, tombstones
from sync.ledger.backups import Backup, name_of, read_backup, remove_old, taken_out, write_backup
from sync.ledger.restoring import RESTORED, is_staged, stage, take_up, take_up_at
from sync.ledger.soundness import unsound
from sync.ledger.store import read_meta, write_meta
from tests.ledger import old

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "data" / "ledger.sqlite3")
    ledger.note_beginning(NOW)
    with ledger.transaction() as tx:
        write_meta(tx, "fact", "before")
    yield ledger
    ledger.close()


def backed_up(ledger: Ledger, name: str = "a.zip") -> Backup:
    there = {name: ledger.path.with_name(name) for name in ("installation", "forgotten")}
    beside = {name: file for name, file in there.items() if file.exists()}
    return write_backup(ledger, ledger.path.with_name(name), beside, NOW)


def fact(ledger: Ledger) -> str | None:
    return read_meta(ledger.connection, "fact")


def test_a_backup_is_one_private_file_that_tells_what_it_is(ledger: Ledger) -> None:
    made = backed_up(ledger)
    assert (made.made, made.installation, made.responses) == (NOW, ledger.installation, 0)
    assert set(made.holds) == {"ledger.sqlite3", "installation", "manifest.json"}
    if os.name == "posix":
        assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    there = {file.name for file in ledger.path.parent.iterdir()}
    assert not [name for name in there if name.startswith(".")]
    taken_out(made, ledger.path.with_name("out.sqlite3"))
    with closing(sqlite3.connect(ledger.path.with_name("out.sqlite3"))) as copy:
        assert copy.execute("SELECT value FROM meta WHERE key = 'fact'").fetchone() == ("before",)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_while_others_write_is_of_one_moment(ledger: Ledger) -> None:
    """Two facts are always written together; a copy in which they differ would be of two moments."""
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        other, number = Ledger(ledger.path), 0
        while not stop.is_set():
            number += 1
            with other.transaction() as tx:
                write_meta(tx, "one", str(number))
                write_meta(tx, "filler", "x" * 50_000)
                write_meta(tx, "two", str(number))
            written.set()
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(10)
        made = [backed_up(ledger, f"{number}.zip") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for backup in made:
        out = ledger.path.with_name("out.sqlite3")
        taken_out(backup, out)
        with closing(sqlite3.connect(out)) as copy:
            facts = dict(copy.execute("SELECT key, value FROM meta").fetchall())
            assert facts["one"] == facts["two"]
            assert unsound(copy) == []


def test_nothing_is_written_over(ledger: Ledger) -> None:
    there = ledger.path.with_name("a.zip")
    there.write_text("a letter", encoding="ascii")
    with pytest.raises(InputError) as told:
        backed_up(ledger)
    assert told.value.code == "backup-exists"
    assert there.read_text(encoding="ascii") == "a letter"


def test_what_a_killed_one_left_goes_with_the_next(ledger: Ledger) -> None:
    folder = ledger.path.parent
    names = [f".nithet-2569-11-22-020000.zip.{ending}" for ending in ("new", "sqlite3", "sqlite3-journal")]
    for name in (*names, ".nithet-2569-11-23-015900.zip.new", ".letter.zip.new"):
        (folder / name).write_text("half a ledger", encoding="ascii")
    for name in (*names, ".letter.zip.new"):
        os.utime(folder / name, (0, 0))
    backed_up(ledger)
    left = {file.name for file in folder.iterdir() if file.name.startswith(".")}
    assert left == {
        ".nithet-2569-11-23-015900.zip.new",
        ".letter.zip.new",
    }  # another's at work, and no backup's


def test_the_newest_of_many_stay(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    names = [name_of(datetime(2026, month, 1, 2, tzinfo=UTC)) for month in (1, 9, 10, 12)]
    for name in (*names, "nithet-mine.zip"):
        (tmp_path / "backups" / name).touch()
    remove_old(tmp_path, 2)
    left = sorted(file.name for file in (tmp_path / "backups").iterdir())
    assert left == ["nithet-2569-10-01-020000.zip", "nithet-2569-12-01-020000.zip", "nithet-mine.zip"]


# --- Files that cannot be restored --------------------------------------------------------


def _not_there(file: Path) -> None:
    file.unlink()


def _a_letter(file: Path) -> None:
    file.write_bytes(b"PK, a letter")


def _another_zip(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("letter.txt", "hello")


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-700])


def _a_byte_turned(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[2000] ^= 0xFF
    file.write_bytes(content)


def _repacked(file: Path, ledger: bytes) -> None:
    with zipfile.ZipFile(file) as packed:
        rest = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in {**rest, "ledger.sqlite3": ledger}.items():
            packed.writestr(name, content)


def _a_damaged_ledger(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        content = bytearray(packed.read("ledger.sqlite3"))
    content[8192:12288] = b"\0" * 4096
    _repacked(file, bytes(content))


def _a_later_ledger(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        content = bytearray(packed.read("ledger.sqlite3"))
    content[60:64] = (99).to_bytes(4)  # PRAGMA user_version
    _repacked(file, bytes(content))


def _of_another(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        rest = {name: packed.read(name) for name in packed.namelist()}
    told = orjson.loads(rest["manifest.json"])
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in rest.items():
            packed.writestr(
                name, content if name != "manifest.json" else orjson.dumps({**told, "installation": "ff"})
            )


def _a_byte_of(name: str) -> Callable[[Path], None]:
    """Turn a byte within a small file inside."""

    def spoil(file: Path) -> None:
        with zipfile.ZipFile(file) as packed:
            at = packed.getinfo(name).header_offset + 30 + len(name) + 4
        content = bytearray(file.read_bytes())
        content[at] ^= 0xFF
        file.write_bytes(content)

    return spoil


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_not_there, "backup-missing"),
        (_a_letter, "backup-damaged"),
        (_another_zip, "backup-foreign"),
        (_cut_short, "backup-damaged"),
        (_a_byte_turned, "backup-damaged"),
        (_a_byte_of("installation"), "backup-damaged"),
        (_a_byte_of("forgotten"), "backup-damaged"),
        (_a_byte_of("manifest.json"), "backup-damaged"),
        (_a_damaged_ledger, "backup-damaged"),
        (_a_later_ledger, "backup-newer"),
        (_of_another, "backup-other"),
    ],
)
def test_what_cannot_be_restored_is_told_and_nothing_is_touched(
    ledger: Ledger, spoil: Callable[[Path], None], code: str, fresh: bool
) -> None:
    """Neither in a folder that is at work nor on a machine where nothing ever ran."""
    stones = tombstones.beside(ledger.path)
    stones.add([("log", "R1")])
    stones.write()
    made = backed_up(ledger)
    spoil(made.file)
    place = ledger.path.parent.with_name("fresh") / ledger.path.name if fresh else ledger.path
    before = _files_of(ledger.path.parent.parent)
    with pytest.raises(InputError) as told:
        stage(place, read_backup(made.file), NOW)
    assert told.value.code == ("backup-damaged" if fresh and code == "backup-other" else code)
    assert _files_of(ledger.path.parent.parent) == before
    assert fact(ledger) == "before"


def _files_of(folder: Path) -> dict[str, bytes]:
    there = [file for file in folder.rglob("*") if not file.name.startswith("ledger.sqlite3-")]
    return {str(file): file.read_bytes() if file.is_file() else b"" for file in there}


# --- Taking up ----------------------------------------------------------------------------


def change(ledger: Ledger, value: str = "after") -> None:
    with ledger.transaction() as tx:
        write_meta(tx, "fact", value)


def test_an_open_ledger_takes_up_what_was_restored_and_readers_go_on(ledger: Ledger) -> None:
    made = backed_up(ledger)
    change(ledger)
    reader = Ledger(ledger.path)
    reader.connection.execute("BEGIN")
    assert fact(reader) == "after"
    planned = stage(ledger.path, made, NOW)
    assert (is_staged(ledger.path), fact(ledger)) == (True, "after")
    aside = take_up(ledger, NOW + timedelta(seconds=30))
    assert (is_staged(ledger.path), fact(ledger)) == (False, "before")
    assert fact(reader) == "after"  # as long as it reads
    reader.connection.execute("COMMIT")
    assert fact(reader) == "before"
    reader.close()
    told = orjson.loads(read_meta(ledger.connection, RESTORED) or "")
    assert told == {"since": "2026-11-23T02:00:00.000000+00:00", "aside": aside.name}
    assert aside == planned
    with closing(Ledger(aside)) as kept:
        assert fact(kept) == "after"


def test_one_killed_while_taking_up_takes_up_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backed_up(ledger)
    change(ledger)
    stage(ledger.path, made, NOW)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for step in ("keep_copy", "note", "forget_file"):
        with monkeypatch.context() as patch:
            patch.setattr(f"sync.ledger.restoring.{step}", killed)
            with pytest.raises(KeyboardInterrupt):
                take_up(ledger, NOW)
        assert is_staged(ledger.path)
    take_up(ledger, NOW)
    assert fact(ledger) == "before"
    kept = [Ledger(file) for file in ledger.path.parent.glob("ledger-before-restore-*.sqlite3")]
    assert "after" in {fact(one) for one in kept}
    for one in kept:
        one.close()


@pytest.mark.parametrize("damage", ["overwritten", "gone", "nothing in it"])
def test_a_damaged_ledger_is_put_aside_as_it_is(ledger: Ledger, damage: str) -> None:
    made, path = backed_up(ledger), ledger.path
    ledger.close()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"" if damage == "nothing in it" else b"not a ledger" * 1000)
    before = path.read_bytes() if path.exists() else None
    stage(path, made, NOW)
    aside = take_up_at(path, NOW)
    assert (aside.read_bytes() if aside else None) == before
    with closing(Ledger(path)) as restored:
        assert fact(restored) == "before"
        assert read_meta(restored.connection, RESTORED) is not None


def test_a_backup_of_an_earlier_version_comes_to_this_one(tmp_path: Path) -> None:
    """And on a machine where nothing ever ran it brings its id along."""

    path = old.unpacked(7, tmp_path / "old")
    with closing(sqlite3.connect(path)) as connection:
        installation = connection.execute("SELECT value FROM meta WHERE key = 'installation'").fetchone()[0]
    told = {"made": NOW.isoformat(), "installation": installation, "version": 7, "responses": 17}
    with zipfile.ZipFile(tmp_path / "seven.zip", "w", strict_timestamps=False) as packed:
        packed.write(path, "ledger.sqlite3")
        packed.write(path.with_name("installation"), "installation")
        packed.writestr("manifest.json", orjson.dumps(told))
    fresh = tmp_path / "new" / "ledger.sqlite3"
    stage(fresh, read_backup(tmp_path / "seven.zip"), NOW)
    assert take_up_at(fresh, NOW) is None
    with closing(Ledger(fresh)) as restored:
        assert restored.installation == installation
        assert restored.began is not None
        assert restored.connection.execute("SELECT count(*) FROM response").fetchone()[0] == 17


def test_a_disk_without_room_leaves_nothing_half(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sync.ledger.backups._pack", full)
    before = {file.name for file in ledger.path.parent.iterdir()}
    with pytest.raises(NithetError) as told:
        backed_up(ledger)
    assert told.value.code == "disk-full"
    assert {file.name for file in ledger.path.parent.iterdir()} == before
