"""รายงานผลการนิเทศแบบ AST: a network's targets, what was planned for each, and what came of it."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import _Cell

from document_templates.drawing import CENTRE, line, page, put
from document_templates.groups import answered, chosen
from document_templates.networks import closing
from document_templates.signing import DOTS, begun, signatures
from document_templates.tables import (
    SHOWN,
    SMALL,
    Column,
    facts,
    grid,
    heading,
    listed,
    numbers,
    said,
    tag,
    titles,
)

_PEOPLE = "{% for คน in ศึกษานิเทศก์ %}{{ คน.ชื่อ }}{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}"

_BY = "วันที่ {{ ครั้ง.วันที่|วันที่ย่อ }}  ผู้นิเทศ {{ ครั้ง.ผู้นิเทศ }}"


def ast_round() -> Document:
    """The report of a network's team of supervisors."""
    document = page()
    titles(
        document,
        "รายงานผลการนิเทศโดยทีมศึกษานิเทศก์ประจำเครือข่าย",
        "(Area Supervisor Team : AST)",
        "เครือข่าย{{ เครือข่าย }}  {{ ภาคเรียน }}",
        "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา  {{ สำนักงานย่อ }}",
    )
    heading(document, "๑. ข้อมูลทั่วไป")
    facts(
        document,
        (
            ("ระยะเวลา", "{{ วันแรก|วันที่ย่อ }} ถึง {{ วันสุดท้าย|วันที่ย่อ }} (ข้อมูลถึงวันที่ {{ ข้อมูลถึงวันที่|วันที่ย่อ }})"),
            ("ทีมศึกษานิเทศก์ประจำเครือข่าย", _PEOPLE),
            ("รองผู้อำนวยการที่รับผิดชอบ", "{{ รองผู้อำนวยการ }}"),
        ),
    )  # fmt: skip
    _quantity(document)
    _quality(document)
    closing(document)
    signatures(
        document,
        (DOTS, "ศึกษานิเทศก์ประจำเครือข่าย", "ผู้รายงาน"),
        (DOTS, "ผู้อำนวยการกลุ่มนิเทศ ติดตาม", "และประเมินผลการจัดการศึกษา"),
    )
    return document


def _quantity(document: Document) -> None:
    heading(document, "๒. ผลการนิเทศเชิงปริมาณ")
    said(
        document,
        "วางแผนแล้ว {{ วางแผนแล้ว }} จาก {{ เปิดสอน }} โรงเรียน"
        "{% if เปิดสอน %} คิดเป็น{{ ร้อยละวางแผน|ร้อยละ }}{% endif %}"
        " ติดตามผลแล้ว {{ ติดตามแล้ว }} โรงเรียน{% if เปิดสอน %} คิดเป็น{{ ร้อยละติดตาม|ร้อยละ }}{% endif %}"
        " บันทึกรวม {{ จำนวนบันทึก }} ฉบับ (ภาคเรียนก่อน {{ จำนวนบันทึกภาคเรียนก่อน }} ฉบับ)",
    )
    heading(document, "๒.๑ รายโรงเรียน")
    listed(
        document,
        "แถว in โรงเรียน",
        (
            Column("โรงเรียน", 6.6, "{{ แถว.ชื่อ }}"),
            numbers("แผน", 1.4, "{{ แถว.แผน }}"),
            numbers("ติดตามผล (ครั้ง)", 1.9, "{{ แถว.ติดตาม }}"),
            numbers("บันทึกล่าสุด", 2.6, SHOWN.format("ล่าสุด")),
            Column("สรุปผล", 3.5, "{{ แถว.สรุปผล }}"),
        ),
        none="ไม่มีโรงเรียนที่เปิดสอน",
    )
    heading(document, "๒.๒ จำแนกตามเรื่องที่บันทึก")
    chosen(document, "จำนวน (ฉบับ)")
    heading(document, "๒.๓ ผลการทดสอบของเครือข่ายก่อนและหลัง")
    tag(document, "if not ผลการทดสอบ")
    said(document, "ยังไม่มีผลการทดสอบ O-NET NT RT ของโรงเรียนในเครือข่าย")
    tag(document, "else")
    _tests(document, "แถว in ผลการทดสอบ")
    line(
        document,
        "เพิ่ม/ลด เปรียบเทียบเฉพาะโรงเรียนที่มีผลทั้งสองปี (จำนวนโรงเรียนอยู่ในวงเล็บ)",
        size=14,
    )
    tag(document, "endif")


