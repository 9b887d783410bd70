"""Sheets v4's paths, and by name the methods that the workspace refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from sync.workspace import files
from sync.workspace.calls import Call, Work, route
from sync.workspace.errors import Refusal, not_found, unimplemented
from sync.workspace.sheets import (
    batch,
    building,
    grid,
    metadata,
    read,
    shapes,
    sheet_copies,
    store,
    strict,
    values,
)
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area

SCHEMA = store.SCHEMA


@contextmanager
def _reading(call: Call) -> Iterator[Book]:
    files.require(call.store, call.path["id"], call.grant, "reader", files.SPREADSHEET)
    with read.snapshot(call.store) as connection:
        yield Book(connection, call.path["id"], call.email)


@contextmanager
def _writing(call: Call) -> Iterator[Book]:
    """The book, open to be changed: saved, and told to the file's watchers, unless something refuses."""
    files.require(call.store, call.path["id"], call.grant, "writer", files.SPREADSHEET)
    with call.store.transaction() as tx:
        book = Book(tx, call.path["id"], call.email)
        yield book
        book.save()
        files.touch(tx, call.store, book.id, call.email)


def create(call: Call) -> dict[str, Any]:
    """spreadsheets.create: with all that the given resource holds, cells too."""
    given = shapes.SCHEMA.read("Spreadsheet", call.body)
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
    with_grid = _wants_grid(fields) if fields else _flag(call.params.get("includeGridData"))
    with _reading(call) as book:
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
        tables_banded=not _flag(asked.get("excludeTablesInBandedRanges")),
    )


_WITH_COMMENTS = {"COMMENTS_VIEW_MODE_INCLUDED", "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"}


def _wants_grid(fields: str) -> bool:
    mask = shapes.answer_mask("Spreadsheet", fields)
    below = mask.get("sheets", mask.get("*"))
    return below is not None and (not below or "data" in below or "*" in below)


def _flag(value: Any) -> bool:
    return str(value).lower() == "true"


def get_by_filter(call: Call) -> dict[str, Any]:
    """spreadsheets.getByDataFilter."""
    fields = call.params.get("fields") or ""
    body = shapes.SCHEMA.read("GetSpreadsheetByDataFilterRequest", call.body)
    with_grid = _wants_grid(fields) if fields else bool(body.get("includeGridData"))
    with _reading(call) as book:
        chosen = body.get("dataFilters")
        areas = [area for one in chosen for area in _chosen(book, one)] if chosen else None
        return _resource(book, areas, call, body, with_grid, fields)


def _chosen(book: Book, one: dict[str, Any]) -> list[Area]:
    """The areas that a data filter means; by metadata those sheets, rows and columns that carry it."""
    if "a1Range" in one:
        return [grid.find(book, one["a1Range"], clip=True)]
    if "gridRange" in one:
        return [grid.area(book, one["gridRange"])]
    found = []
    for match in metadata.search(book, [one]):
        place = match["developerMetadata"]["location"]
        span = place.get("dimensionRange", {})
        sheets = (
            book.sheets
            if place.get("spreadsheet")
            else [book.sheet(span.get("sheetId", place.get("sheetId")))]
        )
        for sheet in sheets:
            area = Area(sheet, 0, 0, sheet.row_count, sheet.column_count)
            if span.get("dimension") == "ROWS":
                area = Area(sheet, span["startIndex"], 0, span["endIndex"], sheet.column_count)
            elif span:
                area = Area(sheet, 0, span["startIndex"], sheet.row_count, span["endIndex"])
            found.append(area)
    return found


def batch_update(call: Call) -> dict[str, Any]:
    """spreadsheets.batchUpdate."""
    body = shapes.SCHEMA.read("BatchUpdateSpreadsheetRequest", call.body)
    requests = body.get("requests", [])
    strict.check(requests)
    with _writing(call) as book:
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
    target_id, number = body.get("destinationSpreadsheetId", ""), call.path["sheet"]
    if not target_id:
        raise Refusal(400, "Destination spreadsheet id must be specified.")
    if not number.isdecimal():
        raise Refusal(400, f"Invalid value at 'sheet_id' (TYPE_INT32), \"{number}\"")
    files.require(call.store, call.path["id"], call.grant, "reader", files.SPREADSHEET)
    files.require(call.store, target_id, call.grant, "writer", files.SPREADSHEET)
    with call.store.transaction() as tx:
        source, target = Book(tx, call.path["id"], call.email), Book(tx, target_id, call.email)
        made = sheet_copies.copy_to(source, source.sheet(int(number), "sheet"), target)
        target.save()
        files.touch(tx, call.store, target.id, call.email)
    return made


def get_metadata(call: Call) -> dict[str, Any]:
    """developerMetadata.get."""
    with _reading(call) as book:
        for one in metadata.everything(book):
            if str(one["metadataId"]) == call.path["metadata"]:
                return one
    raise not_found()


def search_metadata(call: Call) -> dict[str, Any]:
    """developerMetadata.search."""
    filters = shapes.SCHEMA.read("SearchDeveloperMetadataRequest", call.body).get("dataFilters", [])
    if not filters:
        raise Refusal(400, "Must specify at least one data filter.")
    with _reading(call) as book:
        found = metadata.search(book, filters)
    return {"matchedDeveloperMetadata": found} if found else {}


def get_values(call: Call) -> dict[str, Any]:
    """values.get."""
    with _reading(call) as book:
        return values.get(book, call.path["range"], values.rendering(call.params))


