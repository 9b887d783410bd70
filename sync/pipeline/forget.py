"""Forget: responses of a person, or of years that are over, out of sheets, papers, mails and the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sync import drive
from sync import sheets as google_sheets
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, checks, forgetting, papers, publishing, tombstones
from sync.ledger.checks import Judged
from sync.ledger.forgetting import Meant
from sync.ledger.kept_stones import entombed
from sync.ledger.papers import Kept
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.ledger.tombstones import Known
from sync.mail.kept import quoting
from sync.pipeline.answering import REGISTER
from sync.pipeline.batches import states_of
from sync.pipeline.check import once_of
from sync.pipeline.office import Office
from sync.pipeline.papers import files as paper_files
from sync.pipeline.papers.drive import document_key
from sync.pipeline.papers.of_records import forget_records
from sync.pipeline.papers.write import folder_of
from sync.pipeline.troubles import Troubles

FORGETTING = "forget:"  # before what holds it up: a spreadsheet's key, "files" or "ledger"
_UNTIDY = "forgotten_untidy"  # in the ledger's meta: its file is still to be written anew


def ask(ledger: Ledger, meant: Iterable[Known], now: datetime) -> None:
    """Put tombstones for these responses, and note that they are to be forgotten: the next cycle does it."""
    known = list(meant)
    with entombed(ledger, known) as tx:
        forgetting.ask(tx, known, now)


def is_done(ledger: Ledger) -> bool:
    """Whether nothing is left to forget, and no byte of it in the ledger's file."""
    left = ledger.connection.execute("SELECT 1 FROM forgotten").fetchone()
    return left is None and read_meta(ledger.connection, _UNTIDY) != "yes"


def copies_of(ledger: Path) -> list[Path]:
    """Copies of the ledger that lie beside it, and still hold what was forgotten since they were made."""
    patterns = ("*.sqlite3*", "backup*/*", "rebuild/**/*.sqlite3*")
    beside = [file for pattern in patterns for file in ledger.parent.glob(pattern)]
    own = {ledger, *(ledger.with_name(f"{ledger.name}-{side}") for side in ("wal", "shm", "journal"))}
    return sorted(file for file in beside if file.is_file() and file not in own)


def forget_asked(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> int:
    """Forget what was asked for, and what tombstones say should not be here; give how many responses.

    First the spreadsheets, as long as it is known what stood there, then papers, mails and the ledger. What
    holds it up is told, and the next cycle goes on there: nothing is done twice that could do harm.
    """
    stones = tombstones.beside(ledger.path)
    if again := forgetting.not_to_be_held(ledger.connection, stones):
        with ledger.transaction() as tx:
            forgetting.ask(tx, again, now)
    meant = forgetting.asked(ledger.connection)
    if meant and _scrub_sheets(ledger, google, office, meant, now, troubles):
        try:
            _take_away_files(ledger, google, office, meant)
        except NithetError as error:
            troubles.tell(f"{FORGETTING}files", error, now)
            return 0
        troubles.end(f"{FORGETTING}files")
        _erase(ledger, office, meant, now)
    if stones and not forgetting.was_held(ledger.connection, stones):
        with ledger.transaction() as tx:
            forgetting.note_held(tx, stones)
    return len(meant)


def finish_forgetting(ledger: Ledger, now: datetime, troubles: Troubles) -> None:
    """At the cycle's end nothing stands on them: their last rows go, and the file is written anew."""
    if ledger.connection.execute("SELECT 1 FROM forgotten WHERE erased = 1").fetchone():
        with ledger.transaction() as tx:
            forgetting.finish(tx)
            write_meta(tx, _UNTIDY, "yes")
    if read_meta(ledger.connection, _UNTIDY) != "yes":
        return
    try:
        forgetting.tidy(ledger.connection)
    except sqlite3.Error as error:
        troubles.tell(f"{FORGETTING}ledger", NithetError("forget-ledger", reason=error), now)
        return
    with ledger.transaction() as tx:
        write_meta(tx, _UNTIDY, "")
    troubles.end(f"{FORGETTING}ledger")


# --- Spreadsheets ----------------------------------------------------------------------


def spreadsheets_of(ledger: Ledger, office: Office, meant: Sequence[Meant]) -> dict[str, publishing.File]:
    """The spreadsheets in which something of these responses may stand: those that list them, and all that
    were closed since, whose other tabs are written no more."""
    files = publishing.files(ledger.connection)
    listing = {row[0] for row in forgetting.rows_of(ledger.connection, (one.known for one in meant))}
    first = min((_year(office, one) for one in meant), default=0)
    this = int(read_meta(ledger.connection, "year") or 0)
    closed = {key for key in files if key.startswith("sheet:") and first <= _year_of(key) < this}
    return {key: files[key] for key in sorted(listing | closed) if key in files}


def _scrub_sheets(
    ledger: Ledger,
    google: Google,
    office: Office,
    meant: Sequence[Meant],
    now: datetime,
    troubles: Troubles,
) -> bool:
    """Empty their rows in every spreadsheet; whether all came through."""
    rows = forgetting.rows_of(ledger.connection, (one.known for one in meant))
    keys = {name for one in meant for name in (one.id, f"{one.form}|{one.id}")}
    texts, others = words_of(ledger, meant), forgetting.other_ids(ledger.connection, meant)
    whole, this = True, int(read_meta(ledger.connection, "year") or 0)
    for key, file in spreadsheets_of(ledger, office, meant).items():
        try:
            ours = states_of(ledger, key).values() if _year_of(key) >= this else ()
            google_sheets.scrub(google, file.id, keys, texts, others, {tab.sheet_id for tab in ours})
        except NithetError as error:
            if error.code != "google-not-found":
                troubles.tell(f"{FORGETTING}{key}", error, now)
                whole = False
                continue
        troubles.end(f"{FORGETTING}{key}")
        with ledger.transaction() as tx:
            for register, row in {(r[1], r[3]) for r in rows if r[0] == key}:
                _know_as_empty(tx, key, register, row)
            if _year_of(key) >= this:
                mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))
    return whole


