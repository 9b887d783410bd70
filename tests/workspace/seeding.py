"""Seeds as tests ask for them: one call, its answer, and sessions of the people who were seeded."""

from __future__ import annotations

from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import credentials
from requests.adapters import HTTPAdapter

from tests.workspace.conftest import Workspace

CONTROL = {"X-Workspace-Control": "1"}


class Rebased(HTTPAdapter):
    """Google's addresses, asked of the workspace: the one thing about a client that a test changes."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: requests.PreparedRequest, *args: Any, **named: Any) -> requests.Response:
        request.url = f"{self._address}/{str(request.url).split('/', 3)[3]}"
        return super().send(request, *args, **named)


def ask(workspace: Workspace, http: str, path: str, **body: Any) -> requests.Response:
    """Ask a control under /_workspace/."""
    url = f"{workspace.address}/_workspace/{path}"
    return requests.request(http, url, json=body or None, headers=CONTROL, timeout=10)


def seed(workspace: Workspace, http: str, path: str, **body: Any) -> dict[str, Any]:
    """Put something into the workspace; its answer."""
    answer = ask(workspace, http, path, **body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def signed_in(user: dict[str, Any], scopes: list[str] | None = None) -> AuthorizedSession:
    """A session of an authorized user, through google-auth's own reading of that JSON.

    google-auth refreshes such credentials at Google's own address, whatever the JSON says.
    """
    signed = credentials.Credentials.from_authorized_user_info(user, scopes)  # type: ignore[no-untyped-call]
    tokens = requests.Session()
    tokens.mount("https://", Rebased(user["token_uri"].removesuffix("/token")))
    session: AuthorizedSession = AuthorizedSession(signed, auth_request=Request(tokens))  # type: ignore[no-untyped-call]
    return session
