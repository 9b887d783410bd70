"""The requests that turn a spreadsheet from what was acknowledged into what it should be; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import orjson

from sync.layout.tab import Row, Tab
from sync.sheets.anew import kept_copy, trimmed
from sync.sheets.book import plan_book
from sync.sheets.found import as_found
from sync.sheets.protection import people_hash, protected_ranges, protection_hash
from sync.sheets.rows import UNKNOWN, clear_all, row_blocks, wipe
from sync.sheets.settled import Settled
from sync.sheets.shape import shape_requests, wanted_shape
from sync.sheets.shifted import Shift, shift_of
from sync.sheets.sight import first_in_sight, one_in_sight
from sync.sheets.state import Batch, ExistingSheets, TabChange, TabState

Json = dict[str, Any]

STAMP = "nithet.stamp"  # the key of the developer metadata that holds a spreadsheet's stamp
LARGEST = 1_900_000  # bytes of JSON in a batch; Google advises 2 MB a request


@dataclass(frozen=True, slots=True)
class _Step:
    """Requests that belong into one batch, and what they change."""

    requests: tuple[Json, ...]
    changes: tuple[TabChange, ...]


def must_read(
    tabs: Sequence[Tab], state: Mapping[str, TabState], *, editors: Sequence[str] | None = None
) -> bool:
    """Tell whether `plan` needs `existing` (from `read_existing`).

    It does at first, and where columns moved. And it does where people's columns or (if given) the
    `editors` change in a tab whose protected ranges are not known: only then are these replaced.
    """
    return not state or any(
        known.unsure or (known.protected is None and _guarded_otherwise(tab, known, editors))
        for tab in tabs
        if (known := state.get(tab.key))
    )


def _guarded_otherwise(tab: Tab, known: TabState, editors: Sequence[str] | None) -> bool:
    """Whether others may write in a tab than were told."""
    if editors is None:
        return not known.protection.startswith(people_hash(tab))
    return known.protection != protection_hash(tab, editors)


def plan(
    tabs: Sequence[Tab],
    state: Mapping[str, TabState],
    *,
    stamp: Callable[[], str],
    existing: ExistingSheets | None = None,
    editors: Sequence[str] = (),
    locale: str = "th_TH",
    time_zone: str = "Asia/Bangkok",
    settled: Settled | None = None,
) -> tuple[Batch, ...]:
    """The batches that make the spreadsheet look like `tabs`, in order; () when it already does.

    `state` holds every tab acknowledged so far by key, with the hashes of at least the rows that a
    sparse tab names, and of all rows of other tabs. A sparse tab that is not in `state`, that someone
    deleted (`lost_tabs`), or whose columns of people are others (`relaid`), has to name all its rows.
    `stamp` gives a fresh stamp for each batch.
    `editors` are the addresses that may write protected cells: nithet's own. With `existing`, what
    is really there counts more than `state`. Each batch can be sent once the one before it is
    acknowledged; when one fails, plan again from the state reached. Without `existing` protection
    that is not known stays as it is; ValueError where `state` is empty, too. Tabs that are `settled`
    are not looked through again, unless there is `existing`.
    """
    if existing is None and not state:
        raise ValueError("what is in the spreadsheet must be read first")
    tabs = first_in_sight(tabs)
    known, unclear = as_found(tabs, state, existing) if existing else (dict(state), frozenset[str]())
    known = one_in_sight(tabs, known, existing) if existing else known
    book = plan_book(tabs, known, existing, not state, locale, time_zone)
    changes = [TabChange(key, gone=True) for key in {**state, **known} if key not in book.tabs]
    changes += [
        TabChange(key, tab.to_json(), fresh=key in book.added or key in unclear)
        for key, tab in book.tabs.items()
        if state.get(key) != tab
    ]
    steps = [_Step(book.requests, tuple(changes))]
    ranges = {one.id for there in book.tabs.values() for one in there.protected or ()}
    for tab in tabs:
        if settled and existing is None and settled.holds(tab, state.get(tab.key), editors):
            continue
        there = book.tabs[tab.key]
        shown = settled.rows(tab, there) if settled and existing is None else {}
        if shift := shift_of(tab, there, shown):
            steps.append(_shifted(tab, there, shift))
            there, shown = shift.state(there), shift.rows(shown)
        wanted = _wanted(tab, there, editors, ranges)
        ranges.update(one.id for one in wanted.protected or ())
        steps += _tab_steps(tab, there, wanted, tab.key in unclear, editors, existing, shown)
    stamped = existing.stamp is not None if existing else bool(state)
    return tuple(_batches(steps, stamp, stamped))


def relaid(tab: Tab, known: TabState) -> bool:
    """Whether other columns are people's than were: then what stands in them has to be read before."""
    moved = known.people != tuple((p.name, p.column) for p in tab.people)
    return known.unsure or (moved and bool(known.rows))


