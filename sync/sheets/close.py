"""Close a spreadsheet: every tab protected as a whole, for nobody but nithet to write in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sync.google import SHEETS, Google
from sync.sheets.protection import PROTECTION, is_ours

CLOSED = f"{PROTECTION}: closed"  # how the protection of a closed tab is described
_FIELDS = "sheets(properties(sheetId),protectedRanges(protectedRangeId,range,description))"

Json = dict[str, Any]


def close(google: Google, file_id: str, editors: Sequence[str]) -> bool:
    """Protect every tab, those that people added among them; tell whether anything was to be done.

    Safe to repeat: what is protected already is found so and left alone.
    """
    found = google.call("GET", f"{SHEETS}/{file_id}", what=file_id, params={"fields": _FIELDS})
    requests = list(closing_requests(found.get("sheets", ()), editors))
    if requests:
        body = {"requests": requests}
        google.call("POST", f"{SHEETS}/{file_id}:batchUpdate", what=file_id, body=body)
    return bool(requests)


def closing_requests(sheets: Sequence[Mapping[str, Any]], editors: Sequence[str]) -> Iterator[Json]:
    """The requests that close these sheets: ours of before are replaced, those that people made stay."""
    for sheet in sheets:
        protections = sheet.get("protectedRanges", ())
        if any(one.get("description") == CLOSED for one in protections):
            continue
        for one in protections:
            if is_ours(one.get("description", "")):
                yield {"deleteProtectedRange": {"protectedRangeId": one["protectedRangeId"]}}
        whole = {"sheetId": sheet["properties"].get("sheetId", 0)}
        protected = {"range": whole, "description": CLOSED, "warningOnly": False}
        yield {"addProtectedRange": {"protectedRange": {**protected, "editors": {"users": list(editors)}}}}
