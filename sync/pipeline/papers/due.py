"""Papers of a time: what closed since is composed, written in one batch, and its deliveries begun."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms.papers import Paper, PaperKind
from forms.papers.occasions import Occasion
from forms.weekly import WeeklyReport
from sync.documents.templates import is_packaged
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, tries
from sync.ledger.store import read_meta, utc, write_meta
from sync.mail import Attachment
from sync.pipeline.mails.sending import Sending
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing, paper_of_week
from sync.pipeline.papers.delivery import begin_complete, begin_deliveries
from sync.pipeline.papers.enclosing import attachment_of, why_word
from sync.pipeline.papers.occasions import is_followed, made, made_ahead, waiting
from sync.pipeline.papers.write import Made, write_papers
from sync.pipeline.troubles import Troubles

_AT_ONCE = 150  # papers of one cycle and conversion: more wait for the next one
_AWAITED = "awaited:weekly"  # the weeks whose mails wait for their papers, and since when
_PATIENCE = timedelta(hours=1)
_AWAITED_WEEKS = 60  # so many are remembered: more than were ever missed at once
_ENOUGH = (
    6  # tries in vain, more than a day with their pauses, after which the next of a kind ends an occasion
)
_log = logging.getLogger("nithet")


def write_due_papers(
    ledger: Ledger, google: Google | None, office: Office, now: datetime, troubles: Troubles, sending: Sending
) -> int:
    """Write the papers of every occasion that waits, in order, and begin their deliveries.

    Gives how many there are. Who gets papers that are all written has them at once. An occasion of which
    some fail is tried again with growing pauses; the next of its kind does not wait for it, and ends it
    once it failed for long. What goes wrong is told, and stops nothing else.
    """
    every = waiting(ledger, office, now)
    newest = {occasion.kind: occasion for occasion in every}
    composing, taken = Composing(ledger, office, now), list[_Taken]()
    for occasion in every:
        if _rests(ledger, office, occasion, now):
            continue
        one = _composed(composing, occasion, troubles, now)
        if taken and sum(len(of.papers) for of in taken) + len(one.papers) > _AT_ONCE:
            break
        taken.append(one)
    papers = [paper for one in taken for paper in one.papers]
    written = write_papers(ledger, google, office, papers, now, troubles) if papers else {}
    for one in taken:
        lacking = [paper for paper in one.papers if paper.key not in written]
        if (one.whole and not lacking) or _is_passed_over(ledger, one.occasion, newest[one.occasion.kind]):
            begin_deliveries(office, [of for of in one.papers if of.key in written], now, sending)
            _end(ledger, office, one.occasion, now)
        else:
            begin_complete(office, one.papers, lacking, now, sending, alone=not one.whole)
            _note_try(ledger, office, one.occasion, now)
    return len(papers)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An occasion with its papers; not `whole` where some could not be composed."""

    occasion: Occasion
    papers: tuple[Paper, ...]
    whole: bool


def _composed(composing: Composing, occasion: Occasion, troubles: Troubles, now: datetime) -> _Taken:
    """The papers of an occasion; one that cannot be composed is told and left out."""
    found, whole = list[Paper](), True
    kind, period = occasion.kind, occasion.period
    whom: Iterable[str] = ("",)
    with _told(troubles, kind, period.name, "", now) as went_well:
        whom = composing.abouts(kind, period) or whom
    whole = whole and went_well()
    for about in whom if whole else ():
        with _told(troubles, kind, period.name, about, now) as went_well:
            found += composing.of(kind, period, about)
        whole = whole and went_well()
    return _Taken(occasion, tuple(found), whole)


@contextmanager
def _told(
    troubles: Troubles, kind: PaperKind, period: str, about: str, now: datetime
) -> Iterator[Callable[[], bool]]:
    """Tell what goes wrong with a paper, whatever it is, and go on; gives how to ask whether it went well."""
    subject, well = ":".join(filter(None, ("composing", kind, about, period))), [True]
    try:
        yield lambda: well[0]
    except Exception as fault:  # a guard: mails, sheets and the other papers go on
        well[0] = False
        _log.exception("%s", subject)
        troubles.tell(subject, _failed(kind, period, fault), now)
    else:
        troubles.end(subject)


# --- When one that failed is tried again --------------------------------------------------


