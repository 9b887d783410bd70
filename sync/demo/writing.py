"""Writing in people's cells of the demo's spreadsheets, as they do: one request a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sync import sheets
from sync.google import SHEETS
from sync.ledger import publishing
from sync.pipeline.batches import states_of
from sync.pipeline.cycle import Pipeline
from sync.sheets import PeoplePlace, PeopleRow

Cells = Iterator[dict[str, Any]]
"""What is written where, as `values:batchUpdateByDataFilter` takes it."""


def write(
    pipeline: Pipeline, files: str, tabs: str, cells_of: Callable[[PeoplePlace, PeopleRow], Cells]
) -> int:
    """Write what `cells_of` says for each row of the tabs whose keys begin so; give how many cells."""
    written = 0
    for key, file in publishing.files(pipeline.ledger.connection).items():
        if not key.startswith(files):
            continue
        places = [p for p in sheets.places(states_of(pipeline.ledger, key)) if p.tab.startswith(tabs)]
        if not places:
            continue
        found = sheets.read_people(pipeline.google, file.id, places)
        cells = [cell for place in places for row in found[place.tab] or () for cell in cells_of(place, row)]
        if cells:
            pipeline.google.call(
                "POST",
                f"{SHEETS}/{file.id}/values:batchUpdateByDataFilter",
                what=file.id,
                body={"valueInputOption": "RAW", "data": cells},
                repeatable=True,
            )
            written += len(cells)
    return written


def cell(place: PeoplePlace, row: PeopleRow, column: int, text: str) -> dict[str, Any]:
    """One cell of a row with its text."""
    area = {
        "sheetId": place.sheet,
        "startRowIndex": row.row,
        "endRowIndex": row.row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"dataFilter": {"gridRange": area}, "majorDimension": "ROWS", "values": [[text]]}
