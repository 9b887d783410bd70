"""Taking in: rows where people moved them and what they wrote, of a tab that stands as we laid it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sync.errors import NithetError
from sync.ledger import Ledger, cells, publishing
from sync.ledger.publishing import Listed
from sync.ledger.store import mark_due, next_revision
from sync.pipeline import written
from sync.pipeline.answering import register_name
from sync.pipeline.hearing import Hearing
from sync.pipeline.keyed import as_keyed, changes, missing_of, told_apart
from sync.pipeline.look import write_again
from sync.pipeline.office import Office
from sync.pipeline.troubles import BESIDE, Troubles
from sync.sheets import PeoplePlace, PeopleRow, TabState

_TOLD = 8  # rows that are named; of more some


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was found in a tab besides what people wrote in its records' rows.

    `beside` are rows (from 1) in which they wrote and that are no record's, as one that was inserted;
    `mended` those (from 0) that are written again or emptied, for somebody wrote over their keys.
    """

    beside: tuple[int, ...] = ()
    mended: frozenset[int] = frozenset()


def take_in(
    ledger: Ledger,
    office: Office,
    key: str,
    place: PeoplePlace,
    shape: TabState,
    found: Sequence[PeopleRow],
    now: datetime,
) -> TakenIn:
    """Take in what stands in a tab: rows where people moved them, then what they wrote, with its history.

    Protected ranges may have moved or gone with rows: they are read and mended with the next writing.
    """
    tx = ledger.connection
    register = register_name(place.tab)
    listed, before = publishing.listed(tx, key, register), cells.of(tx, key, place.tab)
    doubt, rows = written.of(tx, key, place.tab), cells.written_rows(tx, key, place.tab)
    keyed = as_keyed(found, listed, before, place.head)
    missing = missing_of(listed, keyed, rows, place.head)
    mine = dict(told_apart(keyed, listed, before, head=place.head, doubted=doubt.keys, missing=missing))
    if not mine:
        return TakenIn()  # nothing was written yet
    at = {name: row.row - place.head for name, row in mine.items()}
    keys = {row.row: row.key for row in found}
    overwritten = {row.row for name, row in mine.items() if keys[row.row] != name}
    twins = {row.row for row in found if row.key in listed and row.row - place.head not in at.values()}
    strays = {
        f"{cells.STRAY}{row.row}": row.row - place.head
        for row in found
        if row.row - place.head not in at.values()
    }
    worded = {row.row - place.head for row in found if any(row.cells.values())}
    changed = {
        name: changes(row.cells, before.get(name, {}))
        for name, row in mine.items()
        if row.cells != {column: before.get(name, {}).get(column, "") for column in row.cells}
    }
    moved = _moved(listed, at, strays, rows, place.head)
    misplaced, astray = _misplaced(listed, at, doubt.rows, place.head) if moved else (set(), set())
    beside = tuple(n + place.head + 1 for n in strays.values() if n in worded)
    taken = TakenIn(beside, frozenset(overwritten | twins))
    if not (changed or moved or taken.mended or doubt.rows):
        return taken
    with ledger.transaction() as writing:
        if moved:
            kept = {name: row.row for name, row in listed.items() if name.startswith(cells.STRAY)}
            free = {n: r for n, r in {**kept, **strays}.items() if r not in at.values()}
            cells.move_rows(writing, key, register, place.tab, place.head, at | free)
            publishing.keep_tab(
                writing, key, place.tab, replace(shape, protection="", protected=None).to_json(), {}
            )
            mark_due(writing, {key.rpartition(":")[0]}, next_revision(writing))
        if again := taken.mended | misplaced | astray:
            write_again(
                writing,
                key,
                place.tab,
                shape,
                overwritten | misplaced,
                emptied=again - overwritten - misplaced,
            )
        written.read(writing, key, place.tab)
        for name, texts in changed.items():
            cells.keep(writing, key, place.tab, name, texts)
        heard = Hearing(ledger, office, key, now)
        for name, texts in changed.items():
            heard.take(writing, place.tab, name, mine[name].cells, texts)
    return taken


def tell_beside(
    key: str, tab: str, title: str, rows: Sequence[int], now: datetime, troubles: Troubles
) -> None:
    """Tell words in rows that are no record's for as long as they stand there: nobody hears them."""
    subject = f"{BESIDE}{key}:{tab}"
    if rows:
        told = ", ".join(map(str, rows[:_TOLD])) + ("…" if len(rows) > _TOLD else "")
        troubles.tell(subject, NithetError("words-beside", tab=title, rows=told), now)
    else:
        troubles.end(subject)


def _misplaced(
    listed: Mapping[str, Listed], at: Mapping[str, int], doubted: frozenset[int], head: int
) -> tuple[set[int], set[int]]:
    """The rows that hold what we wrote for others, or lack it, once rows moved; and those that are no one's.

    Nobody knows whether they moved before our writing or after it: they are written again. Of no one's rows
    only those between others: the next record is written into those below as into new ones.
    """
    moved = {head + row: head + listed[name].row for name, row in at.items() if listed[name].row != row}
    rows = {now for now, then in moved.items() if now in doubted or then in doubted}
    taken = {head + row for row in at.values()}
    return rows, {row for row in doubted & set(moved.values()) if row not in taken and row < max(taken)}


def _moved(
    listed: Mapping[str, Listed],
    at: Mapping[str, int],
    strays: Mapping[str, int],
    written: frozenset[int],
    head: int,
) -> bool:
    """Whether rows stand elsewhere than they were put, are lost, or hold nothing but people's words."""
    lost = any(
        name not in at and head + row.row in written
        for name, row in listed.items()
        if not name.startswith(cells.STRAY)
    )
    return (
        lost or any(name not in listed for name in strays) or any(listed[n].row != r for n, r in at.items())
    )
