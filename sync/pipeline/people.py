"""People: what they wrote in the spreadsheets that were touched, read back and kept with its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sync import sheets as google_sheets
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.layout.tab import Tab
from sync.ledger import Ledger, publishing
from sync.ledger.store import due, mark_due, next_revision, settle
from sync.pipeline import written
from sync.pipeline.answering import register_name
from sync.pipeline.batches import settle_pending, states_of
from sync.pipeline.look import LOOK, is_older, lay_anew, look_at, may_look, tell_mended
from sync.pipeline.office import Office
from sync.pipeline.rearranged import take_in_rearranged
from sync.pipeline.taking_in import take_in, tell_beside
from sync.pipeline.troubles import Troubles
from sync.sheets import ExistingSheets, PeoplePlace, PeopleRow, Seen, TabState

_NOT_THERE = 400  # what Google answers when a tab or a column that is asked for is no longer there


def read_touched(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Read every spreadsheet that was touched, one request each: all of it, or people's cells alone.

    What became of a batch whose answer was lost is found out before. One that fails stops no other,
    and is read in the next cycle.
    """
    files = publishing.files(ledger.connection)
    touched = due(ledger.connection, "people:")
    looks = {key: at for key, at in due(ledger.connection, LOOK).items() if may_look(ledger, key, now)}
    for key in sorted({*touched, *looks}):
        subject = f"people:{key.removeprefix('sheet:').rpartition(':')[0]}"
        if troubles.rests(subject):
            continue
        try:
            if key in files:
                settle_pending(ledger, google, key, files[key].id, now)
                _read(ledger, google, office, key, files[key].id, now, troubles, whole=key in looks)
        except NithetError as error:
            troubles.tell(subject, error, now)
            continue
        with ledger.transaction() as tx:
            settle(tx, f"people:{key}", touched.get(key, 0))
            settle(tx, f"{LOOK}{key}", looks.get(key, 0))
        troubles.end(subject)


def _read(
    ledger: Ledger,
    google: Google,
    office: Office,
    key: str,
    file_id: str,
    now: datetime,
    troubles: Troubles,
    *,
    whole: bool,
) -> None:
    tx = ledger.connection
    state = states_of(ledger, key)
    seen = google_sheets.read_seen(google, file_id) if whole and state else None
    wanted = [
        place
        for place in google_sheets.places(state)
        if place.head - 1 in state[place.tab].rows
        and any(row >= place.head for row in state[place.tab].rows)
        and publishing.listed(tx, key, register_name(place.tab))
    ]
    if seen is not None:
        lost = google_sheets.lost_tabs(state, seen.existing)
        _tell_lost(key, [state[tab].title for tab in lost], now, troubles)
        _forget_lost(ledger, key, lost)
        if is_older(ledger, key, seen):
            lay_anew(ledger, office, key, [(p.tab, state[p.tab]) for p in wanted], now, troubles)
            wanted = []
    mended = {}
    if wanted:
        mended = _take_all_in(ledger, google, office, key, file_id, wanted, state, now, troubles, seen)
    if seen is not None:
        look_at(ledger, office, key, seen, mended, now, troubles)


def _take_all_in(
    ledger: Ledger,
    google: Google,
    office: Office,
    key: str,
    file_id: str,
    wanted: Sequence[PeoplePlace],
    shapes: Mapping[str, TabState],
    now: datetime,
    troubles: Troubles,
    seen: Seen | None = None,
) -> dict[str, frozenset[int]]:
    """Read these tabs, where they were not `seen`, and take in what stands there.

    One that is no longer there is made again. Gives the rows by tab in which keys were written over.
    """
    if seen is None:
        found = _found(ledger, google, key, file_id, wanted, shapes)
    else:
        sheets = {sheet.sheet_id for sheet in seen.existing.sheets}
        found = {place.tab: seen.people(place) for place in wanted if place.sheet in sheets}
    mended: dict[str, frozenset[int]] = {}
    for place in wanted:
        if place.tab not in found:
            continue
        rows = found[place.tab]
        if rows is not None:
            title = shapes[place.tab].title
            taken = take_in(ledger, office, key, place, shapes[place.tab], rows, now)
            tell_beside(key, place.tab, title, taken.beside, now, troubles)
            if taken.mended:
                mended[place.tab] = taken.mended
                tell_mended(key, place.tab, title, taken.mended, now, troubles)
        else:
            shape, whole, ours = shapes[place.tab], seen, frozenset[int]()
            if keys := _keys_written(ledger, key, place):
                whole = seen or google_sheets.read_seen(google, file_id)
                ours = whole.unmoved(shape, keys)
            grid = whole.texts(place.sheet) if whole else None
            take_in_rearranged(ledger, google, office, key, file_id, place, shape, now, troubles, grid, ours)
    return mended


