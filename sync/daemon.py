"""The daemon: a cycle at every tick, guarded, until it is told to end; one a data directory."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import schedule
from filelock import FileLock, Timeout

from sync.errors import NithetError
from sync.memory import keep_aside
from sync.pipeline.cycle import Outcome, Pipeline

_log = logging.getLogger("nithet")


@contextmanager
def single_instance(data: Path) -> Iterator[None]:
    """Hold the data directory for this process. Raises NithetError already-running."""
    lock = FileLock(data / "nithet.lock")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise NithetError("already-running", folder=data) from error
    except OSError as error:
        raise NithetError("folder-unwritable", file=data) from error
    try:
        yield
    finally:
        lock.release()


class _Ended(Exception):
    """The daemon was told to end; what the cycle has done so far is kept, and the next goes on from there."""


class Daemon:
    """Ticks a pipeline every `interval` seconds; `told` hears of every cycle, `failed` of one that broke off.

    A cycle that fails is logged and the next one comes as ever. `before` is called ahead of each: what
    it raises is told like a failure, and the cycle follows all the same. `step` and `publishing` hear
    how far a cycle is. SIGTERM and Ctrl-C (`end`) take effect after the step in hand: a part of the
    cycle, or one spreadsheet.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        interval: int,
        told: Callable[[Outcome], None] = lambda _: None,
        failed: Callable[[Exception], None] = lambda _: None,
        *,
        before: Callable[[], None] = lambda: None,
        step: Callable[[str], None] = lambda _: None,
        publishing: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._pipeline, self._interval = pipeline, interval
        self._told, self._failed, self._before = told, failed, before
        self._heard_step, self._heard_publishing = step, publishing
        self._end = threading.Event()

    def end(self, *_: int | FrameType | None) -> None:
        """End after the step in hand."""
        self._end.set()

    def run(self) -> None:
        """Tick until told to end."""
        ticks = schedule.Scheduler()
        ticks.every(self._interval).seconds.do(self._tick)
        ticks.run_all()
        while not self._end.wait(max(0.0, ticks.idle_seconds or 0.0)):
            ticks.run_pending()

    @contextmanager
    def ending_on_signals(self) -> Iterator[None]:
        """While the block runs, SIGTERM and Ctrl-C end the daemon instead of the process."""
        names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
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
        full = self._pipeline.full_list_is_due()
        self._told(self._pipeline.cycle(full=full, step=self._step, publishing=self._publishing))
        keep_aside(anew=full)

    def _guarded(self, part: Callable[[], None]) -> None:
        try:
            part()
        except _Ended:
            return
        except NithetError as error:
            _log.warning("cycle: %s", error)
            self._failed(error)
        except Exception as error:  # a guard: the next tick may find the world mended
            _log.exception("cycle failed")
            self._failed(error)

    def _step(self, name: str) -> None:
        self._go_on()
        self._heard_step(name)

    def _publishing(self, done: int, total: int) -> None:
        self._go_on()
        self._heard_publishing(done, total)

    def _go_on(self) -> None:
        if self._end.is_set():
            raise _Ended
