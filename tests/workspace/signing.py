"""Assertions as a service account signs them, right ones and wrong ones."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import google.auth.crypt
import google.auth.jwt


def key_of(folder: Path) -> dict[str, str]:
    """The content of a data directory's key file."""
    key: dict[str, str] = json.loads((folder / "service-account.json").read_text())
    return key


def assertion(key: dict[str, str], **changes: Any) -> str:
    """An assertion signed with a key, good for an hour unless `changes` say otherwise (None leaves out)."""
    now = int(time.time())
    claims = {
        "iss": key["client_email"],
        "aud": "https://oauth2.googleapis.com/token",
        "scope": "https://www.googleapis.com/auth/drive.file",
        "iat": now,
        "exp": now + 3600,
    } | changes
    signer = google.auth.crypt.RSASigner.from_service_account_info(key)  # type: ignore[no-untyped-call]
    kept = {name: value for name, value in claims.items() if value is not None}
    signed: bytes = google.auth.jwt.encode(signer, kept)  # type: ignore[no-untyped-call]
    return signed.decode()
