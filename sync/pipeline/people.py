"""People: what they wrote in the spreadsheets that were touched, read back and kept with its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.absence import holder
from forms.chains import Decision
from forms.corrections import Correction, answered
from forms.model import Form
from forms.response import Reader
from sync import sheets as google_sheets
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.layout import correcting as layout
from sync.layout import findings
from sync.layout.responses import steps
from sync.layout.tab import Tab
from sync.layout.texts import packaged_texts
from sync.ledger import Ledger, cells, corrections, decisions, entries, publishing, responses
from sync.ledger.publishing import Listed
from sync.ledger.store import due, mark_due, next_revision, settle
from sync.pipeline.answering import REGISTER, register_name
from sync.pipeline.batches import settle_pending, states_of
from sync.pipeline.duties import away_at
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles
from sync.sheets import ExistingSheets, PeoplePlace, PeopleRow

_GONE = 400  # what Google answers when a tab that is asked for is no longer there


def read_touched(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Read people's cells of every spreadsheet that was touched, one request each.

    What became of a batch whose answer was lost is found out before. One that fails stops no other,
    and is read in the next cycle.
    """
    files = publishing.files(ledger.connection)
    for key, revision in due(ledger.connection, "people:").items():
        subject = f"people:{key.removeprefix('sheet:').rpartition(':')[0]}"
        try:
            if key in files:
                settle_pending(ledger, google, key, files[key].id, now)
                _read(ledger, google, office, key, files[key].id, now)
        except NithetError as error:
            troubles.tell(subject, error, now)
            continue
        with ledger.transaction() as tx:
            settle(tx, f"people:{key}", revision)
        troubles.end(subject)


def _read(ledger: Ledger, google: Google, office: Office, key: str, file_id: str, now: datetime) -> None:
    tx = ledger.connection
    state = states_of(ledger, key)
    wanted = [
        place
        for place in google_sheets.places(state)
        if any(row >= place.head for row in state[place.tab].rows)
        and publishing.listed(tx, key, register_name(place.tab))
    ]
    if not wanted:
        return
    try:
        found = google_sheets.read_people(google, file_id, wanted)
    except GoogleError as error:
        if error.code != "google-refused" or error.status != _GONE:
            raise
        _forget_lost(
            ledger, key, google_sheets.lost_tabs(state, google_sheets.read_existing(google, file_id))
        )
        return
    for place in wanted:
        take_in(ledger, office, key, place, found[place.tab], now)


def take_in_moved(
    ledger: Ledger,
    google: Google,
    office: Office,
    key: str,
    file_id: str,
    tabs: Sequence[Tab],
    existing: ExistingSheets | None,
    now: datetime,
) -> bool:
    """Read people's cells before their columns move, and those of tabs that the ledger does not remember.

    Tell whether there were any: then the tabs are to be made again, with every row.
    """
    state = states_of(ledger, key)
    there = {sheet.sheet_id for sheet in existing.sheets} if existing else set()
    moving = [tab.key for tab in tabs if tab.key in state and google_sheets.relaid(tab, state[tab.key])]
    found_again = [place for tab in tabs if tab.key not in state and (place := google_sheets.place_of(tab))]
    wanted = [place for place in google_sheets.places(state) if place.tab in moving]
    wanted += [place for place in found_again if place.sheet in there]
    if not wanted and not moving:
        return False
    if wanted:
        read = google_sheets.read_people(google, file_id, wanted)
        for place in wanted:
            take_in(ledger, office, key, place, read[place.tab], now)
    with ledger.transaction() as tx:
        for tab in moving:
            publishing.forget_listed(tx, key, register_name(tab))
    return True


def _forget_lost(ledger: Ledger, key: str, lost: frozenset[str]) -> None:
    """Tabs that someone deleted are made again, with what people had written in them."""
    with ledger.transaction() as tx:
        for tab in lost:
            publishing.drop_tab(tx, key, tab)
            publishing.forget_listed(tx, key, register_name(tab))
        mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))


# --- Taking in -------------------------------------------------------------------------


def take_in(
    ledger: Ledger, office: Office, key: str, place: PeoplePlace, found: Sequence[PeopleRow], now: datetime
) -> None:
    """Take in what stands in a tab: rows where people moved them, then what they wrote, with its history."""
    tx = ledger.connection
    register = register_name(place.tab)
    listed, before = publishing.listed(tx, key, register), cells.of(tx, key, place.tab)
    mine = dict(_told_apart(found, listed, before))
    if not mine:
        return  # the keys are out of sight: somebody moved columns, or nothing was written yet
    at = {name: row.row - place.head for name, row in mine.items()}
    strays = {
        f"{cells.STRAY}{row.row}": row.row - place.head
        for row in found
        if row.row - place.head not in at.values()
    }
    changed = {
        name: _changes(row.cells, before.get(name, {}))
        for name, row in mine.items()
        if row.cells != {column: before.get(name, {}).get(column, "") for column in row.cells}
    }
    moved = _moved(listed, at, strays, cells.written_rows(tx, key, place.tab), place.head)
    if not changed and not moved:
        return
    with ledger.transaction() as writing:
        if moved:
            kept = {name: row.row for name, row in listed.items() if name.startswith(cells.STRAY)}
            free = {n: r for n, r in {**kept, **strays}.items() if r not in at.values()}
            cells.move_rows(writing, key, register, place.tab, place.head, at | free)
            mark_due(writing, {key.rpartition(":")[0]}, next_revision(writing))
        for name, texts in changed.items():
            cells.keep(writing, key, place.tab, name, texts)
        heard = _Hearing(ledger, office, key, now)
        for name, texts in changed.items():
            heard.take(writing, place.tab, name, mine[name].cells, texts)


