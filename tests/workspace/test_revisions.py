"""Revisions of ordinary files over real HTTP, and what little Google's own kinds have of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import FOLDER, Drive, error

SOMCHAI = "somchai@office.example"


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


def written(drive: Drive, workspace: Workspace, *contents: bytes, **params: str) -> str:
    """A file that had these contents, one after another."""
    base, file_id = f"{workspace.address}/upload/drive/v3/files", ""
    for content in contents:
        method, url = ("PATCH", f"{base}/{file_id}") if file_id else ("POST", base)
        answer = drive.session.request(
            method,
            url,
            params={"uploadType": "media", **params},
            data=content,
            headers={"Content-Type": "a/b"},
        )
        assert answer.ok, answer.text
        file_id = answer.json()["id"]
    return file_id


def listed(drive: Drive, file_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = drive.call("GET", f"files/{file_id}/revisions", fields="*")["revisions"]
    return found


def test_every_content_is_a_revision(drive: Drive, workspace: Workspace) -> None:
    file_id = written(drive, workspace, b"one", b"three", b"two")
    found = listed(drive, file_id)
    assert [one["size"] for one in found] == ["3", "5", "3"]
    assert found[0].keys() >= {"id", "mimeType", "modifiedTime", "md5Checksum", "lastModifyingUser"}
    head = drive.call("GET", f"files/{file_id}", fields="headRevisionId,quotaBytesUsed")
    assert head == {"headRevisionId": found[2]["id"], "quotaBytesUsed": "3"}
    for one, content in zip(found, (b"one", b"three", b"two"), strict=True):
        path = f"files/{file_id}/revisions/{one['id']}"
        assert drive.ask("GET", path, alt="media").content == content
        assert drive.call("GET", path, fields="size") == {"size": str(len(content))}
    page = drive.call("GET", f"files/{file_id}/revisions", pageSize=2)
    rest = drive.call("GET", f"files/{file_id}/revisions", pageSize=2, pageToken=page["nextPageToken"])
    assert [one["id"] for one in page["revisions"] + rest["revisions"]] == [one["id"] for one in found]


def test_what_is_kept_for_good_counts(drive: Drive, workspace: Workspace) -> None:
    file_id = written(drive, workspace, b"one", b"three")
    first = f"files/{file_id}/revisions/{listed(drive, file_id)[0]['id']}"
    assert drive.call("PATCH", first, {"keepForever": True}, fields="keepForever") == {"keepForever": True}
    assert drive.call("GET", f"files/{file_id}", fields="quotaBytesUsed") == {"quotaBytesUsed": "8"}
    assert drive.ask("PATCH", first, {"published": True}).status_code == 501
    kept = written(drive, workspace, b"x", keepRevisionForever="true")
    assert listed(drive, kept)[0]["keepForever"] is True


def test_all_but_the_last_can_go(drive: Drive, workspace: Workspace) -> None:
    file_id = written(drive, workspace, b"one", b"two")
    first, second = (one["id"] for one in listed(drive, file_id))
    drive.call("DELETE", f"files/{file_id}/revisions/{second}")
    assert drive.ask("GET", f"files/{file_id}", alt="media").content == b"one"
    refused = error(drive.ask("DELETE", f"files/{file_id}/revisions/{first}"))
    assert refused[:2] == (403, "cannotDeleteOnlyRevision")
    gone = error(drive.ask("GET", f"files/{file_id}/revisions/{second}"))
    assert gone == (404, "notFound", f"Revision not found: {second}.")


def test_of_googles_own_kinds_there_is_the_present_state(drive: Drive, workspace: Workspace) -> None:
    guest = Drive(workspace, SOMCHAI)
    sheet, folder = drive.create("ก"), drive.create("แฟ้ม", FOLDER)
    drive.call("PATCH", f"files/{sheet}", {"name": "ข"})
    (one,) = listed(drive, sheet)
    assert (one["id"], one["mimeType"]) == ("2", drive.call("GET", f"files/{sheet}")["mimeType"])
    assert "exportLinks" in one
    drive.share(sheet, emailAddress=SOMCHAI)
    assert guest.ask("GET", f"files/{sheet}/revisions").status_code == 403
    assert error(drive.ask("DELETE", f"files/{sheet}/revisions/2"))[1] == "revisionsNotSupported"
    assert error(drive.ask("GET", f"files/{folder}/revisions"))[1] == "revisionsNotSupported"
