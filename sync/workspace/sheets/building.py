"""What spreadsheets.create does with a resource that already says what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import batch
from sync.workspace.sheets.book import Book

# What of a Sheet can be said as requests, and as which.
_PARTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "merges": lambda one: {"mergeCells": {"range": one, "mergeType": "MERGE_ALL"}},
    "bandedRanges": lambda one: {"addBanding": {"bandedRange": one}},
    "filterViews": lambda one: {"addFilterView": {"filter": one}},
    "protectedRanges": lambda one: {"addProtectedRange": {"protectedRange": one}},
    "charts": lambda one: {"addChart": {"chart": one}},
    "slicers": lambda one: {"addSlicer": {"slicer": one}},
    "tables": lambda one: {"addTable": {"table": one}},
    "rowGroups": lambda one: {"addDimensionGroup": {"range": one.get("range", {})}},
    "columnGroups": lambda one: {"addDimensionGroup": {"range": one.get("range", {})}},
    "developerMetadata": lambda one: {"createDeveloperMetadata": {"developerMetadata": one}},
}
_KNOWN = {"properties", "data", "basicFilter", "conditionalFormats", *_PARTS}


def fill(book: Book, resource: dict[str, Any]) -> None:
    """Put into a new spreadsheet what its resource holds besides properties."""
    sheets = resource.get("sheets") or []
    if len({sheet.id for sheet in book.sheets}) < len(book.sheets):
        raise Refusal(400, "Two sheets of a new spreadsheet have the same id.")
    if len({sheet.title.casefold() for sheet in book.sheets}) < len(book.sheets):
        raise Refusal(400, "Two sheets of a new spreadsheet have the same name. Please enter another name.")
    book.check_size()
    requests = [request for index, sheet in enumerate(sheets) for request in _requests(book, index, sheet)]
    requests += [{"addNamedRange": {"namedRange": one}} for one in resource.get("namedRanges", [])]
    requests += [_PARTS["developerMetadata"](one) for one in resource.get("developerMetadata", [])]
    if requests:
        batch.apply(book, requests)


def _requests(book: Book, index: int, sheet: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in sheet.keys() - _KNOWN:
        if sheet[name]:
            raise unimplemented(f"spreadsheets.create with {name}")
    sheet_id = book.sheets[index].id
    for data in sheet.get("data", []):
        yield from _cells(sheet_id, data)
    for name, said in _PARTS.items():
        yield from (said(one) for one in sheet.get(name, []))
    for group in (*sheet.get("rowGroups", []), *sheet.get("columnGroups", [])):
        if group.get("collapsed"):
            yield {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}
    for place, rule in enumerate(sheet.get("conditionalFormats", [])):
        yield {"addConditionalFormatRule": {"rule": rule, "index": place}}
    if "basicFilter" in sheet:
        yield {"setBasicFilter": {"filter": sheet["basicFilter"]}}


def _cells(sheet_id: int, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    top, left = data.get("startRow", 0), data.get("startColumn", 0)
    if data.get("rowData"):
        start = {"sheetId": sheet_id, "rowIndex": top, "columnIndex": left}
        fields = "userEnteredValue,userEnteredFormat,note,textFormatRuns,dataValidation"
        yield {"updateCells": {"rows": data["rowData"], "start": start, "fields": fields}}
    for name, dimension, first in (("rowMetadata", "ROWS", top), ("columnMetadata", "COLUMNS", left)):
        for index, properties in enumerate(data.get(name, []), first):
            span = {"sheetId": sheet_id, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
            fields = "pixelSize,hiddenByUser"
            yield {"updateDimensionProperties": {"range": span, "properties": properties, "fields": fields}}
