"""Too large, too long, too slow, and addresses that climb: refused before anything is looked at."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sync.workspace import limits
from sync.workspace.server import running
from tests.workspace.conftest import Workspace

BIG = b'{"values": [["' + b"x" * limits.LARGEST_JSON + b'"]]}'


def raw(address: str, *parts: bytes, pause: float = 0) -> bytes:
    """What comes back for bytes as they are; no client puts them right."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as line:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
        line.settimeout(20)
        answer = b""
        while b"\r\n\r\n" not in answer and (more := line.recv(65536)):
            answer += more
        return answer


def got(workspace: Workspace, path: str) -> int:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    return int(raw(workspace.address, head.encode("latin-1")).split()[1])


@pytest.mark.parametrize("chunked", [False, True])
def test_a_call_above_googles_size_is_refused_in_googles_words(workspace: Workspace, chunked: bool) -> None:
    session = workspace.service_account()
    made = session.post(f"{workspace.address}/v4/spreadsheets", json={}).json()["spreadsheetId"]
    session.hooks["response"].clear()
    url = f"{workspace.address}/v4/spreadsheets/{made}/values/A1?valueInputOption=RAW"
    answer = session.put(url, data=iter([BIG[:9_000_000], BIG[9_000_000:]]) if chunked else BIG)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": {
            "code": 400,
            "message": "Request payload size exceeds the limit: 10485760 bytes.",
            "status": "INVALID_ARGUMENT",
        }
    }


def test_a_call_just_below_it_is_not(workspace: Workspace) -> None:
    session = workspace.service_account()
    session.hooks["response"].clear()
    body = b'{"properties": {"title": "x"}}'.ljust(limits.LARGEST_JSON)
    assert session.post(f"{workspace.address}/v4/spreadsheets", data=body).status_code == 200


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/sign-in", limits.LARGEST_FORM + 1, 413),
        ("/forms/d/e/none/formResponse", limits.LARGEST_FORM + 1, 413),
        ("/token", limits.LARGEST_JSON + 1, 400),
        ("/_workspace/people", limits.LARGEST_JSON + 1, 400),
    ],
)
def test_other_bodies(workspace: Workspace, path: str, size: int, status: int) -> None:
    answer = requests.post(
        workspace.address + path,
        data=b"a" * size,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Workspace-Control": "1",
        },
        timeout=20,
    )
    assert answer.status_code == status


