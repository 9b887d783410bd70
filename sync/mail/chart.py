"""The picture of the weekly mail: how many schools of each network were visited, from the most to the least.

It has a dark ground of its own, so that it reads the same in a light and in a dark mail. Importing this costs
what matplotlib costs (half a second): only what makes the mail does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import fontpkg_sarabun
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

WIDTH = 360  # pixels of a page, as on a phone; drawn with three times as many for sharp screens
_ROW, _MARGIN, _SHARP, _COLOURS = 21, 10, 3, 16
_BELOW = 4  # pixels from the middle of a bar to the line that its letters stand on
_GROUND, _TEXT, _TRACK, _BAR = "#173f57", "#ffffff", "#2b566f", "#8cc8ea"
_NAMES, _FIGURES = 0.41, 0.77  # where the bars begin and end
_FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
_LONGEST = 24  # letters of a name beside a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A network's bar: its name, how many of its schools were visited, of how many, and what is written."""

    name: str
    part: int
    whole: int
    share: str


def coverage_chart(bars: Sequence[Bar]) -> bytes:
    """The PNG of the bars, the same bytes for the same bars. Networks without a school come last."""
    ranked = sorted(bars, key=lambda bar: bar.part / bar.whole if bar.whole else -1, reverse=True)
    height = len(ranked) * _ROW + 2 * _MARGIN
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=100 * _SHARP, facecolor=_GROUND)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), facecolor=_GROUND)
    axes.axis("off")
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    for row, bar in enumerate(ranked):
        _draw(axes, bar, _MARGIN + (row + 0.5) * _ROW)
    canvas.draw()  # type: ignore[no-untyped-call]
    drawn = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    picture = Image.fromarray(np.asarray(drawn)).convert("RGB")
    written = BytesIO()
    # A palette: a fifth of the bytes, and no eye sees the difference.
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(written, format="png", optimize=True)
    return written.getvalue()


def _draw(axes: Axes, bar: Bar, middle: float) -> None:
    letters = FontProperties(fname=str(_FONTS / "Sarabun-Regular.ttf"), size=8.4)
    name = bar.name if len(bar.name) <= _LONGEST else f"{bar.name[: _LONGEST - 1]}…"
    length = (_FIGURES - _NAMES) * (bar.part / bar.whole if bar.whole else 0)
    axes.barh(middle, _FIGURES - _NAMES, 9, _NAMES, color=_TRACK)
    axes.barh(middle, length, 9, _NAMES, color=_BAR)
    for x, text, side in (
        (_NAMES - 0.02, name, "right"),
        (0.88, f"{bar.part:,}/{bar.whole:,}", "right"),
        (0.98, bar.share, "right"),
    ):
        axes.text(
            x,
            middle + _BELOW,
            text,
            ha=side,
            va="baseline",
            color=_TEXT,
            fontproperties=letters,
            parse_math=False,
        )
