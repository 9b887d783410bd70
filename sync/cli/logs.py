"""The log file of a running daemon: what failed and when, turned over before it grows large."""

from __future__ import annotations

import logging
from pathlib import Path

from sync.cli.log_file import LogFile, Sparing
from sync.plain_text import on_one_line


class Lines(logging.Formatter):
    """A record on one line, whatever stands in it; of a traceback each further line is set in.

    So no answer and no name can look as if it were a record.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as it is written."""
        first = on_one_line(f"{self._start(record)}{record.getMessage()}")
        more = self.formatException(record.exc_info) if record.exc_info else ""
        return "\n".join([first, *(f"    {on_one_line(line)}" for line in more.split("\n") if line)])

    def _start(self, record: logging.LogRecord) -> str:
        return f"{self.formatTime(record)} {record.levelname} "


def log_to(data: Path) -> None:
    """Log what `nithet` says to data/nithet.log, at most six files of 1 MB; the same once an hour."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = LogFile(data / "nithet.log")
    file.setFormatter(Lines())
    file.addFilter(Sparing())
    logger = logging.getLogger("nithet")
    logger.setLevel(logging.INFO)
    logger.addHandler(file)
