"""The switches of a running workspace, and what they have done since they were set."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sync.workspace.strain.facts import Facts
from sync.workspace.strain.faults import Faults
from sync.workspace.strain.quotas import Quotas
from sync.workspace.strain.switches import Switches


class Strain:
    """What is switched on. `idle`: nothing stands between a client and the workspace; `facts` is for rooms.

    It is asked on the server's event loop only, but for `facts` and `counts`.
    """

    methods: Collection[str] = ()
    """The ids of all methods that the workspace answers; a rule that matches none of them is refused."""

    closing = False
    """Whether the server ends: no call is carried out after waiting any more."""

    def __init__(self) -> None:
        self.faults = Faults(())
        self.set(Switches())

    def close(self) -> None:
        """The server ends, and with it whatever waits in a fault."""
        self.closing = True
        self.faults.end()

    def set(self, switches: Switches) -> None:
        """Set all switches; every count begins anew, and what waits in a fault waits no more."""
        self.switches = switches
        self.facts: Facts = switches.facts
        self.quotas = Quotas(
            switches.quotas, switches.minute_seconds, switches.retry_after, int(self.facts.drive_limit)
        )
        before, self.faults = self.faults, Faults(switches.rules)
        before.end()
        if self.closing:
            self.faults.end()
        plain = self.facts.storage == "unlimited" and self.facts.wording == "usual"
        self.idle = plain and not switches.quotas and not switches.rules

    def counts(self) -> dict[str, Any]:
        """How often each rule matched and hit, and what was drawn on each quota or refused by it."""
        return {
            "faults": [
                {"fault": tally.rule.fault, "seen": tally.seen, "fired": tally.fired}
                for tally in self.faults.tallies
            ],
            "quotas": {
                name: {"drawn": self.quotas.drawn[name], "refused": self.quotas.refused[name]}
                for name in sorted(self.quotas.drawn.keys() | self.quotas.refused.keys())
            },
        }
