"""What fails without stopping the rest: told to the log and kept in the ledger for `status`."""

from __future__ import annotations

import logging
from datetime import datetime

from sync.errors import NithetError
from sync.ledger import Ledger, reports

BESIDE = "beside:"  # before a spreadsheet's key and a tab: people wrote in rows that are no record's
HELD = "held:mail"  # the day's limit of mails is reached: the rest goes later by itself
SERVER = "mail:server"  # it lets nobody in: told once for all mails that wait
RETENTION = "retention:"  # what is about to be forgotten, and what was
SHARED = "shared:"  # before the key of a file that more people can open than should
_NOTICES = ("changed:", RETENTION, SHARED, "trashed:", "remade:", "mended:", "lost:", BESIDE, HELD)
_log = logging.getLogger("nithet")


class Troubles:
    """The troubles that stand in the ledger; one that did not stand costs no write to end."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._standing = {trouble.subject for trouble in reports.troubles(ledger.connection)}

    @property
    def failures(self) -> int:
        """How many subjects fail; what people did to a form or a tab is no failure of ours."""
        return sum(not subject.startswith(_NOTICES) for subject in self._standing)

    def standing(self, prefix: str) -> set[str]:
        """The subjects under a prefix that stand."""
        return {subject for subject in self._standing if subject.startswith(prefix)}

    def code(self, subject: str) -> str:
        """The code of a trouble that stands, "" where it does not."""
        told = reports.troubles(self._ledger.connection) if subject in self._standing else ()
        return next((one.code for one in told if one.subject == subject), "")

    def tell(self, subject: str, error: NithetError, now: datetime) -> None:
        """Note that a subject ("form:daily-log", "sheet:network:N01") failed."""
        _log.warning("%s: %s", subject, error)
        self._standing.add(subject)
        with self._ledger.transaction() as tx:
            reports.keep_trouble(tx, subject, error, now)

    def amend(self, subject: str, **values: object) -> None:
        """Tell other values of a trouble that stands; that it stands longer is not another failure."""
        told = {name: str(value) for name, value in values.items()}
        for one in reports.troubles(self._ledger.connection):
            if one.subject == subject and {**one.values, **told} != one.values:
                with self._ledger.transaction() as tx:
                    reports.amend_trouble(tx, subject, {**one.values, **told})

    def end(self, subject: str) -> None:
        """Note that a subject works again."""
        if subject in self._standing:
            self._standing.discard(subject)
            with self._ledger.transaction() as tx:
                reports.end_trouble(tx, subject)
