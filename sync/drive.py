"""Files on Drive: found by our own key, made safely, shared by name only, and what changed since.

A file of nithet carries two appProperties: `nithet.installation` (which installation made it) and
`nithet.key` (what it is: "form:daily-log", "sheet:network:N01"). Only scope drive.file is used, so
nothing that nithet did not make is seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.google import Google

Kind = Literal["spreadsheet", "folder", "form"]


@dataclass(frozen=True, slots=True)
class File:
    """A file as Drive tells of it; `version` grows with every change, whoever made it."""

    id: str
    name: str
    mime_type: str
    trashed: bool
    version: int
    modified: str  # RFC 3339, UTC
    key: str  # "" for a file without our key
    link: str  # the address a person opens


@dataclass(frozen=True, slots=True)
class Change:
    """A file that changed since a page token; `file` is None where it is gone or no longer ours to see."""

    file_id: str
    file: File | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """What `ensure_viewers` did: e-mail addresses added, removed, and shares that are not ours, as found."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def find_by_key(google: Google, installation: str, key: str) -> File | None:
    """The file of this installation with that key, the oldest where there are several; not in the trash."""
    raise NotImplementedError


def ensure_file(
    google: Google, installation: str, key: str, kind: Kind, title: str, parent: str | None = None
) -> File:
    """The file with that key, made where there is none; safe to repeat, also after an unknown outcome."""
    raise NotImplementedError


def ensure_viewers(
    google: Google, file_id: str, viewers: Collection[str], given: Collection[str] = ()
) -> Sharing:
    """Let exactly `viewers` (e-mail addresses) read the file, without a mail to them.

    `given` are those whom we let in earlier (from the ledger): they are removed when no longer
    among the viewers. Whoever else has access is reported in `Sharing.others` and left alone.
    """
    raise NotImplementedError


def read_file(google: Google, file_id: str) -> File:
    """A file's metadata. GoogleError google-not-found where it is gone."""
    raise NotImplementedError


def start_page_token(google: Google) -> str:
    """The token from which `changes` tells what happens from now on."""
    raise NotImplementedError


def changes(google: Google, token: str) -> tuple[tuple[Change, ...], str]:
    """What changed since the token, our own writes among it, and the next token: one request a page."""
    raise NotImplementedError


def account(google: Google) -> str:
    """The e-mail address that nithet works as."""
    raise NotImplementedError


def trash(google: Google, file_id: str) -> None:
    """Put a file in the trash; safe to repeat."""
    raise NotImplementedError


_unused: Sequence[str] = ()
