"""Tabs that a spreadsheet already shows: what is in them need not be compared again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.layout.tab import Row, Tab
from sync.sheets.state import TabState


class Settled:
    """The tabs of one spreadsheet that were written, and the state in which that left it."""

    def __init__(self) -> None:
        self._tabs: dict[str, tuple[Tab, TabState, tuple[str, ...]]] = {}

    def note(self, tabs: Sequence[Tab], state: Mapping[str, TabState], editors: Sequence[str]) -> None:
        """Note tabs that are written as a whole, once every batch for them was acknowledged."""
        self._tabs = {tab.key: (tab, state[tab.key], tuple(editors)) for tab in tabs if not tab.sparse}

    def holds(self, tab: Tab, known: TabState | None, editors: Sequence[str]) -> bool:
        """Whether this very tab was written, and the spreadsheet is still as that left it."""
        found = self._tabs.get(tab.key)
        if found is None or found[0] is not tab:
            return False
        return found[1] == known and found[2] == tuple(editors)

    def rows(self, tab: Tab, known: TabState) -> Mapping[int, Row]:
        """The rows that the spreadsheet shows just so where they stand; {} where that is not known."""
        before, state, _ = self._tabs.get(tab.key, (None, None, ()))
        if before is None or state is None or state.rows != known.rows:
            return {}
        if (before.people_columns, before.frozen_rows) != (tab.people_columns, tab.frozen_rows):
            return {}
        return before.rows
