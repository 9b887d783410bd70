"""Content put into a spreadsheet that has one empty sheet."""

from __future__ import annotations

import logging
from typing import Any

from sync.workspace.conversions import package
from sync.workspace.conversions.reading.content import Content, SheetContent, renumbered
from sync.workspace.errors import Refusal
from sync.workspace.sheets import batch, cell, colours, shapes
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.store import new_sheet_properties

_INSIDE = "#gid="
_MOST_REQUESTS = 50_000


def fill(book: Book, content: Content) -> None:
    """Put content into a spreadsheet that has one empty sheet: that keeps its id, the others get new ones."""
    ids = {0: book.sheets[0].id}
    for place, given in enumerate(content.sheets):
        if place:
            ids[place] = _free(place, set(ids.values()))
        _open(book, place, given, ids[place])
    book.check_size()
    looks = _Looks(book, content)
    for place, given in enumerate(content.sheets):
        _write(book.sheets[place], given, looks, ids)
    requests = [one for given in content.sheets for one in given.requests] + content.requests
    if len(requests) > _MOST_REQUESTS:
        raise package.too_large()
    _ask(book, requests, ids)


class _Looks:
    """The numbers that a book gives to a content's formats, asked for as they come up."""

    def __init__(self, book: Book, content: Content) -> None:
        self._book, self._content = book, content
        self._numbers: list[int] = []

    def __getitem__(self, place: int) -> int:
        while len(self._numbers) <= place:
            self._numbers.append(self._book.styles.number(dict(self._content.looks[len(self._numbers)])))
        return self._numbers[place]


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


def _write(sheet: Sheet, given: SheetContent, looks: _Looks, ids: dict[int, int]) -> None:
    sheet.pour(
        (index, [_cell(one, looks, ids) for one in row], properties)
        for index, row, properties in given.rows()
    )
    if given.columns:
        sheet.meta["columns"] = given.columns
    if given.merges:
        sheet.meta["merges"] = [one | {"sheetId": sheet.id} for one in given.merges]


def _cell(one: cell.Cell, looks: _Looks, ids: dict[int, int]) -> cell.Cell:
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
