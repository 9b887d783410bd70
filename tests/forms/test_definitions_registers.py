"""Registers: instruments (S21), media (S22), research (S23), letters (S24), materials, practice (S27)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import SCHOOL, entry, found, packaged

PLACE = {"school": "S1", "network": "N1", "deputy": "A"}
TOOL: dict[str, Given] = {
    "name": "แบบประเมินการอ่าน ป.1",
    "registered_on": "2026-11-10",
    "supervisor": "ศึกษานิเทศก์ 1",
    "learning_area": "ภาษาไทย",
    "kind": "เครื่องมือวัดและประเมินผล",
    "aspect": "ความสามารถในการอ่าน คิดวิเคราะห์ และการเขียนสื่อความ",
    "classes": ["ป.1"],
    "origin": "กลุ่มนิเทศฯ จัดทำ",
    "quality": "ตรวจสอบคุณภาพแล้ว",
    "service": "ให้บริการแล้ว",
}
BANK: dict[str, Given] = {
    **{name: answer for name, answer in TOOL.items() if name != "aspect"},
    "kind": "คลังข้อสอบมาตรฐาน",
    "test": "LAS",
    "items": "120",
}
MEDIA: dict[str, Given] = {"noted_on": "2026-11-10", "learning_area": "ภาษาไทย", "school": SCHOOL}
NEED: dict[str, Given] = {
    **MEDIA,
    "media_type": "สื่อสิ่งพิมพ์/หนังสือเรียน",
    "kind": "ความต้องการสื่อของสถานศึกษา",
    "need": "หนังสืออ่านเพิ่มเติม ป.1",
    "amount": "30",
    "reason": "หนังสือไม่พอกับจำนวนนักเรียน",
    "urgency": "ต้องการใช้ในภาคเรียนนี้",
}
INNOVATION: dict[str, Given] = {
    **MEDIA,
    "supervisor": "ศึกษานิเทศก์ 1",
    "media_type": "วิธีสอน/กระบวนการจัดการเรียนรู้",
    "kind": "นวัตกรรม",
    "name": "อ่านคล่องใน 20 วัน",
    "owner": "ครูผู้สอนภาษาไทย",
    "abstract": "ฝึกอ่านวันละ 20 นาที",
    "publication": "เผยแพร่แล้ว",
}
RESEARCH: dict[str, Given] = {
    "kind": "งานวิจัย",
    "topic": "ผลของการนิเทศแบบ Coaching",
    "field": "การนิเทศ ติดตาม ประเมินผล",
    "researcher": "ศึกษานิเทศก์ 1",
    "team": ["ศึกษานิเทศก์ 2"],
    "learning_area": "ภาษาไทย",
    "method": "วิจัยเชิงปฏิบัติการ",
    "noted_on": "2026-11-10",
    "progress": "แล้วเสร็จ",
    "result": "ครูจัดการเรียนรู้ดีขึ้น",
    "use": "วางแผนการนิเทศภาคเรียนที่ 2",
    "publication": ["วารสาร/เอกสารเผยแพร่"],
}
DESK: dict[str, Given] = {"noted_on": "2026-11-20", "subject": "การสอบ NT ปีการศึกษา 2569"}
RECEIVED: dict[str, Given] = {
    **DESK,
    "officer": "ศึกษานิเทศก์ 1",
    "kind": "หนังสือรับ",
    "received_number": "ศธ 04010/ว 1234",
    "received_dated": "2026-11-18",
    "received_from": "สพฐ.",
    "urgency": "ด่วน",
}
SENT: dict[str, Given] = {**DESK, "kind": "หนังสือส่ง", "sent_to": "โรงเรียนในสังกัด", "sent_by": "ไปรษณีย์"}
CIRCULAR: dict[str, Given] = {**DESK, "kind": "หนังสือเวียน", "circular_to": "โรงเรียนในสังกัด"}
FOLDER: dict[str, Given] = {
    **DESK,
    "kind": "แฟ้มเสนอ",
    "folder_brief": "ขออนุมัติคำสั่งแต่งตั้งคณะกรรมการ",
    "folder_for": "โปรดลงนาม",
}
ROOM: dict[str, Given] = {
    **DESK,
    "noted_on": "2026-12-07",
    "kind": "จองห้องประชุม",
    "from_time": "09:00",
    "to_time": "12:00",
    "people": "25",
    "room": "ห้องประชุมใหญ่",
}
PUBLICITY: dict[str, Given] = {**DESK, "kind": "ประชาสัมพันธ์", "channel": "วารสาร", "audience": ["สถานศึกษา"]}
DRAWN: dict[str, Given] = {
    "noted_on": "2026-11-20",
    "article": "กระดาษ A4",
    "kind": "เบิกวัสดุ",
    "amount": "5",
    "unit": "รีม",
    "purpose": "จัดทำแบบทดสอบ",
    "drawn_by": "ศึกษานิเทศก์ 1",
}
STOCKED: dict[str, Given] = {
    "noted_on": "2026-11-20",
    "article": "กระดาษ A4",
    "kind": "รับวัสดุเข้า",
    "stock_amount": "50",
    "stock_unit": "รีม",
    "source": "งบโครงการ",
}
KEPT: dict[str, Given] = {
    "noted_on": "2026-11-20",
    "article": "เครื่องพิมพ์",
    "kind": "ครุภัณฑ์",
    "article_number": "7440-001-0001/69",
    "kept_at": "ห้องกลุ่มนิเทศฯ",
    "article_state": "ชำรุด รอซ่อม",
}
PRACTICE: dict[str, Given] = {
    "noted_on": "2026-11-10",
    "supervisor": "ศึกษานิเทศก์ 1",
    "school": SCHOOL,
    "publication": "เผยแพร่แล้ว",
}
TECHNIQUE: dict[str, Given] = {
    **PRACTICE,
    "name": "นิเทศ 3 ช่วง",
    "kind": "เทคนิคการนิเทศที่ประสบผลสำเร็จ",
    "problem": "ครูไม่ได้ใช้ผลการประเมิน",
    "technique": "สะท้อนผลทันทีหลังสังเกต",
    "success": "ครูทุกคนใช้ผลการประเมิน",
    "way": "การนิเทศโดยทีมเครือข่าย (School Network)",
}
TEACHER: dict[str, Given] = {
    **PRACTICE,
    "name": "ครูแกนนำภาษาไทย คนที่ 1",
    "kind": "ครูแกนนำ/ครูต้นแบบ",
    "expertise": "สอนอ่านแจกลูกสะกดคำ",
    "teacher_kind": "ครูแกนนำ",
}
HANDBOOK: dict[str, Given] = {
    **PRACTICE,
    "school": {"network": "ไม่ใช่ของโรงเรียนใดโรงเรียนหนึ่ง"},
    "name": "คู่มือนิเทศ ปีการศึกษา 2569",
    "kind": "คู่มือนิเทศ",
    "document_use": "ใช้เตรียมการนิเทศโดยทีมเครือข่าย",
}

SUPERVISED = {"supervisor": "P1", "group": "G1"}
MEMBERS = [
    ("instrument", TOOL, {**SUPERVISED, "learning_area": "thai", "kind": "tool",
                          "aspect": "reading", "quality": "checked"}),
    ("instrument", BANK, {**SUPERVISED, "learning_area": "thai", "kind": "item-bank",
                          "test": "las", "quality": "checked"}),
    ("media", NEED, {**PLACE, "learning_area": "thai", "kind": "need",
                     "media_type": "print", "urgency": "now"}),
    ("media", INNOVATION, {**PLACE, **SUPERVISED, "learning_area": "thai", "kind": "innovation",
                           "media_type": "technique", "publication": "published"}),
    ("research", RESEARCH, {**SUPERVISED, "learning_area": "thai", "kind": "research", "field": "supervision",
                            "progress": "done"}),
    ("correspondence", RECEIVED, {**SUPERVISED, "kind": "received", "urgency": "urgent"}),
    ("correspondence", SENT, {"kind": "sent"}),
    ("correspondence", CIRCULAR, {"kind": "circular"}),
    ("correspondence", FOLDER, {"kind": "folder"}),
    ("correspondence", ROOM, {"kind": "room", "room": "large"}),
    ("correspondence", PUBLICITY, {"kind": "publicity", "channel": "journal"}),
    ("materials", DRAWN, {**SUPERVISED, "kind": "draw"}),
    ("materials", STOCKED, {"kind": "stock"}),
    ("materials", KEPT, {"kind": "durable", "article_state": "repair"}),
    ("good-practice", TECHNIQUE, {**PLACE, **SUPERVISED, "kind": "technique", "way": "school-network",
                                  "publication": "published"}),
    ("good-practice", TEACHER, {**PLACE, **SUPERVISED, "kind": "lead-teacher", "publication": "published"}),
    ("good-practice", HANDBOOK, {**SUPERVISED, "kind": "handbook", "publication": "published"}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "members"), MEMBERS)
def test_what_is_entered_in_a_register(form: str, answers: dict[str, Given], members: dict[str, str]) -> None:
    told = entry(form, answers)
    assert told.members == members
    assert told.when is not None
    assert told.until is None
    who = [members["supervisor"]] if "supervisor" in members else []
    assert told.people == (*who, *(["P2"] if "team" in answers else []))
    assert told.once_key is not None
    assert packaged()[form].counts_as == "register"


def test_a_room_is_booked_for_the_day_it_is_used() -> None:
    assert entry("correspondence", ROOM).when == date(2026, 12, 7)
    other = entry("correspondence", {**ROOM, "from_time": "10:00"})
    assert other.once_key != entry("correspondence", ROOM).once_key


def test_folders_alone_are_decided_on() -> None:
    chains = packaged()["correspondence"].chains
    assert chains is not None
    assert list(chains.of) == ["folder"]
    steps = chains.of["folder"].steps
    assert [step.by for step in steps] == ["head", "deputy", "director"]
    assert steps[-1].passes == ("ทราบ", "อนุญาต", "เห็นชอบ")


@pytest.mark.parametrize(
    ("form", "numbered"),
    [
        ("correspondence", "calendar-year"),
        ("materials", "fiscal-year"),
        ("instrument", "fiscal-year"),
        ("research", "fiscal-year"),
        ("media", ""),
        ("good-practice", ""),
    ],
)
def test_registers_number_within_their_year(form: str, numbered: str) -> None:
    assert packaged()[form].numbered == numbered


def missing(*questions: str) -> list[tuple[str, str]]:
    """The findings of required questions that were left out."""
    return [("required-missing", question) for question in questions]


WRONG = [
    ("instrument", TOOL, {"aspect": None}, missing("aspect")),
    ("instrument", BANK, {"items": "สิบ", "registered_on": "2026-11-21"},
     [("not-in-future", "registered_on"), ("unreadable-number", "items")]),
    ("media", NEED, {"need": None, "amount": "0"},
     [("required-missing", "need"), ("out-of-range", "amount")]),
    ("media", INNOVATION, {"school": {"network": "แก้วมุกดาหาร", "N1": "บ้านไม่มี"}},
     [("unknown-school", "school")]),
    ("research", RESEARCH, {"use": None}, missing("use")),
    ("research", RESEARCH, {"progress": "อยู่ระหว่างดำเนินการ", "result": None, "use": None, "publication": None},
     []),
    ("correspondence", RECEIVED, {"received_dated": "2026-11-21"},
     [("date-order", "noted_on"), ("not-in-future", "received_dated")]),
    ("correspondence", SENT, {"subject": None}, missing("subject")),
    ("correspondence", ROOM, {"to_time": "08:00"}, [("time-order", "to_time")]),
    ("correspondence", FOLDER, {"folder_brief": None}, missing("folder_brief")),
    ("materials", DRAWN, {"drawn_by": None, "amount": "-1"},
     [("out-of-range", "amount"), ("required-missing", "drawn_by")]),
    ("materials", KEPT, {"article_number": None}, missing("article_number")),
    ("good-practice", TECHNIQUE, {"success": None}, missing("success")),
    ("good-practice", HANDBOOK, {"supervisor": "ศึกษานิเทศก์ 3", "noted_on": "2026-11-18"},
     [("not-in-office", "supervisor")]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "changed", "findings"), WRONG)
def test_a_wrong_entry_of_a_register(
    form: str, answers: dict[str, Given], changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found(form, answers, **changed) == findings