def test_an_upload_above_its_limit(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_UPLOAD", 1000)
    monkeypatch.setattr(limits, "LARGEST_FORM", 100)
    session = workspace.service_account()
    session.hooks["response"].clear()
    url = f"{workspace.address}/upload/drive/v3/files?uploadType=media"
    answer = session.post(url, data=b"x" * 1101, headers={"Content-Type": "image/png"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, 413)
    assert answer.json()["error"]["message"] == "Upload size exceeds the limit: 1000 bytes."


def test_an_address_that_is_too_long(workspace: Workspace) -> None:
    path = f"/v4/spreadsheets/{'x' * limits.LONGEST_ADDRESS}"
    answer = requests.get(workspace.address + path, timeout=10)
    assert (answer.status_code, answer.json()["error"]["message"]) == (414, "The requested URL is too long.")


def test_headers_that_are_too_long(workspace: Workspace) -> None:
    answer = requests.get(workspace.address, headers={"X-Long": "x" * 100_000}, timeout=10)
    # As they come: whole, they are refused by their size; in parts, the server gives up on them itself.
    assert answer.status_code in {400, 431}


@pytest.mark.parametrize(
    "path",
    [
        "/_workspace/look/../base.html",
        "/_workspace/look/%2e%2e/%2e%2e/messages.yaml",
        "/_workspace/look/..%2f..%2fmessages.yaml",
        "/_workspace/look/..%5c..%5cmessages.yaml",
        "/_workspace/look//etc/passwd",
        "/_workspace/look/%2fetc%2fpasswd",
        "/_workspace/look/base.css%00.css",
        "/_workspace/look/" + "a" * 5000 + ".css",
        "/_workspace/look/%c0%ae%c0%ae/messages.yaml",
        "/_workspace/fonts/Sarabun-%2e%2e%2fx.ttf",
        "/mail/..%2fworkspace%2fservice-account.json",
        "/mail/%2e%2e/workspace.sqlite3",
        "/mail/..%00",
        "/mail/" + "a" * 5000 + ".eml",
        "/mail/x.eml/part/..%2f..%2fservice-account.json",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/spreadsheets/d/..%2f..%2fservice-account.json/edit",
        "//etc/passwd",
    ],
)
def test_no_address_leads_out(workspace: Workspace, path: str) -> None:
    assert got(workspace, path) in {400, 404}


def test_a_mailbox_is_not_left(tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nx")
    with running(tmp_path / "workspace", mailbox=tmp_path / "outbox") as address:
        for name in ("../secret.eml", "..%2fsecret.eml", "%2e%2e%2fsecret.eml", "....//secret.eml"):
            head = f"GET /mail/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            assert int(raw(address, head.encode()).split()[1]) in {400, 404}


async def _echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def impatient() -> Iterator[str]:
    """A server that waits for a body for half a second."""
    app = Starlette(
        routes=[Route("/x", _echo, methods=["POST"])], middleware=[Middleware(limits.Limits, pause=0.5)]
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical"))
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("parts", [[], [b"GET / HTTP/1.1\r\n"], [b"GET / HTTP/1.1\r\nA: ", *[b"a"] * 5]])
def test_a_head_that_does_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: list[bytes]
) -> None:
    monkeypatch.setattr(limits, "HEAD_PAUSE", 0.4)
    with running(tmp_path) as address:
        began = time.monotonic()
        assert raw(address, *parts, pause=0.1) == b""
        assert time.monotonic() - began < 5


def test_an_idle_connection_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEAD_PAUSE", 0.2)
    with running(tmp_path) as address, requests.Session() as session:
        sockets = set()
        for _ in range(2):
            with session.get(f"{address}/_workspace/ping", timeout=10, stream=True) as answer:
                line: Any = answer.raw.connection
                sockets.add(line.sock.getsockname())
                assert answer.json()
            time.sleep(0.5)
        assert len(sockets) == 1


HEAD = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n"


@pytest.mark.parametrize(
    ("parts", "pause", "status"),
    [
        ([HEAD, b"a" * 40], 0.0, b"200"),
        ([HEAD, b"a" * 10], 0.0, b"408"),
        # A part in time each time, and yet never an end.
        ([HEAD, *[b"a"] * 12], 0.2, b"408"),
    ],
)
def test_a_body_that_does_not_come(impatient: str, parts: list[bytes], pause: float, status: bytes) -> None:
    assert raw(impatient, *parts, pause=pause).split()[1] == status


@pytest.mark.parametrize(
    ("http", "path", "body"),
    [
        ("GET", "/v4/spreadsheets/{id}?fields=" + "sheets(" * 600 + "properties" + ")" * 600, None),
        ("GET", "/drive/v3/files?fields=" + "files(" * 600 + "id" + ")" * 600, None),
        ("GET", "/v1/forms/{id}?fields=" + "items(" * 600 + "title" + ")" * 600, None),
        (
            "PUT",
            "/v4/spreadsheets/{id}/values/B1?valueInputOption=RAW",
            '{"values":' + "[" * 900 + "]" * 900 + "}",
        ),
    ],
)
def test_what_is_nested_too_deeply_is_refused(
    workspace: Workspace, http: str, path: str, body: str | None
) -> None:
    account = workspace.service_account()
    made = account.post(f"{workspace.address}/v4/spreadsheets", json={}).json()["spreadsheetId"]
    answer = account.request(  # type: ignore[no-untyped-call]
        http,
        workspace.address + path.replace("{id}", made),
        data=body,
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
