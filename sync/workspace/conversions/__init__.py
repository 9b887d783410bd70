"""Conversions between Google's own files and those of the world: XLSX, CSV, PDF, DOCX, HTML and more."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from email.message import Message

from sync.workspace.conversions import documents, kinds, office, spreadsheets
from sync.workspace.conversions.draft import Draft
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.files import DOCUMENT, SPREADSHEET
from sync.workspace.store import Store

SCHEMA = documents.SCHEMA

IMPORTS = kinds.imports(office=office.installed() is not None)
"""Source kind -> the kinds of Google's it can become (Drive's about.importFormats), as this machine can."""

EXPORTS = kinds.exports(office=office.installed() is not None)
"""Google's kind -> the kinds it can be exported to (Drive's about.exportFormats), as this machine can."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Content that was read and calculated, ready to be put behind a file of kind `mime` of Google's."""

    mime: str
    content: Draft | bytes


def received(
    store: Store, source_mime: str, target_mime: str, content: bytes, email: str, file_id: str = ""
) -> Upload:
    """Make of what was uploaded what will be kept: all that is slow, to be done before a transaction begins.

    `source_mime` may name a charset. `file_id` is the file whose content will be replaced, if any.
    Refusal 400 for content that is not what `source_mime` says, 413 for more than a conversion takes, 501
    by name for what this workspace (or this machine, without LibreOffice) does not convert.
    """
    said = Message()
    said["Content-Type"] = source_mime
    source = source_mime.partition(";")[0].strip().lower()
    charset = said.get_content_charset("")
    if target_mime == SPREADSHEET:
        given = spreadsheets.read(content, source, charset)
        return Upload(target_mime, spreadsheets.drafted(Draft(store, email, file_id), given))
    if target_mime == DOCUMENT:
        return Upload(target_mime, documents.from_content(content, source, charset))
    raise unimplemented(f"a conversion of {source_mime} to {target_mime}")


def imported(tx: sqlite3.Connection, file_id: str, upload: Upload, email: str) -> None:
    """Put an upload behind a file of Google's kind: one just made, or one whose content is replaced.

    A spreadsheet keeps its first sheet, whose content is replaced; its others go. Rows are only stored
    here. The caller notes the change (`files.touch`).
    """
    if isinstance(upload.content, bytes):
        documents.put(tx, file_id, upload.content)
    else:
        upload.content.hand_over(tx, file_id, email)


def exported(store: Store, file_row: sqlite3.Row, mime: str, email: str, *, gid: int | None = None) -> bytes:
    """The content of a file of Google's (a row of `files` that `email` may read) in another kind.

    CSV and TSV are of the sheet `gid`, the first without one; PDF is of all sheets, or of that one.
    Refusal 400 for a sheet that is not there, 403 for a sheet larger than Excel's, 501 by name for a
    kind that this workspace, or this machine without LibreOffice, does not write.
    """
    try:
        if file_row["mime"] == SPREADSHEET:
            return spreadsheets.export(store, file_row["id"], mime, email, gid)
        if file_row["mime"] == DOCUMENT:
            docx = documents.content(store.connection, file_row["id"])
            return documents.to_content(docx, mime, file_row["name"])
    except office.Unconverted:
        raise Refusal(500, "Internal error encountered.") from None
    raise unimplemented(f"an export of {file_row['mime']} to {mime}")


def copied(tx: sqlite3.Connection, source_id: str, target_id: str) -> None:
    """Give a document's content to another document (for files.copy); nothing for other kinds."""
    documents.copy(tx, source_id, target_id)
