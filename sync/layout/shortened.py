"""Texts cut at a word where a cell has no room for more, the whole of them in the cell's note."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from sync.layout.tab import Cell
from sync.layout.texts import packaged_texts
from sync.layout.written import takes_no_room

_MARK: Final = "…"
_PADDING: Final = 8  # pixels of a cell that no text takes
_POINT: Final = 4 / 3  # pixels
# Shares of the size, near enough for the fonts that Thai is shown in; marks above and below take none.
_NARROW: Final = 0.3
_USUAL: Final = 0.56
_WIDE: Final = 0.62
_BROAD: Final = frozenset(map(chr, (0x0E0C, 0x0E0D, 0x0E12, 0x0E13, 0x0E1C, 0x0E1E, 0x0E1F, 0x0E21, 0x0E2C)))
_WORD: Final = 14  # letters within which the beginning of a word is looked for


def fitting(cell: Cell, width: int, lines: int = 1) -> Cell:
    """The cell, its text cut where so many lines of these pixels do not hold it, whole in the note."""
    if not isinstance(cell.value, str):
        return cell
    room = (width - _PADDING) * lines * (1 if lines == 1 else 0.9)
    text = shortened(cell.value, cell.style.size * _POINT, room)
    return cell if text == cell.value else replace(cell, value=text, note=cell.note or cell.value)


def shortened(text: str, size: float, room: float) -> str:
    """The text where it is as wide as the room at most, else up to a word's end and a mark; all in pixels."""
    if _width(text, size) <= room:
        return text
    left, end = room - _width(_MARK, size), 0
    for letter in text:
        left -= _width(letter, size)
        if left < 0:
            break
        end += 1
    while end and takes_no_room(text[end]):
        end -= 1  # no letter loses its marks
    begins = [found.start() for found in _beginnings().finditer(text) if end - _WORD <= found.start() <= end]
    return text[: begins[-1] if begins else end].rstrip(" ·,(") + _MARK


@cache
def _beginnings() -> re.Pattern[str]:
    """Where words of Thai, written without spaces, mostly begin; a syllable does at a leading vowel."""
    words = "|".join(map(re.escape, packaged_texts().under("common.words_begin")))
    return re.compile(rf"(?<=\s)\S|{words}|[\u0E40-\u0E44]")


def _width(text: str, size: float) -> float:
    return size * sum(map(_share, text))


def _share(letter: str) -> float:
    if takes_no_room(letter):
        return 0.0
    if letter in " .,:·()/'il|":
        return _NARROW
    return _WIDE if letter.isupper() or letter in _BROAD else _USUAL
