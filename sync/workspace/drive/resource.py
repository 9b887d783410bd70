"""Drive's resources as JSON: File, Permission, User."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from sync.workspace import accounts, files, sharing
from sync.workspace.calls import Call

_PAGES = {files.SPREADSHEET: "spreadsheets", files.DOCUMENT: "document"}


def user(call: Call, email: str) -> dict[str, Any]:
    """A User as the caller sees them."""
    return {
        "kind": "drive#user",
        "displayName": accounts.name_of(call.store, email),
        "me": email == call.email,
        "permissionId": sharing.permission_id("user", email),
        "emailAddress": email,
    }


def file(call: Call, row: sqlite3.Row, view: str = "") -> dict[str, Any]:
    """A File as the caller sees it; `view` adds the permissions of that view ("published")."""
    role = sharing.role_of(call.store, row["id"], call.email)
    held = sharing.held(call.store, row["id"], view)
    mine = row["owner"] == call.email
    body: dict[str, Any] = {
        "kind": "drive#file",
        "id": row["id"],
        "name": row["name"],
        "mimeType": row["mime"],
        "starred": bool(row["starred"]),
        "trashed": sharing.is_trashed(call.store, row["id"]),
        "explicitlyTrashed": bool(row["trashed"]),
        "spaces": ["drive"],
        "version": str(row["version"]),
        "webViewLink": web_view_link(call.address, row["mime"], row["id"]),
        "hasThumbnail": False,
        "thumbnailVersion": "0",
        "createdTime": row["created"],
        "modifiedTime": row["modified"],
        "modifiedByMe": row["modified_by"] == call.email,
        "owners": [user(call, row["owner"])],
        "lastModifyingUser": user(call, row["modified_by"]),
        "shared": len(held) > 1,
        "ownedByMe": mine,
        "capabilities": _capabilities(row, role),
        "copyRequiresWriterPermission": False,
        "viewersCanCopyContent": True,
        "writersCanShare": bool(row["writers_can_share"]),
        "quotaBytesUsed": "0",
        "isAppAuthorized": True,
    }
    if row["description"]:
        body["description"] = row["description"]
    if row["parent"] and sharing.role_of(call.store, row["parent"], call.email):
        body["parents"] = [row["parent"]]
    for name, column in (("appProperties", "app_properties"), ("properties", "properties")):
        if row[column] != "{}":
            body[name] = orjson.loads(row[column])
    if row["trashed"]:
        body |= {"trashedTime": row["trashed_at"], "trashingUser": user(call, row["owner"])}
    if row["modified_by"] == call.email:
        body["modifiedByMeTime"] = row["modified"]
    if may_share(row, role):
        body["permissions"] = [permission(call, one) for one in held]
        body["permissionIds"] = [one["id"] for one in held]
    return body


def web_view_link(address: str, mime: str, file_id: str) -> str:
    """The page of the workspace that shows a file."""
    if mime == files.FORM:
        return f"{address}/forms/d/{file_id}/edit"
    if mime in _PAGES:
        return f"{address}/{_PAGES[mime]}/d/{file_id}/edit"
    return f"{address}/drive/folders/{file_id}"


def may_share(row: sqlite3.Row, role: str) -> bool:
    """Whether someone with `role` may change who sees a file: editors may unless its owner said no."""
    return role == "owner" or (role == "writer" and bool(row["writers_can_share"]))


def permission(call: Call, row: Mapping[str, Any] | sqlite3.Row) -> dict[str, Any]:
    """A Permission, with the name that its type calls for."""
    body: dict[str, Any] = {
        "kind": "drive#permission",
        "id": row["id"],
        "type": row["type"],
        "role": row["role"],
    }
    match row["type"]:
        case "user" | "group":
            body |= {
                "emailAddress": row["address"],
                "displayName": accounts.name_of(call.store, row["address"]),
                "deleted": False,
                "pendingOwner": False,
            }
        case "domain":
            body |= {"domain": row["address"], "displayName": row["address"]}
            body["allowFileDiscovery"] = bool(row["discoverable"])
        case _:
            body["allowFileDiscovery"] = bool(row["discoverable"])
    return body | ({"view": row["view"]} if row["view"] else {})


def _capabilities(row: sqlite3.Row, role: str) -> dict[str, bool]:
    rank = sharing.RANK[role]
    writes, owns, folder = rank >= 3, rank >= 4, row["mime"] == files.FOLDER
    return {
        "canAddChildren": folder and writes,
        "canComment": rank >= 2,
        "canCopy": not folder,
        "canDelete": owns and not row["root"],
        "canDownload": not folder,
        "canEdit": writes,
        "canListChildren": folder,
        "canModifyContent": writes,
        "canRemoveChildren": folder and writes,
        "canRename": writes and not row["root"],
        "canShare": may_share(row, role),
        "canTrash": owns and not row["root"],
        "canUntrash": owns and not row["root"],
    }
