"""Look: a spreadsheet that somebody else changed against what we wrote; what differs is written again.

It is looked at as a whole, in one request, where Drive tells of a change that no writing of ours explains.
Where one may, people's own cells alone are read then, and the look is owed to the next such change or to
the night. Many rows are looked at less often, so that a large spreadsheet in which people write is not
read from end to end each minute.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sync import sheets as google_sheets
from sync.errors import NithetError
from sync.ledger import Ledger, publishing
from sync.ledger.store import mark_due, next_revision, read_meta, utc, write_meta
from sync.pipeline.answering import REGISTER, register_name
from sync.pipeline.batches import STAMP, states_of
from sync.pipeline.office import Office
from sync.pipeline.rearranged import copy_of, tell_moved
from sync.pipeline.troubles import Troubles
from sync.sheets import STRANGE, UNKNOWN, Seen, TabState

LOOK: Final = "look:"  # before the key of a spreadsheet that is due to be looked at
_ROWS_A_SECOND: Final = 100  # 10,000 rows are looked at every 100 seconds at most
_TOLD: Final = 8  # rows that are named; of more some
_TABS_TOLD: Final = 3


# --- When ------------------------------------------------------------------------------


def notice(tx: sqlite3.Connection, key: str, *, by_us: bool) -> None:
    """A spreadsheet changed: a look at it is due, or owed where we wrote in it ourselves since (`echo:`).

    `by_us`: whoever changed it last did so as the account that nithet works as, which may be a person's.
    """
    if by_us and read_meta(tx, f"echo:{key}"):
        write_meta(tx, f"echo:{key}", "")
        write_meta(tx, f"owed:{key}", "1")
    else:
        mark_due(tx, {f"{LOOK}{key}"}, next_revision(tx))


def look_at_night(ledger: Ledger, keys: Iterable[str]) -> None:
    """Looks that are owed to these spreadsheets become due."""
    owed = {f"{LOOK}{key}" for key in keys if read_meta(ledger.connection, f"owed:{key}")}
    if owed:
        with ledger.transaction() as tx:
            mark_due(tx, owed, next_revision(tx))


def may_look(ledger: Ledger, key: str, now: datetime) -> bool:
    """Whether a spreadsheet is of the year that is written, and was not looked at so short a time ago."""
    if key.rpartition(":")[2] != (read_meta(ledger.connection, "year") or key.rpartition(":")[2]):
        return False
    last = read_meta(ledger.connection, f"seen:{key}")
    pause = timedelta(seconds=publishing.count_rows(ledger.connection, key) / _ROWS_A_SECOND)
    return last is None or abs(now - datetime.fromisoformat(last)) >= pause


# --- What is found ---------------------------------------------------------------------


def look_at(
    ledger: Ledger,
    office: Office,
    key: str,
    seen: Seen,
    mended: Mapping[str, Collection[int]],
    now: datetime,
    troubles: Troubles,
) -> None:
    """Have all be written again that is not as we left it, and tell of it until the next full list.

    `mended` are rows by tab that are being written again already.
    """
    there = {sheet.sheet_id for sheet in seen.existing.sheets}
    state = {
        name: tab for name, tab in states_of(ledger, key).items() if tab.sheet_id in there and not tab.unsure
    }
    drifted = {name: rows for name, tab in state.items() if (rows := seen.drifted(tab))}
    anew = {
        name: copy_of(state[name].title, office, now) if seen.has_more(state[name]) else ""
        for name, rows in drifted.items()
        if not state[name].people and seen.moved(state[name], rows)
    }
    arranged = seen.misshapen(state) - anew.keys()
    lacking = bool(arranged) or seen.existing.stamp is None
    with ledger.transaction() as tx:
        write_meta(tx, f"seen:{key}", utc(now))
        write_meta(tx, f"owed:{key}", "")
        for name, copy in anew.items():
            shape = google_sheets.unsure(state[name], copy)
            publishing.keep_tab(tx, key, name, shape.to_json(), {})
        for name in drifted.keys() - anew.keys():
            write_again(tx, key, name, state[name], drifted[name])
        if lacking:
            write_meta(tx, f"looked:{key}", "")  # what is there is read with the next writing
        if drifted or lacking:
            mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))
    for name, copy in anew.items():
        tell_moved(key, name, state[name], copy, now, troubles)
    for name in (drifted.keys() | mended.keys()) - anew.keys():
        if name in state:
            both = {*drifted.get(name, ()), *mended.get(name, ())}
            tell_mended(key, name, state[name].title, both, now, troubles)
    if arranged:
        _tell_arranged(key, [state[name].title for name in state if name in arranged], now, troubles)


def is_older(ledger: Ledger, key: str, seen: Seen) -> bool:
    """Whether somebody went back to an older version of a file: its stamp is not that of our last batch."""
    last = read_meta(ledger.connection, f"{STAMP}{key}")
    return None not in (last, seen.existing.stamp) and last != seen.existing.stamp


def lay_anew(
    ledger: Ledger,
    office: Office,
    key: str,
    tabs: Sequence[tuple[str, TabState]],
    now: datetime,
    troubles: Troubles,
) -> None:
    """Have tabs in which people write be laid anew with all that they wrote: an older version is not heard.

    What stood there is kept in copies: somebody may have written since.
    """
    with ledger.transaction() as tx:
        for name, tab in tabs:
            shape = google_sheets.unsure(replace(tab, people=()), copy_of(tab.title, office, now))
            publishing.keep_tab(tx, key, name, shape.to_json(), {})
        mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))
    file = publishing.files(ledger.connection)[key].title
    troubles.tell(f"mended:{key}:older", NithetError("sheet-older", file=file), now)


def write_again(
    tx: sqlite3.Connection,
    key: str,
    tab: str,
    shape: TabState,
    rows: Collection[int],
    *,
    emptied: Collection[int] = (),
) -> None:
    """Have these rows of a tab be written again whatever is known of them, others be emptied."""
    marks: dict[int, str | None] = dict.fromkeys(rows, f"{UNKNOWN}.{UNKNOWN}.{UNKNOWN}")
    marks |= dict.fromkeys(emptied, f"{STRANGE}.{STRANGE}.{UNKNOWN}")
    publishing.keep_tab(tx, key, tab, None, marks)
    if tab.startswith(REGISTER):
        publishing.list_rows_again(tx, key, register_name(tab), [row - shape.frozen_rows for row in rows])
    mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))


def tell_mended(
    key: str, tab: str, title: str, rows: Collection[int], now: datetime, troubles: Troubles
) -> None:
    """Tell of rows (from 0) in which somebody overwrote cells of ours."""
    told = ", ".join(str(row + 1) for row in sorted(rows)[:_TOLD]) + ("…" if len(rows) > _TOLD else "")
    error = NithetError("cells-mended", tab=title, count=len(rows), rows=told)
    troubles.tell(f"mended:{key}:{tab}", error, now)


def _tell_arranged(key: str, titles: Sequence[str], now: datetime, troubles: Troubles) -> None:
    told = ", ".join(titles[:_TABS_TOLD]) + ("…" if len(titles) > _TABS_TOLD else "")
    error = NithetError("tabs-arranged", tabs=told, count=len(titles))
    troubles.tell(f"mended:{key}:arranged", error, now)
