"""Several calls in one request over real HTTP, as Google's own client batches them."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.workspace import google_clients
from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import Drive


def test_googles_own_client_shares_in_a_batch(workspace: Workspace) -> None:
    service, transport = google_clients.drive(workspace)
    drive = Drive(workspace)
    file_id = drive.create("ก")
    told: dict[str, Any] = {}

    def note(name: str, answer: Any, problem: Any) -> None:
        told[name] = problem.resp.status if problem else answer["role"]

    batch = service.new_batch_http_request(callback=note)
    for number, role in enumerate(("reader", "writer", "king")):
        body = {"type": "user", "role": role, "emailAddress": f"p{number}@office.example"}
        batch.add(service.permissions().create(fileId=file_id, body=body), request_id=f"r{number}")
    batch.add(service.permissions().list(fileId="none"), request_id="none")
    batch.execute()
    assert told == {"r0": "reader", "r1": "writer", "r2": 400, "none": 404}
    assert transport.asked[-1] == "POST /batch/drive/v3"
    assert len(drive.call("GET", f"files/{file_id}/permissions")["permissions"]) == 3


def part(line: str) -> str:
    return f"--b\r\nContent-Type: application/http\r\n\r\n{line} HTTP/1.1\r\n\r\n\r\n"


@pytest.mark.parametrize(
    "line",
    [
        "GET /_workspace/ping",
        "GET /",
        "GET http://elsewhere.example/drive/v3/files",
        "nonsense",
        "GET /upload/x",
    ],
)
def test_a_batch_reaches_the_api_only(workspace: Workspace, line: str) -> None:
    session = workspace.service_account()
    headers = {"Content-Type": "multipart/mixed; boundary=b"}
    body = part(line) + part("GET /drive/v3/about?fields=kind") + "--b--"
    answer = session.post(f"{workspace.address}/batch/drive/v3", data=body, headers=headers)
    assert "HTTP/1.1 400" in answer.text
    assert answer.text.count("HTTP/1.1 200") == 1
    assert '{"kind":"drive#about"}' in answer.text


def test_a_batch_needs_a_token_and_has_an_end(workspace: Workspace) -> None:
    url, headers = f"{workspace.address}/batch/drive/v3", {"Content-Type": "multipart/mixed; boundary=b"}
    body = part("GET /drive/v3/files") + "--b--"
    assert "HTTP/1.1 401" in requests.post(url, data=body, headers=headers, timeout=20).text
    body = part("GET /drive/v3/files") * 101 + "--b--"
    assert requests.post(url, data=body, headers=headers, timeout=20).status_code == 400
    assert requests.post(url, data=b"{}", timeout=20).status_code == 400
