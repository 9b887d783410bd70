"""Draw a Figure as SVG: its title, legend and axes here, its marks in bars.py, lines.py and pie.py."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from markupsafe import Markup

from sync.workspace.pages.charts.bars import bar_marks, column_marks
from sync.workspace.pages.charts.boxes import Box, CategoryLabels, band, category_labels
from sync.workspace.pages.charts.figure import Figure
from sync.workspace.pages.charts.lines import line_marks
from sync.workspace.pages.charts.pie import pie_marks
from sync.workspace.pages.charts.scales import Scale, scale_of
from sync.workspace.pages.charts.stacks import ends
from sync.workspace.pages.charts.svg import INK, LINE, SOFT, element, label, line, rectangle
from sync.workspace.pages.spreadsheet.widths import broken, shortened, text_width

_PAD = 16
_TICK = 11
_ROW = 18  # a legend's row


@dataclass(frozen=True, slots=True)
class _Key:
    """An entry of the legend."""

    name: str
    colour: str


def draw(figure: Figure) -> Markup:
    """The chart as an SVG element of its own size."""
    head, box = _head(figure)
    keys, box = _legend(figure, box)
    marks = pie_marks(figure, box) if figure.kind == "PIE" else _plotted(figure, box)
    return element(
        "svg",
        rectangle(0, 0, figure.width, figure.height, figure.background),
        head,
        keys,
        marks,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {figure.width} {figure.height}",
        width=figure.width,
        height=figure.height,
        role="img",
        aria_label=figure.spoken,
    )


def _head(figure: Figure) -> tuple[Markup, Box]:
    box = Box(_PAD, _PAD, figure.width - _PAD, figure.height - _PAD)
    html = Markup("")
    for words, usual, ink in ((figure.title, 16, INK), (figure.subtitle, 12, SOFT)):
        size = usual if text_width(words, usual) <= box.width else usual - 2
        for part in broken(words, size, box.width, 2) if words else ():
            html += label(part, box.left, box.top + size * 0.85, size, fill=ink, font_weight=500)
            box = replace(box, top=box.top + size * 1.5)
    return html, box


# --- Legend -------------------------------------------------------------------------------


def _keys(figure: Figure) -> list[_Key]:
    if figure.kind == "PIE":
        (only,) = figure.series
        return [_Key(name, only.colours[place]) for place, name in enumerate(figure.categories)]
    return [_Key(one.name, one.colour) for one in figure.series if one.name]


def _legend(figure: Figure, box: Box) -> tuple[Markup, Box]:
    keys = _keys(figure)
    if not keys or not figure.legend:
        return Markup(""), box
    if figure.legend in ("LEFT", "RIGHT"):
        return _legend_beside(figure, keys, box)
    rows = _legend_rows(keys, box.width)
    height = len(rows) * _ROW + 6
    top = box.top if figure.legend == "TOP" else box.bottom - height + 6
    html = Markup("").join(
        _legend_entry(key, box.left + x, top + row * _ROW, box.width)
        for row, entries in enumerate(rows)
        for x, key in entries
    )
    if figure.legend == "TOP":
        return html, replace(box, top=box.top + height)
    return html, replace(box, bottom=box.bottom - height)


def _legend_rows(keys: list[_Key], width: float) -> list[list[tuple[float, _Key]]]:
    rows: list[list[tuple[float, _Key]]] = [[]]
    x = 0.0
    for key in keys:
        needed = text_width(key.name, 12) + 34
        if rows[-1] and x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, key))
        x += needed
    return rows


def _legend_beside(figure: Figure, keys: list[_Key], box: Box) -> tuple[Markup, Box]:
    width = min(max(text_width(key.name, 12) for key in keys) + 26, box.width * 0.35)
    left = box.left if figure.legend == "LEFT" else box.right - width
    shown = keys[: max(int(box.height // _ROW), 1)]
    html = Markup("").join(
        _legend_entry(key, left, box.top + 4 + row * _ROW, width) for row, key in enumerate(shown)
    )
    if figure.legend == "LEFT":
        return html, replace(box, left=box.left + width + 12)
    return html, replace(box, right=box.right - width - 12)


def _legend_entry(key: _Key, x: float, y: float, room: float) -> Markup:
    swatch = element("rect", x=x, y=y, width=10, height=10, rx=2, fill=key.colour)
    return swatch + label(shortened(key.name, 12, room - 18), x + 16, y + 9.5)


# --- Axes ---------------------------------------------------------------------------------


def _plotted(figure: Figure, box: Box) -> Markup:
    """The axes with their titles and, between them, the marks."""
    if not figure.series or not figure.categories:
        return Markup("")
    air = 8 if figure.title or figure.legend == "TOP" else 0
    outer = replace(box, top=box.top + air)
    inner = Box(
        outer.left + 22 * bool(figure.titles.get("LEFT_AXIS")),
        outer.top,
        outer.right - 22 * bool(figure.titles.get("RIGHT_AXIS")),
        outer.bottom - 22 * bool(figure.titles.get("BOTTOM_AXIS")),
    )
    marks, plot = _lying(figure, inner) if figure.kind == "BAR" else _standing(figure, inner)
    return marks + _axis_titles(figure, outer, plot)


def _axis_titles(figure: Figure, outer: Box, plot: Box) -> Markup:
    """At the edge of the chart, centred on what they name."""
    html = Markup("")
    left, bottom = figure.titles.get("LEFT_AXIS", ""), figure.titles.get("BOTTOM_AXIS", "")
    if bottom:
        centre = (plot.left + plot.right) / 2
        html += label(shortened(bottom, 12, outer.width), centre, outer.bottom - 2, text_anchor="middle")
    for words, x in ((left, outer.left + 10), (figure.titles.get("RIGHT_AXIS", ""), outer.right - 2)):
        if words:
            y = (plot.top + plot.bottom) / 2
            turned = f"rotate(-90 {x:.0f} {y:.0f})"
            html += label(shortened(words, 12, outer.height), x, y, text_anchor="middle", transform=turned)
    return html


def _scale(figure: Figure, lines: int) -> Scale:
    if figure.stacked == "PERCENT_STACKED":
        return scale_of([1.0], lines=lines, low=figure.low, high=figure.high or 1.0, percent=True)
    return scale_of(ends(figure), lines=lines, low=figure.low, high=figure.high, percent=figure.percent)


def _standing(figure: Figure, box: Box) -> tuple[Markup, Box]:
    """Columns and lines: numbers upward, categories to the right; some may have an axis on the right."""
    lines = max(int(box.height // 48), 2)
    on_left = tuple(one for one in figure.series if not one.right)
    scale = _scale(replace(figure, series=on_left), lines)
    right = _right_scale(figure, lines)
    box = replace(box, left=box.left + (_room(scale) if on_left else 0))
    if right is not None:
        box = replace(box, right=box.right - _room(right))
        figure = _measured_alike(figure, scale, right)
    labels = category_labels(figure.categories, band(box.width, figure.categories))
    box = replace(box, bottom=box.bottom - labels.height)
    html = Markup("")
    if on_left or right is None:
        html += _ruled(scale, box, lined=True) + _numbered(scale, box, box.left - 8, "end")
    if right is not None:
        html += _ruled(right, box, lined=not on_left) + _numbered(right, box, box.right + 8, "start")
    html += _category_texts(labels, box)
    return html + column_marks(figure, box, scale) + line_marks(figure, box, scale), box


def _room(scale: Scale) -> float:
    return max(text_width(scale.written(tick), _TICK) for tick in scale.ticks) + 8


def _right_scale(figure: Figure, lines: int) -> Scale | None:
    """The scale of the axis on the right, None where nothing is measured by it."""
    on_right = tuple(one for one in figure.series if one.right)
    if not on_right:
        return None
    low, high = figure.right
    numbers = ends(replace(figure, series=on_right, stacked=""))
    return scale_of(numbers, lines=lines, low=low, high=high, percent=figure.right_percent)


def _measured_alike(figure: Figure, scale: Scale, right: Scale) -> Figure:
    """The figure with what the right axis measures moved to where it stands by the left one."""

    def moved(value: float | None) -> float | None:
        return None if value is None else scale.low + right.share(value) * (scale.high - scale.low)

    series = [
        replace(one, values=tuple(map(moved, one.values))) if one.right else one for one in figure.series
    ]
    return replace(figure, series=tuple(series))


def _ruled(scale: Scale, box: Box, *, lined: bool) -> Markup:
    """The lines across the chart at a scale's ticks."""
    html = Markup("")
    for tick in scale.ticks if lined else ():
        y = box.bottom - scale.share(tick) * box.height
        html += line(box.left, y, box.right, y, _stroke(scale, tick))
    return html


