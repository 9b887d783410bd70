"""What fails for long is set aside: tried again after growing pauses, so that it holds up nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.ledger import Ledger, tries
from sync.ledger.tries import Tries

KINDS = ("form:", "following:", "sheet:", "people:", "sharing:", "close:")
"""The subjects that may be set aside: a form, what it is to follow, a spreadsheet, people's cells in it,
its sharing, and closing it."""

ROUNDS, SPAN = 5, timedelta(minutes=15)
"""What may pass by itself is set aside when it failed in so many cycles in a row and for so long."""

LASTING_ROUNDS = 2
"""What can never work needs fewer cycles, but no less time: Google may refuse for minutes what was only
just shared or given to another owner."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 240, 1440))  # the last one for ever
_LASTING = tuple(timedelta(minutes=minutes) for minutes in (60, 1440))  # of what can never work
_KIND, _PERIOD = "aside", ""  # stand among the tries of deliveries, under a kind that no report has


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is set aside, and when it is tried again by itself."""

    subject: str
    next: datetime


class SetAside:
    """What is set aside; it outlives a restart.

    `begin` a cycle with what decides (`by`, a digest of the configuration: by another one all is tried
    at once) and whether a person asked for it or the night's full list came (`anew`: the same).
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._known = ledger, _known(ledger)
        self._by, self._anew = "", True
        self._now: datetime | None = None

    def begin(self, by: str, now: datetime, *, anew: bool) -> None:
        """A cycle begins."""
        self._by, self._now, self._anew = by, now, anew
        self._known = _known(self._ledger)

    def holds(self, subject: str) -> bool:
        """Whether it is set aside, be it tried in this cycle or not."""
        return subject in self._known

    def rests(self, subject: str) -> bool:
        """Whether it is not tried in this cycle."""
        known = self._known.get(subject)
        if known is None or self._now is None or self._anew or known.settings != self._by:
            return False
        return abs(self._now - known.tried) < _pause(known)  # to either side: a clock may be put back

    def put(self, subject: str, now: datetime, *, lasting: bool) -> None:
        """Set it aside; for the next longer pause where it is already, what is `lasting` for longer ones."""
        with self._ledger.transaction() as tx:
            tries.note_try(tx, _KIND, _PERIOD, subject, self._by, now)
            if lasting:
                tries.note_refusal(tx, _KIND, _PERIOD, subject)
        self._known = _known(self._ledger)

    def end(self, subject: str) -> None:
        """It works, or is to be tried at once."""
        if self._known.pop(subject, None) is not None:
            with self._ledger.transaction() as tx:
                tries.end_tries(tx, _KIND, _PERIOD, subject)


def asides(ledger: Ledger) -> dict[str, Aside]:
    """What is set aside, by subject."""
    return {subject: Aside(subject, known.tried + _pause(known)) for subject, known in _known(ledger).items()}


def _known(ledger: Ledger) -> dict[str, Tries]:
    return dict[str, Tries](tries.tries(ledger.connection, _KIND, _PERIOD))


def _pause(known: Tries) -> timedelta:
    pauses = _LASTING if known.refused else PAUSES
    return pauses[min(known.attempts, len(pauses)) - 1]


def subjects_of(key: str) -> tuple[str, ...]:
    """What may be set aside of a file, by its key ("form:daily-log", "sheet:network:N01:2569")."""
    kind, _, name = key.partition(":")
    if kind == "form":
        return key, f"following:{name}"
    of = name.rpartition(":")[0]
    return f"sheet:{of}", f"people:{of}", f"sharing:{of}", f"sharing:{name}", f"close:{key}"
