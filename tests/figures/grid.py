"""A tab as it was read back: cells found by the words that stand beside and above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Place = tuple[int, int]


class Claim(NamedTuple):
    """A cell that was looked at, and what should stand there. None and "" are the same: nothing."""

    row: int
    column: int
    expected: Any


@dataclass(frozen=True)
class Grid:
    """Rows of values from the first cell on; what is not there is empty."""

    sheet: str
    key: str
    rows: Sequence[Sequence[Any]]

    def at(self, row: int, column: int) -> Any:
        """A cell's value, None for an empty one."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return None if self.rows[row][column] == "" else self.rows[row][column]

    def find(self, text: str, *, after: int = 0, column: int | None = None) -> Place:
        """The first cell with that text, from a row on."""
        for number in range(after, len(self.rows)):
            for place, value in enumerate(self.rows[number]):
                if value == text and column in (None, place):
                    return number, place
        raise AssertionError(f"{self.sheet} {self.key}: no {text!r} from row {after} on")

    def has(self, text: str) -> bool:
        """Whether the text stands somewhere."""
        return any(text in row for row in self.rows)

    def columns(self, row: int, titles: Iterable[str]) -> list[int]:
        """The columns of these titles in a head, from left to right: each stands right of the one before."""
        found: list[int] = []
        column = -1
        for title in titles:
            column = next(
                (c for c in range(column + 1, len(self.rows[row])) if self.rows[row][c] == title), -1
            )
            assert column >= 0, f"{self.sheet} {self.key} R{row + 1}: no {title!r} after columns {found}"
            found.append(column)
        return found

    def head(self, row: int, column: int) -> Any:
        """The nearest text above a number in its column; None where an empty cell comes first."""
        while row > 0 and isinstance(self.at(row, column), int | float):
            row -= 1
        return self.at(row, column)

    def table(self, top: int, titles: Sequence[str], lines: Iterable[Sequence[Any]]) -> Iterator[Claim]:
        """The cells below a head, line by line in the order of its titles; ... is not looked at."""
        columns = self.columns(top, titles)
        for row, values in enumerate(lines, start=top + 1):
            for column, value in zip(columns, values, strict=True):
                if value is not ...:
                    yield Claim(row, column, value)

    def numbers(self) -> Iterator[Place]:
        """The cells that hold a number."""
        for row, values in enumerate(self.rows):
            for column, value in enumerate(values):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield row, column

    def differing(self, claims: Iterable[Claim]) -> list[str]:
        """What stands otherwise than it should, a line each."""
        return [
            f"{self.sheet} {self.key} R{row + 1}C{column + 1}: {self.at(row, column)!r}, not {expected!r}"
            for row, column, expected in claims
            if not same(self.at(row, column), expected)
        ]


def same(found: Any, expected: Any) -> bool:
    """Whether a cell is as it should be: figures are as they are shown, to the last digit."""
    if isinstance(expected, float | int) and isinstance(found, float | int):
        return round(found, 9) == round(expected, 9)
    return bool(found == (None if expected == "" else expected))


def figures_in(text: Any) -> list[str]:
    """The numbers in a text, without their thousands' commas."""
    return [number.replace(",", "") for number in re.findall(r"\d[\d,]*(?:\.\d+)?", str(text))]
