"""Sheets v4's paths."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sync.workspace import files, parameters
from sync.workspace.calls import Call, Work, route
from sync.workspace.errors import Refusal, not_found
from sync.workspace.sheets import batch, building, data_filters, read, shapes, store, strict, zeros
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import sheet_copies
from sync.workspace.sheets.opening import flag, reading, writing
from sync.workspace.sheets.parts import metadata
from sync.workspace.sheets.values import calls as value_calls

SCHEMA = store.SCHEMA


def create(call: Call) -> dict[str, Any]:
    """spreadsheets.create: with all that the given resource holds, cells too."""
    given = shapes.SCHEMA.read("Spreadsheet", call.body, "spreadsheet")
    strict.check_resource(given)
    with call.store.transaction() as tx:
        title = given.get("properties", {}).get("title") or "Untitled spreadsheet"
        file_id = files.create_file(
            tx, call.store, mime=files.SPREADSHEET, name=title, owner=call.email, app=call.grant.app
        )
        store.create(tx, file_id, given)
        book = Book(tx, file_id, call.email)
        building.fill(book, given)
        book.save()
        return read.resource(Book(tx, file_id, call.email), None, with_grid=False, address=call.address)


def get(call: Call) -> dict[str, Any]:
    """spreadsheets.get; a mask decides alone whether there are cells, else includeGridData does."""
    fields = call.params.get("fields") or call.params.get("$fields") or ""
    with_grid = _wants_grid(fields) if fields else flag(call.params.get("includeGridData"))
    with reading(call) as book:
        areas = read.find_areas(book, call.params.getlist("ranges"))
        return _resource(book, areas, call, call.params, with_grid, fields)


def _resource(
    book: Book, areas: list[Area] | None, call: Call, asked: Mapping[str, Any], with_grid: bool, fields: str
) -> dict[str, Any]:
    """The Spreadsheet as parameters, or a body's fields of the same names, ask for it."""
    return read.resource(
        book,
        areas,
        with_grid=with_grid,
        address=call.address,
        fields=fields or "*",
        comments=asked.get("commentsViewMode") in _WITH_COMMENTS,
        tables_banded=not flag(asked.get("excludeTablesInBandedRanges")),
    )


_WITH_COMMENTS = {"COMMENTS_VIEW_MODE_INCLUDED", "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"}


def _wants_grid(fields: str) -> bool:
    mask = shapes.answer_mask("Spreadsheet", fields)
    below = mask.get("sheets", mask.get("*"))
    return below is not None and (not below or "data" in below or "*" in below)


def get_by_filter(call: Call) -> dict[str, Any]:
    """spreadsheets.getByDataFilter."""
    fields = call.params.get("fields") or ""
    body = shapes.SCHEMA.read("GetSpreadsheetByDataFilterRequest", call.body)
    with_grid = _wants_grid(fields) if fields else bool(body.get("includeGridData"))
    with reading(call) as book:
        chosen = body.get("dataFilters")
        areas = [area for one in chosen for area in data_filters.areas(book, one)] if chosen else None
        return _resource(book, areas, call, body, with_grid, fields)


def batch_update(call: Call) -> dict[str, Any]:
    """spreadsheets.batchUpdate."""
    body = shapes.SCHEMA.read("BatchUpdateSpreadsheetRequest", call.body)
    requests = body.get("requests", [])
    strict.check(requests)
    with writing(call) as book:
        try:
            replies = batch.apply(book, requests)
        except Refusal:
            strict.check_all(requests)
            raise
        answer: dict[str, Any] = {"spreadsheetId": book.id, "replies": replies}
        if body.get("includeSpreadsheetInResponse"):
            answer["updatedSpreadsheet"] = read.resource(
                book,
                read.find_areas(book, body.get("responseRanges", [])),
                with_grid=bool(body.get("responseIncludeGridData")),
                address=call.address,
                comments=body.get("commentsViewMode") in _WITH_COMMENTS,
            )
    return answer


def copy_sheet(call: Call) -> dict[str, Any]:
    """sheets.copyTo: into another spreadsheet that the caller may change."""
    body = shapes.SCHEMA.read("CopySheetToAnotherSpreadsheetRequest", call.body)
    target_id, number = body.get("destinationSpreadsheetId", ""), parameters.int32(call.path["sheet"])
    if not target_id:
        raise Refusal(400, "Destination spreadsheet id must be specified.")
    if number is None:
        raise Refusal(400, f"Invalid value at 'sheet_id' (TYPE_INT32), \"{call.path['sheet']}\"")
    files.require(call.store, call.path["id"], call.grant, "reader", files.SPREADSHEET)
    files.require(call.store, target_id, call.grant, "writer", files.SPREADSHEET)
    with call.store.transaction() as tx:
        source, target = Book(tx, call.path["id"], call.email), Book(tx, target_id, call.email)
        made = sheet_copies.copy_to(source, source.sheet(number, "sheet"), target)
        target.save()
        files.touch(tx, call.store, target.id, call.email)
    return made


