"""The mail that papers go with: their files, as PDF or as .docx and why, and where they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forms.model import Period
from forms.papers import PaperKind
from sync.errors import NithetError
from sync.mail import Attachment, MailedPaper, MailedPapers, Rendered, render_papers
from sync.messages import Messages
from sync.pipeline.office import Office
from sync.pipeline.papers.drive import kind_title

_COMPLETED: frozenset[PaperKind] = frozenset({"half-year", "yearly"})  # drafts: people write on in them
_MOST_BYTES = 15_000_000  # of files with one mail: servers take 20 to 25 million, a third of it for the code
_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper as it goes with a mail: its files, none where somebody took them away, and its Google Doc."""

    title: str
    about: str
    files: tuple[Attachment, ...]
    link: str | None = None


def mail_with(
    office: Office,
    kind: PaperKind,
    period: Period,
    enclosed: Sequence[Enclosed],
    as_word: str = "",
    closed: date | None = None,
) -> Rendered:
    """The mail with papers of one kind and period; `as_word` says why those that are .docx are no PDF."""
    files = tuple(file for one in enclosed for file in one.files)
    too_large = sum(len(file.content) for file in files) > _MOST_BYTES
    without_pdf = any(one.files and all(file.media_type == _WORD for file in one.files) for one in enclosed)
    mailed = MailedPapers(
        kind=kind,
        kind_title=kind_title(kind),
        period=period,
        papers=tuple(MailedPaper(one.title, _name(office, one.about), one.link) for one in enclosed),
        attachments=() if too_large else files,
        as_word=as_word if without_pdf and not too_large else "",
        too_large=too_large,
        closed=closed,
    )
    return render_papers(mailed, office.organisation)


def why_word(error: NithetError) -> str:
    """Why a paper goes out as .docx, for its reader."""
    return Messages("th").explain(error).what


def attachment_of(stem: str, pdf: bytes | None, word: bytes) -> Attachment:
    """A paper as it goes with a mail: as PDF, else as .docx."""
    if pdf is not None:
        return Attachment(f"{stem}.pdf", _PDF, pdf)
    return Attachment(f"{stem}.docx", _WORD, word)


def attachments_of(kind: PaperKind, stem: str, pdf: bytes | None, word: bytes) -> tuple[Attachment, ...]:
    """A paper's files as they go with a mail: one that its reader is to complete in Word, too."""
    first = attachment_of(stem, pdf, word)
    if pdf is None or kind not in _COMPLETED:
        return (first,)
    return first, attachment_of(stem, None, word)


def _name(office: Office, about: str) -> str:
    there = office.organisation
    names = (there.supervisors, there.networks, there.work_groups)
    return next((of[about].name for of in names if about in of), "")
