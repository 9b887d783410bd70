"""Where a record stands after people decided, and what of their decisions holds for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partialmethod

import pytest

from forms.checking.findings import describe
from forms.model import Question, QuestionType, Section, Value
from forms.model.chains import Chain, Chains, Decision, Earlier, Step
from forms.standing import PROBLEMS, _Walk, chain_of, renewed, standing
from tests.forms.builders import BANGKOK, LOG

HEAD = Step("head", "head", "ผอ.กลุ่มนิเทศฯ", ("เห็นควรอนุญาต",), ("ส่งกลับแก้ไข",), ("ไม่อนุญาต",))
DEPUTY = Step("deputy", "deputy", "รอง ผอ.สพป.", ("เห็นควรอนุญาต",), ("ส่งกลับแก้ไข",), ("ไม่อนุญาต",))
DIRECTOR = Step("director", "director", "ผอ.สพป.", ("อนุญาต",), refuses=("ไม่อนุญาต",))
CHAIN = Chain((HEAD, DEPUTY, DIRECTOR))
CASE = Chain((Step("solved", "team-lead", "หัวหน้าทีม", ("แก้ไขแล้ว",), stays=("กำลังดำเนินการ",)),))
SENT = datetime(2026, 11, 16, 9, tzinfo=BANGKOK)


REQUEST = replace(
    LOG,
    about={"who": "person", "when": "day"},
    chains=Chains("kind", {"leave": CHAIN}, renewed_by=("back",)),
    sections=(
        Section(
            "first",
            "คำขอ",
            (
                Question("person", "ผู้ขอ", QuestionType.SUPERVISOR, False),
                Question("day", "วันที่", QuestionType.DATE, False),
                Question("kind", "เรื่อง", QuestionType.CHOICE, False),
                Question("why", "เหตุผล", QuestionType.TEXT, False),
                Question("back", "กลับเวลา", QuestionType.TIME, False),
            ),
        ),
    ),
)


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


PASSED_BY_HEAD = ("head", "เห็นควรอนุญาต", 1)


@pytest.mark.parametrize(
    ("what", "decisions", "state", "step", "codes"),
    [
        (
            "told to have no effect: it has none when the refusal is undone",
            [("deputy", "ไม่อนุญาต", 2), ("director", "อนุญาต", 3), ("deputy", "เห็นควรอนุญาต", 4)],
            "waiting", "director", ["decision-lapsed"],
        ),
        (
            "chosen too early, then told to have no effect",
            [("director", "อนุญาต", 2), ("deputy", "ไม่อนุญาต", 3), ("deputy", "เห็นควรอนุญาต", 4)],
            "waiting", "director", ["decision-lapsed"],
        ),
        (
            "a note beside it chooses nothing anew",
            [("deputy", "ไม่อนุญาต", 2), ("director", "อนุญาต", 3), ("deputy", "เห็นควรอนุญาต", 4),
             ("director", "อนุญาต", 5)],
            "waiting", "director", ["decision-lapsed"],
        ),
        (
            "taken back and chosen anew",
            [("deputy", "ไม่อนุญาต", 2), ("director", "อนุญาต", 3), ("deputy", "เห็นควรอนุญาต", 4),
             ("director", "", 5), ("director", "อนุญาต", 6)],
            "passed", None, [],
        ),
        (
            "another word, chosen after the refusal was undone",
            [("deputy", "ไม่อนุญาต", 2), ("director", "อนุญาต", 3), ("deputy", "เห็นควรอนุญาต", 4),
             ("director", "ไม่อนุญาต", 5)],
            "refused", None, [],
        ),
        (
            "both found in one look at the sheet: there was no time at which it had no effect",
            [("deputy", "ไม่อนุญาต", 2), ("deputy", "เห็นควรอนุญาต", 4), ("director", "อนุญาต", 4)],
            "passed", None, [],
        ),
        (
            "a refusal that was itself too early ended nothing",
            [("head", "", 2), ("deputy", "ไม่อนุญาต", 3), ("director", "อนุญาต", 4),
             ("deputy", "เห็นควรอนุญาต", 5), ("head", "เห็นควรอนุญาต", 6)],
            "passed", None, [],
        ),
        (
            "all had passed before a step refused: what had taken effect rests",
            [("deputy", "เห็นควรอนุญาต", 2), ("director", "อนุญาต", 3), ("head", "ไม่อนุญาต", 4)],
            "refused", None, ["decision-rests", "decision-rests"],
        ),
        (
            "all had passed before a step refused by mistake, and it is undone",
            [("deputy", "เห็นควรอนุญาต", 2), ("director", "อนุญาต", 3), ("head", "ไม่อนุญาต", 4),
             ("head", "เห็นควรอนุญาต", 5)],
            "passed", None, [],
        ),
        (
            "what had taken effect is changed while refused: the new word was told to have none",
            [("deputy", "เห็นควรอนุญาต", 2), ("director", "อนุญาต", 3), ("deputy", "ไม่อนุญาต", 4),
             ("director", "ไม่อนุญาต", 5), ("director", "อนุญาต", 6), ("deputy", "เห็นควรอนุญาต", 7)],
            "waiting", "director", ["decision-lapsed"],
        ),
        (
            "of two that were there before the refusal, only the one that had its turn holds again",
            [("director", "อนุญาต", 2), ("head", "ไม่อนุญาต", 3), ("head", "เห็นควรอนุญาต", 4),
             ("deputy", "เห็นควรอนุญาต", 5)],
            "waiting", "director", ["decision-lapsed"],
        ),
    ],
)  # fmt: skip
def test_a_word_that_was_told_to_have_no_effect_is_chosen_anew(
    what: str, decisions: list[tuple[str, str, int]], state: str, step: str | None, codes: list[str]
) -> None:
    found = standing(CHAIN, SENT, [chose(*one) for one in (PASSED_BY_HEAD, *decisions)])
    assert (found.state, found.step.id if found.step else None) == (state, step), what
    assert [problem.code for problem in found.problems] == codes


def test_what_a_long_history_came_to_is_found_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each moment is looked at once for each step, not once for each moment and step before it."""
    steps = [Step(f"s{n}", "head", f"ขั้นที่ {n}", ("ผ่าน",), refuses=("ไม่ผ่าน",)) for n in range(6)]
    # The first step refuses and undoes it, again and again, while the others hold on to their words.
    made = [chose(f"s{n % 6}", "ไม่ผ่าน" if n % 12 == 0 else "ผ่าน", n) for n in range(1, 60)]
    asked = 0

    def counted(walk: _Walk, step: Step, of: Callable[[_Walk, Step], Decision | None]) -> Decision | None:
        nonlocal asked
        asked += 1
        return of(walk, step)

    for name in ("holding", "chosen"):
        monkeypatch.setattr(_Walk, name, partialmethod(counted, of=getattr(_Walk, name)))
    assert standing(Chain(tuple(steps)), SENT, made).state == "passed"
    assert asked < 6 * len(made) * 4


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


