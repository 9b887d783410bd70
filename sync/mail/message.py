"""Rendered report to MIME: a plain text and an HTML alternative that every mail program can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail: its name (Thai, too), its media type ("application/pdf"), its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside the HTML, which shows it as `<img src="cid:<cid>">`. `cid` is ASCII without blanks."""

    cid: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report for a reader: one line of subject, a plain text, and HTML with its styles inline."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class MailPolicy(EmailPolicy):
    """SMTP's rules, with Thai subjects and names folded by `email.header`.

    EmailPolicy loses and adds spaces between the encoded words of a long header in Python 3.12
    and older (cpython #92081).
    """

    def fold(self, name: str, value: str) -> str:
        """The header's lines, as text."""
        return self._encoded(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header's lines, as bytes."""
        return self._encoded(name, value).encode("ascii") or super().fold_binary(name, value)

    def _encoded(self, name: str, value: str) -> str:
        if str(value).isascii() or hasattr(
            value, "params"
        ):  # parameters (a file's name) have rules of their own
            return ""
        addresses = getattr(value, "addresses", None)
        if addresses is None:
            return f"{name}: {self._words(name, value)}{self.linesep}"
        written = (f"{self._words(name, a.display_name)} <{a.addr_spec}>" for a in addresses)
        return f"{name}: {f',{self.linesep} '.join(written)}{self.linesep}"

    def _words(self, name: str, text: str) -> str:
        return Header(str(text), "utf-8", header_name=name, maxlinelen=75).encode(linesep=self.linesep)


_NOT_IN_NAMES = '/\\:*?"<>|'
POLICY = MailPolicy(linesep="\r\n", cte_type="7bit")


def message(
    rendered: Rendered,
    *,
    sender: str,
    to: Sequence[str],
    cc: Sequence[str] = (),
    message_id: str,
    date: datetime,
) -> EmailMessage:
    """Build the mail. `sender`, `to` and `cc` are "a@b" or "name <a@b>", `date` is aware.

    `message_id` is "<…@…>", chosen by the caller so that a repeated delivery carries the same one.
    Raises ValueError for an address that is none.
    """
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(sender)
    mail["To"] = [_address(address) for address in to]
    if cc:
        mail["Cc"] = [_address(address) for address in cc]
    mail["Subject"] = one_line(rendered.subject)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = one_line(message_id)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(rendered.text, charset="utf-8", cte="base64")
    mail.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="base64")
    for picture in rendered.pictures:
        _add_picture(mail, picture)
    for attachment in rendered.attachments:
        kind, _, of = attachment.media_type.partition("/")
        mail.add_attachment(
            attachment.content, maintype=kind, subtype=of, filename=_file_name(attachment.name)
        )
    mail["Content-Language"] = "th"  # last: what is set before goes with the first text into a part
    _complete_parts(mail, message_id)
    return mail


def _add_picture(mail: EmailMessage, picture: Picture) -> None:
    page = mail.get_body(("html",))
    assert isinstance(page, EmailMessage)
    around = mail.get_body(("related",)) or page  # the second picture lies beside the first
    assert isinstance(around, EmailMessage)
    kind, _, of = picture.media_type.partition("/")
    name = f"{picture.cid.partition('@')[0]}.{of}"
    around.add_related(
        picture.content,
        maintype=kind,
        subtype=of,
        cid=f"<{picture.cid}>",
        disposition="inline",
        filename=name,
    )


def _complete_parts(mail: EmailMessage, message_id: str) -> None:
    """Boundaries made from the Message-ID: the same report is the same bytes every time."""
    seed = sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_nithet_{seed}" + (f"_{number}" if number else ""))
        if part.get_content_subtype() == "related":
            part.set_param("type", "text/html")
        if number:
            del part["MIME-Version"]  # said once, by the whole mail


def _file_name(name: str) -> str:
    """A name that every reader's system can save, in one line."""
    return "".join("-" if letter in _NOT_IN_NAMES else letter for letter in one_line(name))


def one_line(text: str) -> str:
    """The text without control characters and line ends: nothing in it can begin a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _address(text: str) -> Address:
    name, address = parseaddr(one_line(text))
    if "@" not in address:
        raise ValueError(f"not an address: {text!r}")
    return Address(display_name=name, addr_spec=address)
