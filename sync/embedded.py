"""The embedded workspace as a process of its own, started when nothing serves this data directory yet."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from sync.errors import InputError, NithetError
from sync.settings import Settings

_END_SECONDS = 15


def folder(settings: Settings) -> Path:
    """Where the embedded workspace keeps everything."""
    return settings.data / "workspace"


def address(settings: Settings) -> str:
    """Where the workspace of these settings answers; with port 0 only `running` can tell."""
    return f"http://127.0.0.1:{settings.port}"


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """The address of the workspace over the settings' data directory, started for the block if need be.

    It ends with the block, and with this process however that ends. Raises InputError port-taken
    when something else listens at the port.
    """
    base = address(settings)
    served = _served_at(base) if settings.port else None
    if served is not None:
        if served != str(folder(settings).resolve()):
            raise InputError("port-taken", port=settings.port)
        yield base
        return
    process = _start(settings)
    try:
        yield _address(process, settings)
    finally:
        _end(process)


def _served_at(base: str) -> str | None:
    """The data directory of the workspace that answers there; "" for another server, None for none."""
    try:
        answer = requests.get(f"{base}/_workspace/ping", timeout=3)
        return str(answer.json().get("folder", ""))
    except requests.ConnectionError:
        return None
    except (requests.RequestException, ValueError, AttributeError):
        return ""


def _start(settings: Settings) -> subprocess.Popen[str]:
    command = [
        *(sys.executable, "-m", "sync.workspace", "--until-stdin-closes"),
        *("--data", str(folder(settings)), "--port", str(settings.port)),
        *("--mailbox", str(settings.data / "outbox")),
    ]
    settings.data.mkdir(parents=True, exist_ok=True)
    with _log(settings).open("a", encoding="utf-8") as log:
        # A group of its own: Ctrl-C is for us, and we end the workspace after the step in hand.
        return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def _log(settings: Settings) -> Path:
    return settings.data / "workspace.log"


def _address(process: subprocess.Popen[str], settings: Settings) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if " at http://" in line:
        return line.rpartition(" at ")[2].strip()
    said = _log(settings).read_text(encoding="utf-8").strip().rpartition("\n")[2]
    raise NithetError("workspace-start", port=settings.port, said=said)


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
