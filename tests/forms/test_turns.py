"""Whose turn it is: the named stand-in, who leads, the deputy of the network or of the person's team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from forms.model import Charge, Deputy, Entry, Network, Post
from forms.model.chains import Step
from forms.turns import Turn, responsible, turn
from tests.forms.builders import BANGKOK, ORGANISATION, VISIT

FORM = replace(VISIT, about={**VISIT.about, "stand_in": "instead"})
OFFICE = replace(
    ORGANISATION,
    networks={
        **ORGANISATION.networks,
        "N2": Network("N2", "เมืองน้ำทิพย์", "T1", "B", earlier=(Charge(date(2026, 11, 1), "T1", "A"),)),
        "N3": Network("N3", "ดอนตาล", "T2", "C"),
    },
    deputies={code: Deputy(code, f"รอง ผอ. {code}") for code in "ABC"},
    head="P1",
    acting=("P2",),
)
DAY = date(2026, 11, 20)


def entry(instead: str = "", **members: str) -> Entry:
    sent = datetime(2026, 10, 20, tzinfo=BANGKOK)
    answers = {"instead": instead} if instead else {}
    return Entry(FORM.id, "r1", sent, None, members, {}, counted=True, answers=answers)


@pytest.mark.parametrize(
    ("by", "of", "expected"),
    [
        ("stand-in", entry("P2", supervisor="P1"), ("P2",)),
        ("stand-in", entry("P3"), ()),  # who has left signs nothing: then whoever may
        ("stand-in", entry(), ()),
        ("team-lead", entry(supervisor="P2"), ("P2",)),
        ("team-lead", entry(supervisor="P9"), ()),
        ("deputy", entry(network="N3", supervisor="P1"), ("C",)),
        ("deputy", entry(network="N2"), ("B",)),  # of today, whoever it was on the record's day
        ("deputy", entry(supervisor="P1"), ("A", "B")),
        ("deputy", entry(), ()),
        ("director", entry(supervisor="P1"), ()),
    ],
)
def test_who_answers_for_a_record(by: str, of: Entry, expected: tuple[str, ...]) -> None:
    assert responsible(by, FORM, of, OFFICE, DAY) == expected


def test_a_post_for_all_deputies_says_it_for_every_record() -> None:
    office = replace(OFFICE, posts={"deputy": Post("deputy", "รอง ผอ.", "deputy@office.example")})
    assert responsible("deputy", FORM, entry(network="N3"), office, DAY) == ()


@pytest.mark.parametrize(
    ("by", "present", "expected"),
    [
        ("head", ["P1", "P2"], Turn()),
        ("head", ["P2", "P1"], Turn(("P2",), acting=True)),
        ("head", [], Turn()),
        ("team-lead", ["P2"], Turn(("P1",))),
    ],
)
def test_who_acts_for_the_head_is_told(by: str, present: list[str], expected: Turn) -> None:
    step = Step("s", by, by, ("ทราบ",))
    assert turn(step, FORM, entry(supervisor="P1"), OFFICE, DAY, present) == expected


def test_nobody_who_acts_for_the_head_decides_of_an_own_request() -> None:
    step, own = Step("s", "head", "ผอ.กลุ่มนิเทศฯ", ("ทราบ",)), entry(supervisor="P2")
    assert turn(step, FORM, own, OFFICE, DAY, ["P2", "P3"]) == Turn(("P3",), acting=True)
    assert turn(step, FORM, own, OFFICE, DAY, ["P1", "P2"]) == Turn()
