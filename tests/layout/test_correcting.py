"""What became of a correction, in the words of the finding's row."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from forms.corrections import Corrected, Correction
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


@pytest.mark.parametrize(
    ("code", "held", "edited", "told"),
    [
        ("time-order", [], True, "แก้ไขในแบบบันทึกแล้ว"),
        ("time-order", [], False, "ไม่พบรายการนี้แล้วในการตรวจสอบครั้งล่าสุด"),
        ("decision-too-early", [], True, f"{NO_MORE} ตามความเห็นล่าสุดในทะเบียน"),
        ("time-order", [("pupils", "8", 1), ("end", "12.00", 2)], True, "ใช้ค่า “12.00” ที่กรอกไว้ในอีกรายการ"),
        ("time-order", [("pupils", "8", 1)], False, "ใช้ค่า “8” ที่กรอกไว้ในอีกรายการ ตั้งแต่ 16 พ.ย. 2569 10.00 น."),
        ("time-order", [("pupils", "8", 1)], True, "แก้ไขในแบบบันทึกแล้ว"),
    ],
)
def test_why_a_finding_that_nobody_answered_stands_no_longer(
    code: str, held: list[tuple[str, str, int]], edited: bool, told: str
) -> None:
    """Not every one of them was edited in the form: a yellow cell may have settled it."""
    row = FindingRow("r1", VISIT.id, SENT, None, None, None, "warning", code, "", "", "", asked="end")
    made = [corrected(*one) for one in held]
    assert told in why_settled(row, VISIT, made, packaged_texts(), edited=edited)
