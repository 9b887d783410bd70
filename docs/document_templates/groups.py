"""รายงานผลการนิเทศของกลุ่มงาน: a work group's semester of Stimulate Development, and its other work."""

from __future__ import annotations

from docx.document import Document

from document_templates.drawing import line, page
from document_templates.networks import cases, closing, to_mend, unsent
from document_templates.signing import DOTS, signatures
from document_templates.tables import (
    SHOWN,
    Column,
    facts,
    heading,
    listed,
    numbers,
    said,
    tag,
    titles,
)

_PEOPLE = "{% for คน in บุคลากร %}{{ คน.ชื่อ }}{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}"
_AREA = "{% if แถว.ชื่อ %}{{ แถว.ชื่อ }}{% else %}ไม่ระบุกลุ่มสาระการเรียนรู้{% endif %}"
_AMOUNTS = (
    "{% for ข้อ in แถว.จำนวนรวม %}{{ ข้อ.ข้อ }} {{ ข้อ.คำตอบ }}{% if not loop.last %}\n{% endif %}{% endfor %}"
)
_DAYS = "{{ งาน.วันแรก|วันที่ย่อ }}{% if งาน.วันสุดท้าย != งาน.วันแรก %} ถึง {{ งาน.วันสุดท้าย|วันที่ย่อ }}{% endif %}"


def semester() -> Document:
    """The report of a work group's semester."""
    document = page()
    titles(
        document,
        "รายงานผลการนิเทศของกลุ่มงาน",
        "{{ กลุ่มงาน }}",
        "{{ ภาคเรียน }}",
        "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา  {{ สำนักงานย่อ }}",
    )
    heading(document, "๑. ข้อมูลทั่วไป")
    facts(
        document,
        (
            ("ระยะเวลา", "{{ วันแรก|วันที่ย่อ }} ถึง {{ วันสุดท้าย|วันที่ย่อ }} (ข้อมูลถึงวันที่ {{ ข้อมูลถึงวันที่|วันที่ย่อ }})"),
            ("รูปแบบการนิเทศ", "การนิเทศกระตุ้นพัฒนาการ (Stimulate Development : SD)"),
            ("ศึกษานิเทศก์ในกลุ่มงาน", _PEOPLE),
        ),
    )  # fmt: skip
    _quantity(document)
    _quality(document)
    _other(document)
    _open(document)
    closing(document)
    signatures(
        document,
        (DOTS, "ศึกษานิเทศก์ผู้รับผิดชอบกลุ่มงาน", "ผู้รายงาน"),
        (DOTS, "ผู้อำนวยการกลุ่มนิเทศ ติดตาม", "และประเมินผลการจัดการศึกษา"),
    )
    return document


def _quantity(document: Document) -> None:
    heading(document, "๒. ผลการนิเทศเชิงปริมาณ")
    said(
        document,
        "นิเทศกระตุ้นพัฒนาการ {{ จำนวนกิจกรรม }} กิจกรรม (ภาคเรียนก่อน {{ จำนวนกิจกรรมภาคเรียนก่อน }} กิจกรรม)"
        "{% if จำนวนโรงเรียน %} เป็นการนิเทศที่เจาะจงโรงเรียน {{ จำนวนโรงเรียน }} โรงเรียน{% endif %}",
    )
    heading(document, "๒.๑ จำแนกตามกลุ่มสาระการเรียนรู้")
    listed(
        document,
        "แถว in กลุ่มสาระ",
        (
            Column("กลุ่มสาระการเรียนรู้", 4.3, _AREA),
            numbers("กิจกรรม", 1.7, "{{ แถว.จำนวน }}"),
            numbers("ภาคเรียนก่อน", 1.9, "{{ แถว.ภาคเรียนก่อน }}"),
            numbers("โรงเรียน", 1.8, "{{ แถว.โรงเรียน }}"),
            Column("ผลเชิงปริมาณ", 6.3, _AMOUNTS),
        ),
        none="ยังไม่มีกิจกรรมในภาคเรียนนี้",
    )
    heading(document, "๒.๒ ผลเชิงปริมาณรวม")
    listed(
        document,
        "แถว in จำนวนรวม",
        (
            Column("รายการ", 10.4, "{{ แถว.ข้อ }}"),
            numbers("ภาคเรียนนี้", 2.8, "{{ แถว.คำตอบ }}"),
            numbers("ภาคเรียนก่อน", 2.8, "{{ แถว.ภาคเรียนก่อน }}"),
        ),
        none="ไม่มี",
    )
    heading(document, "๒.๓ ลักษณะงาน เทคนิควิธีการ กลุ่มเป้าหมาย และเครื่องมือ")
    chosen(document, "จำนวน (กิจกรรม)")


def chosen(document: Document, many: str) -> None:
    """The table of how records are spread over what was chosen."""
    listed(
        document,
        "แถว in จำแนก",
        (
            Column("เรื่อง", 5.0, "{{ แถว.ข้อ }}"),
            Column("จำแนกเป็น", 6.0, "{{ แถว.ชื่อ }}"),
            numbers(many, 2.6, "{{ แถว.จำนวน }}"),
            numbers("ภาคเรียนก่อน", 2.4, "{{ แถว.ภาคเรียนก่อน }}"),
        ),
        none="ยังไม่มีข้อมูล",
    )


