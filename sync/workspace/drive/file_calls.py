"""Drive's files: create, list, get, update, delete, and about."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson

from sync.workspace import files, sharing
from sync.workspace.calls import Call
from sync.workspace.drive import query, resource
from sync.workspace.drive.refusals import (
    DriveRefusal,
    bad_request,
    file_not_found,
    forbidden,
    insufficient,
    invalid_value,
)
from sync.workspace.errors import unimplemented
from sync.workspace.sheets import store as sheets
from sync.workspace.store import timestamp

_MADE_HERE = {files.FOLDER, files.SPREADSHEET, files.FORM, files.DOCUMENT}
_WRITABLE = {
    "name", "mimeType", "parents", "appProperties", "properties", "description", "starred", "trashed",
    "writersCanShare",
}  # fmt: skip
_TOLERATED = {"kind", "copyRequiresWriterPermission", "viewersCanCopyContent"}
_ORDERS: dict[str, Callable[[sqlite3.Row], Any]] = {
    "createdTime": lambda row: row["created"],
    "folder": lambda row: row["mime"] != files.FOLDER,
    "modifiedByMeTime": lambda row: row["modified"],
    "modifiedTime": lambda row: row["modified"],
    "name": lambda row: row["name"].casefold(),
    "name_natural": lambda row: row["name"].casefold(),
    "quotaBytesUsed": lambda _row: 0,
    "recency": lambda row: row["modified"],
    "starred": lambda row: not row["starred"],
}


def require(call: Call, file_id: str, role: sharing.Role = "reader") -> sqlite3.Row:
    """The file's row if the caller has `role` on it; Drive's 404 or 403 if not."""
    if file_id == "root":
        with call.store.transaction() as tx:
            file_id = files.root_of(tx, call.store, call.email)
    row: sqlite3.Row | None = call.store.connection.execute(
        "SELECT * FROM files WHERE id = ?", (file_id,)
    ).fetchone()
    held = sharing.role_of(call.store, file_id, call.email) if row else ""
    if row is None or not held:
        raise file_not_found(file_id)
    if sharing.RANK[held] < sharing.RANK[role]:
        raise insufficient(file_id)
    return row


def about(call: Call) -> dict[str, Any]:
    """Who the caller is; Drive answers this only to calls that name the fields."""
    if "fields" not in call.params:
        raise DriveRefusal(400, "The 'fields' parameter is required for this method.", "required", "fields")
    usage = {"usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"}
    return {
        "kind": "drive#about",
        "user": resource.user(call, call.email),
        "storageQuota": usage,
        "appInstalled": True,
        "canCreateDrives": False,
        "canCreateTeamDrives": False,
    }


def create(call: Call) -> dict[str, Any]:
    """Make a folder or an empty Workspace file; the workspace keeps no content that is uploaded."""
    mime = call.body.get("mimeType", "application/octet-stream")
    if mime not in _MADE_HERE:
        raise unimplemented(f"drive.files.create of {mime}")
    if "id" in call.body:
        raise bad_request("Generated IDs are not supported for Docs Editors formats.", "invalid")
    _check_writable(call.body)
    name = call.body.get("name", "Untitled")
    parents = call.body.get("parents", [])
    if len(parents) > 1:
        raise invalid_value("parents")
    for parent in parents:
        _require_folder(call, parent)
    with call.store.transaction() as tx:
        file_id = files.create_file(
            tx,
            call.store,
            mime=mime,
            name=name,
            owner=call.email,
            parents=parents,
            app_properties=call.body.get("appProperties"),
            app=call.grant.app,
        )
        _write(tx, file_id, call.body, {"properties", "description", "starred", "writersCanShare"})
        if mime == files.SPREADSHEET:
            sheets.create(tx, file_id, {"properties": {"title": name}})
        row = _row(tx, file_id)
    return resource.file(call, row)


def _require_folder(call: Call, file_id: str) -> sqlite3.Row:
    row = require(call, file_id, "writer")
    if row["mime"] != files.FOLDER:
        raise forbidden("The specified parent is not a folder.", "parentNotAFolder")
    return row


def _check_writable(body: dict[str, Any]) -> None:
    for name in body:
        if name not in _WRITABLE | _TOLERATED:
            if name in {"createdTime", "modifiedTime", "folderColorRgb", "contentHints", "shortcutDetails"}:
                raise unimplemented(f"{name} of a file")
            raise forbidden(
                "The resource body includes fields which are not directly writable.", "fieldNotWritable"
            )


def get(call: Call) -> dict[str, Any]:
    """One file."""
    if call.params.get("alt") == "media":
        raise forbidden(
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            "fileNotDownloadable",
        )
    row = require(call, call.path["file"])
    return resource.file(call, row, call.params.get("includePermissionsForView", ""))


def find(call: Call) -> dict[str, Any]:
    """A page of the files that the caller sees and `q` chooses."""
    q = call.params.get("q", "")
    test = query.parse(q) if q.strip() else None
    order = call.params.get("orderBy", "")
    seen = sharing.visible(call.store, call.email)
    rows = [
        row
        for row in call.store.connection.execute(
            "SELECT * FROM files WHERE NOT root ORDER BY modified DESC, id"
        )
        if row["id"] in seen and (test is None or test(query.Candidate(call.store, call.email, row)))
    ]
    rows = _ordered(rows, order)
    start = _offset(call.params.get("pageToken", ""), q, order)
    end = start + _page_size(call, 100, 1000)
    body: dict[str, Any] = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [resource.file(call, row) for row in rows[start:end]],
    }
    return body | ({"nextPageToken": _page_token(end, q, order)} if end < len(rows) else {})


def _ordered(rows: list[sqlite3.Row], order: str) -> list[sqlite3.Row]:
    for key in reversed([key.strip() for key in order.split(",") if key.strip()]):
        name, _, direction = key.partition(" ")
        if name not in _ORDERS or direction not in {"", "desc"}:
            raise invalid_value("orderBy")
        rows = sorted(rows, key=_ORDERS[name], reverse=direction == "desc")
    return rows


def _page_size(call: Call, usual: int, most: int) -> int:
    given = call.params.get("pageSize", str(usual))
    if not given.isdigit() or not 1 <= int(given) <= most:
        raise DriveRefusal(
            400,
            f"Invalid value '{given}'. Values must be within the range: [1, {most}]",
            "invalidParameter",
            "pageSize",
        )
    return int(given)


def _page_token(offset: int, q: str, order: str) -> str:
    """Where the next page begins, for this query only."""
    return base64.urlsafe_b64encode(orjson.dumps([offset, _digest(q, order)])).decode()


def _offset(token: str, q: str, order: str) -> int:
    if not token:
        return 0
    try:
        offset, digest = orjson.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError:
        raise invalid_value("pageToken") from None
    if digest != _digest(q, order):
        raise invalid_value("pageToken")
    return int(offset)


def _digest(q: str, order: str) -> str:
    return sha256(f"{q}\0{order}".encode()).hexdigest()[:12]


def update(call: Call) -> dict[str, Any]:
    """Change a file's name, bin, properties or folder."""
    row = require(call, call.path["file"], "writer")
    _check_writable(call.body)
    if "mimeType" in call.body and call.body["mimeType"] != row["mime"]:
        raise unimplemented("drive.files.update of mimeType")
    trashed = call.body.get("trashed")
    if ("trashed" in call.body or "writersCanShare" in call.body) and row["owner"] != call.email:
        raise insufficient(row["id"])
    parent = _new_parent(call, row)
    with call.store.transaction() as tx:
        _write(tx, row["id"], call.body, _WRITABLE)
        if trashed is not None:
            at = timestamp(call.store.now()) if trashed else ""
            tx.execute("UPDATE files SET trashed_at = ? WHERE id = ?", (at, row["id"]))
        if parent != row["parent"]:
            tx.execute("UPDATE files SET parent = ? WHERE id = ?", (parent, row["id"]))
        files.touch(tx, call.store, row["id"], call.email)
        row = _row(tx, row["id"])
    return resource.file(call, row, call.params.get("includePermissionsForView", ""))


