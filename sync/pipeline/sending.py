"""Sending: a mail to one recipient, once, by the office's server or into its outbox."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email.errors import MessageError

from sync.errors import NithetError
from sync.ledger import Ledger, reports
from sync.mail import Outbox, Rendered, Smtp, message
from sync.pipeline.troubles import Troubles
from sync.settings import Settings

_WEEKLY = "weekly"  # whose mails are named by their week alone
_PERSON_SHOWN = 64


class Sending:
    """Hands mails to the office's server, or into its outbox, at a moment."""

    def __init__(self, ledger: Ledger, settings: Settings, now: datetime, troubles: Troubles) -> None:
        self._ledger, self._settings, self._now, self._troubles = ledger, settings, now, troubles

    def begin(self, kind: str, period: str, recipients: Iterable[str]) -> None:
        """Note the deliveries before any is sent: a repeat has the same Message-ID and leaves nobody out."""
        domain = self._settings.sender.rpartition("@")[2]
        with self._ledger.transaction() as tx:
            for who in recipients:
                name = f"{kind}.{period}.{_digest(who)[:16]}.{self._ledger.installation}"
                reports.begin_delivery(tx, kind, period, who, f"<{name}@{domain}>")

    def send(self, kind: str, period: str, recipient: str, rendered: Rendered) -> bool:
        """Send a kind's mail of a period, which was begun; what fails is told and stops no other."""
        subject = f"mail:{period}:{recipient}"
        message_id = reports.deliveries(self._ledger.connection, kind, period)[recipient].message_id
        try:
            self._hand_over(rendered, message_id, recipient, file_name(kind, period, recipient))
        except NithetError as error:
            self._troubles.tell(subject, error, self._now)
            return False
        except (ValueError, MessageError) as error:  # such as a password that SMTP has no letters for
            unsendable = NithetError("mail-unsendable", recipient=recipient, reason=error)
            self._troubles.tell(subject, unsendable, self._now)
            return False
        with self._ledger.transaction() as tx:
            reports.end_delivery(tx, kind, period, recipient, self._now)
        self._troubles.end(subject)
        return True

    def _hand_over(self, rendered: Rendered, message_id: str, recipient: str, name: str) -> None:
        settings = self._settings
        mail = message(
            rendered, sender=settings.sender, to=[recipient], message_id=message_id, date=self._now
        )
        if settings.deliver == "smtp":
            _smtp(settings).send(mail)
        else:
            outbox(settings).put(mail, name)


def outbox(settings: Settings) -> Outbox:
    """The office's outbox."""
    return Outbox(settings.data / "outbox")


def file_name(kind: str, period: str, recipient: str) -> str:
    """The name of a mail's files in the outbox; one that every system takes, for any recipient."""
    about = period if kind == _WEEKLY else f"{kind}-{period}"
    person = re.sub("[^A-Za-z0-9.-]", "_", recipient.partition("@")[0])[:_PERSON_SHOWN]
    return f"{about}-{person}-{_digest(recipient)[:6]}"


def _smtp(settings: Settings) -> Smtp:
    server = settings.smtp
    password = server.password(settings.data) if server.username else None
    return Smtp(server.host, server.port, server.security, server.username or None, password)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
