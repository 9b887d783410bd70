"""What goes wrong at Google, as the workspace's switches have it: one kind drawn for some call of a cycle."""

from __future__ import annotations

from random import Random
from typing import Any

KINDS: dict[str, dict[str, Any]] = {
    "429": {"fault": "429"},
    "429 with Retry-After": {"fault": "429", "retry_after": 2},
    "500": {"fault": "500"},
    "500 after the work": {"fault": "500", "done": True},
    "502": {"fault": "502"},
    "502 after the work": {"fault": "502", "done": True},
    "503": {"fault": "503"},
    "503 after the work, to come back": {"fault": "503", "done": True, "retry_after": 2},
    "403 rate limit": {"fault": "403"},
    "401 token expired": {"fault": "401"},
    "401 token revoked": {"fault": "401", "times": 0},
    "timeout before it arrived": {"fault": "hang", "seconds": 1},
    "timeout after it was done": {"fault": "hang", "seconds": 1, "done": True},
    "cut before it arrived": {"fault": "cut"},
    "cut after it was done": {"fault": "cut", "done": True},
    "body cut short": {"fault": "short", "done": True},
    "quota of zero": {},  # a switch of its own: every call of one quota is refused
}
QUOTAS = ("drive", "forms.read", "forms.responses", "sheets.read", "sheets.write")


def draw(chance: Random, calls: int) -> tuple[str, dict[str, Any]]:
    """A kind of fault, and the switches that bring it on one of the `calls` of a cycle, or some of them."""
    kind = chance.choice(list(KINDS))
    if kind == "quota of zero":
        return kind, {"faults": [], "quotas": {chance.choice(QUOTAS): {"project": 0}}}
    after = chance.randrange(max(1, calls))
    times = chance.choice((1, 1, 1, 2, 8))
    rule = {"times": times, **KINDS[kind], "match": {"method": "*"}, "after": after}
    return kind, {"faults": [rule]}
