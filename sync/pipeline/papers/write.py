"""Papers: written, turned into PDF in one batch, kept as files, put into Drive, never over people's work."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import count
from pathlib import Path

import orjson

from forms.model import Period
from forms.papers import Paper
from forms.thai import thai_date
from sync import libreoffice
from sync.documents import to_pdf
from sync.drive import export_pdf
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger
from sync.ledger import papers as kept_papers
from sync.ledger.papers import Kept
from sync.pipeline.deciders import serving
from sync.pipeline.files import title_of
from sync.pipeline.office import Office
from sync.pipeline.papers import drive as papers_drive
from sync.pipeline.papers import files as papers_files
from sync.pipeline.papers.drafting import rendered, template_digest
from sync.pipeline.partitions import name_of
from sync.pipeline.troubles import Troubles

_log = logging.getLogger("nithet")
PDFS = "papers:pdf"  # the subject of the trouble that no PDF could be made


@dataclass(frozen=True, slots=True)
class Made:
    """A paper whose files are as they should be; `pdf` is None without one, which `no_pdf` explains."""

    key: str
    word: Path
    pdf: Path | None
    no_pdf: NithetError | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A paper that is new or says something else than its files. `ours` are digests that we may have left."""

    kept: Kept
    word: bytes
    ours: frozenset[str]


def write_papers(
    ledger: Ledger,
    google: Google | None,
    office: Office,
    papers: Sequence[Paper],
    now: datetime,
    troubles: Troubles,
) -> dict[str, Made]:
    """Write the papers that are new, say something else or lack a PDF; give all that are there now, by key.

    Files lie under the data folder, papers/<academic year>/<kind>/; without `google` nothing else is
    made. On Google it makes the PDF, else LibreOffice does, in one start for all. A paper whose files
    people changed gets further ones. One that fails is told, lacks in what is given, and stops no other.
    """
    known = kept_papers.of(ledger.connection, [paper.key for paper in papers])
    drafts: list[_Draft] = []
    for paper in papers:
        before = known.get(paper.key)
        is_same = before is not None and before.digest == digest_of(office, paper)
        if before and is_same and (before.pdf or not _converts(google, office)):
            continue
        with guarded(paper.key, now, troubles):
            word = _rendered(office, paper, now, troubles)
            drafts.append(_begun(ledger, google, office, paper, known.get(paper.key), word, now))
    at_google = google is not None and office.settings.on_google
    pdfs, why = ({}, None) if at_google else _converted(drafts, now, troubles)
    finished: set[str] = set()
    for draft in drafts:
        with guarded(draft.kept.key, now, troubles):
            _finish(ledger, google, office, draft, pdfs.get(draft.kept.key), now)
            troubles.end(draft.kept.key)
            finished.add(draft.kept.key)
    failed = {draft.kept.key for draft in drafts} - finished
    there = kept_papers.of(ledger.connection, [paper.key for paper in papers])
    told = {paper.key: digest_of(office, paper) for paper in papers}
    return {
        key: _made(office, kept, why)
        for key, kept in there.items()
        if key not in failed and kept.digest == told[key]
    }


def _converts(google: Google | None, office: Office) -> bool:
    """Whether PDFs can be made at all."""
    return (google is not None and office.settings.on_google) or libreoffice.installed() is not None


