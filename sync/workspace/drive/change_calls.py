"""Drive's log of changes, as one person sees it."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace import sharing
from sync.workspace.calls import Call
from sync.workspace.drive import resource
from sync.workspace.drive.refusals import DriveRefusal, invalid_value


def start_page_token(call: Call) -> dict[str, Any]:
    """The token from which changes.list tells what happens after this call."""
    return {"kind": "drive#startPageToken", "startPageToken": str(_next_number(call))}


def find(call: Call) -> dict[str, Any]:
    """The files that changed since a token, each once with its latest change."""
    token, size = call.params.get("pageToken", ""), call.params.get("pageSize", "100")
    if not token:
        raise DriveRefusal(400, "Required parameter: pageToken", "required", "pageToken")
    if not token.isdigit() or int(token) > (end := _next_number(call)):
        raise invalid_value("pageToken")
    if not size.isdigit() or not 1 <= int(size) <= 1000:
        raise invalid_value("pageSize")
    told = _since(call, int(token))
    if call.params.get("includeRemoved", "true").lower() == "false":
        told = [row for row in told if not row["removed"]]
    page, rest = told[: int(size)], told[int(size) :]
    body: dict[str, Any] = {
        "kind": "drive#changeList",
        "changes": [_change(call, row) for row in page],
    }
    return body | ({"nextPageToken": str(rest[0]["number"])} if rest else {"newStartPageToken": str(end)})


def _next_number(call: Call) -> int:
    row = call.store.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
    return int(row["seq"]) + 1 if row else 1


def _since(call: Call, number: int) -> list[sqlite3.Row]:
    """The caller's changes from a number on, one a file; what they cannot see is not told."""
    rows = call.store.connection.execute(
        "SELECT * FROM changes WHERE number >= ? AND reader IN ('', ?) ORDER BY number",
        (number, call.email),
    ).fetchall()
    seen = sharing.visible(call.store, call.email) if rows else set()
    latest = {row["file"]: row for row in rows if row["reader"] or row["file"] in seen}
    return sorted(latest.values(), key=lambda row: row["number"])


def _change(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    body: dict[str, Any] = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": row["time"],
        "removed": bool(row["removed"]),
        "fileId": row["file"],
    }
    if not row["removed"]:
        file = call.store.connection.execute("SELECT * FROM files WHERE id = ?", (row["file"],)).fetchone()
        body["file"] = resource.file(call, file)
    return body
