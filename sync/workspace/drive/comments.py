"""Comments on files and the replies to them, as they are kept; what is deleted leaves its place behind."""

from __future__ import annotations

import secrets
import sqlite3
from typing import Any

from sync.workspace.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS comments (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE, author TEXT NOT NULL, content TEXT NOT NULL,
    anchor TEXT NOT NULL DEFAULT '', quoted TEXT NOT NULL DEFAULT '', resolved INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL, modified TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS comments_file ON comments (file);
CREATE TABLE IF NOT EXISTS comment_replies (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    comment INTEGER NOT NULL REFERENCES comments (number) ON DELETE CASCADE, author TEXT NOT NULL,
    content TEXT NOT NULL, action TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL, modified TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS comment_replies_comment ON comment_replies (comment);
"""


def _new_id() -> str:
    return "AAAA" + secrets.token_urlsafe(6)


def add(
    tx: sqlite3.Connection, file_id: str, author: str, content: str, anchor: str, quoted: str, now: str
) -> str:
    """Keep a new comment; its id. `quoted` is the JSON of what it speaks of, '' for nothing."""
    identity = _new_id()
    tx.execute(
        "INSERT INTO comments (id, file, author, content, anchor, quoted, created, modified) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (identity, file_id, author, content, anchor, quoted, now, now),
    )
    return identity


def of_file(store: Store, file_id: str) -> list[sqlite3.Row]:
    """All comments of a file, deleted ones among them, the one that changed last first."""
    return store.connection.execute(
        "SELECT * FROM comments WHERE file = ? ORDER BY modified DESC, number DESC", (file_id,)
    ).fetchall()


def edit(tx: sqlite3.Connection, number: int, now: str, **columns: Any) -> None:
    """Change a comment's columns; its replies' changes move its time too."""
    for column, value in ({"modified": now} | columns).items():
        tx.execute(f"UPDATE comments SET {column} = ? WHERE number = ?", (value, number))  # noqa: S608 - our own columns


def reply(tx: sqlite3.Connection, comment: int, author: str, content: str, action: str, now: str) -> str:
    """Keep a new reply, which may resolve or reopen its comment; its id."""
    identity = _new_id()
    tx.execute(
        "INSERT INTO comment_replies (id, comment, author, content, action, created, modified) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (identity, comment, author, content, action, now, now),
    )
    edit(tx, comment, now, **({"resolved": action == "resolve"} if action else {}))
    return identity


def replies(store: Store, comment: int) -> list[sqlite3.Row]:
    """All replies to a comment, deleted ones among them, in the order of their making."""
    return store.connection.execute(
        "SELECT * FROM comment_replies WHERE comment = ? ORDER BY number", (comment,)
    ).fetchall()


def edit_reply(tx: sqlite3.Connection, row: sqlite3.Row, now: str, **columns: Any) -> None:
    """Change a reply's columns, and with it the time of its comment."""
    for column, value in ({"modified": now} | columns).items():
        tx.execute(
            f"UPDATE comment_replies SET {column} = ? WHERE number = ?",  # noqa: S608 - our own columns
            (value, row["number"]),
        )
    edit(tx, row["comment"], now)


def copy_open(tx: sqlite3.Connection, source: str, target: str) -> None:
    """Give a file the comments of another that are not resolved, with their replies and times."""
    for one in tx.execute(
        "SELECT * FROM comments WHERE file = ? AND NOT resolved AND NOT deleted ORDER BY number", (source,)
    ).fetchall():
        given = (one["author"], one["content"], one["anchor"], one["quoted"])
        identity = add(tx, target, *given, one["created"])
        (number,) = tx.execute("SELECT number FROM comments WHERE id = ?", (identity,)).fetchone()
        for reply_ in tx.execute(
            "SELECT * FROM comment_replies WHERE comment = ? AND NOT deleted ORDER BY number",
            (one["number"],),
        ).fetchall():
            said = (reply_["author"], reply_["content"], reply_["action"])
            reply(tx, number, *said, reply_["created"])
