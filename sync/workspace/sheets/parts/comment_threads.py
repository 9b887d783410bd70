"""Requests about comments on cells. They are Drive's comments, whose anchors the sheets keep and move."""

from __future__ import annotations

import html
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from sync.workspace.drive import comments
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import clock, grid
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.values import formatted
from sync.workspace.store import timestamp

LONGEST = 2048
"""Most bytes of a post's text."""

_STATES = {"RESOLVE": "resolve", "REOPEN": "reopen"}
_NO_ACTION = "NO_COMMENT_ACTION_CHANGE"


def insert(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """insertComment."""
    if "coordinate" not in request:
        raise Refusal(400, "Insert comment requests must specify a coordinate.")
    sheet, row, column = grid.coordinate(book, request["coordinate"])
    content = request.get("content", "")
    if not content:
        raise Refusal(400, "Insert comment requests must specify non-empty post text.")
    _check_length(content)
    if request.get("assigneeEmailAddress"):
        raise unimplemented("insertComment with an assignee")
    anchor = str(1 + secrets.randbelow(2**31 - 1))
    cells = sheet.row(row)
    shown = formatted.formatted(cells[column], book.styles) if column < len(cells) else ""
    quoted = orjson.dumps({"value": shown}).decode() if shown else ""
    kept = orjson.dumps({"type": "workbook-range", "uid": 0, "range": anchor}).decode()
    identity = comments.add(book.tx, book.id, book.editor, content, kept, quoted, _now(book))
    place = grid.Area(sheet, row, column, row + 1, column + 1).closed()
    sheet.several("commentAnchors").append({"anchorId": anchor, "range": place})
    return {"commentThread": _thread(book, _found(book, identity))}


def reply(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addCommentReply: more text, or that the comment is resolved or open again."""
    row = _found(book, request.get("commentId", ""))
    post = request.get("post", {})
    content, action = post.get("content", ""), post.get("commentAction", "")
    if not content and action not in _STATES:
        raise Refusal(
            400,
            "Add comment reply requests must specify a non-empty content if comment action is not RESOLVE "
            "or REOPEN.",
        )
    _check_length(content)
    if post.get("assigneeEmail"):
        if action in _STATES:
            raise Refusal(400, "An assignee cannot be set when resolving or reopening.")
        raise Refusal(
            400,
            f"Cannot reassign comment thread with ID {row['id']} whose head post does not have an "
            "assignment.",
        )
    identity = comments.reply(
        book.tx, row["number"], book.editor, content, _STATES.get(action, ""), _now(book)
    )
    return {"post": _post(book, _reply(book, row, identity), identity)}


def update_post(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateCommentPost: one's own words anew."""
    row = _found(book, request.get("commentId", ""))
    identity, content = request.get("postId", ""), request.get("content", "")
    post = row if identity == _head(row) else _reply(book, row, identity)
    if not content:
        raise Refusal(400, "Update comment post requests must specify non-empty content.")
    _check_length(content)
    _check_author(book, post, "post")
    if post is row:
        comments.edit(book.tx, row["number"], _now(book), content=content)
    else:
        comments.edit_reply(book.tx, post, _now(book), content=content)
    return {}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteComment: one's own, with its replies."""
    identity = request.get("commentId", "")
    found = [row for row in _rows(book) if row["id"] == identity]
    if not found:
        raise Refusal(404, f"Comment thread with ID '{identity}' was not found.")
    _check_author(book, found[0], "head post")
    comments.edit(book.tx, found[0]["number"], _now(book), content="", quoted="", deleted=True)
    anchor = _anchor(found[0])
    for sheet in book.sheets:
        if "commentAnchors" in sheet.meta:
            kept = [one for one in sheet.meta["commentAnchors"] if one["anchorId"] != anchor]
            sheet.meta["commentAnchors"] = kept
    return {}


def delete_reply(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteCommentReply: one's own, unless it resolved or reopened the comment."""
    row = _found(book, request.get("commentId", ""))
    post = _reply(book, row, request.get("postId", ""))
    _check_author(book, post, "post")
    if post["action"]:
        raise Refusal(400, "The reply post contains a comment action.")
    comments.edit_reply(book.tx, post, _now(book), content="", deleted=True)
    return {}


def threads(book: Book) -> list[dict[str, Any]]:
    """The spreadsheet's CommentThreads, in the order of their making."""
    return [_thread(book, row) for row in _rows(book)]


def _rows(book: Book) -> list[sqlite3.Row]:
    found: list[sqlite3.Row] = book.tx.execute(
        "SELECT * FROM comments WHERE file = ? AND NOT deleted ORDER BY number", (book.id,)
    ).fetchall()
    return found


def _found(book: Book, identity: str) -> sqlite3.Row:
    for row in _rows(book):
        if row["id"] == identity:
            return row
    raise Refusal(404, f"Comment with ID {identity} does not exist.")


def _replies(book: Book, row: sqlite3.Row) -> list[sqlite3.Row]:
    found: list[sqlite3.Row] = book.tx.execute(
        "SELECT * FROM comment_replies WHERE comment = ? AND NOT deleted ORDER BY number", (row["number"],)
    ).fetchall()
    return found


def _reply(book: Book, row: sqlite3.Row, identity: str) -> sqlite3.Row:
    for one in _replies(book, row):
        if one["id"] == identity:
            return one
    raise Refusal(404, f"Reply with ID {identity} does not exist.")


def _check_length(content: str) -> None:
    if len(content.encode()) > LONGEST:
        raise Refusal(400, f"The content may not exceed {LONGEST} UTF-8 code units.")


def _check_author(book: Book, post: sqlite3.Row, what: str) -> None:
    if post["author"].lower() != book.editor.lower():
        raise Refusal(400, f"The requesting user is not the author of the {what}.")


def _now(book: Book) -> str:
    return timestamp(clock.now(book))


def _head(row: sqlite3.Row) -> str:
    """The id of a comment's first post, which is its own."""
    return f"{row['id']}.0"


def _anchor(row: sqlite3.Row) -> str:
    """The id of the anchor that a comment hangs on, "" for a comment on the file as a whole."""
    try:
        known = orjson.loads(row["anchor"] or "{}")
    except orjson.JSONDecodeError:
        return ""
    return str(known.get("range", "")) if isinstance(known, dict) else ""


def _thread(book: Book, row: sqlite3.Row) -> dict[str, Any]:
    anchors = {one["anchorId"] for sheet in book.sheets for one in sheet.meta.get("commentAnchors", ())}
    thread: dict[str, Any] = {"commentId": row["id"], "status": "RESOLVED" if row["resolved"] else "OPEN"}
    if _anchor(row) in anchors:
        thread["anchorId"] = _anchor(row)
    if row["quoted"]:
        thread["plainTextQuote"] = str(orjson.loads(row["quoted"]).get("value", ""))
    thread["headPost"] = _post(book, row, _head(row))
    posts = [_post(book, one, one["id"]) for one in _replies(book, row)]
    return thread | ({"replies": posts} if posts else {})


def _post(book: Book, row: sqlite3.Row, identity: str) -> dict[str, Any]:
    action = row["action"] if "action" in row.keys() else ""  # noqa: SIM118 - a Row has no `in` for its names
    post: dict[str, Any] = {
        "postId": identity,
        "author": _author(book, row["author"]),
        "commentAction": {kept: name for name, kept in _STATES.items()}.get(action, _NO_ACTION),
        "createTime": row["created"],
        "updateTime": row["modified"],
    }
    if row["content"]:
        shown = html.escape(row["content"], quote=False).replace("\n", "<br>")
        post |= {"content": row["content"], "contentHtml": shown}
    return post


def _author(book: Book, email: str) -> Mapping[str, Any]:
    me = {"me": True} if email.lower() == book.editor.lower() else {}
    known = book.tx.execute("SELECT name FROM people WHERE email = ?", (email,)).fetchone()
    return {"displayName": known["name"] if known else email.partition("@")[0], **me}