def _shifted(tab: Tab, known: TabState, shift: Shift) -> _Step:
    """The rows that only stand higher or lower are moved, and noted where they are then."""
    after = shift.state(known)
    moved: dict[int, str | None] = {
        row: there for row, there in after.rows.items() if known.rows.get(row) != there
    }
    moved |= dict.fromkeys(known.rows.keys() - after.rows.keys())
    return _Step((shift.request(known.sheet_id),), (TabChange(tab.key, after.to_json(), moved),))


def _tab_steps(
    tab: Tab,
    known: TabState,
    wanted: TabState,
    unclear: bool,
    editors: Sequence[str],
    existing: ExistingSheets | None,
    shown: Mapping[int, Row],
) -> Iterator[_Step]:
    """First the shape, so that there are cells to write to; then the rows, block by block."""
    requests = [*shape_requests(tab, known, wanted, editors)]
    rows, moved = known.rows, relaid(tab, known)
    if unclear:
        requests += clear_all(tab, known.sheet_id, wanted.ours)
    elif moved:
        emptied = wipe(known.sheet_id, None if known.unsure else wanted.ours)
        requests, rows = [*kept_copy(known, existing, editors), *requests, *emptied], {}
        if known.unsure:
            wanted, beyond = trimmed(tab, wanted)
            requests += beyond
    if requests or replace(wanted, rows={}) != replace(known, rows={}):
        yield _Step(tuple(requests), (TabChange(tab.key, wanted.to_json(), fresh=moved),))
    unknown = _gathered(known, wanted)
    shown = {} if moved else {row: there for row, there in shown.items() if row not in unknown}
    for block in row_blocks(tab, known.sheet_id, wanted.ours, {**rows, **unknown}, shown):
        yield _Step(block.requests, (TabChange(tab.key, rows=block.rows),))


def _gathered(known: TabState, wanted: TabState) -> dict[int, str]:
    """The rows into which a new merge over several rows gathers what stood below, with a hash of nothing."""
    tops = {top for top, _, bottom, _ in set(wanted.merges) - set(known.merges) if bottom - top > 1}
    return {top: f"{UNKNOWN}.{UNKNOWN}.{known.rows.get(top, '').rpartition('.')[2]}" for top in tops}


def _wanted(tab: Tab, known: TabState, editors: Sequence[str], taken: Set[int]) -> TabState:
    """The shape that a tab should have; protected as it is, where that is not known to be otherwise."""
    wanted = wanted_shape(tab, known, editors)
    if known.protected is None:
        return replace(wanted, protection=known.protection)
    if wanted.protection == known.protection:
        return wanted
    ranges = protected_ranges(tab, known.sheet_id, editors, known.protected, taken)
    return replace(wanted, protected=ranges)


def _batches(steps: Iterable[_Step], stamp: Callable[[], str], stamped: bool) -> Iterator[Batch]:
    """The steps in as few batches as their size allows, each ending with its stamp."""
    held: list[_Step] = []
    size = 0
    for step in steps:
        if not step.requests and not step.changes:
            continue
        weight = len(orjson.dumps(step.requests))
        if held and size + weight > LARGEST:
            yield _batch(held, stamp(), stamped)
            held, size, stamped = [], 0, True
        held.append(step)
        size += weight
    if held:
        yield _batch(held, stamp(), stamped)


def _batch(steps: Sequence[_Step], stamp: str, stamped: bool) -> Batch:
    requests = [request for step in steps for request in step.requests]
    return Batch((*requests, _stamp(stamp, stamped)), stamp, _together(step.changes for step in steps))


def _stamp(stamp: str, stamped: bool) -> Json:
    """The request that writes the stamp: to the entry that is there, or to a new one."""
    if stamped:
        found = {"developerMetadataLookup": {"metadataKey": STAMP}}
        update = {
            "dataFilters": [found],
            "developerMetadata": {"metadataValue": stamp},
            "fields": "metadataValue",
        }
        return {"updateDeveloperMetadata": update}
    metadata = {
        "metadataKey": STAMP,
        "metadataValue": stamp,
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def _together(groups: Iterable[Sequence[TabChange]]) -> tuple[TabChange, ...]:
    """The changes of several steps as one for each tab, later over earlier."""
    tabs: dict[str, TabChange] = {}
    for change in (change for group in groups for change in group):
        before = tabs.get(change.tab)
        if before is None:
            tabs[change.tab] = change
        else:
            shape = before.shape if change.shape is None else change.shape
            tabs[change.tab] = replace(before, shape=shape, rows={**before.rows, **change.rows})
    return tuple(tabs.values())
