"""The requests that turn a spreadsheet from what was acknowledged into what it should be; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from sync.layout.tab import Tab
from sync.sheets.anew import kept_copy, trimmed
from sync.sheets.book import plan_book
from sync.sheets.found import as_found
from sync.sheets.protection import people_hash, protection_hash
from sync.sheets.rows import clear_all, row_blocks, wipe
from sync.sheets.settled import Settled
from sync.sheets.shape import shape_requests, wanted_shape
from sync.sheets.state import Batch, ExistingProtection, ExistingSheets, TabChange, TabState

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

    It does at first, and when people's columns or (if given) the `editors` change: only then are
    protected ranges replaced, and their ids are Google's. So it does where columns moved.
    """
    return not state or any(
        state[tab.key].unsure
        or not state[tab.key].protection.startswith(people_hash(tab))
        or (editors is not None and state[tab.key].protection != protection_hash(tab, editors))
        for tab in tabs
        if tab.key in state
    )


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
    stays as it is; ValueError where `state` is empty, too. Tabs that are `settled` are not looked
    through again, unless there is `existing`.
    """
    if existing is None and not state:
        raise ValueError("what is in the spreadsheet must be read first")
    known, unclear = as_found(tabs, state, existing) if existing else (dict(state), frozenset[str]())
    book = plan_book(tabs, known, existing, not state, locale, time_zone)
    changes = [TabChange(key, gone=True) for key in {**state, **known} if key not in book.tabs]
    changes += [
        TabChange(key, tab.to_json(), fresh=key in book.added or key in unclear)
        for key, tab in book.tabs.items()
        if state.get(key) != tab
    ]
    steps = [_Step(book.requests, tuple(changes))]
    for tab in tabs:
        if settled and existing is None and settled.holds(tab, state.get(tab.key), editors):
            continue
        there = book.tabs[tab.key]
        protections = _protections(existing, there) if tab.key not in book.added else ()
        steps += _tab_steps(tab, there, tab.key in unclear, editors, protections, existing)
    stamped = existing.stamp is not None if existing else bool(state)
    return tuple(_batches(steps, stamp, stamped))


def relaid(tab: Tab, known: TabState) -> bool:
    """Whether other columns are people's than were: then what stands in them has to be read before."""
    moved = known.people != tuple((p.name, p.column) for p in tab.people)
    return known.unsure or (moved and bool(known.rows))


def _tab_steps(
    tab: Tab,
    known: TabState,
    unclear: bool,
    editors: Sequence[str],
    protections: Sequence[ExistingProtection] | None,
    existing: ExistingSheets | None,
) -> Iterator[_Step]:
    """First the shape, so that there are cells to write to; then the rows, block by block."""
    wanted = wanted_shape(tab, known, editors)
    if protections is None:
        wanted = replace(wanted, protection=known.protection)
    requests = [*shape_requests(tab, known, wanted, editors, protections)]
    rows, moved = known.rows, relaid(tab, known)
    if unclear:
        requests += clear_all(tab, known.sheet_id, wanted.width)
    elif moved:
        requests, rows = [*kept_copy(known, existing, editors), *requests, *wipe(known.sheet_id)], {}
        if known.unsure:
            wanted, beyond = trimmed(tab, wanted)
            requests += beyond
    if requests or replace(wanted, rows={}) != replace(known, rows={}):
        yield _Step(tuple(requests), (TabChange(tab.key, wanted.to_json(), fresh=moved),))
    for block in row_blocks(tab, known.sheet_id, wanted.width, rows):
        yield _Step(block.requests, (TabChange(tab.key, rows=block.rows),))


def _protections(existing: ExistingSheets | None, known: TabState) -> Sequence[ExistingProtection] | None:
    """Our protected ranges in a sheet, None where they are not known.

    Where columns moved, what they leave free moved with them: none of them is as we made it.
    """
    if existing is None:
        return None
    there = next((found.protections for found in existing.sheets if found.sheet_id == known.sheet_id), ())
    return [replace(one, description="") for one in there] if known.unsure else there


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
