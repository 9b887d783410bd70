"""Papers that were made: known again by the keys of their documents, people's for all that is known."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import cast

from forms.model import Period
from forms.papers import Paper, PaperKind
from forms.papers.occasions import period_named
from forms.papers.record import OF_RECORDS
from forms.papers.rules import RHYTHMS
from sync.errors import NithetError
from sync.ledger import Ledger, papers
from sync.ledger.papers import Kept
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing
from sync.pipeline.papers.drive import document_key
from sync.pipeline.papers.files import safe_stem
from sync.pipeline.papers.known import known_of
from sync.pipeline.papers.of_records import paper_of
from sync.pipeline.papers.write import folder_of
from sync.pipeline.partitions import name_of
from sync.pipeline.rebuild.listing import Listed
from sync.pipeline.rebuild.lost import Losses
from sync.pipeline.records import Standings

_log = logging.getLogger("nithet")


def adopt_papers(
    ledger: Ledger, office: Office, files: Mapping[str, Listed], now: datetime, losses: Losses
) -> tuple[tuple[str, str], ...]:
    """Note every paper that has a document; give the records (form, id) of which a paper is still to be made.

    What we left in a paper's files is not known: they count as people's, so that one that says something
    else later is written beside them.
    """
    found = {key: one for key, one in files.items() if key.startswith("paper:")}
    waiting, known = list[tuple[str, str]](), dict[str, Paper]()
    for form, response, paper in _of_records(ledger, office, now):
        if document_key(paper.key, 1) in found or _has_file(office, paper):
            known[document_key(paper.key, 1)] = paper
        else:
            waiting.append((form, response))
    composing = Composing(ledger, office, now)
    for key in {key.partition("#")[0] for key in found} - known.keys():
        composed = _of_time(composing, office, key)
        if composed is not None:
            known[key] = composed
        else:
            losses.tell("paper", found[key].name if key in found else key)
    with ledger.transaction() as tx:
        there = papers.of(tx, [paper.key for paper in known.values()])
        for key, paper in known.items():
            if paper.key not in there:
                kept = _kept(office, key, paper, found)
                if not papers.taken(tx, kept.key, kept.year, kept.kind, kept.stem):
                    papers.begin(tx, kept)
    return tuple(waiting)


def _kept(office: Office, key: str, paper: Paper, found: Mapping[str, Listed]) -> Kept:
    number = max((int(one.rpartition("#")[2]) for one in found if one.startswith(f"{key}#")), default=1)
    last = found.get(key if number == 1 else f"{key}#{number}")
    year = office.calendar.academic_year(paper.period.start)
    folder = folder_of(office, year, paper.kind)
    stems = (last.name if last else "", safe_stem(paper.title))
    stem = next((one for one in stems if one and (folder / f"{one}.docx").is_file()), stems[0] or stems[1])
    digest = last.digest if last else ""
    return Kept(
        key=paper.key,
        kind=paper.kind,
        about=paper.about,
        period=paper.period.name,
        year=year,
        title=paper.title,
        readers=tuple(name_of(reader) for reader in paper.readers),
        number=number,
        stem=stem,
        begun=digest,
        begun_word="",
        digest=digest,
        pdf=(folder / f"{stem}.pdf").is_file(),
        made=datetime.fromisoformat(last.modified) if last else None,
    )


def _has_file(office: Office, paper: Paper) -> bool:
    """Whether its .docx lies in the data folder: its document was thrown away by people."""
    year = office.calendar.academic_year(paper.period.start)
    return (folder_of(office, year, paper.kind) / f"{safe_stem(paper.title)}.docx").is_file()


def _of_records(ledger: Ledger, office: Office, now: datetime) -> Iterator[tuple[str, str, Paper]]:
    forms = [form.id for form in office.forms.values() if form.counts_as in OF_RECORDS]
    if not forms:
        return
    standings = _standings(ledger, office, now)
    for _, entry in papers.changed_records(ledger.connection, forms, (0, "", ""), ""):
        paper = paper_of(ledger, office, entry, standings)
        if paper is not None:
            yield entry.form, entry.response, paper


def _standings(ledger: Ledger, office: Office, now: datetime) -> Standings:
    today = now.astimezone(office.settings.timezone).date()
    year = office.calendar.academic_year_of(today)
    return known_of(ledger, office, year, now).standings


def _of_time(composing: Composing, office: Office, key: str) -> Paper | None:
    """The paper of a key that tells its kind and period; None for a key that is too long to tell them."""
    _, kind, *rest = key.split(":")
    try:
        for place in range(len(rest)):
            period = _period(office, kind, rest[place])
            if period is not None:
                composed = composing.of(cast(PaperKind, kind), period)
                return next((one for one in composed if document_key(one.key, 1) == key), None)
    except (NithetError, KeyError, ValueError, LookupError) as error:
        _log.warning("paper %s: %s", key, error)
    return None


def _period(office: Office, kind: str, name: str) -> Period | None:
    if kind not in RHYTHMS:
        return None
    for every in RHYTHMS[cast(PaperKind, kind)]:
        try:
            if every == "record":
                day = date.fromisoformat(name)
                return Period(day, day + timedelta(days=1), "day", name)
            return period_named(every, office.calendar, name)
        except (ValueError, KeyError):
            continue
    return None
