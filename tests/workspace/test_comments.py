"""Comments and replies over real HTTP, for an owner, a commenter and a reader."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import FOLDER, Drive, error

COMMENTER, READER = "somchai@office.example", "malee@office.example"
ALL = {"fields": "*"}


@pytest.fixture
def owner(workspace: Workspace) -> Drive:
    """Whose file it is."""
    return Drive(workspace)


@pytest.fixture
def commenter(workspace: Workspace) -> Drive:
    """Who may comment on it."""
    return Drive(workspace, COMMENTER)


@pytest.fixture
def reader(workspace: Workspace) -> Drive:
    """Who may only read it."""
    return Drive(workspace, READER)


@pytest.fixture
def path(owner: Drive) -> str:
    """Where the comments of a shared file are."""
    file_id = owner.create("ก")
    owner.share(file_id, emailAddress=COMMENTER, role="commenter")
    owner.share(file_id, emailAddress=READER, role="reader")
    return f"files/{file_id}/comments"


def test_a_comment_as_it_is_told(owner: Drive, commenter: Drive, path: str) -> None:
    body = {
        "content": "ดู <b> & @malee@office.example\nต่อ",
        "anchor": '{"r":"head"}',
        "quotedFileContent": {"mimeType": "text/plain", "value": "4.5"},
    }
    made = commenter.call("POST", path, body, **ALL)
    assert made == {
        "kind": "drive#comment",
        "id": made["id"],
        "content": body["content"],
        "htmlContent": "ดู &lt;b&gt; &amp; @malee@office.example<br>ต่อ",
        "mentionedEmailAddresses": ["malee@office.example"],
        "anchor": '{"r":"head"}',
        "quotedFileContent": {"mimeType": "text/plain", "value": "4.5"},
        "author": {"kind": "drive#user", "displayName": "somchai", "me": True},
        "createdTime": made["createdTime"],
        "modifiedTime": made["createdTime"],
        "deleted": False,
        "resolved": False,
        "replies": [],
    }
    seen = owner.call("GET", f"{path}/{made['id']}", fields="author,content")
    assert seen == {"content": body["content"], "author": {**made["author"], "me": False}}


@pytest.mark.parametrize(
    ("method", "below"),
    [
        ("POST", ""), ("GET", ""), ("GET", "/{id}"), ("PATCH", "/{id}"),
        ("POST", "/{id}/replies"), ("GET", "/{id}/replies"),
        ("GET", "/{id}/replies/x"), ("PATCH", "/{id}/replies/x"),
    ],
)  # fmt: skip
def test_fields_must_be_named(owner: Drive, path: str, method: str, below: str) -> None:
    identity = owner.call("POST", path, {"content": "a"}, fields="id")["id"]
    body = {"content": "b"} if method in {"POST", "PATCH"} else None
    refused = error(owner.ask(method, path + below.format(id=identity), body))
    assert refused == (400, "required", "The 'fields' parameter is required for this method.")


def test_who_may_say_what(
    workspace: Workspace, owner: Drive, commenter: Drive, reader: Drive, path: str
) -> None:
    identity = commenter.call("POST", path, {"content": "a"}, fields="id")["id"]
    assert error(reader.ask("POST", path, {"content": "b"}, **ALL))[:2] == (
        403,
        "insufficientFilePermissions",
    )
    assert len(reader.call("GET", path, fields="comments(id)")["comments"]) == 1
    assert owner.ask("PATCH", f"{path}/{identity}", {"content": "c"}, **ALL).status_code == 403
    changed = commenter.call("PATCH", f"{path}/{identity}", {"content": "c"}, fields="content")
    assert changed == {"content": "c"}
    mine = owner.call("POST", path, {"content": "d"}, fields="id")["id"]
    assert commenter.ask("DELETE", f"{path}/{mine}").status_code == 403
    assert owner.ask("DELETE", f"{path}/{identity}").status_code == 204
    stranger = Drive(workspace, "stranger@elsewhere.example")
    assert error(stranger.ask("GET", path, **ALL))[:2] == (404, "notFound")


def test_what_is_deleted_leaves_its_place(owner: Drive, path: str) -> None:
    identity = owner.call("POST", path, {"content": "a", "quotedFileContent": {"value": "x"}}, fields="id")[
        "id"
    ]
    reply = owner.call("POST", f"{path}/{identity}/replies", {"content": "r"}, fields="id")["id"]
    assert owner.ask("DELETE", f"{path}/{identity}/replies/{reply}").status_code == 204
    assert owner.call("GET", f"{path}/{identity}", fields="replies") == {"replies": []}
    assert error(owner.ask("GET", f"{path}/{identity}/replies/{reply}", **ALL))[:2] == (404, "notFound")
    assert owner.ask("DELETE", f"{path}/{identity}").status_code == 204
    assert owner.call("GET", path, **ALL)["comments"] == []
    assert error(owner.ask("GET", f"{path}/{identity}", **ALL)) == (
        404,
        "notFound",
        f"Comment not found: {identity}.",
    )
    (kept,) = owner.call("GET", path, includeDeleted="true", **ALL)["comments"]
    assert (kept["deleted"], kept["replies"][0]["deleted"], kept["replies"][0]["id"]) == (True, True, reply)
    assert not {"content", "htmlContent", "quotedFileContent"} & (kept.keys() | kept["replies"][0].keys())
    assert error(owner.ask("PATCH", f"{path}/{identity}", {"content": "b"}, **ALL))[0] == 404


def test_replies_resolve_and_reopen(owner: Drive, commenter: Drive, path: str) -> None:
    identity = owner.call("POST", path, {"content": "a"}, fields="id")["id"]
    replies = f"{path}/{identity}/replies"
    for body, resolved in (
        ({"content": "แก้แล้ว", "action": "resolve"}, True),
        ({"content": "อีกข้อ"}, True),
        ({"action": "reopen"}, False),
    ):
        commenter.call("POST", replies, body, fields="id")
        assert owner.call("GET", f"{path}/{identity}", fields="resolved") == {"resolved": resolved}
    listed = owner.call("GET", replies, fields="replies(content,action)")["replies"]
    assert listed[0] == {"content": "แก้แล้ว", "action": "resolve"}
    assert [reply.get("action") for reply in listed] == ["resolve", None, "reopen"]
    for body in ({}, {"action": "shout"}):
        assert commenter.ask("POST", replies, body, **ALL).status_code == 400
    assert owner.ask("POST", path, {}, **ALL).status_code == 400


def test_pages_and_what_changed_since(owner: Drive, path: str) -> None:
    first = owner.call("POST", path, {"content": "0"}, fields="id,modifiedTime")
    time.sleep(0.002)
    for number in range(1, 5):
        owner.call("POST", path, {"content": str(number)}, fields="id")
    page = owner.call("GET", path, pageSize=3, **ALL)
    rest = owner.call("GET", path, pageSize=3, pageToken=page["nextPageToken"], **ALL)
    assert sorted(one["content"] for one in page["comments"] + rest["comments"]) == list("01234")
    assert "nextPageToken" not in rest
    owner.call("POST", f"{path}/{first['id']}/replies", {"content": "r"}, fields="id")
    since: dict[str, Any] = {"startModifiedTime": first["modifiedTime"].replace("Z", "+00:00")}
    assert owner.call("GET", path, fields="comments(content)", **since)["comments"][0] == {"content": "0"}
    since = {"startModifiedTime": "2999-01-01T00:00:00Z"}
    assert owner.call("GET", path, fields="comments", **since)["comments"] == []
    assert owner.ask("GET", path, fields="comments", startModifiedTime="soon").status_code == 400
    assert error(owner.ask("GET", path, fields="comments", pageToken="x"))[1] == "invalid"


def test_comments_are_told_to_watchers_and_are_no_edit(owner: Drive, path: str) -> None:
    file = f"files/{path.split('/')[1]}"
    before = owner.call("GET", file, fields="id,version,modifiedTime")
    token = owner.token()
    owner.call("POST", path, {"content": "a"}, fields="id")
    after = owner.call("GET", file, fields="id,version,modifiedTime")
    assert owner.changed(token) == {before["id"]: False}
    assert int(after["version"]) > int(before["version"])
    assert after["modifiedTime"] == before["modifiedTime"]


def test_a_folder_has_no_comments(owner: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    assert owner.ask("POST", f"files/{folder}/comments", {"content": "a"}, **ALL).status_code == 403
