"""The order of a form's items: what moves where, and what people put among them goes along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.form_order import Moves, misplaced, moves

# Items are letters, pages capital ones; digits are people's own, those beyond 4 begin pages.
BREAKS = frozenset("ABCDE56789")


def moved(order: str, steps: Moves) -> str:
    """The order after each step: out of its place, into the other."""
    items = list(order)
    for start, end in steps:
        items.insert(end, items.pop(start))
    return "".join(items)


@pytest.mark.parametrize(
    ("order", "was", "wants", "after", "steps"),
    [
        ("Aabc", "Aabc", "Aabc", "Aabc", 0),
        ("Aabc", "Aabc", "Acab", "Acab", 1),  # one that moved up
        ("Aabcde", "Aabcde", "Abcdea", "Abcdea", 1),  # one that moved down
        ("AabBc", "AabBc", "AaBbc", "AaBbc", 1),  # to the next page
        ("AabBcd", "AabBcd", "BcdAab", "BcdAab", 3),  # pages changed places
        ("Aa1bc", "Aabc", "Abca", "Abca1", 2),  # what was added stays behind what it stood behind
        ("1Aab", "Aab", "Aba", "1Aba", 1),
        ("Aab5xBc", "AabBc", "AbaBc", "Aba5xBc", 1),  # people's page stays behind the whole page
        ("Aab5BcDd", "AabBcDd", "AabDdBc", "Aab5DdBc", 2),
        ("Aa5bBc", "AabBc", "AbaBc", "Aa5bBc", 0),  # a page that split one of ours: left alone
        ("Acba", "Aabc", "Aabc", "Acba", 0),  # what people moved stays while the definition says the same
        ("Acba", "Aabc", "Abac", "Abac", 1),  # ... and follows it when it says something new
        ("Aac", "Aabc", "Acba", "Aca", 1),  # what people deleted stays away
        ("Aabc", "Aabc", "Acbda", "Acba", 2),  # what is not there yet is made elsewhere
        ("Azabc", "Azabc", "Acab", "Azcab", 1),  # what the definition dropped
    ],
)
def test_items_come_to_their_place_in_few_steps(
    order: str, was: str, wants: str, after: str, steps: int
) -> None:
    found = moves(order, was, wants, BREAKS)
    assert (moved(order, found), len(found)) == (after, steps)


@pytest.mark.parametrize(
    ("order", "wants", "elsewhere"),
    [
        ("Aabc", "Aabc", ""),
        ("1Aa2b3c", "Aabc", ""),  # what was added is told otherwise
        ("Abca", "Aabc", "a"),
        ("Acab", "Aabc", "c"),
        ("Aac", "Aabc", ""),  # as is what is gone
        ("BcAab", "AabBc", "Bc"),
    ],
)
def test_what_stands_elsewhere_is_told(order: str, wants: str, elsewhere: str) -> None:
    assert "".join(misplaced(order, wants)) == elsewhere


@given(st.permutations("abcdef"), st.permutations("abcdef"), st.permutations("abcdef123"))
def test_after_any_change_of_order_ours_stand_as_wanted(
    was: list[str], wants: list[str], order: list[str]
) -> None:
    after = moved("".join(order), moves(order, was, wants, BREAKS))
    ours = [item for item in after if item in wants]
    assert ours == (wants if was != wants else [item for item in order if item in wants])
    assert sorted(after) == sorted(order)
    assert (misplaced(after, wants) == ()) == (ours == wants)
