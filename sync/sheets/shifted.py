"""Rows that stand as they stood, only higher or lower: they are moved, not written again.

A list that grows at its top would else be written as a whole for one line more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sync.layout.tab import Row, Tab
from sync.sheets.rows import UNKNOWN
from sync.sheets.state import TabState

Json = dict[str, Any]

_WORTH: Final = 20  # so many rows at least: fewer are as quickly written


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows from `start` on stand `by` rows lower than they did (higher, where that is negative)."""

    start: int
    by: int

    def request(self, sheet: int) -> Json:
        """The request that moves them: new rows look like the one that they push down."""
        first, last = sorted((self.start, self.start + self.by))
        span = {"sheetId": sheet, "dimension": "ROWS", "startIndex": first, "endIndex": last}
        if self.by < 0:
            return {"deleteDimension": {"range": span}}
        return {"insertDimension": {"range": span, "inheritFromBefore": False}}

    def state(self, known: TabState) -> TabState:
        """The tab once they are moved; what comes between is still to be written."""
        rows = {
            row: there for row, there in known.rows.items() if row < min(self.start, self.start + self.by)
        }
        height = known.rows[self.start].rpartition(".")[2]
        between = range(self.start, self.start + self.by)
        rows |= dict.fromkeys(between, f"{UNKNOWN}.{UNKNOWN}.{height}")
        rows |= {row + self.by: there for row, there in known.rows.items() if row >= self.start}
        filtered = (
            known.filter if self.by > 0 else None
        )  # it shrank with the rows, and is set to the end again
        return replace(known, rows=rows, height=known.height + self.by, filter=filtered)

    def rows(self, shown: Mapping[int, Row]) -> dict[int, Row]:
        """The rows that then are shown."""
        above = {row: there for row, there in shown.items() if row < min(self.start, self.start + self.by)}
        return above | {row + self.by: there for row, there in shown.items() if row >= self.start}


def shift_of(tab: Tab, known: TabState, shown: Mapping[int, Row]) -> Shift | None:
    """How the last rows of a tab moved as one block against what it shows, None where none did.

    Only below the heads, of tabs in which nobody else writes, and where nothing lies on the rows that
    would have to move along in what is known of the tab.
    """
    if not shown or tab.sparse or tab.people or tab.charts or known.charts:
        return None
    old, new = max(shown) + 1, max(tab.rows, default=-1) + 1
    if old == new or old > known.height:
        return None
    room = min(old, new) - max(tab.frozen_rows, known.frozen_rows) - 1
    same = 0
    while same < room and _alike(shown, old - 1 - same, tab.rows, new - 1 - same):
        same += 1
    start = min(old, new) - same
    lying = [bottom for _, _, bottom, _ in known.merges] + [area.bottom for area in tab.merges]
    if same < _WORTH or old - same not in known.rows or known.rules or max(lying, default=0) > start:
        return None
    return Shift(old - same, new - old)


def _alike(shown: Mapping[int, Row], before: int, rows: Mapping[int, Row], now: int) -> bool:
    return shown.get(before) == rows.get(now)
