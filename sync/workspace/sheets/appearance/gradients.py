"""Colour scales of conditional formats: which colour a number gets between the points of a gradient."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours
from sync.workspace.sheets.appearance import condition_kinds

POINTS = ("minpoint", "midpoint", "maxpoint")
_VALUED = {"NUMBER", "PERCENT", "PERCENTILE"}

Stop = tuple[float, dict[str, Any]]
"""A number and the Color that stands there."""


def checked(gradient: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """A GradientRule as it is kept; Refusal 400 in Google's words for a point without a type or value."""
    kept = {}
    for name in POINTS:
        if name == "midpoint" and name not in gradient:
            continue
        point = dict(gradient.get(name, {}))
        kind = point.get("type", "")
        if kind in {"", "INTERPOLATION_POINT_TYPE_UNSPECIFIED"}:
            raise Refusal(400, "No interpolationPointType specified.")
        if kind not in _VALUED:
            point.pop("value", None)
        elif not point.get("value"):
            raise Refusal(400, "InterpolationPoint.value is required.")
        elif (
            not condition_kinds.is_formula(point["value"])
            and condition_kinds.number_of(point["value"], locale) is None
        ):
            raise Refusal(400, f"Invalid InterpolationPoint.value: {point['value']}")
        kept[name] = point
    return kept


def stops(
    gradient: Mapping[str, Any],
    numbers: Callable[[], Iterable[float]],
    read: Callable[[str], float | None],
) -> list[Stop]:
    """The gradient's points from low to high; none if any of them cannot be told.

    `numbers` gives all numbers of the rule's ranges, which only some kinds of points need; `read` the
    number that a point's value, which may be a formula, comes to.
    """
    points = [gradient[name] for name in POINTS if name in gradient]
    known: Sequence[float] = ()
    if any(point.get("type") != "NUMBER" for point in points):
        known = sorted(numbers())
    found = [(_level(point, known, read), _colour(point)) for point in points]
    levels = [(level, colour) for level, colour in found if level is not None]
    return sorted(levels, key=lambda stop: stop[0]) if len(levels) == len(points) else []


def _colour(point: Mapping[str, Any]) -> dict[str, Any]:
    if "color" not in point and "colorStyle" not in point:
        return {"red": 1, "green": 1, "blue": 1}
    return colours.pair(point.get("color"), point.get("colorStyle"))[0]


def _level(
    point: Mapping[str, Any], numbers: Sequence[float], read: Callable[[str], float | None]
) -> float | None:
    kind, text = point.get("type", ""), point.get("value", "")
    value = read(text) if text else None
    if kind == "NUMBER":
        return value
    if not numbers:
        return None
    lowest, highest = numbers[0], numbers[-1]
    if kind in {"MIN", "MAX"}:
        return lowest if kind == "MIN" else highest
    share = min(max((value or 0) / 100, 0), 1)
    return lowest + (highest - lowest) * share if kind == "PERCENT" else _percentile(numbers, share)


def _percentile(numbers: Sequence[float], share: float) -> float:
    place = share * (len(numbers) - 1)
    low, high = math.floor(place), math.ceil(place)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)


def colour_at(number: float, points: Sequence[Stop]) -> dict[str, Any]:
    """The Color of a number; beyond the ends it is that of the end."""
    low, colour = points[0]
    if number <= low:
        return colour
    for high, following in points[1:]:
        if number <= high:
            return _mixed(colour, following, (number - low) / (high - low))
        low, colour = high, following
    return colour


def _mixed(low: Mapping[str, Any], high: Mapping[str, Any], share: float) -> dict[str, Any]:
    def channel(name: str) -> float:
        return float(low.get(name, 0) + (high.get(name, 0) - low.get(name, 0)) * share)

    return colours.normal({name: channel(name) for name in ("red", "green", "blue")})
