"""The workspace as an HTTP server, on 127.0.0.1 unless told otherwise, in a thread of its own."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import uvicorn

from sync.workspace.access import keys
from sync.workspace.app import create_app
from sync.workspace.doors import Access, is_loopback
from sync.workspace.limits import LARGEST_HEADERS, LONGEST_ADDRESS
from sync.workspace.patience import Patient
from sync.workspace.prompt import Prompt
from sync.workspace.serving import AlreadyServed, FolderRefused, serving
from sync.workspace.strain import kept
from sync.workspace.strain.middleware import Strained

# Longer than any client waits between two requests: a server that hangs up first makes clients stumble.
_KEEP_ALIVE_SECONDS = 600
_LAST_REQUESTS_SECONDS = 5
# The address and all headers together; to more the server itself answers 400.
_LARGEST_HEAD = LONGEST_ADDRESS + LARGEST_HEADERS
_LOOPBACK = Access()
_GARBAGE_THRESHOLD = (100_000, 20, 20)


@contextmanager
def running(
    folder: Path,
    port: int = 0,
    *,
    mailbox: Path | None = None,
    strain: Mapping[str, Any] | None = None,
    access: Access = _LOOPBACK,
) -> Iterator[str]:
    """Serve a data directory while the block runs; yields the address, "http://127.0.0.1:PORT".

    Port 0 takes any that is free. `strain` sets switches as `PUT /_workspace/strain` does. OSError when it
    cannot listen there, FolderRefused when the directory cannot be made or written, AlreadyServed when
    another workspace serves it: then nothing was made. ValueError where others than this machine could
    see the pages without a password.
    """
    if not is_loopback(access.host) and not access.password:
        raise ValueError("beyond loopback the pages need a password")
    with (
        _rare_collections(),
        _listening(access.host, port) as listening,
        _alone(folder),
    ):
        # asyncio switches Nagle's algorithm off only for sockets made with IPPROTO_TCP: without this
        # every answer of two packets waits 40 ms for the client's acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"http://{access.reached_at}:{listening.getsockname()[1]}"
        app = create_app(folder, mailbox=mailbox, access=access)
        keys.write_key_file(app.state.store, address)
        if strain is not None:
            kept.change(app.state.store, strain)
        server = Prompt(
            uvicorn.Config(
                Strained(app),
                interface="asgi3",
                http=Patient,
                lifespan="off",
                log_level="warning",
                access_log=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                h11_max_incomplete_event_size=_LARGEST_HEAD,
                timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
            )
        )
        thread = threading.Thread(target=server.run, args=([listening],), name="workspace", daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield address
        finally:
            app.state.store.strain.close()
            server.end()
            thread.join(_LAST_REQUESTS_SECONDS + 5)


def check_listening(host: str, port: int) -> None:
    """OSError where a server could not listen: a port that is taken, a host that is not this machine's."""
    _listening(host, port).close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for garbage cycles rarely: a body of a million small dicts is read thrice as fast."""
    before = gc.get_threshold()
    gc.set_threshold(*_GARBAGE_THRESHOLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other workspaces off a data directory; the lock goes with its process, however that ends."""
    lock = filelock.FileLock(folder / "workspace.lock", timeout=0, mode=0o600)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise AlreadyServed(serving(folder)) from None
    except OSError as problem:
        raise FolderRefused(str(problem)) from None
    try:
        yield
    finally:
        lock.release()


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    pause = threading.Event()
    while not server.started:
        if not thread.is_alive():
            raise OSError("the workspace's server ended before it listened")
        pause.wait(0.001)
