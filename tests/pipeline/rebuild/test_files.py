"""The files of a rebuilding: killed at any step, run again, the same end; the old ledger is never lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sync.pipeline.rebuild.files import NAME, Workshop

NOW = datetime(2027, 5, 22, 9, 0, tzinfo=UTC)


class Killed(BaseException):
    """Stands for the end of the process: nothing after it is done."""


def old_ledger(data: Path) -> tuple[bytes, bytes]:
    """A ledger with news that only its -wal has; its two files."""
    data.mkdir()
    connection = sqlite3.connect(data / NAME)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE told (word TEXT)")
    connection.commit()
    connection.execute("INSERT INTO told VALUES ('old')")
    connection.commit()
    files = (data / NAME).read_bytes(), (data / f"{NAME}-wal").read_bytes()
    connection.close()
    (data / NAME).write_bytes(files[0])
    (data / f"{NAME}-wal").write_bytes(files[1])
    return files


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End when for the so-manieth time a file is copied, renamed or removed."""
    count = [0]

    def stepping(of: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any, **named: Any) -> Any:
            count[0] += 1
            if count[0] == step:
                raise Killed
            return of(*arguments, **named)

        return done

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stepping(Path.replace))
        patch.setattr(Path, "unlink", stepping(Path.unlink))
        patch.setattr(shutil, "copyfile", stepping(shutil.copyfile))
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a process that is killed cleans nothing up
        yield


def build(data: Path) -> list[str]:
    """Build a new ledger that has what the old one gives; give that."""
    workshop = Workshop(data)
    with workshop.opened():
        with sqlite3.connect(workshop.old) as old:
            words = [row[0] for row in old.execute("SELECT word FROM told")]
        old.close()
        workshop.give_identity("0123456789abcdef", NOW)
        with sqlite3.connect(workshop.new) as new:
            new.execute("PRAGMA journal_mode = WAL")
            new.execute("CREATE TABLE told (word TEXT)")
            new.executemany("INSERT INTO told VALUES (?)", [(f"new {word}",) for word in words])
        new.close()
        workshop.put_in_place(NOW)
    return words


def words_in(ledger: Path) -> list[str]:
    with sqlite3.connect(ledger) as connection:
        found = [row[0] for row in connection.execute("SELECT word FROM told")]
    connection.close()
    return found


@pytest.mark.parametrize("step", range(1, 12))  # ten steps, and one that never comes
def test_killed_at_any_step_the_next_try_comes_to_the_same_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    data = tmp_path / "data"
    main, wal = old_ledger(data)
    with killed_at(step, monkeypatch):
        try:
            build(data)
            finished = True
        except Killed:
            finished = False
    assert finished == (step > 10)
    if not finished and words_in_or_none(data) != ["new old"]:
        assert build(data) == ["old"]
    assert words_in(data / NAME) == ["new old"]
    (aside,) = data.glob("ledger-damaged-*.sqlite3")
    assert aside.read_bytes() == main
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == wal
    assert not (data / f"{NAME}-wal").exists()
    assert (data / "installation").read_text(encoding="ascii").split()[0] == "0123456789abcdef"


def words_in_or_none(data: Path) -> list[str] | None:
    """What the ledger in its place says, looked at in a copy: opening it would change it."""
    copy = data.parent / "look"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for suffix in ("", "-wal"):
        if (data / f"{NAME}{suffix}").is_file():
            shutil.copyfile(data / f"{NAME}{suffix}", copy / f"{NAME}{suffix}")
    try:
        return words_in(copy / NAME)
    except sqlite3.Error:
        return None