def _know_as_empty(tx: sqlite3.Connection, file: str, register: str, row: int) -> None:
    """Note that a row of a register, counted below its head, has nothing in it any more."""
    for tab, (shape, _) in publishing.tab_states(tx, file).items():
        if tab.removeprefix(REGISTER) == register:
            publishing.keep_tab(tx, file, tab, None, {int(shape.get("frozen_rows", 0)) + row: None})


def words_of(ledger: Ledger, meant: Sequence[Meant]) -> set[str]:
    """What people wrote in their own words in these responses: by that they are known again elsewhere.

    Not what others wrote alike ("no problems and obstacles"): that tells of nobody, and would be theirs.
    """
    written = {
        text
        for text in forgetting.written(ledger.connection, meant)
        if len(" ".join(text.split())) >= google_sheets.SHORTEST
    }
    return written - forgetting.also_written(ledger.connection, meant, written)


def _year_of(key: str) -> int:
    year = key.rpartition(":")[2]
    return int(year) if year.isdecimal() else 0


def _year(office: Office, one: Meant) -> int:
    """The academic year that a response belongs to."""
    day = one.created.astimezone(office.settings.timezone).date()
    when = one.entry.when if one.entry and one.entry.when else day
    return office.calendar.academic_year(min(when, day))


# --- Papers and mails ------------------------------------------------------------------


def papers_of(ledger: Ledger, meant: Iterable[Meant]) -> list[Kept]:
    """The papers that were made of these responses."""
    about = {f"{one.form}/{one.id}" for one in meant}
    return [kept for kept in papers.every(ledger.connection) if kept.about in about]


def mails_of(ledger: Ledger, office: Office, meant: Sequence[Meant], made: Iterable[Kept]) -> list[Path]:
    """The mails of the outbox that quote these responses or carry a paper of theirs."""
    words = {one.id for one in meant} | words_of(ledger, meant)
    return quoting(office.settings.data / "outbox", words, {kept.stem for kept in made})


def _take_away_files(ledger: Ledger, google: Google, office: Office, meant: Sequence[Meant]) -> None:
    """Papers for good, in Drive and on the disk, those that people changed too; and mails of the outbox."""
    made = papers_of(ledger, meant)
    for mail in mails_of(ledger, office, meant, made):
        for file in (mail, mail.with_suffix(".html")):
            paper_files.remove(file)
    known = publishing.files(ledger.connection)
    for kept in made:
        documents = [document_key(kept.key, number) for number in range(1, kept.number + 1)]
        there = {key: known[key] for key in documents if key in known}
        folder = folder_of(office, kept.year, kept.kind)
        for stem in {kept.stem, *(file.title for file in there.values())}:
            for ending in (".docx", ".pdf"):
                paper_files.remove(folder / f"{stem}{ending}")
        for key, document in there.items():
            drive.delete(google, document.id)
            with ledger.transaction() as tx:
                publishing.forget_file(tx, key)


def _erase(ledger: Ledger, office: Office, meant: Sequence[Meant], now: datetime) -> None:
    """Out of the ledger, in one transaction a form; what stood on them is due to be made again."""
    by_form: dict[str, list[Meant]] = {}
    for one in meant:
        by_form.setdefault(one.form, []).append(one)
    for form, of_it in by_form.items():
        judged = [Judged(one.form, one.id, None) for one in of_it]
        with ledger.transaction() as tx:
            forgetting.mark_gone(tx, (one.known for one in of_it), now)
            checks.keep(tx, judged, office.settings.timezone, once_of(ledger, office, form))
            forgetting.erase(tx, (one.known for one in of_it))
            forget_records(tx, {one.known for one in of_it})
