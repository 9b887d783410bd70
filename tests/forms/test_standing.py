"""Where a record stands after people decided, and what of their decisions holds for nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from forms.chains import Chain, Chains, Decision, Step
from forms.findings import describe
from forms.standing import PROBLEMS, chain_of, standing
from tests.forms.builders import BANGKOK, LOG

HEAD = Step("head", "head", "ผอ.กลุ่มนิเทศฯ", ("เห็นควรอนุญาต",), ("ส่งกลับแก้ไข",), ("ไม่อนุญาต",))
DEPUTY = Step("deputy", "deputy", "รอง ผอ.สพป.", ("เห็นควรอนุญาต",), ("ส่งกลับแก้ไข",), ("ไม่อนุญาต",))
DIRECTOR = Step("director", "director", "ผอ.สพป.", ("อนุญาต",), refuses=("ไม่อนุญาต",))
CHAIN = Chain((HEAD, DEPUTY, DIRECTOR))
CASE = Chain((Step("solved", "team-lead", "หัวหน้าทีม", ("แก้ไขแล้ว",), stays=("กำลังดำเนินการ",)),))
SENT = datetime(2026, 11, 16, 9, tzinfo=BANGKOK)


def at(hours: int) -> datetime:
    return SENT + timedelta(hours=hours)


def chose(step: str, word: str, hours: int) -> Decision:
    return Decision("permit", "r1", step, word, "", at(hours), step)


@pytest.mark.parametrize(
    ("decisions", "state", "step", "since"),
    [
        ([], "waiting", "head", 0),
        ([("head", "เห็นควรอนุญาต", 1)], "waiting", "deputy", 1),
        ([("head", "เห็นควรอนุญาต", 1), ("deputy", "เห็นควรอนุญาต", 5)], "waiting", "director", 5),
        ([("head", "เห็นควรอนุญาต", 1), ("deputy", "ส่งกลับแก้ไข", 2)], "returned", "deputy", 2),
        ([("head", "ไม่อนุญาต", 3)], "refused", None, 3),
        ([("head", "ไม่อนุญาต", 3), ("head", "เห็นควรอนุญาต", 4)], "waiting", "deputy", 4),
        ([("head", "เห็นควรอนุญาต", 1), ("head", "", 2)], "waiting", "head", 0),
        ([("head", "อนุญาตครับ", 1)], "waiting", "head", 0),
        ([("director", "อนุญาต", 1)], "waiting", "head", 0),
        (
            [("director", "อนุญาต", 1), ("head", "เห็นควรอนุญาต", 2), ("deputy", "เห็นควรอนุญาต", 3)],
            "passed",
            None,
            1,
        ),
    ],
)
def test_a_record_goes_up_its_chain(
    decisions: list[tuple[str, str, int]], state: str, step: str | None, since: int
) -> None:
    found = standing(CHAIN, SENT, [chose(*one) for one in decisions])
    assert (found.state, found.step.id if found.step else None) == (state, step)
    assert found.since == at(since)


@pytest.mark.parametrize(
    ("decisions", "submitted", "codes"),
    [
        ([("director", "อนุญาต", 1)], 0, ["decision-too-early"]),
        ([("head", "ไม่อนุญาต", 1), ("deputy", "เห็นควรอนุญาต", 2)], 0, ["decision-closed"]),
        ([("head", "อนุญาตครับ", 1)], 0, ["decision-unknown-word"]),
        ([("head", "เห็นควรอนุญาต", 1), ("head", "", 2)], 0, ["decision-taken-back"]),
        ([("head", "", 2)], 0, []),
        ([("stand-in", "รับทราบ", 1)], 0, ["decision-no-step"]),
        ([("stand-in", "รับทราบ", 1), ("stand-in", "", 2)], 0, []),
        ([("head", "เห็นควรอนุญาต", 1)], 5, ["edited-after-decision"]),
        ([("head", "เห็นควรอนุญาต", 1), ("deputy", "ส่งกลับแก้ไข", 2)], 5, []),
        (
            [("head", "เห็นควรอนุญาต", 1), ("head", "", 3), ("deputy", "เห็นควรอนุญาต", 2)],
            0,
            ["decision-taken-back", "decision-too-early"],
        ),
    ],
)
def test_what_holds_for_nothing_is_said(
    decisions: list[tuple[str, str, int]], submitted: int, codes: list[str]
) -> None:
    found = standing(CHAIN, at(submitted), [chose(*one) for one in decisions])
    assert [problem.code for problem in found.problems] == codes
    for problem in found.problems:
        told = describe(problem, LOG)
        assert told.advice
        assert "…" not in told.message + told.advice
    assert set(codes) <= set(PROBLEMS)


def test_a_record_that_was_sent_back_waits_there_again_once_it_was_edited() -> None:
    decisions = [chose("head", "เห็นควรอนุญาต", 1), chose("deputy", "ส่งกลับแก้ไข", 2)]
    found = standing(CHAIN, at(6), decisions)
    assert (found.state, found.step, found.since) == ("waiting", DEPUTY, at(6))
    again = standing(CHAIN, at(6), [*decisions, chose("deputy", "ส่งกลับแก้ไข", 7)])
    assert (again.state, again.since) == ("returned", at(7))
    passed = standing(CHAIN, at(6), [*decisions, chose("deputy", "เห็นควรอนุญาต", 7)])
    assert (passed.state, passed.step) == ("waiting", DIRECTOR)


def test_a_case_stays_open_until_it_is_solved() -> None:
    working = [chose("solved", "กำลังดำเนินการ", 1)]
    assert standing(CASE, SENT, working).state == "open"
    assert standing(CASE, SENT, [*working, chose("solved", "แก้ไขแล้ว", 30)]).state == "passed"


def test_the_answer_picks_the_chain() -> None:
    chains = Chains("kind", {"journey": CHAIN, "case": CASE})
    assert chain_of(chains, {"kind": "case"}) is CASE
    assert chain_of(chains, {"kind": "other"}) is None
    assert chain_of(chains, {}) is None
    assert chain_of(Chains(None, {"": CHAIN}), {}) is CHAIN
