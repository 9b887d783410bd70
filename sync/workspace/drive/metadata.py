"""Writing a file's metadata: what a body says of it, its folder, its properties."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from sync.workspace import files, sharing
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, sight
from sync.workspace.drive.access import require_folder
from sync.workspace.drive.refusals import forbidden
from sync.workspace.store import timestamp

_COLUMNS = {
    "name": "name",
    "description": "description",
    "createdTime": "created",
    "modifiedTime": "modified",
    "folderColorRgb": "colour",
    "originalFilename": "original_name",
    "trashed": "trashed",
    "writersCanShare": "writers_can_share",
    "copyRequiresWriterPermission": "copy_needs_writer",
}
_OF_ONE_PERSON = {"starred": "starred", "viewedByMeTime": "viewed"}
PERSONAL = frozenset(_OF_ONE_PERSON)
"""What a person may say of any file that they see."""


def row_of(tx: sqlite3.Connection, file_id: str) -> sqlite3.Row:
    """A file that is known to exist."""
    row: sqlite3.Row = tx.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    return row


def write(tx: sqlite3.Connection, call: Call, file_id: str, meta: Mapping[str, Any]) -> None:
    """Write what `meta` (see `bodies.file`) says of a file; its kind, folder and id are not among it."""
    row = row_of(tx, file_id)
    for name, column in _COLUMNS.items():
        if name in meta:
            _set(tx, file_id, column, meta[name])
    for name, column in _OF_ONE_PERSON.items():
        if name in meta:
            files.set_personal(tx, file_id, call.email, **{column: meta[name]})
    for name, column in (("appProperties", "app_properties"), ("properties", "properties")):
        if name in meta:
            _set(tx, file_id, column, bodies.merged(row[column], meta[name]))
    if "trashed" in meta and bool(meta["trashed"]) != bool(row["trashed"]):
        _set(tx, file_id, "trashed_at", timestamp(call.store.now()) if meta["trashed"] else "")
        for inside in files.below(tx, file_id)[1:]:
            files.stir(tx, call.store, inside["id"])
    if "indexableText" in meta.get("contentHints", {}):
        _set(tx, file_id, "indexable_text", str(meta["contentHints"]["indexableText"]))


def _set(tx: sqlite3.Connection, file_id: str, column: str, value: object) -> None:
    tx.execute(f"UPDATE files SET {column} = ? WHERE id = ?", (value, file_id))  # noqa: S608 - our own column names


def new_parent(call: Call, row: sqlite3.Row, body: Mapping[str, Any]) -> str:
    """The folder that a file lies in after addParents and removeParents: exactly one.

    Taken out of its folder without another it goes to its owner's My Drive: "" stands for that.
    """
    added = [name for name in call.params.get("addParents", "").split(",") if name]
    removed = {name for name in call.params.get("removeParents", "").split(",") if name}
    if "parents" in body:
        raise forbidden(
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead.",
            "fieldNotWritable",
        )
    here = {row["parent"], "root"} if _is_root(call, row["parent"]) else {row["parent"]}
    if not added:
        return "" if removed & here and "root" not in here else str(row["parent"])
    target = str(require_folder(call, added[0])["id"])
    if row["id"] in sharing.lineage(call.store, target):
        raise forbidden("A folder cannot be moved into itself.", "cyclicMembershipsNotAllowed")
    if len(added) > 1 or (not removed & here and target != row["parent"]):
        raise forbidden("Increasing the number of parents is not allowed", "cannotAddParent")
    return target


def move(tx: sqlite3.Connection, call: Call, row: sqlite3.Row, parent: str) -> None:
    """Put a file into a folder ("" for its owner's My Drive); what lies in it has changed with it."""
    if parent == row["parent"]:
        return
    before = sight.seen(tx, call.store, row["id"])
    tx.execute(
        "UPDATE files SET parent = ? WHERE id = ?",
        (parent or files.root_of(tx, call.store, row["owner"]), row["id"]),
    )
    for inside in files.below(tx, row["id"])[1:]:
        files.log_change(tx, call.store, inside["id"])
    sight.tell_lost(tx, call.store, before)


def _is_root(call: Call, file_id: str) -> bool:
    found = call.store.connection.execute("SELECT 1 FROM files WHERE id = ? AND root", (file_id,))
    return found.fetchone() is not None
