"""Sending a batch through gspread's client, and reading what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sync.google import SHEETS, Google, gspread_client
from sync.sheets.people import PeoplePlace, PeopleRow, filters, in_place, rows_found
from sync.sheets.plan import STAMP
from sync.sheets.protection import is_ours
from sync.sheets.seen import Seen
from sync.sheets.state import Batch, ExistingSheet, ExistingSheets, ProtectedRange, Rectangle

Json = Mapping[str, Any]

_SHEETS = (
    "properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount)),merges,"
    "conditionalFormats(ranges),charts(chartId),protectedRanges(protectedRangeId,description,range),"
    "basicFilter(range)"
)
_BOOK = "properties(locale,timeZone),developerMetadata(metadataKey,metadataValue)"
_EXISTING = f"{_BOOK},sheets({_SHEETS})"
_EVERY_CELL = f"{_BOOK},sheets({_SHEETS},data(rowData(values(userEnteredValue,note,formattedValue))))"


def send(google: Google, spreadsheet_id: str, batch: Batch) -> None:
    """Send one batchUpdate. Raises UnknownOutcome where no answer came: then `read_stamp` first.

    GoogleError google-not-found where the spreadsheet is gone, google-refused (400) where it is not
    as the state says: then plan again with `read_existing`.
    """
    gspread_client(google).http_client.batch_update(spreadsheet_id, {"requests": list(batch.requests)})


def read_stamp(google: Google, spreadsheet_id: str) -> str | None:
    """The stamp of the last batch that was carried out, None where there was none."""
    params = {"fields": "developerMetadata(metadataKey,metadataValue)"}
    return _stamp(google.call("GET", f"{SHEETS}/{spreadsheet_id}", what=spreadsheet_id, params=params))


def read_people(
    google: Google, spreadsheet_id: str, wanted: Sequence[PeoplePlace]
) -> dict[str, tuple[PeopleRow, ...] | None]:
    """What people wrote, as they see it, by tab: one request for all of these tabs.

    None for a tab whose heads are not where we wrote them. GoogleError google-refused (400) where one
    of them is no longer there.
    """
    answer = _values(google, spreadsheet_id, filters(wanted), "COLUMNS")
    return {place.tab: rows_found(place, answer) if in_place(place, answer) else None for place in wanted}


def read_grid(google: Google, spreadsheet_id: str, sheet: int) -> tuple[tuple[str, ...], ...]:
    """The texts of a whole sheet as people see them, row by row."""
    answer = _values(google, spreadsheet_id, [{"gridRange": {"sheetId": sheet}}], "ROWS")
    return tuple(
        tuple(str(value).strip() for value in line)
        for matched in answer.get("valueRanges", ())
        for line in (matched.get("valueRange") or {}).get("values") or ()
    )


def _values(google: Google, spreadsheet_id: str, filters: Sequence[Json], dimension: str) -> Json:
    url = f"{SHEETS}/{spreadsheet_id}/values:batchGetByDataFilter"
    body = {"dataFilters": filters, "majorDimension": dimension, "valueRenderOption": "FORMATTED_VALUE"}
    answer: Json = google.call("POST", url, what=spreadsheet_id, body=body, repeatable=True)
    return answer


def read_existing(google: Google, spreadsheet_id: str) -> ExistingSheets:
    """What is in the spreadsheet, for `plan`; cells are not read."""
    return _existing(_read(google, spreadsheet_id, _EXISTING))


def read_seen(google: Google, spreadsheet_id: str) -> Seen:
    """What is in the spreadsheet with every cell of it, in one request."""
    book = _read(google, spreadsheet_id, _EVERY_CELL)
    return Seen(
        _existing(book),
        {
            sheet["properties"].get("sheetId", 0): [
                row.get("values", ()) for row in (sheet.get("data") or [{}])[0].get("rowData", ())
            ]
            for sheet in book.get("sheets", ())
        },
    )


def _read(google: Google, spreadsheet_id: str, fields: str) -> Json:
    url, params = f"{SHEETS}/{spreadsheet_id}", {"fields": fields}
    book: Json = google.call("GET", url, what=spreadsheet_id, params=params)
    return book


def _existing(book: Json) -> ExistingSheets:
    sheets = sorted(book.get("sheets", ()), key=lambda sheet: sheet["properties"].get("index", 0))
    properties = book.get("properties", {})
    return ExistingSheets(
        stamp=_stamp(book),
        sheets=tuple(_sheet(sheet) for sheet in sheets),
        locale=properties.get("locale", ""),
        time_zone=properties.get("timeZone", ""),
    )


def _stamp(book: Json | None) -> str | None:
    for entry in (book or {}).get("developerMetadata", ()):
        if entry.get("metadataKey") == STAMP:
            return str(entry.get("metadataValue", ""))
    return None


def _sheet(sheet: Json) -> ExistingSheet:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    return ExistingSheet(
        sheet_id=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        merges=tuple(sorted(_rectangle(area) for area in sheet.get("merges", ()))),
        rules=len(sheet.get("conditionalFormats", ())),
        charts=tuple(chart["chartId"] for chart in sheet.get("charts", ())),
        protections=tuple(
            ProtectedRange(found["protectedRangeId"], described, _rectangle(found.get("range", {})))
            for found in sheet.get("protectedRanges", ())
            if is_ours(described := found.get("description", ""))
        ),
        filtered="basicFilter" in sheet,
        hidden=properties.get("hidden", False),
    )


def _rectangle(area: Json) -> Rectangle:
    return (
        area.get("startRowIndex", 0),
        area.get("startColumnIndex", 0),
        area.get("endRowIndex", 0),
        area.get("endColumnIndex", 0),
    )
