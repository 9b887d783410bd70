"""Google's side: the embedded workspace with nithet's own door to it, and a server that misbehaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from google.oauth2.credentials import Credentials

from sync import credentials
from sync.google import Google
from tests.discovery import method_of, problems_of_answer, problems_of_request
from tests.workspace.conftest import Workspace, key_file, workspace

__all__ = ["key_file", "workspace"]

CUT = "cut"  # instead of an answer: the connection is closed


@dataclass
class Exchanges:
    """What left for Google's addresses; requests and answers are held against Google's documents."""

    seen: list[tuple[str, str]] = field(default_factory=list)  # method and URL
    problems: list[str] = field(default_factory=list)

    def record(self, request: requests.PreparedRequest, response: requests.Response | None) -> None:
        method, url = str(request.method), str(request.url)
        self.seen.append((method, url))
        if url.endswith("/token") or response is None or not response.ok:
            return
        method_asked = method_of(method, url)
        if method_asked is None or not set(credentials.SCOPES) & set(method_asked.spec["scopes"]):
            self.problems.append(f"{method} {url}: not allowed by {credentials.SCOPES}")
        self.problems += problems_of_request(method, url, None, _sent(request))
        if response.content and "json" in response.headers["Content-Type"]:
            self.problems += problems_of_answer(method, url, response.json())


def _sent(request: requests.PreparedRequest) -> Any:
    """The JSON that a request brings: its body, or of an upload the first part of it."""
    kind = str(request.headers.get("Content-Type", ""))
    if not request.body or not kind.startswith(("multipart/", "application/json")):
        return None
    if not kind.startswith("multipart/"):
        return json.loads(request.body)
    assert isinstance(request.body, bytes)
    first = request.body.split(b"--" + kind.partition("boundary=")[2].encode())[1]
    return json.loads(first.partition(b"\r\n\r\n")[2])


@pytest.fixture
def exchanges() -> Iterator[Exchanges]:
    """All exchanges of a test; the test fails where Google's documents know them otherwise."""
    kept = Exchanges()
    yield kept
    assert not kept.problems, "\n".join(kept.problems[:20])


@pytest.fixture
def google(workspace: Workspace, exchanges: Exchanges) -> Google:
    """nithet's door to a fresh embedded workspace."""
    own = credentials.embedded(workspace.folder)
    return Google(own, base=workspace.address, recorder=exchanges.record, sleep=lambda _: None)


@dataclass
class Script:
    """What the misbehaving server answers, in order: (status, headers, body) or CUT; then 200 {}.

    A body is sent as JSON, bytes as they are.
    """

    replies: list[Any]
    asked: list[str] = field(default_factory=list)  # method and path with query


@contextmanager
def misbehaving(*replies: Any) -> Iterator[tuple[str, Script]]:
    """A loopback server that answers as told; its address and what it was asked."""
    script = Script(list(replies))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            script.asked.append(f"{self.command} {self.path}")
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = script.replies.pop(0) if script.replies else (200, {}, {})
            if reply == CUT:
                self.close_connection = True
                return
            status, headers, body = reply
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response_only(status)  # its headers are told: no Date of its own
            for name, value in {"Content-Length": len(content), **headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = _answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", script
    finally:
        server.shutdown()
        server.server_close()


def signed_in(base: str | None, **options: Any) -> Google:
    """A door with a token that is never asked for again; it notes what it sleeps in `options["slept"]`."""
    slept = options.pop("slept", [])
    return Google(Credentials("token"), base=base, **{"sleep": slept.append, **options})  # type: ignore[no-untyped-call]
