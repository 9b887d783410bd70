"""Who may do what with a file: Drive's permissions, held on the file itself or on a folder above it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Literal

from sync.workspace.store import Store

Role = Literal["reader", "commenter", "writer", "owner"]
RANK = {"": 0, "reader": 1, "commenter": 2, "writer": 3, "owner": 4}

SCHEMA = """
CREATE TABLE IF NOT EXISTS permissions (
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    id TEXT NOT NULL, type TEXT NOT NULL, role TEXT NOT NULL,
    address TEXT NOT NULL COLLATE NOCASE, discoverable INTEGER NOT NULL DEFAULT 0,
    view TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (file, id)
);
CREATE INDEX IF NOT EXISTS permissions_address ON permissions (address);
"""


def permission_id(type_: str, address: str) -> str:
    """Drive's stable id of who is meant: digits for an address, a word for anyone."""
    if type_ == "anyone":
        return "anyoneWithLink"
    digits = str(int.from_bytes(sha256(address.lower().encode()).digest()[:9], "big"))[:20]
    return digits.zfill(20) + ("k" if type_ == "domain" else "")


def set_permission(
    tx: sqlite3.Connection,
    file_id: str,
    *,
    type: str,
    role: str,
    address: str = "",
    discoverable: bool = False,
    view: str = "",
) -> str:
    """Give `role` to a user, group or domain (`address`) or to anyone; returns the permission's id."""
    identity = permission_id(type, address) + ("v" if view else "")
    tx.execute(
        "INSERT OR REPLACE INTO permissions (file, id, type, role, address, discoverable, view) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (file_id, identity, type, role, address, discoverable, view),
    )
    return identity


def lineage(store: Store, file_id: str) -> Iterator[str]:
    """The file's id and those of all folders it lies in: a permission on any of them holds for the file."""
    here = file_id
    while here:
        yield here
        row = store.connection.execute("SELECT parent FROM files WHERE id = ?", (here,)).fetchone()
        here = row["parent"] if row else ""


def is_trashed(store: Store, file_id: str) -> bool:
    """Whether a file lies in the bin, itself or with a folder above it."""
    marks = ", ".join("?" * len(ids := tuple(lineage(store, file_id))))
    found = store.connection.execute(
        f"SELECT 1 FROM files WHERE trashed AND id IN ({marks})",  # noqa: S608 - only question marks are put in
        ids,
    )
    return found.fetchone() is not None


def may_respond(store: Store, form_id: str, email: str = "") -> bool:
    """Whether a form is open to respondents: to anyone with its link, or to this address or its domain."""
    domain = email.rpartition("@")[2]
    found = store.connection.execute(
        "SELECT 1 FROM permissions WHERE file = ? AND view = 'published' AND (type = 'anyone' OR "
        "address IN (?, ?))",
        (form_id, email or "-", domain or "-"),
    )
    return found.fetchone() is not None


def role_of(store: Store, file_id: str, email: str) -> str:
    """The strongest role that an address has on a file, "" for none."""
    domain = email.rpartition("@")[2]
    best = ""
    for here in lineage(store, file_id):
        for row in store.connection.execute(
            "SELECT role FROM permissions WHERE file = ? AND view = '' AND (type = 'anyone' OR "
            "(type = 'domain' AND address = ?) OR (type IN ('user', 'group') AND address = ?))",
            (here, domain, email),
        ):
            best = max(best, _inherited(row["role"], here != file_id), key=RANK.__getitem__)
    return best


def _inherited(role: str, from_folder: bool) -> str:
    """Whoever owns a folder edits the files of others in it, and does not own them."""
    return "writer" if from_folder and role == "owner" else role


def held(store: Store, file_id: str, view: str = "") -> list[dict[str, Any]]:
    """The permissions that hold for a file, its folders' among them: the owner's first, one for each holder.

    `view` adds those of that view ("published": a form's respondents), which are a file's own only.
    """
    found: dict[str, dict[str, Any]] = {}
    for here in lineage(store, file_id):
        for row in store.connection.execute("SELECT * FROM permissions WHERE file = ?", (here,)):
            if row["view"] and (row["view"] != view or here != file_id):
                continue
            role = _inherited(row["role"], here != file_id)
            known = found.get(row["id"])
            if known is None or RANK[role] > RANK[known["role"]]:
                found[row["id"]] = {**row, "role": role}
    return sorted(found.values(), key=lambda row: -RANK[row["role"]])


_VISIBLE = """
WITH RECURSIVE seen (id) AS (
    SELECT file FROM permissions WHERE view = '' AND (
        (address = :email AND type IN ('user', 'group'))
        OR (discoverable AND (type = 'anyone' OR (type = 'domain' AND address = :domain))))
    UNION SELECT files.id FROM files JOIN seen ON files.parent = seen.id
)
SELECT id FROM seen
"""


def visible(store: Store, email: str) -> set[str]:
    """The ids of the files that Drive lists for a person; files known by their link alone are not."""
    given = {"email": email, "domain": email.rpartition("@")[2]}
    return {str(row["id"]) for row in store.connection.execute(_VISIBLE, given)}
