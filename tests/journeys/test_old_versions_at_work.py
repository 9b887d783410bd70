"""An office that worked with an earlier version goes on with this one: nothing is lost, nothing mailed twice.

Its ledger, configuration, workspace and outbox are those that the old version left (tests/ledger/versions).
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sync import libreoffice
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.ledger import old

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

WHOLE = (1, 5, 10)
KEPT = {
    "raw": "form, id, submitted, body",
    "response": "form, id, created, submitted",
    "report": "kind, period, figures",
    "delivery": "kind, period, recipient, message_id, delivered",
    "decision": "form, response, step, word, note, noticed",
    "correction": "form, response, code, question, verdict, value, note, noticed",
    "number": "form, series, number, response",
    "file": "key, id",
}


def kept(ledger: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What no new version may change, of the tables that are there."""
    with closing(sqlite3.connect(ledger)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
            for table, columns in KEPT.items()
            if table in tables
        }


def _as_check_asks(config: Path) -> None:
    """What `nithet check` asks of definitions of version 1: which answer says what was agreed."""
    definition = config / "forms" / "classroom-observation.yaml"
    text = definition.read_text(encoding="utf-8")
    if "agreed:" not in text:
        definition.write_text(
            text.replace("\nabout:\n", "\nabout:\n  agreed: to_develop\n"), encoding="utf-8"
        )


@pytest.mark.parametrize("version", WHOLE)
def test_a_cycle_over_what_an_earlier_version_left(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    ledger = old.unpacked(version, tmp_path)
    _as_check_asks(tmp_path / "config")
    before = kept(ledger)
    mails = {file.name: file.read_bytes() for file in (tmp_path / "data" / "outbox").glob("*.eml")}
    assert mails
    with world.workspace_of(tmp_path) as base:
        work = Work(tmp_path, base)
        for minute in (30, 31):
            outcome = work.cycle(f"2026-11-20T19:{minute}:00", full=True)
            assert outcome.troubles == 0
            assert (outcome.new, outcome.changed, outcome.deleted) == (0, 0, 0)
            assert outcome.delivered == 0
        idle = work.cycle("2026-11-20T19:32:00")
        assert idle.requests["sheets"] == 0
    after = kept(ledger)
    for table, rows in before.items():
        assert set(rows) <= set(after[table]), table
    assert {table: after[table] for table in ("decision", "correction") if table in before} == {
        table: before[table] for table in ("decision", "correction") if table in before
    }
    assert {file.name: file.read_bytes() for file in (tmp_path / "data" / "outbox").glob("*.eml")} == mails
