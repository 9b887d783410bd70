"""The log's file: its owner's alone, turned over while others look at it, quiet where the disk is full."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MOST_BYTES, _FILES_KEPT = 1_000_000, 5
_REPEATED_SECONDS = 3600.0
_MOST_KEPT = 500  # different records that are remembered
_CHANGING = re.compile(r"0x[0-9a-f]+|\d+")  # addresses of objects, numbers of tries, moments


class LogFile(RotatingFileHandler):
    """At most six files of 1 MB: `path`, and `path`.1 the one before it.

    What goes wrong with a file stops nothing and prints nothing: a full disk, a file that another program
    holds open, which Windows lets nobody rename; then the same file goes on and is turned over later.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MOST_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=True)

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        """Turn the file over; where that cannot be, go on with it."""
        try:
            super().doRollover()
        except OSError:
            if self.stream is None:  # closed by what failed
                self.stream = self._open()

    def _open(self) -> io.TextIOWrapper:
        file = Path(self.baseFilename)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            with contextlib.suppress(OSError):  # one that an earlier version made for everybody to read
                file.chmod(0o600)
        return io.TextIOWrapper(os.fdopen(handle, "ab"), encoding="utf-8", errors="replace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Let the record go where the file is what failed; it is opened anew for the next."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)
            return
        stream, self.stream = self.stream, None
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.close()


class Sparing(logging.Filter):
    """Lets the same record through once an hour, with how often it came meanwhile.

    What fails every five seconds for a weekend would fill six files with one sentence, and what came
    before it, which is what somebody looks for, would be gone. Records are the same where they differ in
    numbers alone.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._steady = steady
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        said, now = record.getMessage(), self._steady()
        key = _CHANGING.sub("#", f"{record.levelname} {said}") + _fault_of(record)
        since, left_out = self._seen.pop(key, (-_REPEATED_SECONDS, 0))
        if now - since < _REPEATED_SECONDS:
            self._seen[key] = since, left_out + 1
            return False
        self._seen[key] = now, 0
        for oldest in list(self._seen)[:-_MOST_KEPT]:
            del self._seen[oldest]
        if left_out:
            record.msg, record.args = f"{said} (and {left_out} times since it was last written)", ()
        return True


def _fault_of(record: logging.LogRecord) -> str:
    """Where a fault of our own happened: another place is another fault."""
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
