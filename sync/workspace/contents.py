"""The content of ordinary files, every revision of it: kept in the workspace's SQLite file with the rest.

So content is there whole or not at all, and goes with its file. Google's own kinds (spreadsheets, forms,
documents) have none here.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from hashlib import md5, sha1, sha256

from sync.workspace.store import Store, new_id, timestamp

MOST_BYTES = 100 * 2**20
"""The largest file that the workspace takes; Google's own limit is 5,120 GB."""

_KEPT_FOR = timedelta(days=30)
_KEPT_REVISIONS = 100

SCHEMA = """
CREATE TABLE IF NOT EXISTS revisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    mime TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL, sha1 TEXT NOT NULL,
    sha256 TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL,
    keep INTEGER NOT NULL DEFAULT 0, content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS revisions_file ON revisions (file, number);
"""

_COLUMNS = "id, mime, name, size, md5, sha1, sha256, modified, modified_by, keep"


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a file's content, without the bytes: `size` of them, checksums in hexadecimal.

    `name` is the file's when it was uploaded, `modified` a time as Google writes it.
    """

    id: str
    mime: str
    name: str
    size: int
    md5: str
    sha1: str
    sha256: str
    modified: str
    modified_by: str
    keep: bool


def add(
    tx: sqlite3.Connection,
    store: Store,
    file_id: str,
    content: bytes,
    *,
    mime: str,
    name: str,
    email: str,
    keep: bool = False,
) -> None:
    """Give a file new content; what it had stays as an older revision for 30 days."""
    now = store.now()
    tx.execute(
        "INSERT INTO revisions (id, file, mime, name, size, md5, sha1, sha256, modified, modified_by, keep, "
        "content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_id(51),
            file_id,
            mime,
            name,
            len(content),
            md5(content, usedforsecurity=False).hexdigest(),
            sha1(content, usedforsecurity=False).hexdigest(),
            sha256(content).hexdigest(),
            timestamp(now),
            email,
            keep,
            content,
        ),
    )
    tx.execute(
        "DELETE FROM revisions WHERE file = ? AND NOT keep AND number NOT IN "
        "(SELECT number FROM revisions WHERE file = ? AND modified > ? ORDER BY number DESC LIMIT ?)",
        (file_id, file_id, timestamp(now - _KEPT_FOR), _KEPT_REVISIONS),
    )


def revisions(store: Store, file_id: str) -> list[Revision]:
    """All revisions of a file's content, the oldest first; none for a file without content."""
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM revisions WHERE file = ? ORDER BY number",  # noqa: S608 - our own columns
        (file_id,),
    )
    return [_revision(row) for row in rows]


def head(store: Store, file_id: str) -> Revision | None:
    """The newest revision, None for a file without content."""
    row = store.connection.execute(
        f"SELECT {_COLUMNS} FROM revisions WHERE file = ? ORDER BY number DESC LIMIT 1",  # noqa: S608 - our own columns
        (file_id,),
    ).fetchone()
    return _revision(row) if row else None


def _revision(row: sqlite3.Row) -> Revision:
    return Revision(**{**row, "keep": bool(row["keep"])})


def read(store: Store, file_id: str, revision_id: str = "") -> bytes | None:
    """The bytes of a revision, of the newest when none is named; None if there is none."""
    row = store.connection.execute(
        "SELECT content FROM revisions WHERE file = ? AND id = ifnull(nullif(?, ''), id) "
        "ORDER BY number DESC LIMIT 1",
        (file_id, revision_id),
    ).fetchone()
    return bytes(row["content"]) if row else None


def quota(store: Store, file_id: str) -> int:
    """Bytes that a file counts for: the newest revision and those that are to be kept."""
    row = store.connection.execute(
        "SELECT coalesce(sum(size), 0) AS bytes FROM revisions WHERE file = ? AND "
        "(keep OR number = (SELECT max(number) FROM revisions WHERE file = ?))",
        (file_id, file_id),
    ).fetchone()
    return int(row["bytes"])


def copy(tx: sqlite3.Connection, store: Store, source: str, target: str, name: str, email: str) -> None:
    """Give a file the newest content of another."""
    found, content = head(store, source), read(store, source)
    if found and content is not None:
        add(tx, store, target, content, mime=found.mime, name=name, email=email)
