"""Laying a tab anew whose columns people moved: a copy of what only they know, and no column too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sync.layout.tab import Tab
from sync.sheets.protection import PROTECTION
from sync.sheets.shape import grid_of
from sync.sheets.state import ExistingSheets, TabState, stable_id

Json = dict[str, Any]


def kept_copy(known: TabState, existing: ExistingSheets | None, editors: Sequence[str]) -> Iterator[Json]:
    """The requests that copy a sheet, cells and looks, to one behind ours that nobody writes in.

    Not `duplicateSheet`: whether it takes protected ranges along is nowhere said, and a copy in which
    people still decide would be heard by nobody.
    """
    if not known.copy or existing is None:
        return
    there = {sheet.sheet_id for sheet in existing.sheets}
    titles = {sheet.title.casefold() for sheet in existing.sheets}
    number = next(n for n in range(1, 1000) if f"{known.copy}{_again(n)}".casefold() not in titles)
    title = f"{known.copy}{_again(number)}"
    copy = next(made for n in range(1000) if (made := stable_id("copy", title, str(n))) not in there)
    grid = {"rowCount": known.height, "columnCount": known.width}
    yield {"addSheet": {"properties": {"sheetId": copy, "title": title, "gridProperties": grid}}}
    area = {
        "startRowIndex": 0,
        "endRowIndex": known.height,
        "startColumnIndex": 0,
        "endColumnIndex": known.width,
    }
    source, target = {"sheetId": known.sheet_id, **area}, {"sheetId": copy, **area}
    yield {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}}
    protected: Json = {"range": {"sheetId": copy}, "description": f"{PROTECTION} copy", "warningOnly": False}
    if editors:
        protected["editors"] = {"users": list(editors)}
    yield {"addProtectedRange": {"protectedRange": protected}}


def _again(number: int) -> str:
    return "" if number == 1 else f" {number}"


def trimmed(tab: Tab, wanted: TabState) -> tuple[TabState, list[Json]]:
    """The tab without the columns beyond its own, once it was emptied, and the request for that."""
    width = grid_of(tab)[1]
    if wanted.width <= width:
        return wanted, []
    beyond = {
        "sheetId": wanted.sheet_id, "dimension": "COLUMNS", "startIndex": width, "endIndex": wanted.width,
    }  # fmt: skip
    return replace(wanted, width=width, ours=width), [{"deleteDimension": {"range": beyond}}]
