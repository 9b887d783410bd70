"""References inside formulas, rewritten when cells are copied, moved, inserted or deleted.

A formula is searched for references without being understood: texts in quotes, names and functions
stay as they are, and so does every letter that is not part of a reference that changes. Rows and
columns count from 0. What a formula referred to and is gone becomes `#REF!`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sync.workspace.sheets import a1
from sync.workspace.sheets.spans import Shift

GONE = "#REF!"
_MOST_ROWS, _MOST_COLUMNS = 10_000_000, 18_278
_OPEN = 1 << 40

WORD = r"[^\x00-\x2d/:-@\[-^`{-\x7f\s]"
"""A letter of a name in a formula: letters of any script with their marks, digits, "." and "_"."""

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,8}"
_END = r"\$?(?:[A-Za-z]{1,3}(?:\$?[0-9]{1,8})?|[0-9]{1,8})"
TOKEN = re.compile(
    rf'"(?:[^"]|"")*"?|\[[^\[\]]*\]'
    rf"|(?P<sheet>(?:'(?:[^']|'')+'|(?<!{WORD}){WORD}+)!)?"
    rf"(?<!{WORD})(?P<cells>{_CELL}(?::{_END})?|\$?[A-Za-z]{{1,3}}:{_END}|\$?[0-9]{{1,8}}:\$?[0-9]{{1,8}})"
    rf"(?!{WORD}|[(!\[])"
    rf"|'(?:[^']|'')+'!|{WORD}+!?",
)
"""What may be a reference (group "cells", with "sheet" before it), or must not be searched for one."""

_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})?(?:(\$?)([0-9]{1,8}))?")


@dataclass(frozen=True, slots=True)
class End:
    """One side of a reference in one dimension: its index, None where it is open; `fixed` by a "$"."""

    index: int | None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell (`single`) or a range in a formula: its sheet as written ("" for none), first and last ends."""

    sheet: str
    top: End
    left: End
    bottom: End
    right: End
    single: bool

    @property
    def title(self) -> str:
        """The sheet's title without quotes, "" for none."""
        return unquoted(self.sheet)

    def ends(self, dimension: str) -> tuple[End, End]:
        """(first, last) of "ROWS" or "COLUMNS"; both are inside the reference."""
        return (self.top, self.bottom) if dimension == "ROWS" else (self.left, self.right)

    def with_ends(self, dimension: str, first: End, last: End) -> Reference:
        """The reference with other rows or columns."""
        if dimension == "ROWS":
            return replace(self, top=first, bottom=last)
        return replace(self, left=first, right=last)

    def write(self) -> str:
        """The reference as formulas write it, with its sheet."""
        first = _written(self.left, self.top)
        return self.sheet + (first if self.single else f"{first}:{_written(self.right, self.bottom)}")


def unquoted(sheet: str) -> str:
    """The title in `'a sheet'!` or `Sheet1!`."""
    name = sheet.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


Change = Callable[[Reference], "Reference | None"]
"""What becomes of a reference: itself, another, or None for `#REF!`."""


