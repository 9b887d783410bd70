"""Papers of a network: its semester in quantity and quality, and one page for its chair's signature."""

from __future__ import annotations

from docx.document import Document

from document_templates.drawing import THAI, line, page
from document_templates.signing import DOTS, signatures
from document_templates.tables import (
    INDENT,
    Column,
    facts,
    heading,
    listed,
    numbers,
    said,
    tag,
    titles,
    written,
)

_STATUS = (
    "{% if แถว.สถานะ == 'visited' %}นิเทศแล้ว{% elif แถว.สถานะ == 'elsewhere' %}นิเทศก่อนย้ายมา"
    "{% elif แถว.สถานะ == 'to_mend' %}ส่งแล้ว ต้องแก้ไข{% elif แถว.สถานะ == 'closed' %}ไม่ได้เปิดสอน"
    "{% else %}ยังไม่นิเทศ{% endif %}"
)
_OPEN = "{{ เปิดสอน }} โรงเรียน{% if ไม่เปิดสอน %}  (ไม่ได้เปิดสอน {{ ไม่เปิดสอน }} โรงเรียน){% endif %}"
_CLASSES = "{% if แถว.ห้องที่เปิดสอน %}{{ แถว.ห้องที่สังเกต }}/{{ แถว.ห้องที่เปิดสอน }}{% else %}–{% endif %}"
_ROUNDS = (
    "{% for ครั้ง in แถว.รายครั้ง %}{{ ครั้ง.ครั้งที่ }} ({{ ครั้ง.วันที่|วันที่ย่อ }})"
    "{% if not loop.last %}\n{% endif %}{% else %}–{% endfor %}"
)
_DAY = "{{ แถว.วันที่|วันที่ย่อ }}"
_PEOPLE = "{% for คน in ศึกษานิเทศก์ %}{{ คน.ชื่อ }}{% if not loop.last %}, {% endif %}{% endfor %}"


def semester() -> Document:
    """รายงานผลการนิเทศของเครือข่าย."""
    document = page(margin=1.5)
    titles(
        document,
        "รายงานผลการนิเทศของเครือข่าย{{ เครือข่าย }}",
        "{{ ภาคเรียน }}",
        "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา  {{ สำนักงานย่อ }}",
    )
    heading(document, "๑. ข้อมูลทั่วไป")
    facts(
        document,
        (
            ("ระยะเวลา", "{{ วันแรก|วันที่ย่อ }} ถึง {{ วันสุดท้าย|วันที่ย่อ }} (ข้อมูลถึงวันที่ {{ ข้อมูลถึงวันที่|วันที่ย่อ }})"),
            ("ศึกษานิเทศก์ประจำเครือข่าย", _PEOPLE),
            ("รองผู้อำนวยการที่รับผิดชอบ", "{{ รองผู้อำนวยการ }}"),
            ("โรงเรียนที่เปิดสอน", _OPEN),
        ),
    )  # fmt: skip
    _quantity(document)
    _quality(document)
    _open(document)
    closing(document)
    signatures(
        document,
        (DOTS, "ศึกษานิเทศก์/เลขานุการเครือข่าย", "ผู้รายงาน"),
        (DOTS, "ผู้อำนวยการกลุ่มนิเทศ ติดตาม", "และประเมินผลการจัดการศึกษา"),
    )  # fmt: skip
    return document


def _quantity(document: Document) -> None:
    heading(document, "๒. ผลการนิเทศเชิงปริมาณ")
    said(
        document,
        "นิเทศแล้ว {{ นิเทศแล้ว }} จาก {{ เปิดสอน }} โรงเรียน คิดเป็น{{ ความครอบคลุม|ร้อยละ }}"
        " ยังไม่ได้รับการนิเทศ {{ ยังไม่นิเทศ }} โรงเรียน สังเกตชั้นเรียน {{ จำนวนการสังเกต }} ครั้ง"
        " (ภาคเรียนก่อน {{ จำนวนการสังเกตภาคเรียนก่อน }} ครั้ง)"
        "{% if ห้องที่เปิดสอน %} ตามแบบบันทึกการนิเทศโรงเรียน สังเกต {{ ห้องที่สังเกต }} ชั้นเรียน"
        " จาก {{ ห้องที่เปิดสอน }} ชั้นเรียนที่เปิดสอนในวันที่นิเทศ{% endif %}",
    )
    heading(document, "๒.๑ จำแนกตามแบบบันทึก")
    by_form(document, "ยังไม่มีการนิเทศในภาคเรียนนี้")
    heading(document, "๒.๒ รายโรงเรียน")
    listed(
        document,
        "แถว in โรงเรียน",
        (
            Column("โรงเรียน", 5.3, "{{ แถว.ชื่อ }}"),
            numbers("สถานะ", 2.5, _STATUS),
            numbers("นิเทศ (ครั้ง)", 1.4, "{{ แถว.จำนวนครั้ง }}"),
            numbers("ล่าสุด", 2.5, "{{ แถว.ล่าสุด|วันที่ย่อ }}"),
            numbers("สังเกต (ครั้ง)", 1.4, "{{ แถว.จำนวนการสังเกต }}"),
            numbers("เฉลี่ย", 1.3, "{{ แถว.คะแนนเฉลี่ย }}"),
            numbers("ระดับ", 1.6, "{{ แถว.ระดับ }}"),
        ),
    )


