"""Service accounts and their key files: who signs an assertion, and whom they may act for."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sync.workspace.access.accounts import add_person
from sync.workspace.store import Store

SERVICE_ACCOUNT = "nithet@workspace.example"
SCHEMA = """
CREATE TABLE IF NOT EXISTS service_keys (
    key_id TEXT PRIMARY KEY, email TEXT NOT NULL, public_pem TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS service_accounts (
    email TEXT PRIMARY KEY COLLATE NOCASE, client_id TEXT NOT NULL, acts_for_others INTEGER NOT NULL
);
"""


def write_key_file(store: Store, address: str) -> Path:
    """Make or refresh `service-account.json` for the server's present address ("http://127.0.0.1:PORT").

    The key is kept over restarts; only `token_uri` and `auth_uri` move with the port.
    """
    path = store.folder / "service-account.json"
    key = _kept_key(path) or _new_key(SERVICE_ACCOUNT)
    key |= _addresses(address)
    write_private(path, orjson.dumps(key, option=orjson.OPT_INDENT_2))
    with store.transaction() as tx:
        _know(tx, key, name="nithet", acts_for_others=True)
    return path


def new_account(tx: sqlite3.Connection, email: str, address: str, *, acts_for_others: bool) -> dict[str, str]:
    """One more service account: the content of its key file.

    `acts_for_others` is domain-wide delegation: its assertions may name a person (`sub`).
    """
    key = _new_key(email) | _addresses(address)
    _know(tx, key, name="", acts_for_others=acts_for_others)
    return key


def remove_account(tx: sqlite3.Connection, email: str) -> bool:
    """Delete a service account and its keys; whether there was one."""
    tx.execute("DELETE FROM service_keys WHERE email = ?", (email,))
    return tx.execute("DELETE FROM service_accounts WHERE email = ?", (email,)).rowcount > 0


def account(store: Store, email: str) -> sqlite3.Row | None:
    """A service account's `client_id` and `acts_for_others`, None where there is none of that address."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT email, client_id, acts_for_others FROM service_accounts WHERE email = ?", (email,)
    ).fetchone()
    return row


def public_keys(store: Store) -> dict[str, tuple[str, str]]:
    """By key id: the public key (PEM) and the address of the service account that it is of."""
    rows = store.connection.execute("SELECT key_id, email, public_pem FROM service_keys")
    return {str(row["key_id"]): (str(row["public_pem"]), str(row["email"])) for row in rows}


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def _know(tx: sqlite3.Connection, key: dict[str, str], *, name: str, acts_for_others: bool) -> None:
    add_person(tx, key["client_email"], name)
    tx.execute(
        "INSERT OR REPLACE INTO service_keys (key_id, email, public_pem) VALUES (?, ?, ?)",
        (key["private_key_id"], key["client_email"], _public_pem(key["private_key"])),
    )
    tx.execute(
        "INSERT OR REPLACE INTO service_accounts (email, client_id, acts_for_others) VALUES (?, ?, ?)",
        (key["client_email"], key["client_id"], acts_for_others),
    )


def _addresses(address: str) -> dict[str, str]:
    return {"auth_uri": f"{address}/o/oauth2/auth", "token_uri": f"{address}/token"}


def _kept_key(path: Path) -> dict[str, str] | None:
    """The key file as it lies there, or None where it is absent or damaged: then a new key is made."""
    try:
        key = orjson.loads(path.read_bytes())
        _public_pem(key["private_key"])
        return key if key["client_email"] and key["private_key_id"] and key["client_id"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _new_key(email: str) -> dict[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "type": "service_account",
        "project_id": "nithet-workspace",
        "private_key_id": secrets.token_hex(20),
        "private_key": pem.decode(),
        "client_email": email,
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