def rewritten(formula: str, change: Change) -> str:
    """The formula with every reference changed; what `change` leaves alone keeps its very letters."""

    def replaced(found: re.Match[str]) -> str:
        if not found["cells"]:
            return found[0]
        old = parse(found["sheet"] or "", found["cells"])
        if old is None:
            return found[0]
        new = change(old)
        if new is None:
            return (found["sheet"] or "") + GONE
        return found[0] if new == old else new.write()

    return TOKEN.sub(replaced, formula) if formula.startswith("=") else formula


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as copied to a cell that lies that many rows and columns further."""

    def change(one: Reference) -> Reference | None:
        for dimension, by, most in (("ROWS", rows, _MOST_ROWS), ("COLUMNS", columns, _MOST_COLUMNS)):
            first, last = (_stepped(end, by) for end in one.ends(dimension))
            if any(end.index is not None and not 0 <= end.index < most for end in (first, last)):
                return None
            one = one.with_ends(dimension, *_in_order(first, last))
        return one

    return rewritten(formula, change)


def shifted(
    formula: str,
    home_title: str,
    sheet_title: str,
    dimension: str,
    shift: Shift,
    across: tuple[int, int] | None = None,
) -> str:
    """The formula of a cell on `home_title` after rows or columns of `sheet_title` were shifted.

    `across` limits the shift to the columns (of rows) or rows (of columns) `[start, end)`, as when
    cells are inserted or deleted: only references that lie wholly in it change.
    """
    other = "COLUMNS" if dimension == "ROWS" else "ROWS"

    def change(one: Reference) -> Reference | None:
        if not _lies_on(one, home_title, sheet_title):
            return one
        if across is not None:
            start, end = _span(*one.ends(other))
            if start < across[0] or end > across[1]:
                return one
        first, last = one.ends(dimension)
        if first.index is None and last.index is None:
            return one
        span = shift(*_span(first, last))
        if span is None:
            return None
        new_first = replace(first, index=span[0]) if first.index is not None else first
        new_last = replace(last, index=span[1] - 1) if last.index is not None else last
        return one.with_ends(dimension, new_first, new_last)

    return rewritten(formula, change)


def carried(
    formula: str, home_title: str, sheet_title: str, box: a1.Box, rows: int, columns: int, target: str
) -> str:
    """The formula of a cell on `home_title` after the cells of `box` were cut and pasted.

    They lie `rows` and `columns` further, on the sheet `target`; references that lie wholly in the
    box follow them.
    """
    bottom = _OPEN if box.bottom is None else box.bottom
    right = _OPEN if box.right is None else box.right

    def change(one: Reference) -> Reference | None:
        if not _lies_on(one, home_title, sheet_title):
            return one
        (top, end), (left, side) = _span(*one.ends("ROWS")), _span(*one.ends("COLUMNS"))
        if top < box.top or end > bottom or left < box.left or side > right:
            return one
        for dimension, by in (("ROWS", rows), ("COLUMNS", columns)):
            first, last = (_stepped(replace(e, fixed=False), by) for e in one.ends(dimension))
            old = one.ends(dimension)
            one = one.with_ends(
                dimension, replace(first, fixed=old[0].fixed), replace(last, fixed=old[1].fixed)
            )
        if target.casefold() == sheet_title.casefold():
            return one
        return replace(one, sheet=f"{a1.quote(target)}!")

    return rewritten(formula, change)


def renamed(formula: str, old: str, new: str) -> str:
    """The formula after the sheet `old` was given the title `new`."""
    folded = old.casefold()

    def change(one: Reference) -> Reference:
        return replace(one, sheet=f"{a1.quote(new)}!") if one.title.casefold() == folded else one

    return rewritten(formula, change)


def without_sheet(formula: str, title: str) -> str:
    """The formula after the sheet `title` was deleted."""
    folded = title.casefold()

    def replaced(found: re.Match[str]) -> str:
        read = parse(found["sheet"], found["cells"]) if found["sheet"] else None
        return GONE if read and read.title.casefold() == folded else found[0]

    return TOKEN.sub(replaced, formula)


def every(formula: str) -> list[Reference]:
    """The references of a formula, in order."""
    found: list[Reference] = []

    def change(one: Reference) -> Reference:
        found.append(one)
        return one

    rewritten(formula, change)
    return found


def _lies_on(one: Reference, home_title: str, sheet_title: str) -> bool:
    return (one.title or home_title).casefold() == sheet_title.casefold()


def parse(sheet: str, cells: str) -> Reference | None:
    """A reference from its two parts; None for what only looks like one."""
    first, colon, last = cells.partition(":")
    top, left = _end(first)
    bottom, right = _end(last) if colon else (top, left)
    if any(end.index == -1 for end in (top, bottom)):
        return None  # A0 is a name, not a cell
    rows, columns = _in_order(top, bottom), _in_order(left, right)
    return Reference(sheet, rows[0], columns[0], rows[1], columns[1], not colon)


def _end(text: str) -> tuple[End, End]:
    """(row, column) of one corner; `$5` is a fixed row."""
    found = _PARTS.fullmatch(text)
    assert found is not None
    first, letters, second, digits = found.groups()
    column = End(a1.column_index(letters), bool(first)) if letters else End(None)
    row = End(int(digits) - 1, bool(second if letters else first or second)) if digits else End(None)
    return row, column


def _written(column: End, row: End) -> str:
    letters = "" if column.index is None else "$" * column.fixed + a1.column_letters(column.index)
    digits = "" if row.index is None else "$" * row.fixed + str(row.index + 1)
    return letters + digits


def _stepped(end: End, by: int) -> End:
    return end if end.fixed or end.index is None else replace(end, index=end.index + by)


def _in_order(first: End, last: End) -> tuple[End, End]:
    if first.index is not None and last.index is not None and first.index > last.index:
        return last, first
    return first, last


def _span(first: End, last: End) -> tuple[int, int]:
    """Half-open; an open side reaches as far as there is."""
    return (0 if first.index is None else first.index), (_OPEN if last.index is None else last.index + 1)
