"""Papers for meetings: a quarter's for the committee, a month's for the supervisors."""

from __future__ import annotations

from docx.document import Document

from document_templates.drawing import WRITE, line, page
from document_templates.networks import by_form, cases
from document_templates.tables import (
    INDENT,
    SHOWN,
    Column,
    heading,
    listed,
    numbers,
    said,
    tag,
    titles,
    written,
)

_OFFICE = "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา  {{ สำนักงานย่อ }}"


def committee() -> Document:
    """เอกสารประกอบการประชุม ก.ต.ป.น."""
    document = page(margin=1.5)
    titles(
        document,
        "เอกสารประกอบการประชุม",
        "คณะกรรมการติดตาม ตรวจสอบ ประเมินผล และนิเทศการศึกษา (ก.ต.ป.น.)",
        "{{ รอบประชุม }}",
        _OFFICE,
    )
    _before(document)
    _figures(document, "ไตรมาสก่อน")
    _open(document)
    heading(document, "ระเบียบวาระที่ ๕  เรื่องเสนอเพื่อพิจารณา: แผนการติดตามและนิเทศการศึกษา")
    listed(
        document,
        "แถว in แผน",
        (
            Column("แผน", 6.4, "{{ แถว.ชื่อ }}"),
            Column("ประเภท", 3.4, "{{ แถว.ประเภท }}"),
            numbers("วันที่เสนอ", 2.6, SHOWN.format("วันที่")),
            Column("สถานะ", 3.6, "{% if แถว.รอ %}รอ{{ แถว.รอ }}{% else %}{{ แถว.ความเห็น }}{% endif %}"),
        ),
        none="ไม่มีแผนที่เสนอ",
    )
    heading(document, "ระเบียบวาระที่ ๖  เรื่องอื่น ๆ")
    line(document, WRITE)
    return document


def monthly() -> Document:
    """เอกสารประกอบการประชุมประจำเดือนของศึกษานิเทศก์."""
    document = page(margin=1.5)
    titles(document, "เอกสารประกอบการประชุมประจำเดือนของศึกษานิเทศก์", "ผลการปฏิบัติงาน{{ รอบประชุม }}", _OFFICE)
    _before(document)
    _figures(document, "เดือนก่อน")
    _open(document)
    heading(document, "๔.๖ การปฏิบัติงานรายบุคคล")
    listed(
        document,
        "แถว in บุคคล",
        (
            Column("ศึกษานิเทศก์", 6.0, "{{ แถว.ชื่อ }}"),
            numbers("งานที่บันทึก", 2.0, "{{ แถว.งาน }}"),
            numbers("ส่งแล้ว", 2.0, "{{ แถว.ส่งแล้ว }}"),
            numbers("ส่งหลังกำหนด", 2.0, "{{ แถว.ส่งหลังกำหนด }}"),
            numbers("ค้างส่ง", 2.0, "{{ แถว.ค้างส่ง }}"),
            numbers("ได้รับยกเว้น", 2.0, "{{ แถว.ได้รับยกเว้น }}"),
        ),
    )
    heading(document, "ระเบียบวาระที่ ๕  เรื่องเสนอเพื่อพิจารณา: แผน{{ เดือนถัดไป }}")
    listed(
        document,
        "แถว in แผนนิเทศเดือนถัดไป",
        (
            Column("เครือข่าย", 12.0, "{{ แถว.เครือข่าย }}"),
            numbers("แผนนิเทศ (ครั้ง)", 4.0, "{{ แถว.จำนวน }}"),
        ),
        none="ยังไม่มีแผนการนิเทศของเดือนถัดไป",
    )
    heading(document, "รายการที่จะครบกำหนด")
    listed(
        document,
        "แถว in รายการเดือนถัดไป",
        (Column("รายการ", 12.0, "{{ แถว.รายการ }}"), numbers("จำนวน", 4.0, "{{ แถว.ทั้งหมด }}")),
        none="ไม่มี",
        keep=True,
    )
    heading(document, "ระเบียบวาระที่ ๖  เรื่องอื่น ๆ")
    line(document, WRITE)
    return document


def _before(document: Document) -> None:
    heading(document, "ระเบียบวาระที่ ๑  เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ")
    line(document, WRITE)
    heading(document, "ระเบียบวาระที่ ๒  เรื่องรับรองบันทึกการประชุม")
    tag(document, "if not ประชุมครั้งก่อน")
    said(document, "ยังไม่มีบันทึกการประชุมครั้งก่อน")
    tag(document, "endif")
    tag(document, "for แถว in ประชุมครั้งก่อน")
    said(document, "บันทึกการประชุมครั้งที่ {{ แถว.ครั้งที่ }} วันที่ {{ แถว.วันที่ }}")
    tag(document, "endfor")
    heading(document, "ระเบียบวาระที่ ๓  เรื่องสืบเนื่อง")
    tag(document, "for แถว in ประชุมครั้งก่อน")
    line(document, "มติที่ประชุมครั้งก่อน", indent=INDENT, keep=True)
    written(document, "แถว.มติ")
    tag(document, "endfor")
    heading(document, "ระเบียบวาระที่ ๔  เรื่องเสนอเพื่อทราบ")


