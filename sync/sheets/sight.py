"""Tabs in sight: Google refuses to hide the last one of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.layout.tab import Tab
from sync.sheets.state import ExistingSheets, TabState


def first_in_sight(tabs: Sequence[Tab]) -> Sequence[Tab]:
    """The tabs, of which the first is not hidden, whatever it asks for."""
    return (replace(tabs[0], hidden=False), *tabs[1:]) if tabs and tabs[0].hidden else tabs


def one_in_sight(
    tabs: Sequence[Tab], known: Mapping[str, TabState], existing: ExistingSheets
) -> dict[str, TabState]:
    """What is known, the first tab as hidden, and so to be shown, where people would be left with no other.

    Only then: what they hid stays hidden.
    """
    shown = {tab.key for tab in tabs if not tab.hidden}
    leaving = {state.sheet_id for key, state in known.items() if key not in shown}
    left = any(not sheet.hidden for sheet in existing.sheets if sheet.sheet_id not in leaving)
    first = known.get(tabs[0].key) if tabs else None
    if left or first is None:
        return dict(known)
    return {**known, tabs[0].key: replace(first, hidden=True)}
