"""Apps: OAuth clients with their secrets, and which files an app made or was given (drive.file)."""

from __future__ import annotations

import secrets
import sqlite3

import orjson

from sync.workspace.access.accounts import Grant
from sync.workspace.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS oauth_clients (
    client_id TEXT PRIMARY KEY, secret TEXT NOT NULL, name TEXT NOT NULL, redirect_uris TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS app_files (
    file TEXT NOT NULL, app TEXT NOT NULL, PRIMARY KEY (file, app)
);
CREATE INDEX IF NOT EXISTS app_files_app ON app_files (app);
"""


def register(tx: sqlite3.Connection, name: str, redirect_uris: list[str]) -> tuple[str, str]:
    """An OAuth client that Google's console would make; its id and secret."""
    client_id = f"{secrets.randbelow(10**12):012d}-{secrets.token_hex(16)}.apps.googleusercontent.com"
    secret = "GOCSPX-" + secrets.token_urlsafe(21)
    tx.execute(
        "INSERT INTO oauth_clients (client_id, secret, name, redirect_uris) VALUES (?, ?, ?, ?)",
        (client_id, secret, name, orjson.dumps(redirect_uris).decode()),
    )
    return client_id, secret


def client(store: Store, client_id: str) -> sqlite3.Row | None:
    """A registered client's `secret`, `name` and `redirect_uris` (JSON), None for any other."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT * FROM oauth_clients WHERE client_id = ?", (client_id,)
    ).fetchone()
    return row


def note(tx: sqlite3.Connection, file_id: str, app: str) -> None:
    """A file was made with an app, or given to it: from now on drive.file reaches it through this app."""
    if app:
        tx.execute("INSERT OR IGNORE INTO app_files (file, app) VALUES (?, ?)", (file_id, app))


def reaches(store: Store, grant: Grant, file_id: str) -> bool:
    """Whether a grant's scopes reach a file at all; whether the person may see it is another question."""
    return not grant.per_file or file_id in reached(store, grant, (file_id,))


def reached(store: Store, grant: Grant, among: tuple[str, ...] = ()) -> set[str]:
    """Of a grant that is `per_file`: the ids of the files that its app made or was given.

    What a service account owns was made by its own app: it has no other way to come by files. So
    files are reached that were there before apps were noted. `among` narrows the search.
    """
    marks = f" AND id IN ({', '.join('?' * len(among))})" if among else ""
    rows = store.connection.execute(
        "SELECT id FROM files WHERE (id IN (SELECT file FROM app_files WHERE app = ?) OR owner IN "  # noqa: S608 - only question marks are put in
        f"(SELECT email FROM service_accounts WHERE client_id = ?)){marks}",
        (grant.app, grant.app, *among),
    )
    return {str(row["id"]) for row in rows}
