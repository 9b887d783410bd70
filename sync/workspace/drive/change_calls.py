"""Drive's log of changes, as one person sees it."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace import parameters, sharing
from sync.workspace.access import apps
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, resource
from sync.workspace.drive.listing import check_spaces, page_size
from sync.workspace.drive.refusals import DriveRefusal, invalid_value
from sync.workspace.drive.shared_drives import missing


def start_page_token(call: Call) -> dict[str, Any]:
    """The token from which changes.list tells what happens after this call."""
    _check_drive(call)
    return {"kind": "drive#startPageToken", "startPageToken": str(_next_number(call))}


def find(call: Call) -> dict[str, Any]:
    """The files that changed since a token, each once with its latest change."""
    _check_drive(call)
    check_spaces(call)
    token, size = call.params.get("pageToken", ""), page_size(call, 100, 1000)
    if not token:
        raise DriveRefusal(400, "Required parameter: pageToken", "required", "pageToken")
    since = parameters.count(token)
    if since is None or since > (end := _next_number(call)):
        raise invalid_value("pageToken")
    told = _since(call, since)
    if call.params.get("includeRemoved", "true").lower() == "false":
        told = [row for row in told if not row["removed"]]
    if bodies.flag(call.params.get("restrictToMyDrive", "")):
        told = [row for row in told if row["removed"] or _in_my_drive(call, row["file"])]
    page, rest = told[:size], told[size:]
    body: dict[str, Any] = {
        "kind": "drive#changeList",
        "changes": [_change(call, row) for row in page],
    }
    return body | ({"nextPageToken": str(rest[0]["number"])} if rest else {"newStartPageToken": str(end)})


def _check_drive(call: Call) -> None:
    if drive := call.params.get("driveId"):
        raise missing(drive)


def _in_my_drive(call: Call, file_id: str) -> bool:
    """Whether a file lies in the caller's own root folder, however deep."""
    *_, top = sharing.lineage(call.store, file_id)
    found = call.store.connection.execute(
        "SELECT 1 FROM files WHERE id = ? AND root AND owner = ? COLLATE NOCASE", (top, call.email)
    )
    return found.fetchone() is not None


def _next_number(call: Call) -> int:
    row = call.store.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
    return int(row["seq"]) + 1 if row else 1


def _since(call: Call, number: int) -> list[sqlite3.Row]:
    """The caller's changes from a number on, one a file; what they cannot see is not told."""
    rows = call.store.connection.execute(
        "SELECT * FROM changes WHERE number >= ? AND (reader = '' OR reader = ? COLLATE NOCASE) "
        "ORDER BY number",
        (number, call.email),
    ).fetchall()
    seen = sharing.visible(call.store, call.email) if rows else set()
    if call.grant.per_file:
        seen &= apps.reached(call.store, call.grant)
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
