"""Means and the levels they reach."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from forms.model import Bands, Level
from forms.scoring import hundredths, level, level_at, mean
from tests.forms.builders import BANDS

TOTALS = Bands("total", (Level("สูง", 20, "#1e8e3e"), Level("ต่ำ", 5, "#d93025")))


@pytest.mark.parametrize(("scores", "expected"), [([], None), ([3], 3.0), ([5, 4], 4.5), ([1, 1, 2], 4 / 3)])
def test_mean(scores: Collection[int], expected: float | None) -> None:
    assert mean(scores) == expected


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (5.0, "ดีมาก"),
        (4.51, "ดีมาก"),
        (4.505, "ดีมาก"),  # shown as 4.51
        (4.5049, "ดี"),  # shown as 4.50
        (3.51, "ดี"),
        (3.50, "ปานกลาง"),
        (1.0, "ควรปรับปรุง"),
        (0.99, None),
    ],
)
def test_level_at(score: float, name: str | None) -> None:
    found = level_at(BANDS, score)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("bands", "scores", "name"),
    [
        (BANDS, [], None),
        (BANDS, [5, 4], "ดี"),
        (BANDS, [5] * 24 + [1], "ดีมาก"),
        (TOTALS, [5, 5, 5, 5], "สูง"),
        (TOTALS, [5, 5, 5, 4], "ต่ำ"),
        (replace(TOTALS, of="mean"), [5, 5, 5, 5], "ต่ำ"),
    ],
)
def test_level(bands: Bands, scores: Collection[int], name: str | None) -> None:
    found = level(bands, scores)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("score", "expected"), [(4.505, 451), (4.504999, 450), (1.005, 101), (0, 0), (125, 12500)]
)
def test_hundredths(score: float, expected: int) -> None:
    assert hundredths(score) == expected
