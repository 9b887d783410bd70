"""`python -m sync.workspace --data DIR --port N`: the workspace on its own."""

from __future__ import annotations

import argparse
import signal
import sqlite3
import sys
import threading
from pathlib import Path

from sync.private import private_from_now
from sync.workspace.doors import Access
from sync.workspace.server import running

_LOOPBACK = Access()


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM, SIGINT or (with --until-stdin-closes) the end of stdin; 0, or 1 if it cannot."""
    given = _parser().parse_args(arguments)
    private_from_now()
    end = threading.Event()
    if given.until_stdin_closes:
        threading.Thread(target=_await_stdin, args=(end,), daemon=True).start()
    try:
        serve(given.data, given.port, mailbox=given.mailbox, end=end)
    except (OSError, sqlite3.Error) as problem:
        sys.stderr.write(f"nithet workspace cannot start at port {given.port}, {given.data}: {problem}\n")
        return 1
    return 0


def serve(
    folder: Path,
    port: int,
    *,
    mailbox: Path | None = None,
    access: Access = _LOOPBACK,
    end: threading.Event | None = None,
) -> None:
    """Serve a data directory until SIGTERM, SIGINT or `end`, and print one line with the address when ready.

    Raises what `running` raises.
    """
    over = end or threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: over.set())
    with running(folder, port, mailbox=mailbox, access=access) as address:
        print(f"nithet workspace ready at {address}", flush=True)  # noqa: T201 - the line that callers wait for
        while not over.wait(3600):  # on Windows an endless wait would not let Ctrl-C through
            pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sync.workspace", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the directory that holds everything")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes any free port")
    parser.add_argument("--mailbox", type=Path, help="a folder of .eml files, shown at /mail/")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with the parent process")
    return parser


def _await_stdin(end: threading.Event) -> None:
    sys.stdin.buffer.read()
    end.set()


if __name__ == "__main__":
    raise SystemExit(main())
