"""Papers of a time: what closed since is composed, written in one batch, and its deliveries begun."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from forms.papers import Paper, PaperKind
from forms.papers.occasions import Occasion
from forms.weekly import WeeklyReport
from sync.documents.templates import is_packaged
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger
from sync.mail import Attachment
from sync.pipeline.mails.sending import Sending
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing, paper_of_week
from sync.pipeline.papers.delivery import attachment_of, begin_deliveries, why_word
from sync.pipeline.papers.occasions import made, waiting
from sync.pipeline.papers.write import Made, write_papers
from sync.pipeline.troubles import Troubles

_AT_ONCE = 150  # papers of one cycle and conversion: more wait for the next one
_log = logging.getLogger("nithet")


def write_due_papers(
    ledger: Ledger, google: Google | None, office: Office, now: datetime, troubles: Troubles, sending: Sending
) -> int:
    """Write the papers of every occasion that waits, in order, and begin their deliveries.

    Gives how many there are. An occasion of which a paper fails waits on, until the next of its kind is
    made; what goes wrong is told, and stops nothing else.
    """
    composing, taken = Composing(ledger, office, now), list[tuple[Occasion, list[Paper]]]()
    count = 0
    for occasion in waiting(ledger, office, now):
        papers = composed(composing, occasion, troubles, now)
        if papers is None:
            continue
        if taken and count + len(papers) > _AT_ONCE:
            break
        taken.append((occasion, papers))
        count += len(papers)
    if not taken:
        return 0
    written = write_papers(ledger, google, office, [one for _, of in taken for one in of], now, troubles)
    for occasion, papers in taken:
        if all(paper.key in written for paper in papers):
            begin_deliveries(office, papers, now, sending)
            made(ledger, occasion)
    return count


def composed(
    composing: Composing, occasion: Occasion, troubles: Troubles, now: datetime
) -> list[Paper] | None:
    """The papers of an occasion; None where they cannot be composed, which is told."""
    subject = f"paper:{occasion.kind}:{occasion.period.name}"
    try:
        papers = composing.of(occasion.kind, occasion.period)
    except Exception as fault:  # a guard: whatever is wrong with one paper, mails and sheets go on
        _log.exception("paper %s", subject)
        troubles.tell(subject, _failed(occasion.kind, occasion.period.name, fault), now)
        return None
    troubles.end(subject)
    return papers


def week_attached(
    ledger: Ledger, google: Google | None, office: Office, now: datetime, troubles: Troubles
) -> Callable[[WeeklyReport], tuple[Attachment | None, str]]:
    """What goes with the mail of a week: its paper, and why that is .docx where it is no PDF.

    Nothing where the office does not wish for it, or where it fails: the mail goes all the same.
    """

    def attached(report: WeeklyReport) -> tuple[Attachment | None, str]:
        if office.reports.of("weekly") is None or not is_packaged("weekly"):
            return None, ""
        try:
            paper = paper_of_week(office, report)
            written = write_papers(ledger, google, office, [paper], now, troubles).get(paper.key)
            return _attachment(written) if written else (None, "")
        except Exception as fault:  # a guard: the mail waits for no paper
            _log.exception("paper of week %s", report.week.name)
            failed = _failed("weekly", report.week.name, fault)
            troubles.tell(f"paper:weekly:{report.week.name}", failed, now)
            return None, ""

    return attached


def _attachment(written: Made) -> tuple[Attachment, str]:
    pdf = written.pdf.read_bytes() if written.pdf else None
    why = why_word(written.no_pdf) if written.no_pdf else ""
    return attachment_of(written.word.stem, pdf, written.word.read_bytes()), why


def _failed(kind: PaperKind, period: str, fault: Exception) -> NithetError:
    if isinstance(fault, NithetError):
        return fault
    return NithetError("paper-failed", kind=kind, period=period, reason=f"{type(fault).__name__}: {fault}")
