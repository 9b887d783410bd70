"""Faults by rule: which calls they befall, and how often. The same rules and calls bring the same."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

KINDS = ("latency", "401", "403", "429", "500", "502", "503", "504", "hang", "cut", "short")
"""`latency` waits and goes on; a number is Google's refusal; `hang` never answers, `cut` closes the
connection without an answer, `short` closes it in the middle of one."""

_WHEN_ASKED = frozenset({"token", "batch"})
"""What a rule that names neither method nor path spares: the sign-in, and what only carries other calls."""

MOST_SECONDS = 120.0
"""As long as a hanging call is held at most."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault and the calls that it befalls.

    `method` and `path` are globs, "" for none; a method is Google's id ("sheets.spreadsheets.batchUpdate",
    "token"). A rule with neither befalls every call of an API but the sign-in. Of the calls that match,
    the first `after` are spared, then every `every`-th is hit with the probability `chance` (drawn from
    `seed`), `times` times at most (0: without end). With `done` the work is carried out before the fault
    happens. `seconds` is for latency and hang.
    """

    fault: str
    method: str = ""
    path: str = ""
    times: int = 0
    after: int = 0
    every: int = 1
    chance: float = 1.0
    seed: int = 0
    done: bool = False
    seconds: float = 0.0
    retry_after: float | None = None

    def matches(self, method: str, path: str) -> bool:
        """Whether a call is of those; what is not Google's (method "") only where a path is given."""
        if not self.method and not self.path:
            return bool(method) and method not in _WHEN_ASKED
        if not method and not self.path:
            return False
        return fnmatchcase(method, self.method or "*") and (not self.path or fnmatchcase(path, self.path))


@dataclass(slots=True)
class Tally:
    """A rule at work: how many calls it matched, and how many it hit."""

    rule: Rule
    seen: int = 0
    fired: int = 0
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._random.seed(self.rule.seed)

    def hits(self) -> bool:
        """Count a call that matches; True where it is hit."""
        rule = self.rule
        self.seen += 1
        if rule.times and self.fired >= rule.times:
            return False
        turn = self.seen - rule.after
        if turn <= 0 or turn % rule.every or self._random.random() >= rule.chance:
            return False
        self.fired += 1
        return True


class Faults:
    """Rules in their order, what they did, and the calls that wait in one of them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.tallies = [Tally(rule) for rule in rules]
        self._over = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until the rules are over."""
        waiting = asyncio.get_running_loop(), asyncio.Event()
        self._waiting.add(waiting)
        try:
            if not self._over:  # looked at after the entry: `end` looks the other way round
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(waiting[1].wait(), seconds)
        finally:
            self._waiting.discard(waiting)

    def end(self) -> None:
        """The rules are over, and so is all waiting in them; from any thread."""
        self._over = True
        for loop, event in list(self._waiting):
            with contextlib.suppress(RuntimeError):  # its loop is closed: nobody waits there any more
                loop.call_soon_threadsafe(event.set)

    def due(self, method: str, path: str) -> tuple[float, Rule | None]:
        """What befalls a call: seconds to wait before it, and the first other fault that hits it."""
        seconds = 0.0
        for tally in self.tallies:
            if tally.rule.matches(method, path) and tally.hits():
                if tally.rule.fault != "latency":
                    return seconds, tally.rule
                seconds += tally.rule.seconds
        return seconds, None
