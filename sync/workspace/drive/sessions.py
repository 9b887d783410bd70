"""Resumable uploads that are under way: what has come of each lies in a file of its own.

They outlive a restart of the server and are kept for a week, as Google keeps them. A session's address
is a secret that stands for its beginner: whoever continues needs no token.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from starlette.datastructures import QueryParams

from sync.workspace.access.accounts import Grant
from sync.workspace.calls import Call
from sync.workspace.drive import file_calls, resource
from sync.workspace.drive.access import require
from sync.workspace.drive.media import Media
from sync.workspace.drive.refusals import DriveRefusal
from sync.workspace.store import Store

PIECE = 256 * 1024
"""Pieces are multiples of so many bytes, all but the last."""

_LIFE_SECONDS = 7 * 24 * 3600

SCHEMA = """
CREATE TABLE IF NOT EXISTS upload_sessions (
    id TEXT PRIMARY KEY, email TEXT NOT NULL, scopes TEXT NOT NULL, app TEXT NOT NULL,
    per_file INTEGER NOT NULL, file TEXT NOT NULL, params TEXT NOT NULL, body TEXT NOT NULL,
    mime TEXT NOT NULL, length INTEGER, begun REAL NOT NULL, finished TEXT NOT NULL DEFAULT ''
);
"""


class FinishedElsewhereError(Exception):
    """Another request ended the session first: nothing was made of this one."""


@dataclass(frozen=True, slots=True)
class Session:
    """An upload under way: `path` holds what has come, `length` is the bytes announced, None for unsaid.

    `file` is the file whose content is replaced, "" for a new one; `finished` the one it became.
    """

    id: str
    grant: Grant
    file: str
    params: QueryParams
    body: Mapping[str, Any]
    mime: str
    length: int | None
    finished: str
    path: Path

    @property
    def received(self) -> int:
        """The bytes that have come and count: whole pieces only, for a cut may have left a rest."""
        size = self.path.stat().st_size if self.path.exists() else 0
        return size - size % PIECE


def begin(call: Call, body: Mapping[str, Any], mime: str, length: int | None) -> str:
    """Open a session for the caller; its id. Sessions that nobody continued for a week are forgotten."""
    session = secrets.token_urlsafe(48)
    grant = call.grant
    with call.store.transaction() as tx:
        for (old,) in tx.execute(
            "DELETE FROM upload_sessions WHERE begun < ? RETURNING id", (time.time() - _LIFE_SECONDS,)
        ).fetchall():
            _path(call.store, old).unlink(missing_ok=True)
        tx.execute(
            "INSERT INTO upload_sessions (id, email, scopes, app, per_file, file, params, body, mime, "
            "length, begun) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session,
                grant.email,
                " ".join(sorted(grant.scopes)),
                grant.app,
                grant.per_file,
                call.path.get("file", ""),
                str(call.params),
                orjson.dumps(body).decode(),
                mime,
                length,
                time.time(),
            ),
        )
    return session


def find(store: Store, session: str) -> Session:
    """A session by its id; Refusal 404 for one that never was or is too old."""
    row = store.connection.execute(
        "SELECT * FROM upload_sessions WHERE id = ? AND begun >= ?", (session, time.time() - _LIFE_SECONDS)
    ).fetchone()
    if row is None:
        raise DriveRefusal(404, "Upload session not found.", "notFound", "upload_id")
    return Session(
        row["id"],
        Grant(row["email"], frozenset(row["scopes"].split()), row["app"], bool(row["per_file"])),
        row["file"],
        QueryParams(row["params"]),
        orjson.loads(row["body"]),
        row["mime"],
        row["length"],
        row["finished"],
        _path(store, row["id"]),
    )


def _path(store: Store, session: str) -> Path:
    """Where the bytes of a session lie; `session` is one of our own ids, never a client's text."""
    return store.folder / "uploads" / f"{session}.part"


def finish(store: Store, session: Session, address: str, mime: str) -> dict[str, Any]:
    """Make the file of all that has come, and end the session, both or neither; the file's resource.

    Of several requests that bring the end at once the first makes the file, the others are told of it.
    """
    call = _call(store, session, address)
    media = Media(session.mime or mime, session.path.read_bytes() if session.path.exists() else b"")
    done = _ended(session.id)
    try:
        if session.file:
            return file_calls.changed(call, session.file, session.body, media, done)
        return file_calls.made(call, session.body, media, done)
    except FinishedElsewhereError:
        return outcome(store, find(store, session.id), address)
    finally:
        if find(store, session.id).finished:
            session.path.unlink(missing_ok=True)


def outcome(store: Store, session: Session, address: str) -> dict[str, Any]:
    """The file that a finished session became, for a client that never heard of it."""
    call = _call(store, session, address)
    return resource.file(call, require(call, session.finished))


def _call(store: Store, session: Session, address: str) -> Call:
    return Call(store, session.grant, {"file": session.file}, session.params, session.body, address)


def _ended(session: str) -> Callable[[sqlite3.Connection, str], None]:
    def end(tx: sqlite3.Connection, file_id: str) -> None:
        ended = tx.execute(
            "UPDATE upload_sessions SET finished = ? WHERE id = ? AND finished = ''", (file_id, session)
        )
        if not ended.rowcount:
            raise FinishedElsewhereError

    return end