def _numbered(scale: Scale, box: Box, x: float, anchor: str) -> Markup:
    """A scale's numbers, beside the chart."""
    html = Markup("")
    for tick in scale.ticks:
        y = box.bottom - scale.share(tick) * box.height
        html += label(scale.written(tick), x, y + 4, _TICK, text_anchor=anchor)
    return html


def _lying(figure: Figure, box: Box) -> tuple[Markup, Box]:
    """Bars: numbers to the right, categories downward."""
    each = band(box.height - 20, figure.categories)
    size = 12 if each >= 16 else 10
    room = min(max(text_width(name, size) for name in figure.categories) + 10, figure.width * 0.42)
    box = Box(box.left + room, box.top, box.right - 12, box.bottom - 20)
    scale = _scale(figure, lines=min(max(int(box.width // 60), 2), 6))
    html = Markup("")
    for tick in scale.ticks:
        x = box.left + scale.share(tick) * box.width
        html += line(x, box.top, x, box.bottom, _stroke(scale, tick))
        html += label(scale.written(tick), x, box.bottom + 15, _TICK, text_anchor="middle")
    stride = max(1, math.ceil(9 / each))
    for place in range(0, len(figure.categories), stride):
        lines = broken(figure.categories[place], size, room - 8, max(int(each // (size * 1.3)), 1))
        y = box.top + (place + 0.5) * each + size * 0.34 - (len(lines) - 1) * size * 0.65
        for row, words in enumerate(lines):
            html += label(words, box.left - 8, y + row * size * 1.3, size, text_anchor="end")
    return html + bar_marks(figure, box, scale), box


def _stroke(scale: Scale, tick: float) -> str:
    """The line that the bars stand on is darker."""
    return "#9aa0a6" if tick == max(scale.low, 0) else LINE


def _category_texts(labels: CategoryLabels, box: Box) -> Markup:
    each = band(box.width, labels.names)
    html = Markup("")
    for place in range(0, len(labels.names), labels.stride):
        x = box.left + (place + 0.5) * each
        if labels.tilted:
            y = box.bottom + 12
            turned = f"rotate(-40 {x:.1f} {y:.1f})"
            html += label(labels.names[place][0], x + 3, y, 11, text_anchor="end", transform=turned)
            continue
        for row, words in enumerate(labels.names[place]):
            html += label(words, x, box.bottom + 16 + row * 15, 12, text_anchor="middle")
    return html
