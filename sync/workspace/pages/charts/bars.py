"""A chart's bars and columns, side by side or stacked, with their numbers where these are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from sync.workspace.pages.charts.boxes import Box, band
from sync.workspace.pages.charts.figure import Figure, Series
from sync.workspace.pages.charts.scales import Scale
from sync.workspace.pages.charts.stacks import spans, standing
from sync.workspace.pages.charts.svg import INK, element, label, rectangle
from sync.workspace.pages.spreadsheet.widths import text_width

_SIZE = 11
_FILLED = 0.68  # of a category's share of the axis


@dataclass(frozen=True, slots=True)
class _Mark:
    """One bar: its place across the axis, from where to where it goes (shares of the axis), what it says."""

    across: float
    thickness: float
    start: float
    end: float
    series: Series
    category: int

    @property
    def text(self) -> str:
        return self.series.texts[self.category]

    @property
    def fill(self) -> str:
        return self.series.colours.get(self.category, self.series.colour)


def column_marks(figure: Figure, box: Box, scale: Scale) -> Markup:
    """The columns of a chart whose numbers go upward."""
    html = Markup("")
    for mark in _marks(figure, box.width, scale):
        low, high = sorted((box.bottom - mark.start * box.height, box.bottom - mark.end * box.height))
        x = box.left + mark.across
        html += rectangle(x, low, mark.thickness, high - low, mark.fill, _told(figure, mark))
        if mark.series.labelled and mark.text:
            inside = bool(figure.stacked)
            y = (low + high) / 2 + 4 if inside else low - 4
            if mark.thickness + 8 >= text_width(mark.text, _SIZE) and not (inside and high - low < 13):
                html += _number(mark, x + mark.thickness / 2, y, "middle", inside)
    return html


def bar_marks(figure: Figure, box: Box, scale: Scale) -> Markup:
    """The bars of a chart whose numbers go to the right."""
    html = Markup("")
    for mark in _marks(figure, box.height, scale):
        left, right = sorted((box.left + mark.start * box.width, box.left + mark.end * box.width))
        y = box.top + mark.across
        html += rectangle(left, y, right - left, mark.thickness, mark.fill, _told(figure, mark))
        if mark.series.labelled and mark.text and mark.thickness >= 8:
            needed = text_width(mark.text, _SIZE) + 6
            inside = bool(figure.stacked) or right + needed > box.right + 12
            x = (left + right) / 2 if figure.stacked else right - 4 if inside else right + 4
            anchor = "middle" if figure.stacked else "end" if inside else "start"
            if not (inside and right - left < needed):
                html += _number(mark, x, y + mark.thickness / 2 + 4, anchor, inside)
    return html


def _marks(figure: Figure, length: float, scale: Scale) -> Iterator[_Mark]:
    series = standing(figure)
    each = band(length, figure.categories)
    beside = 1 if figure.stacked else max(len(series), 1)
    thickness = min(each * _FILLED / beside, 64.0)
    for place, (one, row) in enumerate(zip(series, spans(figure), strict=True)):
        aside = 0 if figure.stacked else place
        for category, span in enumerate(row):
            if span is not None:
                across = each * (category + 0.5) - thickness * beside / 2 + thickness * aside
                gap = 1 if beside > 1 and thickness > 6 else 0
                start, end = scale.share(span[0]), scale.share(span[1])
                yield _Mark(across, thickness - gap, start, end, one, category)


def _told(figure: Figure, mark: _Mark) -> Markup:
    """What a pointer that rests on the bar is told."""
    named = f"{mark.series.name}: " if mark.series.name else ""
    return element("title", f"{figure.categories[mark.category]}\n{named}{mark.text}")


def _number(mark: _Mark, x: float, y: float, anchor: str, inside: bool) -> Markup:
    ink = _readable_on(mark.fill) if inside else INK
    return label(mark.text, x, y, _SIZE, text_anchor=anchor, fill=ink)


def _readable_on(fill: str) -> str:
    red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return "#ffffff" if red * 0.299 + green * 0.587 + blue * 0.114 < 150 else INK
