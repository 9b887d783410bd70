"""spreadsheets.batchUpdate: the kinds of request and what does each, all of a batch or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import borders, cells
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.moving import (
    auto_fill,
    cleaning,
    copy_paste,
    cut_paste,
    dimension_moves,
    find_replace,
    paste_data,
    range_shifts,
    sheet_copies,
    sorting,
)
from sync.workspace.sheets.parts import (
    banding,
    charts,
    comment_threads,
    conditional,
    dimensions,
    filters,
    groups,
    merges,
    metadata,
    names,
    objects,
    protection,
    sheet_properties,
    slicers,
    typed_tables,
    validation,
)
from sync.workspace.sheets.shapes import SCHEMA

Kind = Callable[[Book, dict[str, Any]], dict[str, Any]]
"""Does one request to a book and returns the reply's content, {} for none."""

KINDS: dict[str, Kind] = {
    "updateSpreadsheetProperties": sheet_properties.update_spreadsheet,
    "addSheet": sheet_properties.add,
    "deleteSheet": sheet_properties.delete,
    "updateSheetProperties": sheet_properties.update,
    "updateCells": cells.update,
    "repeatCell": cells.repeat,
    "appendCells": cells.append,
    "appendDimension": dimensions.append,
    "insertDimension": dimensions.insert,
    "deleteDimension": dimensions.delete,
    "updateDimensionProperties": dimensions.update,
    "autoResizeDimensions": dimensions.auto_resize,
    "addDimensionGroup": groups.add,
    "updateDimensionGroup": groups.update,
    "deleteDimensionGroup": groups.delete,
    "mergeCells": merges.merge,
    "unmergeCells": merges.unmerge,
    "updateBorders": borders.update,
    "addConditionalFormatRule": conditional.add,
    "updateConditionalFormatRule": conditional.update,
    "deleteConditionalFormatRule": conditional.delete,
    "addBanding": banding.add,
    "updateBanding": banding.update,
    "deleteBanding": banding.delete,
    "setBasicFilter": filters.set_basic,
    "clearBasicFilter": filters.clear_basic,
    "addFilterView": filters.add_view,
    "updateFilterView": filters.update_view,
    "deleteFilterView": filters.delete_view,
    "duplicateFilterView": filters.duplicate_view,
    "addNamedRange": names.add,
    "updateNamedRange": names.update,
    "deleteNamedRange": names.delete,
    "addProtectedRange": protection.add,
    "updateProtectedRange": protection.update,
    "deleteProtectedRange": protection.delete,
    "addChart": charts.add,
    "updateChartSpec": charts.update_spec,
    "addSlicer": slicers.add,
    "updateSlicerSpec": slicers.update_spec,
    "updateEmbeddedObjectPosition": objects.update_position,
    "updateEmbeddedObjectBorder": objects.update_border,
    "deleteEmbeddedObject": objects.delete,
    "addTable": typed_tables.add,
    "updateTable": typed_tables.update,
    "deleteTable": typed_tables.delete,
    "insertComment": comment_threads.insert,
    "addCommentReply": comment_threads.reply,
    "updateCommentPost": comment_threads.update_post,
    "deleteComment": comment_threads.delete,
    "deleteCommentReply": comment_threads.delete_reply,
    "createDeveloperMetadata": metadata.create,
    "updateDeveloperMetadata": metadata.update,
    "deleteDeveloperMetadata": metadata.delete,
    "setDataValidation": validation.set_rule,
    "sortRange": sorting.sort_range,
    "randomizeRange": sorting.randomize,
    "copyPaste": copy_paste.copy,
    "cutPaste": cut_paste.cut,
    "pasteData": paste_data.paste,
    "autoFill": auto_fill.fill,
    "insertRange": range_shifts.insert,
    "deleteRange": range_shifts.delete,
    "moveDimension": dimension_moves.move,
    "findReplace": find_replace.find_replace,
    "trimWhitespace": cleaning.trim,
    "deleteDuplicates": cleaning.delete_duplicates,
    "textToColumns": cleaning.text_to_columns,
    "duplicateSheet": sheet_copies.duplicate,
}

REFUSED = (
    "addDataSource", "cancelDataSourceRefresh", "deleteDataSource", "refreshDataSource", "updateDataSource",
)  # fmt: skip


def apply(book: Book, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Do the requests in order and return their replies; the first that fails refuses the whole batch."""
    if not requests:
        raise Refusal(400, "Must specify at least one request.")
    return [_one(book, index, request) for index, request in enumerate(requests)]


def _one(book: Book, index: int, request: dict[str, Any]) -> dict[str, Any]:
    if not request:
        raise Refusal(400, f"Invalid requests[{index}]: No request set.")
    ((name, content),) = request.items()
    if name in REFUSED:
        raise unimplemented(f"spreadsheets.batchUpdate {name}")
    try:
        reply = KINDS[name](book, content)
    except Refusal as refusal:
        if refusal.code != 400:
            raise
        raise Refusal(400, f"Invalid requests[{index}].{name}: {refusal.message}") from None
    book.forget_results()
    return {name: reply} if reply or name in SCHEMA.shapes["Response"].fields else {}