# --- Edited afterwards -----------------------------------------------------------------

WAITS = ("waiting", "head")


@pytest.mark.parametrize(
    ("what", "decisions", "since", "stands", "codes"),
    [
        ("never edited in what counts", [("head", "เห็นควรอนุญาต", 1)], None, ("waiting", "deputy"), []),
        (
            "passed by all, then edited: from the first step again",
            [("head", "เห็นควรอนุญาต", 1), ("deputy", "เห็นควรอนุญาต", 2), ("director", "อนุญาต", 3)],
            5,
            WAITS,
            ["decided-about-other"] * 3,
        ),
        ("refused, then edited", [("head", "ไม่อนุญาต", 1)], 5, WAITS, ["decided-about-other"]),
        (
            "a note beside an old word chooses nothing anew",
            [("head", "เห็นควรอนุญาต", 1), ("head", "เห็นควรอนุญาต", 7)],
            5,
            WAITS,
            ["decided-about-other"],
        ),
        (
            "taken back and chosen again",
            [("head", "เห็นควรอนุญาต", 1), ("head", "", 6), ("head", "เห็นควรอนุญาต", 7)],
            5,
            ("waiting", "deputy"),
            [],
        ),
        (
            "edited because it was sent back: what was passed before is kept",
            [("head", "เห็นควรอนุญาต", 1), ("deputy", "ส่งกลับแก้ไข", 2)],
            5,
            ("waiting", "deputy"),
            [],
        ),
        (
            "sent back long ago, and passed since: the later edit was asked for by nobody",
            [("head", "เห็นควรอนุญาต", 1), ("deputy", "ส่งกลับแก้ไข", 2), ("deputy", "เห็นควรอนุญาต", 4)],
            5,
            WAITS,
            ["decided-about-other"] * 2,
        ),
    ],
)
def test_what_was_decided_about_something_else_is_decided_again(
    what: str,
    decisions: list[tuple[str, str, int]],
    since: int | None,
    stands: tuple[str, str],
    codes: list[str],
) -> None:
    made = [chose(*one) for one in decisions]
    found = standing(CHAIN, at(since or 0), made, None if since is None else at(since))
    assert (found.state, found.step.id if found.step else "") == stands, what
    assert [problem.code for problem in found.problems] == codes
    assert found.decisions == tuple(made)  # the history stays
    for problem in found.problems:
        assert "…" not in describe(problem, LOG).message


def test_an_open_case_stays_open_whatever_is_edited() -> None:
    assert standing(CASE, at(5), [chose("solved", "กำลังดำเนินการ", 1)], at(5)).state == "open"


@pytest.mark.parametrize(
    ("now", "versions", "since"),
    [
        ({"day": "2026-12-01"}, [], None),
        ({"day": "2026-12-01"}, [(0, {"day": "2026-12-01"}), (2, {"day": "2026-12-01"})], None),
        ({"day": "2026-12-02"}, [(0, {"day": "2026-12-01"})], 9),
        ({"day": "2026-12-02"}, [(0, {"day": "2026-12-01"}), (3, {"day": "2026-12-02"})], 3),
        ({"day": date(2026, 12, 2)}, [(0, {"day": "2026-12-02"})], None),  # an Entry has days as texts
        ({"day": "2026-12-01", "why": "ป่วย"}, [(0, {"day": "2026-12-01", "why": "ปวย"})], None),
        ({"back": time(15, 45)}, [(0, {"back": "14:00"})], 9),
        ({"back": time(14)}, [(0, {"back": "14:00"})], None),
        ({"day": "2026-12-01", "kind": "car"}, [(0, {"day": "2026-12-01", "kind": "leave"})], 9),
        ({"day": "2026-12-01", "person": "S02"}, [(0, {"day": "2026-12-01", "person": "S01"})], 9),
        ({"day": "2026-12-01"}, [(3, {"day": "2026-12-01"}), (0, {"day": "2026-12-05"})], 3),
    ],
)
def test_since_when_a_record_is_about_what_it_is_about(
    now: dict[str, Value], versions: list[tuple[int, dict[str, Value]]], since: int | None
) -> None:
    earlier = [Earlier(at(hours), answers) for hours, answers in versions]
    found = renewed(REQUEST, now, at(9), earlier)
    assert found == (None if since is None else at(since))
