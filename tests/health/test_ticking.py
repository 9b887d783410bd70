"""The daemon's ticks while clocks jump and machines sleep: soon after, and once, however much was missed."""

from __future__ import annotations

import datetime as real
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
import schedule

from sync import daemon as room
from sync.daemon import Daemon
from sync.health import Watcher
from sync.pipeline.cycle import Pipeline


class Machine:
    """A wall clock that people set and a steady one, both moved by waiting alone; a daemon ticks on it.

    `happens` befalls it while it waits the second time; after eight waits it is told to end.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, interval: int, happens: Callable[[Machine], None]):
        self.wall = real.datetime(2026, 11, 16, 8)  # noqa: DTZ001 - schedule goes by local time
        self.steady, self.ticks = 1000.0, list[float]()
        self._happens, self._waits = happens, 0
        self.watcher = Watcher()
        machine = self

        class Clock(real.datetime):
            @classmethod
            def now(cls, tz: real.tzinfo | None = None) -> Any:
                return machine.wall

        monkeypatch.setattr(schedule, "datetime", SimpleNamespace(datetime=Clock, timedelta=real.timedelta))
        monkeypatch.setattr(room, "time", SimpleNamespace(monotonic=lambda: self.steady))
        pipeline = cast(Pipeline, None)  # what a tick does is its own test
        self.daemon = Daemon(pipeline, interval, watcher=self.watcher)
        monkeypatch.setattr(self.daemon, "_tick", lambda: self.ticks.append(self.steady))
        monkeypatch.setattr(self.daemon._end, "wait", self._wait)

    def _wait(self, seconds: float) -> bool:
        self._waits += 1
        self.goes_on(seconds)
        if self._waits == 2:
            self._happens(self)
        return self._waits > 8

    def goes_on(self, seconds: float) -> None:
        self.wall += real.timedelta(seconds=seconds)
        self.steady += seconds

    def times(self) -> list[float]:
        """When it ticked, in seconds since the start."""
        self.daemon.run()
        return [tick - 1000.0 for tick in self.ticks]


def set_by(seconds: float) -> Callable[[Machine], None]:
    def happens(machine: Machine) -> None:
        machine.wall += real.timedelta(seconds=seconds)

    return happens


def sleeps(seconds: float, *, steady: bool) -> Callable[[Machine], None]:
    def happens(machine: Machine) -> None:
        machine.wall += real.timedelta(seconds=seconds)
        machine.steady += seconds if steady else 0.0

    return happens


def test_a_clock_that_is_put_back_stops_no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    times = Machine(monkeypatch, 30, set_by(-86400)).times()
    assert times == [0, 30, 60, 90, 120, 150, 180, 210, 240]


def test_a_clock_that_is_put_forward_ticks_no_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    times = Machine(monkeypatch, 30, set_by(86400)).times()
    assert times == [0, 30, 60, 90, 120, 150, 180, 210, 240]


@pytest.mark.parametrize(
    "steady", [True, False]
)  # on Windows that clock goes on in a sleep, on Linux it stops
def test_what_was_slept_through_is_caught_up_once(monkeypatch: pytest.MonkeyPatch, steady: bool) -> None:
    machine = Machine(monkeypatch, 30, sleeps(6 * 3600, steady=steady))
    machine.times()
    assert len(machine.ticks) == 9  # the first, and one for each wait: none for what was missed


def test_a_long_interval_is_waited_for_in_parts_that_are_signs_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(monkeypatch, 120, lambda _: None)
    signs: list[float] = []
    monkeypatch.setattr(machine.watcher, "alive", lambda: signs.append(machine.steady - 1000.0))
    assert machine.times() == [0, 120, 240]
    assert signs == [30, 60, 90, 150, 180, 210]


def test_it_ends_while_it_waits() -> None:
    told_to_end = SimpleNamespace(end=lambda: None)
    daemon = Daemon(cast(Pipeline, SimpleNamespace(google=told_to_end)), 3600)
    daemon._tick = lambda: None  # type: ignore[method-assign]
    thread = threading.Thread(target=daemon.run)
    thread.start()
    began = time.monotonic()
    daemon.end()
    thread.join(10)
    assert not thread.is_alive()
    assert time.monotonic() - began < 10
