"""SMTP: hand a mail to the office's mail server and say plainly what it answered."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Literal

from sync.errors import NithetError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Security = Literal["none", "starttls", "tls"]


class _Noting(smtplib.SMTP):
    """A connection that knows whether a mail's text was begun: before, none can have gone out."""

    handing = False

    def data(self, msg: ReadableBuffer | str) -> tuple[int, bytes]:
        self.handing = True
        return super().data(msg)


class _NotingTls(_Noting, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server. `security` is "tls" from the first byte, "starttls", or "none"; `timeout` is seconds."""

    host: str
    port: int
    security: Security = "starttls"
    username: str | None = None
    password: str | None = None
    timeout: float = 30.0

    def send(self, message: EmailMessage) -> Mapping[str, str]:
        """Send to everyone in To and Cc; returns what the server said of those it refused, if not all.

        Raises NithetError: mail-unreachable where no answer came, mail-refused where the server said no
        to the login, the sender, every recipient or the mail. Of its `values`, "yes" or "no" each:
        "temporary" where another try may go well, "everyone" where no mail would fare better,
        "uncertain" where the mail may have gone out, "certificate" where the server's is not trusted,
        "letters" where no server could be told the user name or password.
        """
        try:
            server = self._opened()
        except (smtplib.SMTPException, OSError) as error:
            raise self._failure(error, opened=False, handing=False) from error
        try:
            refused = self._sent(server, message)
        except (smtplib.SMTPException, OSError) as error:
            raise self._failure(error, opened=True, handing=server.handing) from error
        return {address: _said(*answer) for address, answer in refused.items()}

    def _opened(self) -> _Noting:
        """A connection on which mail may be sent."""
        server = self._connected()
        try:
            if self.username is not None:
                server.login(self.username, self.password or "")
        except UnicodeError:  # its words would tell of the password
            server.close()
            raise NithetError(
                "mail-refused",
                server=f"{self.host}:{self.port}",
                reason="letters that no login can have",
                letters="yes",
                temporary="no",
                everyone="yes",
                uncertain="no",
            ) from None
        except BaseException:
            server.close()
            raise
        return server

    def _sent(self, server: smtplib.SMTP, message: EmailMessage) -> Mapping[str, tuple[int, bytes]]:
        try:
            refused: Mapping[str, tuple[int, bytes]] = server.sendmail(
                _sender(message), _recipients(message), message.as_bytes()
            )
            with suppress(OSError):  # the mail is taken: a rude goodbye changes nothing
                server.quit()
            return refused
        finally:
            server.close()

    def _connected(self) -> _Noting:
        context = ssl.create_default_context()
        if self.security == "tls":
            return _NotingTls(self.host, self.port, timeout=self.timeout, context=context)
        server = _Noting(self.host, self.port, timeout=self.timeout)
        if self.security == "starttls":
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server

    def _failure(self, error: smtplib.SMTPException | OSError, *, opened: bool, handing: bool) -> NithetError:
        """What went wrong, before or after the server let us in, and the mail was on its way."""
        code, reason = _answer(error)
        server = f"{self.host}:{self.port}"
        if not isinstance(error, smtplib.SMTPException) or _is_silence(error):
            return NithetError(
                "mail-unreachable",
                server=server,
                reason=reason,
                temporary="yes",
                everyone=_yes(not opened),
                uncertain=_yes(handing),
                certificate=_yes(isinstance(error, ssl.SSLCertVerificationError)),
            )
        sender = isinstance(error, smtplib.SMTPSenderRefused) and code != _TOO_LARGE
        return NithetError(
            "mail-refused",
            server=server,
            reason=reason,
            status=code,
            temporary=_yes(_is_temporary(code, reason)),
            everyone=_yes(not opened or sender or _is_over_limit(code, reason)),
            uncertain="no",
        )


_TOO_LARGE = 552


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _is_silence(error: Exception) -> bool:
    """Whether the server broke off, or was no mail server at all, rather than said no to something."""
    broken = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
    return isinstance(error, broken)


def _is_temporary(code: int, reason: str) -> bool:
    return 400 <= code < 500 or _is_over_limit(code, reason)


def _is_over_limit(code: int, reason: str) -> bool:
    """Whether the day's limit is reached, of which Gmail and its relay say 550 although it passes."""
    return code in {550, 554} and re.search(r"5\.4\.5|limit\W+exceeded", reason, re.IGNORECASE) is not None


def _sender(message: EmailMessage) -> str:
    return str(message["From"].addresses[0].addr_spec)


def _recipients(message: EmailMessage) -> list[str]:
    headers = [message[name] for name in ("To", "Cc") if message[name] is not None]
    return [address.addr_spec for header in headers for address in header.addresses]


def _answer(error: Exception) -> tuple[int, str]:
    """The status and the text of what the server said; 0 where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.items())
        code = answers[0][1][0] if answers else 0
        return code, "; ".join(f"{address}: {_said(*answer)}" for address, answer in answers)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _said(error.smtp_code, error.smtp_error)
    return 0, str(error) or type(error).__name__


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"
