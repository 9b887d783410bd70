"""The history of a record's decisions, in the note of the cell that says where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from forms.checking.findings import describe
from forms.model import Finding, Post
from forms.model.chains import Chain, Chains, Decision, Step
from forms.standing import standing
from forms.turns import Turn, turn
from sync.layout.standing import standing_cell
from sync.layout.texts import packaged_texts
from tests.forms.builders import BANGKOK, LOG, ORGANISATION, log

HEAD = Step("head", "head", "ผอ.กลุ่มนิเทศฯ", ("เห็นควรอนุญาต",), ("ส่งกลับแก้ไข",))
DIRECTOR = Step("director", "director", "ผอ.สพป.", ("อนุญาต",))
CHAIN = Chain((HEAD, DIRECTOR))
FORM = replace(LOG, chains=Chains(None, {"": CHAIN}))
SENT = datetime(2026, 11, 16, 9, tzinfo=BANGKOK)


def note(*made: tuple[str, str, str, str]) -> str:
    """The note after decisions, one an hour: step, word, what was written beside it, who."""
    decisions = [
        Decision(FORM.id, "r1", step, word, beside, SENT + timedelta(hours=hour), by)
        for hour, (step, word, beside, by) in enumerate(made, start=1)
    ]
    stand = standing(CHAIN, SENT, decisions)
    return standing_cell(FORM, CHAIN, stand, Turn(), (), ORGANISATION, packaged_texts()).note


def test_what_was_decided_is_listed_oldest_first_with_who_and_since_when() -> None:
    told = note(
        ("head", "", "ขอดูคำสั่งก่อน", "head"),
        ("head", "เห็นควรอนุญาต", "", "P2"),
        ("director", "อนุญาต", "", "director"),
        ("director", "อนุญาต", "ไม่เกินสองวัน", "director"),
        ("director", "", "", "director"),
    )
    assert told.splitlines() == [
        "ประวัติการพิจารณา",
        "16 พ.ย. 2569 10.00 น. ผอ.กลุ่มนิเทศฯ: เขียนหรือแก้หมายเหตุ · หมายเหตุ: ขอดูคำสั่งก่อน",
        "16 พ.ย. 2569 11.00 น. ผอ.กลุ่มนิเทศฯ (ศึกษานิเทศก์ 2): เลือก “เห็นควรอนุญาต”",
        "16 พ.ย. 2569 12.00 น. ผอ.สพป.: เลือก “อนุญาต”",
        "16 พ.ย. 2569 13.00 น. ผอ.สพป.: เขียนหรือแก้หมายเหตุ · หมายเหตุ: ไม่เกินสองวัน",
        "16 พ.ย. 2569 14.00 น. ผอ.สพป.: ถอนความเห็น",
    ]


def test_a_record_that_nobody_decided_has_no_note() -> None:
    assert note() == ""


def test_a_long_history_is_bounded() -> None:
    many = [("head", word, "ก" * 500, "head") for word in ("เห็นควรอนุญาต", "ส่งกลับแก้ไข") * 15]
    lines = note(*many).splitlines()
    assert lines[1] == "… ก่อนหน้านี้อีก 10 ครั้ง"
    assert len(lines) == 22
    assert max(map(len, lines)) < 200


def test_who_decides_reads_beside_the_state_what_is_to_be_noted_while_it_waits() -> None:
    noted = Finding("working-day", "warning", "day", {"date": "22 พ.ย. 2569"})
    message = describe(noted, FORM).message
    head = Decision(FORM.id, "r1", "head", "เห็นควรอนุญาต", "", SENT + timedelta(hours=1), "head")
    director = replace(head, step="director", word="อนุญาต", noticed=SENT + timedelta(hours=2))
    told = [
        str(standing_cell(FORM, CHAIN, stand, Turn(), [noted], ORGANISATION, packaged_texts()).value)
        for stand in (standing(CHAIN, SENT, made) for made in ([], [head], [head, director]))
    ]
    assert [message in text for text in told] == [True, True, False]


def test_a_step_that_no_post_takes_says_that_the_head_decides() -> None:
    step = Step("first", "secretariat", "กลุ่มงานเลขานุการ", ("ถูกต้อง",))
    chain = Chain((step,))
    there = replace(
        ORGANISATION,
        supervisors={
            code: replace(person, email=f"{code}@office.example", work_group="G1" if code == "P2" else None)
            for code, person in ORGANISATION.supervisors.items()
        },
        head="P1",
    )
    held = replace(there, posts={"secretariat": Post("secretariat", "เลขานุการ", work_group="G1")})
    told = []
    for office in (there, held):
        whose = turn(step, FORM, log("r1", SENT.date(), "P3"), office, SENT.date(), ("P1",))
        stand = standing(chain, SENT, ())
        told.append(str(standing_cell(FORM, chain, stand, whose, (), office, packaged_texts()).value))
    assert told[0].splitlines() == [
        "รอ กลุ่มงานเลขานุการ",
        "• การตั้งค่ายังไม่ได้กำหนดผู้พิจารณาขั้น กลุ่มงานเลขานุการ ผอ.กลุ่มนิเทศฯ หรือผู้ปฏิบัติหน้าที่แทนจึงเลือกความเห็นแทน",
    ]
    assert told[1] == "รอ กลุ่มงานเลขานุการ (ศึกษานิเทศก์ 2)"