def _tests(document: Document, each: str) -> None:
    row = each.partition(" in ")[0]
    listed(
        document,
        each,
        (
            Column("การทดสอบ", 6.8, f"{{{{ {row}.ชื่อ }}}}"),
            numbers("ก่อน (ปี)", 3.0, _score(row, "ก่อน")),
            numbers("หลัง (ปี)", 3.0, _score(row, "หลัง")),
            numbers("เพิ่ม/ลด", 3.2, f"{{{{ {row}.เปลี่ยนแปลง|เพิ่มลด }}}}"
                    f"{{% if {row}.เทียบ %}} ({{{{ {row}.เทียบ }}}}){{% endif %}}"),
        ),
    )  # fmt: skip


def _score(row: str, which: str) -> str:
    """A mean with its academic year."""
    year = f"{{{{ {row}.ปี{which}|เลขล้วน }}}}"
    return f"{{{{ {row}.{which} }}}}{{% if {row}.ปี{which} %}} ({year}){{% endif %}}"


def _quality(document: Document) -> None:
    heading(document, "๓. ผลการนิเทศเชิงคุณภาพรายกลุ่มเป้าหมาย")
    tag(document, "if not เป้าหมาย")
    said(document, "ยังไม่มีบันทึกการวิเคราะห์และติดตามกลุ่มเป้าหมายในภาคเรียนนี้")
    tag(document, "endif")
    tag(document, "if เป้าหมาย|length != จำนวนเป้าหมาย")
    said(document, "แสดง {{ เป้าหมาย|length }} เป้าหมาย จากทั้งหมด {{ จำนวนเป้าหมาย }} เป้าหมาย")
    tag(document, "endif")
    tag(document, "for แถว in เป้าหมาย")
    heading(
        document,
        "๓.{{ loop.index }} {{ แถว.โรงเรียน }}{% if แถว.เรื่อง %}  ({{ แถว.เรื่อง }}){% endif %}",
    )
    _beside(document)
    tag(document, "if แถว.ผลการทดสอบ")
    line(document, "ผลการทดสอบของโรงเรียนก่อนและหลัง", bold=True, before=6, keep=True)
    _tests(document, "ผล in แถว.ผลการทดสอบ")
    tag(document, "endif")
    tag(document, "for ครั้ง in แถว.การติดตาม[:-1]")
    line(document, "ติดตามผลครั้งที่ {{ ครั้ง.ครั้งที่ }}  " + _BY, bold=True, before=6, keep=True)
    answered(document, "ข้อ in ครั้ง.คำตอบ")
    tag(document, "endfor")
    tag(document, "endfor")


def _beside(document: Document) -> None:
    """What was planned, and beside it what the latest follow-up found."""
    made = grid(document, 2)
    for _ in range(2):
        made.add_row()
    for cell, text in zip(made.rows[0].cells, ("ก่อน: เมื่อวางแผน", "หลัง: การติดตามผลครั้งล่าสุด"), strict=True):
        line(begun(cell), text, size=SMALL, bold=True, align=CENTRE, keep=True)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on every page
    plan, latest = (begun(cell) for cell in made.rows[1].cells)
    _held(plan, "if แถว.วางแผน")
    line(plan, "วันที่ {{ แถว.วางแผน|วันที่ย่อ }}  ผู้นิเทศ {{ แถว.ผู้นิเทศ }}", size=SMALL)
    _answers(plan, "แถว.แผน")
    _held(plan, "else")
    line(plan, "ไม่พบบันทึกการวางแผน", size=SMALL)
    _held(plan, "endif")
    _held(latest, "for ครั้ง in แถว.การติดตาม[-1:]")
    line(latest, "ครั้งที่ {{ ครั้ง.ครั้งที่ }}  " + _BY, size=SMALL)
    _answers(latest, "ครั้ง.คำตอบ")
    _held(latest, "endfor")
    _held(latest, "if not แถว.การติดตาม")
    line(latest, "ยังไม่มีการติดตามผล", size=SMALL)
    _held(latest, "endif")
    for row in made.rows:
        for cell in row.cells:
            cell.width = Cm(8)


def _answers(cell: _Cell, name: str) -> None:
    """What was asked in bold letters, and what was answered."""
    _held(cell, f"for ข้อ in {name}")
    put(line(cell, "{{ ข้อ.ข้อ }}: ", size=SMALL, bold=True), "{{ ข้อ.คำตอบ }}", SMALL)
    _held(cell, "endfor")


def _held(cell: _Cell, text: str) -> None:
    """A tag in a paragraph of a cell, which goes when the paper is written."""
    line(cell, f"{{%p {text} %}}")
