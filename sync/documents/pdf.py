"""Word files to PDF by LibreOffice, all in one start of it."""

from __future__ import annotations

from collections.abc import Mapping

from sync import libreoffice
from sync.errors import NithetError

_SECONDS = 60  # to start, on a busy machine
_SECONDS_EACH = 5


def to_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Word files (.docx) as PDF, by the same names; one of which LibreOffice makes nothing is not among them.

    Raises NithetError pdf-unavailable without it, pdf-failed where it made nothing at all.
    """
    command = libreoffice.installed()
    if command is None:
        raise NithetError("pdf-unavailable")
    names = {f"{number}.docx": name for number, name in enumerate(documents)}
    files = {file: documents[name] for file, name in names.items()}
    made: Mapping[str, bytes] = {}
    try:
        if files:
            timeout = _SECONDS + _SECONDS_EACH * len(files)
            made = libreoffice.convert(command, files, "pdf", timeout=timeout)
    except libreoffice.Unconverted as error:
        if not error.made:
            raise NithetError("pdf-failed", reason=error) from error
        made = error.made
    except OSError as error:
        raise NithetError("pdf-failed", reason=error) from error
    return {names[file]: content for file, content in made.items()}
