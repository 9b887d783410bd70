"""Papers and their mails written into a folder to be looked at: nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.papers import Paper
from sync.cli.asked import AskedPapers, asked_about
from sync.cli.opening import ledger_path, now
from sync.cli.show import Screen
from sync.demo.closing import as_begun
from sync.errors import InputError, NithetError
from sync.ledger import Ledger
from sync.mail import Outbox, message
from sync.pipeline.mails.sending import file_name
from sync.pipeline.papers.compose import Composing
from sync.pipeline.papers.delivery import place_of
from sync.pipeline.papers.drafting import Draft, drafted
from sync.pipeline.papers.enclosing import Enclosed, attachments_of, mail_with, why_word
from sync.pipeline.papers.recipients import recipients


def composed(composing: Composing, asked: AskedPapers, about: str) -> list[Paper]:
    """The papers that are asked for. Raises InputError about-unknown, and paper-of-nothing for none."""
    asked_about(composing, asked, about)
    papers = composing.of(asked.kind, asked.period, about)
    if not papers:
        raise InputError("paper-of-nothing", kind=asked.kind, period=asked.period.name)
    return papers


def look(screen: Screen, asked: AskedPapers, about: str, out: Path, *, mails: bool = False) -> None:
    """Write the papers into a folder, with `mails` the mails, too, that would bring them; keep nothing."""
    at = now()
    with closing(Ledger(ledger_path(asked.office.settings))) as ledger:
        # A demo's office is another than its files have.
        office = replace(as_begun(ledger, asked.office), reports=asked.office.reports)
        asked = replace(asked, office=office)
        papers = composed(Composing(ledger, office, at), asked, about)
    drafts, why = drafted(office, papers)
    write_out(screen, drafts, out)
    if why:
        screen.error(why)
    if mails:
        _look_at_mails(screen, asked, drafts, why, out, at)


def write_out(screen: Screen, drafts: Iterable[Draft], out: Path) -> None:
    """Write papers into a folder, and tell their files and, each once, what is wrong with their templates."""
    told: set[str] = set()
    for draft in drafts:
        if draft.broken and draft.broken.values["file"] not in told:
            told.add(draft.broken.values["file"])
            screen.error(draft.broken)
        for ending, content in ((".docx", draft.word), (".pdf", draft.pdf)):
            if content is not None:
                screen.tell("report.written", file=_written(out / f"{draft.stem}{ending}", content))


def _look_at_mails(
    screen: Screen,
    asked: AskedPapers,
    drafts: Sequence[Draft],
    why: NithetError | None,
    out: Path,
    at: datetime,
) -> None:
    goes_to = _goes_to(asked, drafts, at)
    if not goes_to:
        screen.tell("preview.to-nobody")
    for (place, who), mine in goes_to.items():
        enclosed = [_enclosed(draft) for draft in mine]
        period = mine[0].paper.period
        rendered = mail_with(asked.office, asked.kind, period, enclosed, why_word(why) if why else "")
        name = file_name(asked.kind, place, who)
        mail = message(
            rendered,
            sender=asked.office.settings.sender,
            to=[who],
            message_id=f"<preview.{asked.kind}.{asked.period.name}@nithet>",
            date=at,
        )
        file = Outbox(out).put(mail, name)  # and a page beside it, which every browser opens
        page = file.with_suffix(".html")
        screen.tell("preview.mail", who=who, subject=rendered.subject, file=page)


def _enclosed(draft: Draft) -> Enclosed:
    files = attachments_of(draft.paper.kind, draft.stem, draft.pdf, draft.word)
    return Enclosed(draft.paper.title, draft.paper.about, files)


def _goes_to(
    asked: AskedPapers, drafts: Sequence[Draft], at: datetime
) -> Mapping[tuple[str, str], list[Draft]]:
    """The papers that each recipient would get, by place and recipient."""
    today = at.astimezone(asked.office.settings.timezone).date()
    found: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        for who in recipients(asked.office, asked.kind, draft.paper.readers, today):
            found.setdefault((place_of(draft.paper), who), []).append(draft)
    return found


def _written(file: Path, content: bytes) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise InputError("out-unwritable", file=file, reason=error.strerror or error) from error
    return file
