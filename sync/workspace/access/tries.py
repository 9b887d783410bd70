"""Passwords that were tried in vain: so many from one address, and for a while none is looked at."""

from __future__ import annotations

import time
from collections import defaultdict

_MOST, _SECONDS = 10, 900


class Tries:
    """The times of vain tries, by the address they came from."""

    def __init__(self) -> None:
        self._at: dict[str, list[float]] = defaultdict(list)

    def note(self, client: str) -> None:
        """One more try in vain."""
        self._at[client].append(time.monotonic())

    def too_many(self, client: str) -> bool:
        """Whether an address has to wait."""
        since = time.monotonic() - _SECONDS
        recent = [moment for moment in self._at.pop(client, ()) if moment > since]
        if recent:
            self._at[client] = recent
        return len(recent) >= _MOST
