"""Somebody at a world's spreadsheets: tabs by their key, rows by their keys, columns by their heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.errors import GoogleError
from sync.google import DRIVE, SHEETS
from sync.ledger import Ledger, publishing
from sync.pipeline.batches import states_of
from sync.sheets import PeoplePlace, places
from tests.chaos.worlds import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Keyed:
    """A tab whose rows have keys, as it stands at this moment: texts by row, and where things are in it."""

    file: str
    place: PeoplePlace
    rows: tuple[tuple[str, ...], ...]

    @property
    def in_place(self) -> bool:
        """Whether the heads stand where nithet wrote them."""
        return self.place.head <= len(self.rows) and _trimmed(self.rows[self.place.head - 1]) == list(
            self.place.heads
        )

    @property
    def keys(self) -> list[str]:
        """The keys that stand in it once."""
        texts = [row[self.place.key_column] for row in self.rows[self.place.head :] if self._has_key(row)]
        return sorted(key for key in set(texts) if texts.count(key) == 1)

    def _has_key(self, row: tuple[str, ...]) -> bool:
        return len(row) > self.place.key_column and bool(row[self.place.key_column])

    def row_of(self, key: str) -> int:
        """The row of a key, from 0."""
        column = self.place.key_column
        return next(n for n, row in enumerate(self.rows) if len(row) > column and row[column] == key)

    def text(self, key: str, column: str) -> str:
        """What stands in a column of people in the row of a key."""
        row, at = self.rows[self.row_of(key)], dict(self.place.columns)[column]
        return row[at] if at < len(row) else ""


def _trimmed(texts: tuple[str, ...]) -> list[str]:
    plain = [" ".join(text.split()) for text in texts]
    while plain and not plain[-1]:
        plain.pop()
    return plain


class Desk:
    """What is open on somebody's screen, in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        ledger = Ledger(world.ledger_path)
        try:
            self.files = publishing.files(ledger.connection)
            known = [key for key in sorted(self.files) if key.startswith("sheet:")]
            self._states = {key: states_of(ledger, key) for key in known}
        finally:
            ledger.close()

    def is_there(self, file: str) -> bool:
        """Whether a file that nithet knows has not been deleted since."""
        url = f"{DRIVE}/files/{self.id(file)}"
        try:
            self.world.google.call("GET", url, what=file, params={"fields": "id"})
        except GoogleError:
            return False
        return True

    @property
    def sheets(self) -> list[str]:
        """The keys of the spreadsheets."""
        return list(self._states)

    def id(self, key: str) -> str:
        return self.files[key].id

    def tabs(self, file: str) -> Mapping[str, Json]:
        """The sheets that are there, by nithet's key or else their title: their properties."""
        answer = self.ask(
            "GET",
            file,
            "",
            params={"fields": "sheets(properties(sheetId,title,index,hidden,gridProperties))"},
        )
        names = {state.sheet_id: key for key, state in self._states[file].items()}
        return {
            names.get(one["properties"].get("sheetId", 0), f"title:{one['properties']['title']}"): one[
                "properties"
            ]
            for one in answer["sheets"]
        }

    def places(self) -> list[tuple[str, PeoplePlace]]:
        """Where people write: spreadsheets and tabs."""
        return [
            (file, place)
            for file, states in self._states.items()
            for place in sorted(places(states), key=lambda one: one.tab)
        ]

    def keyed(self, file: str, tab: str) -> Keyed | None:
        """A tab in which people write as it stands; None where it is not there, or somebody deleted it."""
        place = next((one for one in places(self._states.get(file, {})) if one.tab == tab), None)
        if place is None:
            return None
        body = {
            "dataFilters": [{"gridRange": {"sheetId": place.sheet}}],
            "valueRenderOption": "FORMATTED_VALUE",
        }
        try:
            answer = self.world.google.request(
                "POST",
                f"{SHEETS}/{self.id(file)}/values:batchGetByDataFilter",
                what=file,
                body=body,
                repeatable=True,
            )
        except GoogleError as refused:
            if refused.status != 400:
                raise
            return None
        found = answer.json()["valueRanges"][0]["valueRange"].get("values", [])
        return Keyed(file, place, tuple(tuple(map(str, row)) for row in found))

    def change(self, file: str, *requests: Json) -> None:
        """A change of the spreadsheet, as the page sends it."""
        self.ask("POST", file, ":batchUpdate", body={"requests": list(requests)})

    def write(self, tab: Keyed, row: int, column: int, text: str, who: str = "") -> None:
        """Type a text into a cell, as somebody who is named; as the owner where they may not."""
        area = {"sheetId": tab.place.sheet, **span(row, column)}
        body = {
            "valueInputOption": "RAW",
            "data": [{"dataFilter": {"gridRange": area}, "majorDimension": "ROWS", "values": [[text]]}],
        }
        path = "/values:batchUpdateByDataFilter"
        if who:
            url = f"{SHEETS}/{self.id(tab.file)}{path}"
            if self.world.person(who).post(url, json=body, timeout=20).status_code == 200:
                return
        self.ask("POST", tab.file, path, body=body)

    def drive(self, method: Any, key: str, body: Json | None = None, params: Json | None = None) -> None:
        """What somebody does with a file in Drive."""
        self.world.google.call(method, f"{DRIVE}/files/{self.id(key)}", what=key, body=body, params=params)

    def ask(self, method: Any, file: str, path: str, **more: Any) -> Any:
        return self.world.google.call(method, f"{SHEETS}/{self.id(file)}{path}", what=file, **more)


def span(row: int, column: int) -> Json:
    """The area of one cell."""
    return {
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def dimension(sheet: int, name: str, start: int, end: int) -> Json:
    """Rows or columns of a sheet."""
    return {"sheetId": sheet, "dimension": name, "startIndex": start, "endIndex": end}
