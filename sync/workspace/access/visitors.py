"""Who looks at a page: the clerk at this machine, who sees all; a person who signed in; or nobody yet."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from contextvars import ContextVar
from dataclasses import dataclass

from sync.workspace import sharing
from sync.workspace.store import Store

LIFE = 14 * 24 * 3600
"""Seconds that a sign-in on the pages holds."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    token_hash TEXT PRIMARY KEY, email TEXT NOT NULL, expires REAL NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page, and for which (`here`, its path with the query).

    `email` is "" for the clerk and for nobody, `name` what the person is called; `clerk` sees every
    file. `must_sign_in` is set where the pages are behind the password.
    """

    email: str = ""
    clerk: bool = False
    must_sign_in: bool = False
    here: str = "/"
    name: str = ""

    def may_see(self, store: Store, file_id: str) -> bool:
        """Whether this visitor may read a file."""
        return self.clerk or bool(self.email and sharing.role_of(store, file_id, self.email))

    def may_write(self, store: Store, file_id: str) -> bool:
        """Whether this visitor may write in a file: somebody who signed in; the clerk only looks on."""
        role = sharing.role_of(store, file_id, self.email) if self.email else ""
        return sharing.RANK[role] >= sharing.RANK["writer"]


_NOBODY = Visitor()
_present: ContextVar[Visitor] = ContextVar("visitor", default=_NOBODY)


def present() -> Visitor:
    """Who asks for the page that is being made."""
    return _present.get()


def enter(visitor: Visitor) -> None:
    """Say who asks, for the rest of this request."""
    _present.set(visitor)


def open_session(tx: sqlite3.Connection, email: str) -> str:
    """Sign somebody in on the pages ("" is the clerk); the cookie's value, of which only a hash is kept."""
    token, now = secrets.token_urlsafe(32), time.time()
    tx.execute("DELETE FROM sessions WHERE expires < ?", (now,))
    tx.execute(
        "INSERT INTO sessions (token_hash, email, expires) VALUES (?, ?, ?)",
        (_hash(token), email, now + LIFE),
    )
    return token


def close_session(tx: sqlite3.Connection, token: str) -> None:
    """Sign out."""
    tx.execute("DELETE FROM sessions WHERE token_hash = ?", (_hash(token),))


def close_sessions(tx: sqlite3.Connection, email: str) -> None:
    """Sign somebody out everywhere."""
    tx.execute("DELETE FROM sessions WHERE email = ? COLLATE NOCASE", (email,))


def session_of(store: Store, token: str) -> str | None:
    """Who signed in with a cookie's value; None where nobody did, or too long ago."""
    row = store.connection.execute(
        "SELECT email FROM sessions WHERE token_hash = ? AND expires > ?", (_hash(token), time.time())
    ).fetchone()
    return str(row["email"]) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