def digest_of(office: Office, paper: Paper) -> str:
    """Thirty-two hex digits that change with what the paper says, its template, and who may read it."""
    readers = [name_of(reader) for reader in paper.readers]
    said = (paper.title, paper.values, readers, template_digest(office, paper))
    body = orjson.dumps(said, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(body).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, Period):
        return value.name
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence | frozenset | set):
        return list(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _rendered(office: Office, paper: Paper, now: datetime, troubles: Troubles) -> bytes:
    """A paper as .docx. A broken template of the office's own is told."""
    word, broken = rendered(office, paper)
    subject = f"template:{paper.kind}"
    if broken:
        troubles.tell(subject, broken, now)
    else:
        troubles.end(subject)
    return word


def folder_of(office: Office, year: int, kind: str) -> Path:
    """Where the files of papers of a kind and an academic year lie."""
    return office.settings.data / "papers" / str(year) / kind


# --- Which files are ours to write -------------------------------------------------------


def _begun(
    ledger: Ledger,
    google: Google | None,
    office: Office,
    paper: Paper,
    known: Kept | None,
    word: bytes,
    now: datetime,
) -> _Draft:
    """Choose the names of a paper's files, and note what is to be written before anything is."""
    digest = digest_of(office, paper)
    ours = frozenset({known.digest, known.begun} - {""}) if known else frozenset[str]()
    fresh = Kept(
        key=paper.key,
        kind=paper.kind,
        about=paper.about,
        period=paper.period.name,
        year=office.calendar.academic_year(paper.period.start),
        title=paper.title,
        readers=tuple(name_of(reader) for reader in paper.readers),
        number=1,
        stem="",
        begun=digest,
        begun_word=hashlib.sha256(word).hexdigest(),
    )
    if known is None:
        return _Draft(_further(ledger, office, fresh, now), word, ours)
    fresh = replace(
        fresh,
        year=known.year,
        number=known.number,
        stem=known.stem,
        digest=known.digest,
        word=known.word,
        pdf=known.pdf,
        version=known.version,
        modified=known.modified,
        made=known.made,
    )
    file = folder_of(office, known.year, known.kind) / f"{known.stem}.docx"
    by_people = papers_files.digest_at(file) not in {"", known.word, known.begun_word, fresh.begun_word}
    if by_people or (google is not None and papers_drive.is_changed(ledger, google, known)):
        fresh = replace(fresh, number=known.number + 1, version=0, modified="")
        return _Draft(_further(ledger, office, fresh, now), word, frozenset())
    if known.title != paper.title:
        for old in (file, file.with_suffix(".pdf")):
            papers_files.remove(old)
        return _Draft(_further(ledger, office, fresh, now), word, ours)
    with ledger.transaction() as tx:
        kept_papers.begin(tx, fresh)
    return _Draft(fresh, word, ours)


def _further(ledger: Ledger, office: Office, fresh: Kept, now: datetime) -> Kept:
    """The paper with a name for its files that no other has, noted as begun."""
    local = now.astimezone(office.settings.timezone)
    folder = folder_of(office, fresh.year, fresh.kind)
    after = title_of("paper-further", date=thai_date(local.date())) if fresh.number > 1 else ""
    for number in count(1):
        stem = papers_files.safe_stem(fresh.title, after + (f" ({number})" if number > 1 else ""))
        there = papers_files.digest_at(folder / f"{stem}.docx")
        free = not kept_papers.taken(ledger.connection, fresh.key, fresh.year, fresh.kind, stem)
        if free and there in {"", fresh.begun_word}:
            break
    kept = replace(fresh, stem=stem)
    with ledger.transaction() as tx:
        kept_papers.begin(tx, kept)
    return kept


# --- Writing them ------------------------------------------------------------------------


def _converted(
    drafts: Sequence[_Draft], now: datetime, troubles: Troubles
) -> tuple[Mapping[str, bytes], NithetError | None]:
    """All drafts as PDF by key; none, and why, where LibreOffice is missing or fails."""
    if not drafts:
        return {}, None
    try:
        made = to_pdf({draft.kept.key: draft.word for draft in drafts})
    except NithetError as error:
        if error.code != "pdf-unavailable":  # that is no trouble: papers go without
            troubles.tell(PDFS, error, now)
        return {}, error
    troubles.end(PDFS)
    return made, None


def _finish(
    ledger: Ledger, google: Google | None, office: Office, draft: _Draft, pdf: bytes | None, now: datetime
) -> None:
    kept = draft.kept
    if google is not None:
        there = serving(office, now.astimezone(office.settings.timezone).date())
        try:
            document = papers_drive.put(ledger, google, there, kept, draft.word, draft.ours)
        except papers_drive.NotOurs:
            further = replace(kept, number=kept.number + 1)
            draft = replace(draft, kept=_further(ledger, office, further, now), ours=frozenset())
            _finish(ledger, google, office, draft, pdf, now)
            return
        if office.settings.on_google:
            pdf = export_pdf(google, document)
    file = folder_of(office, kept.year, kept.kind) / f"{kept.stem}.docx"
    papers_files.write(file, draft.word)
    if pdf is not None:
        papers_files.write(file.with_suffix(".pdf"), pdf)
    else:  # one that says what the paper said before would be worse than none
        papers_files.remove(file.with_suffix(".pdf"))
    with ledger.transaction() as tx:
        kept_papers.end(tx, kept.key, now, pdf=pdf is not None)


def _made(office: Office, kept: Kept, why: NithetError | None) -> Made:
    word = folder_of(office, kept.year, kept.kind) / f"{kept.stem}.docx"
    if kept.pdf:
        return Made(kept.key, word, word.with_suffix(".pdf"))
    return Made(kept.key, word, None, why or NithetError("pdf-unavailable"))


@contextmanager
def guarded(key: str, now: datetime, troubles: Troubles) -> Iterator[None]:
    """Tell what fails with a paper, whatever it is, and go on."""
    try:
        yield
    except NithetError as error:
        troubles.tell(key, error, now)
    except Exception as fault:  # a guard: whatever is wrong with one paper, the others go on
        _log.exception("%s", key)
        reason = f"{type(fault).__name__}: {fault}"
        troubles.tell(key, NithetError("paper-failed", kind=key, period="", reason=reason), now)
