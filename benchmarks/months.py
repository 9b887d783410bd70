"""Months of a daemon: ten thousand cycles, mostly idle, and whether anything grows that should not.

    nice -n 19 python -m benchmarks.months [--cycles 10000] [--minutes 5] [--every 500] [--whole]

A real `Daemon` ticks a real `Pipeline` over an embedded workspace's HTTP in a temporary folder, with the
sample configuration (a part of it), its heartbeat written and its metrics read. Between cycles the
clock of both goes on by so many minutes, and people send, edit and delete responses and decide on them;
calls fail by every kind of fault, the workspace is killed and started again, settings change
(`benchmarks/months_life.py`). Every fourth stretch is quiet: what grows in it grows with idle cycles.

Printed at intervals: memory (RSS) of the daemon and of the workspace, open files, sockets and threads of
the daemon, open files of the workspace, MB of the ledger, of its WAL, of the workspace's file and of its
WAL. Then what grew with cycles and what with responses (least squares after the first fifth), rows that
idle cycles added, and a verdict; exit 1 where something grows. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import logging
import socket
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import numpy

from benchmarks.months_life import Life, configuration_in
from sync import credentials, embedded
from sync.cli.opening import configured_at, keep_up, ledger_path
from sync.daemon import Daemon
from sync.google import Google
from sync.health import Vitals
from sync.ledger import Ledger
from sync.pipeline.cycle import Outcome, Pipeline

START = "2026-11-16T06:00:00+07:00"
WARM_UP = 0.2
MOST_RSS_KB = 1024  # that a thousand cycles may add: what an allocator does not give back swings by more
MOST_WAL_MB = 64


@dataclass(frozen=True, slots=True)
class Look:
    """What the daemon and its workspace hold at a moment. Memory in KB, files in MB."""

    cycle: int
    responses: int
    rss: int
    files: int
    sockets: int
    threads: int
    workspace_rss: int
    workspace_files: int
    ledger: float
    wal: float
    workspace: float
    workspace_wal: float


class Watch:
    """Hears of each cycle, lets the next be befallen, and looks at intervals."""

    def __init__(self, pipeline: Pipeline, served: embedded.Served, life: Life, cycles: int, every: int):
        self.looks: list[Look] = []
        self.idle_rows: dict[str, int] = {}
        self.troubles = self.failed = self.cycle = 0
        self._pipeline, self._served, self._life = pipeline, served, life
        self._cycles, self._every, self._started = cycles, every, time.monotonic()
        self._rows: dict[str, int] = {}
        self.daemon: Daemon | None = None
        self.health = ""

    @property
    def quiet(self) -> bool:
        """Whether nothing comes: in every fourth stretch."""
        return (self.cycle // self._every) % 4 == 3

    def before(self) -> None:
        """Between two cycles."""
        self.cycle += 1
        self._life.step(self._pipeline, quiet=self.quiet)

    def told(self, outcome: Outcome) -> None:
        """A cycle came to its end."""
        self.troubles += bool(outcome.troubles)
        self._after()

    def failure(self, error: Exception) -> None:
        """A cycle broke off."""
        self.failed += 1
        print(f"  cycle {self.cycle}: {type(error).__name__}: {error}", flush=True)
        self._after()

    def _after(self) -> None:
        settled = (
            self._every // 4
        )  # what came before the quiet stretch is written, mailed and tidied up by then
        if self.quiet and self.cycle % self._every == settled:
            self._rows = self._count()
        if self.quiet and self.cycle % self._every == self._every - 1:
            for table, count in self._count().items():
                self.idle_rows[table] = self.idle_rows.get(table, 0) + count - self._rows.get(table, 0)
        for page in ("healthz", "metrics"):
            with urlopen(f"{self.health}/{page}", timeout=10) as answer:
                answer.read()
        if self.cycle % self._every == 0 or self.cycle == 1:
            self._look()
        if self.cycle >= self._cycles and self.daemon:
            self.daemon.end()

    def _look(self) -> None:
        connection, data = self._pipeline.ledger.connection, self._pipeline.office.settings.data
        process = self._served._process
        assert process is not None
        one = Look(
            self.cycle,
            connection.execute("SELECT count(*) FROM response").fetchone()[0],
            memory("self"),
            len(handles("self")),
            sum(name.startswith("socket:") for name in handles("self")),
            len(list(Path("/proc/self/task").iterdir())),
            memory(str(process.pid)),
            len(handles(str(process.pid))),
            *(size(data / name) for name in ("ledger.sqlite3", "ledger.sqlite3-wal")),
            *(largest(data / "workspace", suffix) for suffix in ("sqlite3", "sqlite3-wal")),
        )
        self.looks.append(one)
        if one.cycle == 1:
            print("     s  " + "  ".join(field.name for field in fields(Look)))
        shown = [f"{value:.1f}" if isinstance(value, float) else str(value) for value in astuple(one)]
        pairs = zip(shown, fields(Look), strict=True)
        spent = time.monotonic() - self._started
        print(f"{spent:6.0f}  " + "  ".join(text.rjust(len(of.name)) for text, of in pairs), flush=True)

    def _count(self) -> dict[str, int]:
        connection = self._pipeline.ledger.connection
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for (name,) in tables
        }


def free_port() -> int:
    """A port that nothing listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def memory(process: str) -> int:
    """The resident memory of a process, in KB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 // 1024


def handles(process: str) -> list[str]:
    """What the open files of a process are."""
    names = []
    for file in Path(f"/proc/{process}/fd").iterdir():
        try:
            names.append(str(file.readlink()))
        except OSError:  # the one that lists them
            continue
    return names


def size(file: Path) -> float:
    """The size of a file in MB, 0 for none."""
    return file.stat().st_size / 1e6 if file.exists() else 0.0


def largest(folder: Path, suffix: str) -> float:
    """The size of the largest file of a kind in MB."""
    return max((size(file) for file in folder.glob(f"*{suffix}")), default=0.0)


def slopes(looks: list[Look], of: str) -> tuple[float, float]:
    """What a value grows by with a thousand cycles, and with a thousand responses."""
    known = numpy.array([[one.cycle / 1000, one.responses / 1000, 1.0] for one in looks])
    values = numpy.array([float(getattr(one, of)) for one in looks])
    found = numpy.linalg.lstsq(known, values, rcond=None)[0]
    return float(found[0]), float(found[1])


def verdict(watch: Watch) -> list[str]:
    """What grows that should not; nothing where all is well."""
    after = [one for one in watch.looks if one.cycle >= watch.cycle * WARM_UP]
    wrong = []
    for of in ("rss", "workspace_rss"):
        by_cycle, by_response = slopes(after, of)
        print(f"{of}: {by_cycle:+.0f} KB a 1,000 cycles, {by_response:+.0f} KB a 1,000 responses")
        if by_cycle > MOST_RSS_KB:
            wrong.append(of)
    half = len(after) // 2
    for of in ("files", "sockets", "threads", "workspace_files"):
        early, late = (max(getattr(one, of) for one in part) for part in (after[:half], after[half:]))
        print(f"{of}: at most {early} in the first half after warming up, {late} in the second")
        if late > early:
            wrong.append(of)
    for of in ("wal", "workspace_wal"):
        most = max(getattr(one, of) for one in watch.looks)
        print(f"{of}: at most {most:.1f} MB")
        if most > MOST_WAL_MB:
            wrong.append(of)
    grown = {table: more for table, more in watch.idle_rows.items() if more}
    print(f"rows that quiet stretches added: {grown or 'none'}")
    return wrong


def main() -> None:
    """Run the months."""
    parser = argparse.ArgumentParser(description="Ten thousand cycles of a daemon: does anything grow?")
    parser.add_argument("--cycles", type=int, default=10_000)
    parser.add_argument("--minutes", type=int, default=5, help="that the clock goes on between two cycles")
    parser.add_argument("--every", type=int, default=500, help="cycles between two looks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="29 forms, all spreadsheets, all papers")
    given = parser.parse_args()
    logging.getLogger("nithet").addHandler(logging.NullHandler())  # what fails is counted
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        config, data = configuration_in(Path(name), whole=given.whole), Path(name) / "data"
        configured = configured_at(config, data, 0)
        settings = configured.office.settings
        served = stack.enter_context(embedded.running(settings))
        ledger = Ledger(ledger_path(settings))
        stack.callback(ledger.close)
        google = Google(
            credentials.embedded(embedded.folder(settings)), base=served.base, sleep=lambda _: None
        )
        life = Life(
            served, config, datetime.fromisoformat(START), timedelta(minutes=given.minutes), given.seed
        )
        pipeline = Pipeline(configured.office, ledger, google, lambda: life.moment, served.wake)
        stack.callback(pipeline.close)
        watch = Watch(pipeline, served, life, given.cycles, given.every)

        def before() -> None:
            watch.before()
            keep_up(pipeline, configured)

        vitals = Vitals(pipeline, 0.001)
        watch.daemon = Daemon(
            pipeline, 0.001, told=watch.told, failed=watch.failure, before=before, watcher=vitals
        )
        with vitals.shown(free_port()) as port:
            watch.health = f"http://127.0.0.1:{port}"
            watch.daemon.run()
        happened = ", ".join(f"{count} {what}" for what, count in sorted(life.counts.items()))
        print(
            f"{watch.cycle} cycles up to {life.moment:%Y-%m-%d}, {watch.failed} broke off, {watch.troubles} ",
            end="",
        )
        print(f"with troubles standing; {happened}")
        wrong = verdict(watch)
    print(f"GROWS: {', '.join(wrong)}" if wrong else "Nothing grows that should not.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
