"""Batches: sent with a stamp that the ledger knows, and what became of one whose answer was lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from sync import sheets as tabs_to_google
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.publishing import Pending
from sync.ledger.store import write_meta
from sync.pipeline import written
from sync.sheets import Batch, TabChange, TabState

STAMP: Final = "stamp:"  # in the ledger's meta, before a spreadsheet's key: that of our last batch there


def states_of(ledger: Ledger, key: str) -> dict[str, TabState]:
    """The tabs of a spreadsheet as they were acknowledged."""
    return {
        tab: TabState.from_json(shape, rows)
        for tab, (shape, rows) in publishing.tab_states(ledger.connection, key).items()
    }


def send(
    ledger: Ledger,
    google: Google,
    key: str,
    file_id: str,
    batch: Batch,
    state: Mapping[str, TabState],
    now: datetime,
) -> None:
    """Send one batch; its stamp is in the ledger before it leaves, so that a lost answer can be asked for.

    `state` are the tabs as they were acknowledged before it.
    """
    with ledger.transaction() as tx:
        written.note(tx, key, batch, state)
        publishing.begin(tx, key, Pending(batch.stamp, _changes_json(batch.changes)))
        write_meta(tx, f"echo:{key}", "1")  # the next change that Drive tells of may be this one
    tabs_to_google.send(google, file_id, batch)
    _acknowledge(ledger, key, batch.changes, batch.stamp, now)


def settle_pending(ledger: Ledger, google: Google, key: str, file_id: str, now: datetime) -> None:
    """Find out what became of the last batch: its stamp is in the spreadsheet, or it never came."""
    pending = publishing.pending(ledger.connection, key)
    if pending is None:
        return
    if tabs_to_google.read_stamp(google, file_id) == pending.stamp:
        _acknowledge(ledger, key, _changes_from_json(pending.changes), pending.stamp, now)
    else:
        with ledger.transaction() as tx:
            publishing.end(tx, key, now)


def _acknowledge(ledger: Ledger, key: str, changes: tuple[TabChange, ...], stamp: str, now: datetime) -> None:
    with ledger.transaction() as tx:
        write_meta(tx, f"{STAMP}{key}", stamp)
        for change in changes:
            if change.gone or change.fresh:
                publishing.drop_rows(tx, key, change.tab)
            if change.gone:
                publishing.drop_tab(tx, key, change.tab)
            else:
                publishing.keep_tab(tx, key, change.tab, change.shape, change.rows)
        publishing.end(tx, key, now)


def _changes_json(changes: tuple[TabChange, ...]) -> str:
    kept: list[dict[str, Any]] = [
        {
            "tab": change.tab,
            "shape": change.shape,
            "rows": {str(row): digest for row, digest in change.rows.items()},
            "fresh": change.fresh,
            "gone": change.gone,
        }
        for change in changes
    ]
    return orjson.dumps(kept, option=orjson.OPT_NON_STR_KEYS).decode()


def _changes_from_json(text: str) -> tuple[TabChange, ...]:
    def read(kept: Mapping[str, Any]) -> TabChange:
        rows = {int(row): digest for row, digest in kept["rows"].items()}
        return TabChange(kept["tab"], kept["shape"], rows, kept["fresh"], kept["gone"])

    return tuple(read(kept) for kept in orjson.loads(text))
