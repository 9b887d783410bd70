"""Content put into a spreadsheet: a new one, or one whose first sheet stays and loses all it held."""

from __future__ import annotations

import logging
from typing import Any

from sync.workspace.conversions.reading.content import Content, SheetContent, renumbered
from sync.workspace.errors import Refusal
from sync.workspace.sheets import batch, cell, colours, shapes, spans
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts import metadata
from sync.workspace.sheets.parts.sheet_properties import delete
from sync.workspace.sheets.store import new_sheet_properties

_INSIDE = "#gid="


def fill(book: Book, content: Content) -> None:
    """Replace all that a spreadsheet holds. The first sheet keeps its id, the others get new ones."""
    first, ids = book.sheets[0], {0: book.sheets[0].id}
    first.meta["properties"].pop("hidden", None)
    for other in book.sheets[1:]:
        delete(book, {"sheetId": other.id})
    _empty(book, first)
    for place, given in enumerate(content.sheets):
        if place:
            ids[place] = _free(place, set(ids.values()))
        _open(book, place, given, ids[place])
    book.check_size()
    looks = [book.styles.number(dict(look)) for look in content.looks]
    for place, given in enumerate(content.sheets):
        _write(book.sheets[place], given, looks, ids)
    for given in content.sheets:
        _ask(book, given.requests, ids)
    _ask(book, content.requests, ids)


def _empty(book: Book, sheet: Sheet) -> None:
    spans.forget_sheet(book, sheet.id)
    metadata.forget_sheet(book, sheet.id)
    sheet.move_rows(0, -sheet.row_count)
    for name in list(sheet.meta):
        if name != "properties":
            del sheet.meta[name]


def _free(wanted: int, taken: set[int]) -> int:
    while wanted in taken:
        wanted += 1
    return wanted


def _open(book: Book, place: int, given: SheetContent, sheet_id: int) -> None:
    properties = colours.paired(new_sheet_properties(given.properties | {"sheetId": sheet_id}, place))
    if place:
        book.add({"properties": properties}, place)
    else:
        book.sheets[0].meta["properties"] = properties


def _write(sheet: Sheet, given: SheetContent, looks: list[int], ids: dict[int, int]) -> None:
    for index, row in given.rows.items():
        sheet.put(index, [_cell(one, looks, ids) for one in row])
    for index, properties in given.row_properties.items():
        sheet.put_row_properties(index, properties)
    if given.columns:
        sheet.meta["columns"] = given.columns


def _cell(one: cell.Cell, looks: list[int], ids: dict[int, int]) -> cell.Cell:
    if one is None:
        return None
    extras = cell.extras(one)
    if str(extras.get("link", "")).startswith(_INSIDE):
        place, sign, cells = extras["link"].removeprefix(_INSIDE).partition("&")
        extras = extras | {"link": f"{_INSIDE}{ids[int(place)]}{sign}{cells}"}
    if "textFormatRuns" in extras:
        extras = extras | {"textFormatRuns": colours.paired(extras["textFormatRuns"])}
    return cell.made(cell.value(one), looks[cell.style(one)], extras)


def _ask(book: Book, requests: list[dict[str, Any]], ids: dict[int, int]) -> None:
    """Do what the file asks for beside cells; what a spreadsheet cannot hold is left out."""
    for request in requests:
        try:
            body = shapes.SCHEMA.read(
                "BatchUpdateSpreadsheetRequest", {"requests": [renumbered(request, ids)]}
            )
            batch.apply(book, body["requests"])
        except (Refusal, KeyError) as problem:
            logging.getLogger(__name__).info("left out of an import: %s", problem)
