"""The embedded workspace as a process of its own, started when nothing serves this data directory yet."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import requests

from forms.model import Deputy, Organisation, Post, Supervisor
from sync.errors import InputError, NithetError
from sync.layout.texts import packaged_texts
from sync.settings import Settings
from sync.workspace.serving import serving

_END_SECONDS = 15
_LOG_BYTES = 1_000_000
_INTRODUCED_SECONDS = 10


def folder(settings: Settings) -> Path:
    """Where the embedded workspace keeps everything."""
    return settings.data / "workspace"


def address(settings: Settings) -> str:
    """Where the workspace of these settings answers; with port 0 only who serves it can tell."""
    return f"http://127.0.0.1:{settings.port}"


def answering(settings: Settings) -> str | None:
    """Where the data directory's workspace answers now, whatever port it was given; None for nowhere."""
    by = serving(folder(settings))
    return by.address if by else None


def introduce(base: str, organisation: Organisation) -> None:
    """Tell the workspace what people are called: its pages show who may sign in, and who decides where.

    Posts come first, then deputies and supervisors, then who reads a network's or work group's sheet.

    One that does not listen to us (behind a password) shows their addresses.
    """
    names: dict[str, str] = {}
    held: tuple[Mapping[str, Supervisor | Deputy | Post], ...]
    held = (organisation.posts, organisation.deputies, organisation.supervisors)
    for one in (one for people in held for one in people.values()):
        if one.email:
            names.setdefault(one.email, one.name)  # a post's name before the person's
    for network in organisation.networks.values():
        for email in network.viewers:
            names.setdefault(email, packaged_texts()("common.network", name=network.name))
    for group in organisation.work_groups.values():
        for email in group.viewers:
            names.setdefault(email, group.name)
    with suppress(requests.RequestException):
        requests.put(
            f"{base}/_workspace/people",
            json={"names": names},
            headers={"X-Workspace-Control": "1"},
            timeout=_INTRODUCED_SECONDS,
        )


class Served:
    """The workspace at `base`; `wake` starts it again, at the same port, where its process has ended."""

    def __init__(self, settings: Settings, base: str = "") -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        if not base:
            self._process = _start(settings, settings.port)
            base = _address(self._process, settings)
        self.base = base

    def wake(self) -> None:
        """Start it again if it has ended."""
        if self._process is not None and self._process.poll() is not None:
            self._process = _start(self._settings, int(self.base.rpartition(":")[2]))
            _address(self._process, self._settings)

    def end(self) -> None:
        """End it, if it is ours."""
        if self._process is not None:
            _end(self._process)


@contextmanager
def running(settings: Settings) -> Iterator[Served]:
    """The workspace over the settings' data directory, started for the block if need be.

    It ends with the block, and with this process however that ends. Raises InputError port-taken
    when something else listens at the port.
    """
    base = address(settings)
    found = _served_at(base) if settings.port else None
    if found is not None and found != str(folder(settings).resolve()):
        raise InputError("port-taken", host="127.0.0.1", port=settings.port)
    served = Served(settings, base if found is not None else "")
    try:
        yield served
    finally:
        served.end()


def _served_at(base: str) -> str | None:
    """The data directory of the workspace that answers there; "" for another server, None for none."""
    try:
        answer = requests.get(f"{base}/_workspace/ping", timeout=3)
        return str(answer.json().get("folder", ""))
    except requests.ConnectionError:
        return None
    except (requests.RequestException, ValueError, AttributeError):
        return ""


def _start(settings: Settings, port: int) -> subprocess.Popen[str]:
    command = [
        *(sys.executable, "-m", "sync.workspace", "--until-stdin-closes"),
        *("--data", str(folder(settings)), "--port", str(port)),
        *("--mailbox", str(settings.data / "outbox")),
    ]
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened_log(_log(settings)) as log:
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


def _opened_log(file: Path) -> TextIO:
    """What the workspace says of faults, its owner's alone; one that grew large is kept once as .1."""
    with suppress(OSError):  # held open by another program: it goes on
        if file.stat().st_size > _LOG_BYTES:
            file.replace(file.with_name(f"{file.name}.1"))
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with suppress(OSError):
        file.chmod(0o600)
    return os.fdopen(handle, "a", encoding="utf-8")


def _log(settings: Settings) -> Path:
    return settings.data / "workspace.log"


def _address(process: subprocess.Popen[str], settings: Settings) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if " at http://" in line:
        return line.rpartition(" at ")[2].strip()
    if by := serving(folder(settings)):
        given = {"process": by.process, "address": by.address}
        raise InputError("workspace-served-at", folder=folder(settings), **given)
    said = _log(settings).read_text(encoding="utf-8").strip().rpartition("\n")[2]
    raise NithetError("workspace-start", log=_log(settings), said=said)


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
