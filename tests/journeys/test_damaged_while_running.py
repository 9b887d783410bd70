"""A ledger that is damaged while `nithet run` is at work ends it in order, with the way out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from sync.daemon import Daemon
from sync.errors import NithetError
from sync.ledger.soundness import is_damage
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.ledger.test_damage import PAGE, page_of, written

AT = datetime.fromisoformat("2026-11-17T09:00:00+07:00")


def spoilt(path: Path) -> None:
    """The disk loses the pages of responses; then another program writes, so that they are read again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for table in ("response", "form", "due"):
        written(path, page_of(path, table), b"\0" * PAGE)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("INSERT OR REPLACE INTO meta VALUES ('other', 'program')")


def test_damage_ends_the_daemon_and_no_tick_follows(work: Work) -> None:
    ticks: list[str] = []
    with world.pipeline_of(work.folder, work.base, AT) as pipeline:
        daemon = Daemon(
            pipeline, 1, before=lambda: ticks.append("tick"), told=lambda _: spoilt(pipeline.ledger.path)
        )
        with pytest.raises(NithetError) as told:
            daemon.run()
    assert is_damage(told.value)
    assert 1 <= len(ticks) <= 2
