"""A workspace of its own for a test: real HTTP on an ephemeral port, real SQLite in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import credentials, service_account

from sync.workspace.access import tokens
from sync.workspace.server import running
from sync.workspace.store import Store
from tests.discovery import problems_of_exchange

SCOPES = ["https://www.googleapis.com/auth/drive"]


@dataclass(frozen=True)
class Workspace:
    """A running workspace: `address` is "http://127.0.0.1:PORT", `folder` its data directory."""

    address: str
    folder: Path

    def service_account(self, subject: str | None = None) -> AuthorizedSession:
        """A session of the service account, signed in with its key file; or of whom it acts for."""
        signed = service_account.Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
            str(self.folder / "service-account.json"), scopes=SCOPES, subject=subject
        )
        return self._session(signed)

    def person(self, email: str) -> AuthorizedSession:
        """A session of a person, signed in by google-auth with a refresh token."""
        store = Store(self.folder, ())
        with store.transaction() as tx:
            token = tokens.grant_refresh_token(tx, email)
        return self._session(
            credentials.Credentials(  # type: ignore[no-untyped-call]
                None,
                refresh_token=token,
                token_uri=f"{self.address}/token",
                client_id="any",
                client_secret="any",
            )
        )

    def _session(self, signed: Any) -> AuthorizedSession:
        session: AuthorizedSession = AuthorizedSession(signed, auth_request=google_request())  # type: ignore[no-untyped-call]
        session.hooks["response"].append(_check)
        return session


def _check(response: requests.Response, *_: Any, **__: Any) -> None:
    """Hold every accepted request and its answer against Google's discovery documents."""
    problems = problems_of_exchange(response)
    assert not problems, "\n".join(problems)


class _Nowhere(requests.adapters.HTTPAdapter):
    """Stands in the way of requests that leave the machine, which google-auth makes by itself."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        raise requests.ConnectionError(f"tests stay on this machine: {request.url}")


def google_request() -> Request:
    """google-auth's own transport, for loopback only."""
    session = requests.Session()
    session.mount("https://", _Nowhere())
    return Request(session)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One RSA key for all tests of a run: making one costs more than most tests."""
    folder = tmp_path_factory.mktemp("key")
    with running(folder):
        return (folder / "service-account.json").read_bytes()


@pytest.fixture
def workspace(tmp_path: Path, key_file: bytes) -> Iterator[Workspace]:
    """A running workspace with nothing in it."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "service-account.json").write_bytes(key_file)
    with running(folder) as address:
        yield Workspace(address, folder)
