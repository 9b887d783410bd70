"""What systemd is told, and the signals that end a daemon in order; who holds a data directory."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import cast

import pytest

from sync.daemon import Daemon, single_instance
from sync.errors import NithetError
from sync.health.notify import notify
from sync.pipeline.cycle import Pipeline
from tests.journeys import world

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="systemd and its signals are Linux's")


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with TemporaryDirectory(dir="/tmp") as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as found:
        found.bind(f"{folder}/notify")  # a socket's path may have 107 letters
        found.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"{folder}/notify")
        yield found


def test_systemd_hears_lines(listening: socket.socket) -> None:
    assert notify("READY=1", "STATUS=process 1")
    assert listening.recv(1000) == b"READY=1\nSTATUS=process 1"


@pytest.mark.skipif(sys.platform != "linux", reason="abstract names are Linux's")
def test_an_abstract_name_is_one_that_begins_with_at(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"nithet-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as found:
        found.bind(f"\0{name}")
        found.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        assert notify("WATCHDOG=1")
        assert found.recv(1000) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all"])
def test_where_nobody_listens_nothing_happens(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not notify("WATCHDOG=1")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_signals_that_end_a_process_end_the_daemon_in_order(name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    pipeline = SimpleNamespace(google=SimpleNamespace(end=lambda: None))  # what a signal reaches of one
    daemon = Daemon(cast(Pipeline, pipeline), 3600)
    daemon._tick = lambda: os.kill(os.getpid(), number)  # type: ignore[method-assign]
    with daemon.ending_on_signals():
        daemon.run()
    assert signal.getsignal(number) == before


def test_a_second_instance_is_told_who_holds_the_directory(tmp_path: Path) -> None:
    def second() -> None:
        with pytest.raises(NithetError) as refused, single_instance(tmp_path):
            raise AssertionError("two at once")
        assert refused.value.values["process"] == str(os.getppid())

    with single_instance(tmp_path):
        assert world.in_a_process(second) == 0
    with single_instance(tmp_path):
        assert (tmp_path / "nithet.pid").read_text(encoding="ascii") == f"{os.getpid()}\n"
    assert not (tmp_path / "nithet.pid").exists()
