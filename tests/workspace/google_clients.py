"""Google's own API client for Python, unmodified, with its hosts re-based to a workspace."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import google_auth_httplib2  # type: ignore[import-untyped]
import gspread
import httplib2
import requests
from googleapiclient import discovery

from tests.workspace.conftest import Workspace


class Rebased(httplib2.Http):  # type: ignore[misc]
    """An HTTP transport that sends what is meant for Google's hosts to the workspace."""

    def __init__(self, address: str) -> None:
        super().__init__(timeout=20)
        self._there = urlsplit(address)
        self.redirect_codes = frozenset(
            {300, 301, 302, 303, 307}
        )  # as googleapiclient's own transport has it
        self.asked: list[str] = []

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:
        there = urlsplit(uri)._replace(scheme=self._there.scheme, netloc=self._there.netloc)
        self.asked.append(f"{kwargs.get('method', args[0] if args else 'GET')} {there.path}")
        return super().request(urlunsplit(there), *args, **kwargs)


def drive(workspace: Workspace, email: str | None = None) -> tuple[Any, Rebased]:
    """Drive v3 as `googleapiclient.discovery.build` makes it, and the transport below it."""
    transport = Rebased(workspace.address)
    signed = workspace.service_account(email).credentials
    http = google_auth_httplib2.AuthorizedHttp(signed, http=transport)
    return discovery.build("drive", "v3", http=http, static_discovery=True), transport


class _Adapter(requests.adapters.HTTPAdapter):
    """Sends what is meant for one of Google's hosts to the workspace."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._there = urlsplit(address)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        there = urlsplit(str(request.url))._replace(scheme=self._there.scheme, netloc=self._there.netloc)
        request.url = urlunsplit(there)
        return super().send(request, *args, **kwargs)


def gspread_client(workspace: Workspace) -> gspread.Client:
    """gspread for the service account, on a session that leads Google's hosts to the workspace."""
    session = workspace.service_account()
    for host in ("sheets", "www"):
        session.mount(f"https://{host}.googleapis.com/", _Adapter(workspace.address))
    return gspread.Client(auth=session.credentials, session=session)
