"""Word files to PDF by LibreOffice, all in one start of it."""

from __future__ import annotations

from collections.abc import Mapping

from sync import libreoffice
from sync.errors import NithetError

_SECONDS = 60  # to start, on a busy machine
_SECONDS_EACH = 5


def to_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Word files (.docx) as PDF, by the same names. Raises NithetError pdf-unavailable, pdf-failed."""
    command = libreoffice.installed()
    if command is None:
        raise NithetError("pdf-unavailable")
    names = {f"{number}.docx": name for number, name in enumerate(documents)}
    files = {file: documents[name] for file, name in names.items()}
    try:
        made = (
            libreoffice.convert(command, files, "pdf", timeout=_SECONDS + _SECONDS_EACH * len(files))
            if files
            else {}
        )
    except (libreoffice.Unconverted, OSError) as error:
        raise NithetError("pdf-failed", reason=error) from error
    return {names[file]: content for file, content in made.items()}
