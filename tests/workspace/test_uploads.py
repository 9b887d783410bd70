"""Uploads over real HTTP: by Google's own client, and by hand where clients go wrong."""

from __future__ import annotations

import io
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from sync.workspace.server import running
from tests.workspace import google_clients
from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import DOCUMENT, FORM, SPREADSHEET, Drive, error

PIECE = 256 * 1024
CSV = "โรงเรียน,คะแนน\nบ้านดอน,4.5\n".encode()


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


def upload_url(workspace: Workspace, file_id: str = "", **params: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in params.items())
    return f"{workspace.address}/upload/drive/v3/files{'/' + file_id if file_id else ''}?{query}"


def begin(drive: Drive, workspace: Workspace, metadata: dict[str, Any], **headers: str) -> str:
    """The address of a resumable upload that was just begun."""
    answer = drive.session.post(
        upload_url(workspace, uploadType="resumable"), json=metadata, headers=headers, timeout=20
    )
    assert answer.ok, answer.text
    return str(answer.headers["Location"])


def put(url: str, content: bytes, span: str = "") -> requests.Response:
    """One piece, without any token: the address is the secret."""
    headers = {"Content-Range": f"bytes {span}"} if span else {}
    return requests.put(url, data=content, headers=headers, timeout=20, allow_redirects=False)


def content_of(drive: Drive, file_id: str) -> bytes:
    answer = drive.ask("GET", f"files/{file_id}", alt="media")
    assert answer.ok, answer.text
    return answer.content


@pytest.mark.parametrize(
    ("resumable", "size"), [(False, 1000), (True, 1000), (True, 3 * PIECE + 7), (True, 0)]
)
def test_googles_own_client_uploads_and_downloads(workspace: Workspace, resumable: bool, size: int) -> None:
    service, transport = google_clients.drive(workspace)
    content = bytes(number % 251 for number in range(size))
    media = MediaIoBaseUpload(io.BytesIO(content), "image/png", chunksize=PIECE, resumable=resumable)
    request = service.files().create(
        body={"name": "ภาพ.png", "appProperties": {"a": "1"}}, media_body=media, fields="*"
    )
    done, shown = None, []
    while resumable and done is None:
        status, done = request.next_chunk()
        shown += [status.resumable_progress] if status else []
    made = done or request.execute()
    assert shown == ([PIECE, 2 * PIECE, 3 * PIECE] if size > PIECE else [])
    assert (made["size"], made["mimeType"], made["name"]) == (str(size), "image/png", "ภาพ.png")
    assert made["md5Checksum"] == md5(content, usedforsecurity=False).hexdigest()
    assert (made["fileExtension"], made["appProperties"]) == ("png", {"a": "1"})
    target = io.BytesIO()
    downloader = MediaIoBaseDownload(target, service.files().get_media(fileId=made["id"]), chunksize=PIECE)
    finished = False
    while not finished:
        _, finished = downloader.next_chunk()
    assert target.getvalue() == content
    assert all(path.startswith(("GET /drive", "POST /", "PUT /upload")) for path in transport.asked)


def test_googles_own_client_replaces_content(workspace: Workspace) -> None:
    service, _ = google_clients.drive(workspace)
    first = MediaIoBaseUpload(io.BytesIO(b"one"), "text/plain")
    file_id = service.files().create(body={"name": "a.txt"}, media_body=first).execute()["id"]
    for resumable, content in ((False, b"two"), (True, b"three")):
        media = MediaIoBaseUpload(io.BytesIO(content), "text/plain", resumable=resumable)
        changed = service.files().update(fileId=file_id, media_body=media, fields="size,version").execute()
        assert changed["size"] == str(len(content))
        assert service.files().get_media(fileId=file_id).execute() == content
    revisions = service.revisions().list(fileId=file_id).execute()["revisions"]
    assert len(revisions) == 3
    old = service.revisions().get_media(fileId=file_id, revisionId=revisions[0]["id"]).execute()
    assert old == b"one"
    with pytest.raises(HttpError, match="File not found"):
        service.files().update(fileId="none", media_body=first).execute()


def test_media_alone_makes_an_untitled_file(drive: Drive, workspace: Workspace) -> None:
    answer = drive.session.post(
        upload_url(workspace, uploadType="media"), data=b"x", headers={"Content-Type": "text/plain"}
    )
    assert answer.json()["name"] == "Untitled"
    assert answer.json()["mimeType"] == "text/plain"
    assert content_of(drive, answer.json()["id"]) == b"x"


def related(*parts: tuple[str, bytes], end: bytes = b"\r\n", boundary: bytes = b"b") -> bytes:
    lines = [
        end.join([b"--" + boundary, *(line.encode() for line in head.split("\n")), b"", content])
        for head, content in parts
    ]
    return end.join([*lines, b"--" + boundary + b"--", b""])


