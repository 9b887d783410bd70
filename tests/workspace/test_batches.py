"""Several calls in one request over real HTTP, as Google's own client batches them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from tests.workspace import google_clients
from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import Drive
from tests.workspace.strain_calls import counts, strain


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


def in_batch(workspace: Workspace, *lines: str) -> requests.Response:
    answer: requests.Response = workspace.service_account().post(
        f"{workspace.address}/batch/drive/v3",
        data="".join(map(part, lines)) + "--b--",
        headers={"Content-Type": "multipart/mixed; boundary=b"},
    )
    return answer


ABOUT, LIST = "GET /drive/v3/about?fields=kind", "GET /drive/v3/files"


def statuses(answer: requests.Response) -> list[str]:
    return re.findall(r"HTTP/1\.1 (\d+)", answer.text)


def test_each_call_of_a_batch_draws_its_own_quota(workspace: Workspace) -> None:
    strain(workspace, minute_seconds=1e9, quotas={"drive": {"user": 210}})  # none that turns meanwhile
    assert statuses(in_batch(workspace, LIST, LIST, LIST, ABOUT)) == ["200", "200", "403", "200"]
    assert counts(workspace)["quotas"]["drive"] == {"drawn": 205, "refused": 1}


def test_each_call_of_a_batch_meets_its_own_fault(workspace: Workspace) -> None:
    strain(workspace, faults=[{"fault": "503", "match": {"method": "drive.files.*"}, "times": 1}])
    assert statuses(in_batch(workspace, ABOUT, LIST, LIST)) == ["200", "503", "200"]
    strain(workspace, faults=[{"fault": "500", "after": 1}])
    assert statuses(in_batch(workspace, ABOUT, ABOUT)) == ["200", "500"], "the batch itself is no call"
    strain(workspace, faults=[{"fault": "503", "match": {"method": "batch"}}])
    assert in_batch(workspace, ABOUT).status_code == 503


@pytest.mark.parametrize("fault", ["cut", "short", "hang"])
@pytest.mark.parametrize("done", [False, True])
def test_a_call_that_is_cut_cuts_its_batch(workspace: Workspace, fault: str, done: bool) -> None:
    drive = Drive(workspace)
    rule = {"fault": fault, "match": {"method": "drive.files.delete"}, "after": 1, "done": done, "seconds": 1}
    files = [drive.create(name) for name in ("1", "2", "3")]
    strain(workspace, faults=[rule])
    with pytest.raises(requests.ConnectionError):
        in_batch(workspace, *(f"DELETE /drive/v3/files/{one}" for one in files))
    assert drive.names() == (["3"] if done else ["3", "2"])


def test_a_batch_needs_a_token_and_has_an_end(workspace: Workspace) -> None:
    url, headers = f"{workspace.address}/batch/drive/v3", {"Content-Type": "multipart/mixed; boundary=b"}
    body = part("GET /drive/v3/files") + "--b--"
    assert "HTTP/1.1 401" in requests.post(url, data=body, headers=headers, timeout=20).text
    body = part("GET /drive/v3/files") * 101 + "--b--"
    assert requests.post(url, data=body, headers=headers, timeout=20).status_code == 400
    assert requests.post(url, data=b"{}", timeout=20).status_code == 400
