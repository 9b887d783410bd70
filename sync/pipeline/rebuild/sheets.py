"""The spreadsheets as they were found, taken into a ledger that knows nothing of them, or too little."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from forms.checking.corrections import Correction, answered
from forms.model import Partition
from forms.model.chains import Decision
from forms.response import Reader
from forms.thai import meant
from sync.errors import GoogleError
from sync.google import Google
from sync.layout import correcting as answers
from sync.layout.register_columns import steps
from sync.layout.texts import packaged_texts
from sync.ledger import Ledger, cells, corrections, decisions, entries, publishing, responses
from sync.ledger.store import mark_due, next_revision, write_meta
from sync.pipeline.deciders import decides
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of, named
from sync.pipeline.rebuild import corrections as told_corrections
from sync.pipeline.rebuild import decisions as told_decisions
from sync.pipeline.rebuild import numbers as told_numbers
from sync.pipeline.rebuild.layouts import layouts
from sync.pipeline.rebuild.lost import Losses
from sync.pipeline.rebuild.reading import FoundBook, FoundRow, FoundTab, read_book
from sync.pipeline.rebuild.shapes import state_of

_GONE: Final = tuple(packaged_texts()(f"register.{name}") for name in ("gone", "gone_decides"))
_UNDATED: Final = timedelta(seconds=1)  # after its record was sent: when a word was chosen, nobody knows


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet of ours as it was found; `year` is its academic year (BE)."""

    key: str
    partition: Partition
    year: int
    found: FoundBook


@dataclass(slots=True)
class Noted:
    """What the spreadsheets gave: decisions, corrections, numbers and people's cells; and what is lost."""

    books: list[Book] = field(default_factory=list)
    decisions: int = 0
    corrections: int = 0
    numbers: int = 0
    cells: int = 0
    losses: Losses = field(default_factory=Losses)

    def rows(self, *, findings: bool) -> Iterator[tuple[Book, FoundTab, FoundRow]]:
        """The rows of all registers, or of all tabs of findings, those of earlier years first."""
        for book in self.books:
            for tab in book.found.tabs:
                if (tab.layout.form is None) == findings:
                    for row in tab.rows:
                        yield book, tab, row


def take_in_sheets(ledger: Ledger, google: Google, office: Office, losses: Losses | None = None) -> Noted:
    """Read every spreadsheet of this and earlier years, and note what stands there; write in none.

    Their rows by key, people's cells, the histories of decisions and corrections as far as the sheets tell
    them, running numbers. All of it, or nothing. Responses are to be known and judged before. What people
    wrote that no history tells is heard in the next cycle, which writes all machine cells anew.
    """
    losses = losses or Losses()
    noted = Noted(books=list(_read(ledger, google, office, losses)), losses=losses)
    with ledger.transaction() as tx:
        _Taking(tx, ledger, office, noted).take_in()
    return noted


