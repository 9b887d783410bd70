"""Who may do what with a file: Drive's permissions, held on the file itself or on a folder above it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any, Literal

from sync.workspace.store import Store, timestamp

Role = Literal["reader", "commenter", "writer", "owner"]
RANK = {"": 0, "reader": 1, "commenter": 2, "writer": 3, "owner": 4}

SCHEMA = """
CREATE TABLE IF NOT EXISTS permissions (
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    id TEXT NOT NULL, type TEXT NOT NULL, role TEXT NOT NULL,
    address TEXT NOT NULL COLLATE NOCASE, discoverable INTEGER NOT NULL DEFAULT 0,
    view TEXT NOT NULL DEFAULT '', expires TEXT NOT NULL DEFAULT '', pending INTEGER NOT NULL DEFAULT 0,
    given TEXT NOT NULL DEFAULT '', given_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (file, id)
);
CREATE INDEX IF NOT EXISTS permissions_address ON permissions (address);
-- A group's members: people, or other groups.
CREATE TABLE IF NOT EXISTS group_members (
    address TEXT NOT NULL COLLATE NOCASE, member TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (address, member)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS group_members_member ON group_members (member);
"""


def set_group(tx: sqlite3.Connection, address: str, members: Collection[str]) -> None:
    """Let a group have exactly these members (addresses of people or of other groups); none: no group."""
    tx.execute("DELETE FROM group_members WHERE address = ?", (address,))
    tx.executemany("INSERT OR IGNORE INTO group_members VALUES (?, ?)", [(address, one) for one in members])


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
    expires: str = "",
    pending: bool = False,
    given: str = "",
    given_by: str = "",
) -> str:
    """Give `role` to a user, group or domain (`address`) or to anyone; returns the permission's id.

    `expires` and `given` are times as Google writes them, `pending` marks who is asked to own the file.
    """
    identity = permission_id(type, address) + ("v" if view else "")
    tx.execute(
        "INSERT OR REPLACE INTO permissions (file, id, type, role, address, discoverable, view, expires, "
        "pending, given, given_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (file_id, identity, type, role, address, discoverable, view, expires, pending, given, given_by),
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


def trashed(store: Store) -> set[str]:
    """The ids of all files in the bin, those that lie in a folder there among them."""
    found = store.connection.execute(
        "WITH RECURSIVE gone (id) AS (SELECT id FROM files WHERE trashed "
        "UNION SELECT files.id FROM files JOIN gone ON files.parent = gone.id) SELECT id FROM gone"
    )
    return {str(row["id"]) for row in found}


# Who an address is besides itself: every group that it is in, through other groups too.
_WHO = """
WITH RECURSIVE who (address) AS (
    VALUES (:email) UNION SELECT group_members.address FROM group_members JOIN who
    ON group_members.member = who.address COLLATE NOCASE)
"""
_MEANT = """
(type = 'anyone' OR (type = 'domain' AND address = :domain)
    OR (type IN ('user', 'group') AND address IN (SELECT address FROM who)))
AND (expires = '' OR expires > :now)
"""


def _given(store: Store, email: str) -> dict[str, str]:
    return {"email": email, "domain": email.rpartition("@")[2] or "-", "now": timestamp(store.now())}


def may_respond(store: Store, form_id: str, email: str = "") -> bool:
    """Whether a form is open to respondents: to anyone with its link, to an address, its groups or domain."""
    found = store.connection.execute(
        f"{_WHO} SELECT 1 FROM permissions WHERE file = :form AND view = 'published' AND {_MEANT}",  # noqa: S608
        {"form": form_id, **_given(store, email or "-")},
    )
    return found.fetchone() is not None


_ROLES = f"""
{_WHO}, line (id, above) AS (
    VALUES (:file, 0) UNION ALL
    SELECT files.parent, above + 1 FROM files JOIN line ON files.id = line.id WHERE files.parent != '')
SELECT role, above FROM line JOIN permissions ON permissions.file = line.id
WHERE view = '' AND {_MEANT}
"""  # noqa: S608 - put together of the texts above


def role_of(store: Store, file_id: str, email: str) -> str:
    """The strongest role that an address has on a file, "" for none."""
    found = store.connection.execute(_ROLES, {"file": file_id, **_given(store, email)})
    roles = [_inherited(row["role"], row["above"] > 0) for row in found]
    return max(roles, key=RANK.__getitem__, default="")


def _inherited(role: str, from_folder: bool) -> str:
    """Whoever owns a folder edits the files of others in it, and does not own them."""
    return "writer" if from_folder and role == "owner" else role


def held(store: Store, file_id: str, view: str = "") -> list[dict[str, Any]]:
    """The permissions that hold for a file, its folders' among them: the owner's first, one for each holder.

    `view` adds those of that view ("published": a form's respondents), which are a file's own only.
    Each says in "inherited" whether it is a folder's, and in "own" the role that the file itself gives.
    """
    now = timestamp(store.now())
    found: dict[str, dict[str, Any]] = {}
    for here in lineage(store, file_id):
        for row in store.connection.execute(
            "SELECT * FROM permissions WHERE file = ? AND (expires = '' OR expires > ?)", (here, now)
        ):
            if row["view"] and (row["view"] != view or here != file_id):
                continue
            role = _inherited(row["role"], here != file_id)
            known = found.get(row["id"])
            if known is None or RANK[role] > RANK[known["role"]]:
                own = known["own"] if known else "" if here != file_id else role
                found[row["id"]] = {**row, "role": role, "inherited": here != file_id, "own": own}
    return sorted(found.values(), key=lambda row: -RANK[row["role"]])


_VISIBLE = f"""
{_WHO}, seen (id) AS (
    SELECT file FROM permissions WHERE view = '' AND (expires = '' OR expires > :now) AND (
        (type IN ('user', 'group') AND address IN (SELECT address FROM who))
        OR (discoverable AND (type = 'anyone' OR (type = 'domain' AND address = :domain))))
    UNION SELECT files.id FROM files JOIN seen ON files.parent = seen.id
)
SELECT id FROM seen
"""  # noqa: S608 - put together of the texts above


def visible(store: Store, email: str) -> set[str]:
    """The ids of the files that Drive lists for a person; files known by their link alone are not."""
    return {str(row["id"]) for row in store.connection.execute(_VISIBLE, _given(store, email))}


_SHARED = f"""
{_WHO} SELECT * FROM permissions WHERE view = '' AND role != 'owner' AND (expires = '' OR expires > :now)
AND type IN ('user', 'group') AND address IN (SELECT address FROM who)
"""  # noqa: S608 - put together of the texts above


def shared_with(store: Store, email: str) -> dict[str, sqlite3.Row]:
    """File id -> the permission by which a file was shared with a person, themselves or their group."""
    found = store.connection.execute(f"{_SHARED} ORDER BY given", _given(store, email))
    return {str(row["file"]): row for row in found}


def shared_by(store: Store, file_id: str, email: str) -> sqlite3.Row | None:
    """The permission by which one file was shared with a person, None if it was not."""
    found: sqlite3.Row | None = store.connection.execute(
        f"{_SHARED} AND file = :file ORDER BY given DESC LIMIT 1", {"file": file_id, **_given(store, email)}
    ).fetchone()
    return found


def people(store: Store, file_id: str) -> set[str]:
    """The addresses of all people named in a file's permissions, a group's members for the group."""
    found = {one["address"] for one in held(store, file_id) if one["type"] == "user"}
    for one in held(store, file_id):
        if one["type"] == "group":
            rows = store.connection.execute(
                "WITH RECURSIVE inside (member) AS (SELECT member FROM group_members WHERE address = ? "
                "UNION SELECT below.member FROM group_members AS below JOIN inside "
                "ON below.address = inside.member) SELECT member FROM inside",
                (one["address"],),
            )
            found |= {str(row["member"]) for row in rows}
    return found
