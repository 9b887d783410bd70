"""How wide a text will be in Sarabun, near enough to lay out cells and charts before a browser does.

Widths are shares of the font size, read off the font's own metrics and rounded.
"""

from __future__ import annotations

import re

_CLASSES = {
    0.0: "".join(map(chr, (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F), 0x200B))),
    0.26: " !i|,.:;jIl'ๅ",
    0.32: '[]เ()_{}°f-"r',
    0.39: "•โใไ`/",
    0.43: "sJ*?zง",
    0.48: "xycvkราำ",
    0.53: "aวe$Sะ“”bdgฐธ–",
    0.65: "DGOQUHNซผฝภๆฆนหบทปษ&w#",
    0.74: "ฑพฟฬ…",
    0.85: "@MmWฌญฒณ—%",
}
_WIDTHS = {character: width for width, characters in _CLASSES.items() for character in characters}
_ORDINARY = 0.58
_BOLD = 1.05


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in pixels of the longest line of `text` at a font size in pixels."""
    longest = max((sum(_WIDTHS.get(c, _ORDINARY) for c in line) for line in text.split("\n")), default=0.0)
    return longest * size * (_BOLD if bold else 1)


def shortened(text: str, size: float, room: float) -> str:
    """`text` if it fits in `room` pixels, otherwise as much of it as does, with an ellipsis."""
    if text_width(text, size) <= room:
        return text
    used = _WIDTHS["…"] * size
    for place, character in enumerate(text):
        used += _WIDTHS.get(character, _ORDINARY) * size
        if used > room:
            return text[:place].rstrip() + "…"
    return text


# Thai is written without spaces; before these words a heading may go on in a new line.
_PIECES = re.compile(r"\S+?(?=การ|ความ|และ|ของ|ด้าน|ราย|(?<!ภาย)ใน|\s|$)\s*|\s+")


def broken(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines of at most `room` pixels; what does not fit is cut off with "…"."""
    lines = [""]
    for found in _PIECES.finditer(text):
        piece = found[0]
        fits = text_width((lines[-1] + piece).rstrip(), size) <= room
        if fits or not lines[-1] or len(lines) == most:
            lines[-1] += piece
        else:
            lines.append(piece)
    return tuple(shortened(line.strip(), size, room) for line in lines)
