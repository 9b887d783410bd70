"""Who is calling: people, the service account's key file, and whom a bearer token stands for.

Tokens live in the real time even when the workspace's clock is set, as the clients' clocks do.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.requests import Request

from sync.workspace.errors import Refusal
from sync.workspace.store import Store

SERVICE_ACCOUNT = "nithet@workspace.example"
SCHEMA = """
CREATE TABLE IF NOT EXISTS people (email TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS service_keys (
    key_id TEXT PRIMARY KEY, email TEXT NOT NULL, public_pem TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, email TEXT NOT NULL, scope TEXT NOT NULL, expires REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS refresh_tokens (token TEXT PRIMARY KEY, email TEXT NOT NULL, scope TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows: to act for `email` within `scopes`, through the `app` of that client id."""

    email: str
    scopes: frozenset[str] = frozenset()
    app: str = ""


def add_person(tx: sqlite3.Connection, email: str, name: str = "") -> None:
    """Make a person known to the workspace; a name given later replaces the one made from the address."""
    tx.execute(
        "INSERT INTO people (email, name) VALUES (?, ?) ON CONFLICT (email) "
        "DO UPDATE SET name = excluded.name WHERE ? != ''",
        (email, name or email.partition("@")[0], name),
    )


def name_of(store: Store, email: str) -> str:
    """The name that Drive shows for a person."""
    row = store.connection.execute("SELECT name FROM people WHERE email = ?", (email,)).fetchone()
    return str(row["name"]) if row else email.partition("@")[0]


def grant_refresh_token(tx: sqlite3.Connection, email: str, scope: str = "") -> str:
    """A refresh token with which a person's credentials sign in at `/token`; any client id does."""
    add_person(tx, email)
    token = "1//" + secrets.token_urlsafe(48)
    tx.execute("INSERT INTO refresh_tokens (token, email, scope) VALUES (?, ?, ?)", (token, email, scope))
    return token


def write_key_file(store: Store, address: str) -> Path:
    """Make or refresh `service-account.json` for the server's present address ("http://127.0.0.1:PORT").

    The key is kept over restarts; only `token_uri` and `auth_uri` move with the port.
    """
    path = store.folder / "service-account.json"
    key = _kept_key(path) or _new_key()
    key |= {"auth_uri": f"{address}/auth", "token_uri": f"{address}/token"}
    _write_private(path, orjson.dumps(key, option=orjson.OPT_INDENT_2))
    with store.transaction() as tx:
        add_person(tx, SERVICE_ACCOUNT, "nithet")
        tx.execute(
            "INSERT OR REPLACE INTO service_keys (key_id, email, public_pem) VALUES (?, ?, ?)",
            (key["private_key_id"], key["client_email"], _public_pem(key["private_key"])),
        )
    return path


def _kept_key(path: Path) -> dict[str, str] | None:
    """The key file as it lies there, or None where it is absent or damaged: then a new key is made."""
    try:
        key = orjson.loads(path.read_bytes())
        _public_pem(key["private_key"])
        return key if key["client_email"] and key["private_key_id"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _new_key() -> dict[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "type": "service_account",
        "project_id": "nithet-workspace",
        "private_key_id": secrets.token_hex(20),
        "private_key": pem.decode(),
        "client_email": SERVICE_ACCOUNT,
        "client_id": str(10**20 + secrets.randbelow(10**20)),
        "universe_domain": "googleapis.com",
    }


def _public_pem(private_pem: str) -> str:
    # The key is our own: proving it prime again would cost more than all else that a start does.
    private = serialization.load_pem_private_key(
        private_pem.encode(), password=None, unsafe_skip_rsa_key_validation=True
    )
    return (
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def caller(request: Request) -> Grant:
    """What the request's bearer token allows; Refusal 401 for none, unknown or expired."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthenticated(
            "Request is missing required authentication credential.", "CREDENTIALS_MISSING"
        )
    store: Store = request.app.state.store
    row = store.connection.execute(
        "SELECT email, scope, expires FROM access_tokens WHERE token = ?", (token.strip(),)
    ).fetchone()
    if row is None or row["expires"] <= time.time():
        raise _unauthenticated(
            "Request had invalid authentication credentials.",
            "ACCESS_TOKEN_EXPIRED" if row else "ACCESS_TOKEN_TYPE_UNSUPPORTED",
        )
    return Grant(row["email"], frozenset(row["scope"].split()))


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
