"""Drive's permissions: who a file is shared with."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sync.workspace import files, sharing
from sync.workspace.access import accounts
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, ownership, resource, sight
from sync.workspace.drive.access import require
from sync.workspace.drive.capabilities import may_share
from sync.workspace.drive.listing import paged
from sync.workspace.drive.refusals import DriveRefusal, bad_request, forbidden, insufficient
from sync.workspace.errors import unimplemented
from sync.workspace.store import timestamp

_ROLES = {"owner", "writer", "commenter", "reader"}
_LONGEST = timedelta(days=366)
_FIXED = {
    "id", "type", "emailAddress", "domain", "view", "displayName", "photoLink", "deleted",
    "permissionDetails", "teamDrivePermissionDetails",
}  # fmt: skip


def find(call: Call) -> dict[str, Any]:
    """A file's permissions; all on one page unless the call asks for less."""
    row = require(call, call.path["file"], "writer")
    held = sharing.held(call.store, row["id"], call.params.get("includePermissionsForView", ""))
    page, more = paged(call, held, 100, 100, f"permissions {row['id']}")
    found = [resource.permission(call, one) for one in page]
    return {"kind": "drive#permissionList", "permissions": found, **more}


def get(call: Call) -> dict[str, Any]:
    """One permission."""
    row = require(call, call.path["file"], "writer")
    return resource.permission(call, _one(call, row["id"]))


def create(call: Call) -> dict[str, Any]:
    """Share a file; no mail is sent whatever `sendNotificationEmail` says, for the workspace has none."""
    row = _shareable(call)
    body = bodies.permission(call.body)
    kind, role = body.get("type", ""), body.get("role", "")
    _check_role(role, kind)
    address = _address(body, kind)
    pending = _pending(call, row, body, kind, role)
    _check_mail(call, kind, role)
    if role == "owner":
        ownership.check(call, row, kind, address)
    elif address.lower() == row["owner"].lower():
        role = "owner"  # sharing with the owner leaves the owner as is
    expires = _expires(call, body, kind)
    with call.store.transaction() as tx:
        if kind in {"user", "group"}:
            accounts.add_person(tx, address)
        if role == "owner":
            ownership.change(tx, call, row, address)
        identity = sharing.set_permission(
            tx,
            row["id"],
            type=kind,
            role=role,
            address=address,
            discoverable=bool(body.get("allowFileDiscovery")),
            view=body.get("view", ""),
            expires=expires,
            pending=pending,
            given=timestamp(call.store.now()),
            given_by=call.email,
        )
        _shared(tx, call, row["id"])
    return _told(call, row["id"], identity)


def update(call: Call) -> dict[str, Any]:
    """Give a holder another role, or another end; whoever is asked to own a file may take it."""
    row = require(call, call.path["file"])
    body = bodies.permission(call.body)
    if body.keys() & _FIXED:
        raise forbidden(
            "The resource body includes fields which are not directly writable.", "fieldNotWritable"
        )
    one = _one(call, row["id"])
    role = body.get("role", one["role"])
    _check_role(role, one["type"])
    if not ownership.takes(call, one, role):
        row = _shareable(call)
    if one["role"] == "owner" and role != "owner":
        raise forbidden("The owner of a file cannot be removed.")
    if role == "owner" and one["role"] != "owner":
        ownership.check(call, row, one["type"], one["address"])
    if sharing.RANK[role] < sharing.RANK[one["role"]] and one["own"] != one["role"]:
        raise forbidden("Cannot reduce an inherited permission.", "cannotModifyInheritedPermission")
    pending = _pending(call, row, body, one["type"], role)
    ends = bodies.flag(call.params.get("removeExpiration", ""))
    expires = (
        _expires(call, body, one["type"]) if "expirationTime" in body else "" if ends else one["expires"]
    )
    with call.store.transaction() as tx:
        if role == "owner" and one["role"] != "owner":
            ownership.change(tx, call, row, one["address"])
        sharing.set_permission(
            tx,
            row["id"],
            type=one["type"],
            role=role,
            address=one["address"],
            discoverable=bool(body.get("allowFileDiscovery", one["discoverable"])),
            view=one["view"],
            expires=expires,
            pending=pending if "pendingOwner" in body else bool(one["pending"]) and role == "writer",
            given=one["given"],
            given_by=one["given_by"],
        )
        _shared(tx, call, row["id"])
    return _told(call, row["id"], one["id"])


