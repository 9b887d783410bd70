"""Who sees a file, before and after something happens to it: those who lose sight of it are told so."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sync.workspace import files, sharing
from sync.workspace.store import Store

Seen = Mapping[str, set[str]]
"""File id -> the addresses of all people who are named in its permissions or in a group of those."""


def seen(tx: sqlite3.Connection, store: Store, file_id: str) -> Seen:
    """Who sees a file and what lies in it."""
    return {row["id"]: sharing.people(store, row["id"]) for row in files.below(tx, file_id)}


def tell_lost(tx: sqlite3.Connection, store: Store, before: Seen) -> None:
    """Log for all who saw these files and do not any more that the files are gone."""
    for file_id, people in before.items():
        lost = [reader for reader in sorted(people) if not sharing.role_of(store, file_id, reader)]
        if lost:
            files.log_change(tx, store, file_id, removed_for=lost)
