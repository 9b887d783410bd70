"""Papers by mail: one mail a recipient for all papers of a kind and period that go there, once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast, get_args

from forms.model import Partition, Period
from forms.papers import Paper, PaperKind
from forms.papers.occasions import closing, period_named
from forms.papers.record import OF_RECORDS
from sync import libreoffice
from sync.errors import NithetError
from sync.ledger import Ledger, publishing, reports
from sync.ledger import papers as kept_papers
from sync.ledger.papers import Kept
from sync.mail import Attachment, Rendered
from sync.pipeline.files import page_address, viewers_of
from sync.pipeline.mails.sending import Sending
from sync.pipeline.office import Office
from sync.pipeline.papers.drive import document_key
from sync.pipeline.papers.enclosing import Enclosed, attachments_of, mail_with, why_word
from sync.pipeline.papers.recipients import recipients
from sync.pipeline.papers.write import PDFS, folder_of
from sync.pipeline.partitions import named

_DELIVERED: frozenset[str] = frozenset(get_args(PaperKind)) - {"weekly"}  # that one goes with its mail


def place_of(paper: Paper) -> str:
    """By what a paper's deliveries are known beside its kind: its period, or the record it is made from."""
    return f"{paper.about}:{paper.period.name}" if paper.kind in OF_RECORDS.values() else paper.period.name


def begin_deliveries(office: Office, papers: Iterable[Paper], now: datetime, sending: Sending) -> None:
    """Note to whom papers go, before any of it is sent."""
    for (kind, place), everyone in _addressed(office, papers, now).items():
        sending.begin(kind, place, everyone)


def begin_complete(
    office: Office,
    papers: Iterable[Paper],
    lacking: Collection[Paper],
    now: datetime,
    sending: Sending,
    *,
    alone: bool,
) -> None:
    """Note to whom papers go where some are `lacking`: to those who wait for none of these.

    `alone`: nobody knows who waits for which; those of whom one paper is known have that.
    """
    without = {paper.key for paper in lacking}
    for (kind, place), everyone in _addressed(office, papers, now).items():
        for who, theirs in everyone.items():
            if without.isdisjoint(theirs) and not (alone and len(theirs) > 1):
                sending.begin(kind, place, [who])


def _addressed(
    office: Office, papers: Iterable[Paper], now: datetime
) -> Mapping[tuple[str, str], Mapping[str, list[str]]]:
    """The keys of the papers that each recipient gets, by kind and place."""
    today, found = _day(office, now), dict[tuple[str, str], dict[str, list[str]]]()
    for paper in papers:
        if paper.kind in _DELIVERED:
            everyone = found.setdefault((paper.kind, place_of(paper)), {})
            for who in recipients(office, paper.kind, paper.readers, today):
                everyone.setdefault(who, []).append(paper.key)
    return found


def deliver_papers(
    ledger: Ledger,
    base: str | None,
    office: Office,
    now: datetime,
    sending: Sending,
    only: Collection[tuple[str, str]] | None = None,
) -> int:
    """Send the papers whose deliveries were begun and whose turn it is; give the number of mails.

    `base` is the embedded workspace's address, None on Google; `only` the kinds and places (`place_of`)
    that are meant, None all of them. Who is to have a paper no more, as the office is configured now,
    does not get it.
    """
    sent = 0
    for kind, place in reports.undelivered(ledger.connection):
        if kind in _DELIVERED and (only is None or (kind, place) in only):
            sent += _deliver(ledger, base, office, cast(PaperKind, kind), place, now, sending)
    return sent


def _mail(ledger: Ledger, base: str | None, office: Office, papers: Sequence[Kept], who: str) -> Rendered:
    """The mail with papers that were made, as one recipient gets it."""
    enclosed = [
        Enclosed(one.title, one.about, _files(office, one), _link(ledger, base, office, one, who))
        for one in papers
    ]
    first = papers[0]
    kind, period = cast(PaperKind, first.kind), _period(office, first)
    return mail_with(office, kind, period, enclosed, _why_word(ledger), _missed(office, first))


def _deliver(
    ledger: Ledger,
    base: str | None,
    office: Office,
    kind: PaperKind,
    place: str,
    now: datetime,
    sending: Sending,
) -> int:
    goes_to = _goes_to(office, _finished(ledger, kind, place), _day(office, now))
    begun = reports.deliveries(ledger.connection, kind, place)
    waiting = [who for who, delivery in begun.items() if delivery.delivered is None]
    if not goes_to and office.reports.of(kind):
        return 0  # nothing of it is finished yet
    sending.forget(kind, place, [who for who in waiting if who not in goes_to])
    turn = sending.due(kind, place, [who for who in waiting if who in goes_to])
    return sum(sending.send(kind, place, who, _mail(ledger, base, office, goes_to[who], who)) for who in turn)


def _finished(ledger: Ledger, kind: PaperKind, place: str) -> list[Kept]:
    if kind in OF_RECORDS.values():
        key = f"paper:{kind}:{place}"
        found = list(kept_papers.of(ledger.connection, [key]).values())
    else:
        found = kept_papers.of_period(ledger.connection, kind, place)
    return [one for one in found if one.digest]


def _goes_to(office: Office, papers: Iterable[Kept], today: date) -> Mapping[str, list[Kept]]:
    """The papers that each recipient gets."""
    found: dict[str, list[Kept]] = {}
    for one in papers:
        for who in recipients(office, cast(PaperKind, one.kind), map(named, one.readers), today):
            found.setdefault(who, []).append(one)
    return found


def _period(office: Office, paper: Kept) -> Period:
    rule = office.reports.of(cast(PaperKind, paper.kind))
    if rule is None or rule.every == "record":
        day = date.fromisoformat(paper.period)
        return Period(day, day + timedelta(days=1), "day", paper.period)
    return period_named(rule.every, office.calendar, paper.period)


def _missed(office: Office, paper: Kept) -> date | None:
    """The day on which a paper should have been made, where it was made later."""
    kind = cast(PaperKind, paper.kind)
    closes = closing(office.reports, office.calendar, kind, _period(office, paper))
    day = _day(office, closes) if closes else None
    return day if day and paper.made and day < _day(office, paper.made) else None


def _files(office: Office, paper: Kept) -> tuple[Attachment, ...]:
    """A paper's files; none where somebody took them away: the mail leads to its Google Doc."""
    word = folder_of(office, paper.year, paper.kind) / f"{paper.stem}.docx"
    file = word.with_suffix(".pdf")
    try:
        pdf = file.read_bytes() if file.is_file() else None
        return attachments_of(cast(PaperKind, paper.kind), paper.stem, pdf, word.read_bytes())
    except OSError:
        return ()


def _link(ledger: Ledger, base: str | None, office: Office, paper: Kept, who: str) -> str | None:
    """Where the recipient reads the paper's Google Doc; None for who may not."""
    known = publishing.files(ledger.connection).get(document_key(paper.key, paper.number))
    readers: list[Partition] = [named(reader) for reader in paper.readers]
    if known is None or who not in viewers_of(office, readers, paper.year):
        return None
    return page_address(base, "document", known.id)


def _why_word(ledger: Ledger) -> str:
    told = {one.subject: one for one in reports.troubles(ledger.connection)}.get(PDFS)
    if told:
        return why_word(NithetError(told.code, **told.values))
    return "" if libreoffice.installed() else why_word(NithetError("pdf-unavailable"))


def _day(office: Office, moment: datetime) -> date:
    return moment.astimezone(office.settings.timezone).date()
