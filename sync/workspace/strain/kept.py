"""The switches in the store: they outlive the server, as all that the workspace is told does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from sync.workspace.store import Store
from sync.workspace.strain import switches

SCHEMA = "CREATE TABLE IF NOT EXISTS strain (id INTEGER PRIMARY KEY CHECK (id = 1), given BLOB NOT NULL);"


def load(store: Store) -> None:
    """Set the switches as they were left."""
    row = store.connection.execute("SELECT given FROM strain").fetchone()
    if row:
        store.strain.set(switches.read(orjson.loads(row["given"])))


def change(store: Store, given: Mapping[str, Any]) -> None:
    """Set the switches that are given, null for the default; Refusal 400 changes none."""
    both = {**store.strain.switches.given, **given}
    wanted = switches.read(both)
    if "faults" in given:
        switches.check_methods(wanted, store.strain.methods)
    with store.transaction() as tx:
        tx.execute(
            "INSERT OR REPLACE INTO strain (id, given) VALUES (1, ?)",
            (orjson.dumps(dict(wanted.given)),),
        )
    store.strain.set(wanted)


def clear(store: Store) -> None:
    """Switch everything off."""
    with store.transaction() as tx:
        tx.execute("DELETE FROM strain")
    store.strain.set(switches.Switches())
