"""Revisions: every content that an ordinary file had; of Google's own kinds the present state only."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace import contents, files
from sync.workspace.calls import Call
from sync.workspace.contents import Revision
from sync.workspace.drive import bodies, downloads, resource
from sync.workspace.drive.access import require
from sync.workspace.drive.listing import paged
from sync.workspace.drive.refusals import DriveRefusal, forbidden
from sync.workspace.errors import unimplemented


def find(call: Call) -> dict[str, Any]:
    """A file's revisions, the oldest first; Drive too leaves out old ones of Google's own kinds."""
    row = _require(call)
    page, more = paged(call, _revisions(call, row), 200, 1000, f"revisions {row['id']}")
    return {"kind": "drive#revisionList", "revisions": page, **more}


def get(call: Call) -> Any:
    """One revision, or with alt=media its content."""
    row = _require(call)
    found = _one(call, row)
    if call.params.get("alt") == "media":
        return downloads.media(call, row, found["id"])
    return found


def update(call: Call) -> dict[str, Any]:
    """Keep a revision for good, or not any more."""
    row = _require(call, change=True)
    found = _one(call, row)
    body = bodies.read("Revision", call.body)
    if body.keys() - {"kind", "keepForever"}:
        raise unimplemented("publishing of revisions")
    with call.store.transaction() as tx:
        if "keepForever" in body:
            keep = bool(body["keepForever"])
            tx.execute("UPDATE revisions SET keep = ? WHERE id = ?", (keep, found["id"]))
        files.stir(tx, call.store, row["id"])
    return _one(call, row)


def delete(call: Call) -> None:
    """Delete a revision; the last one of a file stays."""
    row = _require(call, change=True)
    found = _one(call, row)
    if len(contents.revisions(call.store, row["id"])) < 2:
        raise forbidden("The last revision of a file cannot be deleted.", "cannotDeleteOnlyRevision")
    with call.store.transaction() as tx:
        tx.execute("DELETE FROM revisions WHERE id = ?", (found["id"],))
        files.touch(tx, call.store, row["id"], call.email)


def _require(call: Call, *, change: bool = False) -> sqlite3.Row:
    """The file, where it has revisions that the caller may see; editors see those of Google's kinds."""
    row = require(call, call.path["file"])
    editor = row["mime"] in files.EDITORS
    row = require(call, row["id"], "writer" if change or editor else "reader")
    if row["mime"] in {files.FOLDER, files.SHORTCUT} or (editor and change):
        raise forbidden("The file does not support revisions.", "revisionsNotSupported")
    return row


def _revisions(call: Call, row: sqlite3.Row) -> list[dict[str, Any]]:
    if row["mime"] not in files.EDITORS:
        return [_told(call, one) for one in contents.revisions(call.store, row["id"])]
    links = resource.file(call, row).get("exportLinks")
    present = {
        "kind": "drive#revision",
        "id": str(row["version"]),
        "mimeType": row["mime"],
        "modifiedTime": row["modified"],
        "lastModifyingUser": resource.user(call, row["modified_by"]),
        "published": False,
    }
    return [present | ({"exportLinks": links} if links else {})]


def _told(call: Call, one: Revision) -> dict[str, Any]:
    return {
        "kind": "drive#revision",
        "id": one.id,
        "mimeType": one.mime,
        "modifiedTime": one.modified,
        "keepForever": one.keep,
        "published": False,
        "md5Checksum": one.md5,
        "originalFilename": one.name,
        "size": str(one.size),
        "lastModifyingUser": resource.user(call, one.modified_by),
    }


def _one(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    wanted, known = call.path["revision"], _revisions(call, row)
    for one in known:
        if wanted in {one["id"], "head"} and (wanted != "head" or one is known[-1]):
            return one
    raise DriveRefusal(404, f"Revision not found: {wanted}.", "notFound", "revisionId")
