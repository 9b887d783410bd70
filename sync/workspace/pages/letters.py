"""Mail as files: read the .eml files of a folder into letters that a page can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_CID = re.compile(r"""((?:src|background)\s*=\s*["']?|url\(\s*["']?)cid:([^"')\s>]+)""", re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter's headers as people read them. `name` is the file's; `date` is aware."""

    name: str
    subject: str
    sender: str
    to: str
    copies: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a letter: its bytes, and the kind that it says it has."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. `images` are those its HTML shows, by Content-ID: (kind, bytes)."""

    envelope: Envelope
    text: str
    html: str
    images: dict[str, tuple[str, bytes]]
    attachments: tuple[Attachment, ...]


def envelopes(folder: Path) -> tuple[Envelope, ...]:
    """The letters of a folder, newest first; a file that goes while we look is left out."""
    found = []
    for path in folder.glob("*.eml"):
        try:
            with path.open("rb") as file:
                headers = BytesHeaderParser(policy=policy.compat32).parse(file)
            found.append(_envelope(path, headers))
        except OSError:
            continue
    return tuple(sorted(found, key=lambda one: (one.date, one.name), reverse=True))


def letter(folder: Path, name: str) -> Letter | None:
    """The letter of that file name, None unless exactly such a file lies in the folder."""
    path = next((path for path in folder.glob("*.eml") if path.name == name and path.is_file()), None)
    if path is None:
        return None
    raw = path.read_bytes()
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    html_part, text_part = mail.get_body(("html",)), mail.get_body(("plain",))
    return Letter(
        envelope=_envelope(path, BytesHeaderParser(policy=policy.compat32).parsebytes(raw)),
        text=_text(text_part),
        html=_text(html_part),
        images=dict(_images(mail.walk())),
        attachments=tuple(_attachments(mail)),
    )


def shown_html(html: str, address: str) -> str:
    """A letter's HTML for a frame: images by `cid:` come from `<address>/part/`, links open a new page.

    `address` is the letter's own ("/mail/2569-W47.eml"). Sarabun is offered to letters that ask for it.
    """
    html = _CID.sub(lambda found: f"{found[1]}{address}/part/{quote(found[2], safe='')}", html)
    ours = '<base target="_blank"><link rel="stylesheet" href="/_workspace/look/fonts.css">'
    head = _HEAD.search(html)
    return html[: head.end()] + ours + html[head.end() :] if head else ours + html


def _envelope(path: Path, headers: Message) -> Envelope:
    read = {name.lower(): value for name, value in headers.items()}
    return Envelope(
        name=path.name,
        subject=_decoded(read.get("subject", "")),
        sender=_decoded(read.get("from", "")),
        to=_decoded(read.get("to", "")),
        copies=_decoded(read.get("cc", "")),
        date=_date(read.get("date", "")) or datetime.fromtimestamp(path.stat().st_mtime, UTC),
    )


def _decoded(header: object) -> str:
    """A header's text; the email package's own reading loses spaces between encoded words."""
    text = str(header)
    try:
        return " ".join(str(make_header(decode_header(text))).split())
    except (LookupError, UnicodeError, MessageError):
        return text


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(part: MIMEPart | None) -> str:
    """A text part's text; one in an unknown encoding is read as well as can be."""
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, KeyError):
        return _payload(part).decode("utf-8", "replace")


def _payload(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _images(parts: Iterable[object]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for part in parts:
        assert isinstance(part, EmailMessage)
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        if name and part.get_content_type() in _IMAGES:
            yield name, (part.get_content_type(), _payload(part))


def _attachments(mail: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(mail.iter_attachments(), 1):
        if part.get("Content-ID") and part.get_content_disposition() == "inline":
            continue
        assert isinstance(part, EmailMessage)
        name = Path(part.get_filename() or f"attachment-{number}").name
        yield Attachment(name, part.get_content_type(), _payload(part))
