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
class Rendered:
    """A report for a reader: one line of subject, a plain text, and HTML with its styles inline."""

    subject: str
    text: str
    html: str


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
    mail["Content-Language"] = "th"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(rendered.text, charset="utf-8", cte="base64")
    mail.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="base64")
    # A boundary made from the Message-ID: the same report is the same bytes every time.
    mail.set_boundary(f"=_nithet_{sha256(message_id.encode()).hexdigest()[:24]}")
    return mail


def one_line(text: str) -> str:
    """The text without control characters and line ends: nothing in it can begin a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _address(text: str) -> Address:
    name, address = parseaddr(one_line(text))
    if "@" not in address:
        raise ValueError(f"not an address: {text!r}")
    return Address(display_name=name, addr_spec=address)
