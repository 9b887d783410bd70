"""LibreOffice, where it is installed: the conversions that no library of Python does well."""

from __future__ import annotations

import shutil


def installed() -> str | None:
    """Where LibreOffice's command lies, None without it."""
    return shutil.which("soffice") or shutil.which("libreoffice")
