"""Deleting files for good: one with all of the caller's that lies in it, or everything in their bin."""

from __future__ import annotations

import sqlite3

from sync.workspace import files, sharing
from sync.workspace.calls import Call
from sync.workspace.drive import sight
from sync.workspace.drive.access import owns, require
from sync.workspace.drive.refusals import forbidden, insufficient
from sync.workspace.drive.shared_drives import missing


def delete(call: Call) -> None:
    """files.delete: whoever saw what is deleted is told that it is gone."""
    row = require(call, call.path["file"])
    if not owns(call, row):
        raise insufficient(row["id"])
    if row["root"]:
        raise forbidden("The root folder cannot be deleted.", "cannotDeleteRootFolder")
    with call.store.transaction() as tx:
        _erase(tx, call, row["id"])


def empty_trash(call: Call) -> None:
    """files.emptyTrash: what the caller put into the bin goes."""
    if drive := call.params.get("driveId"):
        raise missing(drive)
    with call.store.transaction() as tx:
        for row in tx.execute(
            "SELECT id FROM files WHERE trashed AND owner = ? COLLATE NOCASE", (call.email,)
        ).fetchall():
            _erase(tx, call, row["id"])


def _erase(tx: sqlite3.Connection, call: Call, file_id: str) -> None:
    """Delete a file and what the caller owns below it; others' files there go to their own My Drive."""
    below = files.below(tx, file_id)
    gone = {row["id"] for row in below if owns(call, row)}
    for row in below:
        if row["id"] in gone:
            readers = sharing.people(call.store, row["id"])
            files.log_change(tx, call.store, row["id"], removed_for=sorted(readers))
    for row in below:
        if row["id"] not in gone and row["parent"] in gone:
            before = sight.seen(tx, call.store, row["id"])
            home = files.root_of(tx, call.store, row["owner"])
            tx.execute("UPDATE files SET parent = ? WHERE id = ?", (home, row["id"]))
            files.log_change(tx, call.store, row["id"])
            sight.tell_lost(tx, call.store, {one: before[one] for one in before.keys() - gone})
    tx.executemany("DELETE FROM files WHERE id = ?", [(one,) for one in gone])
