"""Giving a file to another owner: at once inside one domain, with the other's consent outside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from sync.workspace import files
from sync.workspace.calls import Call
from sync.workspace.drive import bodies
from sync.workspace.drive.access import owns
from sync.workspace.drive.refusals import bad_request, forbidden, insufficient


def takes(call: Call, one: Mapping[str, Any], role: str) -> bool:
    """Whether the caller was asked to own the file, and now takes it."""
    return role == "owner" and bool(one["pending"]) and one["address"].lower() == call.email.lower()


def check(call: Call, row: sqlite3.Row, kind: str, address: str) -> None:
    """Refusal 403 unless the file may go to `address` now: wanted on purpose, by its owner, with consent."""
    if not bodies.flag(call.params.get("transferOwnership", "")):
        raise forbidden(
            "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        )
    if kind != "user":
        raise bad_request("Only a user can own a file.", "invalidSharingRequest")
    if call.email.lower() == address.lower() and _is_asked(call, row, address):
        return
    if not owns(call, row):
        raise insufficient(row["id"])
    if _domain(address) != _domain(call.email):
        raise forbidden(
            "Consent is required to transfer ownership of a file to another user.",
            "consentRequiredForOwnershipTransfer",
        )


def _is_asked(call: Call, row: sqlite3.Row, address: str) -> bool:
    found = call.store.connection.execute(
        "SELECT 1 FROM permissions WHERE file = ? AND type = 'user' AND address = ? AND pending",
        (row["id"], address),
    )
    return found.fetchone() is not None


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def change(tx: sqlite3.Connection, call: Call, row: sqlite3.Row, address: str) -> None:
    """Make `address` the owner; who was it edits the file from now on, and its folder stays unless asked."""
    known = tx.execute("SELECT email FROM people WHERE email = ? COLLATE NOCASE", (address,)).fetchone()
    owner = known["email"] if known else address
    tx.execute("UPDATE permissions SET role = 'writer' WHERE file = ? AND role = 'owner'", (row["id"],))
    tx.execute("UPDATE files SET owner = ? WHERE id = ?", (owner, row["id"]))
    if bodies.flag(call.params.get("moveToNewOwnersRoot", "")):
        home = files.root_of(tx, call.store, owner)
        tx.execute("UPDATE files SET parent = ? WHERE id = ?", (home, row["id"]))
