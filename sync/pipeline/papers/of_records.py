"""A paper for every record that has one: the memo of a journey, the minutes of a meeting, an urgent case."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from forms.model import Entry
from forms.papers import Paper
from forms.papers.record import OF_RECORDS, record_paper
from forms.response.entries import day_of
from forms.thai import thai_date
from sync.documents.templates import is_packaged
from sync.google import Google
from sync.ledger import Ledger, entries, numbers, papers
from sync.ledger.papers import Seen
from sync.ledger.store import read_meta, write_meta
from sync.pipeline.files import title_of
from sync.pipeline.mails.sending import Sending
from sync.pipeline.numbering import shown
from sync.pipeline.office import Office
from sync.pipeline.papers.delivery import begin_deliveries
from sync.pipeline.papers.write import digest_of, guarded, write_papers
from sync.pipeline.records import Standings
from sync.pipeline.troubles import Troubles

_SEEN = "papers_seen"  # where the ledger keeps how far records were looked at, and which failed
_AT_ONCE = 25  # papers of one cycle: the first one of an office that has many takes no hour
_EARLIER = timedelta(days=100)  # before the academic year: what its last weeks brought may come late


_Compose = Callable[[Entry], Paper | None]


def write_record_papers(
    ledger: Ledger,
    google: Google,
    office: Office,
    standings: Standings,
    now: datetime,
    troubles: Troubles,
    mailing: Mailing,
) -> int:
    """Write the papers of records that came, changed or were decided about; give how many were looked at.

    At most so many a cycle; the next one goes on there. What failed is tried again. Papers of records
    that count and came since `mailing` are to be mailed, which is noted before they are written.
    """
    before, uncomposed = _reached(ledger), list[tuple[str, str]]()

    def compose(entry: Entry) -> Paper | None:
        subject, found = f"composing:{entry.form}/{entry.response}", list[Paper | None]()
        with guarded(subject, now, troubles):
            found.append(paper_of(ledger, office, entry, standings))
            troubles.end(subject)
        if not found:
            uncomposed.append((entry.form, entry.response))
            return None
        return found[0]

    found = {paper.key: (entry, paper) for entry, paper in _again(ledger, before.failed, compose)}
    decision, decided = papers.decided_records(ledger.connection, _forms(office), before.decision)
    for entry, paper in _again(ledger, decided, compose):
        if _is_other(ledger, office, paper, made=True):
            found[paper.key] = entry, paper
    seen = before.seen
    for place, entry, paper in _changed(ledger, office, seen, now, compose):
        if len(found) >= _AT_ONCE:
            break
        seen = place
        if _is_other(ledger, office, paper):
            found[paper.key] = entry, paper
    mailing.begin(ledger, office, found.values(), now)
    every = [paper for _, paper in found.values()]
    made = write_papers(ledger, google, office, every, now, troubles) if every else {}
    left = [(entry.form, entry.response) for key, (entry, _) in found.items() if key not in made]
    _reach(ledger, before, _Reached(seen, (*left, *uncomposed), decision))
    return len(found)


@dataclass(frozen=True, slots=True)
class Mailing:
    """By whom papers of records are mailed, of what was sent from a moment on."""

    sending: Sending
    since: datetime

    def begin(
        self, ledger: Ledger, office: Office, found: Iterable[tuple[Entry, Paper]], now: datetime
    ) -> None:
        """Note to whom the papers go of which the records count."""
        for entry, paper in found:
            sent = entries.first_sent_of(ledger.connection, entry.form, entry.response)
            if entry.counted and sent and sent >= self.since:
                begin_deliveries(office, [paper], now, self.sending)


def paper_of(ledger: Ledger, office: Office, entry: Entry, standings: Standings) -> Paper | None:
    """The paper of a record; None where its form has none, or no template came with nithet yet."""
    form = office.forms.get(entry.form)
    kind = OF_RECORDS.get(form.counts_as or "") if form else None
    if form is None or kind is None or not is_packaged(kind):
        return None
    standing = standings.get((entry.form, entry.response))
    plain = record_paper(form, entry, standing, office.organisation, form.title)
    answers = plain.values["answers"]
    assert isinstance(answers, Mapping)
    said = {name: answer for name, answer in answers.items() if answer is not None}
    title = " ".join(title_of(f"record-{kind}", **{**said, "date": thai_date(day_of(entry))}).split())
    numbered = numbers.of(ledger.connection, form.id, [entry.response]).get(entry.response)
    number = shown(form, *numbered) if numbered else None
    return record_paper(form, entry, standing, office.organisation, title or form.title, number)


@dataclass(frozen=True, slots=True)
class _Reached:
    """How far records and decisions were looked at, and which papers failed."""

    seen: Seen = (0, "", "")
    failed: tuple[tuple[str, str], ...] = ()
    decision: int = 0


def _reached(ledger: Ledger) -> _Reached:
    kept = read_meta(ledger.connection, _SEEN)
    if kept is None:
        return _Reached()
    (revision, form, response), failed, *decision = orjson.loads(kept)
    return _Reached((revision, form, response), tuple((one[0], one[1]) for one in failed), *decision)


def _reach(ledger: Ledger, before: _Reached, now: _Reached) -> None:
    if now != before:
        with ledger.transaction() as tx:
            write_meta(tx, _SEEN, orjson.dumps((now.seen, now.failed, now.decision)).decode())


def forget_records(tx: sqlite3.Connection, forgotten: Collection[tuple[str, str]]) -> None:
    """Name these records (form, response) no more where it is kept how far records were looked at."""
    if (kept := read_meta(tx, _SEEN)) is None:
        return
    (revision, form, response), failed, *decision = orjson.loads(kept)
    place = (
        revision,
        form,
        "" if (form, response) in forgotten else response,
    )  # others of it are looked at again
    left = [one for one in failed if tuple(one) not in forgotten]
    write_meta(tx, _SEEN, orjson.dumps((place, left, *decision)).decode())


def _is_other(ledger: Ledger, office: Office, paper: Paper, *, made: bool = False) -> bool:
    """Whether a paper says something else than its files; `made`: only where there are any."""
    kept = papers.of(ledger.connection, [paper.key]).get(paper.key)
    return (not made) if kept is None else kept.digest != digest_of(office, paper)


def _again(
    ledger: Ledger, records: Iterable[tuple[str, str]], compose: _Compose
) -> Iterator[tuple[Entry, Paper]]:
    for form, response in records:
        entry = entries.of(ledger.connection, form, response)
        paper = compose(entry) if entry else None
        if entry and paper:
            yield entry, paper


def _forms(office: Office) -> list[str]:
    return [form.id for form in office.forms.values() if form.counts_as in OF_RECORDS]


def _changed(
    ledger: Ledger, office: Office, seen: Seen, now: datetime, compose: _Compose
) -> Iterator[tuple[Seen, Entry, Paper]]:
    today = now.astimezone(office.settings.timezone).date()
    since = office.calendar.academic_year_of(today).start - _EARLIER
    if forms := _forms(office):
        for place, entry in papers.changed_records(ledger.connection, forms, seen, since.isoformat()):
            if paper := compose(entry):
                yield place, entry, paper