def batch_get_values(call: Call) -> dict[str, Any]:
    """values.batchGet."""
    how = values.rendering(call.params)
    with _reading(call) as book:
        found = [values.get(book, text, how) for text in call.params.getlist("ranges")]
    return {"spreadsheetId": call.path["id"], "valueRanges": found}


def update_values(call: Call) -> dict[str, Any]:
    """values.update."""
    with _writing(call) as book:
        area = values.update(book, call.path["range"], call.body, call.params.get("valueInputOption", ""))
        how = values.rendering(call.params, "response")
        return _updated(book, area, _flag(call.params.get("includeValuesInResponse")), how)


def _updated(book: Book, area: Area, include: bool, how: values.Rendering) -> dict[str, Any]:
    book.forget_results()
    rows, columns = area.bottom - area.top, area.right - area.left
    answer: dict[str, Any] = {"spreadsheetId": book.id, "updatedRange": area.a1}
    answer |= {"updatedRows": rows, "updatedColumns": columns, "updatedCells": rows * columns}
    return answer | ({"updatedData": values.read(book, area, how)} if include else {})


def batch_update_values(call: Call) -> dict[str, Any]:
    """values.batchUpdate."""
    body, option = call.body, call.body.get("valueInputOption", "")
    how = values.rendering(body, "response")
    include = bool(body.get("includeValuesInResponse"))
    with _writing(call) as book:
        areas = [values.update(book, one.get("range", ""), one, option) for one in body.get("data", [])]
        return {
            "spreadsheetId": book.id,
            "totalUpdatedRows": sum(area.bottom - area.top for area in areas),
            "totalUpdatedColumns": sum(area.right - area.left for area in areas),
            "totalUpdatedCells": sum((a.bottom - a.top) * (a.right - a.left) for a in areas),
            "totalUpdatedSheets": len({area.sheet.id for area in areas}),
            "responses": [_updated(book, area, include, how) for area in areas],
        }


def append_values(call: Call) -> dict[str, Any]:
    """values.append."""
    option, insert = call.params.get("valueInputOption", ""), call.params.get("insertDataOption", "OVERWRITE")
    with _writing(call) as book:
        table, covered = values.append(book, call.path["range"], call.body, option, insert)
        answer: dict[str, Any] = {"spreadsheetId": book.id}
        if table:
            answer["tableRange"] = table.a1
        if covered:
            include = _flag(call.params.get("includeValuesInResponse"))
            answer["updates"] = _updated(book, covered, include, values.rendering(call.params, "response"))
        return answer


def clear_values(call: Call) -> dict[str, Any]:
    """values.clear."""
    with _writing(call) as book:
        return {"spreadsheetId": book.id, "clearedRange": values.clear(book, call.path["range"]).a1}


def batch_clear_values(call: Call) -> dict[str, Any]:
    """values.batchClear."""
    with _writing(call) as book:
        cleared = [values.clear(book, text).a1 for text in call.body.get("ranges", [])]
        return {"spreadsheetId": book.id, "clearedRanges": cleared}


def _refuse(name: str) -> Callable[[Call], Any]:
    def work(_call: Call) -> Any:
        raise unimplemented(name)

    return work


_ONE = "/v4/spreadsheets/{id}"

METHODS: dict[str, tuple[str, str, Work]] = {
    "spreadsheets.create": ("POST", "/v4/spreadsheets", create),
    "spreadsheets.batchUpdate": ("POST", f"{_ONE}:batchUpdate", batch_update),
    "spreadsheets.getByDataFilter": ("POST", f"{_ONE}:getByDataFilter", get_by_filter),
    "spreadsheets.sheets.copyTo": ("POST", f"{_ONE}/sheets/{{sheet}}:copyTo", copy_sheet),
    "spreadsheets.developerMetadata.get": ("GET", f"{_ONE}/developerMetadata/{{metadata}}", get_metadata),
    "spreadsheets.developerMetadata.search": ("POST", f"{_ONE}/developerMetadata:search", search_metadata),
    "spreadsheets.values.batchGet": ("GET", f"{_ONE}/values:batchGet", batch_get_values),
    "spreadsheets.values.batchUpdate": ("POST", f"{_ONE}/values:batchUpdate", batch_update_values),
    "spreadsheets.values.batchClear": ("POST", f"{_ONE}/values:batchClear", batch_clear_values),
    "spreadsheets.values.append": ("POST", f"{_ONE}/values/{{range:path}}:append", append_values),
    "spreadsheets.values.clear": ("POST", f"{_ONE}/values/{{range:path}}:clear", clear_values),
    "spreadsheets.values.get": ("GET", f"{_ONE}/values/{{range:path}}", get_values),
    "spreadsheets.values.update": ("PUT", f"{_ONE}/values/{{range:path}}", update_values),
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
}

REFUSED: dict[str, tuple[str, str]] = {
    "spreadsheets.values.batchGetByDataFilter": ("POST", f"{_ONE}/values:batchGetByDataFilter"),
    "spreadsheets.values.batchUpdateByDataFilter": ("POST", f"{_ONE}/values:batchUpdateByDataFilter"),
    "spreadsheets.values.batchClearByDataFilter": ("POST", f"{_ONE}/values:batchClearByDataFilter"),
}

routes = [
    *(route(http, path, _refuse(name), method=f"sheets.{name}") for name, (http, path) in REFUSED.items()),
    *(
        route(
            http,
            path,
            work,
            method=f"sheets.{name}",
            check=partial(shapes.answer_mask, _ANSWERS.get(name, "Spreadsheet")),
        )
        for name, (http, path, work) in METHODS.items()
    ),
]
