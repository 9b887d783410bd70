"""Where fuzzing's choices come from: a seed, Hypothesis, or the bytes that atheris steers."""

from __future__ import annotations

from random import Random


class Bytes(Random):
    """Choices read from bytes: the same bytes, the same choices; where they end, the first of each."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0
        super().__init__(0)

    def getrandbits(self, k: int) -> int:
        """The next bits."""
        size = (k + 7) // 8
        taken = self._content[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken, "little") & ((1 << k) - 1)

    def random(self) -> float:
        """The next number from 0 to 1."""
        return self.getrandbits(16) / 0x10000
