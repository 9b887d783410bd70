"""People's cells: which are asked for, and what was found in them, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.layout.tab import Tab
from sync.sheets.state import TabState, sheet_id

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PeoplePlace:
    """Where the cells of people are in one tab: their columns by name, and that of the rows' keys."""

    tab: str
    sheet: int
    head: int  # rows above the first that has a key
    key_column: int
    columns: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A row as it was found: its index from 0, its key ("" for none), and texts by column name."""

    row: int
    key: str
    cells: Mapping[str, str]


def places(state: Mapping[str, TabState]) -> tuple[PeoplePlace, ...]:
    """Where people write in a spreadsheet as it was acknowledged."""
    return tuple(
        PeoplePlace(key, tab.sheet_id, tab.frozen_rows, tab.key_column, tab.people)
        for key, tab in state.items()
        if tab.people and tab.key_column is not None
    )


def place_of(tab: Tab) -> PeoplePlace | None:
    """Where people write in a tab as it should be; None where they do not."""
    if not tab.people or tab.key_column is None:
        return None
    columns = tuple((theirs.name, theirs.column) for theirs in tab.people)
    return PeoplePlace(tab.key, sheet_id(tab.key), tab.frozen_rows, tab.key_column, columns)


def filters(wanted: Sequence[PeoplePlace]) -> list[Json]:
    """The data filters that ask for the columns of these tabs, each once."""
    return [
        {"gridRange": _column(place, column)}
        for place in wanted
        for column in (place.key_column, *_theirs(place))
    ]


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


def _column(place: PeoplePlace, column: int) -> Json:
    return {
        "sheetId": place.sheet,
        "startRowIndex": place.head,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }


def _columns(place: PeoplePlace, answer: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The texts of each column of the tab that the answer holds."""
    for matched in answer.get("valueRanges", ()):
        values = (matched.get("valueRange") or {}).get("values") or [[]]
        for given in matched.get("dataFilters", ()):
            area = given.get("gridRange", {})
            if area.get("sheetId", 0) == place.sheet:
                yield area.get("startColumnIndex", 0), [str(value).strip() for value in values[0]]


def _at(texts: Sequence[str], index: int) -> str:
    return texts[index] if index < len(texts) else ""
