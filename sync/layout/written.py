"""Text that a cell can hold: no character that Google refuses, no longer than a cell."""

from __future__ import annotations

from typing import Final
from unicodedata import category

CELL_HOLDS: Final = 49_000  # UTF-16 units; a cell of Google Sheets holds 50,000

_CONTROLS: Final = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


def clean(text: str) -> str:
    """The text without control characters (line ends become "\\n") and without halves of characters."""
    if text.isprintable():
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return plain if plain.isascii() else plain.encode("utf-8", "replace").decode("utf-8")


def takes_no_room(letter: str) -> bool:
    """Whether a letter stands above or below another one, as Thai vowels and tones do."""
    return category(letter) == "Mn"


def units(text: str) -> int:
    """Its length as Google counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def fitted(text: str, mark: str = "…", limit: int = CELL_HOLDS) -> str:
    """The text, cut where it does not fit into a cell, with a mark that says so at its end."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return text
    room = limit - units(mark)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + mark
