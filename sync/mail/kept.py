"""Mails kept in the outbox: which of them quote something."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

_ENOUGH = 40  # letters of a text that tell it


def quoting(outbox: Path, words: Collection[str], papers: Collection[str]) -> list[Path]:
    """The .eml files in which one of these words stands, or that carry one of these papers (names of files
    without ending), by name. One that cannot be read as a mail quotes nothing.

    Of a long text a beginning of 40 letters is enough: mails cut long ones short.
    """
    plain = [" ".join(word.split())[:_ENOUGH] for word in words]
    return [file for file in sorted(outbox.glob("*.eml")) if _quotes(file, plain, papers)]


def _quotes(file: Path, words: Collection[str], papers: Collection[str]) -> bool:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    attached = {Path(part.get_filename() or "").stem for part in mail.iter_attachments()}
    if not attached.isdisjoint(papers):
        return True
    return any(word in text for text in _texts(mail) for word in words)


def _texts(mail: EmailMessage) -> Iterator[str]:
    """The mail's subject and the texts of its parts, blanks told once, signs of HTML as they are read."""
    yield " ".join(str(mail["Subject"] or "").split())
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield " ".join(unescape(str(part.get_content())).split())
