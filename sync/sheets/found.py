"""What is really in a spreadsheet against what we remember of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.layout.tab import Tab
from sync.sheets.charts import chart_id
from sync.sheets.state import ExistingSheet, ExistingSheets, Rectangle, TabState, sheet_id

_UNKNOWN = "?"  # a hash that nothing has, so that the thing is set again


def lost_tabs(state: Mapping[str, TabState], existing: ExistingSheets) -> frozenset[str]:
    """The tabs that we remember and someone deleted; a sparse one has to be told in full again."""
    there = {sheet.sheet_id for sheet in existing.sheets}
    return frozenset(key for key, tab in state.items() if tab.sheet_id not in there)


def as_found(
    tabs: Sequence[Tab], state: Mapping[str, TabState], existing: ExistingSheets
) -> tuple[dict[str, TabState], frozenset[str]]:
    """The state corrected by what is there, and the tabs whose cells are not known and must be emptied.

    A tab that someone deleted is no longer known. A sheet of ours that we do not remember (the
    ledger was lost, or a first batch was never acknowledged) is taken over: its place and the
    columns of people stay, everything else of it is set anew.
    """
    there = {sheet.sheet_id: (order, sheet) for order, sheet in enumerate(existing.sheets)}
    known = {
        key: corrected(key, tab_state, *there[tab_state.sheet_id])
        for key, tab_state in state.items()
        if tab_state.sheet_id in there
    }
    adopted = [tab for tab in tabs if tab.key not in known and sheet_id(tab.key) in there]
    known |= {tab.key: _adopted(tab, *there[sheet_id(tab.key)]) for tab in adopted}
    return known, frozenset(tab.key for tab in adopted)


def corrected(key: str, state: TabState, order: int, sheet: ExistingSheet) -> TabState:
    """What we remember of a tab, with what people may have changed as it is."""
    found = replace(
        state,
        title=sheet.title,
        order=order,
        height=sheet.rows,
        width=sheet.columns,
        merges=_ours(state, sheet.merges),
        rules=min(state.rules, sheet.rules),
        rules_hash=state.rules_hash if state.rules == sheet.rules else _UNKNOWN,
        charts={name: known for name, known in state.charts.items() if chart_id(key, name) in sheet.charts},
        filter=state.filter if sheet.filtered else None,
        protection=state.protection if _guarded_as_known(state, sheet) else _UNKNOWN,
        protected=sheet.protections,
    )
    if not state.unsure:
        return found
    return replace(
        found,
        widths=(),
        frozen_rows=-1,
        frozen_columns=-1,
        rules_hash=_UNKNOWN,
        filter=(-1, -1, -1) if sheet.filtered else None,
        protection=_UNKNOWN,
        # What they leave free moved with the columns: none of them is as we made it.
        protected=tuple(replace(one, description="") for one in sheet.protections),
    )


def _ours(state: TabState, merges: tuple[Rectangle, ...]) -> tuple[Rectangle, ...]:
    """The merges in our columns; those right of them are people's, but in a tab that is laid anew."""
    if state.unsure or not state.ours:
        return merges
    return tuple(one for one in merges if one[1] < state.ours)


def _guarded_as_known(state: TabState, sheet: ExistingSheet) -> bool:
    """Whether the protected ranges are there as we made them: with rows, people move and shrink them."""
    return state.protected is not None and set(state.protected) == set(sheet.protections)


def _adopted(tab: Tab, order: int, sheet: ExistingSheet) -> TabState:
    """A sheet of ours of which nothing is remembered: whatever can differ, does."""
    ours = [chart.key for chart in tab.charts if chart_id(tab.key, chart.key) in sheet.charts]
    return TabState(
        sheet_id=sheet.sheet_id,
        title=sheet.title,
        order=order,
        height=sheet.rows,
        width=sheet.columns,
        frozen_rows=-1,
        frozen_columns=-1,
        colour=_UNKNOWN,
        gridlines=not tab.gridlines,
        hidden=not tab.hidden,
        merges=sheet.merges,
        rules=sheet.rules,
        rules_hash=_UNKNOWN,
        charts=dict.fromkeys(ours, (_UNKNOWN, _UNKNOWN)),
        filter=(-1, -1, -1) if sheet.filtered else None,
        protection=_UNKNOWN,
        protected=sheet.protections,
        people=tuple((theirs.name, theirs.column) for theirs in tab.people),
        key_column=tab.key_column,
    )
