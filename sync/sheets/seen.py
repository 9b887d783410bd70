"""A spreadsheet as people left it, every cell of it: what differs from what we wrote; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sync.sheets.found import corrected
from sync.sheets.marks import filled, found_value, is_told, mark_of, noted
from sync.sheets.people import PeoplePlace, PeopleRow, heads_stand, rows_of
from sync.sheets.state import ExistingSheets, TabState

_MOST: Final = 20  # columns that are tried as inserted at once

Json = Mapping[str, Any]
Line = Sequence[Json]  # the cells of a row, as CellData


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a spreadsheet, and the cells of its sheets by their ids, row by row."""

    existing: ExistingSheets
    lines: Mapping[int, Sequence[Line]]

    def texts(self, sheet: int) -> tuple[tuple[str, ...], ...]:
        """The texts of a whole sheet as people see them, row by row."""
        return tuple(tuple(_text(cell) for cell in line) for line in self.lines.get(sheet, ()))

    def people(self, place: PeoplePlace) -> tuple[PeopleRow, ...] | None:
        """What people wrote in a tab; None where its heads are not where we wrote them."""
        texts = self.texts(place.sheet)
        heads = texts[place.head - 1] if 0 < place.head <= len(texts) else ()
        return rows_of(place, texts[place.head :]) if heads_stand(place, heads) else None

    def drifted(self, tab: TabState) -> frozenset[int]:
        """The rows of a tab in which cells of ours do not hold what we wrote; people's columns left out."""
        lines = self.lines.get(tab.sheet_id, ())
        theirs = frozenset(column for _, column in tab.people)
        return frozenset(
            row
            for row, known in tab.rows.items()
            if is_told(mark := _mark(known))
            and mark != _found(_at(lines, row)[: tab.ours], mark, theirs if row >= tab.frozen_rows else ())
        )

    def unmoved(self, tab: TabState, keys: Mapping[int, str]) -> frozenset[int]:
        """Those of these rows (with their keys) in which our cells stand as we wrote them.

        Where the columns are others by now, such a row was written after they moved.
        """
        lines, theirs = self.lines.get(tab.sheet_id, ()), frozenset(column for _, column in tab.people)
        found = set()
        for row, key in keys.items():
            line, mark = list(_at(lines, row)[: tab.ours]), _mark(tab.rows.get(row, ""))
            if tab.key_column is not None and tab.key_column < len(line):
                line[tab.key_column] = {"userEnteredValue": {"stringValue": key}}
            if is_told(mark) and mark == _found(line, mark, theirs):
                found.add(row)
        return frozenset(found)

    def has_more(self, tab: TabState) -> bool:
        """Whether more cells of the sheet hold something than we wrote: then somebody else wrote, too."""
        wrote = sum(filled(mark) for known in tab.rows.values() if is_told(mark := _mark(known)))
        lines = self.lines.get(tab.sheet_id, ())
        return wrote < sum(bool(cell.get("userEnteredValue")) for line in lines for cell in line)

    def moved(self, tab: TabState, drifted: frozenset[int]) -> bool:
        """Whether rows or columns of a tab were inserted or deleted, and with them more than its cells.

        A grid that is smaller lost some. In one that is larger a drifted row stands further down, or
        further right from some column on; else it only grew at its end. Rows that were sorted count where
        somebody else wrote in the sheet, too: what stands beside them went along.
        """
        sheet = next(sheet for sheet in self.existing.sheets if sheet.sheet_id == tab.sheet_id)
        rows, columns = sheet.rows - tab.height, sheet.columns - tab.width
        if rows < 0 or columns < 0:
            return True
        lines, filled_rows = self.lines.get(tab.sheet_id, ()), self._filled(tab, drifted)
        places = self._elsewhere(tab, filled_rows)
        if any(at > row and rows for row, at in places) or (places and self.has_more(tab)):
            return True
        return any(
            mark == _found([*line[:at], *line[at + by :]][: tab.ours], mark, ())
            for row, mark in filled_rows[:1]
            for by in range(1, min(columns, _MOST) + 1)
            for line in (_at(lines, row),)
            for at in range(len(line))
        )

    def _elsewhere(self, tab: TabState, rows: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
        """Where rows of ours stand now that are not in their places: each with the other place."""
        lines, found = self.lines.get(tab.sheet_id, ()), dict[tuple[int, ...], dict[str, list[int]]]()
        places = []
        for row, mark in rows:
            notes = tuple(sorted(noted(mark) or ()))
            if notes not in found:
                there = found[notes] = {}
                for at, line in enumerate(lines):
                    there.setdefault(_found(line[: tab.ours], mark, ()), []).append(at)
            standing = found[notes].get(mark, ())
            places += [(row, at) for at in standing if _mark(tab.rows.get(at, "")) != mark]
        return places

    def _filled(self, tab: TabState, rows: frozenset[int]) -> list[tuple[int, str]]:
        marks = ((row, _mark(tab.rows[row])) for row in sorted(rows))
        return [(row, mark) for row, mark in marks if filled(mark)]

    def misshapen(self, state: Mapping[str, TabState]) -> frozenset[str]:
        """The tabs that are named, placed, merged, guarded or drawn otherwise than we left them.

        A grid that grew is none of them: what stands in it tells whether anything moved. Nor is a tab
        whose protection is not known: its rows moved, and it is read with the next writing anyway.
        """
        there = {sheet.sheet_id: (place, sheet) for place, sheet in enumerate(self.existing.sheets)}
        ranks = _ranks({key: there[tab.sheet_id][0] for key, tab in state.items() if tab.sheet_id in there})
        before = _ranks({key: state[key].order for key in ranks})
        found = set()
        for key in ranks:
            tab, (place, sheet) = state[key], there[state[key].sheet_id]
            now = corrected(key, tab, place, sheet)
            if tab.protected is None:
                continue
            same = replace(
                now, order=tab.order, height=tab.height, width=tab.width, protected=tab.protected
            )  # its hash tells whether the ranges are as they were, in whatever order they come
            shrunk = now.height < tab.height or now.width < tab.width
            if same != tab or shrunk or ranks[key] != before[key]:
                found.add(key)
        return frozenset(found)


def _mark(known: str) -> str:
    return known.partition(".")[0]


def _found(line: Line, mark: str, theirs: Sequence[int] | frozenset[int]) -> str:
    """The mark of what stands in a row, people's columns taken for empty, notes only where ours are."""
    notes = noted(mark) or ()
    return mark_of(
        [
            (None, "")
            if column in theirs
            else (
                found_value(cell.get("userEnteredValue", {})),
                str(cell.get("note", "")) if column in notes else "",
            )
            for column, cell in enumerate(line)
        ]
    )


def _at(lines: Sequence[Line], row: int) -> Line:
    return lines[row] if row < len(lines) else ()


def _text(cell: Json) -> str:
    return str(cell.get("formattedValue", "")).strip()


def _ranks(orders: Mapping[str, int]) -> dict[str, int]:
    """Which place each has among the others."""
    return {key: place for place, key in enumerate(sorted(orders, key=orders.__getitem__))}
