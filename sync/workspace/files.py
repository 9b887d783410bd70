"""Drive's files: what there is, and the log of their changes. Forms and Sheets build on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

import orjson

from sync.workspace import sharing
from sync.workspace.access import accounts, apps
from sync.workspace.access.accounts import Grant
from sync.workspace.errors import Refusal, forbidden, not_found
from sync.workspace.store import Store, new_id, timestamp

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
DOCUMENT = "application/vnd.google-apps.document"
SHORTCUT = "application/vnd.google-apps.shortcut"
EDITORS = frozenset({SPREADSHEET, FORM, DOCUMENT})
"""The kinds whose content Google's editors keep: no bytes of their own."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, mime TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL,
    parent TEXT NOT NULL, app_properties TEXT NOT NULL, properties TEXT NOT NULL DEFAULT '{}',
    description TEXT NOT NULL DEFAULT '', starred INTEGER NOT NULL DEFAULT 0,
    trashed INTEGER NOT NULL DEFAULT 0, root INTEGER NOT NULL DEFAULT 0,
    writers_can_share INTEGER NOT NULL DEFAULT 1, version INTEGER NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL,
    trashed_at TEXT NOT NULL DEFAULT '', target TEXT NOT NULL DEFAULT '',
    target_mime TEXT NOT NULL DEFAULT '', colour TEXT NOT NULL DEFAULT '',
    copy_needs_writer INTEGER NOT NULL DEFAULT 0, original_name TEXT NOT NULL DEFAULT '',
    indexable_text TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX IF NOT EXISTS files_root ON files (owner) WHERE root;
CREATE INDEX IF NOT EXISTS files_parent ON files (parent);
-- What one person did with a file: times as Google writes them, '' for never.
CREATE TABLE IF NOT EXISTS personal (
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE, email TEXT NOT NULL COLLATE NOCASE,
    starred INTEGER NOT NULL DEFAULT 0, viewed TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (file, email)
) WITHOUT ROWID;
-- Stars were the files' own once.
INSERT OR IGNORE INTO personal (file, email, starred) SELECT id, owner, 1 FROM files WHERE starred;
UPDATE files SET starred = 0 WHERE starred;
-- `reader` is set where one person only is told: that a file is gone from their sight.
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, time TEXT NOT NULL,
    removed INTEGER NOT NULL, reader TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX IF NOT EXISTS changes_file ON changes (file, reader);
"""


def create_file(
    tx: sqlite3.Connection,
    store: Store,
    *,
    mime: str,
    name: str,
    owner: str,
    parents: Sequence[str] = (),
    app_properties: Mapping[str, str] | None = None,
    file_id: str | None = None,
    app: str = "",
) -> str:
    """Put a file into Drive, owned by `owner`, in their root folder unless `parents` names another (one).

    `app` is the client id of the app that makes it. Returns its id. Refusal 409 for an id that is
    taken. Makes the file's entry only: a spreadsheet's sheets or a form's questions are their own
    rooms' business.
    """
    now = timestamp(store.now())
    file_id = file_id or new_id()
    home = real_id(tx, store, next(iter(parents), "root"), owner)
    try:
        tx.execute(
            "INSERT INTO files (id, mime, name, owner, parent, app_properties, version, created, modified, "
            "modified_by) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
            (file_id, mime, name, owner, home, _json(app_properties or {}), now, now, owner),
        )
    except sqlite3.IntegrityError:
        raise Refusal(409, "A file already exists with the provided ID.") from None
    sharing.set_permission(tx, file_id, type="user", role="owner", address=owner)
    set_personal(tx, file_id, owner, viewed=now, modified=now)
    apps.note(tx, file_id, app)
    log_change(tx, store, file_id)
    return file_id


def set_personal(tx: sqlite3.Connection, file_id: str, email: str, **columns: str | bool) -> None:
    """Keep what one person did with a file: `starred`, or when they `viewed` or `modified` it last."""
    tx.execute("INSERT OR IGNORE INTO personal (file, email) VALUES (?, ?)", (file_id, email))
    for column, value in columns.items():
        tx.execute(
            f"UPDATE personal SET {column} = ? WHERE file = ? AND email = ?",  # noqa: S608 - our own columns
            (value, file_id, email),
        )


def root_of(tx: sqlite3.Connection, store: Store, owner: str) -> str:
    """The id of a person's "My Drive"; it is made when first asked for."""
    row = tx.execute("SELECT id FROM files WHERE owner = ? AND root", (owner,)).fetchone()
    if row:
        return str(row["id"])
    accounts.add_person(tx, owner)
    root, now = "0A" + new_id(17), timestamp(store.now())
    tx.execute(
        "INSERT INTO files (id, mime, name, owner, parent, app_properties, root, version, created, "
        "modified, modified_by) VALUES (?, ?, 'My Drive', ?, '', '{}', 1, 1, ?, ?, ?)",
        (root, FOLDER, owner, now, now, owner),
    )
    sharing.set_permission(tx, root, type="user", role="owner", address=owner)
    return root


