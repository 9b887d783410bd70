"""After a restore Google is ahead of the ledger: what happened since the backup is read back first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import orjson

from forms.thai import thai_datetime
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger
from sync.ledger.restoring import RESTORED
from sync.ledger.store import read_meta
from sync.pipeline.batches import STAMP
from sync.pipeline.check import check
from sync.pipeline.mails.weekly import closed_weeks
from sync.pipeline.numbering import number
from sync.pipeline.office import Office
from sync.pipeline.papers.occasions import waiting
from sync.pipeline.pull import Pulled
from sync.pipeline.rebuild.adopting import adopt
from sync.pipeline.rebuild.closed import note_closed, note_seen
from sync.pipeline.rebuild.listing import by_key, every_file
from sync.pipeline.rebuild.lost import Losses
from sync.pipeline.rebuild.papers import adopt_papers
from sync.pipeline.rebuild.settled import note_edits, note_settled
from sync.pipeline.rebuild.sheets import take_in_sheets
from sync.pipeline.troubles import Troubles

_WAITS = "restored"  # the subject of the trouble that holds it up
_SUBJECT = "remade:ledger"  # told until the next full list: nothing is to be done
_SHOWN = 12  # periods that are named


def is_restored(ledger: Ledger) -> bool:
    """Whether the ledger is one of a backup that has not caught up yet."""
    return read_meta(ledger.connection, RESTORED) is not None


def catch_up(
    ledger: Ledger,
    google: Google,
    office: Office,
    now: datetime,
    troubles: Troubles,
    pull_all: Callable[[], Pulled],
) -> None:
    """Take in what Google has and the backup had not; nothing is written there, nothing mailed.

    All forms are listed whole (`pull_all`), every file is found by its key and every spreadsheet read as
    it stands: rows by key, people's cells, decisions with their dates, running numbers. What closed up to
    now counts as told, and is named in `status`. All of it must come through, for numbers are given and
    mails go out after it: what cannot be asked ends it, and the next cycle begins it again.
    """
    try:
        _catch_up(ledger, google, office, now, troubles, pull_all)
    except NithetError as error:
        troubles.tell(_WAITS, error, now)
        raise
    troubles.end(_WAITS)


def _catch_up(
    ledger: Ledger,
    google: Google,
    office: Office,
    now: datetime,
    troubles: Troubles,
    pull_all: Callable[[], Pulled],
) -> None:
    told = orjson.loads(read_meta(ledger.connection, RESTORED) or "{}")
    since = datetime.fromisoformat(told["since"])
    known, losses = by_key(every_file(google, ledger.installation)), Losses()
    adopt(ledger, google, office, known, now, losses)
    _need_all(ledger, pull_all())
    check(ledger, office)
    noted = take_in_sheets(ledger, google, office, losses)
    note_edits(ledger, office, noted)
    check(ledger, office)
    note_settled(ledger, office, noted)
    number(ledger, office)
    left = adopt_papers(ledger, office, known, now, losses)
    closed = list(dict.fromkeys(closed_between(ledger, office, since, now)))
    begun = note_closed(ledger, office, now)
    note_seen(ledger, left)
    shown = ", ".join(closed[:_SHOWN]) + (" …" if len(closed) > _SHOWN else "")
    restored = NithetError(
        "ledger-restored",
        since=f"{since.astimezone(office.settings.timezone):%d %B %Y %H:%M}",
        since_in_thai=thai_datetime(since.astimezone(office.settings.timezone)),
        aside=told.get("aside") or "-",
        periods=shown or "-",
        begun=begun,
    )
    troubles.tell(_SUBJECT, restored, now)
    with ledger.transaction() as tx:
        # Which writing of ours each spreadsheet has is not known: none of them is an older version for it.
        tx.execute("DELETE FROM meta WHERE substr(key, 1, ?) = ?", (len(STAMP), STAMP))
        tx.execute("DELETE FROM meta WHERE key = ?", (RESTORED,))


def closed_between(ledger: Ledger, office: Office, since: datetime, now: datetime) -> Iterator[str]:
    """What closed since the backup and is not sent by itself, as `report` names it: "weekly 2569-W47"."""
    for week, _ in closed_weeks(office, since, now):
        yield f"weekly {week.name}"
    for occasion in waiting(ledger, office, now):
        yield f"{occasion.kind} {occasion.period.name}"


def _need_all(ledger: Ledger, pulled: Pulled) -> None:
    """A response that is not there yet would get a second number, and its people's words no row."""
    missing = sorted(
        row["id"]
        for row in ledger.connection.execute("SELECT id FROM form WHERE google_id IS NOT NULL")
        if row["id"] not in pulled.taken
    )
    if missing:
        raise NithetError("restore-waits", forms=", ".join(missing))
