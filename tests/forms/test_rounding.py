"""Rounding: halves up, once, to the last digit; and every score that can be reached has one level."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import Bands, Form, Partition, Period
from forms.scoring import hundredths, level, level_at, mean, percent, share
from forms.summary import summarise
from tests.forms.builders import CALENDAR, VISIT, visit
from tests.forms.packaged import packaged
from tests.forms.test_summary import NOV, SEMESTER

DISTRICT = Partition("district")
BANDED = {name: form for name, form in packaged().items() if form.bands is not None}


def rounded(exact: Fraction) -> int:
    """Whole hundredths as the office rounds them, by long division."""
    whole, rest = divmod(exact.numerator * 100, exact.denominator)
    return whole + (2 * rest >= exact.denominator)


# --- Levels -----------------------------------------------------------------------------


def reachable(form: Form) -> list[tuple[int, int]]:
    """Every (how many items were rated, their sum) of a form."""
    items, scale = [item for grid in form.grids for item in grid.items], form.grids[0].scale
    return [
        (n, total) for n in range(1, len(items) + 1) for total in range(n * min(scale), n * max(scale) + 1)
    ]


def spread(n: int, total: int, highest: int) -> list[int]:
    """So many ratings with that sum."""
    low, more = divmod(total, n)
    ratings = [low + 1] * more + [low] * (n - more)
    assert max(ratings) <= highest
    return ratings


def holding(bands: Bands, shown: int) -> list[str]:
    """The levels whose part of the scale, from their own limit to below the next, holds a score."""
    limits = [Decimal(str(one.lowest)) for one in bands.levels]
    upper = [None, *limits[:-1]]
    score = Decimal(shown) / 100
    return [
        one.name
        for one, low, above in zip(bands.levels, limits, upper, strict=True)
        if low <= score and (above is None or score < above)
    ]


@pytest.mark.parametrize("name", sorted(BANDED))
def test_every_score_that_can_be_reached_has_one_level(name: str) -> None:
    form = BANDED[name]
    bands = form.bands
    assert bands is not None
    for n, total in reachable(form):
        exact = Fraction(total, n) if bands.of == "mean" else Fraction(total)
        found = level(bands, spread(n, total, max(form.grids[0].scale)))
        assert found is not None, (n, total)
        assert holding(bands, rounded(exact)) == [found.name], (n, total)


@pytest.mark.parametrize("name", sorted(BANDED))
def test_every_mean_that_can_be_shown_has_one_level(name: str) -> None:
    """Means of many responses come out at any hundredth between the ends of the scale."""
    form = BANDED[name]
    assert form.bands is not None
    scale = form.grids[0].scale
    for shown in range(100 * min(scale), 100 * max(scale) + 1):
        found = level_at(form.bands, shown / 100)
        assert found is not None
        assert holding(form.bands, shown) == [found.name], shown


def test_some_definitions_are_banded() -> None:
    assert "classroom-observation" in BANDED


# --- Means and shares -------------------------------------------------------------------


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_a_mean_is_shown_with_halves_rounded_up(scores: list[int]) -> None:
    found = mean(scores)
    assert found is not None
    exact = Decimal(sum(scores)) / len(scores)
    by_decimals = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert hundredths(found) == rounded(Fraction(sum(scores), len(scores))) == int(by_decimals * 100)


def summed(visits: Sequence[Sequence[int]], period: Period = SEMESTER) -> float:
    """The mean of visits with these ratings, as a summary has it."""
    entries = [visit(f"r{n}", NOV[9], scores=scores) for n, scores in enumerate(visits)]
    tally = summarise(entries, VISIT, CALENDAR, DISTRICT, period, {}).tally("all", "", "score")
    assert tally.mean is not None
    return tally.mean


def test_a_mean_of_thirds_on_a_half_is_rounded_up() -> None:
    """Two hundred visits, sixty of them of 3⅓, have a mean of exactly 3.005: shown as 3.01."""
    visits = [(3, 3, 4, 0, 0)] * 60 + [(3, 3, 3, 0, 0)] * 121 + [(2, 2, 2, 0, 0)] * 19
    assert hundredths(summed(visits)) == 301


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(1, 5), min_size=1, max_size=5).map(tuple), min_size=1, max_size=8, unique=True
    ),
    st.lists(st.integers(1, 60), min_size=8, max_size=8),
)
def test_a_mean_of_means_is_shown_with_halves_rounded_up(
    kinds: list[tuple[int, ...]], often: list[int]
) -> None:
    visits = [scores for scores, times in zip(kinds, often, strict=False) for _ in range(times)]
    exact = sum((Fraction(sum(scores), len(scores)) for scores in visits), Fraction()) / len(visits)
    assert hundredths(summed(visits)) == rounded(exact)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_is_shown_with_halves_rounded_up(part: int, more: int) -> None:
    whole = part + more
    if whole == 0:
        assert percent(part, whole) is None
        assert share(part, whole) is None
        return
    shown = int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP))
    assert percent(part, whole) == shown
    assert share(part, whole) == shown / 100


@pytest.mark.parametrize(("part", "whole", "shown"), [(1, 8, 13), (29, 200, 15), (1, 200, 1), (1, 201, 0)])
def test_shares_on_a_half(part: int, whole: int, shown: int) -> None:
    assert percent(part, whole) == shown
