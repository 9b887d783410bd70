"""Who is away, and who holds the head's post meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from forms.absence import acting_head, away, editors, holder
from forms.chains import Standing
from forms.model import Deputy, Entry, Post
from tests.forms.builders import BANGKOK, ORGANISATION

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
SENT = datetime(2026, 11, 16, 9, tzinfo=BANGKOK)


def permit(response: str, first: date, last: date | None, *people: str) -> Entry:
    return Entry("permit", response, SENT, first, {}, {}, counted=True, until=last, people=people)


def granted(state: str) -> Standing:
    return Standing(state, None, SENT, (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(16, set()), (17, {"P1"}), (18, {"P1"}), (19, {"P1", "P2"}), (20, set())],
)
def test_permits_that_passed_say_who_is_away_their_last_day_included(day: int, expected: set[str]) -> None:
    permits = [
        permit("r1", date(2026, 11, 17), date(2026, 11, 19), "P1"),
        permit("r2", date(2026, 11, 19), None, "P2"),
        permit("r3", date(2026, 11, 16), date(2026, 11, 20), "P3"),
    ]
    standings = {("permit", "r1"): granted("passed"), ("permit", "r2"): granted("passed")}
    standings["permit", "r3"] = granted("waiting")
    assert away(date(2026, 11, day), permits, standings) == expected


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
