"""Sending: a mail to one recipient, once; what was put off again in time, no more than the day's limit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage

from sync.errors import NithetError
from sync.ledger import Ledger, reports, tries
from sync.mail import Outbox, Rendered, Smtp, message
from sync.pipeline.mails.server import MailServer, next_values
from sync.pipeline.troubles import HELD, Troubles
from sync.settings import Settings

_WEEKLY = "weekly"  # whose mails are named by their week alone
_PERSON_SHOWN = 64


@dataclass(frozen=True, slots=True)
class _Delivery:
    kind: str
    period: str
    recipient: str


class Sending:
    """Hands mails to the office's server, or into its outbox, at a moment; one for all mails of a cycle.

    For each kind and period: `begin` with everyone who is to have the mail, ask whose turn is `due`,
    make the mail, `send` it to each of them. `anew` tries at once what waits or was refused for good.
    """

    def __init__(
        self, ledger: Ledger, settings: Settings, now: datetime, troubles: Troubles, *, anew: bool = False
    ) -> None:
        self._ledger, self._settings, self._now, self._troubles = ledger, settings, now, troubles
        self._anew = anew
        self._by = _digest_of(settings)
        self._server = MailServer(ledger, settings, self._by, now, troubles, anew=anew)
        if self._room():
            troubles.end(HELD)

    def begin(self, kind: str, period: str, recipients: Iterable[str]) -> None:
        """Note the deliveries before any is sent: a repeat has the same Message-ID and leaves nobody out."""
        known = reports.deliveries(self._ledger.connection, kind, period)
        missing = [who for who in recipients if who not in known]
        if not missing:
            return
        domain = self._settings.sender.rpartition("@")[2]
        with self._ledger.transaction() as tx:
            for who in missing:
                name = f"{_plain(kind)}.{_plain(period)}.{_digest(kind, period, who)[:16]}"
                message_id = f"<{name}.{self._ledger.installation}@{domain}>"
                reports.begin_delivery(tx, kind, period, who, message_id)

    def due(
        self, kind: str, period: str, recipients: Iterable[str], newer: Container[str] = ()
    ) -> tuple[str, ...]:
        """Those who have not had it and whose turn it is; the day's limit holds the rest.

        Nobody while the server lets nobody in: not tried, they go in order when it does.
        `newer` are those who have a later period's turn now: what was put off for them goes before it.
        """
        done = reports.deliveries(self._ledger.connection, kind, period)
        failed = tries.tries(self._ledger.connection, kind, period)
        turn = tuple(
            who
            for who in recipients
            if not (who in done and done[who].delivered)
            and self._may_try(failed.get(who), hurry=who in newer)
        )
        if turn and self._server.is_shut():
            self._server.tell_waiting()
            return ()
        room = self._room()
        if turn and room == 0:
            self._tell_held()
        return turn[:room]

    def _may_try(self, failed: tries.Tries | None, *, hurry: bool) -> bool:
        """Whether a delivery may be tried: at once by other settings than those it failed by."""
        if failed is None or self._anew:
            return True
        if failed.given_up:
            return False
        if failed.settings != self._by:
            return True
        return failed.is_due(self._now) or (hurry and not failed.refused)

    def send(self, kind: str, period: str, recipient: str, rendered: Rendered) -> bool:
        """Send a mail; what fails is told and stops no other.

        False, too, where the day's limit holds it or the server lets nobody in.
        """
        self.begin(kind, period, [recipient])
        if self._server.is_shut():
            self._server.tell_waiting()
            return False
        if self._room() == 0:
            self._tell_held()
            return False
        delivery = _Delivery(kind, period, recipient)
        try:
            mail = self._mail(delivery, rendered)
            if self._settings.deliver == "smtp":
                if not self._hand_over(delivery, mail):
                    return False
            else:
                outbox(self._settings).put(mail, file_name(kind, period, recipient))
        except NithetError as error:
            self._troubles.tell(subject_of(kind, period, recipient), error, self._now)
            return False
        except (ValueError, MessageError) as error:  # such as a password that SMTP has no letters for
            self._refuse(delivery)
            unsendable = NithetError("mail-unsendable", recipient=recipient, reason=error)
            self._troubles.tell(subject_of(kind, period, recipient), unsendable, self._now)
            return False
        with self._ledger.transaction() as tx:
            reports.end_delivery(tx, kind, period, recipient, self._now)
            tries.end_tries(tx, kind, period, recipient)
        self._server.let_in()
        self._troubles.end(subject_of(kind, period, recipient))
        return True

    def forget(self, kind: str, period: str, recipients: Iterable[str]) -> None:
        """Strike deliveries that were not made to people who are to have them no more."""
        for who in recipients:
            with self._ledger.transaction() as tx:
                tries.forget_delivery(tx, kind, period, who)
            self._troubles.end(subject_of(kind, period, who))

    def _mail(self, delivery: _Delivery, rendered: Rendered) -> EmailMessage:
        begun = reports.deliveries(self._ledger.connection, delivery.kind, delivery.period)
        return message(
            rendered,
            sender=self._settings.sender,
            to=[delivery.recipient],
            message_id=begun[delivery.recipient].message_id,
            date=self._now,
        )

    def _hand_over(self, delivery: _Delivery, mail: EmailMessage) -> bool:
        """Hand the mail to the server, the try noted before: killed there, it is repeated in its time.

        False where the server lets nobody in: that is its trouble, and this mail was not tried.
        """
        try:
            server = _smtp(self._settings)
        except NithetError as error:
            self._server.let_nobody_in(error)
            return False
        where = (delivery.kind, delivery.period, delivery.recipient)
        before = self._tries(delivery)
        with self._ledger.transaction() as tx:
            tries.note_try(tx, *where, self._by, self._now)
            number = tries.hand(tx, _account(self._settings), self._now)
        try:
            server.send(mail)
        except NithetError as error:
            with self._ledger.transaction() as tx:
                if error.values["uncertain"] == "yes":
                    tries.note_uncertain(tx, *where)
                else:
                    tries.take_back(tx, number)
                if error.values["everyone"] == "yes":
                    tries.undo_try(tx, *where, before)
                elif error.values["temporary"] == "no":
                    tries.note_refusal(tx, *where)
            if error.values["everyone"] == "yes":
                self._server.let_nobody_in(error)
                return False
            self._server.let_in()
            raise self._told(error, delivery) from error
        return True

    def _told(self, error: NithetError, delivery: _Delivery) -> NithetError:
        """The error as the operator reads it: one that passes by itself says when it is tried again."""
        failed = self._tries(delivery)
        assert failed is not None  # noted before it was tried
        told = {"server": error.values["server"], "reason": error.values["reason"]}
        if failed.given_up:
            return NithetError("mail-given-up", **told, times=failed.uncertain)
        if failed.refused:
            return error
        moment = next_values(self._settings, failed.next)
        return NithetError("mail-put-off", **told, attempts=failed.attempts, **moment)

    def _tries(self, delivery: _Delivery) -> tries.Tries | None:
        known = tries.tries(self._ledger.connection, delivery.kind, delivery.period)
        return known.get(delivery.recipient)

    def _refuse(self, delivery: _Delivery) -> None:
        where = (delivery.kind, delivery.period, delivery.recipient)
        with self._ledger.transaction() as tx:
            tries.note_try(tx, *where, self._by, self._now)
            tries.note_refusal(tx, *where)

    # --- The day's limit ---

    def _room(self) -> int | None:
        """How many mails the server may be handed now; None: as many as there are."""
        limit = self._settings.daily_limit
        if limit is None or self._settings.deliver != "smtp":
            return None
        return max(0, limit - self._handed()[0])

    def _handed(self) -> tuple[int, datetime | None]:
        return tries.handed(self._ledger.connection, _account(self._settings), self._now)

    def _tell_held(self) -> None:
        """Tell how many wait for the limit; again only when that is not what was told."""
        count, free = self._handed()
        held = NithetError(
            "mail-limit",
            server=self._settings.smtp.host,
            limit=self._settings.daily_limit,
            handed=count,
            waiting=tries.waiting(self._ledger.connection),
            **next_values(self._settings, free or self._now),
        )
        standing = {one.subject: one.values for one in reports.troubles(self._ledger.connection)}
        if standing.get(HELD) != held.values:
            self._troubles.tell(HELD, held, self._now)


def subject_of(kind: str, period: str, recipient: str) -> str:
    """The subject of a delivery's trouble."""
    return f"mail:{_about(kind, period)}:{recipient}"


