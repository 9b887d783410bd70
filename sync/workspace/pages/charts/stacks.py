"""Where each value of a chart begins and ends once series stand on one another."""

from __future__ import annotations

from sync.workspace.pages.charts.figure import Figure, Series


def standing(figure: Figure) -> tuple[Series, ...]:
    """The series drawn as bars or columns."""
    return tuple(one for one in figure.series if one.kind in ("BAR", "COLUMN"))


def spans(figure: Figure) -> list[list[tuple[float, float] | None]]:
    """From where to where each bar goes, by series (as `standing` gives them) and category; None for none."""
    series = standing(figure)
    found: list[list[tuple[float, float] | None]] = [[None] * len(figure.categories) for _ in series]
    for category in range(len(figure.categories)):
        values = [_value(one, category) for one in series]
        whole = sum(abs(value) for value in values if value is not None) or 1.0
        risen, fallen = 0.0, 0.0
        for place, value in enumerate(values):
            if value is None:
                continue
            length = value / whole if figure.stacked == "PERCENT_STACKED" else value
            start = 0.0 if not figure.stacked else risen if value >= 0 else fallen
            found[place][category] = start, start + length
            risen, fallen = (start + length, fallen) if value >= 0 else (risen, start + length)
    return found


def ends(figure: Figure) -> list[float]:
    """Every number that the axis has to hold."""
    numbers = [end for row in spans(figure) for span in row if span for end in span]
    others = (one for one in figure.series if one.kind not in ("BAR", "COLUMN"))
    return numbers + [value for one in others for value in one.values if value is not None]


def _value(series: Series, category: int) -> float | None:
    return series.values[category] if category < len(series.values) else None
