"""nithet as its user runs it: a process, its exit code and what it printed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 120


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def nithet(*arguments: str | Path, at: Path, **environment: str) -> Ran:
    """Run a command to its end, in English, from a folder."""
    process = subprocess.run(
        [sys.executable, "-m", "sync.cli", *map(str, arguments), "--lang", "en"],
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
