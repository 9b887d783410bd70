"""Conversions between Google's own files and those of the world: XLSX, CSV, PDF, DOCX, HTML and more."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sync.workspace.conversions import kinds, office
from sync.workspace.errors import unimplemented
from sync.workspace.store import Store

IMPORTS = kinds.imports(office=office.installed() is not None)
"""Source kind -> the kinds of Google's it can become (Drive's about.importFormats), as this machine can."""

EXPORTS = kinds.exports(office=office.installed() is not None)
"""Google's kind -> the kinds it can be exported to (Drive's about.exportFormats), as this machine can."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Content that was read and found sound, ready to be put behind a file of kind `mime` of Google's."""

    mime: str
    content: object


def received(source_mime: str, target_mime: str, content: bytes) -> Upload:
    """Read what was uploaded: the slow part of an import, to be done before a transaction begins.

    Refusal 400 for content that is not what `source_mime` says or is too large, 501 by name for what
    this workspace (or this machine, without LibreOffice) does not convert.
    """
    raise unimplemented(f"a conversion of {source_mime} to {target_mime}")


def imported(
    tx: sqlite3.Connection,
    store: Store,
    file_id: str,
    source_mime: str,
    target_mime: str,
    content: bytes | Upload,
    email: str,
) -> None:
    """Put content behind a file of Google's kind: one just made, or one whose content is replaced.

    A spreadsheet that has sheets keeps its first, whose content is replaced; its others go. `content`
    may be what `received` made of it, so that nothing slow happens inside the transaction. The
    caller notes the change (`files.touch`). Refusals as those of `received`.
    """
    raise unimplemented(f"a conversion of {source_mime} to {target_mime}")


def exported(store: Store, file_row: sqlite3.Row, mime: str, email: str, *, gid: int | None = None) -> bytes:
    """The content of a file of Google's (a row of `files` that `email` may read) in another kind.

    CSV and TSV are of the sheet `gid`, the first without one. Refusal 400 for a kind that Google does
    not export to either, 501 by name for one that this workspace or this machine does not.
    """
    raise unimplemented(f"an export of {file_row['mime']} to {mime}")


def copied(tx: sqlite3.Connection, source_id: str, target_id: str) -> None:
    """Give a document's content to another document (for files.copy); nothing for other kinds."""
