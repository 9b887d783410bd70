"""Authorization codes: what a person consented to, kept for the minutes until the app fetches its tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import sqlite3
import time
from dataclasses import dataclass

from sync.workspace.access.accounts import Grant
from sync.workspace.refused import TokenRefusal

LIFE = 600
"""Seconds within which a code must be exchanged."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, email TEXT NOT NULL, scope TEXT NOT NULL, app TEXT NOT NULL,
    redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL, challenge_method TEXT NOT NULL,
    offline INTEGER NOT NULL, expires REAL NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allowed an app: the grant, where its code goes, and its PKCE challenge ("" for none)."""

    grant: Grant
    redirect_uri: str
    challenge: str = ""
    challenge_method: str = "plain"
    offline: bool = False


def keep(tx: sqlite3.Connection, consent: Consent) -> str:
    """A code for a consent."""
    code = "4/0A" + secrets.token_urlsafe(52)
    grant = consent.grant
    tx.execute("DELETE FROM codes WHERE expires < ?", (time.time(),))
    tx.execute(
        "INSERT INTO codes (code, email, scope, app, redirect_uri, challenge, challenge_method, offline, "
        "expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(code, grant.email, " ".join(sorted(grant.scopes)), grant.app, consent.redirect_uri),
            *(consent.challenge, consent.challenge_method, consent.offline, time.time() + LIFE),
        ),
    )
    return code


def take(tx: sqlite3.Connection, code: str) -> Consent:
    """The consent behind a code, which is used up by this; TokenRefusal for none."""
    row = tx.execute("SELECT * FROM codes WHERE code = ?", (code,)).fetchone()
    tx.execute("DELETE FROM codes WHERE code = ?", (code,))
    if row is None or row["expires"] < time.time():
        raise TokenRefusal("invalid_grant", "Malformed auth code." if row is None else "Bad Request")
    grant = Grant(row["email"], frozenset(row["scope"].split()), row["app"])
    return Consent(
        grant, row["redirect_uri"], row["challenge"], row["challenge_method"], bool(row["offline"])
    )


def check_verifier(consent: Consent, verifier: str) -> None:
    """Hold the app's PKCE verifier against its challenge; TokenRefusal where they do not fit."""
    if not consent.challenge:
        return
    if not verifier:
        raise TokenRefusal("invalid_grant", "Missing code verifier.")
    made = verifier
    if consent.challenge_method == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if not hmac.compare_digest(made.encode(), consent.challenge.encode()):
        raise TokenRefusal("invalid_grant", "Invalid code verifier.")