JSON = ("Content-Type: application/json; charset=UTF-8", b'{"name": "n"}')
BYTES = ("Content-Type: application/x-thing", b"a\r\nb\n--c\r\n")
BASE64 = ("Content-Type: text/plain\nContent-Transfer-Encoding: base64", b"aGVs\r\nbG8=")


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (related(JSON, BYTES), BYTES[1]),
        (related(JSON, BYTES, end=b"\n"), BYTES[1]),
        (related(JSON, BASE64), b"hello"),
        (related(JSON, ("Content-Type: text/plain", b"")), b""),
        (b"\r\n" + related(JSON, BYTES), BYTES[1]),
    ],
)
def test_multipart_bodies(drive: Drive, workspace: Workspace, body: bytes, content: bytes) -> None:
    headers = {"Content-Type": "multipart/related; boundary=b"}
    answer = drive.session.post(upload_url(workspace, uploadType="multipart"), data=body, headers=headers)
    assert answer.ok, answer.text
    assert answer.json()["name"] == "n"
    assert content_of(drive, answer.json()["id"]) == content


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/related; boundary=b", b""),
        ("multipart/related; boundary=b", related(JSON)),
        ("multipart/related; boundary=b", related(JSON, BYTES, BYTES)),
        ("multipart/related; boundary=b", related(BYTES, JSON)),
        ("multipart/related; boundary=b", related(JSON, BYTES).removesuffix(b"--\r\n")),
        ("multipart/related; boundary=b", b"x" + related(JSON, BYTES)),
        ("multipart/related; boundary=other", related(JSON, BYTES)),
        ("multipart/related", related(JSON, BYTES)),
        ("multipart/form-data; boundary=b", related(JSON, BYTES)),
        ("multipart/related; boundary=b", related((JSON[0], b"{"), BYTES)),
        ("multipart/related; boundary=b", related((JSON[0], b"[]"), BYTES)),
        (
            "multipart/related; boundary=b",
            related(JSON, ("Content-Type: a/b\nContent-Transfer-Encoding: base64", b"a")),
        ),
        (
            "multipart/related; boundary=b",
            related(JSON, ("Content-Type: a/b\nContent-Transfer-Encoding: x-uu", b"a")),
        ),
    ],
)
def test_multipart_bodies_that_are_none(drive: Drive, workspace: Workspace, kind: str, body: bytes) -> None:
    answer = drive.session.post(
        upload_url(workspace, uploadType="multipart"), data=body, headers={"Content-Type": kind}
    )
    assert answer.status_code == 400
    assert drive.names() == []


def test_an_upload_goes_on_after_a_cut(drive: Drive, workspace: Workspace) -> None:
    content = bytes(3 * PIECE)
    url = begin(drive, workspace, {"name": "n"}, **{"X-Upload-Content-Length": str(len(content))})
    assert put(url, b"", f"*/{len(content)}").headers.get("Range") is None
    # All at once, but the line breaks in the middle of the second piece.
    there = urlsplit(url)
    with socket.create_connection((there.hostname or "", there.port or 0)) as line:
        head = f"PUT {there.path}?{there.query} HTTP/1.1\r\nHost: {there.netloc}\r\n"
        line.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content[: PIECE + 100])
    for _ in range(100):
        asked = put(url, b"", f"*/{len(content)}")
        if "Range" in asked.headers:
            break
    assert (asked.status_code, asked.headers["Range"]) == (308, f"bytes=0-{PIECE - 1}")
    answer = put(url, content[PIECE:], f"{PIECE}-{len(content) - 1}/{len(content)}")
    assert answer.status_code == 200
    assert content_of(drive, answer.json()["id"]) == content


