"""What a daemon tells of its life as it goes on; who listens takes what concerns it."""

from __future__ import annotations

from sync.pipeline.cycle import Outcome


class Watcher:
    """Hears of a daemon's life and does nothing about it. Called by the daemon's thread; never raises."""

    def begun(self) -> None:
        """A cycle begins."""

    def alive(self) -> None:
        """A step of a cycle is made, or a part of the pause is over."""

    def ended(self, outcome: Outcome) -> None:
        """A cycle came to its end."""

    def failed(self, error: Exception) -> None:
        """A cycle broke off."""

    def over(self) -> None:
        """The daemon ends."""