def _rests(ledger: Ledger, office: Office, occasion: Occasion, now: datetime) -> bool:
    """Whether the pause since the last try lasts; another configuration is tried at once."""
    failed = tries.tries(ledger.connection, _making(occasion), occasion.period.name).get("")
    return failed is not None and failed.settings == office.rules and not failed.is_due(now)


def _note_try(ledger: Ledger, office: Office, occasion: Occasion, now: datetime) -> None:
    with ledger.transaction() as tx:
        tries.note_try(tx, _making(occasion), occasion.period.name, "", office.rules, now)


def _is_passed_over(ledger: Ledger, occasion: Occasion, newest: Occasion) -> bool:
    """Whether an occasion that failed once more is given up, for the next of its kind has come.

    Not after one failure: two that were missed are due at the same moment, and a cycle in which Google
    is out of reach would lose the papers of the earlier one for good.
    """
    if occasion == newest and not is_followed(ledger, occasion):
        return False
    failed = tries.tries(ledger.connection, _making(occasion), occasion.period.name).get("")
    return failed is not None and failed.attempts + 1 >= _ENOUGH


def _end(ledger: Ledger, office: Office, occasion: Occasion, now: datetime) -> None:
    """Note that an occasion is done; an earlier one of its kind that failed waits on."""
    first = next(one for one in waiting(ledger, office, now) if one.kind == occasion.kind)
    (made if first == occasion else made_ahead)(ledger, occasion)
    if tries.tries(ledger.connection, _making(occasion), occasion.period.name):
        with ledger.transaction() as tx:
            tries.end_tries(tx, _making(occasion), occasion.period.name, "")


def _making(occasion: Occasion) -> str:
    return f"making:{occasion.kind}"


# --- The week's, which goes with its mail -------------------------------------------------


def week_attached(
    ledger: Ledger,
    google: Google | None,
    office: Office,
    now: datetime,
    troubles: Troubles,
    *,
    waits: bool = False,
) -> Callable[[WeeklyReport], tuple[Attachment | None, str] | None]:
    """What goes with the mail of a week: its paper, and why that is .docx where it is no PDF.

    Nothing where the office does not wish for it, or where it fails: the mail goes all the same. If it
    `waits`, None for an hour where Google is what fails, or was not asked at all: the next cycles may
    bring the paper.
    """

    def attached(report: WeeklyReport) -> tuple[Attachment | None, str] | None:
        if office.reports.of("weekly") is None or not is_packaged("weekly"):
            return None, ""
        week = report.week.name
        try:
            paper = paper_of_week(office, report)
            written = write_papers(ledger, google, office, [paper], now, troubles).get(paper.key)
        except Exception as fault:  # a guard: the mail does not wait for what is wrong with its paper
            _log.exception("paper of week %s", week)
            troubles.tell(f"paper:weekly:{week}", _failed("weekly", week, fault), now)
            return None, ""
        if written:
            return _attachment(written)
        is_googles = troubles.is_googles(paper.key)
        return None if waits and is_googles and _is_awaited(ledger, week, now) else (None, "")

    return attached


def _is_awaited(ledger: Ledger, week: str, now: datetime) -> bool:
    """Whether the mail of a week has waited for its paper less than an hour; a clock may be put back."""
    kept = read_meta(ledger.connection, _AWAITED) or ""
    awaited = dict(part.split(" ", 1) for part in kept.split(";") if part)
    if week in awaited:
        return abs(now - datetime.fromisoformat(awaited[week])) < _PATIENCE
    latest = dict(sorted({**awaited, week: utc(now)}.items())[-_AWAITED_WEEKS:])
    with ledger.transaction() as tx:
        write_meta(tx, _AWAITED, ";".join(f"{name} {since}" for name, since in latest.items()))
    return True


def _attachment(written: Made) -> tuple[Attachment, str]:
    pdf = written.pdf.read_bytes() if written.pdf else None
    why = why_word(written.no_pdf) if written.no_pdf else ""
    return attachment_of(written.word.stem, pdf, written.word.read_bytes()), why


def _failed(kind: PaperKind, period: str, fault: Exception) -> NithetError:
    if isinstance(fault, NithetError):
        return fault
    return NithetError("paper-failed", kind=kind, period=period, reason=f"{type(fault).__name__}: {fault}")
