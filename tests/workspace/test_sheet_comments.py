"""Comments on cells through spreadsheets.batchUpdate, which are Drive's comments too, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, told

SOMCHAI = "somchai@office.example"
_SHOWN = {"commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED"}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A sheet with a text in B2."""
    made = Spreadsheet(workspace)
    made.write([["ดงหลวง"]], "B2")
    return made


def insert(content: str, row: int = 1, column: int = 1) -> dict[str, Any]:
    place = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"insertComment": {"coordinate": place, "content": content}}


def made(book: Spreadsheet) -> dict[str, Any]:
    (reply,) = book.do(insert("ตรวจอีกครั้ง"))
    thread: dict[str, Any] = reply["insertComment"]["commentThread"]
    return thread


def test_a_comment_hangs_on_its_cell(book: Spreadsheet) -> None:
    thread = made(book)
    assert thread["status"] == "OPEN"
    assert thread["plainTextQuote"] == "ดงหลวง"
    assert thread["headPost"]["content"] == "ตรวจอีกครั้ง"
    assert thread["headPost"]["author"]["me"] is True
    whole = book.get(**_SHOWN)
    assert whole["comments"] == [thread]
    (anchor,) = whole["sheets"][0]["commentAnchors"]
    assert anchor == {"anchorId": thread["anchorId"], "range": told(1, 1, 2, 2)}
    assert "comments" not in book.get()
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    book.do({"insertDimension": {"range": row}})
    assert book.get(**_SHOWN)["sheets"][0]["commentAnchors"][0]["range"] == told(2, 1, 3, 2)


def test_a_comment_is_drives_comment_too(book: Spreadsheet, workspace: Workspace) -> None:
    thread = made(book)
    url = f"{workspace.address}/drive/v3/files/{book.id}/comments"
    (comment,) = book.session.get(url, params={"fields": "*"}).json()["comments"]
    assert comment["id"] == thread["commentId"]
    assert comment["content"] == "ตรวจอีกครั้ง"


def test_replies_resolve_and_are_changed_and_taken_away(book: Spreadsheet) -> None:
    number = made(book)["commentId"]
    (reply,) = book.do({"addCommentReply": {"commentId": number, "post": {"content": "แล้ว"}}})
    post = reply["addCommentReply"]["post"]
    assert post["commentAction"] == "NO_COMMENT_ACTION_CHANGE"
    resolve = {"commentAction": "RESOLVE"}
    (reply,) = book.do({"addCommentReply": {"commentId": number, "post": resolve}})
    resolving = reply["addCommentReply"]["post"]["postId"]
    (thread,) = book.get(**_SHOWN)["comments"]
    assert thread["status"] == "RESOLVED"
    assert [one["commentAction"] for one in thread["replies"]] == ["NO_COMMENT_ACTION_CHANGE", "RESOLVE"]
    change = {"commentId": number, "postId": post["postId"], "content": "เรียบร้อย"}
    book.do({"updateCommentPost": change})
    change |= {"postId": thread["headPost"]["postId"], "content": "ตรวจแล้ว"}
    book.do({"updateCommentPost": change})
    (thread,) = book.get(**_SHOWN)["comments"]
    assert thread["headPost"]["content"] == "ตรวจแล้ว"
    assert thread["replies"][0]["content"] == "เรียบร้อย"
    gone = {"commentId": number, "postId": resolving}
    assert "contains a comment action" in book.refused({"deleteCommentReply": gone})
    book.do({"deleteCommentReply": gone | {"postId": post["postId"]}})
    assert len(book.get(**_SHOWN)["comments"][0]["replies"]) == 1
    book.do({"deleteComment": {"commentId": number}})
    assert "comments" not in book.get(**_SHOWN)
    assert "commentAnchors" not in book.get(**_SHOWN)["sheets"][0]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (insert(""), "must specify non-empty post text"),
        (insert("ก" * 683), "may not exceed 2048 UTF-8 code units"),
        (insert("x", row=5000), "rowIndex[5000] is after last row"),
    ],
)
def test_what_is_refused(book: Spreadsheet, request_: dict[str, Any], words: str) -> None:
    assert words in book.refused(request_)


def test_other_peoples_words_stay_theirs(book: Spreadsheet, workspace: Workspace) -> None:
    number = made(book)["commentId"]
    url = f"{workspace.address}/drive/v3/files/{book.id}/permissions"
    assert book.session.post(url, json={"type": "user", "role": "writer", "emailAddress": SOMCHAI}).ok
    guest = Spreadsheet(workspace, book.id, SOMCHAI)
    assert "not the author of the head post" in guest.refused({"deleteComment": {"commentId": number}})
    (thread,) = guest.get(**_SHOWN)["comments"]
    assert "me" not in thread["headPost"]["author"]
    missing = {"requests": [{"deleteComment": {"commentId": "x"}}]}
    answer = guest.ask("POST", ":batchUpdate", missing)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "Comment thread with ID 'x' was not found."