def answered(document: Document, each: str) -> None:
    """A table of what was asked and what was answered."""
    listed(
        document,
        each,
        (Column("รายการ", 5.0, "{{ ข้อ.ข้อ }}"), Column("รายละเอียด", 11.0, "{{ ข้อ.คำตอบ }}")),
    )


def _quality(document: Document) -> None:
    heading(document, "๓. ผลการนิเทศเชิงคุณภาพและข้อมูลป้อนกลับ")
    tag(document, "if not จำนวนกิจกรรม")
    said(document, "ยังไม่มีกิจกรรมในภาคเรียนนี้")
    tag(document, "endif")
    tag(document, "if จำนวนที่แสดง != จำนวนกิจกรรม")
    said(document, "แสดง {{ จำนวนที่แสดง }} กิจกรรมล่าสุด จากทั้งหมด {{ จำนวนกิจกรรม }} กิจกรรม")
    tag(document, "endif")
    tag(document, "for แถว in กลุ่มสาระ if แถว.กิจกรรม")
    heading(document, _AREA)
    tag(document, "for งาน in แถว.กิจกรรม")
    line(document, "{{ loop.index }}. {{ งาน.ชื่อ }}", bold=True, before=6, keep=True)
    line(document, "วันที่ " + _DAYS + "{% if งาน.โรงเรียน %}  {{ งาน.โรงเรียน }}{% endif %}", keep=True)
    line(document, "ผู้นิเทศ {{ งาน.ผู้นิเทศ }}", keep=True)
    answered(document, "ข้อ in งาน.คำตอบ")
    tag(document, "endfor")
    tag(document, "endfor")


def _other(document: Document) -> None:
    heading(document, "๔. งานอื่นของกลุ่มงาน")
    heading(document, "๔.๑ จำแนกตามแบบบันทึก")
    listed(
        document,
        "แถว in แบบบันทึก",
        (
            Column("แบบบันทึก", 8.4, "{{ แถว.แบบ }}"),
            numbers("จำนวน (ฉบับ)", 2.4, "{{ แถว.จำนวน }}"),
            numbers("ภาคเรียนก่อน", 2.4, "{{ แถว.ภาคเรียนก่อน }}"),
            numbers("ล่าสุด", 2.8, SHOWN.format("ล่าสุด")),
        ),
        none="ยังไม่มีบันทึกในภาคเรียนนี้",
    )
    heading(document, "๔.๒ การปฏิบัติงานรายบุคคล")
    said(
        document,
        "สังเกตชั้นเรียน {{ จำนวนการสังเกต }} ครั้ง (ภาคเรียนก่อน {{ จำนวนการสังเกตภาคเรียนก่อน }} ครั้ง)"
        " คะแนนเฉลี่ย {{ คะแนนเฉลี่ย }}{% if ระดับ %} ระดับ{{ ระดับ }}{% endif %}"
        " (ภาคเรียนก่อน {{ คะแนนเฉลี่ยภาคเรียนก่อน }})",
    )
    listed(
        document,
        "แถว in บุคคล",
        (
            Column("ศึกษานิเทศก์", 5.6, "{{ แถว.ชื่อ }}"),
            numbers("บันทึกประจำวัน (ฉบับ)", 2.6, "{{ แถว.บันทึก }}"),
            numbers("วันที่บันทึก (วัน)", 2.4, "{{ แถว.วัน }}"),
            numbers("ล่าสุด", 2.8, SHOWN.format("ล่าสุด")),
            numbers("สังเกตชั้นเรียน (ครั้ง)", 2.6, "{{ แถว.สังเกต }}"),
        ),
        none="ไม่มีศึกษานิเทศก์ในกลุ่มงาน",
    )
    heading(document, "๔.๓ งาน/โครงการ (บันทึกสะสมในปีการศึกษา)")
    listed(
        document,
        "แถว in โครงการ",
        (
            Column("งาน/โครงการ", 5.0, "{{ แถว.ชื่อ }}"),
            Column("ผู้รับผิดชอบ", 2.8, "{{ แถว.ผู้รับผิดชอบ }}"),
            numbers("กำหนด", 2.6, SHOWN.format("กำหนด")),
            numbers("บันทึก (ฉบับ)", 1.4, "{{ แถว.จำนวน }}"),
            numbers("โรงเรียน", 1.6, "{{ แถว.โรงเรียน }}"),
            numbers("ล่าสุด", 2.6, SHOWN.format("ล่าสุด")),
        ),
        none="ไม่มีงาน/โครงการที่กำลังดำเนินการ",
    )


def _open(document: Document) -> None:
    heading(document, "๕. เรื่องที่ต้องดำเนินการต่อ")
    heading(document, "๕.๑ กรณีเร่งด่วนที่ยังไม่ยุติ")
    said(document, "ศึกษานิเทศก์ในกลุ่มงานร่วมแก้ไขกรณีเร่งด่วนที่ยังไม่ยุติ {{ จำนวนกรณีเร่งด่วน }} กรณี")
    tag(document, "if กรณีเร่งด่วน")
    cases(document, "กรณีเร่งด่วน")
    tag(document, "endif")
    heading(document, "๕.๒ รายการที่ค้างส่ง")
    unsent(document)
    to_mend(document, "๕.๓")
