"""Tabs whose columns or head somebody moved: what is certain is heard, the tab laid anew, and that told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from forms.thai import thai_datetime
from sync import sheets as google_sheets
from sync.errors import NithetError
from sync.google import Google
from sync.layout.texts import packaged_texts
from sync.ledger import Ledger, cells, publishing
from sync.ledger.publishing import Listed
from sync.ledger.store import mark_due, next_revision
from sync.pipeline import written as past
from sync.pipeline.answering import register_name
from sync.pipeline.hearing import Hearing
from sync.pipeline.keyed import Known, changes, missing_of, told_apart
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles
from sync.sheets import PeoplePlace, PeopleRow, Rearranged, TabState

_LONGEST: Final = 100  # characters of a sheet's name


def take_in_rearranged(
    ledger: Ledger,
    google: Google,
    office: Office,
    key: str,
    file_id: str,
    place: PeoplePlace,
    state: TabState,
    now: datetime,
    troubles: Troubles,
    grid: Sequence[Sequence[str]] | None = None,
    written: Collection[int] = frozenset(),
) -> None:
    """Hear what people wrote where its column is certain, and have the tab written anew as a whole.

    What stands nowhere else is kept in a copy beside it. A cell that is empty says nothing, so that a
    column which somebody deleted takes no decision back. Tabs of which the heads are not known, written
    by an earlier nithet, are only written anew. `grid` are the texts of the whole sheet where they were read,
    `written` the rows that we wrote after its columns moved.
    """
    if place.heads:
        if grid is None:
            grid = google_sheets.read_grid(google, file_id, place.sheet)
        listed = publishing.listed(ledger.connection, key, register_name(place.tab))
        known = cells.of(ledger.connection, key, place.tab)
        found = google_sheets.rearranged(place, grid, listed, known, written)
    else:
        found = Rearranged((), foreign=False)
    copy = copy_of(state.title, office, now) if found.foreign else ""
    with ledger.transaction() as writing:
        heard = Hearing(ledger, office, key, now)
        if found.rows:
            for name, row in _told_apart(ledger, key, place, found.rows, listed, known).items():
                if texts := changes(row.cells, known.get(name, {})):
                    cells.keep(writing, key, place.tab, name, texts)
                    heard.take(writing, place.tab, name, row.cells, texts)
        shape = google_sheets.unsure(state, copy).to_json()
        publishing.keep_tab(writing, key, place.tab, shape, {})
        mark_due(writing, {key.rpartition(":")[0]}, next_revision(writing))
    if place.heads:
        tell_moved(key, place.tab, state, copy, now, troubles)


def _told_apart(
    ledger: Ledger,
    key: str,
    place: PeoplePlace,
    found: Sequence[PeopleRow],
    listed: Mapping[str, Listed],
    known: Known,
) -> dict[str, PeopleRow]:
    """The row of each record; keys that we wrote since the tab was last read are doubted."""
    tx = ledger.connection
    missing = missing_of(listed, found, cells.written_rows(tx, key, place.tab), place.head)
    doubted = past.of(tx, key, place.tab).keys
    return dict(told_apart(found, listed, known, head=place.head, doubted=doubted, missing=missing))


def copy_of(title: str, office: Office, now: datetime) -> str:
    """The name of the sheet that keeps what stood in a tab."""
    moment = thai_datetime(now.astimezone(office.settings.timezone))
    texts = packaged_texts()
    room = _LONGEST - len(texts("register.copy", title="", date=moment)) - 4  # 4: " 999"
    return texts("register.copy", title=title[:room], date=moment)


def tell_moved(key: str, tab: str, state: TabState, copy: str, now: datetime, troubles: Troubles) -> None:
    """Tell of columns or rows that moved until the next full list; where a copy was made, of it, too."""
    subject = f"mended:{key}:{tab}"
    if copy and not state.copy:
        troubles.tell(subject, NithetError("tab-mended-kept", tab=state.title, copy=copy), now)
    elif not state.unsure and not copy:
        troubles.tell(subject, NithetError("tab-mended", tab=state.title), now)
