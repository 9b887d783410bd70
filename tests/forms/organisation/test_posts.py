"""Who may decide at a step, and who holds the head's post while the head is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.model import Deputy, Post
from forms.organisation.posts import acting_head, editors, filled, holder, others_than
from tests.forms.builders import ORGANISATION

OFFICE = replace(
    ORGANISATION,
    supervisors={
        code: replace(person, email=f"{code.lower()}@office.example")
        for code, person in ORGANISATION.supervisors.items()
    },
    deputies={"A": Deputy("A", "รอง 1", "a@office.example"), "B": Deputy("B", "รอง 2")},
    posts={"director": Post("director", "ผอ.สพป.", "director@office.example")},
    head="P1",
    acting=("P3", "P2"),
)


@pytest.mark.parametrize(
    ("day", "absent", "expected"),
    [
        (17, set(), "P1"),
        (17, {"P1"}, "P3"),
        (18, {"P1"}, "P2"),  # P3 left on the 18th
        (17, {"P1", "P3"}, "P2"),
        (17, {"P1", "P2", "P3"}, "P1"),
    ],
)
def test_the_first_who_is_there_acts(day: int, absent: set[str], expected: str) -> None:
    assert acting_head(OFFICE, date(2026, 11, day), absent) == expected
    assert holder("head", OFFICE, date(2026, 11, day), absent) == expected
    assert holder("director", OFFICE, date(2026, 11, day), absent) == "director"


def test_of_what_somebody_who_acts_asks_for_the_next_decides() -> None:
    day = date(2026, 11, 17)
    assert holder("head", OFFICE, day, {"P1"}, "P3") == "P2"
    assert holder("head", OFFICE, day, {"P1"}, "P2") == "P3"
    assert holder("head", OFFICE, day, set(), "P1") == "P1"  # those above decide of the head's
    assert others_than("P3", OFFICE) == ("p1@office.example", "p2@office.example")
    assert (others_than("P1", OFFICE), others_than("P9", OFFICE), others_than(None, OFFICE)) == ((), (), ())


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("head", ("p1@office.example", "p3@office.example", "p2@office.example")),
        ("deputy", ("a@office.example",)),
        ("director", ("director@office.example",)),
        ("clerk", ("p1@office.example", "p3@office.example", "p2@office.example")),
        ("stand-in", ("p1@office.example", "p2@office.example", "p3@office.example")),
    ],
)
def test_who_may_decide_at_a_step(by: str, expected: tuple[str, ...]) -> None:
    assert editors(by, OFFICE) == expected


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (Post("secretariat", "เลขานุการ", work_group="G1"), ("p1@office.example", "p3@office.example")),
        (Post("secretariat", "เลขานุการ", "box@office.example"), ("box@office.example",)),
        (
            Post("secretariat", "เลขานุการ", "p1@office.example", "G1"),
            ("p1@office.example", "p3@office.example"),
        ),
        (Post("secretariat", "เลขานุการ", work_group="G9"), ()),
    ],
)
def test_a_post_is_held_by_a_work_group_or_an_address(post: Post, expected: tuple[str, ...]) -> None:
    people = {
        code: replace(person, work_group="G2" if code == "P2" else "G1")
        for code, person in OFFICE.supervisors.items()
    }
    there = replace(OFFICE, supervisors=people, posts={"secretariat": post})
    assert editors("secretariat", there) == expected
    assert holder("secretariat", there, date(2026, 11, 17), {"P1"}) == "secretariat"


def test_the_head_decides_for_a_post_that_is_missing_and_is_noted_with_it() -> None:
    roles = ("secretariat", "director", "deputy")
    assert [filled(by, OFFICE) for by in roles] == ["head", "director", "deputy"]
    assert holder("secretariat", OFFICE, date(2026, 11, 17), set()) == "P1"
    assert holder("secretariat", OFFICE, date(2026, 11, 17), {"P1"}) == "P3"