def get_metadata(call: Call) -> dict[str, Any]:
    """developerMetadata.get."""
    with reading(call) as book:
        for one in metadata.everything(book):
            if str(one["metadataId"]) == call.path["metadata"]:
                return one
    raise not_found()


def search_metadata(call: Call) -> dict[str, Any]:
    """developerMetadata.search."""
    filters = shapes.SCHEMA.read("SearchDeveloperMetadataRequest", call.body).get("dataFilters", [])
    if not filters:
        raise Refusal(400, "Must specify at least one data filter.")
    with reading(call) as book:
        found = metadata.search(book, filters)
    return {"matchedDeveloperMetadata": found} if found else {}


_ONE = "/v4/spreadsheets/{id}"

METHODS: dict[str, tuple[str, str, Work]] = {
    "spreadsheets.create": ("POST", "/v4/spreadsheets", create),
    "spreadsheets.batchUpdate": ("POST", f"{_ONE}:batchUpdate", batch_update),
    "spreadsheets.getByDataFilter": ("POST", f"{_ONE}:getByDataFilter", get_by_filter),
    "spreadsheets.sheets.copyTo": ("POST", f"{_ONE}/sheets/{{sheet}}:copyTo", copy_sheet),
    "spreadsheets.developerMetadata.get": ("GET", f"{_ONE}/developerMetadata/{{metadata}}", get_metadata),
    "spreadsheets.developerMetadata.search": ("POST", f"{_ONE}/developerMetadata:search", search_metadata),
    "spreadsheets.values.batchGet": ("GET", f"{_ONE}/values:batchGet", value_calls.batch_get),
    "spreadsheets.values.batchUpdate": ("POST", f"{_ONE}/values:batchUpdate", value_calls.batch_update),
    "spreadsheets.values.batchClear": ("POST", f"{_ONE}/values:batchClear", value_calls.batch_clear),
    **{
        f"spreadsheets.values.{name}ByDataFilter": ("POST", f"{_ONE}/values:{name}ByDataFilter", work)
        for name, work in (
            ("batchGet", value_calls.batch_get_by_filter),
            ("batchUpdate", value_calls.batch_update_by_filter),
            ("batchClear", value_calls.batch_clear_by_filter),
        )
    },
    "spreadsheets.values.append": ("POST", f"{_ONE}/values/{{range:path}}:append", value_calls.append),
    "spreadsheets.values.clear": ("POST", f"{_ONE}/values/{{range:path}}:clear", value_calls.clear),
    "spreadsheets.values.get": ("GET", f"{_ONE}/values/{{range:path}}", value_calls.get),
    "spreadsheets.values.update": ("PUT", f"{_ONE}/values/{{range:path}}", value_calls.update),
    "spreadsheets.get": ("GET", _ONE, get),
}

_ANSWERS = {
    "spreadsheets.batchUpdate": "BatchUpdateSpreadsheetResponse",
    "spreadsheets.sheets.copyTo": "SheetProperties",
    "spreadsheets.developerMetadata.get": "DeveloperMetadata",
    "spreadsheets.developerMetadata.search": "SearchDeveloperMetadataResponse",
    "spreadsheets.values.get": "ValueRange",
    "spreadsheets.values.update": "UpdateValuesResponse",
    "spreadsheets.values.append": "AppendValuesResponse",
    "spreadsheets.values.clear": "ClearValuesResponse",
    "spreadsheets.values.batchGet": "BatchGetValuesResponse",
    "spreadsheets.values.batchUpdate": "BatchUpdateValuesResponse",
    "spreadsheets.values.batchClear": "BatchClearValuesResponse",
    "spreadsheets.values.batchGetByDataFilter": "BatchGetValuesByDataFilterResponse",
    "spreadsheets.values.batchUpdateByDataFilter": "BatchUpdateValuesByDataFilterResponse",
    "spreadsheets.values.batchClearByDataFilter": "BatchClearValuesByDataFilterResponse",
}

# The bodies that bring values, and the field of Google's request that a body stands for.
_BODIES = {
    "spreadsheets.values.update": ("ValueRange", "data"),
    "spreadsheets.values.append": ("ValueRange", "data"),
    "spreadsheets.values.batchUpdate": ("BatchUpdateValuesRequest", ""),
    "spreadsheets.values.batchClear": ("BatchClearValuesRequest", ""),
    "spreadsheets.values.batchUpdateByDataFilter": ("BatchUpdateValuesByDataFilterRequest", ""),
}


def _done(name: str, work: Work, call: Call) -> Any:
    """What a method answers: bodies with values are checked before, zeros are left out after."""
    if name in _BODIES:
        message, prefix = _BODIES[name]
        strict.check_values(message, call.body, prefix)
    return zeros.without(_ANSWERS.get(name, "Spreadsheet"), work(call))


routes = [
    route(
        http,
        path,
        partial(_done, name, work),
        method=f"sheets.{name}",
        check=partial(shapes.answer_mask, _ANSWERS.get(name, "Spreadsheet")),
    )
    for name, (http, path, work) in METHODS.items()
]
