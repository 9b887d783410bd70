"""Written: the rows of people's tabs that we wrote since these were read; people may have moved them then."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from sync.ledger.store import read_meta, write_meta
from sync.sheets import TabState
from sync.sheets.marks import is_told
from sync.sheets.state import Batch


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of a tab (from 0) that a batch named, and those of them in which it wrote a key."""

    rows: frozenset[int] = frozenset()
    keys: frozenset[int] = frozenset()


def note(tx: sqlite3.Connection, key: str, batch: Batch, state: Mapping[str, TabState]) -> None:
    """Note which rows a batch is about to write in the tabs in which people write.

    Rows are written at places that were right when the tab was last read. Whoever inserts, deletes or
    sorts rows between that reading and the batch has another record's row written: no request of Google's
    asks first. So what is found there next is doubted.
    """
    noted = _noted(tx, key)
    for change in batch.changes:
        known = state.get(change.tab)
        people = change.shape["people"] if change.shape is not None else known.people if known else ()
        if not people:
            continue
        there = known.rows if known is not None and not change.fresh else {}
        rows = {row for row, mark in change.rows.items() if mark is not None}
        keys = {row for row in rows if not is_told(there.get(row, ""))}
        before = Written() if change.fresh else noted.get(change.tab, Written())
        noted[change.tab] = Written(before.rows | rows, before.keys | keys)
    _keep(tx, key, noted)


def of(tx: sqlite3.Connection, key: str, tab: str) -> Written:
    """What was written in a tab since it was last read."""
    return _noted(tx, key).get(tab, Written())


def read(tx: sqlite3.Connection, key: str, tab: str) -> None:
    """The tab was read: what stands in it is no longer doubted."""
    noted = _noted(tx, key)
    if noted.pop(tab, None) is not None:
        _keep(tx, key, noted)


def _noted(tx: sqlite3.Connection, key: str) -> dict[str, Written]:
    kept = orjson.loads(read_meta(tx, f"written:{key}") or "{}")
    return {tab: Written(frozenset(rows), frozenset(keys)) for tab, (rows, keys) in kept.items()}


def _keep(tx: sqlite3.Connection, key: str, noted: Mapping[str, Written]) -> None:
    kept = {tab: [sorted(one.rows), sorted(one.keys)] for tab, one in sorted(noted.items()) if one.rows}
    body = orjson.dumps(kept).decode() if kept else ""
    if body != (read_meta(tx, f"written:{key}") or ""):
        write_meta(tx, f"written:{key}", body)
