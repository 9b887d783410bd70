"""Ledgers that earlier versions wrote open as they were: every row is there, whatever kills the migration."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from sync.ledger import Ledger, store
from sync.ledger.soundness import unsound
from tests.journeys import world
from tests.ledger import old

NEWEST = len(store._STEPS)


def carried_over(rows: old.Rows) -> old.Rows:
    """The rows that are to be the same: step 4 has everything judged anew, and what followed from it."""
    again = {"summary:"}
    return {
        **rows,
        "due": [row for row in rows["due"] if not any(row[0].startswith(prefix) for prefix in again)],
        "meta": [row for row in rows["meta"] if row[0] != "ground"],
    }


def judged_anew(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """The columns to compare: whether a response was checked is not one of them."""
    return {**columns, "response": [name for name in columns["response"] if name != "checked"]}


def test_every_version_has_a_file() -> None:
    """But those that came since the last file was made."""
    assert list(range(1, max(old.VERSIONS) + 1)) == list(old.VERSIONS)


@pytest.mark.parametrize("version", old.VERSIONS)
def test_a_file_of_that_version_opens_with_every_row_it_had(version: int, tmp_path: Path) -> None:
    path = old.unpacked(version, tmp_path)
    asked = judged_anew(old.columns_of(path))
    before, was = carried_over(old.rows_of(path, asked)), old.whole(path)
    installation = (tmp_path / "data" / "installation").read_text(encoding="ascii").split()[0]
    opened = Ledger(path)
    assert opened.installation == installation
    assert unsound(opened.connection) == []
    assert opened.connection.execute("PRAGMA user_version").fetchone()[0] == NEWEST
    opened.close()
    assert carried_over(old.rows_of(path, asked)) == before
    with closing(sqlite3.connect(":memory:")) as fresh:
        for step in store._STEPS:
            fresh.executescript(files("sync.ledger").joinpath(step).read_text(encoding="utf-8"))
        assert schema(fresh) == schema(path)

    kept = list(path.parent.glob("ledger-v*"))
    if version < NEWEST:
        assert [file.name for file in kept] == [f"ledger-v{version}-before-v{NEWEST}.sqlite3"]
        assert old.whole(kept[0]) == was
        if os.name == "posix":
            assert kept[0].stat().st_mode & 0o777 == 0o600

    migrated = old.whole(path)
    Ledger(path).close()
    assert old.whole(path) == migrated
    assert list(path.parent.glob("ledger-v*")) == kept


def schema(of: Path | sqlite3.Connection) -> list[str]:
    """Every table with its columns, every index and trigger by name."""
    connection = sqlite3.connect(of) if isinstance(of, Path) else of
    try:
        named = connection.execute(
            "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
        columns = [
            f"{table}.{row[1]} {row[2]} {row[3]} {row[5]}"
            for kind, table in named
            if kind == "table"
            for row in connection.execute(f"PRAGMA table_info({table})")
        ]
        return sorted([*map(str, named), *columns])
    finally:
        if isinstance(of, Path):
            connection.close()


# --- Killed in the middle -----------------------------------------------------------------


def killing(at: int, before_commit: bool) -> Callable[..., Any]:
    """A `sqlite3.connect` whose connection is killed in or after the script of that number, from 0."""

    class Killed(sqlite3.Connection):
        taken = 0

        def executescript(self, script: str, /) -> sqlite3.Cursor:
            mine = type(self).taken == at
            type(self).taken += 1
            if mine and before_commit:
                super().executescript(script.removesuffix("COMMIT;"))
                os.kill(os.getpid(), signal.SIGKILL)
            cursor = super().executescript(script)
            if mine:
                os.kill(os.getpid(), signal.SIGKILL)
            return cursor

    connect = sqlite3.connect
    return lambda *args, **kwargs: connect(*args, **{**kwargs, "factory": Killed})


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by SIGKILL")
@pytest.mark.parametrize("version", [1, 5, 9])
def test_a_migration_killed_at_any_step_is_ended_by_the_next_opening(version: int, tmp_path: Path) -> None:
    start = old.unpacked(version, tmp_path / "start").parent
    shutil.copytree(start, tmp_path / "undisturbed")
    undisturbed = Ledger(tmp_path / "undisturbed" / "ledger.sqlite3")
    undisturbed.close()
    expected = old.whole(undisturbed.path)
    for at in range(NEWEST - version):
        for before_commit in (True, False):
            there = tmp_path / f"{at}-{before_commit}"
            shutil.copytree(start, there)
            path = there / "ledger.sqlite3"

            def opening(path: Path = path, at: int = at, before_commit: bool = before_commit) -> None:
                sqlite3.connect = killing(at, before_commit)  # in a process of its own
                Ledger(path)

            assert world.in_a_process(opening) == -signal.SIGKILL
            Ledger(path).close()
            assert old.whole(path) == expected, f"step {at}, before its commit: {before_commit}"
            shutil.rmtree(there)
