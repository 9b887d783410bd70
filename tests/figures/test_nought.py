"""The small term has what tells a rating of 0 from none: else all figures here would agree without it."""

from __future__ import annotations

import pytest

from tests.figures.facts import Facts
from tests.figures.terms import SMALL


@pytest.mark.parametrize("kind_of_term", [SMALL], indirect=True, ids=["small"])
def test_the_term_has_ratings_of_nought_and_items_without_any(facts: Facts) -> None:
    """In one domain, so that a figure that took one for the other could not agree."""
    rated = facts.ask(
        "SELECT count(*) FILTER (points = 0), count(DISTINCT id) FROM rating"
        " WHERE form = 'calculation' AND grid = 'multiply'"
    )
    every = facts.ask("SELECT count(*) FROM response WHERE form = 'calculation' AND counted")
    assert rated[0][0] > 0
    assert 0 < rated[0][1] < every[0][0]
