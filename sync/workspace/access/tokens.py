"""Access and refresh tokens: made, looked up, expired and revoked.

Tokens live in the real time even when the workspace's clock is set, as the clients' clocks do.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from dataclasses import dataclass

from starlette.requests import Request

from sync.workspace.access import scopes
from sync.workspace.access.accounts import Grant, add_person
from sync.workspace.errors import Refusal
from sync.workspace.store import Store

TOKEN_LIFE = 3600
"""Seconds that an access token is good for, unless a test asked for less."""

SCHEMA = """
-- Tokens of before they told their app; whoever held one signs in again.
DROP TABLE IF EXISTS access_tokens;
DROP TABLE IF EXISTS refresh_tokens;
-- kind: "access" or "refresh"; source: the refresh token that an access token came from.
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, email TEXT NOT NULL COLLATE NOCASE, scope TEXT NOT NULL,
    app TEXT NOT NULL, made REAL NOT NULL, expires REAL, source TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS tokens_source ON tokens (source);
CREATE TABLE IF NOT EXISTS token_life (id INTEGER PRIMARY KEY CHECK (id = 1), seconds REAL NOT NULL);
"""

_FORGET_SECONDS = 24 * TOKEN_LIFE


@dataclass(frozen=True, slots=True)
class Issued:
    """An access token and how many seconds it is good for."""

    token: str
    life: float


def caller(request: Request) -> Grant:
    """What the request's bearer token allows; Refusal 401 for none, unknown or expired."""
    token = _bearer(request)
    if not token:
        raise _unauthenticated(
            "Request is missing required authentication credential.", "CREDENTIALS_MISSING"
        )
    row = found(request.app.state.store, token, "access")
    if row is None or is_over(row):
        raise _unauthenticated(
            "Request had invalid authentication credentials.",
            "ACCESS_TOKEN_EXPIRED" if row else "ACCESS_TOKEN_TYPE_UNSUPPORTED",
        )
    return Grant(row["email"], frozenset(row["scope"].split()), row["app"])


def _bearer(request: Request) -> str:
    """The token of the header, else of the query, where Google takes one still; "" for none.

    Content has not been given out for a token in the address since 2020.
    """
    given = request.headers.get("authorization", "")
    scheme, _, token = given.partition(" ")
    if given:
        return token.strip() if scheme.lower() == "bearer" else ""
    query = request.query_params
    if query.get("alt") == "media" or request.url.path.endswith("/export"):
        return ""
    return query.get("access_token") or query.get("oauth_token") or ""


def found(store: Store, token: str, kind: str = "") -> sqlite3.Row | None:
    """A token's row (token, kind, email, scope, app, made, expires, source), None for an unknown one."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT * FROM tokens WHERE token = ? AND ? IN (kind, '')", (token, kind)
    ).fetchone()
    return row


def is_over(row: sqlite3.Row) -> bool:
    """Whether a token's time has passed; a refresh token has none."""
    return row["expires"] is not None and row["expires"] <= time.time()


def issue(store: Store, grant: Grant, source: str = "") -> Issued:
    """A new access token for a grant; `source` is the refresh token that it was asked with."""
    now, life = time.time(), token_life(store)
    token = "ya29." + secrets.token_urlsafe(64)
    with store.transaction() as tx:
        add_person(tx, grant.email)
        tx.execute("DELETE FROM tokens WHERE kind = 'access' AND expires < ?", (now - _FORGET_SECONDS,))
        _keep(tx, token, "access", grant, now, now + life, source)
    return Issued(token, life)


def grant_refresh_token(
    tx: sqlite3.Connection, email: str, scope: str = scopes.EVERYTHING, app: str = ""
) -> str:
    """A refresh token with which a person signs in at `/token`; without `app` through any client."""
    add_person(tx, email)
    token = "1//" + secrets.token_urlsafe(48)
    _keep(tx, token, "refresh", Grant(email, frozenset(scope.split()), app), time.time(), None)
    return token


def _keep(
    tx: sqlite3.Connection,
    token: str,
    kind: str,
    grant: Grant,
    now: float,
    expires: float | None,
    source: str = "",
) -> None:
    tx.execute(
        "INSERT INTO tokens (token, kind, email, scope, app, made, expires, source) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (token, kind, grant.email, " ".join(sorted(grant.scopes)), grant.app, now, expires, source),
    )


def revoke(tx: sqlite3.Connection, token: str) -> bool:
    """End a token; with a refresh token those that came from it, with an access token the one it came from.

    Whether there was such a token.
    """
    row = tx.execute("SELECT token, source FROM tokens WHERE token = ?", (token,)).fetchone()
    if row is None:
        return False
    root = row["source"] or row["token"]
    tx.execute("DELETE FROM tokens WHERE token = ? OR source = ?", (root, root))
    return True


def revoke_all(tx: sqlite3.Connection, email: str) -> int:
    """End all tokens of a person, as when they change their password; how many there were."""
    return tx.execute("DELETE FROM tokens WHERE email = ?", (email,)).rowcount


def expire(tx: sqlite3.Connection, *, email: str = "", token: str = "", kind: str = "access") -> int:
    """Let tokens be over from now on: one, or all of a person or of everybody; how many."""
    changed = tx.execute(
        "UPDATE tokens SET expires = ? WHERE kind = ? AND ? IN (email, '') AND ? IN (token, '')",
        (time.time() - 1, kind, email, token),
    )
    return changed.rowcount


def token_life(store: Store) -> float:
    """Seconds that new access tokens are good for."""
    row = store.connection.execute("SELECT seconds FROM token_life").fetchone()
    return float(row["seconds"]) if row else TOKEN_LIFE


def set_token_life(tx: sqlite3.Connection, seconds: float) -> None:
    """Make new access tokens good for so many seconds."""
    tx.execute("INSERT OR REPLACE INTO token_life (id, seconds) VALUES (1, ?)", (seconds,))


def _unauthenticated(message: str, reason: str) -> Refusal:
    return Refusal(
        401,
        f"{message} Expected OAuth 2 access token, login cookie or other valid authentication credential. "
        "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": reason,
                "domain": "googleapis.com",
            }
        ],
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'},
    )