def _figures(document: Document, before: str) -> None:
    heading(document, "๔.๑ ผลการนิเทศ ({{ วันแรก|วันที่ย่อ }} ถึง {{ วันสุดท้าย|วันที่ย่อ }})")
    said(
        document,
        "นิเทศ {{ จำนวนครั้ง }} ครั้ง สังเกตชั้นเรียนที่มีคะแนน {{ จำนวนการสังเกต }} ครั้ง"
        f" ({before} {{{{ จำนวนการสังเกตรอบก่อน }}}} ครั้ง)"
        " คะแนนเฉลี่ย {{ คะแนนเฉลี่ย }}{% if ระดับ %} ระดับ{{ ระดับ }}{% endif %}"
        f" ({before} {{{{ คะแนนเฉลี่ยรอบก่อน }}}})"
        " ความครอบคลุมการนิเทศ{{ ภาคเรียน }} ถึงวันที่ {{ ข้อมูลถึงวันที่ }}"
        " {{ นิเทศแล้ว }} จาก {{ เปิดสอน }} โรงเรียน คิดเป็น{{ ความครอบคลุม|ร้อยละ }}",
        after=3,
    )
    by_form(document, "ไม่มีการนิเทศในรอบนี้")
    heading(document, "๔.๒ รายเครือข่าย")
    listed(
        document,
        "แถว in เครือข่าย",
        (
            Column("เครือข่าย", 4.0, "{{ แถว.ชื่อ }}"),
            numbers("เปิดสอน", 1.6, "{{ แถว.เปิดสอน }}"),
            numbers("นิเทศแล้ว (ภาคเรียน)", 2.1, "{{ แถว.นิเทศแล้ว }}"),
            numbers("ร้อยละ", 1.4, "{{ แถว.ความครอบคลุม }}"),
            numbers("นิเทศในรอบ (ครั้ง)", 1.8, "{{ แถว.จำนวนครั้ง }}"),
            numbers("สังเกต (ครั้ง)", 1.6, "{{ แถว.จำนวนการสังเกต }}"),
            numbers("เฉลี่ย", 1.5, "{{ แถว.คะแนนเฉลี่ย }}"),
            numbers("ระดับ", 2.0, "{{ แถว.ระดับ }}"),
        ),
        total=(
            "รวม", "{{ เปิดสอน }}", "{{ นิเทศแล้ว }}", "{{ ความครอบคลุม }}", "{{ จำนวนครั้ง }}",
            "{{ จำนวนการสังเกต }}", "{{ คะแนนเฉลี่ย }}", "{{ ระดับ }}",
        ),
    )  # fmt: skip


def _open(document: Document) -> None:
    heading(document, "๔.๓ กรณีเร่งด่วนที่ยังไม่ยุติ (เริ่มในรอบนี้ {{ กรณีใหม่ }} กรณี)")
    cases(document, "กรณีเร่งด่วน")
    heading(document, "๔.๔ โรงเรียนที่ต้องได้รับความช่วยเหลือ")
    needs(document)
    heading(document, "๔.๕ รายการที่ต้องรายงานซึ่งครบกำหนดในรอบนี้")
    duties(document)


def needs(document: Document) -> None:
    """The table of schools that need help."""
    listed(
        document,
        "แถว in โรงเรียนที่ต้องช่วยเหลือ",
        (
            Column("โรงเรียน", 5.8, "{{ แถว.โรงเรียน }}"),
            numbers("ตั้งแต่", 2.6, SHOWN.format("ตั้งแต่")),
            numbers("กำหนด", 2.6, SHOWN.format("กำหนด")),
            Column("ทีมช่วยเหลือ", 5.0, "{{ แถว.ทีม }}"),
        ),
        none="ไม่มี",
    )


def duties(document: Document) -> None:
    """The table of what fell due: how many did it, late, not at all."""
    listed(
        document,
        "แถว in รายการที่ต้องรายงาน",
        (
            Column("รายการ", 5.5, "{{ แถว.รายการ }}"),
            numbers("ทั้งหมด", 1.6, "{{ แถว.ทั้งหมด }}"),
            numbers("ส่งแล้ว", 1.6, "{{ แถว.ส่งแล้ว }}"),
            numbers("ส่งหลังกำหนด", 2.0, "{{ แถว.ส่งหลังกำหนด }}"),
            numbers("ได้รับยกเว้น", 1.9, "{{ แถว.ได้รับยกเว้น }}"),
            numbers("ค้างส่ง", 1.5, "{{ แถว.ค้างส่ง }}"),
            numbers("ยังไม่ครบกำหนด", 1.9, "{{ แถว.ยังไม่ครบกำหนด }}"),
        ),
        none="ไม่มีรายการที่ครบกำหนด",
    )