def _quality(document: Document) -> None:
    heading(document, "๓. ผลการนิเทศเชิงคุณภาพ")
    said(
        document,
        "คะแนนเฉลี่ยจากการสังเกตชั้นเรียน {{ คะแนนเฉลี่ย }}{% if ระดับ %} ระดับ{{ ระดับ }}{% endif %}"
        " (ภาคเรียนก่อน {{ คะแนนเฉลี่ยภาคเรียนก่อน }})",
    )
    heading(document, "๓.๑ ผลการสังเกตชั้นเรียนรายด้าน")
    listed(
        document,
        "แถว in ด้าน",
        (
            Column("ด้าน", 7.0, "{{ แถว.ที่ }}. {{ แถว.ชื่อ }}"),
            numbers("จำนวน (ครั้ง)", 1.6, "{{ แถว.จำนวน }}"),
            numbers("เฉลี่ย", 1.5, "{{ แถว.คะแนนเฉลี่ย }}"),
            numbers("ระดับ", 2.3, "{{ แถว.ระดับ }}"),
            numbers("ภาคเรียนก่อน", 1.9, "{{ แถว.ภาคเรียนก่อน }}"),
            numbers("เพิ่ม/ลด", 1.7, "{{ แถว.เปลี่ยนแปลง|เพิ่มลด }}"),
        ),
    )
    heading(document, "๓.๒ รายงานของเครือข่าย")
    tag(document, "if not รายงานเครือข่าย")
    said(document, "ยังไม่มีรายงานการนิเทศของเครือข่ายในภาคเรียนนี้")
    tag(document, "endif")
    tag(document, "for แถว in รายงานเครือข่าย")
    line(
        document,
        "{{ แถว.ครั้งที่ }}  วันที่ {{ แถว.วันแรก|วันที่ย่อ }}"
        "{% if แถว.วันสุดท้าย != แถว.วันแรก %} ถึง {{ แถว.วันสุดท้าย|วันที่ย่อ }}{% endif %}"
        "  ผู้รายงาน {{ แถว.ผู้รายงาน }}",
        bold=True, before=4, keep=True,
    )  # fmt: skip
    line(
        document,
        "{% for ข้อ in แถว.จำนวน %}{{ ข้อ.ข้อ }}: {{ ข้อ.คำตอบ }}{% if not loop.last %}, {% endif %}{% endfor %}",
        indent=INDENT,
    )
    tag(document, "for ข้อ in แถว.ข้อความ")
    written(document, "ข้อ.ข้อ ~ ': ' ~ ข้อ.คำตอบ")
    tag(document, "endfor")
    tag(document, "endfor")
    heading(document, "๓.๓ จุดเด่นและจุดที่ควรพัฒนาจากการสังเกตชั้นเรียน")
    line(document, "{{ ข้อคิดเห็น|length }} ครั้งล่าสุด จากทั้งหมด {{ จำนวนข้อคิดเห็น }} ครั้ง", size=14, keep=True)
    listed(
        document,
        "แถว in ข้อคิดเห็น",
        (
            Column("โรงเรียน", 3.6, "{{ แถว.โรงเรียน }}"),
            numbers("วันที่", 2.5, _DAY),
            Column("จุดเด่น", 4.9, "{{ แถว.จุดเด่น }}"),
            Column("จุดที่ควรพัฒนา", 5.0, "{{ แถว.จุดที่ควรพัฒนา }}"),
        ),
        none="ยังไม่มีข้อคิดเห็น",
    )


def _open(document: Document) -> None:
    heading(document, "๔. เรื่องที่ต้องดำเนินการต่อ")
    heading(document, "๔.๑ กรณีเร่งด่วนที่ยังไม่ยุติ")
    cases(document, "กรณีเร่งด่วน")
    heading(document, "๔.๒ รายการที่ค้างส่ง")
    unsent(document)
    to_mend(document, "๔.๓")


def to_mend(document: Document, number: str) -> None:
    """What is to be mended in records, under its heading."""
    many = "ต้องแก้ไข {{ ต้องแก้ไข }} รายการ ข้อสังเกต {{ ข้อสังเกต }} รายการ"
    heading(document, f"{number} รายการที่ต้องตรวจสอบ ({many})")
    listed(
        document,
        "แถว in รายการที่ต้องตรวจสอบ",
        (
            numbers("ประเภท", 1.9, "{% if แถว.ประเภท == 'error' %}ต้องแก้ไข{% else %}ข้อสังเกต{% endif %}"),
            Column("โรงเรียน", 3.6, "{{ แถว.โรงเรียน }}"),
            numbers("วันที่", 2.5, _DAY),
            Column("สิ่งที่พบ", 4.0, "{{ แถว.เรื่อง }}"),
            Column("วิธีแก้ไข", 4.0, "{{ แถว.วิธีแก้ไข }}"),
        ),
        none="ไม่มี",
        keep=True,
    )