def test_an_upload_outlives_a_restart(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    with running(tmp_path) as address:
        workspace = Workspace(address, tmp_path)
        url = begin(Drive(workspace), workspace, {"name": "n"}, **{"X-Upload-Content-Type": "text/plain"})
        assert put(url, bytes(PIECE), f"0-{PIECE - 1}/*").status_code == 308
    query = urlsplit(url).query
    with running(tmp_path) as again:
        url = f"{again}/upload/drive/v3/files?{query}"
        assert put(url, b"", "*/*").headers["Range"] == f"bytes=0-{PIECE - 1}"
        assert put(url, b"end", f"{PIECE}-{PIECE + 2}/{PIECE + 3}").json()["mimeType"] == "text/plain"
    assert list((tmp_path / "uploads").iterdir()) == []


def test_whoever_missed_the_last_answer_asks_again(drive: Drive, workspace: Workspace) -> None:
    url = begin(drive, workspace, {"name": "n"})
    made = put(url, b"all at once").json()
    assert put(url, b"", "*/11").json() == made
    assert put(url, b"all at once").json() == made
    assert drive.names() == ["n"]


def test_the_end_that_comes_twice_at_once_makes_one_file(drive: Drive, workspace: Workspace) -> None:
    url = begin(drive, workspace, {"name": "n"})
    content = b"all at once" * 1000
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: put(url, content), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert drive.names() == ["n"]
    assert content_of(drive, answers[0].json()["id"]) == content


@pytest.mark.parametrize(
    ("content", "span", "code"),
    [
        (bytes(PIECE), f"{PIECE}-{2 * PIECE - 1}/*", 400),  # begins after what has come
        (b"abc", "0-2/*", 400),  # too small for a piece that is not the last
        (b"abc", "0-3/4", 400),  # fewer bytes than said
        (b"abcde", "0-3/4", 400),  # more bytes than said
        (b"abc", "2-1/3", 400),
        (b"abc", "0-2/2", 400),
        (b"abc", "elsewhere", 400),
        (b"abc", "0-2/5000000000", 400),  # announced otherwise
        (b"abc", "0-2/3", 200),
    ],
)
def test_pieces_that_do_not_fit(
    drive: Drive, workspace: Workspace, content: bytes, span: str, code: int
) -> None:
    length = {"X-Upload-Content-Length": "3"} if "/3" in span else {"X-Upload-Content-Length": "4"}
    url = begin(drive, workspace, {"name": "n"}, **({} if "*" in span else length))
    assert put(url, content, span).status_code == code
    assert drive.names() == (["n"] if code == 200 else [])


def test_a_piece_that_is_no_multiple_counts_in_whole_pieces(drive: Drive, workspace: Workspace) -> None:
    url = begin(drive, workspace, {"name": "n"})
    assert put(url, bytes(PIECE + 5), f"0-{PIECE + 4}/*").headers["Range"] == f"bytes=0-{PIECE - 1}"
    assert put(url, bytes(6), f"{PIECE}-{PIECE + 5}/{PIECE + 6}").status_code == 200


def test_sessions_that_are_none(drive: Drive, workspace: Workspace) -> None:
    for name in ("", "none", "../workspace.sqlite3", "..%2Fservice-account.json"):
        refused = put(upload_url(workspace, uploadType="resumable", upload_id=name), b"x")
        assert refused.status_code == 404
    refused = drive.session.post(upload_url(workspace, uploadType="resumable"), json={"parents": ["none"]})
    assert error(refused)[:2] == (404, "notFound")
    assert error(drive.session.post(upload_url(workspace, uploadType="odd")))[1] == "invalid"
    assert error(drive.session.post(upload_url(workspace)))[1] == "required"
    assert requests.post(upload_url(workspace, uploadType="media"), data=b"x", timeout=20).status_code == 401
    guest = Drive(workspace, "somchai@office.example")
    mine = drive.create("ก", "text/plain")
    url = upload_url(workspace, mine, uploadType="resumable")
    assert error(guest.session.patch(url, json={}))[0] == 404


def test_too_much_is_refused_before_it_comes(drive: Drive, workspace: Workspace) -> None:
    headers = {"X-Upload-Content-Length": str(200 * 2**20)}
    url = upload_url(workspace, uploadType="resumable")
    assert drive.session.post(url, json={}, headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("mime", "target"), [("image/png", SPREADSHEET), ("text/csv", FORM), ("a/b", DOCUMENT)]
)
def test_what_becomes_nothing_of_googles(drive: Drive, workspace: Workspace, mime: str, target: str) -> None:
    body = related(
        (JSON[0], json.dumps({"name": "n", "mimeType": target}).encode()), (f"Content-Type: {mime}", b"x")
    )
    headers = {"Content-Type": "multipart/related; boundary=b"}
    refused = drive.session.post(upload_url(workspace, uploadType="multipart"), data=body, headers=headers)
    assert error(refused)[:2] == (400, "conversionUnsupportedConversionPath")
    assert drive.names() == []


@pytest.mark.parametrize(
    ("asked", "code", "content", "told"),
    [
        ("bytes=0-2", 206, b"abc", "bytes 0-2/6"),
        ("bytes=4-", 206, b"ef", "bytes 4-5/6"),
        ("bytes=-2", 206, b"ef", "bytes 4-5/6"),
        ("bytes=2-100", 206, b"cdef", "bytes 2-5/6"),
        ("bytes=6-", 416, None, "bytes */6"),
        ("bytes=3-2", 200, b"abcdef", None),
        ("lines=1", 200, b"abcdef", None),
        ("", 200, b"abcdef", None),
    ],
)
def test_ranges(
    drive: Drive, workspace: Workspace, asked: str, code: int, content: bytes | None, told: str | None
) -> None:
    url = upload_url(workspace, uploadType="media")
    made = drive.session.post(url, data=b"abcdef", headers={"Content-Type": "text/html"}).json()
    answer = drive.session.get(
        f"{workspace.address}/drive/v3/files/{made['id']}?alt=media", headers={"Range": asked}
    )
    assert (answer.status_code, answer.headers.get("Content-Range")) == (code, told)
    if content is not None:
        assert answer.content == content
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].startswith("attachment")
