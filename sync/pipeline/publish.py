"""Publish: the spreadsheets whose figures or responses changed, one batchUpdate each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from forms.model import Form
from sync import drive
from sync import sheets as tabs_to_google
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.layout.tab import PeopleColumn
from sync.ledger import Ledger, publishing
from sync.ledger.publishing import File
from sync.ledger.store import due, read_meta, settle, write_meta
from sync.pipeline.batches import send, settle_pending, states_of
from sync.pipeline.deciders import serving
from sync.pipeline.desired import Desired, desired, register_key
from sync.pipeline.files import Sheet, ensure_sheet, name_sheet, sheets
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of
from sync.pipeline.people import take_in_moved
from sync.pipeline.share import refused, share_sheets
from sync.pipeline.shelf import Shelf
from sync.pipeline.troubles import BESIDE, Troubles
from sync.sheets import Batch

_NOT_AS_REMEMBERED = 400  # what Google answers when a sheet or chart that a batch speaks of is gone


def publish_due(
    ledger: Ledger,
    google: Google,
    office: Office,
    shelf: Shelf,
    now: datetime,
    troubles: Troubles,
    told: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    hurry: bool = False,
) -> int:
    """Write every spreadsheet that is due; give how many were written. One that fails stops no other.

    All are made before any is written, for they lead to each other. `told` hears after each
    spreadsheet how many were gone through, and of how many. In a `hurry` none waits for its pause.
    """
    today = now.astimezone(office.settings.timezone).date()
    year, office = office.calendar.academic_year(today), serving(office, today)
    wanted = sheets(office, year)
    made = publishing.files(ledger.connection)
    for sheet in wanted:
        if troubles.rests(_subject(sheet)):
            continue
        if sheet.key not in made or made[sheet.key].title != sheet.title:
            with _guarded(ledger, sheet, troubles, now):
                ensure_sheet(ledger, google, office, sheet, year)
                name_sheet(ledger, google, sheet)
    share_sheets(ledger, google, office, wanted, now, troubles)
    made, waiting = publishing.files(ledger.connection), due(ledger.connection, "sheet:")
    pause = timedelta(seconds=0 if hurry else office.settings.publish_seconds)
    written, shelf.rows = 0, {}
    for done, sheet in enumerate(_in_turn(wanted, troubles)):
        told(done, len(wanted))
        name, file = name_of(sheet.partition), made.get(sheet.key)
        if file is None or name not in waiting or _rests(file, now, pause) or troubles.rests(_subject(sheet)):
            continue
        with _guarded(ledger, sheet, troubles, now):
            google.expect("sheets.write", sheet.title)  # before all is worked out for it in vain
            written += _publish(ledger, google, office, shelf, sheet, file.id, waiting[name], now, troubles)
            troubles.end(_subject(sheet))
    shelf.rows = {}
    _strike_unmade(ledger, waiting, wanted)
    return written


def _strike_unmade(ledger: Ledger, waiting: Mapping[str, int], wanted: Sequence[Sheet]) -> None:
    """What is due in spreadsheets that the office does not make is struck: one made later begins whole."""
    if unmade := waiting.keys() - {name_of(sheet.partition) for sheet in wanted}:
        with ledger.transaction() as tx:
            for name in unmade:
                settle(tx, f"sheet:{name}", waiting[name])


def _rests(file: File, now: datetime, pause: timedelta) -> bool:
    """Whether a spreadsheet was written so short a time ago that it waits."""
    return bool(pause) and file.published is not None and now - file.published < pause


def _subject(sheet: Sheet) -> str:
    """Under what a spreadsheet's trouble is told."""
    return f"sheet:{name_of(sheet.partition)}"


def _in_turn(wanted: Sequence[Sheet], troubles: Troubles) -> list[Sheet]:
    """The spreadsheets as wanted, but first those that the last cycle had no time for."""
    by_subject = {_subject(sheet): sheet for sheet in wanted}
    return [by_subject[subject] for subject in troubles.first_put_off(by_subject)]


@contextmanager
def _guarded(ledger: Ledger, sheet: Sheet, troubles: Troubles, now: datetime) -> Iterator[None]:
    """Tell what fails and go on; a spreadsheet that is gone is forgotten, so that it is made anew."""
    try:
        yield
    except NithetError as error:
        if isinstance(error, GoogleError) and error.code == "google-not-found":
            with ledger.transaction() as tx:
                publishing.forget_file(tx, sheet.key)
        troubles.tell(_subject(sheet), error, now)


