"""A chart's lines, areas and points."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from sync.workspace.pages.charts.boxes import Box, band
from sync.workspace.pages.charts.figure import Figure, Series
from sync.workspace.pages.charts.scales import Scale
from sync.workspace.pages.charts.svg import INK, element, label

Point = tuple[float, float, int]  # x, y, category


def line_marks(figure: Figure, box: Box, scale: Scale) -> Markup:
    """The series that are drawn as LINE, AREA or SCATTER; a missing value leaves a gap."""
    html = Markup("")
    for series in figure.series:
        if series.kind not in ("LINE", "AREA", "SCATTER"):
            continue
        runs = list(_runs(series, figure, box, scale))
        for points in runs:
            html += _path(series, points, box, scale) if series.kind != "SCATTER" else Markup("")
        html += Markup("").join(_dot(figure, series, point) for points in runs for point in points)
    return html


def _runs(series: Series, figure: Figure, box: Box, scale: Scale) -> Iterator[list[Point]]:
    each = band(box.width, figure.categories)
    run: list[Point] = []
    for category, value in enumerate(series.values[: len(figure.categories)]):
        if value is None:
            if run:
                yield run
            run = []
            continue
        x = box.left + (category + 0.5) * each
        run.append((x, box.bottom - scale.share(value) * box.height, category))
    if run:
        yield run


def _path(series: Series, points: list[Point], box: Box, scale: Scale) -> Markup:
    steps = " L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points)
    html = Markup("")
    if series.kind == "AREA":
        floor = box.bottom - scale.share(0) * box.height
        ground = f"M{points[0][0]:.1f} {floor:.1f} L{steps} L{points[-1][0]:.1f} {floor:.1f} Z"
        html += element("path", d=ground, fill=series.colour, fill_opacity="0.25")
    return html + element(
        "path", d=f"M{steps}", fill="none", stroke=series.colour, stroke_width=2, stroke_linejoin="round"
    )


def _dot(figure: Figure, series: Series, point: Point) -> Markup:
    x, y, category = point
    named = f"{series.name}: " if series.name else ""
    told = element("title", f"{figure.categories[category]}\n{named}{series.texts[category]}")
    crowded = len(figure.categories) > 60
    dot = element("circle", told, cx=x, cy=y, r=2 if crowded else 3.5, fill=series.colour)
    if series.labelled and not crowded:
        dot += label(series.texts[category], x, y - 8, 11, text_anchor="middle", fill=INK)
    return dot
