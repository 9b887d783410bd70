"""Leads what a client of `requests` sends to Google to a workspace instead; the client itself stays as it is.

Needs `requests` only. Loaded as a pytest plugin (`-p loopback`, with the address in WORKSPACE_ADDRESS),
it does so for every session that the tests of another project make.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

import requests

HOSTS = (
    "www.googleapis.com",
    "sheets.googleapis.com",
    "forms.googleapis.com",
    "docs.googleapis.com",
    "content.googleapis.com",
    "oauth2.googleapis.com",
)


class Loopback(requests.adapters.HTTPAdapter):
    """Sends a request to another address, its path and query unchanged."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def send(self, request: requests.PreparedRequest, *more: Any, **others: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.url = self._address + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *more, **others)


class Nowhere(requests.adapters.HTTPAdapter):
    """Refuses what would leave the machine."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        raise requests.ConnectionError(f"tests stay on this machine: {request.url}")


def mount(session: requests.Session, address: str) -> None:
    """Lead a session's calls of Google to the workspace ("http://127.0.0.1:PORT"), and no call elsewhere."""
    session.mount("https://", Nowhere())
    session.mount(
        "https://iamcredentials.googleapis.com/", Nowhere()
    )  # google-auth mounts its own for the rest
    for host in HOSTS:
        session.mount(f"https://{host}/", Loopback(address))


class ServerFault(BaseException):
    """A 5xx answer, raised at once: gspread's client would ask again for ever, in growing pauses.

    No Exception, so that a test that expects one does not take this for it.
    """


def _tell_faults(response: requests.Response, *_: Any, **__: Any) -> None:
    if response.status_code >= 500:
        raise ServerFault(f"{response.request.method} {response.url}: {response.text}")


def pytest_configure() -> None:
    """Mount the adapters on every session that is made from now on."""
    address = os.environ["WORKSPACE_ADDRESS"]
    make = requests.Session.__init__

    def make_mounted(session: requests.Session, *more: Any, **others: Any) -> None:
        make(session, *more, **others)
        mount(session, address)
        session.hooks["response"].append(_tell_faults)

    requests.Session.__init__ = make_mounted  # type: ignore[method-assign,assignment]