def _publish(
    ledger: Ledger,
    google: Google,
    office: Office,
    shelf: Shelf,
    sheet: Sheet,
    file_id: str,
    revision: int,
    now: datetime,
    troubles: Troubles,
) -> bool:
    """Write one spreadsheet; tell whether anything was to be written.

    What people left of it is read with the first write of each day, and where it is not as remembered.
    """
    settle_pending(ledger, google, sheet.key, file_id, now)
    today, looked = now.astimezone(office.settings.timezone).date().isoformat(), f"looked:{sheet.key}"
    stale = read_meta(ledger.connection, looked) != today
    try:
        wanted, batches = _written(
            ledger, google, office, shelf, sheet, file_id, now, troubles, as_found=stale
        )
    except GoogleError as error:
        if error.code != "google-refused" or error.status != _NOT_AS_REMEMBERED:
            raise
        wanted, batches = _written(
            ledger, google, office, shelf, sheet, file_id, now, troubles, as_found=True
        )
    with ledger.transaction() as tx:
        for form, rows in wanted.listed.items():
            publishing.keep_listed(tx, sheet.key, form, rows)
        write_meta(tx, looked, today)
        settle(tx, f"sheet:{name_of(sheet.partition)}", revision)
    _end_beside(sheet.key, wanted, troubles)
    return bool(batches)


def _end_beside(key: str, wanted: Desired, troubles: Troubles) -> None:
    """Tell no more of words beside the records of tabs that went, as last semester's: they went along."""
    there = {f"{BESIDE}{key}:{tab.key}" for tab in wanted.tabs}
    for subject in troubles.standing(f"{BESIDE}{key}:") - there:
        troubles.end(subject)


def _written(
    ledger: Ledger,
    google: Google,
    office: Office,
    shelf: Shelf,
    sheet: Sheet,
    file_id: str,
    now: datetime,
    troubles: Troubles,
    *,
    as_found: bool,
) -> tuple[Desired, tuple[Batch, ...]]:
    """Write what differs from what was acknowledged; `as_found` reads first what people left of it."""
    state = states_of(ledger, sheet.key)
    existing = tabs_to_google.read_existing(google, file_id) if as_found or not state else None
    if existing is not None:
        lost = tabs_to_google.lost_tabs(state, existing)
        _list_anew(ledger, sheet.key, [f for f in office.forms.values() if register_key(f) in lost])
    wanted = desired(ledger, office, shelf, sheet, google.base, now)
    moved = take_in_moved(
        ledger, google, office, sheet.key, file_id, state, wanted.tabs, existing, now, troubles
    )
    if moved:
        state, wanted = states_of(ledger, sheet.key), desired(ledger, office, shelf, sheet, google.base, now)
    wanted = _without(wanted, refused(ledger, sheet.key))
    editors = (_account(ledger, google),)
    if existing is None and tabs_to_google.must_read(wanted.tabs, state, editors=editors):
        existing = tabs_to_google.read_existing(google, file_id)
    settled = shelf.settled(sheet.key)
    batches = tabs_to_google.plan(
        wanted.tabs,
        state,
        stamp=lambda: secrets.token_hex(12),
        existing=existing,
        editors=editors,
        settled=settled,
    )
    for batch in batches:
        send(ledger, google, sheet.key, file_id, batch, state, now)
        state = tabs_to_google.applied(state, batch.changes)
    settled.note(wanted.tabs, state, editors)
    return wanted, batches


def _without(wanted: Desired, unknown: frozenset[str]) -> Desired:
    """The tabs without those editors whom Google does not know: it would refuse the whole batch."""
    if not unknown:
        return wanted

    def known(column: PeopleColumn) -> PeopleColumn:
        left = tuple(who for who in column.editors or () if who not in unknown)
        held = tuple(rows for rows in column.held if not unknown.intersection(rows.editors))
        return replace(column, editors=left, held=held)

    tabs = tuple(replace(tab, people=tuple(map(known, tab.people))) for tab in wanted.tabs)
    return replace(wanted, tabs=tabs)


def _list_anew(ledger: Ledger, key: str, forms: list[Form]) -> None:
    """Registers that someone deleted are written again, every response in its row."""
    if forms:
        with ledger.transaction() as tx:
            for form in forms:
                publishing.forget_listed(tx, key, form.id)


def _account(ledger: Ledger, google: Google) -> str:
    """The address that nithet works as: it alone may edit protected cells."""
    known = read_meta(ledger.connection, "account")
    if known is None:
        known = drive.account(google)
        with ledger.transaction() as tx:
            write_meta(tx, "account", known)
    return known
