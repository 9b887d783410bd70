"""What people answered to findings: obeyed, taken back, wrong, and of an answer that changed since."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from forms.checking import Checked, Checker
from forms.checking.corrections import PROBLEMS, Corrected, Correction, Corrector, answered, check
from forms.checking.findings import describe
from forms.response import Reader
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION, VISIT, raw

READER = Reader(VISIT, ORGANISATION, BANGKOK)
CHECKER = Checker(VISIT, ORGANISATION, CALENDAR)
CORRECTOR = Corrector(VISIT, ORGANISATION, READER)
GOOD: dict[str, Any] = {
    "day": "2026-11-20",
    "start": "09:00",
    "end": "10:00",
    "role": "ศึกษานิเทศก์",
    "observer": "ศึกษานิเทศก์ 1",
    "school": {"network": "แก้วมุกดาหาร", "N1": "บ้านหนองบัว"},
    "plan.1": "5 ดีมาก", "plan.2": "5 ดีมาก",
    "teach.1": "5 ดีมาก", "teach.2": "5 ดีมาก", "teach.3": "5 ดีมาก",
}  # fmt: skip


def corrected(
    given: dict[str, Any], *corrections: tuple[str, str, str, str], of: str | None = None
) -> tuple[Corrected, Checked]:
    """Check answers with corrections as (code, question, verdict, value)."""
    response = READER.read(raw(VISIT, GOOD | given))
    made = [
        Correction(
            "visit", "r1", code, question, verdict, value, "", datetime(2026, 11, 21, tzinfo=BANGKOK), "",
            answered(response, question) if of is None else of,
        )
        for code, question, verdict, value in corrections
    ]  # fmt: skip
    found = CORRECTOR.apply(response, made)
    return found, check(CHECKER, found)


def codes(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.findings]


FUTURE = {"day": "2026-12-20"}


def test_without_corrections_nothing_changes() -> None:
    _found, checked = corrected(FUTURE)
    assert (codes(checked), checked.entry.counted) == (["not-in-future"], False)


@pytest.mark.parametrize(
    ("given", "correction", "answer"),
    [
        (FUTURE, ("not-in-future", "day", "", "๒๐ พ.ย. ๒๕๖๙"), ("when", date(2026, 11, 20))),
        (FUTURE, ("not-in-future", "day", "", "2026-11-20"), ("when", date(2026, 11, 20))),
        (
            {"school": {"network": "แก้วมุกดาหาร", "N1": "ไม่มีที่ไหน"}},
            ("unknown-school", "school", "", "บ้านโพน"),
            ("school", "S2"),
        ),
        (
            {"school": {"network": "แก้วมุกดาหาร", "N1": "ไม่มีที่ไหน"}},
            ("unknown-school", "school", "", "บ้านใหม่"),
            ("school", "S6"),
        ),
        ({"observer": "ใครก็ไม่รู้"}, ("unknown-choice", "observer", "", "ศึกษานิเทศก์ 2"), ("supervisor", "P2")),
        ({"teach.1": "9"}, ("out-of-range", "teach.1", "", "4"), ("teach.1", 4)),
    ],
)
def test_a_value_takes_the_place_of_the_answer(
    given: dict[str, Any], correction: tuple[str, str, str, str], answer: tuple[str, object]
) -> None:
    found, checked = corrected(given, correction)
    entry = checked.entry
    known: dict[str, object] = {"when": entry.when, **entry.members, **entry.scores}
    assert known[answer[0]] == answer[1]
    if correction[3] != "บ้านใหม่":  # not open that day
        assert (codes(checked), entry.counted) == ([], True)
    assert len(found.held) == 1


def test_a_time_as_the_advice_writes_it_is_that_time() -> None:
    found, checked = corrected({"end": "08:00"}, ("time-order", "end", "", "13.30"))
    assert found.response.answers["end"] == time(13, 30)
    assert (codes(checked), checked.entry.counted) == ([], True)


def test_a_finding_that_was_confirmed_stands_no_longer() -> None:
    found, checked = corrected({"teach.1": "9"}, ("out-of-range", "teach.1", "confirmed", ""))
    assert (codes(checked), checked.entry.counted) == ([], True)
    assert found.confirmed == {("out-of-range", "teach.1")}


def test_a_response_that_was_left_out_is_not_counted_and_has_nothing_to_mend() -> None:
    found, checked = corrected(FUTURE, ("not-in-future", "day", "left-out", ""))
    assert (codes(checked), found.left_out, checked.entry.counted) == ([], True, False)
    assert checked.entry.once_key is None


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (("not-in-future", "day", "", "เมื่อวาน"), "correction-unreadable"),
        (("unknown-question", "", "", "20 พ.ย. 2569"), "correction-no-question"),
        (("not-in-future", "day", "confirmed", "20 พ.ย. 2569"), "correction-ambiguous"),
        (("not-in-future", "day", "โอเค", ""), "correction-unknown-word"),
    ],
)
def test_a_wrong_correction_is_named_and_the_response_judged_as_it_came(
    correction: tuple[str, str, str, str], expected: str
) -> None:
    found, checked = corrected(FUTURE, correction)
    assert set(codes(checked)) == {"not-in-future", expected}
    told = next(f for f in checked.findings if f.code == expected)
    assert "…" not in describe(told, VISIT).message
    assert found.held == ()
    assert set(codes(checked)) - {"not-in-future"} <= set(PROBLEMS)


def test_a_value_that_is_wrong_itself_is_found_wrong() -> None:
    _found, checked = corrected(FUTURE, ("not-in-future", "day", "", "21 ธ.ค. 2569"))
    (finding,) = checked.findings
    assert (finding.code, finding.values["date"]) == ("not-in-future", "21 ธ.ค. 2569")


def test_one_that_was_taken_back_changes_nothing() -> None:
    assert codes(corrected(FUTURE, ("not-in-future", "day", "", ""))[1]) == ["not-in-future"]


def test_what_cannot_have_been_is_not_confirmed() -> None:
    found, checked = corrected(FUTURE, ("not-in-future", "day", "confirmed", ""))
    assert (found.held, codes(checked)) == ((), ["not-in-future", "correction-impossible"])
    assert not checked.entry.counted
    assert "ยืนยันตามเดิมไม่ได้" in describe(found.wrong[0], VISIT).message


def test_an_answer_that_was_edited_since_counts_again() -> None:
    found, checked = corrected(FUTURE, ("not-in-future", "day", "confirmed", ""), of="2026-12-24")
    assert (codes(checked), found.held) == (["not-in-future"], ())


def said(value: str, verdict: str = "", *, by: str, hour: int = 9, code: str = "not-in-future") -> Correction:
    noticed = datetime(2026, 11, 21, hour, tzinfo=BANGKOK)
    return Correction("visit", "r1", code, "day", verdict, value, "", noticed, by, "2026-12-20")


@pytest.mark.parametrize(
    ("made", "held", "wrong"),
    [
        # One day written in two ways is one word.
        ([said("20 พ.ย. 2569", by="N"), said("2026-11-20", by="G")], ["20 พ.ย. 2569", "2026-11-20"], []),
        ([said("20 พ.ย. 2569", by="N"), said("19 พ.ย. 2569", by="G", hour=10)], ["19 พ.ย. 2569"], []),
        (
            [said("20 พ.ย. 2569", by="N"), said("19 พ.ย. 2569", by="G")],
            [],
            ["correction-contradicted"],
        ),
        # A value of another finding of the same question is one of the same.
        (
            [said("20 พ.ย. 2569", by="N"), said("19 พ.ย. 2569", by="N", code="in-semester", hour=8)],
            ["20 พ.ย. 2569"],
            [],
        ),
        (
            [said("", "left-out", by="N"), said("19 พ.ย. 2569", by="G")],
            [],
            ["correction-verdict-contradicted"],
        ),
        # Nothing is taken back by who said nothing.
        ([said("20 พ.ย. 2569", by="N"), said("", by="G", hour=10)], ["20 พ.ย. 2569"], []),
    ],
)
def test_what_two_spreadsheets_say_of_one_answer(
    made: list[Correction], held: list[str], wrong: list[str]
) -> None:
    found = CORRECTOR.apply(READER.read(raw(VISIT, GOOD | FUTURE)), made)
    assert [one.value for one in found.held] == held
    assert [finding.code for finding in found.wrong] == wrong
    for finding in found.wrong:
        assert "ไม่ตรงกัน" in describe(finding, VISIT).message
