"""The daemon: a cycle at every tick, guarded, until it is told to end; one a data directory."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import cast

import schedule
from filelock import FileLock, Timeout

from sync.errors import NithetError
from sync.health.watcher import Watcher
from sync.ledger.soundness import is_damage
from sync.memory import keep_aside
from sync.pipeline.cycle import Outcome, Pipeline

_log = logging.getLogger("nithet")
_SIGN_SECONDS = 30.0  # a pause is heard of so often, however long it is
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# SIGHUP: its terminal went away; to read the settings anew it needs no signal, every cycle looks at them.
# SIGBREAK is Ctrl-Break, and what Python hears of a window that is closed on Windows (CTRL_CLOSE).


@contextmanager
def single_instance(data: Path) -> Iterator[None]:
    """Hold the data directory for this process. Raises NithetError already-running, with who holds it.

    Who that is stands in a file beside the lock: Windows lets nobody read a file that is locked.
    """
    lock, owner = FileLock(data / "nithet.lock", mode=0o600), data / "nithet.pid"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise NithetError("already-running", folder=data, process=_holder(owner)) from error
    except OSError as error:
        raise NithetError("folder-unwritable", file=data) from error
    try:
        with contextlib.suppress(OSError):  # a full disk: it only tells
            owner.write_text(f"{os.getpid()}\n", encoding="ascii")
            owner.chmod(0o600)
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def _holder(owner: Path) -> str:
    """The number of the process that holds the lock, "?" where that is not told."""
    with contextlib.suppress(OSError, ValueError):
        return str(int(owner.read_text(encoding="ascii")))
    return "?"


class _Ended(Exception):
    """The daemon was told to end; what the cycle has done so far is kept, and the next goes on from there."""


class Daemon:
    """Ticks a pipeline every `interval` seconds; `told` hears of every cycle, `failed` of one that broke off.

    A cycle that fails is logged and the next one comes as ever. `before` is called ahead of each: what
    it raises is told like a failure, and the cycle follows all the same. `step` and `publishing` hear
    how far a cycle is; `watcher` hears of its life. SIGTERM, SIGHUP and Ctrl-C (`end`) take effect after
    the step in hand: a part of the cycle, or one spreadsheet.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        interval: float,
        told: Callable[[Outcome], None] = lambda _: None,
        failed: Callable[[Exception], None] = lambda _: None,
        *,
        before: Callable[[], None] = lambda: None,
        step: Callable[[str], None] = lambda _: None,
        publishing: Callable[[int, int], None] = lambda _done, _total: None,
        watcher: Watcher | None = None,
    ) -> None:
        self._pipeline, self._interval = pipeline, interval
        self._told, self._failed, self._before = told, failed, before
        self._heard_step, self._heard_publishing = step, publishing
        self._watcher = watcher or Watcher()
        self._end = threading.Event()
        self._damage: NithetError | None = None  # of the ledger: it ends the daemon

    def end(self, *_: int | FrameType | None) -> None:
        """End after the step in hand."""
        self._end.set()
        self._pipeline.google.end()

    def run(self) -> None:
        """Tick until told to end.

        `schedule` goes by the local clock, which people and time servers put forward and back: what it
        says holds only as long as no more time passed than an interval by a clock that nobody sets. A
        machine that slept, or whose clock was put forward, ticks soon after and once, however much it missed.

        Raises NithetError where the ledger is damaged.
        """
        ticks = schedule.Scheduler()
        ticks.every(cast(int, self._interval)).seconds.do(self._tick)  # it takes parts of a second, too
        ticks.run_all()
        ticked = time.monotonic()
        while not self._end.wait(self._pause(ticks, ticked)):
            if time.monotonic() - ticked >= self._interval:
                ticks.run_all()
            elif (ticks.idle_seconds or 0.0) <= 0:
                ticks.run_pending()
            else:
                self._watcher.alive()
                continue
            ticked = time.monotonic()
        if self._damage:
            raise self._damage

    def _pause(self, ticks: schedule.Scheduler, ticked: float) -> float:
        """The seconds until the next tick: by the scheduler, no more than are left by the steady clock."""
        left = self._interval - (time.monotonic() - ticked)
        return max(0.0, min(left, ticks.idle_seconds or 0.0, _SIGN_SECONDS))

    @contextmanager
    def ending_on_signals(self) -> Iterator[None]:
        """While the block runs, signals that end a process end the daemon in order instead."""
        names = [name for name in _SIGNALS if hasattr(signal, name)]
        before = {name: signal.signal(getattr(signal, name), self.end) for name in names}
        try:
            yield
        finally:
            for name, earlier in before.items():
                signal.signal(getattr(signal, name), earlier)

    def _tick(self) -> None:
        self._guarded(self._before)
        self._guarded(self._cycle)

    def _cycle(self) -> None:
        self._watcher.begun()
        full = self._pipeline.full_list_is_due()
        outcome = self._pipeline.cycle(full=full, step=self._step, publishing=self._publishing)
        self._watcher.ended(outcome)
        self._told(outcome)
        self._pipeline.back_up()
        keep_aside(anew=full)

    def _guarded(self, part: Callable[[], None]) -> None:
        try:
            with self._pipeline.ledger.told():
                part()
        except _Ended:
            return
        except NithetError as error:
            _log.warning("cycle: %s", error)
            if is_damage(error):  # whatever is written into such a file is lost
                self._watcher.failed(error)
                self._damage = error
                self._end.set()
            else:
                self._broke(error)
        except Exception as error:  # a guard: the next tick may find the world mended
            _log.exception("cycle failed")
            self._broke(error)

    def _broke(self, error: Exception) -> None:
        self._watcher.failed(error)
        self._failed(error)

    def _step(self, name: str) -> None:
        self._go_on()
        self._watcher.alive()
        self._heard_step(name)

    def _publishing(self, done: int, total: int) -> None:
        self._go_on()
        self._watcher.alive()
        self._heard_publishing(done, total)

    def _go_on(self) -> None:
        if self._end.is_set():
            raise _Ended
