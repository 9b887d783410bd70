"""Drive's comments: whoever may comment on a file writes them, whoever may read it reads them."""

from __future__ import annotations

import html
import re
import sqlite3
from typing import Any

import orjson

from sync.workspace import files
from sync.workspace.access import accounts
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, comments
from sync.workspace.drive.access import owns, require
from sync.workspace.drive.listing import paged
from sync.workspace.drive.refusals import DriveRefusal, bad_request, fields_required, forbidden
from sync.workspace.store import timestamp

_ADDRESS = re.compile(r"[@+]([\w.%-]+(?:\+[\w.%-]+)?@[\w-]+(?:\.[\w-]+)+)")


def create(call: Call) -> dict[str, Any]:
    """Put a comment on a file."""
    require_fields(call)
    row = commentable(call)
    body = read_body(call, "Comment")
    if not body.get("content"):
        raise DriveRefusal(400, "A comment needs content.", "required", "comment.content")
    quoted = orjson.dumps(body["quotedFileContent"]).decode() if body.get("quotedFileContent") else ""
    with call.store.transaction() as tx:
        identity = comments.add(
            tx, row["id"], call.email, body["content"], body.get("anchor", ""), quoted, now_of(call)
        )
        files.stir(tx, call.store, row["id"])
    return told(call, require_comment(call, row, identity))


def get(call: Call) -> dict[str, Any]:
    """One comment with its replies."""
    require_fields(call)
    row = require(call, call.path["file"])
    return told(call, require_comment(call, row, call.path["comment"], with_deleted(call)))


def find(call: Call) -> dict[str, Any]:
    """A file's comments, the one that changed last first."""
    require_fields(call)
    row = require(call, call.path["file"])
    since = call.params.get("startModifiedTime", "")
    since = bodies.time("startModifiedTime", since) if since else ""
    found = [
        one
        for one in comments.of_file(call.store, row["id"])
        if one["modified"] >= since and (with_deleted(call) or not one["deleted"])
    ]
    page, more = paged(call, found, 20, 100, f"comments {row['id']} {since}")
    return {"kind": "drive#commentList", "comments": [told(call, one) for one in page], **more}


def update(call: Call) -> dict[str, Any]:
    """Write one's own comment anew."""
    require_fields(call)
    row = commentable(call)
    one = require_comment(call, row, call.path["comment"])
    require_author(call, one)
    body = read_body(call, "Comment")
    if not body.get("content", one["content"]):
        raise DriveRefusal(400, "A comment needs content.", "required", "comment.content")
    with call.store.transaction() as tx:
        comments.edit(tx, one["number"], now_of(call), content=body.get("content", one["content"]))
        files.stir(tx, call.store, row["id"])
    return told(call, require_comment(call, row, one["id"]))


def delete(call: Call) -> None:
    """Take the content of one's own comment away, the file's owner anybody's; its place stays."""
    row = commentable(call)
    one = require_comment(call, row, call.path["comment"])
    if not owns(call, row):
        require_author(call, one)
    with call.store.transaction() as tx:
        comments.edit(tx, one["number"], now_of(call), content="", quoted="", deleted=True)
        files.stir(tx, call.store, row["id"])


def require_fields(call: Call) -> None:
    """Refusal 400 for a call that does not say which fields it wants."""
    if not (call.params.get("fields") or call.params.get("$fields")):
        raise fields_required()


def commentable(call: Call) -> sqlite3.Row:
    """The file, if the caller may comment on it; a folder has no comments."""
    row = require(call, call.path["file"], "commenter")
    if row["mime"] == files.FOLDER:
        raise forbidden("The user cannot comment on this file.", "insufficientFilePermissions")
    return row


def require_comment(call: Call, file: sqlite3.Row, identity: str, deleted: bool = False) -> sqlite3.Row:
    """A comment of a file; Refusal 404 for none, and for a deleted one unless those are asked for."""
    for one in comments.of_file(call.store, file["id"]):
        if one["id"] == identity and (deleted or not one["deleted"]):
            return one
    raise DriveRefusal(404, f"Comment not found: {identity}.", "notFound", "commentId")


def require_author(call: Call, one: sqlite3.Row) -> None:
    """Refusal 403 for whoever did not write this comment or reply."""
    if one["author"].lower() != call.email.lower():
        raise forbidden("The user does not have sufficient permissions for this comment.", "forbidden")


def with_deleted(call: Call) -> bool:
    """Whether the call asks for what is deleted as well."""
    return bodies.flag(call.params.get("includeDeleted", ""))


def read_body(call: Call, message: str) -> dict[str, Any]:
    """A Comment or Reply as it was sent; refusals as `bodies.read`, and 400 for a long one."""
    body = bodies.read(message, call.body)
    if len(body.get("content", "").encode()) > 4096:
        raise bad_request("The content is too long.", "invalid")
    return body


def now_of(call: Call) -> str:
    """The present time as Google writes it."""
    return timestamp(call.store.now())


def told(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A Comment with all its replies but deleted ones (those too where they were asked for)."""
    body = common(call, row, "drive#comment")
    if not row["deleted"]:
        body["resolved"] = bool(row["resolved"])
    if row["anchor"]:
        body["anchor"] = row["anchor"]
    if row["quoted"]:
        body["quotedFileContent"] = {"mimeType": "text/html"} | orjson.loads(row["quoted"])
    found = comments.replies(call.store, row["number"])
    body["replies"] = [reply_told(call, one) for one in found if with_deleted(call) or not one["deleted"]]
    return body


def reply_told(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A Reply."""
    return common(call, row, "drive#reply") | ({"action": row["action"]} if row["action"] else {})


def common(call: Call, row: sqlite3.Row, kind: str) -> dict[str, Any]:
    """What comments and replies have alike; one that is deleted has no content."""
    author = {
        "kind": "drive#user",
        "displayName": accounts.name_of(call.store, row["author"]),
        "me": row["author"].lower() == call.email.lower(),
    }
    body: dict[str, Any] = {
        "kind": kind,
        "id": row["id"],
        "createdTime": row["created"],
        "modifiedTime": row["modified"],
        "author": author,
        "deleted": bool(row["deleted"]),
    }
    if row["deleted"]:
        return body
    mentioned = _ADDRESS.findall(row["content"])
    shown = html.escape(row["content"], quote=False).replace("\n", "<br>")
    return body | {"content": row["content"], "htmlContent": shown, "mentionedEmailAddresses": mentioned}
