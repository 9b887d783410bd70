"""SMTP: hand a mail to the office's mail server and say plainly what it answered."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from sync.errors import NithetError

Security = Literal["none", "starttls", "tls"]


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

        Raises NithetError: mail-unreachable where no answer came (try again; the mail may have gone
        out), mail-refused where the server said no to the login, the sender, every recipient or the
        mail. `values["temporary"]` is "yes" where the server asks to come back later.
        """
        try:
            refused = self._sent(message)
        except smtplib.SMTPException as error:
            raise self._refusal(error) from error
        except OSError as error:
            raise self._unreachable(error) from error
        return {address: _said(*answer) for address, answer in refused.items()}

    def _sent(self, message: EmailMessage) -> Mapping[str, tuple[int, bytes]]:
        server = self._connected()
        try:
            if self.username is not None:
                server.login(self.username, self.password or "")
            refused: Mapping[str, tuple[int, bytes]] = server.sendmail(
                _sender(message), _recipients(message), message.as_bytes()
            )
            with suppress(OSError):  # the mail is taken: a rude goodbye changes nothing
                server.quit()
            return refused
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        if self.security == "starttls":
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server

    def _refusal(self, error: smtplib.SMTPException) -> NithetError:
        if isinstance(
            error, (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
        ):
            return self._unreachable(error)
        code, reason = _answer(error)
        temporary = "yes" if 400 <= code < 500 else "no"
        return NithetError(
            "mail-refused", server=f"{self.host}:{self.port}", reason=reason, status=code, temporary=temporary
        )

    def _unreachable(self, error: Exception) -> NithetError:
        return NithetError("mail-unreachable", server=f"{self.host}:{self.port}", reason=_answer(error)[1])


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
