"""Media types as clients give them: what is none is refused where it comes in, and nothing is made."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import Drive, error
from tests.workspace.seeding import ask

NONE = ["text/html\r\nX-Evil: y", "text/plain\0", "text/ก", "SKP", "text/", "/plain", "a/b/c", "text/ht ml",
        "text/" + "x" * 128]  # fmt: skip
OF_METADATA = "Invalid MIME type provided for the uploaded content."


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


@pytest.mark.parametrize("mime", NONE)
def test_metadata_names_no_media_type(workspace: Workspace, drive: Drive, mime: str) -> None:
    own = drive.create("own", "text/plain")
    refused = [
        drive.ask("POST", "files", {"name": "n", "mimeType": mime}),
        drive.ask("PATCH", f"files/{own}", {"mimeType": mime}),
        drive.ask("POST", f"files/{own}/copy", {"mimeType": mime}),
        upload(workspace, drive, "resumable", json.dumps({"mimeType": mime}).encode(), b"application/json"),
        upload(workspace, drive, "multipart", parts({"mimeType": mime}, b"text/plain"), RELATED),
    ]
    assert [error(answer) for answer in refused] == [(400, "badRequest", OF_METADATA)] * len(refused)
    assert drive.names() == ["own"]
    assert drive.ask("GET", f"files/{own}", alt="media").headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize("mime", [b"text/\xe0\xb8\x81", b"SKP", b"text/", b"/plain", b"a b/c; charset=utf-8"])
def test_headers_name_no_media_type(workspace: Workspace, drive: Drive, mime: bytes) -> None:
    own = drive.create("own", "text/plain")
    begun = upload(workspace, drive, "resumable", b"{}", b"application/json").headers["Location"]
    refused = [
        upload(workspace, drive, "media", b"x", mime),
        upload(workspace, drive, "media", b"x", mime, file_id=own),
        upload(workspace, drive, "multipart", parts({}, mime), RELATED),
        upload(workspace, drive, "resumable", b"{}", b"application/json", announced=mime),
        requests.put(begun, data=b"x", headers={"Content-Type": mime}, timeout=10),
        drive.session.put(
            f"{workspace.address}/upload/drive/v2/files/{own}?uploadType=media",
            data=b"x",
            headers={"Content-Type": mime},
        ),
    ]
    assert [error(answer)[:2] for answer in refused] == [(400, "badContent")] * len(refused)
    assert drive.names() == ["own"]
    assert drive.ask("GET", f"files/{own}", alt="media").content == b""


@pytest.mark.parametrize("mime", ["text/plain", "IMAGE/SVG+xml", "application/vnd.a-b_c.d+e", "x-a/x-b"])
def test_rare_media_types_are_kept(workspace: Workspace, drive: Drive, mime: str) -> None:
    made = upload(workspace, drive, "media", b"content", f"{mime}; charset=utf-8".encode()).json()["id"]
    answer = drive.ask("GET", f"files/{made}", alt="media")
    assert (answer.content, answer.headers["Content-Type"]) == (b"content", mime.lower())


@pytest.mark.parametrize("mime", NONE)
def test_a_seed_names_no_media_type(workspace: Workspace, drive: Drive, mime: str) -> None:
    refused = ask(workspace, "POST", "files", owner=drive.email, mimeType=mime)
    assert (refused.status_code, "mimeType" in refused.json()["error"]["message"]) == (400, True)
    assert drive.names() == []


RELATED = b"multipart/related; boundary=b"


def parts(metadata: dict[str, Any], mime: bytes) -> bytes:
    """A body of metadata and a content of a kind."""
    first = b"--b\r\nContent-Type: application/json\r\n\r\n" + json.dumps(metadata).encode()
    return first + b"\r\n--b\r\nContent-Type: " + mime + b"\r\n\r\nx\r\n--b--"


def upload(
    workspace: Workspace,
    drive: Drive,
    how: str,
    body: bytes,
    kind: bytes,
    file_id: str = "",
    announced: bytes = b"",
) -> requests.Response:
    """An upload of one of Drive's three kinds: a new file, or other content for one."""
    answer: requests.Response = drive.session.request(
        "PATCH" if file_id else "POST",
        f"{workspace.address}/upload/drive/v3/files{'/' + file_id if file_id else ''}?uploadType={how}",
        data=body,
        headers={"Content-Type": kind} | ({"X-Upload-Content-Type": announced} if announced else {}),
        timeout=10,
    )
    return answer
