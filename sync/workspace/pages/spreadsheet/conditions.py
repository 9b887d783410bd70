"""Conditional formats and alternating colours: what they do to which cell.

A condition that asks for a formula to be worked out, or for a date, is left alone: the workspace does
not calculate. Of several rules that hold for a cell the first one decides each property.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sync.workspace.pages.spreadsheet.colours import Theme, colour, mixed
from sync.workspace.pages.spreadsheet.grid import Area, CellData, Grid, Place, area_of

Overlay = dict[str, Any]  # fields of styles.Look that a rule replaces
Number = float | int


def overlays(
    sheet: Mapping[str, Any], grid: Grid, shown: Sequence[Area], theme: Theme
) -> dict[Place, Overlay]:
    """What the conditional formats of a Sheet resource change in the cells of the areas shown."""
    found: dict[Place, Overlay] = {}
    for rule in sheet.get("conditionalFormats", ()):
        areas = [area_of(wide, grid.rows, grid.columns) for wide in rule.get("ranges", ())]
        effect = _effect(rule, grid, areas, theme)
        if effect is None:
            continue
        for place in _places(areas, shown):
            overlay = effect(grid.cell(*place))
            if overlay:
                found[place] = overlay | found.get(place, {})
    return found


def bands(sheet: Mapping[str, Any], grid: Grid, shown: Sequence[Area], theme: Theme) -> dict[Place, str]:
    """The background that alternating colours (banding by rows) give to the cells of the areas shown."""
    found: dict[Place, str] = {}
    for banded in sheet.get("bandedRanges", ()):
        area = area_of(banded.get("range", {}), grid.rows, grid.columns)
        own = banded.get("rowProperties", {})
        header, footer = colour(own, "headerColor", theme), colour(own, "footerColor", theme)
        pair = colour(own, "firstBandColor", theme), colour(own, "secondBandColor", theme)
        for place in _places([area], shown):
            row = place[0] - area.top
            tint = pair[(row - bool(header)) % 2]
            tint = header if header and row == 0 else tint
            tint = footer if footer and place[0] == area.bottom - 1 else tint
            if tint:
                found[place] = tint
    return found


def _places(areas: Sequence[Area], shown: Sequence[Area]) -> Iterator[Place]:
    for area in areas:
        for part in shown:
            top, left = max(area.top, part.top), max(area.left, part.left)
            yield from Area(top, left, min(area.bottom, part.bottom), min(area.right, part.right)).places()


def _effect(
    rule: Mapping[str, Any], grid: Grid, areas: Sequence[Area], theme: Theme
) -> Callable[[CellData], Overlay | None] | None:
    if "gradientRule" in rule:
        stops = _stops(rule["gradientRule"], grid, areas, theme)
        return (lambda cell: _graded(cell, stops)) if len(stops) > 1 else None
    boolean = rule.get("booleanRule", {})
    condition = boolean.get("condition", {})
    wanted = [value.get("userEnteredValue", "") for value in condition.get("values", ())]
    test = CONDITIONS.get(condition.get("type", ""))
    if test is None or any(value.startswith("=") for value in wanted):
        return None
    overlay = _overlay(boolean.get("format", {}), theme)
    return lambda cell: overlay if test(cell, wanted) else None


def _overlay(cell_format: Mapping[str, Any], theme: Theme) -> Overlay:
    text = cell_format.get("textFormat", {})
    overlay: Overlay = {
        "background": colour(cell_format, "backgroundColor", theme),
        "colour": colour(text, "foregroundColor", theme),
        "bold": text.get("bold"),
        "italic": text.get("italic"),
        "underline": text.get("underline"),
        "strike": text.get("strikethrough"),
    }
    return {name: value for name, value in overlay.items() if value is not None}


# --- Conditions: (cell, values) -> bool ---------------------------------------------------


def number_in(cell: CellData) -> float | None:
    """A cell's number, None where it holds none."""
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {})).get("numberValue")
    return None if value is None else float(value)


def text_in(cell: CellData) -> str:
    """A cell's text as it is shown."""
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {}))
    return str(cell.get("formattedValue", value.get("stringValue", "")))


def _parsed(text: str) -> float | None:
    text = text.strip().replace(",", "")
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None


def _numeric(test: Callable[..., bool], needs: int = 1) -> Callable[[CellData, list[str]], bool]:
    def holds(cell: CellData, wanted: list[str]) -> bool:
        number, limits = number_in(cell), [_parsed(value) for value in wanted[:needs]]
        return number is not None and len(limits) == needs and None not in limits and test(number, *limits)

    return holds


