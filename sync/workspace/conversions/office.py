"""Conversions by LibreOffice: those that no library of Python does well, one at a time."""

from __future__ import annotations

import threading

from sync import libreoffice
from sync.libreoffice import TIMEOUT_SECONDS, Unconverted, installed
from sync.workspace.errors import Refusal, unimplemented

__all__ = ["TIMEOUT_SECONDS", "Unconverted", "converted", "installed"]

_ONE_AT_A_TIME = threading.Semaphore(1)  # each takes a core and some 300 MB
_WAITING = threading.Semaphore(6)  # each waits on a thread that the server has for all


def converted(content: bytes, source: str, target: str, *, reads: str = "") -> bytes:
    """Content of the kind `source` ("xlsx") as `target` ("pdf", or "docx:MS Word 2007 XML" with a filter).

    `reads` names the filter that reads it where the name does not say enough. Refusal 501 where
    LibreOffice is not installed, 503 where too many wait already; Unconverted if it fails.
    """
    command = installed()
    if command is None:
        raise unimplemented("this conversion on a machine without LibreOffice")
    if not _WAITING.acquire(blocking=False):
        raise Refusal(503, "The service is currently unavailable.")
    name = f"content.{source}"
    try:
        with _ONE_AT_A_TIME:
            files = {name: content}
            return libreoffice.convert(command, files, target, reads=reads, timeout=TIMEOUT_SECONDS)[name]
    finally:
        _WAITING.release()
