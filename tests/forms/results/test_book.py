"""Means of schools' results: weighted by pupils where all are known, rounded once, halves up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.results.book import Change, Mean, Paper, Result, ResultBook, mean_of, moved
from tests.forms.results.files import NT, ONET, RULES, THAI


def result(school: str, score: float, pupils: int | None = 10, year: int = 2568) -> Result:
    return Result("nt", year, "p3", "thai", school, score, pupils)


PAPER = Paper(NT, "p3", THAI)


@pytest.mark.parametrize(
    ("results", "mean"),
    [
        ([], Mean(None, 0, None)),
        ([result("S1", 40.0, 10), result("S2", 60.0, 30)], Mean(55.0, 2, 40)),
        ([result("S1", 40.0, 10), result("S2", 60.0, None)], Mean(50.0, 2, None)),
        ([result("S1", 40.0, 0)], Mean(40.0, 1, None)),
        ([result("S1", 45.005, 1)], Mean(45.01, 1, 1)),
        ([result("S1", 1.0, 1), result("S2", 1.0, 1), result("S3", 0.0, 1)], Mean(0.67, 3, 3)),
    ],
)
def test_means(results: list[Result], mean: Mean) -> None:
    assert mean_of(results) == mean


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 500)), min_size=1, max_size=20))
def test_a_mean_lies_among_what_it_is_of(drawn: list[tuple[float, int]]) -> None:
    mean = mean_of([result(f"S{n}", score, pupils) for n, (score, pupils) in enumerate(drawn)])
    assert mean.score is not None
    assert min(drawn)[0] - 0.005 <= mean.score <= max(drawn)[0] + 0.005 + 1e-6
    assert mean.pupils == sum(pupils for _, pupils in drawn)


def test_a_book_knows_papers_and_the_latest_years() -> None:
    years = [result("S1", 40.0 + year, year=2564 + year) for year in range(5)]
    book = ResultBook(RULES, [*years, result("S2", 10.0)])
    assert book.papers(NT) == (PAPER,)
    assert book.papers(ONET) == ()
    assert book.years([PAPER]) == (2566, 2567, 2568)
    assert book.mean(PAPER, 2568) == Mean(27.0, 2, 20)
    assert book.mean(PAPER, 2568, ["S1", "S9"]) == Mean(44.0, 1, 10)
    assert book.mean(PAPER, 2560) == Mean(None, 0, None)
    assert book.scores(PAPER, 2568) == {"S1": 44.0, "S2": 10.0}
    assert book.scores(PAPER, 2560) == {}
    assert PAPER.label == "NT ป.3 ภาษาไทย"


def test_a_change_is_that_of_the_figures_as_shown() -> None:
    assert moved(45.01, 44.0) == 1.01
    assert moved(None, 44.0) is None


@pytest.mark.parametrize(
    ("schools", "change"),
    [
        (None, Change(-1.0, 1, whole=False)),  # S2 sat in the later year alone and would make it +14.5
        (["S2"], Change(None, 0, whole=False)),
        (["S1"], Change(-1.0, 1, whole=True)),
        (["S9"], Change(None, 0, whole=True)),
    ],
)
def test_a_change_compares_the_same_schools(schools: list[str] | None, change: Change) -> None:
    results = [result("S1", 40.0, year=2567), result("S1", 39.0), result("S2", 70.0)]
    assert ResultBook(RULES, results).change(PAPER, [2566, 2567, 2568], schools) == change
