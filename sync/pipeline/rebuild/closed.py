"""What closed before a ledger was made anew, or taken back from a copy, is closed: nothing of it is sent."""

from __future__ import annotations

from datetime import datetime

import orjson

from forms.calendar.periods import day_period
from sync.ledger import Ledger, entries, tries
from sync.ledger.store import read_meta, utc, write_meta
from sync.pipeline.mails.reminders import LAST, REACHED
from sync.pipeline.office import Office


def note_closed(ledger: Ledger, office: Office, now: datetime) -> int:
    """Note that whatever closed up to now was told; give how many mails were begun and never left.

    The first mails after it are those of the next period. When the installation began stays what it was:
    it stands beside the ledger.
    """
    local = now.astimezone(office.settings.timezone)
    waiting = tries.undelivered(ledger.connection)
    with ledger.transaction() as tx:
        write_meta(tx, "installed", utc(now))
        kept = orjson.loads(read_meta(tx, "occasions") or "{}")
        for rule in office.reports.papers:
            closes, period = kept.get(rule.kind, ("", "0001-01-01"))
            kept[rule.kind] = max(closes, utc(now)), period
        write_meta(tx, "occasions", orjson.dumps(kept).decode())
        if office.reports.reminders.at <= local.time():
            today = day_period(local.date()).name
            write_meta(tx, REACHED, today)
            write_meta(tx, LAST, today)
        for delivery in waiting:
            tries.forget_delivery(tx, *delivery)
    return len(waiting)


def note_seen(ledger: Ledger, left: tuple[tuple[str, str], ...]) -> None:
    """Note that all records were looked at for their papers, but for those that are `left` (form, id)."""
    revision, decision = entries.newest(ledger.connection)
    with ledger.transaction() as tx:
        seen = (revision, "\N{REPLACEMENT CHARACTER}", "")
        write_meta(tx, "papers_seen", orjson.dumps((seen, left, decision)).decode())
