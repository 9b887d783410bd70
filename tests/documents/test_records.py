"""Papers of one record: the minutes of a meeting and an urgent case, from what was answered and decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from forms.definition import load_forms, packaged_definitions
from forms.model import Entry
from forms.model.chains import Decision, Standing
from forms.papers.record import record_paper
from forms.standing import chain_of
from sync.documents import find_template, render
from tests.documents.papers import lines_of
from tests.forms.builders import BANGKOK, ORGANISATION

FORMS = load_forms(packaged_definitions())[0]


def entry(
    form: str,
    day: date,
    answers: Mapping[str, str | int | float | tuple[str, ...]],
    texts: Mapping[str, str],
    *people: str,
) -> Entry:
    return Entry(
        form, "r1", datetime(2026, 11, 20, 9, tzinfo=BANGKOK), day, {"school": "S1", "network": "N1"}, {},
        counted=True, texts=texts, people=people, answers=answers,
    )  # fmt: skip


def said(
    form: str, record: Entry, *decided: tuple[str, str, str, date], number: str | None = None
) -> list[str]:
    """The paper's lines, where these steps were decided with a word and a note on a day."""
    chains = FORMS[form].chains
    chain = chain_of(chains, record.answers) if chains else None
    assert chain
    made = [
        Decision(form, "r1", step, word, note, datetime(on.year, on.month, on.day, 10, tzinfo=BANGKOK), "P1")
        for step, word, note, on in decided
    ]
    standing = Standing("waiting", chain.steps[min(len(made), len(chain.steps) - 1)], None, tuple(made), ())
    paper = record_paper(FORMS[form], record, standing, ORGANISATION, FORMS[form].title, number)
    return lines_of(render(paper, find_template(Path("nowhere"), paper.kind)))


def test_minutes_hold_who_met_what_was_resolved_and_who_is_to_see_it() -> None:
    record = entry(
        "minutes", date(2026, 11, 2),
        {"number": "11/2569", "venue": "ห้องประชุม", "meeting": "monthly", "attendees": ("P1", "P2"),
         "time_in": "09:00", "time_out": "11:45"},
        {"resolution": "1) รับทราบ\n2) ให้ออกนิเทศต่อ", "agenda_4": "ผลการนิเทศ 25 โรงเรียน"}, "P1", "P2",
    )  # fmt: skip
    lines = said("minutes", record, ("secretariat", "ถูกต้องสมบูรณ์", "", date(2026, 11, 4)))
    assert lines[0] == "บันทึกการประชุมประจำเดือนของศึกษานิเทศก์"
    for line in (
        "ครั้งที่ ๑๑/๒๕๖๙", "วันที่ ๒ พฤศจิกายน ๒๕๖๙", "๒. ศึกษานิเทศก์ ๒", "เริ่มประชุมเวลา ๐๙.๐๐ น.",
        "ผลการนิเทศ ๒๕ โรงเรียน", "๑) รับทราบ", "๒) ให้ออกนิเทศต่อ", "เลิกประชุมเวลา ๑๑.๔๕ น.", "๔ พ.ย. ๒๕๖๙",
    ):  # fmt: skip
        assert line in lines
    assert lines[lines.index("ระเบียบวาระที่ ๑  เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ") + 1] == "ไม่มี"
    assert not any("กรรมการ" in line for line in lines)  # that is asked of the committee alone
    secretariat = lines.index("กลุ่มงานเลขานุการ")
    assert lines[secretariat + 1 : secretariat + 3] == ["ถูกต้องสมบูรณ์", "๔ พ.ย. ๒๕๖๙"]
    assert lines[secretariat + 3 :] == ["ผอ.กลุ่มนิเทศฯ", "รอง ผอ.สพป.", "ผอ.สพป."]  # room to write, no dashes


def test_minutes_of_a_meeting_that_nobody_signed_for_say_so() -> None:
    record = entry("minutes", date(2026, 11, 2), {"meeting": "monthly"}, {})
    lines = said("minutes", record)
    assert lines[lines.index("ผู้มาประชุม") + 1] == "–"


def test_a_case_has_its_owner_due_day_follow_up_and_whole_history() -> None:
    record = entry(
        "roving-team", date(2026, 11, 9),
        {"opened_on": "2026-11-09", "school": "S1", "leader": "P1", "members": ("P2",),
         "due_on": "2026-11-30", "next_on": "2026-11-25", "problem_kind": "safety", "severity": "now",
         "ordered_by": "director",
         "visited_on": "2026-11-10"},
        {"problem": "อาคารชำรุด", "method": "ประชุมวางแผน", "result": "ย้ายห้องเรียนแล้ว",
         "follow_up": "12 พ.ย. ซ่อมแล้วครึ่งหนึ่ง"},
        "P1", "P2",
    )  # fmt: skip
    lines = said(
        "roving-team",
        record,
        ("team-lead", "กำลังดำเนินการ", "รอวัสดุ", date(2026, 11, 10)),
        ("team-lead", "แก้ไขปัญหาแล้ว", "", date(2026, 11, 20)),
        number="3/2570",
    )
    start = lines.index("๗. ลำดับการดำเนินการและการสั่งการ")
    fields = dict(pairwise(lines[:start]))
    assert fields["เลขที่กรณี"] == "๓/๒๕๗๐"
    assert fields["ผู้รับผิดชอบกรณี"] == "ศึกษานิเทศก์ ๑"
    assert fields["ศึกษานิเทศก์ในทีม"] == "ศึกษานิเทศก์ ๒"
    assert fields["กำหนดแก้ไขให้แล้วเสร็จ"] == "๓๐ พฤศจิกายน ๒๕๖๙"
    assert fields["ติดตามครั้งต่อไป"] == "๒๕ พฤศจิกายน ๒๕๖๙"
    assert fields["คำสั่งหรือหนังสือที่"] == "สั่งการด้วยวาจา"
    assert fields["เครือข่าย"] == "แก้วมุกดาหาร"
    assert fields["สถานะ"] == "ยังไม่ยุติ รอผอ.สพป."
    assert fields["๕. การติดตามผล"] == "๑๒ พ.ย. ซ่อมแล้วครึ่งหนึ่ง"
    assert fields["ออกปฏิบัติการนิเทศวันที่ ๑๐ พฤศจิกายน ๒๕๖๙"] == "ย้ายห้องเรียนแล้ว"
    history = lines[lines.index("หมายเหตุ") + 1 :]
    assert history[:4] == ["๑๐ พ.ย. ๒๕๖๙", "ผู้รับผิดชอบกรณี", "กำลังดำเนินการ", "รอวัสดุ"]
    assert history[4:8] == ["๒๐ พ.ย. ๒๕๖๙", "ผู้รับผิดชอบกรณี", "แก้ไขปัญหาแล้ว", "–"]
