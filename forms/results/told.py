"""What reading a file has to tell: troubles by row and column, and rows that were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# Troubles of the file as a whole; every other concerns a cell, and the rest goes on.
_OF_THE_FILE = frozenset({
    "unreadable", "broken", "old-excel", "protected", "kind-of-file", "too-many-rows", "too-many-columns",
    "empty", "no-sheet", "several-sheets", "no-head", "column-missing", "column-twice", "grade-asked",
    "other-year", "other-test", "other-grade", "other-year-of-rows", "fractions", "uncalculated",
    "nothing-read", "none-ours",
})  # fmt: skip

Reason = Literal[
    "total", "head", "no-school", "no-scores", "other-grade", "other-year", "bad-year", "elsewhere"
]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a file, by row (from 1, 0 for the whole) and column ("C ภาษาไทย", "" for none)."""

    code: str
    row: int = 0
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether nothing can be taken from the file."""
        return self.code in _OF_THE_FILE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no school's result: its number from 1, its text, and why."""

    row: int
    text: str
    reason: Reason


class FileTrouble(Exception):
    """A file of which nothing can be read, and why."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.trouble = Trouble(code, values=values)
