"""How long nithet waits for Google: its clock, growing pauses, and the one deadline of a round of work."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from sync.errors import GoogleError

ROUND_SECONDS = 780.0
"""After so long a cycle asks nothing more: time for most of a new office's first cycle, and whatever happens
new responses are looked for several times an hour. Even when all of it is spent in one wait, and its last
call goes unanswered, the daemon gives a sign of life within a quarter of an hour (sync.health)."""

CALL_SECONDS = 180.0
"""So long one call may be tried and waited for, from its first attempt: three minutes' quotas. What Google
asks to wait for longer is remembered and not waited for: it would hold up all the rest."""

ATTEMPTS = 5
RATE_ATTEMPTS = 7
"""The pauses between them add up to 63 s and more: Google's quotas are by the minute."""

_SLICE = 0.2  # seconds after which a long sleep looks whether it is to end
_AILING = 3  # things in a row about which an API left calls unanswered: it is asked no more in this round


class Clock:
    """Seconds that only go forward, and sleeping that ends soon once `end` was called.

    What a given `sleep` shortens counts all the same as slept, so that one who sleeps in no time can
    try out whole minutes. `end` may be called by a signal's handler: it takes no lock.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] | None = None
    ) -> None:
        self._clock, self._sleep = clock, sleep or self._nap
        self._skipped, self._skipping = 0.0, threading.Lock()
        self.ended = False

    def now(self) -> float:
        """Seconds since some moment."""
        return self._clock() + self._skipped

    def sleep(self, seconds: float) -> None:
        """Sleep; shorter where it was told to end meanwhile."""
        until = self.now() + seconds
        self._sleep(seconds)
        if not self.ended:
            with self._skipping:
                self._skipped += max(0.0, until - self.now())

    def end(self) -> None:
        """Wait no more, now and from now on."""
        self.ended = True

    def _nap(self, seconds: float) -> None:
        until = self._clock() + seconds
        while not self.ended and (left := until - self._clock()) > 0:
            time.sleep(min(_SLICE, left))


class Round:
    """A round of work, a cycle for one: when it ends, and what of Google was found out of reach in it.

    What is out of reach as a whole is found out once: `blocking` says so to every call after it. Its
    keys are "" for everything, an API ("forms"), or what a quota is of ("forms.responses").
    """

    def __init__(self, clock: Clock, seconds: float = ROUND_SECONDS) -> None:
        self._clock = clock
        self.until = clock.now() + seconds
        self.blocked: dict[str, GoogleError] = {}
        self._answered: Counter[str] = Counter()
        self._silent: defaultdict[str, set[str]] = defaultdict(set)
        self._failed: dict[str, GoogleError] = {}

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be begun in it."""
        return self._clock.ended or self._clock.now() >= self.until

    def blocking(self, kind: str) -> GoogleError | None:
        """What keeps calls of a kind ("forms.responses") from being answered, None where nothing is known."""
        for key in ("", kind.partition(".")[0], kind):
            if key in self.blocked:
                return self.blocked[key]
        return None

    def block(self, key: str, error: GoogleError) -> None:
        """Note that calls of these kinds are in vain for the rest of the round."""
        self.blocked.setdefault(key, error)

    def answers(self, api: str) -> None:
        """Note that an API answered a call, be it by a refusal."""
        self._answered[api] += 1
        self._silent[api].clear()

    def leaves_unanswered(self, api: str, error: GoogleError) -> None:
        """Note that a call was in vain however often it was sent; those about three things block the API."""
        self._silent[api].add(error.values.get("what", ""))
        self._failed.setdefault(api, error)
        if len(self._silent[api]) >= _AILING:
            self.block(api, error)

    def is_ailing(self, api: str) -> bool:
        """Whether the last call to an API was in vain: the next one is sent once, until one is answered."""
        return bool(self._silent[api])

    def out_of_reach(self) -> dict[str, GoogleError]:
        """What was out of reach as a whole, by key: what was blocked, and APIs that answered nothing."""
        silent = {api: error for api, error in self._failed.items() if not self._answered[api]}
        return silent | self.blocked

    def has_answered(self, key: str) -> bool:
        """Whether anything that belongs to a key was answered."""
        return bool(self._answered[key.partition(".")[0]] if key else self._answered.total())


def pause(attempt: int, *, limit: bool, asked: float | None) -> float:
    """The seconds before a call is sent again after so many attempts.

    Those that Google `asked` for and a little more, so that many do not come at once; for a rate `limit`
    1, 2, 4 and on to 32 and a little more; else anything up to 1, 2, 4 and on to 60.
    """
    little = random.uniform(0, 1)  # noqa: S311 - not a secret
    if asked is not None:
        return asked + little
    if limit:
        return min(2.0 ** (attempt - 1), 32.0) + little
    return little * min(2.0 ** (attempt - 1), 60.0)