def _changes(cells_now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells_now.items() if text != before.get(name, "")}


def _told_apart(
    found: Sequence[PeopleRow], listed: Mapping[str, Listed], before: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, PeopleRow]]:
    """The row of each key. Of several with one key it is that in which the known words stand.

    So it comes about when people sort while we write: a row then has another's key, and its own
    words tell whose it is.
    """
    by_key: dict[str, list[PeopleRow]] = {}
    for row in found:
        if row.key in listed:
            by_key.setdefault(row.key, []).append(row)
    doubtful: list[PeopleRow] = []
    for key, rows in by_key.items():
        best = max(rows, key=lambda row: _spoken(row) == dict(before.get(key, {})))
        doubtful += [row for row in rows if row is not best and _spoken(row)]
        yield key, best
    for row in doubtful:
        owners = [key for key, known in before.items() if key not in by_key and dict(known) == _spoken(row)]
        if len(owners) == 1 and owners[0] in listed:
            yield owners[0], row


def _spoken(row: PeopleRow) -> dict[str, str]:
    return {name: text for name, text in row.cells.items() if text}


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


# --- Decisions and corrections ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Hearing:
    """What changed in people's cells of one spreadsheet becomes decisions and corrections."""

    ledger: Ledger
    office: Office
    file: str
    now: datetime

    def take(
        self, tx: sqlite3.Connection, tab: str, key: str, texts: Mapping[str, str], changed: Mapping[str, str]
    ) -> None:
        """Keep what was written in one row: `texts` stand in it now, `changed` are those that are new."""
        if tab.startswith(REGISTER):
            self._decide(tx, tab.removeprefix(REGISTER), key, texts, changed)
        elif tab.startswith(findings.KEY):
            self._correct(tx, key, texts, changed)

    def _decide(
        self,
        tx: sqlite3.Connection,
        form: str,
        response: str,
        texts: Mapping[str, str],
        changed: Mapping[str, str],
    ) -> None:
        known = self.office.forms.get(form)
        for step in dict.fromkeys(name.partition(":")[2] for name in changed):
            by = next((one.by for one in steps(known) if one.id == step), step) if known else step
            word, note = texts.get(f"word:{step}", ""), texts.get(f"note:{step}", "")
            decision = Decision(form, response, step, word, note, self.now, self._holder(by))
            decisions.keep(tx, decision, self.file)
        cells.touch(tx, form, [response])

    def _holder(self, by: str) -> str:
        """Who holds a post now: for the head's, whom nobody's permit says to be away."""
        day = self.now.astimezone(self.office.settings.timezone).date()
        absent = absent_on(self.ledger, self.office, self.now) if by == "head" else frozenset[str]()
        return holder(by, self.office.organisation, day, absent)

    def _correct(
        self, tx: sqlite3.Connection, key: str, texts: Mapping[str, str], changed: Mapping[str, str]
    ) -> None:
        form, *response, code, question = key.split("|")
        known = self.office.forms.get(form)
        if known is None or not response:
            return
        verdict = texts.get(layout.VERDICT, "")
        correction = Correction(
            form=form,
            response="|".join(response),
            code=code,
            question=question,
            verdict=layout.words(packaged_texts()).get(verdict, verdict),
            value=texts.get(layout.VALUE, ""),
            note=texts.get(layout.NOTE, ""),
            noticed=self.now,
            by=self.file,
            answered=self._answered(known, "|".join(response), question),
        )
        corrections.keep(tx, correction)
        if layout.VERDICT in changed or layout.VALUE in changed:
            corrections.end_elsewhere(tx, correction)
        cells.touch(tx, form, [correction.response])

    def _answered(self, form: Form, response: str, question: str) -> str:
        reader = Reader(form, self.office.organisation, self.office.settings.timezone)
        (raw,) = responses.raws(self.ledger.connection, form.id, [response])
        return answered(reader.read(raw), question)


def absent_on(ledger: Ledger, office: Office, now: datetime) -> frozenset[str]:
    """The supervisors who are away on the local day of a moment, by the permits that were granted."""
    day = now.astimezone(office.settings.timezone).date()
    year = office.calendar.academic_year_of(day)
    days = (year.start.isoformat(), year.end.isoformat())
    permits = [
        entry
        for form in office.forms.values()
        if form.counts_as == "permit"
        for entry in entries.standing(ledger.connection, form.id, days)
    ]
    away = away_at(ledger, office, permits, now)
    return frozenset(person for person, of in away.items() if day in of)
