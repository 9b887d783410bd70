"""Share: each spreadsheet with those whom the configuration names, and with nobody any more who left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime

import orjson

from sync import drive
from sync.access import WRITES
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.publishing import File
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.deciders import writers
from sync.pipeline.files import Sheet, viewers_of
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of, named
from sync.pipeline.troubles import Troubles

_OTHERS = "others_shared"  # where the ledger keeps by which configuration, and day, the others are shared


def share_sheets(
    ledger: Ledger,
    google: Google,
    office: Office,
    wanted: tuple[Sheet, ...],
    now: datetime,
    troubles: Troubles,
) -> None:
    """Share every spreadsheet whose viewers changed, or whose sharing has not come through yet.

    Those of past years, and of what the configuration has no more, too: who left it reads none of them.
    """
    made = publishing.files(ledger.connection)
    subjects = {sheet.key: f"sharing:{name_of(sheet.partition)}" for sheet in wanted}
    today = now.astimezone(office.settings.timezone).date()
    asked = f"{office.rules} {today} {len(made)} {len(wanted)}"
    if read_meta(ledger.connection, _OTHERS) != asked:  # they are many, and change with these alone
        wanted = (*wanted, *_others(office, made, subjects.keys()))
    for sheet in wanted:
        file = made.get(sheet.key)
        if file is not None and sorted(file.viewers) != sorted(_given(sheet)):
            _intend(ledger, file, sheet)
    made, waiting = publishing.files(ledger.connection), due(ledger.connection, "share:")
    for sheet in wanted:
        if sheet.key in made and sheet.key in waiting:
            subject = subjects.get(sheet.key, f"sharing:{sheet.key.removeprefix('sheet:')}")
            if troubles.rests(subject):
                continue
            _share(ledger, google, sheet, made[sheet.key], waiting[sheet.key], subject, now, troubles)
    left = due(ledger.connection, "share:").keys() & made.keys() - subjects.keys()
    if not left and read_meta(ledger.connection, _OTHERS) != asked:
        with ledger.transaction() as tx:
            write_meta(tx, _OTHERS, asked)


def _others(office: Office, made: Mapping[str, File], wanted: Set[str]) -> Iterator[Sheet]:
    """The spreadsheets that are written no more: those who would see them now read them, and nobody else.

    A closed year's are read by whom the present configuration names for that network, group or person.
    """
    for key, file in made.items():
        name, _, year = key.removeprefix("sheet:").rpartition(":")
        if key.startswith("sheet:") and key not in wanted and year.isdecimal():
            partition = named(name)
            readers = (*viewers_of(office, [partition], int(year)), *writers(office, partition))
            yield Sheet(key, partition, file.title, tuple(dict.fromkeys(readers)))


def share_anew(ledger: Ledger, wanted: tuple[Sheet, ...]) -> None:
    """Look at all shares again: whoever was refused may have an account by now."""
    made = publishing.files(ledger.connection)
    with ledger.transaction() as tx:
        mark_due(tx, {f"share:{sheet.key}" for sheet in wanted if sheet.key in made}, next_revision(tx))


def refused(ledger: Ledger, key: str) -> frozenset[str]:
    """Whom a spreadsheet could not be shared with: Google would not take them as editors of its cells."""
    return frozenset(orjson.loads(read_meta(ledger.connection, f"refused:{key}") or "[]"))


def plain(given: Iterable[str]) -> tuple[str, ...]:
    """The addresses of those whom a spreadsheet is shared with, whatever they may do in it."""
    return tuple(dict.fromkeys(who.removeprefix(WRITES) for who in given))


def _given(sheet: Sheet) -> tuple[str, ...]:
    """Whom a spreadsheet is shared with, as the ledger keeps it: who may write is marked."""
    viewers = (who for who in sheet.viewers if who not in sheet.writers)
    return (*viewers, *(f"{WRITES}{who}" for who in sheet.writers))


def _intend(ledger: Ledger, file: File, sheet: Sheet) -> None:
    """Note whom we let in before anybody is: whoever we let in, we can turn out again.

    Where others may write, their cells are for others, too.
    """
    before, now = (
        {who for who in given if who.startswith(WRITES)} for given in (file.viewers, _given(sheet))
    )
    cells = {f"sheet:{name_of(sheet.partition)}"} if before != now else set()
    with ledger.transaction() as tx:
        publishing.keep_viewers(tx, sheet.key, dict.fromkeys((*file.viewers, *_given(sheet))))
        mark_due(tx, {f"share:{sheet.key}", *cells}, next_revision(tx))


def _share(
    ledger: Ledger,
    google: Google,
    sheet: Sheet,
    file: File,
    revision: int,
    subject: str,
    now: datetime,
    troubles: Troubles,
) -> None:
    try:
        sharing = drive.ensure_viewers(google, file.id, sheet.viewers, file.viewers, sheet.writers)
    except NithetError as error:
        troubles.tell(subject, error, now)
        return
    with ledger.transaction() as tx:
        publishing.keep_viewers(tx, sheet.key, _given(sheet))
        write_meta(tx, f"refused:{sheet.key}", orjson.dumps(sharing.refused).decode())
        settle(tx, f"share:{sheet.key}", revision)
    if sharing.refused:
        refused = NithetError("sharing-refused", file=sheet.title, people=", ".join(sharing.refused))
        troubles.tell(subject, refused, now)
    else:
        troubles.end(subject)
