"""A chart's pie or ring."""

from __future__ import annotations

import math

from markupsafe import Markup

from sync.workspace.pages.charts.boxes import Box
from sync.workspace.pages.charts.figure import Figure
from sync.workspace.pages.charts.svg import element, label

_WORTH_A_LABEL = 0.04


def pie_marks(figure: Figure, box: Box) -> Markup:
    """The slices, clockwise from twelve, each with its share of the whole."""
    (series,) = figure.series
    values = [max(value or 0.0, 0.0) for value in series.values[: len(figure.categories)]]
    whole = sum(values)
    if not whole:
        return Markup("")
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    radius = min(box.width, box.height) / 2 - 4
    html, before = Markup(""), 0.0
    for place, value in enumerate(values):
        share = value / whole
        if share:
            told = element("title", f"{figure.categories[place]}\n{series.texts[place]} ({share:.1%})")
            path = _slice(x, y, radius, before, share, figure.hole)
            html += element("path", told, d=path, fill=series.colours[place], stroke="#ffffff")
        if share >= _WORTH_A_LABEL:
            angle = 2 * math.pi * (before + share / 2)
            reach = radius * (1 + figure.hole) / 2 if figure.hole else radius * 0.66
            at = x + reach * math.sin(angle), y - reach * math.cos(angle) + 4
            html += label(f"{share:.1%}", *at, 12, text_anchor="middle", fill="#ffffff", font_weight=500)
        before += share
    return html


def _slice(x: float, y: float, radius: float, start: float, share: float, hole: float) -> str:
    """The path of a slice; a whole circle is drawn a hair short, for an arc cannot end where it begins."""
    share = min(share, 0.9999)
    first, last = 2 * math.pi * start, 2 * math.pi * (start + share)
    large = int(share > 0.5)

    def at(angle: float, length: float) -> str:
        return f"{x + length * math.sin(angle):.2f} {y - length * math.cos(angle):.2f}"

    outer = f"M{at(first, radius)} A{radius:.2f} {radius:.2f} 0 {large} 1 {at(last, radius)}"
    inner = radius * hole
    if not inner:
        return f"{outer} L{x:.2f} {y:.2f} Z"
    return f"{outer} L{at(last, inner)} A{inner:.2f} {inner:.2f} 0 {large} 0 {at(first, inner)} Z"
