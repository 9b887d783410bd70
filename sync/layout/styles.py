"""One palette and the looks made of it: calm, legible, the same meaning for the same colour everywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sync.layout.tab import Style

# Ink and paper
INK: Final = "#1f2933"
MUTED: Final = "#5f6b76"
LINE: Final = "#dde3e8"
PAPER: Final = "#ffffff"
MIST: Final = "#f4f7f9"
# The office's own colour, and the one for "before"
PRIMARY: Final = "#1d4e6b"
PRIMARY_TINT: Final = "#e3edf3"
PRIMARY_DEEP: Final = "#153b52"
BEFORE: Final = "#a9b8c4"
# Meanings
GOOD: Final = "#1e6f4c"
GOOD_TINT: Final = "#dcefe4"
CARE: Final = "#8a5a00"
CARE_TINT: Final = "#fdf0d5"
BAD: Final = "#a4302a"
BAD_TINT: Final = "#fbe3e0"
LINK: Final = "#1a5fa8"

TEXT = Style(colour=INK)
SMALL = Style(colour=MUTED, size=9)
TITLE = Style(bold=True, size=16, colour=PRIMARY)
SMALL_CENTRE = Style(colour=MUTED, size=9, align="center")
SUBTITLE = Style(colour=MUTED, size=10)
HEADING = Style(bold=True, size=12, colour=PRIMARY)

HEAD = Style(bold=True, colour=PAPER, background=PRIMARY, align="center", wrap=True, border=PRIMARY_TINT)
HEAD_SMALL = replace(HEAD, bold=False, size=8)
HEAD_LEFT = replace(HEAD, align="left")
BAND = Style(bold=True, colour=PRIMARY, background=PRIMARY_TINT, border=LINE)
GROUP_HEAD = replace(HEAD, background=PRIMARY_DEEP)

CELL = Style(colour=INK, border=LINE)
WRAPPED = replace(CELL, wrap=True, valign="top")
SMALL_NAME = replace(CELL, size=9)
LONG = replace(CELL, wrap=True)
TOP = replace(CELL, valign="top")
TOP_CENTRE = replace(TOP, align="center")
CENTRE = replace(CELL, align="center")
COUNT = replace(CELL, align="center", number="#,##0")
MEAN = replace(CELL, align="center", number="0.00")
SHARE = replace(CELL, align="center", number="0%")
# By how much a share moved: in percentage points, as the heads above say.
CHANGE_SHARE = replace(CELL, align="center", number="+0;-0;0", colour=MUTED)
CHANGE_MEAN = replace(CELL, align="center", number="+0.00;-0.00;0.00", colour=MUTED)
FAINT = replace(CELL, colour=MUTED, italic=True, align="center", size=9)
TO_MEND = replace(COUNT, bold=True, colour=BAD)
TO_LOOK_AT = replace(COUNT, bold=True, colour=CARE)
FINE = replace(CELL, size=8, colour=MUTED, valign="top")
# Cells that people fill in, and those among them that are of no use for a row
THEIRS = replace(CELL, wrap=True, valign="top", background="#fffbe6", number="@")
THEIR_TURN = replace(THEIRS, background="#ffe08a")  # where a word is awaited now
NOT_THEIRS = replace(CELL, background=MIST)
LINKED = replace(CELL, colour=LINK)

STATES: Final = {
    "error": Style(bold=True, colour=BAD, background=BAD_TINT, align="center", valign="top", border=LINE),
    "warning": Style(colour=CARE, background=CARE_TINT, align="center", valign="top", border=LINE),
    "good": Style(colour=GOOD, align="center", valign="top", border=LINE),
}

# Scores on a rating scale: where between its ends the colours stand, low to high.
SCORE_STOPS: Final = ((0.375, BAD_TINT), (0.625, "#fff8e6"), (0.875, "#cfe8d9"))
SHARE_STOPS: Final = ((0.0, BAD_TINT), (0.5, "#fff8e6"), (1.0, "#cfe8d9"))

# Sizes in pixels
ROOMY: Final = 26
HEAD_ROW: Final = 40


@lru_cache(maxsize=256)
def tile(colour: str, pattern: str) -> tuple[Style, Style, Style]:
    """The looks of a tile's label, figure and note."""
    paper = tint(colour, 0.1)
    return (
        Style(bold=True, size=10, colour=PAPER, background=colour, align="center"),
        Style(bold=True, size=20, colour=colour, background=paper, align="center", number=pattern),
        Style(size=9, colour=MUTED, background=paper, align="center", valign="top", wrap=True),
    )


@lru_cache(maxsize=256)
def bare(style: Style) -> Style:
    """That look without its border."""
    return replace(style, border="")


def zebra(number: int) -> str:
    """The background of a table's line: every second one is tinted."""
    return MIST if number % 2 else ""


@lru_cache(maxsize=256)
def total(style: Style) -> Style:
    """That look on a line of totals."""
    return replace(style, bold=True, background=PRIMARY_TINT)


@lru_cache(maxsize=256)
def bold(style: Style) -> Style:
    """That look in bold."""
    return replace(style, bold=True)


@lru_cache(maxsize=256)
def top(style: Style) -> Style:
    """That look at the top of its cell."""
    return replace(style, valign="top")


@lru_cache(maxsize=256)
def linked(style: Style) -> Style:
    """That look as something that can be opened."""
    return replace(style, colour=LINK)


@lru_cache(maxsize=256)
def on(style: Style, background: str) -> Style:
    """That look on a background, "" for none."""
    return replace(style, background=background)


@lru_cache(maxsize=256)
def few(style: Style) -> Style:
    """That look for a figure that too few responses stand behind."""
    return replace(style, colour=MUTED, italic=True)


def is_few(style: Style) -> bool:
    """Whether a look is that of a figure that too few responses stand behind."""
    return style.italic and style.colour == MUTED


@lru_cache(maxsize=256)
def tinted(style: Style, colour: str | None) -> Style:
    """That look on a light tint of a colour; unchanged where there is none."""
    return replace(style, background=tint(colour)) if colour else style


@lru_cache(maxsize=256)
def tint(colour: str, strength: float = 0.22) -> str:
    """A colour thinned with white: strength 1 is the colour itself, 0 is white."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * strength):02x}" for channel in channels)


def low_end(scale: Collection[int]) -> float:
    """Up to where the ratings of a scale have the colour of its low end: up to 2 of 5 to 1, 1 of 3 to 0."""
    low, high = min(scale), max(scale)
    return low + SCORE_STOPS[0][0] * (high - low)
