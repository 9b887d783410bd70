"""The spreadsheet's own part of a plan: which tabs there are, in which order, under which names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.layout.tab import Tab
from sync.sheets.shape import add_sheet, bare
from sync.sheets.state import ExistingSheets, TabState

Json = dict[str, Any]

DEFAULT_SHEET = 0  # the id of the sheet that a new spreadsheet comes with


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet once its tabs are there: the requests for that, and the tabs by key.

    `added` are the keys of new tabs, `gone` those of tabs taken away.
    """

    requests: tuple[Json, ...]
    tabs: Mapping[str, TabState]
    added: frozenset[str]
    gone: tuple[str, ...]


def plan_book(
    tabs: Sequence[Tab],
    known: Mapping[str, TabState],
    existing: ExistingSheets | None,
    first: bool,
    locale: str,
    time_zone: str,
) -> Book:
    """What makes exactly the wanted tabs be there. People's own sheets stay, behind ours.

    Tabs that are not wanted go before new ones come, so that places count right; but not the last
    sheet in sight, which Google keeps: before that the first tab is shown, or comes. `first` takes away
    the default sheet as well.
    """
    kept = {tab.key: known[tab.key] for tab in tabs if tab.key in known}
    gone = tuple(key for key in known if key not in kept)
    doomed = [known[key].sheet_id for key in gone]
    if existing and first and any(sheet.sheet_id == DEFAULT_SHEET for sheet in existing.sheets):
        doomed.append(DEFAULT_SHEET)
    deletions = [{"deleteSheet": {"sheetId": sheet}} for sheet in doomed]
    after = {
        tab.key: _kept(tab, order, kept[tab.key]) if tab.key in kept else bare(tab, order)
        for order, tab in enumerate(tabs)
    }
    placed = list(_placed(tabs, kept, after))
    early = 0 if any(not after[key].hidden for key in kept) else 1 if kept else len(placed)
    requests = [
        *_settings(existing, locale, time_zone),
        *_out_of_the_way(after, known, existing),
        *_shown(kept, after),
        *placed[:early],
        *deletions,
        *placed[early:],
    ]
    return Book(tuple(requests), after, frozenset(after) - frozenset(kept), gone)


def _kept(tab: Tab, order: int, known: TabState) -> TabState:
    return replace(known, order=order, title=tab.title, hidden=known.hidden and tab.hidden)


def _shown(kept: Mapping[str, TabState], after: Mapping[str, TabState]) -> Iterator[Json]:
    for key, known in kept.items():
        if known.hidden and not after[key].hidden:
            yield _property(known.sheet_id, {"hidden": False}, "hidden")


def _settings(existing: ExistingSheets | None, locale: str, time_zone: str) -> Iterator[Json]:
    if existing and (existing.locale, existing.time_zone) != (locale, time_zone):
        properties = {"locale": locale, "timeZone": time_zone}
        yield {"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}}


def _out_of_the_way(
    after: Mapping[str, TabState], known: Mapping[str, TabState], existing: ExistingSheets | None
) -> Iterator[Json]:
    """Other names for sheets whose name another tab is about to take: Google has each name once."""
    ours = {state.sheet_id: state.title for state in known.values()}
    there = {sheet.sheet_id: sheet.title for sheet in existing.sheets} if existing else {}
    wanted = {state.title.casefold(): state.sheet_id for state in after.values()}
    for sheet, title in (there | ours).items():
        taker = wanted.get(title.casefold(), sheet)
        if taker != sheet:
            yield _property(sheet, {"title": f"{title} ({sheet})"}, "title")


def _placed(
    tabs: Sequence[Tab], kept: Mapping[str, TabState], after: Mapping[str, TabState]
) -> Iterator[Json]:
    """New tabs at their places; the others moved where their order changed, and renamed."""
    in_order = sorted(kept, key=lambda key: kept[key].order)
    moving = in_order != [tab.key for tab in tabs if tab.key in kept]
    for tab in tabs:
        state = after[tab.key]
        if tab.key not in kept:
            yield add_sheet(state)
            continue
        if moving:
            yield _property(state.sheet_id, {"index": state.order}, "index")
        if kept[tab.key].title != state.title:
            yield _property(state.sheet_id, {"title": state.title}, "title")


def _property(sheet: int, properties: Json, field: str) -> Json:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet, **properties}, "fields": field}}
