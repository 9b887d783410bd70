"""Whom nithet works as: the embedded workspace's account, a person who consented, or a service account."""

from __future__ import annotations

from pathlib import Path

from google.auth.credentials import Credentials

# The one scope: files that nithet itself made. It is enough for every call that nithet makes.
SCOPES = ("https://www.googleapis.com/auth/drive.file",)


def embedded(folder: Path) -> Credentials:
    """The embedded workspace's own service account, from `folder`/service-account.json."""
    raise NotImplementedError


def from_token_file(path: Path) -> Credentials:
    """A person's consent, as `connect` kept it. InputError credentials-missing or credentials-broken."""
    raise NotImplementedError


def service_account(path: Path) -> Credentials:
    """A service account's key file. InputError credentials-missing or credentials-broken."""
    raise NotImplementedError


def connect(client_file: Path, token_file: Path, *, open_browser: bool = True) -> Credentials:
    """Ask a person for consent in the browser and keep the token, readable by its owner only."""
    raise NotImplementedError
