"""Promises 1 and 2: a cycle killed before or after any request or transaction, and the next one mends it.

Every state that a kill can leave is tried once: steps between which nothing was written leave the same one.
Each point has a world of its own: a copy of one that was prepared once, a workspace process, a
child that is killed by SIGKILL, and a second child that runs the cycle undisturbed. Then files,
cells, shares, ledger and mailbox must equal those of a world that was never disturbed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.google_transport import Transport
from sync.ledger import Ledger
from sync.pipeline.cycle import Pipeline
from sync.pipeline.office import Office
from tests.journeys import world
from tests.journeys.office import opened, write_config
from tests.journeys.people import fill_a_week
from tests.journeys.seen import State, seen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by SIGKILL")

FRIDAY_EVENING = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
_IDLE = 8  # of the steps that wrote nothing, one in so many is a point, too
_PARTS = 4  # the points are shared among this many tests, for machines with several cores


class Stepping:
    """Counts the points at which a kill leaves another state than before, and kills the process at one.

    A step is taken after each request, and before and after each commit: before a request nothing is
    different from after the step before it, for between two steps nothing is written anywhere. Nor is
    anything different after a step that wrote nothing: a request that only reads, and what comes before a
    commit unless the ledger or a mail shows it. Of those steps one in eight is a point all the same.
    """

    def __init__(self, ledger: Path, kill_at: int | None) -> None:
        self.points, self._kill_at, self._idle = 0, kill_at, 0
        self._lock = threading.Lock()  # listings are pulled by several threads
        self._outbox = ledger.parent / "outbox"
        self._ledger = sqlite3.connect(ledger, check_same_thread=False)
        self._left = self._now()

    def _now(self) -> tuple[Any, ...]:
        """What lies in the ledger, as how often others committed to it, and in the outbox."""
        (commits,) = self._ledger.execute("PRAGMA data_version").fetchone()
        files = (file for file in self._outbox.rglob("*") if file.is_file())
        return commits, sorted((str(file), file.stat().st_size) for file in files)

    def step(self, *, sent: bool = False) -> None:
        """A step after a request that changes something (`sent`), or one after which we look ourselves."""
        with self._lock:
            if not sent and (now := self._now()) == self._left:
                self._idle += 1
                if self._idle % _IDLE:
                    return
            elif not sent:
                self._left = now
            self.points += 1
            if self.points == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Step after each request, and before and after each commit."""
        send, transaction = Transport.send, Ledger.transaction

        def stepped_send(transport: Transport, request: Any, *args: Any, **kwargs: Any) -> Any:
            response = send(transport, request, *args, **kwargs)
            self.step(sent=request.method != "GET")
            return response

        @contextmanager
        def stepped_transaction(ledger: Ledger) -> Iterator[Any]:
            with transaction(ledger) as tx:
                yield tx
                self.step()
            self.step()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Transport, "send", stepped_send)
            patch.setattr(Ledger, "transaction", stepped_transaction)
            yield
        self._ledger.close()


Work = Callable[[Pipeline], None]


@dataclass(frozen=True)
class Start:
    """A world to begin from, and its office, read once: every world here has the same configuration."""

    folder: Path
    office: Office


def counted(office: Office, folder: Path, base: str, work: Work, kill_at: int | None = None) -> int:
    """Do the work in this process, to its end or the point that kills it; give how many points it passed."""
    with world.pipeline_of(folder, base, FRIDAY_EVENING, office) as pipeline:
        stepping = Stepping(pipeline.ledger.path, kill_at)
        with stepping.taken():
            work(pipeline)
    return stepping.points


def run(office: Office, folder: Path, base: str, work: Work, kill_at: int | None = None) -> int:
    """Do the work in a process of its own; give how it ended."""
    return world.in_a_process(lambda: counted(office, folder, base, work, kill_at))


def a_cycle(pipeline: Pipeline) -> None:
    pipeline.cycle()


def making_forms(pipeline: Pipeline) -> None:
    pipeline.prepare()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Start]:
    """An office that has nothing yet, and one whose forms were filled for a week while it slept.

    Two spreadsheets of two kinds of reader: a third would be written, shared and noted as the second is.
    """
    folders = {name: tmp_path_factory.mktemp(name) / "world" for name in ("empty", "filled")}
    for name, folder in folders.items():
        config = write_config(folder / "config")
        settings = (config / "settings.yaml").read_text(encoding="utf-8")
        few, replaced = re.subn(r"(?m)^sheets: .*$", "sheets: [district, groups]", settings)
        assert replaced == 1
        (config / "settings.yaml").write_text(few, encoding="utf-8")
        with world.workspace_of(folder) as base:
            if name == "filled":
                world.install(folder, base, MONDAY)
                fill_a_week(folder, base, MONDAY)
            else:
                Ledger(folder / "data" / "ledger.sqlite3").close()
    return {name: Start(folder, opened(folder / "config")) for name, folder in folders.items()}


def undisturbed(start: Start, at: Path, work: Work) -> tuple[State, int]:
    """What the work leads to when nothing happens, and past how many points.

    Done in this very process: what it reads and compiles once, those that are killed need not.
    """
    shutil.copytree(start.folder, at)
    with world.workspace_of(at) as base:
        points = counted(start.office, at, base, work)
        return seen(at, base), points


def mended(start: Start, at: Path, work: Work, kill_at: int) -> State:
    """What it leads to when it is killed at a point and then done again."""
    shutil.copytree(start.folder, at)
    with world.workspace_of(at) as base:
        assert run(start.office, at, base, work, kill_at) == -signal.SIGKILL
        assert run(start.office, at, base, work) == 0
        state = seen(at, base)
    shutil.rmtree(at)
    return state


@pytest.mark.parametrize("part", range(_PARTS))
def test_a_first_cycle_over_two_forms(worlds: dict[str, Start], tmp_path: Path, part: int) -> None:
    expected, points = undisturbed(worlds["filled"], tmp_path / "undisturbed", a_cycle)
    assert expected.responses == 14
    assert len(expected.mails) == 1
    assert points > 60
    for kill_at in range(1 + part, points + 1, _PARTS):
        state = mended(worlds["filled"], tmp_path / f"killed-{kill_at}", a_cycle, kill_at)
        assert state == expected, f"killed at point {kill_at} of {points}"


def test_the_making_of_the_forms(worlds: dict[str, Start], tmp_path: Path) -> None:
    expected, points = undisturbed(worlds["empty"], tmp_path / "undisturbed", making_forms)
    assert len(expected.forms) == 2
    for kill_at in range(1, points + 1):
        state = mended(worlds["empty"], tmp_path / f"killed-{kill_at}", making_forms, kill_at)
        assert state == expected, f"killed at point {kill_at} of {points}"


def test_a_second_cycle_changes_nothing(worlds: dict[str, Start], tmp_path: Path) -> None:
    start, at = worlds["filled"], tmp_path / "twice"
    shutil.copytree(start.folder, at)
    with world.workspace_of(at) as base:
        run(start.office, at, base, a_cycle)
        first = seen(at, base)
        with world.pipeline_of(at, base, FRIDAY_EVENING + timedelta(seconds=5)) as pipeline:
            settling = pipeline.cycle()
            outcome = pipeline.cycle()
        assert seen(at, base) == first
    assert settling.spreadsheets_written == 0
    assert outcome.requests == {"forms": 2, "drive": 1, "sheets": 0, "token": 0}
