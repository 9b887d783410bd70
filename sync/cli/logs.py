"""The log file of a running daemon: what failed and when, turned over before it grows large."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def log_to(data: Path) -> None:
    """Log what `nithet` says to data/nithet.log, at most six files of 1 MB."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = RotatingFileHandler(
        data / "nithet.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True
    )
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("nithet")
    logger.setLevel(logging.INFO)
    logger.addHandler(file)
