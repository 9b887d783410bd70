"""The mail server that lets nobody in: one trouble for all mails that wait, and pauses of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forms.thai import thai_datetime
from sync.errors import NithetError
from sync.ledger import Ledger, tries
from sync.pipeline.troubles import SERVER, Troubles
from sync.settings import Settings

_WHERE = ("server", "", "")  # its tries stand among those of deliveries, under a kind that no report has


class MailServer:
    """Whether the office's server is asked now; its tries outlive a restart.

    `by` is a digest of the settings: by others it is asked at once. `anew` asks at once, and only once.
    """

    def __init__(
        self, ledger: Ledger, settings: Settings, by: str, now: datetime, troubles: Troubles, *, anew: bool
    ) -> None:
        self._ledger, self._settings, self._by = ledger, settings, by
        self._now, self._troubles, self._anew = now, troubles, anew
        known = self._tries()
        lasting = known is not None and known.refused and known.settings == by
        if known is None or (not lasting and tries.waiting(ledger.connection) == 0):
            self.let_in()

    def is_shut(self) -> bool:
        """Whether it let nobody in, and is not to be asked again yet."""
        known = self._tries()
        if known is None or self._anew or known.settings != self._by:
            return False
        return not known.is_due(self._now)

    def let_nobody_in(self, error: NithetError) -> None:
        """Note that no mail would have fared better, and tell it once for all of them."""
        self._anew = False
        lasting = error.values.get("temporary") != "yes"
        with self._ledger.transaction() as tx:
            tries.note_try(tx, *_WHERE, self._by, self._now)
            if lasting:
                tries.note_refusal(tx, *_WHERE)
        self._troubles.tell(SERVER, self._told(error, lasting=lasting), self._now)

    def let_in(self) -> None:
        """Note that it is as it should be."""
        if self._tries() is not None:
            with self._ledger.transaction() as tx:
                tries.end_tries(tx, *_WHERE)
        self._troubles.end(SERVER)

    def tell_waiting(self) -> None:
        """Keep the trouble's number of mails that wait what it is."""
        self._troubles.amend(SERVER, waiting=tries.waiting(self._ledger.connection))

    def _tries(self) -> tries.Tries | None:
        kind, period, nobody = _WHERE
        return tries.tries(self._ledger.connection, kind, period).get(nobody)

    def _told(self, error: NithetError, *, lasting: bool) -> NithetError:
        """The error as the operator reads it, with how many mails wait for it."""
        waiting = tries.waiting(self._ledger.connection)
        if "server" not in error.values:  # nobody was asked: there is no password
            return error
        told = {"server": error.values["server"], "reason": error.values["reason"], "waiting": waiting}
        if error.values.get("letters") == "yes":
            return NithetError("mail-login-letters", **told)
        known = self._tries()
        if lasting or known is None:
            return NithetError("mail-server-refused", **told)
        moment = next_values(self._settings, known.next)
        if error.values.get("certificate") == "yes":
            return NithetError("mail-certificate", **told, attempts=known.attempts, **moment)
        return NithetError("mail-server-put-off", **told, attempts=known.attempts, **moment)


def next_values(settings: Settings, moment: datetime) -> Mapping[str, str]:
    """When mails go again, as a trouble's values in both languages."""
    local = moment.astimezone(settings.timezone)
    return {"next": f"{local.day} {local:%B %Y %H:%M}", "next_in_thai": thai_datetime(local)}