def delete(call: Call) -> None:
    """Take a permission away; everybody may give up their own."""
    row = require(call, call.path["file"])
    one = _one(call, row["id"])
    if one["address"].lower() != call.email.lower():
        row = _shareable(call)
    if one["role"] == "owner":
        raise forbidden("The owner of a file cannot be removed.")
    with call.store.transaction() as tx:
        before = sight.seen(tx, call.store, row["id"])
        own = tx.execute("DELETE FROM permissions WHERE file = ? AND id = ?", (row["id"], one["id"]))
        if not own.rowcount:
            raise forbidden("Cannot delete an inherited permission.", "cannotDeleteInheritedPermission")
        _shared(tx, call, row["id"])
        sight.tell_lost(tx, call.store, before)


def _shareable(call: Call) -> sqlite3.Row:
    row = require(call, call.path["file"])
    if not may_share(row, sharing.role_of(call.store, row["id"], call.email)):
        raise insufficient(row["id"])
    return row


def _check_role(role: str, kind: str) -> None:
    if role in {"organizer", "fileOrganizer"}:
        raise unimplemented(f"the role {role} of shared drives")
    if role not in _ROLES:
        raise bad_request("The specified role is invalid or not supported.", "invalid")
    if role == "owner" and kind in {"domain", "anyone"}:
        raise bad_request(
            "The specified role is not valid for the given permission type.", "invalidSharingRequest"
        )


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


def _check_mail(call: Call, kind: str, role: str) -> None:
    """`sendNotificationEmail` is for people and groups, and a new owner is always told."""
    if "sendNotificationEmail" not in call.params:
        return
    wanted = bodies.flag(call.params["sendNotificationEmail"])
    if kind in {"user", "group"} and role == "owner" and not wanted:
        raise forbidden("The sendNotificationEmail parameter must not be disabled for ownership transfers.")


def _expires(call: Call, body: dict[str, Any], kind: str) -> str:
    """When a permission is to end, '' for never."""
    if "expirationTime" not in body:
        return ""
    ends = bodies.time("expirationTime", body["expirationTime"])
    now = call.store.now()
    if kind not in {"user", "group"} or not now < datetime.fromisoformat(ends) <= now + _LONGEST:
        raise forbidden("Expiration dates cannot be set on this item.", "cannotSetExpiration")
    return ends


def _pending(call: Call, row: sqlite3.Row, body: dict[str, Any], kind: str, role: str) -> bool:
    """Whether the holder is asked to become the owner; only the owner asks, and only an editor."""
    if not body.get("pendingOwner"):
        return False
    if call.email.lower() != row["owner"].lower():
        raise insufficient(row["id"])
    if kind != "user" or role != "writer":
        raise bad_request("A pending owner must be a user with the role writer.", "invalidSharingRequest")
    return True


def _shared(tx: sqlite3.Connection, call: Call, file_id: str) -> None:
    """Sharing makes a new version and is told to watchers, of all that lies in a folder too."""
    for row in files.below(tx, file_id):
        files.stir(tx, call.store, row["id"])


def _told(call: Call, file_id: str, identity: str) -> dict[str, Any]:
    held = sharing.held(call.store, file_id, "published")
    return resource.permission(call, next(one for one in held if one["id"] == identity))


def _one(call: Call, file_id: str) -> dict[str, Any]:
    for one in sharing.held(call.store, file_id, "published"):
        if one["id"] == call.path["permission"]:
            return one
    identity = call.path["permission"]
    raise DriveRefusal(404, f"Permission not found: {identity}.", "notFound", "permissionId")