def real_id(tx: sqlite3.Connection, store: Store, file_id: str, email: str) -> str:
    """The id itself; for the alias "root" that of the person's own root folder."""
    return root_of(tx, store, email) if file_id == "root" else file_id


def require(
    store: Store, file_id: str, grant: Grant, role: sharing.Role = "reader", mime: str | None = None
) -> sqlite3.Row:
    """The file's row if the grant's person has at least `role` on it.

    Refusal as Sheets and Forms word it: 404 for no such file and for one that the grant's scopes do
    not reach, 403 for one that is not theirs, 400 for a file of another kind than `mime`.
    """
    email = grant.email
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT * FROM files WHERE id = ?", (file_id,)
    ).fetchone()
    if row is None or not apps.reaches(store, grant, file_id):
        raise not_found()
    if row["owner"] != email and sharing.RANK[sharing.role_of(store, file_id, email)] < sharing.RANK[role]:
        raise forbidden()
    if mime and row["mime"] != mime:
        raise Refusal(400, "This operation is not supported for this document", "FAILED_PRECONDITION")
    return row


def touch(tx: sqlite3.Connection, store: Store, file_id: str, email: str) -> None:
    """Note that `email` changed a file: a new version, a new modifiedTime, an entry in the log of changes."""
    now = timestamp(store.now())
    tx.execute(
        "UPDATE files SET version = version + 1, modified = ?, modified_by = ? WHERE id = ?",
        (now, email, file_id),
    )
    set_personal(tx, file_id, email, modified=now)
    log_change(tx, store, file_id)


def stir(tx: sqlite3.Connection, store: Store, file_id: str) -> None:
    """Note what is no edit (sharing, comments): a new version and an entry in the log of changes."""
    tx.execute("UPDATE files SET version = version + 1 WHERE id = ?", (file_id,))
    log_change(tx, store, file_id)


def log_change(
    tx: sqlite3.Connection, store: Store, file_id: str, *, removed_for: Sequence[str] = ()
) -> None:
    """Tell a file's watchers that it changed, those of `removed_for` that it is gone; the latest counts."""
    now = timestamp(store.now())
    for reader in removed_for or ("",):
        tx.execute("DELETE FROM changes WHERE file = ? AND reader = ?", (file_id, reader))
        tx.execute(
            "INSERT INTO changes (file, time, removed, reader) VALUES (?, ?, ?, ?)",
            (file_id, now, bool(removed_for), reader),
        )


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def below(tx: sqlite3.Connection, file_id: str) -> list[sqlite3.Row]:
    """A file's row and those of all that lies in it, a folder before what it holds."""
    return tx.execute(
        "WITH RECURSIVE below (id, depth) AS (SELECT ?, 0 UNION SELECT files.id, depth + 1 FROM files "
        "JOIN below ON files.parent = below.id) "
        "SELECT files.* FROM below JOIN files USING (id) ORDER BY depth",
        (file_id,),
    ).fetchall()
