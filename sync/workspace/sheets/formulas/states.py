"""One state of a spreadsheet told from the next, so that results of formulas can be kept in memory.

Each save of a spreadsheet that has formulas gives it a new state, a number never used before, which is
written with the save: whoever reads it in a snapshot knows what the snapshot holds. Which rows lie
between two states is remembered for a while only; whoever finds nothing calculates everything.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping

Edits = Mapping[int, frozenset[int]]
"""Rows that differ, by the sheet's key."""

_MOST_STEPS, _MOST_ROWS = 256, 5_000


class Steps:
    """The last steps from state to state, of all spreadsheets of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._before: OrderedDict[int, tuple[int, Edits]] = OrderedDict()

    def follow(self, old: int | None, edits: Edits | None) -> int:
        """A new state that follows `old` by these edits; None for more than rows alone can tell."""
        new = secrets.randbits(62)
        if old is not None and edits is not None and sum(map(len, edits.values())) <= _MOST_ROWS:
            with self._lock:
                self._before[new] = (old, edits)
                while len(self._before) > _MOST_STEPS:
                    self._before.popitem(last=False)
        return new

    def between(self, old: int, new: int) -> Edits | None:
        """The rows that differ between two states, None if nobody remembers."""
        found: dict[int, frozenset[int]] = {}
        with self._lock:
            while new != old:
                step = self._before.get(new)
                if step is None:
                    return None
                new, edits = step
                for key, rows in edits.items():
                    found[key] = found.get(key, frozenset()) | rows
        return found


steps = Steps()
"""Of the whole process: states are unique, so that several workspaces in it do not meet."""
