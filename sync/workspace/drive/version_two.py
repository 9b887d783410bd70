"""A File as Drive v2 tells it, for the one old upload that clients still make."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace.calls import Call
from sync.workspace.drive import resource

_SAME = {
    "id": "id", "mimeType": "mimeType", "description": "description", "version": "version",
    "shared": "shared", "md5Checksum": "md5Checksum", "exportLinks": "exportLinks", "spaces": "spaces",
    "webContentLink": "webContentLink", "headRevisionId": "headRevisionId", "name": "title",
    "webViewLink": "alternateLink", "createdTime": "createdDate", "modifiedTime": "modifiedDate",
    "size": "fileSize", "quotaBytesUsed": "quotaBytesUsed", "writersCanShare": "writersCanShare",
}  # fmt: skip


def old_file(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A file's resource in the names of Drive v2."""
    new = resource.file(call, row)
    body: dict[str, Any] = {"kind": "drive#file"}
    body |= {old: new[name] for name, old in _SAME.items() if name in new}
    labels = {"starred": new["starred"], "trashed": new["trashed"], "hidden": False, "restricted": False}
    owners = [_user(owner) for owner in new["owners"]]
    return body | {
        "labels": labels | {"viewed": new["viewedByMe"]},
        "owners": owners,
        "ownerNames": [owner["displayName"] for owner in owners],
        "lastModifyingUser": _user(new["lastModifyingUser"]),
        "parents": [{"kind": "drive#parentReference", "id": parent} for parent in new.get("parents", [])],
        "editable": new["capabilities"]["canEdit"],
        "copyable": new["capabilities"]["canCopy"],
        "explicitlyTrashed": new["explicitlyTrashed"],
        "appDataContents": False,
    }


def _user(new: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "drive#user",
        "displayName": new["displayName"],
        "isAuthenticatedUser": new["me"],
        "permissionId": new["permissionId"],
        "emailAddress": new["emailAddress"],
    }
