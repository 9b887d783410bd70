"""People's cells: which are asked for, and what was found in them, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.layout.tab import Tab
from sync.sheets.state import ExistingSheet, TabState, sheet_id

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PeoplePlace:
    """Where the cells of people are in one tab: their columns by name, and that of the rows' keys.

    `heads` are the texts above the columns as we wrote them: what stands below is believed only there.
    """

    tab: str
    sheet: int
    head: int  # rows above the first that has a key
    key_column: int
    columns: tuple[tuple[str, int], ...]
    heads: tuple[str, ...] = ()

    def fits(self, sheet: ExistingSheet) -> bool:
        """Whether a sheet still has all these columns, and rows for their heads."""
        last = max(self.key_column, *(column for _, column in self.columns))
        return self.head <= sheet.rows and last < sheet.columns


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A row as it was found: its index from 0, its key ("" for none), and texts by column name."""

    row: int
    key: str
    cells: Mapping[str, str]


def places(state: Mapping[str, TabState]) -> tuple[PeoplePlace, ...]:
    """Where people write in a spreadsheet as it was acknowledged."""
    return tuple(
        PeoplePlace(key, tab.sheet_id, tab.frozen_rows, tab.key_column, tab.people, tab.heads)
        for key, tab in state.items()
        if tab.people and tab.key_column is not None
    )


def place_of(tab: Tab) -> PeoplePlace | None:
    """Where people write in a tab as it should be; None where they do not."""
    if not tab.people or tab.key_column is None:
        return None
    columns = tuple((theirs.name, theirs.column) for theirs in tab.people)
    return PeoplePlace(tab.key, sheet_id(tab.key), tab.frozen_rows, tab.key_column, columns, heads_of(tab))


def heads_of(tab: Tab) -> tuple[str, ...]:
    """The texts above the columns of a tab in which people write; () of any other."""
    if not tab.people or tab.key_column is None or tab.frozen_rows - 1 not in tab.rows:
        return ()
    return _trimmed([str(cell.value or "") for cell in tab.rows[tab.frozen_rows - 1].cells])


def filters(wanted: Sequence[PeoplePlace]) -> list[Json]:
    """The data filters that ask for the heads and the columns of these tabs, each once."""
    return [
        {"gridRange": area}
        for place in wanted
        for area in (
            _heads(place),
            *(_column(place, column) for column in (place.key_column, *_theirs(place))),
        )
    ]


def in_place(place: PeoplePlace, answer: Mapping[str, Any]) -> bool:
    """Whether the heads in the answer to `filters` stand as we wrote them: then so do the columns."""
    found = next((values for area, values in _given(place, answer) if "endRowIndex" in area), [])
    return heads_stand(place, [str(column[0]) if column else "" for column in found])


def heads_stand(place: PeoplePlace, texts: Sequence[str]) -> bool:
    """Whether these texts are the heads as we wrote them; columns further right are people's own."""
    return _trimmed(texts[: len(place.heads)]) == place.heads


def rows_of(place: PeoplePlace, lines: Sequence[Sequence[str]]) -> tuple[PeopleRow, ...]:
    """The rows below the head, in which anything of people's or a key stands, of the texts of whole rows."""
    rows = (
        PeopleRow(
            place.head + n,
            _at(line, place.key_column),
            {name: _at(line, column) for name, column in place.columns},
        )
        for n, line in enumerate(lines)
    )
    return tuple(row for row in rows if row.key or any(row.cells.values()))


def rows_found(place: PeoplePlace, answer: Mapping[str, Any]) -> tuple[PeopleRow, ...]:
    """The rows of a tab in the answer to `filters`: those in which anything stands."""
    found = dict(_columns(place, answer))
    keys = found.get(place.key_column, [])
    longest = max((len(texts) for texts in found.values()), default=0)
    rows = (
        PeopleRow(
            place.head + n,
            _at(keys, n),
            {name: _at(found.get(column, []), n) for name, column in place.columns},
        )
        for n in range(longest)
    )
    return tuple(row for row in rows if row.key or any(row.cells.values()))


def _theirs(place: PeoplePlace) -> tuple[int, ...]:
    return tuple(column for _, column in place.columns)


def _heads(place: PeoplePlace) -> Json:
    return {"sheetId": place.sheet, "startRowIndex": place.head - 1, "endRowIndex": place.head}


def _column(place: PeoplePlace, column: int) -> Json:
    return {
        "sheetId": place.sheet,
        "startRowIndex": place.head,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _columns(place: PeoplePlace, answer: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The texts of each column of the tab that the answer holds."""
    for area, values in _given(place, answer):
        if "endRowIndex" not in area:
            yield area.get("startColumnIndex", 0), [str(value).strip() for value in (values or [[]])[0]]


def _given(place: PeoplePlace, answer: Mapping[str, Any]) -> Iterator[tuple[Json, list[list[Any]]]]:
    """What was asked for of the tab, and the columns that were found there."""
    for matched in answer.get("valueRanges", ()):
        for given in matched.get("dataFilters", ()):
            area = given.get("gridRange", {})
            if area.get("sheetId", 0) == place.sheet:
                yield area, (matched.get("valueRange") or {}).get("values") or []


def _trimmed(texts: Sequence[str]) -> tuple[str, ...]:
    """Heads as they are compared: blanks told once, no empty ones at the end."""
    plain = [" ".join(text.split()) for text in texts]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)


def _at(texts: Sequence[str], index: int) -> str:
    return texts[index] if index < len(texts) else ""
