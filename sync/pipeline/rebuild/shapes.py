"""The shape of a tab that was found in its place: as nithet lays it out, what its rows say not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sync.pipeline.rebuild.reading import FoundTab
from sync.sheets import ExistingSheets, TabState
from sync.sheets.rows import UNKNOWN
from sync.sheets.shape import bare, wanted_shape

_ROW: Final = f"{UNKNOWN}.{UNKNOWN}.{UNKNOWN}"


def state_of(tab: FoundTab, existing: ExistingSheets) -> TabState:
    """The tab as the next writing finds it: all machine cells are written anew, people's are left alone."""
    there = {sheet.sheet_id: (order, sheet) for order, sheet in enumerate(existing.sheets)}
    order, sheet = there[tab.layout.sheet]
    known = replace(bare(tab.layout.tab, order), height=sheet.rows, width=sheet.columns)
    state = wanted_shape(tab.layout.tab, known, ())
    lines = [*range(tab.layout.head), *(row.row for row in tab.rows)]
    return replace(
        state,
        title=sheet.title,
        hidden=False,  # it has rows: one that people hid stays so
        colour=UNKNOWN,
        merges=sheet.merges,
        protection=UNKNOWN,
        protected=None,
        heads=tab.layout.heads,
        rows=dict.fromkeys(lines, _ROW),
    )
