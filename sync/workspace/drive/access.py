"""What a caller may touch: a file with a role on it, or Drive's refusal."""

from __future__ import annotations

import sqlite3

from sync.workspace import files, sharing
from sync.workspace.access import apps
from sync.workspace.calls import Call
from sync.workspace.drive.refusals import file_not_found, forbidden, insufficient

_CONTENT = frozenset(
    f"https://www.googleapis.com/auth/drive{which}"
    for which in ("", ".readonly", ".file", ".appdata", ".photos.readonly", ".meet.readonly")
)
"""The scopes that open what a file holds; the others open what is said of it."""


def require(call: Call, file_id: str, role: sharing.Role = "reader") -> sqlite3.Row:
    """The file's row if the caller has `role` on it; Drive's 404 or 403 if not."""
    if file_id == "root":
        with call.store.transaction() as tx:
            file_id = files.root_of(tx, call.store, call.email)
    row: sqlite3.Row | None = call.store.connection.execute(
        "SELECT * FROM files WHERE id = ?", (file_id,)
    ).fetchone()
    held = sharing.role_of(call.store, file_id, call.email) if row else ""
    if row is None or not held or not (row["root"] or apps.reaches(call.store, call.grant, file_id)):
        raise file_not_found(file_id)
    if sharing.RANK[held] < sharing.RANK[role]:
        raise insufficient(file_id)
    return row


def require_folder(call: Call, file_id: str) -> sqlite3.Row:
    """A folder that the caller may put something into."""
    row = require(call, file_id, "writer")
    if row["mime"] != files.FOLDER:
        raise forbidden("The specified parent is not a folder.", "parentNotAFolder")
    return row


def require_content(call: Call) -> None:
    """Refusal 403 where the token's scopes are for metadata only."""
    if not call.grant.scopes & _CONTENT:
        raise forbidden("Request had insufficient authentication scopes.", "insufficientPermissions")


def owns(call: Call, row: sqlite3.Row) -> bool:
    """Whether the file is the caller's own."""
    return str(row["owner"]).lower() == call.email.lower()
