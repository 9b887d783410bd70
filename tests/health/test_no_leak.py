"""Two hundred cycles of a daemon, with faults and changed settings: no handle and no thread more.

Ten thousand, and memory: benchmarks/months.py.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from sync.cli.opening import ledger_path
from sync.daemon import Daemon
from sync.health import Vitals
from sync.ledger import Ledger
from sync.pipeline.cycle import Pipeline
from tests.journeys import world
from tests.journeys.command import free_port
from tests.journeys.conftest import MONDAY
from tests.journeys.office import write_config
from tests.journeys.strained import strain

CYCLES, WARM = 200, 40


class Watch:
    """What a daemon's cycles befall, and what the process holds after each."""

    def __init__(self, pipeline: Pipeline, folder: Path, health: str) -> None:
        self.pipeline, self.folder, self.health = pipeline, folder, health
        self.daemon: Daemon | None = None
        self.cycle, self.now = 0, MONDAY
        self.held: list[tuple[int, int]] = []

    def before(self) -> None:
        self.cycle += 1
        self.now += timedelta(seconds=5)
        if self.cycle % 25 == 0:  # one cycle of faults, then quiet again
            strain(
                str(self.pipeline.google.base), faults=[{"fault": "cut", "chance": 0.5, "seed": self.cycle}]
            )
        if self.cycle % 25 == 1:
            strain(str(self.pipeline.google.base), faults=[])
        if self.cycle % 40 == 0:
            self.pipeline.go_on_with(self.pipeline.office)

    def after(self, _: object = None) -> None:
        with urlopen(f"{self.health}/metrics", timeout=10) as answer:
            answer.read()
        self.held.append((len(list(Path("/proc/self/fd").iterdir())), threading.active_count()))
        if self.cycle == CYCLES and self.daemon:
            self.daemon.end()


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[tuple[Pipeline, list[Watch]]]:
    write_config(tmp_path / "config")
    watches: list[Watch] = []
    with ExitStack() as stack:
        base = stack.enter_context(world.workspace_of(tmp_path))
        office = world.office_in(tmp_path)
        ledger = Ledger(ledger_path(office.settings))
        stack.callback(ledger.close)
        made = Pipeline(office, ledger, world.google_at(tmp_path, base), lambda: watches[0].now)
        stack.callback(made.close)
        yield made, watches


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files in /proc")
def test_two_hundred_cycles_leave_no_handle_and_no_thread_more(
    pipeline: tuple[Pipeline, list[Watch]], tmp_path: Path
) -> None:
    made, watches = pipeline
    vitals, port = Vitals(made, 0.001), free_port()
    watch = Watch(made, tmp_path, f"http://127.0.0.1:{port}")
    watches.append(watch)
    watch.daemon = Daemon(
        made, 0.001, told=watch.after, failed=watch.after, before=watch.before, watcher=vitals
    )
    with vitals.shown(port):
        watch.daemon.run()
    files, threads = (max(held[place] for held in watch.held[:WARM]) for place in (0, 1))
    assert max(held[0] for held in watch.held[WARM:]) <= files
    assert max(held[1] for held in watch.held[WARM:]) <= threads
