"""nithet as its user runs it: a process, its exit code and what it printed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.cli import app
from tests.journeys import world

_SECONDS = 120


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def nithet(*arguments: str | Path, at: Path, **environment: str) -> Ran:
    """Run a command to its end, in English, from a folder.

    In a process of its own that is forked off: it has its own folder, environment, output and exit code, and
    need not read and compile the whole program again. What stays (`nithet_running`) and the demo are started
    from the shell's side, as on Windows all are.
    """
    line = [*map(str, arguments), "--lang", "en"]
    if sys.platform == "win32":
        return _started(line, at, environment)
    _load()
    with TemporaryDirectory() as kept:
        out, err = Path(kept) / "out", Path(kept) / "err"
        code = world.in_a_process(lambda: _run(line, at, environment, out, err))
        return Ran(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _load() -> None:
    """Import once what commands import when they are named, pandas too."""
    for module in ("pandas", *(f"sync.cli.{name}" for name in set(app._MODULES.values()))):
        import_module(module)


def _run(line: list[str], at: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    """Be the command: end this process as `python -m sync.cli` would."""
    signal.alarm(_SECONDS)
    os.chdir(at)
    kept = _environment(environment)
    os.environ.clear()
    os.environ.update(kept)
    for number, name, file in ((1, "stdout", out), (2, "stderr", err)):
        opened = file.open("w", encoding="utf-8")
        os.dup2(opened.fileno(), number)  # for processes that the command starts
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    sys.argv = ["nithet", *line]
    code = 0
    try:
        app.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _started(line: list[str], at: Path, environment: dict[str, str]) -> Ran:
    process = subprocess.run(
        [sys.executable, "-m", "sync.cli", *line],
        cwd=at,
        env=_environment(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    return Ran(process.returncode, process.stdout, process.stderr)


@contextmanager
def nithet_running(*arguments: str | Path, at: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a command that stays; killed at the end of the block if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sync.cli", *map(str, arguments), "--lang", "en"],
        cwd=at,
        env=_environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NITHET_")}
    return {**kept, "PYTHONUTF8": "1", **more}


def free_port() -> int:
    """A port that nothing listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
