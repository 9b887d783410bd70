"""The heartbeat file: written in one move, its owner's alone, and what is concluded of it."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.health.heartbeat import Heartbeat, State, read_heartbeat, write_heartbeat

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
NOBODY = 2**22 + 1  # above every process number that Linux gives


def beat(state: State, minutes: float, pid: int | None = None) -> Heartbeat:
    return Heartbeat(state, pid or os.getpid(), "0.1.0", (NOW - timedelta(minutes=minutes)).isoformat())


def test_what_is_written_is_read_again_and_is_its_owners_alone(tmp_path: Path) -> None:
    written = beat("waiting", 0)
    assert write_heartbeat(tmp_path, written)
    assert read_heartbeat(tmp_path) == written
    assert [file.name for file in tmp_path.iterdir()] == ["heartbeat"]
    if sys.platform != "win32":
        assert (tmp_path / "heartbeat").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"state": "waiting"}', '{"seen": 1}'])
def test_what_is_no_heartbeat_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "heartbeat").write_text(content, encoding="ascii")
    assert read_heartbeat(tmp_path) is None


def test_one_of_a_later_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    assert write_heartbeat(tmp_path, beat("waiting", 0))
    text = (tmp_path / "heartbeat").read_text(encoding="ascii")
    (tmp_path / "heartbeat").write_text(text.replace("{", '{"mood": "good", ', 1), encoding="ascii")
    assert read_heartbeat(tmp_path) == beat("waiting", 0)


def test_a_folder_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    assert not write_heartbeat(tmp_path / "gone", beat("waiting", 0))
    assert read_heartbeat(tmp_path / "gone") is None


@pytest.mark.parametrize(
    ("heartbeat", "lives"),
    [
        (beat("waiting", 1), True),
        (beat("waiting", 4), False),
        (beat("working", 10), True),  # LibreOffice is at many papers
        (beat("working", 20), False),
        (beat("ended", 0), False),
    ],
)
def test_a_daemon_lives_while_it_is_heard_of(heartbeat: Heartbeat, lives: bool) -> None:
    assert heartbeat.lives(NOW) == lives


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody asks after a process by its number")
def test_a_process_that_is_gone_lives_no_more_however_fresh_its_beat() -> None:
    assert not beat("working", 0, NOBODY).lives(NOW)
