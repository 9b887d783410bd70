"""/healthz and /metrics on loopback: a server of one thread, ended in order."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer

import orjson
from prometheus_client import CONTENT_TYPE_LATEST

from sync.health.condition import Condition
from sync.health.metrics import Metrics

_HOST = "127.0.0.1"
_HOSTS = frozenset({"127.0.0.1", "localhost"})
_PATIENCE_SECONDS = 5
Answer = tuple[int, str, bytes]


@contextmanager
def serving_health(port: int, condition: Condition, metrics: Metrics) -> Iterator[int]:
    """Answer at 127.0.0.1 while the block runs; gives the port. OSError where it cannot listen there.

    One request at a time, closed after each: neither threads nor open files grow with those who ask.
    """
    pages: dict[str, Callable[[], Answer]] = {
        "/healthz": lambda: _health(condition),
        "/metrics": lambda: (200, CONTENT_TYPE_LATEST, metrics.text()),
    }

    class Door(BaseHTTPRequestHandler):
        """Answers GET and HEAD of two pages to this machine."""

        timeout = _PATIENCE_SECONDS
        server_version, sys_version = "nithet", ""

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def _answer(self, *, with_body: bool) -> None:
            status, kind, body = self._page()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def _page(self) -> Answer:
            host = self.headers.get("Host", _HOST).rpartition(":")[0] or self.headers.get("Host", _HOST)
            if host not in _HOSTS:  # a page of another site whose name was pointed at this machine
                return 403, "text/plain", b"for this machine only\n"
            page = pages.get(self.path.partition("?")[0])
            return page() if page else (404, "text/plain", b"/healthz or /metrics\n")

        def log_message(self, *_: object) -> None:
            """Who asks every few seconds is not worth a line."""

    with _Server((_HOST, port), Door) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.2,), name="health", daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join(_PATIENCE_SECONDS + 1)


class _Server(TCPServer):
    """Takes its port alone; a caller who goes away in mid-answer is no error worth a word."""

    allow_reuse_address = os.name != "nt"  # there it would let two have one port
    server_address: tuple[str, int]

    def handle_error(self, *_: object) -> None:
        """A broken connection."""


def _health(condition: Condition) -> Answer:
    well, told = condition.told()
    return (200 if well else 503), "application/json", orjson.dumps(told) + b"\n"
