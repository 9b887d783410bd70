"""Conditional formats: which cells a rule colours, and with what."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace.pages.spreadsheet.colours import theme_of
from sync.workspace.pages.spreadsheet.conditions import overlays
from sync.workspace.pages.spreadsheet.grid import Area, read_grid
from tests.workspace.resources import area, cell, colour, sheet

RED = {"backgroundColorStyle": colour("#ff0000")}


def backgrounds(values: list[Any], *rules: dict[str, Any]) -> list[str | None]:
    """The background that the rules give each of a column's values, None for none."""
    made = sheet([[value] for value in values], conditionalFormats=list(rules))
    grid = read_grid(made)
    found = overlays(made, grid, [Area(0, 0, len(values), 1)], theme_of({}))
    return [found.get((row, 0), {}).get("background") for row in range(len(values))]


def rule(kind: str, *values: str, looks: dict[str, Any] = RED) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    return {"ranges": [area(0, 0, 40, 1)], "booleanRule": {"condition": condition, "format": looks}}


@pytest.mark.parametrize(
    ("kind", "wanted", "coloured"),
    [
        ("NUMBER_LESS", ["2"], [1]),
        ("NUMBER_LESS_THAN_EQ", ["2"], [1, 2]),
        ("NUMBER_GREATER", ["2"], [3]),
        ("NUMBER_GREATER_THAN_EQ", ["2"], [2, 3]),
        ("NUMBER_EQ", ["2"], [2]),
        ("NUMBER_NOT_EQ", ["2"], [1, 3]),
        ("NUMBER_BETWEEN", ["3", "2"], [2, 3]),
        ("NUMBER_NOT_BETWEEN", ["2", "3"], [1]),
        ("NUMBER_BETWEEN", ["2"], []),
        ("NUMBER_LESS", ["200%"], [1]),
        ("NUMBER_LESS", ["สอง"], []),
        ("NUMBER_LESS", ["=A1"], []),
        ("TEXT_EQ", ["ดีมาก"], ["ดีมาก"]),
        ("TEXT_CONTAINS", ["ดี"], ["ดี", "ดีมาก"]),
        ("TEXT_STARTS_WITH", ["1"], [1]),
        ("TEXT_ENDS_WITH", ["มาก"], ["ดีมาก"]),
        ("TEXT_NOT_CONTAINS", ["ดี"], [1, 2, 3, None]),
        ("BLANK", [], [None]),
        ("NOT_BLANK", [], [1, 2, 3, "ดี", "ดีมาก"]),
        ("ONE_OF_LIST", ["ดี", "2"], [2, "ดี"]),
        ("CUSTOM_FORMULA", ["=TRUE"], []),
        ("DATE_BEFORE", ["1/1/2026"], []),
    ],
)
def test_conditions(kind: str, wanted: list[str], coloured: list[Any]) -> None:
    values = [1, 2, 3, "ดี", "ดีมาก", None]
    found = backgrounds(values, rule(kind, *wanted))
    assert [value for value, tint in zip(values, found, strict=True) if tint] == coloured


def test_the_first_rule_that_holds_decides() -> None:
    green = {"backgroundColorStyle": colour("#00ff00")}
    assert backgrounds([1], rule("NUMBER_LESS", "2"), rule("NUMBER_LESS", "3", looks=green)) == ["#ff0000"]


def gradient(*points: tuple[str, str, str]) -> dict[str, Any]:
    names = ("minpoint", "maxpoint") if len(points) == 2 else ("minpoint", "midpoint", "maxpoint")
    stops = {
        name: {"type": kind, "value": value, "colorStyle": colour(tint)}
        for name, (kind, value, tint) in zip(names, points, strict=True)
    }
    return {"ranges": [area(0, 0, 40, 1)], "gradientRule": stops}


@pytest.mark.parametrize(
    ("points", "tints"),
    [
        (
            [("NUMBER", "0", "#000000"), ("NUMBER", "10", "#ffffff")],
            ["#000000", "#000000", "#808080", "#ffffff", "#ffffff"],
        ),
        (
            [("MIN", "", "#000000"), ("MAX", "", "#ffffff")],
            ["#000000", "#404040", "#808080", "#bfbfbf", "#ffffff"],
        ),
        (
            [("MIN", "", "#000000"), ("PERCENT", "50", "#ff0000"), ("MAX", "", "#ffffff")],
            ["#000000", "#800000", "#ff0000", "#ff8080", "#ffffff"],
        ),
        (
            [("MIN", "", "#000000"), ("PERCENTILE", "50", "#ff0000"), ("MAX", "", "#ffffff")],
            ["#000000", "#800000", "#ff0000", "#ff8080", "#ffffff"],
        ),
        ([("NUMBER", "=A1", "#000000"), ("MAX", "", "#ffffff")], [None] * 5),
    ],
)
def test_gradients_run_between_their_points(
    points: list[tuple[str, str, str]], tints: list[str | None]
) -> None:
    assert backgrounds([-5, 0, 5, 10, 15], gradient(*points)) == tints


def test_a_gradient_leaves_texts_and_blanks_alone() -> None:
    points = gradient(("NUMBER", "0", "#000000"), ("NUMBER", "10", "#ffffff"))
    assert backgrounds(["ก", None, cell("5")], points) == [None, None, None]


def test_a_gradient_over_equal_numbers_is_one_colour() -> None:
    assert backgrounds([4, 4], gradient(("MIN", "", "#000000"), ("MAX", "", "#ffffff"))) == [
        "#000000",
        "#000000",
    ]
