"""A table out of a file, XLSX or CSV, as texts: merged cells filled, percentages with their sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from forms.results.told import FileTrouble

MOST_ROWS, MOST_COLUMNS = 200_000, 500  # a national file has 35,000 rows and a few dozen columns


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its name ("" for CSV) and its rows as texts, all of one length, "" where nothing stands.

    `uncalculated` are the places (row, column, from 0) of formulas whose result is not in the file.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    uncalculated: frozenset[tuple[int, int]] = frozenset()


def filled(rows: Iterable[Sequence[str]], sheet: str = "") -> Iterator[list[str]]:
    """The rows up to the last in which anything stands, each up to its last filled cell.

    Raises FileTrouble "too-many-rows" or "too-many-columns": nothing is ever cut off.
    """
    empty = 0
    taken = 0
    for row in rows:
        width = next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)
        if not width:
            empty += 1
            continue
        taken += empty + 1
        if taken > MOST_ROWS:
            raise FileTrouble("too-many-rows", most=f"{MOST_ROWS:,}", sheet=sheet or "-")
        if width > MOST_COLUMNS:
            raise FileTrouble("too-many-columns", most=f"{MOST_COLUMNS:,}", sheet=sheet or "-")
        for _ in range(empty):
            yield []
        empty = 0
        yield list(row[:width])


def even(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows, all as long as the longest."""
    width = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)
