"""Developer metadata: notes that programs leave on a spreadsheet, a sheet, a row or a column."""

from __future__ import annotations

from typing import Any

import orjson

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.sheets import grid, spans
from sync.workspace.sheets.book import Book, Sheet
from sync.workspace.sheets.parts import numbered
from sync.workspace.sheets.shapes import update_mask

_PLAIN_FIELDS = ("metadataKey", "metadataValue", "visibility")


def everything(book: Book) -> list[dict[str, Any]]:
    """All metadata of a spreadsheet, in the order of their ids."""
    return [
        orjson.loads(row["body"])
        for row in book.tx.execute(
            "SELECT body FROM developer_metadata WHERE spreadsheet = ? ORDER BY id", (book.id,)
        )
    ]


def create(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """createDeveloperMetadata."""
    given = request.get("developerMetadata", {})
    taken = {one["metadataId"] for one in everything(book)}
    number = given.get("metadataId") or numbered.free(taken)
    if number < 0:
        raise Refusal(400, f"Developer metadata ID must be positive: {number}")
    if number in taken:
        raise Refusal(400, f"Developer metadata with ID {number} already exists.")
    for name, words in (("metadataKey", "key"), ("visibility", "visibility")):
        if not given.get(name):
            raise Refusal(400, f"Developer metadata {words} must be specified.")
    made = {"metadataId": number} | {name: given[name] for name in _PLAIN_FIELDS if name in given}
    made["location"] = _location(book, given.get("location", {}))
    _put(book, made)
    return {"developerMetadata": made}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateDeveloperMetadata: all that any of the filters matches."""
    given, mask = (
        request.get("developerMetadata", {}),
        update_mask("DeveloperMetadata", request.get("fields", "")),
    )
    changed = []
    for one in everything(book):
        if any(matches(book, one, chosen) for chosen in request.get("dataFilters", [])):
            new = masks.overlaid(one, given, mask) | {"metadataId": one["metadataId"]}
            new["location"] = _location(book, new.get("location", {}))
            _put(book, new)
            changed.append(new)
    if not changed:
        raise Refusal(400, "No developer metadata matches the data filters.")
    return {"developerMetadata": changed}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteDeveloperMetadata: all that the filter matches, which may be none."""
    gone = [one for one in everything(book) if matches(book, one, request.get("dataFilter", {}))]
    _forget(book, gone)
    return {"deletedDeveloperMetadata": gone} if gone else {}


def search(book: Book, filters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """MatchedDeveloperMetadata: what any of the filters matches, each with those filters."""
    found = []
    for one in everything(book):
        by = [chosen for chosen in filters if matches(book, one, chosen)]
        if by:
            found.append({"developerMetadata": one, "dataFilters": by})
    return found


def matches(book: Book, one: dict[str, Any], chosen: dict[str, Any]) -> bool:
    """Whether a DataFilter chooses a piece of metadata: by lookup, or by the range it lies in."""
    if "developerMetadataLookup" in chosen:
        return _looked_up(one, chosen["developerMetadataLookup"])
    if "a1Range" in chosen:
        return _meets(one, grid.find(book, chosen["a1Range"], clip=True))
    if "gridRange" in chosen:
        return _meets(one, grid.area(book, chosen["gridRange"]))
    raise Refusal(400, "Must specify a data filter.")


def _looked_up(one: dict[str, Any], lookup: dict[str, Any]) -> bool:
    _check_lookup(lookup)
    for name in ("metadataId", *_PLAIN_FIELDS):
        if name in lookup and one.get(name) != lookup[name]:
            return False
    here = one["location"]
    if lookup.get("locationType", here["locationType"]) != here["locationType"]:
        return False
    if "metadataLocation" not in lookup:
        return True
    wanted = lookup["metadataLocation"]
    if lookup.get("locationMatchingStrategy") != "EXACT_LOCATION":
        return _intersects(here, wanted)
    return {**here, "locationType": ""} == {**_full(wanted), "locationType": ""}


def _check_lookup(lookup: dict[str, Any]) -> None:
    """Refusal 400 for fields of a DeveloperMetadataLookup that exclude each other."""
    strategy, kind = lookup.get("locationMatchingStrategy"), lookup.get("locationType")
    place = lookup.get("metadataLocation")
    if strategy and place is None:
        raise Refusal(400, "locationMatchingStrategy can only be specified with a metadataLocation.")
    if strategy == "EXACT_LOCATION" and kind:
        raise Refusal(400, "locationType cannot be specified with an EXACT_LOCATION matching strategy.")
    if kind == "SPREADSHEET" and place is not None and not place.get("spreadsheet"):
        raise Refusal(400, "locationType cannot be SPREADSHEET with a metadataLocation inside it.")


def _full(location: dict[str, Any]) -> dict[str, Any]:
    """A location with the fields that Google takes for granted."""
    if "dimensionRange" in location:
        span = {"sheetId": 0} | location["dimensionRange"]
        return {**location, "dimensionRange": span}
    return location


def _intersects(here: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a location lies in or round another, as a row in its sheet; a spreadsheet meets no other."""
    if here.get("spreadsheet") or wanted.get("spreadsheet"):
        return bool(here.get("spreadsheet") and wanted.get("spreadsheet"))
    spans_of = [one.get("dimensionRange", {}) for one in (here, _full(wanted))]
    sheets = [
        span.get("sheetId", one.get("sheetId")) for span, one in zip(spans_of, (here, wanted), strict=True)
    ]
    if sheets[0] != sheets[1]:
        return False
    first, second = spans_of
    if not first or not second or first["dimension"] != second["dimension"]:
        return True
    return bool(first["startIndex"] < second["endIndex"] and second["startIndex"] < first["endIndex"])


def _meets(one: dict[str, Any], area: grid.Area) -> bool:
    """Whether metadata lies on the area's sheet, or on a row or column that the area touches."""
    span = one["location"].get("dimensionRange")
    if span is None:
        return bool(one["location"].get("sheetId") == area.sheet.id)
    start, end = (area.top, area.bottom) if span["dimension"] == "ROWS" else (area.left, area.right)
    return bool(span["sheetId"] == area.sheet.id and span["startIndex"] < end and start < span["endIndex"])


def _location(book: Book, given: dict[str, Any]) -> dict[str, Any]:
    """A location as it is kept, with its type; Refusal 400 for none, or for more than one row or column."""
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "dimensionRange" in given:
        span = {"sheetId": 0, "startIndex": 0} | given["dimensionRange"]
        sheet = book.sheet(span["sheetId"])
        count = sheet.row_count if span.get("dimension") == "ROWS" else sheet.column_count
        if span.get("endIndex") != span["startIndex"] + 1 or not 0 <= span["startIndex"] < count:
            raise Refusal(400, "Developer metadata must be on exactly one row or column of the sheet.")
        return {"locationType": span["dimension"][:-1], "dimensionRange": span}
    if "sheetId" in given:
        return {"locationType": "SHEET", "sheetId": book.sheet(given["sheetId"]).id}
    raise Refusal(400, "Developer metadata location must be specified.")


def shift(book: Book, sheet: Sheet, dimension: str, moved: spans.Shift) -> None:
    """Move metadata along with the row or column that it is on; with a row or column that goes it goes."""
    gone = []
    for one in everything(book):
        span = one["location"].get("dimensionRange")
        if span and span["sheetId"] == sheet.id and span["dimension"] == dimension:
            new = moved(span["startIndex"], span["endIndex"])
            if new is None:
                gone.append(one)
            else:
                span |= {"startIndex": new[0], "endIndex": new[1]}
                _put(book, one)
    _forget(book, gone)


def forget_sheet(book: Book, sheet_id: int) -> None:
    """Drop what lies on a sheet that goes."""
    gone = []
    for one in everything(book):
        place = one["location"]
        if place.get("sheetId", place.get("dimensionRange", {}).get("sheetId")) == sheet_id:
            gone.append(one)
    _forget(book, gone)


def _put(book: Book, one: dict[str, Any]) -> None:
    book.tx.execute(
        "INSERT OR REPLACE INTO developer_metadata (spreadsheet, id, body) VALUES (?, ?, ?)",
        (book.id, one["metadataId"], orjson.dumps(one)),
    )


def _forget(book: Book, gone: list[dict[str, Any]]) -> None:
    book.tx.executemany(
        "DELETE FROM developer_metadata WHERE spreadsheet = ? AND id = ?",
        [(book.id, one["metadataId"]) for one in gone],
    )
