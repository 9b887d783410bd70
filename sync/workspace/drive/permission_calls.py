"""Drive's permissions: who a file is shared with."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace import accounts, files, sharing
from sync.workspace.calls import Call
from sync.workspace.drive import resource
from sync.workspace.drive.file_calls import require
from sync.workspace.drive.refusals import DriveRefusal, bad_request, forbidden, insufficient
from sync.workspace.errors import unimplemented

_ROLES = {"owner", "writer", "commenter", "reader"}


def find(call: Call) -> dict[str, Any]:
    """All permissions of a file on one page."""
    row = require(call, call.path["file"], "writer")
    held = sharing.held(call.store, row["id"], call.params.get("includePermissionsForView", ""))
    return {"kind": "drive#permissionList", "permissions": [resource.permission(call, one) for one in held]}


def get(call: Call) -> dict[str, Any]:
    """One permission."""
    row = require(call, call.path["file"], "writer")
    return resource.permission(call, _one(call, row["id"]))


def create(call: Call) -> dict[str, Any]:
    """Share a file; no mail is sent whatever `sendNotificationEmail` says, for the workspace has none."""
    row = _shareable(call)
    kind, role = call.body.get("type", ""), call.body.get("role", "")
    _check_role(role)
    address = _address(call.body, kind)
    if role == "owner":
        _check_transfer(call, row, kind)
    elif address.lower() == row["owner"].lower():
        role = "owner"  # sharing with the owner leaves the owner as is
    with call.store.transaction() as tx:
        if kind in {"user", "group"}:
            accounts.add_person(tx, address)
        if role == "owner":
            _change_owner(tx, row, address)
        identity = sharing.set_permission(
            tx,
            row["id"],
            type=kind,
            role=role,
            address=address,
            discoverable=bool(call.body.get("allowFileDiscovery")),
            view=call.body.get("view", ""),
        )
        _shared(tx, call, row["id"])
        made = _own(tx, row["id"], identity)
    return resource.permission(call, made)


def update(call: Call) -> dict[str, Any]:
    """Give a holder another role."""
    row = _shareable(call)
    role = call.body.get("role", "")
    _check_role(role)
    one = _one(call, row["id"])
    if one["role"] == "owner" and role != "owner":
        raise forbidden("The owner of a file cannot be removed.")
    if role == "owner":
        _check_transfer(call, row, one["type"])
    with call.store.transaction() as tx:
        if role == "owner":
            _change_owner(tx, row, one["address"])
        sharing.set_permission(
            tx,
            row["id"],
            type=one["type"],
            role=role,
            address=one["address"],
            discoverable=bool(one["discoverable"]),
            view=one["view"],
        )
        _shared(tx, call, row["id"])
        changed = _own(tx, row["id"], one["id"])
    return resource.permission(call, changed)


def delete(call: Call) -> None:
    """Take a permission away; everybody may give up their own."""
    row = require(call, call.path["file"])
    one = _one(call, row["id"])
    if one["address"].lower() != call.email.lower():
        row = _shareable(call)
    if one["role"] == "owner":
        raise forbidden("The owner of a file cannot be removed.")
    with call.store.transaction() as tx:
        own = tx.execute("DELETE FROM permissions WHERE file = ? AND id = ?", (row["id"], one["id"]))
        if not own.rowcount:
            raise forbidden("Cannot delete an inherited permission.", "cannotDeleteInheritedPermission")
        _shared(tx, call, row["id"])
        if one["type"] == "user" and not sharing.role_of(call.store, row["id"], one["address"]):
            files.log_change(tx, call.store, row["id"], removed_for=[one["address"]])


def _shareable(call: Call) -> sqlite3.Row:
    row = require(call, call.path["file"])
    if not resource.may_share(row, sharing.role_of(call.store, row["id"], call.email)):
        raise insufficient(row["id"])
    return row


def _check_role(role: str) -> None:
    if role in {"organizer", "fileOrganizer"}:
        raise unimplemented(f"the role {role} of shared drives")
    if role not in _ROLES:
        raise bad_request("The specified role is invalid or not supported.", "invalid")


def _address(body: dict[str, Any], kind: str) -> str:
    match kind:
        case "user" | "group":
            address = str(body.get("emailAddress", ""))
            if "@" not in address.strip("@"):
                raise bad_request(
                    "The specified emailAddress is invalid or not applicable for the given permission type.",
                    "invalidSharingRequest",
                )
            return address
        case "domain":
            if not body.get("domain"):
                raise bad_request(
                    "The specified domain is invalid or not applicable for the given permission type.",
                    "invalid",
                )
            return str(body["domain"])
        case "anyone":
            return ""
    raise bad_request("The permission type field is required.", "required")


def _check_transfer(call: Call, row: sqlite3.Row, kind: str) -> None:
    if call.params.get("transferOwnership", "").lower() != "true":
        raise forbidden(
            "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        )
    if row["owner"] != call.email:
        raise insufficient(row["id"])
    if kind != "user":
        raise forbidden("Only a user can own a file.", "invalidOwnershipTransfer")


def _change_owner(tx: sqlite3.Connection, row: sqlite3.Row, address: str) -> None:
    tx.execute("UPDATE permissions SET role = 'writer' WHERE file = ? AND role = 'owner'", (row["id"],))
    tx.execute("UPDATE files SET owner = ? WHERE id = ?", (address, row["id"]))


def _shared(tx: sqlite3.Connection, call: Call, file_id: str) -> None:
    """Sharing makes a new version and is told to watchers; the time of the last edit stays."""
    tx.execute("UPDATE files SET version = version + 1 WHERE id = ?", (file_id,))
    files.log_change(tx, call.store, file_id)


def _own(tx: sqlite3.Connection, file_id: str, identity: str) -> sqlite3.Row:
    row: sqlite3.Row = tx.execute(
        "SELECT * FROM permissions WHERE file = ? AND id = ?", (file_id, identity)
    ).fetchone()
    return row


def _one(call: Call, file_id: str) -> dict[str, Any]:
    for one in sharing.held(call.store, file_id, "published"):
        if one["id"] == call.path["permission"]:
            return one
    identity = call.path["permission"]
    raise DriveRefusal(404, f"Permission not found: {identity}.", "notFound", "permissionId")
