"""What became of a correction, in the words of the finding's row."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from forms.checking.corrections import Corrected, Correction
from forms.model import Response, Value
from sync.layout.correcting import outcome, why_settled
from sync.layout.texts import packaged_texts
from sync.layout.view import FindingRow
from tests.forms.builders import BANGKOK, ORGANISATION, VISIT

SENT = datetime(2026, 11, 16, 9, tzinfo=BANGKOK)


def response(**answers: Value) -> Response:
    return Response("r1", VISIT.id, SENT, SENT, None, answers, {})


@pytest.mark.parametrize(
    ("question", "typed", "used", "sent", "told"),
    [
        ("end", "12.00", time(12), time(9), "ใช้ค่า “12.00 น.” แทน “09.00 น.”"),
        ("end", "๑๒:๐๐", time(12), time(9, 5), "ใช้ค่า “12.00 น.” แทน “09.05 น.”"),
        ("pupils", "12", 12, 0, "ใช้ค่า “12” แทน “0”"),
    ],
)
def test_a_right_value_is_told_beside_what_was_answered(
    question: str, typed: str, used: Value, sent: Value, told: str
) -> None:
    one = Correction(VISIT.id, "r1", "code", question, "", typed, "", SENT + timedelta(hours=1), "file", "x")
    row = FindingRow("r1", VISIT.id, SENT, None, None, None, "error", "code", "", "", "", asked=question)
    applied = Corrected(response(**{question: used}), held=(one,))
    found = outcome(
        row, VISIT, response(**{question: sent}), (one,), applied, ORGANISATION, packaged_texts(), "file"
    )
    assert found == f"{told} ตั้งแต่ 16 พ.ย. 2569 10.00 น."


def corrected(question: str, value: str, hours: int) -> Correction:
    moment = SENT + timedelta(hours=hours)
    return Correction(VISIT.id, "r1", "other", question, "", value, "", moment, "file", "x")


NO_MORE = "ไม่มีรายการนี้แล้ว"


EDITED, VALUE, NOT_FOUND = "แก้ไขในแบบบันทึกแล้ว", "ที่กรอกไว้ในอีกรายการ", "ไม่พบรายการนี้แล้วในการตรวจสอบครั้งล่าสุด"


@pytest.mark.parametrize(
    ("code", "held", "edited", "told"),
    [
        ("time-order", [], {"end"}, EDITED),
        ("time-order", [], {"start"}, EDITED),  # the other question of that check
        ("time-order", [], {"pupils"}, NOT_FOUND),  # an edit of something else settles nothing
        ("time-order", [], set(), NOT_FOUND),
        ("decision-too-early", [], {"end"}, f"{NO_MORE} ตามความเห็นล่าสุดในทะเบียน"),
        ("time-order", [("pupils", "8", 1), ("end", "12.00", 2)], {"end"}, f"ใช้ค่า “12.00” {VALUE}"),
        ("time-order", [("start", "08.00", 1)], set(), f"ใช้ค่า “08.00” {VALUE} ตั้งแต่ 16 พ.ย. 2569 10.00 น."),
        ("time-order", [("start", "08.00", 1)], {"end"}, EDITED),
        ("time-order", [("pupils", "8", 1)], set(), NOT_FOUND),  # a value of something else settles nothing
        ("once-per", [("pupils", "8", 1)], {"pupils"}, NOT_FOUND),  # the other record was refused or deleted
        ("once-per", [], {VISIT.once_per[-1]}, EDITED),
    ],
)
def test_why_a_finding_that_nobody_answered_stands_no_longer(
    code: str, held: list[tuple[str, str, int]], edited: set[str], told: str
) -> None:
    """Only what a finding is about may have settled it: an edit in the form, or a yellow cell."""
    row = FindingRow("r1", VISIT.id, SENT, None, None, None, "warning", code, "", "", "", asked="end")
    made = [corrected(*one) for one in held]
    assert told in why_settled(row, VISIT, made, packaged_texts(), edited)