def _new_parent(call: Call, row: sqlite3.Row) -> str:
    """The folder that a file lies in after addParents and removeParents: exactly one."""
    added = [name for name in call.params.get("addParents", "").split(",") if name]
    removed = {name for name in call.params.get("removeParents", "").split(",") if name}
    if "parents" in call.body:
        raise forbidden(
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead.",
            "fieldNotWritable",
        )
    if not added:
        return str(row["parent"])
    target = str(_require_folder(call, added[0])["id"])
    if row["id"] in sharing.lineage(call.store, target):
        raise forbidden("A folder cannot be moved into itself.", "cyclicMembershipsNotAllowed")
    here = {row["parent"], "root"} if _is_root(call, row["parent"]) else {row["parent"]}
    if len(added) > 1 or (not removed & here and target != row["parent"]):
        raise forbidden("Increasing the number of parents is not allowed", "cannotAddParent")
    return target


def _is_root(call: Call, file_id: str) -> bool:
    found = call.store.connection.execute("SELECT 1 FROM files WHERE id = ? AND root", (file_id,))
    return found.fetchone() is not None


def _write(tx: sqlite3.Connection, file_id: str, body: dict[str, Any], names: set[str]) -> None:
    """Write what the body says of a file, as far as `names` allows; a null property is taken away."""
    row = _row(tx, file_id)
    for name, column in (("name", "name"), ("description", "description")):
        if name in body and name in names:
            _set(tx, file_id, column, str(body[name]))
    for name, column in (
        ("starred", "starred"), ("trashed", "trashed"), ("writersCanShare", "writers_can_share"),
    ):  # fmt: skip
        if name in body and name in names:
            _set(tx, file_id, column, int(bool(body[name])))
    for name, column in (("appProperties", "app_properties"), ("properties", "properties")):
        if name in body and name in names:
            kept = orjson.loads(row[column]) | (body[name] or {})
            kept = {key: value for key, value in kept.items() if value is not None}
            _set(tx, file_id, column, orjson.dumps(kept).decode())


def _set(tx: sqlite3.Connection, file_id: str, column: str, value: object) -> None:
    tx.execute(f"UPDATE files SET {column} = ? WHERE id = ?", (value, file_id))  # noqa: S608 - our own column names


def _row(tx: sqlite3.Connection, file_id: str) -> sqlite3.Row:
    row: sqlite3.Row = tx.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    return row


def delete(call: Call) -> None:
    """Delete a file for good, a folder with all that lies in it; whoever saw it is told that it is gone."""
    row = require(call, call.path["file"])
    if row["owner"] != call.email:
        raise insufficient(row["id"])
    if row["root"]:
        raise forbidden("The root folder cannot be deleted.", "cannotDeleteRootFolder")
    with call.store.transaction() as tx:
        gone = tx.execute(
            "WITH RECURSIVE below (id) AS (SELECT ? UNION SELECT files.id FROM files "
            "JOIN below ON files.parent = below.id) SELECT id FROM below",
            (row["id"],),
        ).fetchall()
        for (file_id,) in gone:
            readers = [one["address"] for one in sharing.held(call.store, file_id) if one["type"] == "user"]
            files.log_change(tx, call.store, file_id, removed_for=readers)
        tx.executemany("DELETE FROM files WHERE id = ?", [(file_id,) for (file_id,) in gone])
