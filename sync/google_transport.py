"""How a request leaves: to Google's own address, or the same request to the embedded workspace."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

Recorder = Callable[[requests.PreparedRequest, requests.Response | None], None]
Gate = Callable[[str, str], AbstractContextManager[None]]
"""Lets a request leave, by its method and Google's own address, when it is its turn."""

# Google's hosts that nithet calls; on the embedded workspace nothing goes anywhere else.
HOSTS = frozenset(
    {
        "sheets.googleapis.com",
        "forms.googleapis.com",
        "docs.googleapis.com",
        "www.googleapis.com",
        "oauth2.googleapis.com",
    }
)
_TOKEN_PATHS = frozenset({"/token", "/o/oauth2/token", "/oauth2/v4/token"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


_SOCKET_OPTIONS = [
    *HTTPConnection.default_socket_options,
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in (
            ("TCP_KEEPIDLE", 15),  # seconds without a word: less than between two cycles
            ("TCP_KEEPALIVE", 15),  # what macOS calls the same
            ("TCP_KEEPINTVL", 5),
            ("TCP_KEEPCNT", 3),
            ("TCP_USER_TIMEOUT", 30_000),  # milliseconds that what was sent may stay unacknowledged
        )
        if hasattr(socket, name)
    ),
]


class LeavesTheMachine(requests.exceptions.InvalidURL):
    """A request to a host that the embedded workspace does not stand in for; it is not sent."""


class Transport(HTTPAdapter):
    """Sends requests, counts them by API and tells the recorder; with `base`, re-bases them.

    Everything leaves here, sign-ins and what google-auth sends again among it, each through the `gate`.
    """

    def __init__(
        self, base: str | None, gate: Gate, count: Callable[[str], None], recorder: Recorder | None
    ) -> None:
        self._base = urlsplit(base) if base else None
        self._gate, self._count, self._recorder = gate, count, recorder
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Keep connections whose other end is asked whether it lives.

        After a laptop's sleep, or in another network, what was kept is dead without a word: a write on it
        would wait a whole minute, and its outcome be unknown.
        """
        super().init_poolmanager(*args, **kwargs, socket_options=_SOCKET_OPTIONS)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request. Raises LeavesTheMachine, and whatever requests and the gate raise."""
        assert request.url is not None
        leaving = request
        if self._base is not None:
            leaving, kwargs["proxies"] = self._rebased(request), {}
        with self._gate(str(request.method), request.url):
            return self._sent(request, leaving, *args, **kwargs)

    def _sent(
        self, request: requests.PreparedRequest, leaving: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        assert request.url is not None
        self._count(api_of(request.url))
        try:
            response = super().send(leaving, *args, **kwargs)
        except requests.RequestException:
            self._record(request, None)
            raise
        self._record(request, response)
        return response

    def _rebased(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        assert self._base is not None
        parts = urlsplit(request.url or "")
        if parts.hostname not in HOSTS | _LOOPBACK:
            raise LeavesTheMachine(f"{parts.hostname} is not part of the embedded workspace")
        copy = request.copy()
        copy.url = urlunsplit(parts._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        return copy

    def _record(self, request: requests.PreparedRequest, response: requests.Response | None) -> None:
        if self._recorder is not None:
            self._recorder(request, response)


def api_of(url: str) -> str:
    """Which API an address belongs to: "forms", "drive", "sheets", "docs" or "token"."""
    parts = urlsplit(url)
    if parts.path in _TOKEN_PATHS:
        return "token"
    if parts.hostname == "www.googleapis.com":
        return "drive"
    return (parts.hostname or "").split(".")[0]