def _keys_written(ledger: Ledger, key: str, place: PeoplePlace) -> dict[int, str]:
    """The rows of a tab that we wrote since it was last read, with the keys of their records."""
    rows = written.of(ledger.connection, key, place.tab).rows
    listed = publishing.listed(ledger.connection, key, register_name(place.tab)) if rows else {}
    return {row: name for name, at in listed.items() if (row := place.head + at.row) in rows}


def _found(
    ledger: Ledger,
    google: Google,
    key: str,
    file_id: str,
    wanted: Sequence[PeoplePlace],
    shapes: Mapping[str, TabState],
) -> dict[str, tuple[PeopleRow, ...] | None]:
    """What stands in these tabs; None for one whose columns moved, or are fewer than they were."""
    try:
        return google_sheets.read_people(google, file_id, wanted)
    except GoogleError as error:
        if error.code != "google-refused" or error.status != _NOT_THERE:
            raise
        existing = google_sheets.read_existing(google, file_id)
        _forget_lost(ledger, key, google_sheets.lost_tabs(shapes, existing))
        there = {sheet.sheet_id: sheet for sheet in existing.sheets}
        whole = [place for place in wanted if place.sheet in there and place.fits(there[place.sheet])]
        if len(whole) == len(wanted):
            raise
        narrow = [place.tab for place in wanted if place.sheet in there and place not in whole]
        found = google_sheets.read_people(google, file_id, whole) if whole else {}
        return found | dict.fromkeys(narrow)


def take_in_moved(
    ledger: Ledger,
    google: Google,
    office: Office,
    key: str,
    file_id: str,
    state: Mapping[str, TabState],
    tabs: Sequence[Tab],
    existing: ExistingSheets | None,
    now: datetime,
    troubles: Troubles,
) -> bool:
    """Read people's cells before their columns move, and those of tabs that the ledger does not remember.

    Tell whether there were any: then the tabs are to be made again, with every row.
    """
    there = {sheet.sheet_id for sheet in existing.sheets} if existing else set()
    moving = {tab.key: tab for tab in tabs if tab.key in state and google_sheets.relaid(tab, state[tab.key])}
    wanted = [
        place if place.heads else replace(place, heads=google_sheets.heads_of(moving[place.tab]))
        for place in google_sheets.places(state)
        if place.tab in moving
    ]
    places = {tab.key: place for tab in tabs if (place := google_sheets.place_of(tab))}
    wanted += [place for key, place in places.items() if key not in state and place.sheet in there]
    if not wanted and not moving:
        return False
    if wanted:
        unknown = {tab.key: google_sheets.unsure_of(tab) for tab in tabs if tab.key in places}
        shapes = {**unknown, **state}
        _take_all_in(ledger, google, office, key, file_id, wanted, shapes, now, troubles)
    with ledger.transaction() as tx:
        for tab in moving:
            publishing.forget_listed(tx, key, register_name(tab))
    return True


def _tell_lost(key: str, titles: Sequence[str], now: datetime, troubles: Troubles) -> None:
    """Tell, until the next full list, of tabs that somebody deleted."""
    if titles:
        troubles.tell(f"mended:{key}:deleted", NithetError("tabs-deleted", tabs=", ".join(titles)), now)


def _forget_lost(ledger: Ledger, key: str, lost: frozenset[str]) -> None:
    """Tabs that someone deleted are made again, with what people had written in them."""
    if not lost:
        return
    with ledger.transaction() as tx:
        for tab in lost:
            publishing.drop_tab(tx, key, tab)
            publishing.forget_listed(tx, key, register_name(tab))
        mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))
