"""Drive's File and User resources as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson

from sync.workspace import contents, conversions, files, sharing
from sync.workspace.access import accounts, apps
from sync.workspace.calls import Call
from sync.workspace.drive.access import owns
from sync.workspace.drive.capabilities import capabilities, may_share

_PAGES = {files.SPREADSHEET: "spreadsheets", files.DOCUMENT: "document", files.FORM: "forms"}
_STACKED = frozenset({"tar"})  # what stands before the last extension and belongs to it: "tar.gz"


def user(call: Call, email: str) -> dict[str, Any]:
    """A User as the caller sees them."""
    return {
        "kind": "drive#user",
        "displayName": accounts.name_of(call.store, email),
        "me": email.lower() == call.email.lower(),
        "permissionId": sharing.permission_id("user", email),
        "emailAddress": email,
    }


BRIEF = frozenset({"kind", "id", "name", "mimeType"})
"""What Drive tells of a file when a call names no fields."""


def brief(row: sqlite3.Row) -> dict[str, Any]:
    """A File with no more than that."""
    return {"kind": "drive#file", "id": row["id"], "name": row["name"], "mimeType": row["mime"]}


def file(call: Call, row: sqlite3.Row, view: str = "") -> dict[str, Any]:
    """A File as the caller sees it; `view` adds the permissions of that view ("published")."""
    role = sharing.role_of(call.store, row["id"], call.email)
    held = sharing.held(call.store, row["id"], view)
    body: dict[str, Any] = {
        "kind": "drive#file",
        "id": row["id"],
        "name": row["name"],
        "mimeType": row["mime"],
        "trashed": sharing.is_trashed(call.store, row["id"]),
        "explicitlyTrashed": bool(row["trashed"]),
        "spaces": ["drive"],
        "version": str(row["version"]),
        "webViewLink": web_view_link(call.address, row["mime"], row["id"]),
        "iconLink": f"{call.address}/icons/16/{quote(row['mime'])}",
        "hasThumbnail": False,
        "thumbnailVersion": "0",
        "createdTime": row["created"],
        "modifiedTime": row["modified"],
        "owners": [user(call, row["owner"])],
        "lastModifyingUser": user(call, row["modified_by"]),
        "shared": len(held) > 1,
        "ownedByMe": owns(call, row),
        "capabilities": capabilities(row, role),
        "copyRequiresWriterPermission": bool(row["copy_needs_writer"]),
        "viewersCanCopyContent": not row["copy_needs_writer"],
        "writersCanShare": bool(row["writers_can_share"]),
        "isAppAuthorized": apps.reaches(call.store, call.grant, row["id"]),
        "inheritedPermissionsDisabled": False,
    }
    body |= _own(row) | _personal(call, row) | _content(call, row)
    if row["parent"] and sharing.role_of(call.store, row["parent"], call.email):
        body["parents"] = [row["parent"]]
    if row["trashed"]:
        body |= {"trashedTime": row["trashed_at"], "trashingUser": user(call, row["owner"])}
    if may_share(row, role):
        body["permissions"] = [permission(call, one) for one in held]
        body["permissionIds"] = [one["id"] for one in held]
    return body


def _own(row: sqlite3.Row) -> dict[str, Any]:
    """What a file has only if somebody gave it."""
    body: dict[str, Any] = {}
    for name, column in (("description", "description"), ("folderColorRgb", "colour")):
        if row[column]:
            body[name] = row[column]
    for name, column in (("appProperties", "app_properties"), ("properties", "properties")):
        if row[column] != "{}":
            body[name] = orjson.loads(row[column])
    if row["target"]:
        body["shortcutDetails"] = {"targetId": row["target"], "targetMimeType": row["target_mime"]}
    return body


def _personal(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """What the caller did with a file, and how they came by it."""
    own = call.store.connection.execute(
        "SELECT * FROM personal WHERE file = ? AND email = ?", (row["id"], call.email)
    ).fetchone()
    body: dict[str, Any] = {
        "starred": bool(own and own["starred"]),
        "viewedByMe": bool(own and own["viewed"]),
        "modifiedByMe": bool(own and own["modified"]),
    }
    for name, column in (("viewedByMeTime", "viewed"), ("modifiedByMeTime", "modified")):
        if own and own[column]:
            body[name] = own[column]
    shared = None if owns(call, row) else sharing.shared_by(call.store, row["id"], call.email)
    if shared is not None and shared["given"]:
        body |= {"sharedWithMeTime": shared["given"], "sharingUser": user(call, shared["given_by"])}
    return body


def _content(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """What is told of the bytes of an ordinary file, or of what one of Google's can become."""
    body: dict[str, Any] = {"quotaBytesUsed": str(contents.quota(call.store, row["id"]))}
    targets = conversions.EXPORTS.get(row["mime"], ())
    if targets:
        link = f"{call.address}/drive/v3/files/{row['id']}/export?mimeType="
        body["exportLinks"] = {mime: link + quote(mime, safe="") for mime in targets}
    head = contents.head(call.store, row["id"])
    if head is None:
        return body
    stem, _, extension = row["name"].rpartition(".")
    extension = extension if stem else ""
    before = stem.rpartition(".")[2]
    return body | {
        "size": str(head.size),
        "md5Checksum": head.md5,
        "sha1Checksum": head.sha1,
        "sha256Checksum": head.sha256,
        "headRevisionId": head.id,
        "originalFilename": row["original_name"] or head.name,
        "fileExtension": extension,
        "fullFileExtension": f"{before}.{extension}" if before in _STACKED else extension,
        "webContentLink": web_view_link(call.address, row["mime"], row["id"]),
    }


def web_view_link(address: str, mime: str, file_id: str) -> str:
    """The page of the workspace that shows a file."""
    if mime in _PAGES:
        return f"{address}/{_PAGES[mime]}/d/{file_id}/edit"
    if mime == files.FOLDER:
        return f"{address}/drive/folders/{file_id}"
    return f"{address}/file/d/{file_id}/view"


def permission(call: Call, row: Mapping[str, Any]) -> dict[str, Any]:
    """A Permission (one of `sharing.held`), with the name that its type calls for."""
    body: dict[str, Any] = {
        "kind": "drive#permission",
        "id": row["id"],
        "type": row["type"],
        "role": row["role"],
        "permissionDetails": [
            {"permissionType": "file", "role": row["role"], "inherited": bool(row["inherited"])}
        ],
    }
    match row["type"]:
        case "user" | "group":
            body |= {
                "emailAddress": row["address"],
                "displayName": accounts.name_of(call.store, row["address"]),
                "deleted": accounts.is_gone(call.store, row["address"]),
                "pendingOwner": bool(row["pending"]),
            }
        case "domain":
            body |= {"domain": row["address"], "displayName": row["address"]}
            body["allowFileDiscovery"] = bool(row["discoverable"])
        case _:
            body["allowFileDiscovery"] = bool(row["discoverable"])
    if row["expires"]:
        body["expirationTime"] = row["expires"]
    return body | ({"view": row["view"]} if row["view"] else {})
