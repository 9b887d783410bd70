"""Replies to comments; one that resolves or reopens its comment needs no content."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace import files
from sync.workspace.calls import Call
from sync.workspace.drive import comment_calls, comments
from sync.workspace.drive.access import owns, require
from sync.workspace.drive.listing import paged
from sync.workspace.drive.refusals import DriveRefusal, bad_request

_ACTIONS = {"", "resolve", "reopen"}


def create(call: Call) -> dict[str, Any]:
    """Reply to a comment."""
    comment_calls.require_fields(call)
    file = comment_calls.commentable(call)
    comment = comment_calls.require_comment(call, file, call.path["comment"])
    body = comment_calls.read_body(call, "Reply")
    content, action = body.get("content", ""), body.get("action", "")
    if action not in _ACTIONS:
        raise bad_request("Invalid Value", "invalid")
    if not content and not action:
        raise DriveRefusal(400, "A reply needs content or an action.", "required", "reply.content")
    with call.store.transaction() as tx:
        now = comment_calls.now_of(call)
        identity = comments.reply(tx, comment["number"], call.email, content, action, now)
        files.stir(tx, call.store, file["id"])
    return comment_calls.reply_told(call, _one(call, comment, identity))


def get(call: Call) -> dict[str, Any]:
    """One reply."""
    comment_calls.require_fields(call)
    deleted = comment_calls.with_deleted(call)
    return comment_calls.reply_told(call, _one(call, _comment(call), call.path["reply"], deleted))


def find(call: Call) -> dict[str, Any]:
    """A comment's replies in the order of their making."""
    comment_calls.require_fields(call)
    comment, deleted = _comment(call), comment_calls.with_deleted(call)
    found = [one for one in comments.replies(call.store, comment["number"]) if deleted or not one["deleted"]]
    page, more = paged(call, found, 20, 100, f"replies {comment['id']}")
    shown = [comment_calls.reply_told(call, one) for one in page]
    return {"kind": "drive#replyList", "replies": shown, **more}


def update(call: Call) -> dict[str, Any]:
    """Write one's own reply anew."""
    comment_calls.require_fields(call)
    file = comment_calls.commentable(call)
    comment = comment_calls.require_comment(call, file, call.path["comment"])
    one = _one(call, comment, call.path["reply"])
    comment_calls.require_author(call, one)
    body = comment_calls.read_body(call, "Reply")
    if not body.get("content"):
        raise DriveRefusal(400, "A reply needs content.", "required", "reply.content")
    with call.store.transaction() as tx:
        comments.edit_reply(tx, one, comment_calls.now_of(call), content=body["content"])
        files.stir(tx, call.store, file["id"])
    return comment_calls.reply_told(call, _one(call, comment, one["id"]))


def delete(call: Call) -> None:
    """Take the content of one's own reply away, the file's owner anybody's."""
    file = comment_calls.commentable(call)
    comment = comment_calls.require_comment(call, file, call.path["comment"])
    one = _one(call, comment, call.path["reply"])
    if not owns(call, file):
        comment_calls.require_author(call, one)
    with call.store.transaction() as tx:
        comments.edit_reply(tx, one, comment_calls.now_of(call), content="", deleted=True)
        files.stir(tx, call.store, file["id"])


def _comment(call: Call) -> sqlite3.Row:
    file = require(call, call.path["file"])
    deleted = comment_calls.with_deleted(call)
    return comment_calls.require_comment(call, file, call.path["comment"], deleted)


def _one(call: Call, comment: sqlite3.Row, identity: str, deleted: bool = False) -> sqlite3.Row:
    for one in comments.replies(call.store, comment["number"]):
        if one["id"] == identity and (deleted or not one["deleted"]):
            return one
    raise DriveRefusal(404, f"Reply not found: {identity}.", "notFound", "replyId")