def _textual(test: Callable[[str, str], bool]) -> Callable[[CellData, list[str]], bool]:
    return lambda cell, wanted: bool(wanted) and test(text_in(cell).casefold(), wanted[0].casefold())


def _between(number: Number, low: Number, high: Number) -> bool:
    return min(low, high) <= number <= max(low, high)


def _is_true(cell: CellData, wanted: list[str]) -> bool:
    value = cell.get("effectiveValue", {}).get("boolValue")
    return value is not None and (not wanted or str(value).casefold() == wanted[0].casefold())


CONDITIONS: Mapping[str, Callable[[CellData, list[str]], bool]] = {
    "NUMBER_GREATER": _numeric(lambda number, limit: number > limit),
    "NUMBER_GREATER_THAN_EQ": _numeric(lambda number, limit: number >= limit),
    "NUMBER_LESS": _numeric(lambda number, limit: number < limit),
    "NUMBER_LESS_THAN_EQ": _numeric(lambda number, limit: number <= limit),
    "NUMBER_EQ": _numeric(lambda number, limit: number == limit),
    "NUMBER_NOT_EQ": _numeric(lambda number, limit: number != limit),
    "NUMBER_BETWEEN": _numeric(_between, needs=2),
    "NUMBER_NOT_BETWEEN": _numeric(lambda number, low, high: not _between(number, low, high), needs=2),
    "TEXT_CONTAINS": _textual(lambda text, wanted: wanted in text),
    "TEXT_NOT_CONTAINS": _textual(lambda text, wanted: wanted not in text),
    "TEXT_STARTS_WITH": _textual(lambda text, wanted: text.startswith(wanted)),
    "TEXT_ENDS_WITH": _textual(lambda text, wanted: text.endswith(wanted)),
    "TEXT_EQ": _textual(lambda text, wanted: text == wanted),
    "TEXT_NOT_EQ": _textual(lambda text, wanted: text != wanted),
    "ONE_OF_LIST": lambda cell, wanted: text_in(cell) in wanted,
    "BLANK": lambda cell, _: text_in(cell) == "",
    "NOT_BLANK": lambda cell, _: text_in(cell) != "",
    "BOOLEAN": _is_true,
}


# --- Gradients ----------------------------------------------------------------------------


def _graded(cell: CellData, stops: Sequence[tuple[float, str]]) -> Overlay | None:
    number = number_in(cell)
    if number is None:
        return None
    low, tint = stops[0]
    if number <= low:
        return {"background": tint}
    for high, next_tint in stops[1:]:
        if number <= high:
            return {"background": mixed(tint, next_tint, (number - low) / (high - low))}
        low, tint = high, next_tint
    return {"background": tint}


def _stops(
    gradient: Mapping[str, Any], grid: Grid, areas: Sequence[Area], theme: Theme
) -> list[tuple[float, str]]:
    """The gradient's points as (number, colour), from low to high."""
    points = [gradient[name] for name in ("minpoint", "midpoint", "maxpoint") if name in gradient]
    numbers: list[float] = []
    if any(point.get("type") != "NUMBER" for point in points):
        places = [place for area in areas for place in _brought(grid, area)]
        numbers = sorted(n for n in (number_in(grid.cell(*place)) for place in places) if n is not None)
    stops = [(_level(point, numbers), colour(point, "color", theme) or "#ffffff") for point in points]
    known = [(level, tint) for level, tint in stops if level is not None]
    return sorted(known, key=lambda stop: stop[0]) if len(known) == len(points) else []


def _brought(grid: Grid, area: Area) -> Iterator[Place]:
    return (place for place in grid.cells if place in area)


def _level(point: Mapping[str, Any], numbers: Sequence[float]) -> float | None:
    kind, value = point.get("type", ""), _parsed(point.get("value", ""))
    if kind == "NUMBER":
        return value
    if not numbers:
        return None
    lowest, highest = numbers[0], numbers[-1]
    if kind in ("MIN", "MAX"):
        return lowest if kind == "MIN" else highest
    share = min(max((value or 0) / 100, 0), 1)
    return lowest + (highest - lowest) * share if kind == "PERCENT" else _percentile(numbers, share)


def _percentile(numbers: Sequence[float], share: float) -> float:
    place = share * (len(numbers) - 1)
    low, high = math.floor(place), math.ceil(place)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)
