"""What `nithet status` tells of a daemon: at work, ended, silent, breaking off; all is well only if it is."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.health.heartbeat import Heartbeat, State, write_heartbeat
from sync.ledger import Ledger, reports
from tests.journeys.command import Ran, nithet
from tests.journeys.office import write_config


def status(folder: Path, state: State, minutes: int, outcome: dict[str, str] | None = None) -> Ran:
    write_config(folder / "config")
    (folder / "data").mkdir(mode=0o700)
    ledger = Ledger(folder / "data" / "ledger.sqlite3")
    now = datetime.now(UTC)
    with ledger.transaction() as tx:  # the first round is over
        reports.keep_run(tx, now, now, {})
    ledger.close()
    seen = (now - timedelta(minutes=minutes)).isoformat()
    write_heartbeat(
        folder / "data", Heartbeat(state, os.getpid(), "0.1.0", seen, good=seen, outcome=outcome or {})
    )
    return nithet("status", at=folder)


@pytest.mark.parametrize(
    ("state", "minutes", "outcome", "told", "is_well"),
    [
        ("waiting", 0, {}, "nithet run is at work (process ", True),
        ("waiting", 10, {}, "not at work: no sign of life since", False),
        ("ended", 0, {}, "not at work: it was ended at", False),
        ("waiting", 0, {"failed": "disk-full"}, "its last cycle broke off", False),
    ],
)
def test_it_says_whether_the_daemon_lives(
    tmp_path: Path, state: State, minutes: int, outcome: dict[str, str], told: str, is_well: bool
) -> None:
    ran = status(tmp_path, state, minutes, outcome)
    assert told in ran.out + ran.err
    assert ("Everything works." in ran.out) == is_well
