"""There is something to count in tables of two questions: cells that agree on nothing would agree, too."""

from __future__ import annotations

import pytest

from tests.figures.facts import Facts
from tests.figures.terms import SMALL


@pytest.mark.parametrize("kind_of_term", [SMALL], indirect=True, ids=["small"])
def test_places_stand_in_tables_and_some_were_told_of_twice(facts: Facts) -> None:
    stand = "SELECT sum(n), max(n) FROM crossing WHERE sheet = 'district:' AND network = ''"
    came = "SELECT count(*) FROM adding JOIN crossed USING (form) WHERE sheet = 'district:'"
    again = f"{came} AND answers ->> ('$.' || line) <> '' AND answers ->> ('$.' || latest) <> ''"
    (places, most), (told,) = facts.ask(stand)[0], facts.ask(again)[0]
    assert told > places > most > 1
    networks = (
        "SELECT count(DISTINCT network) FROM crossing WHERE sheet = 'district:' AND length(network) > 1"
    )
    assert facts.ask(networks) == [(3,)]
    assert facts.ask("SELECT count(*) > 0 FROM crossing WHERE across = ''") == [(True,)]