def outbox(settings: Settings) -> Outbox:
    """The office's outbox."""
    return Outbox(settings.data / "outbox")


def file_name(kind: str, period: str, recipient: str) -> str:
    """The name of a mail's files in the outbox; one that every system takes, for any recipient."""
    person = _plain(recipient.partition("@")[0])[:_PERSON_SHOWN]
    told_apart = _digest(recipient) if kind == _WEEKLY else _digest(kind, period, recipient)
    return f"{_plain(_about(kind, period))}-{person}-{told_apart[:6]}"


def _about(kind: str, period: str) -> str:
    return period if kind == _WEEKLY else f"{kind}:{period}"


def _plain(text: str) -> str:
    """The text in letters that file names and Message-IDs may have."""
    return re.sub("[^A-Za-z0-9.-]", "_", text)


def _smtp(settings: Settings) -> Smtp:
    server = settings.smtp
    password = server.password(settings.data) if server.username else None
    return Smtp(server.host, server.port, server.security, server.username or None, password)


def _account(settings: Settings) -> str:
    """Whose limit a mail counts for."""
    return f"{settings.smtp.username}@{settings.smtp.host}"


def _digest_of(settings: Settings) -> str:
    """What a delivery fails by: another try makes sense when any of it changes.

    Of the password so little that it cannot be found out from here, only that it is another.
    """
    server = settings.smtp
    try:
        secret = [server.password(settings.data) if server.username else ""]
    except NithetError:
        secret = ["", "unreadable"]  # one that is empty is another
    named = (
        settings.deliver,
        settings.sender,
        server.host,
        str(server.port),
        server.security,
        server.username,
    )
    return f"{_digest(*named)[:16]}.{_digest(*secret)[:4]}"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