def closing(document: Document) -> None:
    """To whom the report goes: it stays on the page of the signatures, which never stand alone."""
    text = "เสนอผู้บังคับบัญชาตามลำดับเพื่อโปรดทราบ และนำผลการนิเทศไปปรับปรุงพัฒนาในครั้งต่อไป"
    line(document, text, align=THAI, indent=INDENT, before=10, keep=True)


def by_form(document: Document, none: str) -> None:
    """The table of how many records there are of each form."""
    listed(
        document,
        "แถว in แบบบันทึก",
        (
            Column("แบบบันทึก", 10.6, "{{ แถว.แบบ }}"),
            numbers("จำนวน (ฉบับ)", 2.7, "{{ แถว.จำนวน }}"),
            numbers("โรงเรียน", 2.7, "{{ แถว.โรงเรียน }}"),
        ),
        none=none,
    )


def cases(document: Document, name: str) -> None:
    """The table of open urgent cases that a list of that name holds."""
    listed(
        document,
        f"แถว in {name}",
        (
            Column("โรงเรียน", 4.1, "{{ แถว.โรงเรียน }}"),
            Column("ลักษณะปัญหา", 3.9, "{{ แถว.เรื่อง }}"),
            Column("ผู้รับผิดชอบ", 3.0, "{{ แถว.ผู้รับผิดชอบ }}"),
            numbers("วันที่", 2.5, _DAY),
            numbers("กำหนด", 2.5, "{{ แถว.กำหนด|วันที่ย่อ }}"),
        ),
        none="ไม่มี",
    )


def unsent(document: Document) -> None:
    """The table of what is owed and was not sent in time."""
    listed(
        document,
        "แถว in รายการค้างส่ง",
        (
            Column("รายการ", 4.7, "{{ แถว.รายการ }}"),
            numbers("กำหนดส่ง", 2.6, "{{ แถว.กำหนดส่ง|วันที่ย่อ }}"),
            numbers("ค้างส่ง", 1.5, "{{ แถว.จำนวน }}"),
            Column("ผู้ค้างส่ง", 7.2, "{{ แถว.ผู้ค้างส่ง }}"),
        ),
        none="ไม่มี",
    )


def one_page() -> Document:
    """One page for the chair: schools by round, classes observed of all, who has not sent."""
    document = page()
    titles(
        document,
        "สรุปการนิเทศของเครือข่าย{{ เครือข่าย }}",
        "{{ ภาคเรียน }}  {{ สำนักงานย่อ }}",
        "ข้อมูลถึงวันที่ {{ ข้อมูลถึงวันที่ }}",
    )
    said(
        document,
        "นิเทศแล้ว {{ นิเทศแล้ว }} จาก {{ เปิดสอน }} โรงเรียน ({{ ความครอบคลุม|ร้อยละ }})"
        "  สังเกตชั้นเรียน {{ จำนวนการสังเกต }} ครั้ง"
        "{% if ห้องที่เปิดสอน %}  ตามแบบบันทึกการนิเทศโรงเรียน สังเกต {{ ห้องที่สังเกต }}"
        " จาก {{ ห้องที่เปิดสอน }} ชั้นเรียนที่เปิดสอนในวันที่นิเทศ{% endif %}",
        before=4,
        after=3,
    )
    listed(
        document,
        "แถว in โรงเรียน",
        (
            numbers("ที่", 1.0, "{{ loop.index }}"),
            Column("โรงเรียน", 5.0, "{{ แถว.ชื่อ }}"),
            numbers("สถานะ", 2.2, _STATUS),
            Column("ครั้งที่ (วันที่นิเทศ)", 3.1, _ROUNDS),
            numbers("สังเกต (ครั้ง)", 1.4, "{{ แถว.จำนวนการสังเกต }}"),
            numbers("ชั้นเรียน\nสังเกต/\nเปิดสอน", 1.8, _CLASSES),
            numbers("ค้างส่ง", 1.5, "{{ แถว.ค้างส่ง or '–' }}"),
        ),
    )  # fmt: skip
    line(
        document,
        "ค้างส่ง: {% for แถว in รายการค้างส่ง %}{{ แถว.รายการ }} {{ แถว.จำนวน }} แห่ง"
        "{% if not loop.last %}, {% endif %}{% else %}ไม่มี{% endfor %}",
        size=14,
        before=4,
        keep=True,
    )
    signatures(
        document,
        (DOTS, "เลขานุการเครือข่าย"),
        (DOTS, "ประธานเครือข่าย"),
    )
    return document
