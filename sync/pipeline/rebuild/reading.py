"""Reading a spreadsheet as it was found: the rows of its tabs by key, with texts and notes by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sync.google import SHEETS, Google
from sync.pipeline.rebuild.layouts import KEY, Layout
from sync.sheets import ExistingSheets, read_existing

Json = dict[str, Any]

_FURTHER_DOWN: Final = 20  # rows in which heads are looked for below where they belong
_CELLS: Final = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(formattedValue,note))))"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row with a key: its index from 0, texts and notes by the names of their columns."""

    row: int
    key: str
    texts: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundTab:
    """A tab as it was found. `in_place`: its heads stand where they belong, all as they are wanted.

    `missing` are the names of columns that it has not, or of which it cannot be told which they are.
    """

    layout: Layout
    rows: tuple[FoundRow, ...]
    in_place: bool
    first: int  # the row below the heads
    missing: frozenset[str] = frozenset()

    def by_key(self) -> dict[str, FoundRow]:
        """The rows by key; of several with one key the first in which people wrote, else the first."""
        found: dict[str, FoundRow] = {}
        for row in self.rows:
            if row.key not in found or (self._written(row) and not self._written(found[row.key])):
                found[row.key] = row
        return found

    def _written(self, row: FoundRow) -> bool:
        return any(row.texts.get(name) for name in self.layout.people)


@dataclass(frozen=True, slots=True)
class FoundBook:
    """A spreadsheet as it was found: what there is in it, and the tabs with rows by key."""

    existing: ExistingSheets
    tabs: tuple[FoundTab, ...]
    unread: tuple[str, ...]  # titles of tabs that are there, but without heads to know their columns by


def read_book(google: Google, file_id: str, wanted: Iterable[Layout]) -> FoundBook:
    """Read the tabs that a spreadsheet has: what there is, the heads, then the columns that count."""
    existing = read_existing(google, file_id)
    there = {sheet.sheet_id: sheet for sheet in existing.sheets}
    asked: dict[int, list[Layout]] = {}
    for layout in wanted:
        if layout.sheet in there:
            asked.setdefault(layout.sheet, []).append(layout)
    if not asked:
        return FoundBook(existing, (), ())
    tops = _read(google, file_id, [_top(of[0], there[sheet].rows) for sheet, of in asked.items()])
    heads = {sheet: _heads(asked[sheet], tops.get(sheet, {}).get(0, [])) for sheet in asked}
    known = {sheet: found for sheet, found in heads.items() if found is not None}
    columns = _read(
        google, file_id, [area for sheet, found in known.items() for area in found.areas(there[sheet].rows)]
    )
    tabs = tuple(found.tab(columns.get(sheet, {})) for sheet, found in known.items())
    unread = tuple(there[sheet].title for sheet in asked if sheet not in known)
    return FoundBook(existing, tabs, unread)


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where the heads of a tab stand, and which column is which."""

    layout: Layout
    row: int
    columns: Mapping[str, int]

    @property
    def in_place(self) -> bool:
        return self.row == self.layout.head - 1 and dict(self.columns) == dict(self.layout.columns)

    def areas(self, height: int) -> Iterator[Json]:
        if self.row + 1 >= height:
            return
        for column in dict.fromkeys(self.columns.values()):
            yield {
                "sheetId": self.layout.sheet,
                "startRowIndex": self.row + 1,
                "startColumnIndex": column,
                "endColumnIndex": column + 1,
            }

    def tab(self, cells: Mapping[int, list[list[Json]]]) -> FoundTab:
        lines = {
            name: [line[0] if line else {} for line in cells.get(at, [])] for name, at in self.columns.items()
        }
        rows = []
        for number, cell in enumerate(lines[KEY]):
            key = _text(cell)
            if key:
                here = {name: of[number] if number < len(of) else {} for name, of in lines.items()}
                texts = {name: _text(one) for name, one in here.items()}
                notes = {name: one["note"] for name, one in here.items() if one.get("note")}
                rows.append(FoundRow(self.row + 1 + number, key, texts, notes))
        missing = frozenset(self.layout.columns) - frozenset(self.columns)
        return FoundTab(self.layout, tuple(rows), self.in_place, self.row + 1, missing)


def _top(layout: Layout, height: int) -> Json:
    """Where the heads may be; Google takes no range beyond the grid."""
    end = min(height, layout.head + _FURTHER_DOWN)
    return {"sheetId": layout.sheet, "startRowIndex": 0, "endRowIndex": end}


def _heads(asked: Sequence[Layout], lines: Sequence[Sequence[Json]]) -> _Heads | None:
    """The heads by the layout that fits best; None where no row holds the keys' head and half the others."""
    best: tuple[int, _Heads] | None = None
    for layout in asked:
        for number, line in enumerate(lines):
            texts = [" ".join(_text(cell).split()) for cell in line]
            mine = {head for head in layout.heads if head}
            fitting = len(mine.intersection(texts))
            key = layout.heads[layout.columns[KEY]]
            if texts.count(key) != 1 or fitting * 2 < len(mine):
                continue
            exact = tuple(texts[: len(layout.heads)]) == layout.heads and not any(texts[len(layout.heads) :])
            score = fitting + 1000 * exact
            if best is None or score > best[0]:
                best = score, _Heads(layout, number, dict(layout.columns) if exact else _told(layout, texts))
    return best[1] if best else None


def _told(layout: Layout, texts: Sequence[str]) -> dict[str, int]:
    """The columns whose head stands once; of others it cannot be told."""
    heads = {name: layout.heads[at] for name, at in layout.columns.items()}
    return {
        name: texts.index(head)
        for name, head in heads.items()
        if head and texts.count(head) == 1 == layout.heads.count(head)
    }


def _read(google: Google, file_id: str, areas: Sequence[Json]) -> dict[int, dict[int, list[list[Json]]]]:
    """The cells of these areas, by sheet and first column, row by row."""
    if not areas:
        return {}
    url = f"{SHEETS}/{file_id}:getByDataFilter"
    body = {"dataFilters": [{"gridRange": area} for area in areas], "includeGridData": True}
    answer = google.call("POST", url, what=file_id, params={"fields": _CELLS}, body=body, repeatable=True)
    found: dict[int, dict[int, list[list[Json]]]] = {}
    for sheet in answer.get("sheets", ()):
        of = found.setdefault(sheet["properties"].get("sheetId", 0), {})
        for grid in sheet.get("data", ()):
            of[grid.get("startColumn", 0)] = [row.get("values", []) for row in grid.get("rowData", ())]
    return found


def _text(cell: Json) -> str:
    return str(cell.get("formattedValue", "")).strip()
