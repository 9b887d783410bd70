"""A paper for every record that has one: the memo of a journey, the minutes of a meeting, an urgent case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import orjson

from forms.model import Entry
from forms.papers import Paper
from forms.papers.record import OF_RECORDS, record_paper
from forms.response.entries import day_of
from forms.thai import thai_date
from sync.documents.templates import is_packaged
from sync.google import Google
from sync.ledger import Ledger, entries, papers
from sync.ledger.papers import Seen
from sync.ledger.store import read_meta, write_meta
from sync.pipeline.files import title_of
from sync.pipeline.office import Office
from sync.pipeline.papers.write import digest_of, write_papers
from sync.pipeline.records import Standings
from sync.pipeline.troubles import Troubles

_SEEN = "papers_seen"  # where the ledger keeps how far records were looked at, and which failed
_AT_ONCE = 25  # papers of one cycle: the first one of an office that has many takes no hour
_EARLIER = timedelta(days=100)  # before the academic year: what its last weeks brought may come late


def write_record_papers(
    ledger: Ledger, google: Google, office: Office, standings: Standings, now: datetime, troubles: Troubles
) -> int:
    """Write the papers of records that came or changed since; give how many were looked at.

    At most so many a cycle; the next one goes on there. What failed is tried again.
    """
    seen, failed = _seen(ledger)
    found = {paper.key: (record, paper) for record, paper in _again(ledger, office, standings, failed)}
    last = seen
    for place, paper in _changed(ledger, office, standings, seen, now):
        if len(found) >= _AT_ONCE:
            break
        last = place
        kept = papers.of(ledger.connection, [paper.key]).get(paper.key)
        if kept is None or kept.digest != digest_of(paper):
            found[paper.key] = (place[1], place[2]), paper
    if (last, found) == (seen, {}) and not failed:
        return 0
    made = write_papers(ledger, google, office, [paper for _, paper in found.values()], now, troubles)
    left = [record for key, (record, _) in found.items() if key not in made]
    if (last, left) != (seen, failed):
        with ledger.transaction() as tx:
            write_meta(tx, _SEEN, orjson.dumps((last, left)).decode())
    return len(found)


def paper_of(office: Office, entry: Entry, standings: Standings) -> Paper | None:
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
    return record_paper(form, entry, standing, office.organisation, title or form.title)


def _seen(ledger: Ledger) -> tuple[Seen, list[tuple[str, str]]]:
    kept = read_meta(ledger.connection, _SEEN)
    if kept is None:
        return (0, "", ""), []
    (revision, form, response), failed = orjson.loads(kept)
    return (revision, form, response), [(one[0], one[1]) for one in failed]


def _again(
    ledger: Ledger, office: Office, standings: Standings, failed: list[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], Paper]]:
    for form, response in failed:
        entry = entries.of(ledger.connection, form, response)
        paper = paper_of(office, entry, standings) if entry else None
        if paper is not None:
            yield (form, response), paper


def _changed(
    ledger: Ledger, office: Office, standings: Standings, seen: Seen, now: datetime
) -> Iterator[tuple[Seen, Paper]]:
    today = now.astimezone(office.settings.timezone).date()
    since = office.calendar.academic_year_of(today).start - _EARLIER
    forms = [form.id for form in office.forms.values() if form.counts_as in OF_RECORDS]
    if not forms:
        return
    for place, entry in papers.changed_records(ledger.connection, forms, seen, since.isoformat()):
        paper = paper_of(office, entry, standings)
        if paper is not None:
            yield place, paper
