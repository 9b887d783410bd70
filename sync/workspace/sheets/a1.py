"""A1 and R1C1 notation, read and written. Rows and columns count from 0 here, from 1 and A there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_END = r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,8})?"
_A1 = re.compile(rf"{_END}(?::{_END})?")
_R1C1 = re.compile(r"[Rr]([0-9]+)[Cc]([0-9]+)(?::[Rr]([0-9]+)[Cc]([0-9]+))?")
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, half-open; None is the edge of the grid, wherever that is."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a range text says: a sheet's title ("" for none), and a box, or a name that may be a range's."""

    title: str
    box: Box | None
    name: str


@lru_cache(maxsize=4096)
def column_letters(index: int) -> str:
    """`AA` of 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """26 of `AA`."""
    index = 0
    for letter in letters.upper():
        index = index * _LETTERS + ord(letter) - ord("A") + 1
    return index - 1


def parse(text: str) -> Reference | None:
    """Read `Sheet!A1:B2`, `'a sheet'!A:C`, `A1`, `R1C1:R2C2` or a bare name; None for anything else.

    A name may be a sheet's or a named range's: that is for the spreadsheet to say. A text that is
    both a cell and a name (`ABC1`) is read as the cell.
    """
    title, sign, cells = _split(text)
    if sign:
        return Reference(title, parse_box(cells), cells) if title and cells else None
    if text.startswith("'"):
        return Reference(title, None, "") if title else None
    return Reference("", parse_box(text), text) if text else None


def _split(text: str) -> tuple[str, str, str]:
    """The sheet's title without its quotes, "!" if there was one, and what stands after it."""
    if text.startswith("'"):
        quoted = re.match(r"'((?:[^']|'')+)'(!?)(.*)", text, re.DOTALL)
        if not quoted or (quoted[3] and not quoted[2]):
            return "", "", ""
        return quoted[1].replace("''", "'"), quoted[2], quoted[3]
    title, sign, cells = text.rpartition("!")
    return title, sign, cells


def parse_box(text: str) -> Box | None:
    """Read the part after the sheet's name; None for what is no range."""
    if found := _R1C1.fullmatch(text):
        top, left, bottom, right = (int(part) - 1 if part else None for part in found.groups())
        assert top is not None
        assert left is not None
        return _ordered(top, left, top if bottom is None else bottom, left if right is None else right)
    found = _A1.fullmatch(text)
    if not found or not text or text.endswith(":") or text.startswith(":"):
        return None
    first, second = (found[1], found[2]), (found[3], found[4])
    if ":" not in text:
        if not (first[0] and first[1]):
            return None
        second = first
    (left, top), (right, bottom) = _numbers(*first), _numbers(*second)
    return _ordered(top, left, bottom, right)


def _numbers(letters: str | None, number: str | None) -> tuple[int | None, int | None]:
    return column_index(letters) if letters else None, int(number) - 1 if number else None


def _ordered(top: int | None, left: int | None, bottom: int | None, right: int | None) -> Box | None:
    """The box between two corners in any order; a side that neither corner names is open."""
    rows, columns = _span(top, bottom), _span(left, right)
    if rows is None or columns is None:
        return None
    return Box(rows[0], columns[0], rows[1], columns[1])


def _span(first: int | None, last: int | None) -> tuple[int, int | None] | None:
    if (first is not None and first < 0) or (last is not None and last < 0):
        return None
    if first is None:
        return 0, None if last is None else last + 1
    if last is None:
        return first, None
    return min(first, last), max(first, last) + 1


def quote(title: str) -> str:
    """A sheet's title as ranges write it: in quotes unless it is a plain word that is not a cell."""
    if _BARE.fullmatch(title) and not parse_box(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def write_box(title: str, box: Box) -> str:
    """`Sheet1!A5:B` of a box, whose open sides are left open."""
    if box.bottom is not None and box.right is not None:
        return write(title, box.top, box.left, box.bottom, box.right)
    last = "" if box.right is None else column_letters(box.right - 1)
    end = "" if box.bottom is None else str(box.bottom)
    return f"{quote(title)}!{column_letters(box.left)}{box.top + 1}:{last}{end}"


def write(title: str, top: int, left: int, bottom: int, right: int) -> str:
    """`Sheet1!A1:B2` of a half-open rectangle; one cell is written as that cell."""
    start = f"{column_letters(left)}{top + 1}"
    if bottom - top == 1 and right - left == 1:
        return f"{quote(title)}!{start}"
    return f"{quote(title)}!{start}:{column_letters(right - 1)}{bottom}"
