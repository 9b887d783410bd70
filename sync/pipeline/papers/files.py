"""Files of papers under the data folder: names that every system takes, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path

from sync.errors import NithetError
from sync.private import disk_code, keep_private

_BYTES = (
    225  # of a name: most systems take 255, with an ending, a number and what a name is written under first
)
_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+'
)
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)")
_MARKS = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")  # written above or below the letter before


def safe_stem(title: str, after: str = "") -> str:
    """A title as a file's name without ending, on Windows too; `after` stands at its end whole."""
    plain = " ".join(_UNSAFE.sub(" ", title.replace("/", "-")).split()).rstrip(". ")
    room = _BYTES - len(after.encode())
    if len(plain.encode()) > room:
        cut = plain.encode()[:room].decode(errors="ignore")
        # No letter without the marks that belong to it.
        while cut and _MARKS.match(plain[len(cut) :]):
            cut = cut[:-1]
        plain = cut.rstrip(". ")
    if not plain or _RESERVED.match(plain):
        plain = f"_{plain}"
    return plain + after


def write(file: Path, content: bytes) -> None:
    """Write a file whole. Raises NithetError folder-unwritable or disk-full."""
    draft = _draft_of(file)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(draft)
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):  # a half one would only take room
            draft.unlink(missing_ok=True)
        raise NithetError(disk_code(error), file=file) from error


def _draft_of(file: Path) -> Path:
    """Where a file is written before it takes its name."""
    return file.with_name(f".{hashlib.sha256(file.name.encode()).hexdigest()[:16]}.new")


def remove(file: Path) -> None:
    """Take a file away, if it is there. Raises NithetError folder-unwritable."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise NithetError("folder-unwritable", file=file) from error


def digest_at(file: Path) -> str:
    """SHA-256 of a file's content, "" where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except OSError as error:
        raise NithetError("folder-unwritable", file=file) from error