def _read(ledger: Ledger, google: Google, office: Office, losses: Losses) -> Iterator[Book]:
    files = publishing.files(ledger.connection)
    for year, key in sorted((int(key.rpartition(":")[2]), key) for key in files if key.startswith("sheet:")):
        partition = named(key.removeprefix("sheet:").rpartition(":")[0])
        try:
            found = read_book(google, files[key].id, layouts(office, partition, year))
        except GoogleError as error:
            if error.code != "google-not-found":
                raise
            losses.tell("sheet-gone", files[key].title)
            continue
        yield Book(key, partition, year, found)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes the books into a ledger, within a transaction."""

    tx: sqlite3.Connection
    ledger: Ledger
    office: Office
    noted: Noted
    readers: dict[str, Reader] = field(default_factory=dict)  # by form: compiling one takes long

    def take_in(self) -> None:
        for book in self.noted.books:
            self._rows(book)
        self._decisions()
        self._corrections()
        self._numbers()
        for book in self.noted.books:
            for tab in book.found.tabs:
                self._cells(book, tab)
        due = {f"sheet:{name_of(book.partition)}" for book in self.noted.books}
        due |= {
            f"people:{book.key}" for book in self.noted.books if any(t.layout.people for t in book.found.tabs)
        }
        mark_due(self.tx, due, next_revision(self.tx))

    @property
    def _latest(self) -> int:
        return max((book.year for book in self.noted.books), default=0)

    # --- Rows and shapes ---

    def _rows(self, book: Book) -> None:
        """Note where the rows stand; nothing else is known of what the ledger thought to be there."""
        publishing.forget_tabs(self.tx, book.key)
        write_meta(self.tx, f"looked:{book.key}", "")
        if book.year == self._latest:
            self._gone(book)
        for title in book.found.unread:
            self.noted.losses.tell("tab-unread", f"{book.key} / {title}")
        for tab in book.found.tabs:
            name = tab.layout.name
            if not tab.in_place and tab.layout.people and tab.rows:
                self.noted.losses.tell("tab-moved", f"{book.key} / {tab.layout.tab.title}")
            self.tx.execute("DELETE FROM listed WHERE file = ? AND form = ?", (book.key, name))
            self.tx.executemany(
                "INSERT INTO listed (file, form, response, row) VALUES (?, ?, ?, ?)",
                [(book.key, name, key, row.row - tab.first) for key, row in tab.by_key().items()],
            )
            if tab.layout.people and tab.rows:  # one whose columns moved is read and laid anew next
                state = state_of(tab, book.found.existing)
                publishing.keep_tab(self.tx, book.key, tab.layout.tab.key, state.to_json(), state.rows)

    def _gone(self, book: Book) -> None:
        """Tell of tabs in which people write and that are not there."""
        there = {sheet.sheet_id for sheet in book.found.existing.sheets}
        kind, wanted = book.partition.kind, list(layouts(self.office, book.partition, book.year))
        for layout in wanted:
            form = layout.form
            mine = form is not None and kind in form.seen_in and decides(self.office, form, kind)
            if form and mine and layout.people and layout.sheet not in there:
                self.noted.losses.tell("tab-gone", f"{book.key} / {form.title}")
        answered_in = {layout.sheet for layout in wanted if layout.form is None}
        if answered_in and not answered_in & there:
            self.noted.losses.tell("tab-gone", f"{book.key} / {packaged_texts()('findings.title')}")

    # --- Decisions ---

    def _decisions(self) -> None:
        touched: dict[str, set[str]] = {}
        made: list[tuple[Decision, str]] = []
        for book, tab, row in self.noted.rows(findings=False):
            if tab.layout.form and tab.layout.form.chains:
                made += [(one, book.key) for one in self._recalled(row, tab)]
        known = self._known_decisions({(one.form, one.response) for one, _ in made})
        for one, file in sorted(made, key=lambda each: each[0].noticed):
            mark = _minute(one)
            if mark not in known:
                known.add(mark)
                decisions.keep(self.tx, one, file)
                touched.setdefault(one.form, set()).add(one.response)
                self.noted.decisions += 1
        self._undated(touched)
        for form, of in touched.items():
            cells.touch(self.tx, form, of)

    def _recalled(self, row: FoundRow, tab: FoundTab) -> Sequence[Decision]:
        form, losses = tab.layout.form, self.noted.losses
        assert form is not None
        entry = entries.of(self.tx, form.id, row.key)
        created = entries.first_sent_of(self.tx, form.id, row.key)
        if created is None:
            return ()
        who = entry.members.get("supervisor") if entry else None
        zone = self.office.settings.timezone
        told = told_decisions.recalled(row, form, self.office.organisation, zone, created, who)
        losses.tell("decisions-earlier", f"{form.title} {row.key}", told.earlier)
        losses.tell("decisions-unread", f"{form.title} {row.key}", told.unread)
        return told.decisions

    def _known_decisions(self, records: set[tuple[str, str]]) -> set[tuple[str, str, str, str, str]]:
        return {
            _minute(one)
            for form, response in records
            for made in decisions.of(self.tx, form, [response]).values()
            for one in made
        }

    def _undated(self, touched: dict[str, set[str]]) -> None:
        """Words in spreadsheets of earlier years that no history tells of: nobody hears them there again."""
        for book, tab, row in self.noted.rows(findings=False):
            form = tab.layout.form
            if book.year == self._latest or form is None or not tab.layout.people:
                continue
            known = {one.step for one in decisions.of(self.tx, form.id, [row.key]).get(row.key, ())}
            created = entries.first_sent_of(self.tx, form.id, row.key)
            for step in steps(form):
                word, note = row.texts.get(f"word:{step.id}", ""), row.texts.get(f"note:{step.id}", "")
                if created is not None and step.id not in known and (word or note):
                    moment = created + _UNDATED
                    one = Decision(form.id, row.key, step.id, meant(word, step.words), note, moment, "")
                    decisions.keep(self.tx, one, book.key)
                    touched.setdefault(form.id, set()).add(row.key)
                    self.noted.decisions += 1
                    self.noted.losses.tell("decisions-undated", f"{form.title} {row.key}")

    # --- Corrections ---

    def _corrections(self) -> None:
        made = [one for book, _, row in self.noted.rows(findings=True) if (one := self._corrected(book, row))]
        for one in sorted(made, key=lambda each: each.noticed):
            every = corrections.history(self.tx, one.form, [one.response])
            same = (other for other in every if told_corrections.same(one, other))
            if any(abs(other.noticed - one.noticed) < timedelta(minutes=1) for other in same):
                continue
            corrections.keep(self.tx, one)
            cells.touch(self.tx, one.form, [one.response])
            self.noted.corrections += 1

    def _corrected(self, book: Book, row: FoundRow) -> Correction | None:
        about, zone = told_corrections.named(row.key), self.office.settings.timezone
        form = self.office.forms.get(about.form) if about else None
        if about is None or form is None or not responses_known(self.tx, about.form, about.response):
            return None
        if told_corrections.outcome_of(row, zone)[0] == "taken_back":
            self.noted.losses.tell("corrections-taken-back", f"{form.title} {about.response}")
        if form.id not in self.readers:
            self.readers[form.id] = Reader(form, self.office.organisation, zone)
        (raw,) = responses.raws(self.tx, form.id, [about.response])
        now = answered(self.readers[form.id].read(raw), about.question)
        return told_corrections.corrected(row, about, book.key, zone, now)

    # --- Numbers ---

    def _numbers(self) -> None:
        found: dict[tuple[str, str], told_numbers.Numbered] = {}
        gone: dict[str, dict[str, None]] = {}
        for _, tab, row in self.noted.rows(findings=False):
            form = tab.layout.form
            if form is None or not form.numbered:
                continue
            shown = row.texts.get("running", "")
            one = told_numbers.numbered(form, row.key, shown)
            if one is not None:
                found[form.id, row.key] = one
            elif shown and shown not in _GONE:
                self.noted.losses.tell("number-unread", f"{form.title} {row.key}: {shown}")
            elif not responses_known(self.tx, form.id, row.key):
                gone.setdefault(form.id, {})[row.key] = None
        for one in told_numbers.keep(self.tx, found.values()):
            self.noted.losses.tell("number-twice", f"{one.form} {one.response}: {one.number} ({one.series})")
        self.noted.numbers = len(found)
        for form_id in told_numbers.reserve(self.tx, self.office, gone):
            self.noted.losses.tell("number-unsure", self.office.forms[form_id].title)

    # --- People's cells ---

    def _cells(self, book: Book, tab: FoundTab) -> None:
        """Note what stands in people's cells and a history knows; the rest is news for the next cycle."""
        if not tab.layout.people:
            return
        file, key = book.key, tab.layout.tab.key
        self.tx.executemany(
            "DELETE FROM cell WHERE file = ? AND tab = ? AND key = ?",
            [(file, key, row) for row in tab.by_key()],
        )
        for name, row in tab.by_key().items():
            theirs = {column: row.texts.get(column, "") for column in tab.layout.people}
            self.noted.cells += sum(bool(text) for text in theirs.values())
            cells.keep(self.tx, file, key, name, self._known(book, tab, row, theirs))

    def _known(
        self, book: Book, tab: FoundTab, row: FoundRow, theirs: Mapping[str, str]
    ) -> Mapping[str, str]:
        if book.year < self._latest:
            return theirs  # nobody writes there any more: what is later stands in this year's
        if tab.layout.form is None:
            return self._known_answers(row, theirs)
        known = dict[str, str]()
        offered = {step.id: step.words for step in steps(tab.layout.form)}
        last = {
            one.step: one for one in decisions.of(self.tx, tab.layout.form.id, [row.key]).get(row.key, ())
        }
        for step, one in last.items():
            word, note = theirs.get(f"word:{step}"), theirs.get(f"note:{step}")
            if word is not None and note is not None:
                is_word = meant(word, offered.get(step, ())) == one.word
                is_note = one.note in (note, told_decisions.told(note))
                known |= {f"word:{step}": word if is_word else one.word}
                known |= {f"note:{step}": note if is_note else one.note}
        return known

    def _known_answers(self, row: FoundRow, theirs: Mapping[str, str]) -> Mapping[str, str]:
        about = told_corrections.named(row.key)
        if about is None or not any(theirs.values()):
            return theirs
        offered = answers.words(packaged_texts())
        verdict = meant(theirs[answers.VERDICT], offered)
        said = offered.get(verdict, verdict), theirs[answers.VALUE]
        for one in corrections.history(self.tx, about.form, [about.response]):
            if (one.code, one.question) == (about.code, about.question) and (one.verdict, one.value) == said:
                return theirs
        return {}


def responses_known(tx: sqlite3.Connection, form: str, response: str) -> bool:
    """Whether the ledger has a response."""
    row = tx.execute("SELECT 1 FROM response WHERE form = ? AND id = ?", (form, response)).fetchone()
    return row is not None


def _minute(one: Decision) -> tuple[str, str, str, str, str]:
    """What tells a decision from others: minutes alone stand in the sheets."""
    moment = one.noticed.astimezone().replace(second=0, microsecond=0)
    return one.form, one.response, one.step, one.word, moment.isoformat()
