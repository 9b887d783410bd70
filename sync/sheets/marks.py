"""What a row's cells are told apart by: the same mark for what we wrote and for what is found to stand there.

Google gives a whole number back as it gives a broken one, and an empty text as no value: neither makes a
difference here. A note counts only where it is ours; one that somebody put on another cell is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sync.layout.tab import CellValue
from sync.sheets.formats import clipped
from sync.sheets.state import digest

Noted = tuple[object, str]  # a cell's value as `plain` has it, and its note

_MARK: Final = "v"  # what a mark begins with; those of an earlier nithet do not, and are like no other


def plain(value: CellValue) -> object:
    """A value as Google keeps it: numbers as broken ones, text as a cell holds it, None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    return float(value) if isinstance(value, int | float) else clipped(value) or None


def found_value(entered: Mapping[str, Any]) -> object:
    """An ExtendedValue that was found, to be compared with `plain`; a formula is like nothing of ours."""
    if "formulaValue" in entered:
        return ["=", str(entered["formulaValue"])]
    for name in ("boolValue", "numberValue", "stringValue"):
        if name in entered:
            return plain(entered[name])
    return None


def mark_of(cells: Sequence[Noted]) -> str:
    """The mark of a row: how many of its cells hold something, a digest, and where our notes are."""
    values: list[object] = [value for value, _ in cells]
    while values and values[-1] is None:
        values.pop()
    filled = sum(value is not None for value in values)
    made = f"{_MARK}{filled}-{digest(values)}"
    noted = [(column, note.strip()) for column, (_, note) in enumerate(cells) if note]
    if not noted:
        return made
    return f"{made}~{','.join(str(column) for column, _ in noted)}~{digest(noted)}"


def is_told(mark: str) -> bool:
    """Whether a mark says what is in a row: those of an earlier nithet do not, nor does an unknown one."""
    return mark.startswith(_MARK)


def filled(mark: str) -> int:
    """How many cells of the row hold something."""
    return int(mark[1 : mark.index("-")])


def noted(mark: str) -> Collection[int] | None:
    """The columns that have a note of ours; None where the mark does not tell."""
    if not is_told(mark):
        return None
    parts = mark.split("~")
    return frozenset(map(int, parts[1].split(","))) if len(parts) > 1 else frozenset()
