"""Share: each spreadsheet with those whom the configuration names, and with nobody any more who left it."""

from __future__ import annotations

from datetime import datetime

from sync import drive
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.publishing import File
from sync.ledger.store import due, mark_due, next_revision, settle
from sync.pipeline.files import Sheet
from sync.pipeline.partitions import name_of
from sync.pipeline.troubles import Troubles


def share_sheets(
    ledger: Ledger, google: Google, wanted: tuple[Sheet, ...], now: datetime, troubles: Troubles
) -> None:
    """Share every spreadsheet whose viewers changed, or whose sharing has not come through yet."""
    made = publishing.files(ledger.connection)
    for sheet in wanted:
        file = made.get(sheet.key)
        if file is not None and sorted(file.viewers) != sorted(sheet.viewers):
            _intend(ledger, file, sheet)
    made, waiting = publishing.files(ledger.connection), due(ledger.connection, "share:")
    for sheet in wanted:
        if sheet.key in made and sheet.key in waiting:
            _share(ledger, google, sheet, made[sheet.key], waiting[sheet.key], now, troubles)


def share_anew(ledger: Ledger, wanted: tuple[Sheet, ...]) -> None:
    """Look at all shares again: whoever was refused may have an account by now."""
    made = publishing.files(ledger.connection)
    with ledger.transaction() as tx:
        mark_due(tx, {f"share:{sheet.key}" for sheet in wanted if sheet.key in made}, next_revision(tx))


def _intend(ledger: Ledger, file: File, sheet: Sheet) -> None:
    """Note whom we let in before anybody is: whoever we let in, we can turn out again."""
    with ledger.transaction() as tx:
        publishing.keep_viewers(tx, sheet.key, dict.fromkeys((*file.viewers, *sheet.viewers)))
        mark_due(tx, {f"share:{sheet.key}"}, next_revision(tx))


def _share(
    ledger: Ledger,
    google: Google,
    sheet: Sheet,
    file: File,
    revision: int,
    now: datetime,
    troubles: Troubles,
) -> None:
    subject = f"sharing:{name_of(sheet.partition)}"
    try:
        sharing = drive.ensure_viewers(google, file.id, sheet.viewers, file.viewers)
    except NithetError as error:
        troubles.tell(subject, error, now)
        return
    with ledger.transaction() as tx:
        publishing.keep_viewers(tx, sheet.key, sheet.viewers)
        settle(tx, f"share:{sheet.key}", revision)
    if sharing.refused:
        refused = NithetError("sharing-refused", file=sheet.title, people=", ".join(sharing.refused))
        troubles.tell(subject, refused, now)
    else:
        troubles.end(subject)
